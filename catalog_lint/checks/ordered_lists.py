"""Numbers of ordered lists within an entry."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator
from typing import Literal

from catalog_lint.catalog.model import Entry, ListRun
from catalog_lint.diagnostic import Edit, Hit, Related, Span
from catalog_lint.rule.contract import Params

MIN_ALIKE = 3


class ListParams(Params):
    """Which kind of break of ordered lists."""

    kind: Literal["gap", "restart", "written"]


def lists(entry: Entry, params: ListParams) -> Iterator[Hit]:
    """Breaks in the numbers of ordered lists, as a reader sees them or ("written") as they are written."""
    runs = [run for run in entry.lists if run.items and run.items[0][1].start >= entry.body.start]
    if params.kind == "written":
        for run in runs:
            yield from _written(run)
        return
    if params.kind == "gap":
        yield from _gaps(list(_neighbours(entry, runs)))
    else:
        for group in _neighbours(entry, runs):
            yield from _restarts(group)


def _written(run: ListRun) -> Iterator[Hit]:
    """Numbers within one list that are not as Markdown will count them."""
    numbers = [number for number, _ in run.items]
    if len(set(numbers)) == 1:
        return
    for (before, _), (number, span) in zip(run.items, run.items[1:], strict=False):
        if number != before + 1:
            place = Span(span.start, span.end)
            yield Hit(place, {"found": str(number), "expected": str(before + 1)})
            return


def _neighbours(entry: Entry, runs: list[ListRun]) -> Iterator[list[ListRun]]:
    """Outermost lists that stand in one section, with no heading between them."""
    borders = sorted(h.line.start for h in entry.headings if h.kind != "item")
    group: list[ListRun] = []
    for run in (run for run in runs if run.depth == 1):
        start = run.items[0][1].start
        if group and bisect_right(borders, group[-1].items[-1][1].start) < bisect_right(borders, start):
            yield group
            group = []
        group.append(run)
    if group:
        yield group


def _seen(run: ListRun) -> tuple[int, int]:
    """The first and last number that a reader sees."""
    first = run.items[0][0]
    return first, first + len(run.items) - 1


def _gaps(groups: list[list[ListRun]]) -> Iterator[Hit]:
    """Lists that open with a number that follows on no list before, in the section or just above it."""
    above = 0
    for group in groups:
        ends = {above}
        last = 0
        for index, run in enumerate(group):
            first, end = _seen(run)
            marker = run.items[0][1]
            begins = not last and not above  # a list with none before it may begin where it likes
            if first > 1 and not begins and first - 1 not in ends and (index or len(run.items) > 1):
                number = Span(marker.start, marker.end - 1)
                yield Hit(
                    marker, {"found": str(first), "expected": str(last + 1)}, (Edit(number, str(last + 1)),)
                )
            last = above = end
            ends.add(end)


def _restarts(group: list[ListRun]) -> Iterator[Hit]:
    """Lists of one item each, all numbered alike: what stands between them cuts one list into many."""
    many = sum(len(each.items) == 1 and each.items[0][0] == 1 for each in group) >= MIN_ALIKE
    number = 1
    first: ListRun | None = None
    for run in group:
        if len(run.items) == 1 and run.items[0][0] == 1 and many:
            if first is None:
                first, number = run, 1
                continue
            number += 1
            marker = run.items[0][1]
            yield Hit(
                marker,
                {"found": "1", "expected": str(number)},
                (Edit(Span(marker.start, marker.end - 1), str(number)),),
                (Related(first.items[0][1], "1."),),
            )
        else:
            first = None
