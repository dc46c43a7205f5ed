"""The general check for values that only one entry may have."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from catalog_lint.catalog.facts import Facts
from catalog_lint.catalog.model import Entry
from catalog_lint.checks.pattern import Expression, found_by
from catalog_lint.diagnostic import Hit, Related
from catalog_lint.rule.contract import Params, collects, gives
from catalog_lint.source import Span


class UniqueParams(Params):
    """`pattern`: a regular expression (Python's) on the source text of each entry.

    The value is the group named `at` where there is one, else the whole match. `ignore_case`: whether
    case matters, in the pattern and between values.
    """

    pattern: Expression
    ignore_case: bool = False


def _values(entry: Entry, params: UniqueParams) -> tuple[tuple[str, Span], ...] | None:
    first: dict[str, Span] = {}
    for value, span in found_by(params.pattern, params.ignore_case, entry.text):
        first.setdefault(value.casefold() if params.ignore_case else value, span)
    return tuple(first.items()) or None


@gives("found")
@collects(_values)
def unique(facts: Sequence[Facts], params: UniqueParams) -> Iterator[Hit]:
    """Values that an earlier entry of the run has too."""
    first: dict[str, tuple[Facts, Span]] = {}
    for one in facts:
        for value, (start, end) in one.note or ():
            span = Span(start, end)
            other, there = first.setdefault(value, (one, span))
            if other is not one:
                yield Hit(
                    span,
                    {"found": value},
                    related=(Related(there, value, other.target),),
                    target=one.target,
                )
