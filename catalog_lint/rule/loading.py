"""Rules read from their folders."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path

from catalog_lint.rule.model import VALUE, Rule, RuleError
from catalog_lint.rule.shipped import PROFILES, rules_folder
from catalog_lint.rule.trusted import rule_of
from catalog_lint.validation import nearest, read

_OTHER_TABLE = re.compile(r"^\s*\[(?!\[examples\]\]|examples\.)", re.MULTILINE)


def _load(path: Path, shipped: bool) -> Rule:
    try:
        text = path.read_text(encoding="utf-8")
        head, examples = _without_examples(text)
        data = tomllib.loads(head)
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RuleError(f"{path}: cannot be read as TOML: {error}") from None
    try:
        rule = rule_of(data) if shipped else read(Rule, data)
    except ValueError as error:
        raise RuleError(f"{path}: {error}") from None
    for name, value in (("file", path), ("unread_examples", examples), ("shipped", shipped)):
        object.__setattr__(rule, name, value)
    if shipped:
        return rule
    if "en" not in rule.message:
        raise RuleError(f"{path}: message.en: missing; every rule needs an English message")
    for locale, message in rule.message.items():
        if re.search("[{}]", VALUE.sub("", message)):
            raise RuleError(f"{path}: message.{locale}: braces hold the name of a value, such as {{found}}")
    if rule.values is not None:
        rule.check_values(rule.values)
    if rule.fix and rule.fix.applicability != "safe" and not rule.fix.reason:
        raise RuleError(f"{path}: fix.reason: missing; say why the fix is {rule.fix.applicability}")
    return rule


def _without_examples(text: str) -> tuple[str, str]:
    """A rule file before its examples, and the examples; all in the first where something may follow them.

    Examples are most of the text, and a run does not need them.
    """
    head, mark, examples = text.partition("\n[[examples]]")
    if not mark or _OTHER_TABLE.search(examples):
        return text, ""
    return head + "\n", mark + examples


@lru_cache
def load_rules(folders: tuple[Path, ...] = ()) -> dict[str, Rule]:
    """The shipped rules and those of `folders`, by code, in order of code.

    Raises RuleError where a file does not fit, a folder is missing, or a code or name is used twice.
    """
    rules: dict[str, Rule] = {}
    names: dict[str, Rule] = {}
    for folder in (rules_folder(), *folders):
        if not folder.is_dir():
            raise RuleError(f"{folder}: no such folder of rules")
        paths = [path for path in sorted(folder.rglob("*.toml")) if path.parent.name != PROFILES]
        if not paths:
            raise RuleError(f"{folder}: holds no rule; a rule is a file *.toml")
        for path in paths:
            rule = _load(path, folder == rules_folder())
            for known, key in ((rules, rule.code), (names, rule.name)):
                if key in known:
                    raise RuleError(f"{path}: '{key}' is taken by {known[key].file}; choose another")
                known[key] = rule
    for rule in rules.values():
        _check_precedence(rule, rules)
    return dict(sorted(rules.items()))


def _check_precedence(rule: Rule, rules: dict[str, Rule]) -> None:
    """Look whether a rule supersedes known rules, and none that supersedes it in turn."""
    waiting, seen = list(rule.supersedes), set[str]()
    while waiting:
        code = waiting.pop()
        if code not in rules:
            hint = nearest(code, rules)
            said = hint if hint.startswith("did") else "`catalog-lint rule` lists them"
            raise RuleError(f"{rule.file}: supersedes: no rule '{code}'; {said}")
        if code == rule.code:
            raise RuleError(f"{rule.file}: supersedes: goes in a circle back to {code}")
        if code not in seen:
            seen.add(code)
            waiting += rules[code].supersedes
