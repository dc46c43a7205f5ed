"""The tables that `build` made, read once and when first asked for."""

from __future__ import annotations

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
    `two_way` Simplified characters that are good Traditional ones too. `group` leads from any form to its
    Simplified key, `fold` from any character to the one that stands for it in the list of words.
    `both_scripts` are keys of `several` that are good Traditional characters in some words. `either`
    are pairs that Taiwan writes both ways, `anywhere` those of them that no word settles. `bound` are
    forms that stand in words alone.
    """

    single: Mapping[str, str]
    several: Mapping[str, str]
    two_way: Mapping[str, str]
    group: Mapping[str, str]
    fold: Mapping[int, str]
    either: frozenset[str]
    anywhere: frozenset[str]
    both_scripts: frozenset[str]
    bound: frozenset[str]

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
        _both_ways("either"),
        _both_ways("anywhere"),
        frozenset(_rows()["both-scripts"][0]),
        frozenset(_rows()["bound"][0]),
    )


def _both_ways(name: str) -> frozenset[str]:
    return frozenset(
        a + b for one, two in zip(*_rows()[name], strict=True) for a, b in ((one, two), (two, one))
    )


@lru_cache
def words() -> dict[str, int | str]:
    """Folded word -> what it costs, or how it may be spelled where a character of it has several forms.

    A spelling is written as the character "0" + cost, a mark, and the word; several follow each other.
    Costs are negative logarithms of a word's share of Taiwanese texts in quarters of a nat. The mark is
    "a" where a table of wrong spellings knows the word, "c" where it was made from a class of words, "s"
    where it was reviewed by hand and decides also between forms that Taiwan else writes either way, "w"
    where it does so in Simplified text alone, "-" otherwise.
    """
    *rows, keys, spellings, _ = (_DATA / "words.txt").read_text(encoding="utf-8").split("\n")
    found: dict[str, int | str] = {}
    for row in rows:
        cost, _, known = row.partition("\t")
        found |= dict.fromkeys(known.split(" "), int(cost))
    found.update(zip(keys.split(" "), spellings.split(" "), strict=True))
    return found


@lru_cache
def contexts() -> dict[str, tuple[frozenset[str], frozenset[str]]]:
    """An index of `words`: each form that some word wants another form for, with the folded characters
    before and after it in such words."""
    rows = (_DATA / "contexts.txt").read_text(encoding="utf-8").splitlines()
    return {
        form: (frozenset(before), frozenset(after))
        for form, before, after in (row.split("\t") for row in rows)
    }


@lru_cache
def restless() -> frozenset[str]:
    """Good forms so rare alone beside another form of the character that they need a word to stand (瞭,
    于)."""
    return frozenset(_rows()["restless"][0])


@lru_cache
def leaning() -> frozenset[str]:
    """Characters that are their own Simplified forms, and in Simplified text mean another form where
    alone (于, 里)."""
    return frozenset(_rows()["leaning"][0])


@lru_cache
def surnames() -> frozenset[str]:
    """The commoner surnames."""
    return frozenset(_rows()["surname"][0])


@lru_cache
def in_use() -> frozenset[str]:
    """Characters that Big5 calls rare, or lacks, and Taiwanese texts use all the same."""
    return frozenset(_rows()["in-use"][0])


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


@lru_cache
def pairs_of_terms() -> tuple[tuple[str, str], ...]:
    """Terms that Mainland and Taiwan share but for a beginning: the one inside, then Taiwan's (OpenCC's
    TWPhrases)."""
    rows = (_DATA / "longer-terms.txt").read_text(encoding="utf-8").splitlines()
    return tuple((inner, term) for inner, _, term in (row.partition("\t") for row in rows))
