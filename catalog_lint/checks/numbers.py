"""Numbers of entries, across entries and pages."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence, Set
from itertools import pairwise
from typing import Literal

from catalog_lint.catalog.facts import Facts
from catalog_lint.diagnostic import Hit, Related
from catalog_lint.rule.contract import Params

CLEAR_BALANCE = 3
FAR = 10
LONGEST_PART = 6
FEW_STEPS = 4
SPARSE = 0.5
LEAST_AGAIN = 5
PAGE_AGAIN = 0.8
"""Two pages that share so many of the smaller one's numbers count the same: that is one thing to tell."""
_DECIMAL = re.compile(r"[0-9]+(?:\.[0-9]+)+")


class NumberParams(Params):
    """Which kind of break; `order` "learned" takes the direction of the majority.

    `most` is the largest step over missing numbers that is reported: a larger one is a new series.
    `restarts`: whether each part of the catalog counts from 1, so that every 1 opens a series of its own.
    """

    kind: Literal["gap", "repeat", "backwards"]
    order: Literal["learned", "ascending", "descending"] = "learned"
    most: int = 1000
    restarts: bool = False


def _numbered(facts: Sequence[Facts]) -> list[tuple[Facts, int]]:
    return [(one, one.number) for one in facts if one.number is not None]


def _direction(pairs: list[tuple[int, int]], order: str, otherwise: int) -> int:
    """1 for ascending, -1 for descending; `otherwise` where too few steps tell."""
    if order != "learned":
        return 1 if order == "ascending" else -1
    balance = sum((b > a) - (b < a) for a, b in pairs)
    return otherwise if abs(balance) < CLEAR_BALANCE and otherwise * balance >= 0 else (1, -1)[balance < 0]


def _pages(numbered: list[tuple[Facts, int]]) -> list[list[tuple[Facts, int]]]:
    """The entries page by page, in the order of the run."""
    pages: dict[str, list[tuple[Facts, int]]] = {}
    for one, number in numbered:
        pages.setdefault(one.path, []).append((one, number))
    return list(pages.values())


def numbers(facts: Sequence[Facts], params: NumberParams) -> Iterator[Hit]:
    """Entry numbers that repeat, jump or run the wrong way, over all pages of the run or in each series."""
    for series in _series(facts) if params.restarts else (facts,):
        yield from _breaks(series, params)
    if params.kind == "gap":
        yield from _decimal_gaps(facts)


def _series(facts: Sequence[Facts]) -> Iterator[list[Facts]]:
    """The parts that count from 1, or down to it."""
    numbered = _numbered(facts)
    steps = [(a[1], b[1]) for a, b in pairwise(numbered) if a[0].path == b[0].path]
    down = _direction(steps, "learned", 1) < 0
    series: list[Facts] = []
    before: int | None = None
    for one in facts:
        opens = (before == 1 and one.number not in (None, 1)) if down else one.number == 1
        if opens and before is not None and (down or before != 1):
            yield series
            series = []
        series.append(one)
        before = before if one.number is None else one.number
    yield series


def _breaks(facts: Sequence[Facts], params: NumberParams) -> Iterator[Hit]:
    numbered = _numbered(facts)
    pages = _pages(numbered)
    steps = [(a[1], b[1]) for page in pages for a, b in pairwise(page)]
    sign = _direction(steps, params.order, 1)
    if params.kind == "repeat":
        yield from _repeats([*numbered, *_decimals(facts)])
    elif params.kind == "backwards":
        for page in pages:
            own = _direction([(a[1], b[1]) for a, b in pairwise(page)], params.order, sign)
            yield from _backwards(page, own)
    else:
        misplaced: set[tuple[str, int]] = set()
        for page in pages:
            own = _direction([(a[1], b[1]) for a, b in pairwise(page)], params.order, sign)
            for hit in _backwards(page, own):
                misplaced |= {hit.target} if hit.target else set()
        yield from _gaps(facts, misplaced, sign, params.most)


