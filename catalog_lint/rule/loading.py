"""Rules read from their folders."""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from pathlib import Path
from typing import Any

from catalog_lint.regular import TOO_DEEP, files_in, read_text
from catalog_lint.rule.compiled import heads
from catalog_lint.rule.model import CHINESE, VALUE, Rule, RuleError
from catalog_lint.rule.shipped import PROFILES, rules_folder
from catalog_lint.rule.trusted import rule_of
from catalog_lint.validation import nearest, read

_OTHER_TABLE = re.compile(r"^\s*\[(?!\[examples\]\]|examples\.)", re.MULTILINE)


def _head(path: Path) -> dict[str, Any]:
    """What a rule file says, without its examples where these stand last. Raises RuleError."""
    try:
        return tomllib.loads(_without_examples(read_text(path)))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise RuleError(f"{path}: cannot be read as TOML: {error}") from None
    except RecursionError:
        raise RuleError(f"{path}: {TOO_DEEP}") from None


def _shipped(folder: Path) -> list[Rule]:
    paths = _files(folder)
    found = heads(paths, _without_chinese)
    return [_placed(rule_of(head), path, True) for path, head in zip(paths, found, strict=True)]


def _without_chinese(path: Path) -> dict[str, Any]:
    """What a rule file says but for its examples and its Chinese, which a run does not need."""
    return {key: value for key, value in _head(path).items() if key != CHINESE}


def _own(folder: Path) -> list[Rule]:
    """The rules of a user's own folder. Raises RuleError where one does not fit."""
    if not folder.is_dir():
        raise RuleError(f"{folder}: no such folder of rules")
    try:
        paths = _files(folder)
    except OSError as error:
        raise RuleError(f"{folder}: {error}; name a folder that holds rules alone") from None
    if not paths:
        raise RuleError(f"{folder}: holds no rule; a rule is a file *.toml")
    return [_checked(path) for path in paths]


def _files(folder: Path) -> list[Path]:
    return [path for path in files_in(folder) if path.suffix == ".toml" and path.parent.name != PROFILES]


def _placed(rule: Rule, path: Path, shipped: bool) -> Rule:
    object.__setattr__(rule, "file", path)
    object.__setattr__(rule, "shipped", shipped)
    return rule


def _checked(path: Path) -> Rule:
    head = _head(path)
    try:
        rule = _placed(read(Rule, head), path, False)
    except ValueError as error:
        raise RuleError(f"{path}: {error}") from None
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


def _without_examples(text: str) -> str:
    """A rule file before its examples; all of it where something else may follow them.

    Examples are most of the text, and a run does not need them.
    """
    head, _, examples = text.partition("\n[[examples]]")
    return text if _OTHER_TABLE.search(examples) else head + "\n"


@lru_cache
def load_rules(folders: tuple[Path, ...] = ()) -> dict[str, Rule]:
    """The shipped rules and those of `folders`, by code, in order of code.

    Raises RuleError where a file does not fit, a folder is missing, or a code or name is used twice.
    """
    rules: dict[str, Rule] = {}
    names: dict[str, Rule] = {}
    found = [*_shipped(rules_folder()), *(rule for folder in folders for rule in _own(folder))]
    for rule in found:
        for known, key in ((rules, rule.code), (names, rule.name)):
            if key in known:
                raise RuleError(f"{rule.file}: '{key}' is taken by {known[key].file}; choose another")
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
