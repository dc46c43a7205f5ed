"""What stands in English text and in no dictionary of it: terms of software, words of science, names."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from catalog_lint.language.english import MANY, is_word
from catalog_lint.language.english_lists import content, line_at, line_from, passes

_SHORTEST_STEM = 4
_INFLECTIONS = ("s", "es", "ed", "d", "ing", "er", "ers")
_BOTH = b"+"
NameKind = Literal["", "name", "either"]


@lru_cache(2)
def _lines(name: str) -> frozenset[bytes]:
    return frozenset(content(name).split(b"\n"))


def _word_of(line: bytes) -> bytes:
    return line.partition(b" ")[0]


def _line(name: str, word: str) -> bytes:
    """The line of a sorted list that holds a word, empty without one; from a set after many look-ups."""
    wanted = word.encode("ascii")
    if is_special.cache_info().misses > MANY:
        lines, both = _lines(name), wanted + b" " + _BOTH
        return wanted if wanted in lines else both if both in lines else b""
    data = content(name)
    line = line_at(data, line_from(data, wanted, _word_of))
    return line if _word_of(line) == wanted else b""


@lru_cache(20_000)
def is_term(word: str) -> bool:
    """Whether software is spoken of with a word, in any case, that no dictionary has (tkinter, nullable)."""
    line = _line("terms", word.lower()) if word.isascii() and word.isalpha() else b""
    return bool(line) and not line.endswith(_BOTH)


@lru_cache(20_000)
def is_package(word: str) -> bool:
    """Whether an ordinary word, in any case, is the name of a package of software too (jest, helm)."""
    return word.isascii() and word.isalpha() and _line("terms", word.lower()).endswith(_BOTH)


@lru_cache(20_000)
def is_scientific(word: str) -> bool:
    """Whether a word, in any case, is one of science's (cytokine); one unknown word in 500 passes too."""
    return word.isascii() and word.isalpha() and len(word) > _SHORTEST_STEM + 1 and passes(word.lower())


@lru_cache(20_000)
def name_kind(word: str) -> NameKind:
    """Whether a word, in any case, is a person's, a place's, a company's name: "either" if a word too."""
    line = _line("names", word.lower()) if word.isascii() and word.isalpha() else b""
    if not line:
        return ""
    return "either" if line.endswith(_BOTH) else "name"


@lru_cache(20_000)
def is_known(word: str) -> bool:
    """Whether a word, in any case, is in one of the lists, inflected or not; a name needs its capital."""
    return is_word(word) or is_special(word)


@lru_cache(20_000)
def is_special(word: str) -> bool:
    """Whether a word, in any case, is in one of the lists that are no dictionary; see `is_known`."""
    if is_term(word) or is_scientific(word) or (not word.islower() and name_kind(word)):
        return True
    return any(is_term(stem) or is_scientific(stem) for stem in _stems(word.lower()))


def swapped(word: str) -> str:
    """The word of science that a word in lower case is but for two neighbouring letters, "" without one."""
    swaps = (word[:at] + word[at + 1] + word[at] + word[at + 2 :] for at in range(len(word) - 1))
    return next((other for other in swaps if other != word and is_scientific(other)), "")


def _stems(word: str) -> list[str]:
    """What a word may be inflected from."""
    stems = [f"{word[:-3]}y"] if word.endswith("ies") else []
    for ending in _INFLECTIONS:
        stem = word.removesuffix(ending)
        if stem != word and len(stem) >= _SHORTEST_STEM:
            stems.append(stem)
            if ending[0] in "ei":
                stems.append(f"{stem}e")
                if stem[-1] == stem[-2]:
                    stems.append(stem[:-1])
    return stems
