"""A catalog's own words: names and terms that it uses often, with near misses of each."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from catalog_lint.catalog.model import Entry
from catalog_lint.language.english import is_word
from catalog_lint.language.english_corrections import one_edit
from catalog_lint.language.english_terms import is_known
from catalog_lint.language.han import COMMON_HAN

OFTEN = 10
SELDOM = 0.1
"""A near miss is at most this share of the uses of the word that it is near to."""
LEAST_LETTERS = 5
LEAST_HAN = 3
_WORD = re.compile(r"(?<![A-Za-z0-9_./@#-])[A-Za-z][A-Za-z]*[a-z][A-Za-z]*(?![A-Za-z0-9_/@])")
_HAN_NAME = re.compile(f"[{COMMON_HAN}]{{3,8}}")
_NO_NAMES = ("number", "date", "title", "link", "description", "video", "thumbnail")


@dataclass(slots=True, frozen=True)
class NearMiss:
    """A spelling that is seldom, the one that is often, and how often each is there."""

    found: str
    expected: str
    times: int
    of: int


def near_misses(entries: Iterable[Entry]) -> list[NearMiss]:
    """Suspected misspellings of names and terms, for a person to confirm; the likeliest first."""
    words: Counter[str] = Counter()
    names: Counter[str] = Counter()
    for entry in entries:
        for prose in (entry.prose, entry.title_prose):
            if prose is not None:
                words.update(_WORD.findall(prose.text))
        values = (field.text for name, field in entry.fields.items() if name not in _NO_NAMES)
        names.update(value for value in values if _HAN_NAME.fullmatch(value))
    found = [*_latin(words), *_han(names)]
    return sorted(found, key=lambda miss: (miss.times / miss.of, -miss.of, miss.found))


def _latin(words: Counter[str]) -> Iterator[NearMiss]:
    """Words that are one letter away from one that is often used, and are no words themselves."""
    folded: Counter[str] = Counter()
    shown: dict[str, Counter[str]] = {}
    for word, count in words.items():
        folded[word.lower()] += count
        shown.setdefault(word.lower(), Counter())[word] += count
    often = {word for word, count in folded.items() if count >= OFTEN and len(word) >= LEAST_LETTERS}
    for word, count in folded.items():
        if word in often or len(word) < LEAST_LETTERS or is_word(word) or is_known(word):
            continue
        written = _usual(shown[word])
        near = [
            each
            for each in one_edit(word)
            if each in often and count <= SELDOM * folded[each] and _is_slip(written, _usual(shown[each]))
        ]
        if near:
            best = max(near, key=lambda each: folded[each])
            yield NearMiss(written, _usual(shown[best]), count, folded[best])


def _is_slip(written: str, expected: str) -> bool:
    """Whether a spelling may stand for another: with another first letter (Ollama beside Llama) or with
    a capital of its own inside (TransNormer beside Transformer) it is a name.
    """
    inner, theirs = (sum(map(str.isupper, each[1:])) for each in (written, expected))
    return written[0].casefold() == expected[0].casefold() and inner <= theirs


def _usual(spellings: Counter[str]) -> str:
    return spellings.most_common(1)[0][0]


def _han(names: Counter[str]) -> Iterator[NearMiss]:
    """Names of people in fields of their own, one character away from one that is often there."""
    often = [name for name, count in names.items() if count >= OFTEN and len(name) >= LEAST_HAN]
    for name, count in names.items():
        for other in often:
            if name != other and count <= SELDOM * names[other] and _differ_in_one(name, other):
                yield NearMiss(name, other, count, names[other])
                break


def _differ_in_one(one: Sequence[str], other: Sequence[str]) -> bool:
    return len(one) == len(other) and sum(a != b for a, b in zip(one, other, strict=True)) == 1
