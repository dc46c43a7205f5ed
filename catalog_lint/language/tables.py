"""The tables that `build` made, read once and when first asked for."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

_DATA = Path(__file__).parent / "data"


@lru_cache
def _rows() -> dict[str, tuple[str, str]]:
    rows = {}
    for line in (_DATA / "characters.txt").read_text(encoding="utf-8").splitlines():
        name, keys, values = line.split("\t")
        rows[name] = (keys, values)
    return rows


def pairs(name: str) -> dict[str, str]:
    """A table of one character for another, by its name in `data/characters.txt`."""
    keys, values = _rows()[name]
    return dict(zip(keys, values, strict=True))


def _groups(name: str) -> dict[str, str]:
    keys, values = _rows()[name]
    return dict(zip(keys.split(), values.split(), strict=True))


@dataclass(frozen=True, slots=True)
class Forms:
    """What the characters of Taiwan's Chinese are.

    `single` holds Simplified characters with one Traditional form, `several` those with more (the
    first is the usual one; where the key itself is among them, some words are written with it),
    `two_way` Simplified characters that are good Traditional ones too (the first form is the one to
    take in a Simplified sentence where no word decides). `group` leads from any form to its
    Simplified key, `fold` from any character to the one that stands for it in the list of words.
    `both_scripts` are keys of `several` that are good Traditional characters in some words.
    """

    single: Mapping[str, str]
    several: Mapping[str, str]
    two_way: Mapping[str, str]
    group: Mapping[str, str]
    fold: Mapping[int, str]
    either: frozenset[str]
    both_scripts: frozenset[str]

    def same(self, one: str, other: str) -> bool:
        """Whether Taiwan writes either of two forms."""
        return one == other or one + other in self.either

    def of(self, character: str) -> str:
        """The forms that a character's Simplified key can take."""
        key = self.group[character]
        return self.several.get(key) or self.two_way[key]


@lru_cache
def forms() -> Forms:
    """The characters of Taiwan's Chinese, from OpenCC's tables and the hand-kept `sources/characters.txt`."""
    single, several, two_way = pairs("single"), _groups("several"), _groups("two-way")
    left, right = _rows()["either"]
    return Forms(
        single,
        several,
        two_way,
        {
            form: key
            for groups in (several, two_way)
            for key, all_of in groups.items()
            for form in key + all_of
        },
        str.maketrans(pairs("fold")),
        frozenset(a + b for one, two in zip(left, right, strict=True) for a, b in ((one, two), (two, one))),
        frozenset(_rows()["both-scripts"][0]),
    )


@lru_cache
def neighbours() -> dict[str, tuple[str, str]]:
    """Form -> the folded characters before and after it where some word wants another form."""
    found = {}
    for line in (_DATA / "neighbours.txt").read_text(encoding="utf-8").splitlines():
        form, before, after = line.split("\t")
        found[form] = (before, after)
    return found


@lru_cache
def words() -> dict[str, str]:
    """Folded spelling -> how often the word stands in texts (a character, "0" + the class of its frequency),
    then Taiwan's spellings, joined.

    A leading "!" of the spellings marks words that were reviewed by hand: they accuse also a form that is
    else written either way. A leading "?" marks spellings that may stand and accuse none; no spelling does
    the same for the usual form of each character.
    """
    keys, values = zlib.decompress((_DATA / "words.z").read_bytes()).decode().split("\0")
    return dict(zip(keys.split("\n"), values.split("\n"), strict=True))


@lru_cache
def extents() -> dict[str, int]:
    """First two characters of words -> how long the longest of them is."""
    found: dict[str, int] = {}
    for word in words():
        start = word[:2]
        if len(word) > found.get(start, 0):
            found[start] = len(word)
    return found


@lru_cache
def common() -> frozenset[str]:
    """The 5,401 Han characters of Big5's first level (lead bytes A4 to C6), which Taiwan's prose keeps to."""
    codes = (
        bytes((lead, trail))
        for lead in range(0xA4, 0xC7)
        for trail in (*range(0x40, 0x7F), *range(0xA1, 0xFF))
        if (lead, trail) <= (0xC6, 0x7E)
    )
    return frozenset(b"".join(codes).decode("big5"))


def wording() -> dict[str, str]:
    """Mainland term -> Taiwan's, several joined by "、" (OpenCC's TWPhrases)."""
    rows = (_DATA / "wording.txt").read_text(encoding="utf-8").splitlines()
    return {key: value for key, _, value in (row.partition("\t") for row in rows)}
