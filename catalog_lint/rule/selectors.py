"""Selectors of rules: a code, a prefix of codes, a name, ALL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from catalog_lint.rule.model import Rule


def chosen(rule: Rule, selectors: Iterable[str]) -> int:
    """How exactly one of `selectors` (a code, a prefix, a name, ALL) names the rule; 0: none does."""
    best = 0
    for selector in selectors:
        if selector in (rule.code, rule.name):
            return 100
        if selector == "ALL":
            best = max(best, 1)
        elif rule.code.startswith(selector):
            best = max(best, 1 + len(selector))
    return best


def known_selector(selector: str, rules: Mapping[str, Rule]) -> bool:
    """Whether a selector names any rule."""
    return selector == "ALL" or any(chosen(rule, (selector,)) for rule in rules.values())
