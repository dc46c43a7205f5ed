"""Which of several forms a character should have: the cheapest path through the words that a run of Han
may hold.

At each place the words that may be read there stand with their costs (`readings.py`). The path that costs
least says what should stand there; how much dearer the best path is that keeps what stands there is the
margin of the change.
"""

from __future__ import annotations

from functools import lru_cache
from itertools import pairwise
from typing import Literal, NamedTuple

from catalog_lint.language import tables
from catalog_lint.language.readings import ALONE, LONGEST_WORD, UNKNOWN, is_simplified, options

MARGIN = 6
"""What a change must be cheaper by, 1.5 nats, besides its price; an accused spelling has no other price."""
CROSSED = 40
"""The margin, 10 nats, where words that keep the character stand across the borders of the one that
changes it, and the character is often a word by itself (未准|備案): then both readings are likely."""
_FAR = 10**6


class Change(NamedTuple):
    """A character that should have another form; `margin` in quarters of a nat, `word` the one it is read
    in, from `start` on.

    `crossed`: words that keep the character stand across the borders of that word (未准|備案 beside 準備).
    It is "better" where only the words that keep it leave a single character there (複製|檔 beside 製檔),
    "worse" where only the others do (若干|部份 beside 幹部).
    """

    at: int
    right: str
    margin: int
    word: str
    start: int
    crossed: Literal["", "better", "even", "worse"]


Edge = tuple[int, int, str]
"""Where a word ends, what it costs, its spelling where that changes the text."""


def path(text: str) -> tuple[int, list[int]]:
    """What the cheapest path through a run of Traditional text costs, and where its words meet, in order."""
    _, ahead, came = _lattice(text, False, ALONE)
    return ahead[-1], _borders(len(text), came)


def _lattice(
    text: str, simplified: bool, alone: int
) -> tuple[list[list[Edge]], list[int], list[tuple[int, str]]]:
    """The words that open at each place, the cost of the cheapest way to each place, and where it came
    from."""
    forms, opening = tables.forms(), tables.words().opening
    folded = text.translate(forms.fold)
    group = forms.group
    size = len(text)
    edges: list[list[Edge]] = []
    ahead = [_FAR] * (size + 1)
    ahead[0] = 0
    came: list[tuple[int, str]] = [(0, "")] * (size + 1)
    for start in range(size):
        here = ahead[start]
        out: list[Edge] = []
        known, longer = opening(folded[start])
        further = start + 1 < size and folded[start + 1] in longer
        last = min(start + (LONGEST_WORD if further else 2), size)
        for end in range(start + 1, last + 1):
            record = known.get(folded[start + 1 : end])
            if record is None and (end > start + 1 or text[start] not in group):
                if end > start + 1:
                    continue
                record = UNKNOWN
            if isinstance(record, int):
                out.append((end, record, ""))
                if here + record < ahead[end]:
                    ahead[end] = here + record
                    came[end] = (start, "")
                continue
            for cost, spelling in options(text[start:end], simplified, alone):
                out.append((end, cost, spelling))
                if here + cost < ahead[end]:
                    ahead[end] = here + cost
                    came[end] = (start, spelling)
        edges.append(out)
    return edges, ahead, came


@lru_cache(1 << 14)
def decode(text: str, simplified: bool, alone: int = ALONE) -> tuple[Change, ...]:
    """The changes on the cheapest path through a run of Han, in order.

    `simplified`: the run stands in a sentence that has Simplified characters; `alone`: the price of a change
    that the paths alone speak for.
    """
    edges, ahead, came = _lattice(text, simplified, alone)
    forms = tables.forms()
    group = forms.group
    size = len(text)
    found: list[Change] = []
    behind: list[tuple[int, int]] = []
    taken: list[int] = []
    at = size
    while at:
        end = at
        at, spelling = came[end]
        if not spelling:
            continue
        for place in range(end - 1, at - 1, -1):
            form, right = text[place], spelling[place - at]
            if form == right or form not in group:
                continue
            margin = _FAR
            crossed: Literal["", "better", "even", "worse"] = ""
            if not is_simplified(form, forms):
                behind = behind or _behind(edges)
                kept, borders = _kept(place, form, edges, ahead, came, behind)
                margin = kept - ahead[size]
                if at not in borders or end not in borders:
                    taken = taken or _borders(size, came)
                    crossed = _compared(taken, borders, at, end)
            found.append(Change(place, right, margin, spelling, at, crossed))
    return tuple(reversed(found))


def _behind(edges: list[list[Edge]]) -> list[tuple[int, int]]:
    """What the cheapest path from each place to the end costs, and where its first word ends."""
    found = [(_FAR, 0)] * len(edges) + [(0, 0)]
    for start in range(len(edges) - 1, -1, -1):
        found[start] = min((cost + found[end][0], end) for end, cost, _ in edges[start])
    return found


def _kept(
    place: int,
    form: str,
    edges: list[list[Edge]],
    ahead: list[int],
    came: list[tuple[int, str]],
    behind: list[tuple[int, int]],
) -> tuple[int, list[int]]:
    """The cost of the cheapest path that keeps the character at a place; where its words meet, in order."""
    least, start, stop = min(
        (
            (ahead[first] + cost + behind[end][0], first, end)
            for first in range(max(0, place - LONGEST_WORD + 1), place + 1)
            for end, cost, spelling in edges[first]
            if end > place and (not spelling or spelling[place - first] == form)
        ),
        default=(_FAR, place, place + 1),
    )
    borders = _borders(start, came)
    while borders[-1] < len(edges):
        if borders[-1] == start:
            borders.append(stop)
        else:
            borders.append(behind[borders[-1]][1])
    return least, borders


def _borders(end: int, came: list[tuple[int, str]]) -> list[int]:
    """Where the words of the cheapest path to a place meet, in order."""
    borders = [end]
    while borders[-1]:
        borders.append(came[borders[-1]][0])
    borders.reverse()
    return borders


def _compared(taken: list[int], kept: list[int], start: int, end: int) -> Literal["better", "even", "worse"]:
    """How whole the words of the path that changes a piece are beside those that keep it: see `Change`."""
    inner = [pair for pair in pairwise(kept) if pair[0] < end and pair[1] > start]
    low, high = min(start, inner[0][0]), max(end, inner[-1][1])
    outer = [pair for pair in pairwise(taken) if pair[0] < high and pair[1] > low]
    ours, theirs = (all(after - before > 1 for before, after in path) for path in (outer, inner))
    return "even" if ours == theirs else "better" if ours else "worse"


def contested(text: str, at: int, simplified: bool) -> bool:
    """Whether a word around a good character may want another form of it."""
    form = text[at]
    if form in tables.restless():
        return True
    context = tables.contexts().get(form)
    if context is None:
        return False
    fold = tables.forms().fold
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    if not (
        (before and fold.get(ord(before), before) in context[0])
        or (after and fold.get(ord(after), after) in context[1])
    ):
        return False
    low = max(0, at - LONGEST_WORD + 1)
    folded = text[low : at + LONGEST_WORD].translate(fold)
    here = at - low
    size, opening = len(folded), tables.words().opening
    for start in range(here + 1):
        known, longer = opening(folded[start])
        further = start + 1 < size and folded[start + 1] in longer
        last = min(start + (LONGEST_WORD if further else 2), size)
        for end in range(max(here + 1, start + 2), last + 1):
            if isinstance(known.get(folded[start + 1 : end]), str):
                for _, spelling in options(text[low + start : low + end], simplified):
                    if spelling and spelling[here - start] != form:
                        return True
    return False
