"""Spaces between Han and Latin: by the page's own majority."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby

from catalog_lint.catalog.facts import Facts
from catalog_lint.catalog.model import Entry
from catalog_lint.diagnostic import Edit, Hit, Span
from catalog_lint.language.han import HAN
from catalog_lint.rule.contract import Params, collects, param

_TIGHT = re.compile(f"(?<=[{HAN}])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[{HAN}])")
_SPACED = re.compile(f"(?<=[{HAN}]) (?=[A-Za-z0-9])|(?<=[A-Za-z0-9]) (?=[{HAN}])")


class SpacingParams(Params):
    """`majority`: the share of a page's places that must agree; `at_least`: how many places there must be."""

    majority: float = param(0.8, gt=0.5, le=1)
    at_least: int = param(20, ge=1)


def _places(entry: Entry, params: SpacingParams) -> tuple[list[int], list[int]] | None:
    """Where Han and Latin touch, and where one space stands between them."""
    text = entry.prose.text
    tight = [match.start() for match in _TIGHT.finditer(text)]
    spaced = [match.start() for match in _SPACED.finditer(text)]
    return (tight, spaced) if tight or spaced else None


@collects(_places)
def spacing(facts: Sequence[Facts], params: SpacingParams) -> Iterator[Hit]:
    """Places between Han and Latin that are not as most of the page's are."""
    for _, group in groupby(facts, key=lambda one: one.path):
        page = [one for one in group if one.note]
        tight = [(one, at) for one in page for at in one.note[0]]
        spaced = [(one, at) for one in page for at in one.note[1]]
        total = len(tight) + len(spaced)
        if total < params.at_least:
            continue
        if len(spaced) >= params.majority * total:
            for one, at in tight:
                edit = Edit(Span(at, at), " ")
                yield Hit(Span(at - 1, at + 1), {"usual": "中 A"}, (edit,), target=one.target)
        elif len(tight) >= params.majority * total:
            for one, at in spaced:
                span = Span(at, at + 1)
                yield Hit(span, {"usual": "中A"}, (Edit(span, ""),), target=one.target)
