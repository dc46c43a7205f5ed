"""What a converter that swaps Mainland terms for Taiwanese ones leaves: terms across two words, terms
converted twice."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import lru_cache
from typing import NamedTuple

from catalog_lint.language import tables
from catalog_lint.language.decoder import MARGIN, path

_CONTEXT = 6
"""How far, in characters, the words around a term are read."""
WHOLE_ON_ONE_SIDE = 10
_TORN_APART = 28
"""What it must cost more, 7 nats, to read a term by itself than in words across its borders."""
_TORN = 2
"""How far a word that a term was torn from reaches beyond it."""


class _Terms(NamedTuple):
    """What finds where Taiwanese terms may begin, the terms by their first two characters (the longer
    first), and the Mainland ones that each may have stood for."""

    opening: re.Pattern[str]
    by_start: dict[str, list[str]]
    mainland: dict[str, tuple[str, ...]]


@lru_cache
def _terms() -> _Terms:
    found: dict[str, list[str]] = defaultdict(list)
    for mainland, taiwanese in tables.wording().items():
        for term in taiwanese.split("、"):
            if len(mainland) > 1 and len(term) > 1 and mainland not in term:
                found[term].append(mainland)
    by_start: dict[str, list[str]] = defaultdict(list)
    for term in sorted(found, key=len, reverse=True):
        by_start[term[:2]].append(term)
    firsts, seconds = (re.escape("".join(sorted({start[at] for start in by_start}))) for at in (0, 1))
    opening = re.compile(f"[{firsts}](?=[{seconds}])")
    return _Terms(opening, by_start, {term: tuple(mainland) for term, mainland in found.items()})


def _found(text: str) -> Iterator[tuple[int, int, str]]:
    """The Taiwanese terms in a text, in order, none in another: start, end and term."""
    opening, by_start, _ = _terms()
    done = 0
    for match in opening.finditer(text):
        at = match.start()
        for term in by_start.get(text[at : at + 2], ()):
            if at >= done and text.startswith(term, at):
                done = at + len(term)
                yield at, done, term
                break


@lru_cache
def _doubled() -> re.Pattern[str]:
    """Terms whose beginning stands twice or more, as 演算法 made of 算法 within 演算法."""
    return re.compile(
        "|".join(
            f"(?P<_{number}>(?:{re.escape(term[: term.index(inner)])}){{2,}}{re.escape(inner)})"
            for number, (inner, term) in enumerate(tables.pairs_of_terms())
        )
    )


def doubled(text: str) -> Iterator[tuple[int, int, str]]:
    """Terms that were converted twice: start, end and what should stand there."""
    terms = tables.pairs_of_terms()
    if not any(term[: term.index(inner)] * 2 in text for inner, term in terms):
        return
    for match in _doubled().finditer(text):
        if match.lastgroup:
            yield match.start(), match.end(), terms[int(match.lastgroup[1:])][1]


def straddling(text: str) -> Iterator[tuple[int, int, str]]:
    """Terms put in the place of a Mainland one that only seemed to stand there, where two words met.

    Of 國內存款, 內存 was taken for a term: 國記憶體款. Told where the text with the Mainland term is
    cheaper by the decoder's margin, as words that begin before that term and end behind it; not where the
    text has the term beside the same character once more, and another on its other side (資料點).
    """
    mainland = _terms().mainland
    recurs: dict[str, bool] = {}
    for start, end, converted in _found(text):
        if not (
            "\u4e00" <= text[start - 1 : start] <= "\u9fff" and "\u4e00" <= text[end : end + 1] <= "\u9fff"
        ):
            continue
        left, right = _beside(text, start, end)
        for term in mainland[converted]:
            if _may_be_torn(left, term, right) and _reads_better(left, converted, term, right):
                around = text[start - 1 : end + 1]
                if around not in recurs:
                    recurs[around] = _recurs(text, around)
                if not recurs[around]:
                    yield start, end, term
                break


def _recurs(text: str, around: str) -> bool:
    """Whether a term, given with a character on each side, stands elsewhere beside only one of the two."""
    before, term, after = around[0], re.escape(around[1:-1]), around[-1]
    return bool(
        re.search(f"{before}{term}(?!{after})", text) or re.search(f"(?<!{before}){term}{after}", text)
    )


def across_words(text: str, start: int, end: int, taiwan: tuple[str, ...]) -> bool:
    """Whether a term only seems to stand where two words meet (國內|存款, 預算|法).

    `taiwan`: what would be written in its place.
    """
    left, right = _beside(text, start, end)
    if not left + right:
        return False
    term = text[start:end]
    if any(_may_be_torn(left, term, right) and _reads_better(left, own, term, right) for own in taiwan):
        return True
    least, _ = path(left + term + right)
    return sum(path(part)[0] for part in (left, term, right) if part) - least >= _TORN_APART


def _may_be_torn(left: str, term: str, right: str) -> bool:
    """Whether some word begins before a term and ends in it, and another begins in it and ends behind it."""
    words, fold = tables.words(), tables.forms().fold
    left, term, right = (part.translate(fold) for part in (left[-_TORN:], term, right[:_TORN]))
    cuts = range(1, len(term))
    return any(left[at:] + term[:cut] in words for cut in cuts for at in range(len(left))) and any(
        term[cut:] + right[:to] in words for cut in cuts for to in range(1, len(right) + 1)
    )


def _reads_better(left: str, converted: str, term: str, right: str) -> bool:
    """Whether the cheapest path through a text with a Mainland term crosses both ends of that term, and is
    cheaper by the margin than the one with the converted term.

    The margin is higher where the two begin or end alike, so that a word there is whole in both (封存|檔).
    """
    least, borders = path(left + term + right)
    crossed = not {len(left), len(left + term)}.intersection(borders)
    whole = term[0] == converted[0] or term[-1] == converted[-1]
    margin = WHOLE_ON_ONE_SIDE if whole else MARGIN
    return crossed and path(left + converted + right)[0] - least >= margin


def _beside(text: str, start: int, end: int) -> tuple[str, str]:
    """The Han before and after a term."""
    low = start
    while low and start - low < _CONTEXT and "\u4e00" <= text[low - 1] <= "\u9fff":
        low -= 1
    high = end
    while high < len(text) and high - end < _CONTEXT and "\u4e00" <= text[high] <= "\u9fff":
        high += 1
    return text[low:start], text[end:high]
