"""Spaces between Han and Latin: by the page's own majority."""

from __future__ import annotations

import re
from collections.abc import Iterator

from pydantic import BaseModel, Field

from catalog_lint.catalog.model import Page
from catalog_lint.diagnostic import Edit, Hit, Span
from catalog_lint.language.han import HAN

_TIGHT = re.compile(f"(?<=[{HAN}])(?=[A-Za-z0-9])|(?<=[A-Za-z0-9])(?=[{HAN}])")
_SPACED = re.compile(f"(?<=[{HAN}]) (?=[A-Za-z0-9])|(?<=[A-Za-z0-9]) (?=[{HAN}])")


class SpacingParams(BaseModel, extra="forbid", frozen=True):
    """`majority`: the share of a page's places that must agree; `at_least`: how many places there must be."""

    majority: float = Field(0.8, gt=0.5, le=1)
    at_least: int = Field(20, ge=1)


def spacing(page: Page, params: SpacingParams) -> Iterator[Hit]:
    """Places between Han and Latin that are not as most of the page's are."""
    tight: list[tuple[int, re.Match[str]]] = []
    spaced: list[tuple[int, re.Match[str]]] = []
    for entry in page.entries:
        text = entry.prose.text
        tight += ((entry.start, match) for match in _TIGHT.finditer(text))
        spaced += ((entry.start, match) for match in _SPACED.finditer(text))
    total = len(tight) + len(spaced)
    if total < params.at_least:
        return
    if len(spaced) >= params.majority * total:
        for start, match in tight:
            span = Span(*match.span()).shifted(start)
            place = Span(span.start, span.start)
            yield Hit(Span(span.start - 1, span.end + 1), {"usual": "中 A"}, (Edit(place, " "),))
    elif len(tight) >= params.majority * total:
        for start, match in spaced:
            span = Span(*match.span()).shifted(start)
            yield Hit(span, {"usual": "中A"}, (Edit(span, ""),))