def _decimals(facts: Sequence[Facts]) -> Iterator[tuple[Facts, str]]:
    """Numbers of several parts (10.1), which have no place in a count."""
    for one in facts:
        field = one.fields.get("number")
        if one.number is None and field is not None and _DECIMAL.fullmatch(field.text):
            yield one, field.text


def _decimal_gaps(facts: Sequence[Facts]) -> Iterator[Hit]:
    """Numbers that lack between neighbours of one chapter (10.2, 10.4)."""
    chapters: dict[str, list[tuple[Facts, int]]] = {}
    for one, number in _decimals(facts):
        chapter, _, last = number.rpartition(".")
        if len(last) <= LONGEST_PART:
            chapters.setdefault(chapter, []).append((one, int(last)))
    for chapter, entries in chapters.items():
        there = [number for _, number in entries]
        for (before, low), (after, high) in pairwise(entries):
            if high - low > FAR or before.path != after.path:
                continue
            missing = [number for number in range(low + 1, high) if number not in there]
            if not missing or max(there.count(low), there.count(high)) > 1:
                continue
            lacking = [f"{chapter}.{number}" for number in (missing[0], missing[-1])]
            values = {
                "missing": lacking[0] if len(missing) == 1 else "-".join(lacking),
                "before": f"{chapter}.{low}",
                "after": f"{chapter}.{high}",
            }
            related = (Related(before.place("number"), values["before"], before.target),)
            yield Hit(after.place("number"), values, related=related, target=after.target)


def _repeats(numbered: Sequence[tuple[Facts, int | str]]) -> Iterator[Hit]:
    every: dict[int | str, list[Facts]] = {}
    for one, number in numbered:
        every.setdefault(number, []).append(one)
    groups = {number: ones for number, ones in every.items() if len(ones) > 1}
    reported: set[int] = set()
    for numbers_ in _pages_again(groups, Counter(one.path for one, _ in numbered)):
        reported |= set(numbers_)
        group = groups[numbers_[0]]
        said = {"number": "", "times": "", "numbers": _spans(numbers_), "page": group[0].path}
        yield _repeat(group, str(numbers_[0]), said)
    for number, group in groups.items():
        if number not in reported:
            said = {"number": str(number), "times": str(len(group)), "numbers": "", "page": ""}
            yield _repeat(group, str(number), said)


def _spans(numbers_: Sequence[int]) -> str:
    """The first and the last number, or all of few that have others between them."""
    first, last = min(numbers_), max(numbers_)
    if last - first + 1 == len(numbers_) or len(numbers_) > FAR:
        return f"{first}-{last}"
    return ", ".join(map(str, sorted(numbers_)))


def _repeat(group: Sequence[Facts], number: str, said: dict[str, str]) -> Hit:
    *places, last = group
    return Hit(
        last.place("number"),
        said,
        related=tuple(Related(one.place("number"), number, one.target) for one in places),
        target=last.target,
    )


def _pages_again(groups: Mapping[int | str, list[Facts]], counts: Mapping[str, int]) -> Iterator[list[int]]:
    """The numbers that two pages share, where that is most of one: one mistake, or two catalogs."""
    shared: dict[tuple[str, str], list[int]] = {}
    for number, group in groups.items():
        if isinstance(number, int) and len(group) == 2 and group[0].path != group[1].path:
            shared.setdefault((group[0].path, group[1].path), []).append(number)
    for pair, numbers_ in shared.items():
        if len(numbers_) >= max(LEAST_AGAIN, PAGE_AGAIN * min(counts[path] for path in pair)):
            yield numbers_


