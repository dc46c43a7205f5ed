"""Selectors of rules: a code, a prefix of codes, a name, ALL."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from catalog_lint.rule.model import Rule


def chosen(rule: Rule, selectors: Iterable[str]) -> int:
    """How exactly one of `selectors` (a code, a prefix, a name, ALL, in any case) names the rule; 0: none."""
    best = 0
    for selector in selectors:
        upper = selector.upper()
        if upper == rule.code or selector.lower() == rule.name:
            return 100
        if upper == "ALL":
            best = max(best, 1)
        elif rule.code.startswith(upper):
            best = max(best, 1 + len(selector))
    return best


def asks_the_network(selector: str, rules: Mapping[str, Rule]) -> bool:
    """Whether a selector names rules that look at what the network says, and no others."""
    named = [rule for rule in rules.values() if chosen(rule, (selector,))]
    return bool(named) and all(rule.reads == ("links",) for rule in named)


def known_selector(selector: str, rules: Mapping[str, Rule]) -> bool:
    """Whether a selector names any rule."""
    return selector.upper() == "ALL" or any(chosen(rule, (selector,)) for rule in rules.values())
