"""The tables that `build` made, read once and when first asked for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import lru_cache
from importlib.util import find_spec
from pathlib import Path
from typing import NamedTuple

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


class Forms(NamedTuple):
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


def folded(text: str) -> str:
    """The text with each character as the one that stands for all its forms; its length stays."""
    return text.translate(forms().fold)


def _both_ways(name: str) -> frozenset[str]:
    return frozenset(
        a + b for one, two in zip(*_rows()[name], strict=True) for a, b in ((one, two), (two, one))
    )


COMMON_WORD = 49
"""What a word costs, in quarters of a nat, that a hundred of 24 million words of Taiwan's texts are."""
Record = int | str
"""What a word costs, or how it may be spelled where a character of it has several forms.

A spelling is written as the character "0" + cost, a mark, and the word; several follow each other. Costs are
negative logarithms of a word's share of Taiwanese texts in quarters of a nat. The mark is "a" where a table
of wrong spellings knows the word, "o" where OpenCC or jieba has it and no Taiwanese text, "c" where it was
made from a class of words, "s" where it was reviewed by hand and decides also between forms that Taiwan else
writes either way, "w" where it does so in Simplified text alone, "-" otherwise.
"""
_Opening = tuple[dict[str, Record], str]


class Words:
    """The known words, folded. Those that begin with a character are unpacked when one of them is asked
    for."""

    def __init__(self, lines: list[str]) -> None:
        self._packed = {line[0]: line for line in lines}
        self._opened: dict[str, _Opening] = {}

    def opening(self, first: str) -> _Opening:
        """The words that begin with a character: what follows it -> record; and which characters follow it
        in words of three and more."""
        opened = self._opened.get(first)
        if opened is None:
            opened = self._opened[first] = self._unpacked(first)
        return opened

    def _unpacked(self, first: str) -> _Opening:
        line = self._packed.get(first)
        if line is None:
            return {}, ""
        _, longer, keys, spellings, *plain = line.split("\t")
        found: dict[str, Record] = (
            dict(zip(keys.split(" "), spellings.split(" "), strict=True)) if spellings else {}
        )
        for row in plain:
            cost, *rest = row.split(" ")
            found.update(dict.fromkeys(rest, int(cost)))
        return found, longer

    def get(self, word: str) -> Record | None:
        """The record of a folded word, None where it is not known."""
        return self.opening(word[0])[0].get(word[1:])

    def cost(self, word: str) -> int | None:
        """What a folded word costs in its usual spelling, None where it is not known."""
        record = self.get(word)
        if isinstance(record, str):
            return min(ord(record[at]) - ord("0") for at in range(0, len(record), len(word) + 2))
        return record

    def __contains__(self, word: str) -> bool:
        return word[1:] in self.opening(word[0])[0]

    def items(self) -> Iterator[tuple[str, Record]]:
        """Every word with its record."""
        for first in self._packed:
            for rest, record in self.opening(first)[0].items():
                yield first + rest, record


@lru_cache
def words() -> Words:
    """The words that the decoder reads by."""
    return Words((_DATA / "words.txt").read_text(encoding="utf-8").splitlines())


@lru_cache
def contexts() -> dict[str, tuple[str, str]]:
    """An index of `words`: each form that some word wants another form for, with the folded characters
    before and after it in such words."""
    rows = (_DATA / "contexts.txt").read_text(encoding="utf-8").splitlines()
    return {form: (before, after) for form, before, after in (row.split("\t") for row in rows)}


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
def cantonese() -> frozenset[str]:
    """Characters that written Cantonese is known by."""
    return frozenset(_rows()["cantonese"][0])


@lru_cache
def in_use() -> frozenset[str]:
    """Characters that Big5 calls rare, or lacks, and Taiwanese texts use all the same."""
    return frozenset(_rows()["in-use"][0])


@lru_cache
def dictionary() -> frozenset[str]:
    """Rare characters that dictionaries of modern Chinese have."""
    return frozenset(_rows()["dictionary"][0])


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


@lru_cache
def opencc(name: str) -> dict[str, list[str]]:
    """A table of OpenCC's dictionary as it is installed: each key with its values, the first preferred.

    The package itself, which would load a converter, is not imported.
    """
    spec = find_spec("opencc")
    if spec is None or spec.origin is None:
        raise ModuleNotFoundError("opencc-python-reimplemented is not installed")
    text = (Path(spec.origin).parent / "dictionary" / f"{name}.txt").read_text(encoding="utf-8")
    rows = (line.partition("\t") for line in text.split("\n"))
    return {key: values.split() for key, _, values in rows if values}


@lru_cache
def wording() -> dict[str, str]:
    """Mainland term -> Taiwan's in Taiwan's characters, several joined by "、" (OpenCC's TWPhrases)."""
    norm = str.maketrans({key: values[0] for key, values in opencc("TWVariants").items()})
    rows = {
        key.translate(norm): "、".join(dict.fromkeys(value.translate(norm) for value in values))
        for key, values in opencc("TWPhrases").items()
    }
    return {key: value for key, value in sorted(rows.items()) if key != value and key not in value}


@lru_cache
def pairs_of_terms() -> tuple[tuple[str, str], ...]:
    """Terms that Mainland and Taiwan share but for a beginning: the one inside, then Taiwan's (OpenCC's
    TWPhrases)."""
    rows = (_DATA / "longer-terms.txt").read_text(encoding="utf-8").splitlines()
    return tuple((inner, term) for inner, _, term in (row.partition("\t") for row in rows))


def is_common_word(text: str) -> bool:
    """Whether Taiwanese texts have a word a hundred times and more."""
    cost = words().cost(folded(text))
    return cost is not None and cost <= COMMON_WORD