def _backwards(page: list[tuple[Facts, int]], sign: int) -> Iterator[Hit]:
    """Entries that break the page's order: those outside its longest run in order."""
    kept = _longest_run([number * sign for _, number in page])
    kept_before: tuple[Facts, int] | None = None
    moved: list[tuple[Facts, int]] = []
    for index, (one, number) in enumerate(page):
        if index in kept:
            if moved:
                yield _misplaced(moved, kept_before or (one, number))
                moved = []
            kept_before = (one, number)
        elif kept_before is None or kept_before[1] != number:
            moved.append((one, number))
    if moved and kept_before:
        yield _misplaced(moved, kept_before)


def _misplaced(moved: list[tuple[Facts, int]], beside: tuple[Facts, int]) -> Hit:
    one, number = moved[0]
    others = [beside[0], *(other for other, _ in moved[1:])]
    return Hit(
        one.place("number"),
        {"number": str(number), "beside": str(beside[1])},
        related=tuple(Related(other.place("number"), str(other.number), other.target) for other in others),
        target=one.target,
    )


def _longest_run(values: list[int]) -> set[int]:
    """Indices of a longest run that does not fall (patience sorting: n log n)."""
    tails: list[int] = []
    tail_index: list[int] = []
    before: list[int] = []
    for index, value in enumerate(values):
        at = bisect_right(tails, value)
        before.append(tail_index[at - 1] if at else -1)
        if at == len(tails):
            tails.append(value)
            tail_index.append(index)
        else:
            tails[at] = value
            tail_index[at] = index
    kept = set()
    at = tail_index[-1] if tail_index else -1
    while at >= 0:
        kept.add(at)
        at = before[at]
    return kept


def _are_sparse(numbers_: Set[int]) -> bool:
    """Whether most numbers are followed by no next one, so that they name something and count nothing."""
    steps = [b - a for a, b in pairwise(sorted(numbers_))]
    return len(steps) >= FEW_STEPS and sum(step > 1 for step in steps) > SPARSE * len(steps)


def _gaps(facts: Sequence[Facts], misplaced: Set[tuple[str, int]], sign: int, most: int) -> Iterator[Hit]:
    """Numbers that no entry of the run has, between two that neighbours in number have.

    An entry out of order bounds no gap, and a number that is there twice explains one; where such an entry
    alone shows that numbers are missing, the place is its own.
    """
    every: dict[int, list[Facts]] = {}
    for one, number in _numbered(facts):
        every.setdefault(number, []).append(one)
    ranks = {one.target: rank for rank, one in enumerate(facts)}
    placed = {number for number, ones in every.items() if {one.target for one in ones} - misplaced}
    if _are_sparse(placed):
        return
    found: list[tuple[int, int]] = []
    for numbers_ in (placed, every):
        for low, high in pairwise(sorted(numbers_)):
            missing = [number for number in range(low + 1, min(high, low + most)) if number not in every]
            if not missing or high - low > most or any(a <= low and high <= b for a, b in found):
                continue
            before, after = (low, high) if sign > 0 else (high, low)
            if after in placed and before not in placed:
                at, beside = before, after
            else:
                at, beside = after, before
            one, other = every[at][0], every[beside][0]
            if one.path != other.path and high - low > FAR:
                continue
            again = len(every[low]) + len(every[high]) - 2
            if one.path != other.path and again >= len(missing):
                continue
            apart = [
                abs(ranks[a.target] - ranks[b.target]) - 1
                for a in every[low]
                for b in every[high]
                if a.path == b.path
            ]
            if max(apart, default=0) >= len(missing):
                continue
            first, last = sorted((ranks[one.target], ranks[other.target]))
            if sum(each.number is None for each in facts[first + 1 : last]) >= len(missing):
                continue
            found.append((low, high))
            lacking = str(missing[0]) if len(missing) == 1 else f"{missing[0]}-{missing[-1]}"
            yield Hit(
                one.place("number"),
                {"missing": lacking, "before": str(before), "after": str(after)},
                related=(Related(other.place("number"), str(beside), other.target),),
                target=one.target,
            )
