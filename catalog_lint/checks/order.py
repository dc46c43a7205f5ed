"""The general check for values that rise or fall from entry to entry."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Literal

from catalog_lint.catalog.facts import Facts
from catalog_lint.catalog.model import Entry
from catalog_lint.checks.pattern import Expression, found_by
from catalog_lint.diagnostic import Hit, Related
from catalog_lint.rule.contract import Params, collects, gives
from catalog_lint.source import Span

_DIGITS = re.compile("([0-9]+)")


class OrderParams(Params):
    """`pattern`: a regular expression (Python's) on the source text of each entry; its first match counts.

    The value is the group named `at` where there is one, else the whole match; numbers in it count as
    numbers. `direction`: how values follow one another on a page; equal ones are no break.
    `ignore_case`: whether case matters in the pattern.
    """

    pattern: Expression
    direction: Literal["ascending", "descending"] = "ascending"
    ignore_case: bool = False


def _value(entry: Entry, params: OrderParams) -> tuple[str, Span] | None:
    return next(found_by(params.pattern, params.ignore_case, entry.text), None)


@gives("found", "before")
@collects(_value)
def order(facts: Sequence[Facts], params: OrderParams) -> Iterator[Hit]:
    """Values that stand on the wrong side of the one before them on the page."""
    before: dict[str, Facts] = {}
    for one in facts:
        if one.note is None:
            continue
        other = before.get(one.path)
        before[one.path] = one
        if other is None:
            continue
        (value, place), (beside, there) = one.note, other.note
        low, high = (beside, value) if params.direction == "ascending" else (value, beside)
        if _rank(low) > _rank(high):
            yield Hit(
                Span(*place),
                {"found": value, "before": beside},
                related=(Related(Span(*there), beside, other.target),),
                target=one.target,
            )


def _rank(value: str) -> list[tuple[int, str]]:
    """A value for comparing, each number by its size: longer ones are larger."""
    parts = _DIGITS.split(value)
    return [
        (len(digits), digits) if index % 2 and (digits := part.lstrip("0")) else (0, part)
        for index, part in enumerate(parts)
    ]
