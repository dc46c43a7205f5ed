"""Lists that stand beside the rules: an entry a line, `#` opens a comment."""

from __future__ import annotations

import re
from functools import lru_cache
from pathlib import Path

from catalog_lint.language.han import HAN
from catalog_lint.rule.wordlists import words


@lru_cache
def spellings(path: Path) -> dict[str, str]:
    """The entries of a list by themselves in lower case."""
    return {word.lower(): word for word in words(path)}


@lru_cache
def word_list(path: Path) -> frozenset[str]:
    """The entries of a list in lower case."""
    return frozenset(spellings(path))


@lru_cache
def words_of(path: Path) -> frozenset[str]:
    """The words that the entries of a list are made of, in lower case."""
    return frozenset(word for entry in spellings(path) for word in entry.split())


@lru_cache
def opening(path: Path) -> re.Pattern[str]:
    """What matches an entry of a list, the longest first, after at most one space; no word goes on there."""
    return re.compile(rf"\s?(?:{_any_of(path)})(?![A-Za-z])")


@lru_cache
def called(path: Path) -> re.Pattern[str]:
    """What matches an entry of a list at the end of a text, where a space or a colon follows it."""
    return re.compile(rf"(?:{_any_of(path)})(?:名稱?)?(?:[ ：:「]| [是為] )\Z")


@lru_cache
def containing(path: Path) -> re.Pattern[str]:
    """What matches an entry of a list anywhere in a text."""
    return re.compile(_any_of(path))


def _any_of(path: Path) -> str:
    return "|".join(map(re.escape, sorted(spellings(path).values(), key=len, reverse=True)))


@lru_cache
def ending(path: Path) -> re.Pattern[str]:
    """What matches an entry of a list at the end of a text, perhaps with a space behind it."""
    return re.compile(rf"(?:{_any_of(path)})\s?\Z")


@lru_cache
def affixes(path: Path) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The prefixes (`re-`) and the suffixes (`-ness`) of a list, without their hyphens."""
    entries = spellings(path)
    return (
        tuple(entry[:-1] for entry in entries if entry.endswith("-")),
        tuple(entry[1:] for entry in entries if entry.startswith("-")),
    )


@lru_cache
def characters(path: Path) -> frozenset[str]:
    """The Chinese characters of a list that gives them alone."""
    return frozenset(entry for entry in spellings(path) if re.fullmatch(f"[{HAN}]", entry))
