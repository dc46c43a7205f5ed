"""Lists in text files beside the rules: one format, one reader, one way to find their words.

UTF-8, an entry a line, spaces around it left out; a line that begins with `#` is a comment. Where an entry
has more than one part, tabs stand between them.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from catalog_lint.regular import read_text


class Entry(NamedTuple):
    """An entry of a list: its parts, and the line that it stands on, from 1."""

    parts: tuple[str, ...]
    line: int

    @property
    def text(self) -> str:
        """The first part, which most lists have alone."""
        return self.parts[0]


@lru_cache
def entries(path: Path) -> tuple[Entry, ...]:
    """The entries of a list, read once."""
    found = []
    for number, line in enumerate(read_text(path).split("\n"), 1):
        text = line.strip()
        if text and not text.startswith("#"):
            found.append(Entry(tuple(part.strip() for part in text.split("\t")), number))
    return tuple(found)


@lru_cache
def words(path: Path) -> tuple[str, ...]:
    """The first parts of a list's entries, in order."""
    return tuple(entry.text for entry in entries(path))


@lru_cache(64)
def alternatives(known: Iterable[str], ignore_case: bool = False) -> re.Pattern[str]:
    """What finds any of some words, the longer first; Latin letters and digits bound a word.

    "AI" is not found in "AIM", but is beside Han.
    """
    ordered = sorted(set(known), key=lambda word: (-len(word), word))
    return re.compile("|".join(map(_bounded, ordered)) or r"(?!)", re.IGNORECASE if ignore_case else 0)


def _bounded(word: str) -> str:
    before = r"(?<![A-Za-z0-9])" if _is_latin(word[0]) else ""
    after = r"(?![A-Za-z0-9])" if _is_latin(word[-1]) else ""
    return before + re.escape(word) + after


def _is_latin(char: str) -> bool:
    return char.isascii() and char.isalnum()
