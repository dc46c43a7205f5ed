"""Values that say there is no value (TBA), and titles that say nothing is held (a holiday)."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from catalog_lint.rule.wordlists import words

_DATA = Path(__file__).parent / "data"
_MARKS = re.compile(r"[-–—―－_~～?？.…/✗✘]*")


@lru_cache(1)
def _pauses() -> re.Pattern[str]:
    return re.compile("|".join(words(_DATA / "pauses.txt")), re.IGNORECASE)


@lru_cache(1)
def _no_values() -> frozenset[str]:
    return frozenset(map(str.casefold, words(_DATA / "no-value.txt")))


@lru_cache(1)
def _a_no_value() -> re.Pattern[str]:
    known = "|".join(map(re.escape, words(_DATA / "no-value.txt")))
    return re.compile(rf"(?<!\S)(?:{known})(?!\S)", re.IGNORECASE)


def says_pause(title: str) -> bool:
    """Whether a title says that nothing is held or shown then (an examination, a holiday, a break)."""
    return _pauses().fullmatch(title.strip(" \t()（）[]【】*_`\"'—–-～~")) is not None


def says_none(value: str) -> bool:
    """Whether a field's value says that the entry has none (TBA, None, null, -), which is no fault."""
    said = value.strip(" \t()（）[]【】*_`\"'")
    return said.casefold() in _no_values() or _MARKS.fullmatch(said) is not None


def holds_none(line: str) -> bool:
    """Whether one of the words for no value stands by itself on a line."""
    return _a_no_value().search(line) is not None
