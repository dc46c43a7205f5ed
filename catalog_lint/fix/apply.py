"""Edits carried out on one entry's text, and where they land in it."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Sequence
from itertools import accumulate

from catalog_lint.source import Edit, Source, Span


def edited(text: str, edits: Iterable[Edit]) -> str:
    """A text with edits carried out; they must not overlap."""
    return Source(text).edited(edits).text


def moved(edits: Iterable[Edit], done: Sequence[Edit]) -> list[Edit]:
    """Edits that were given on a text, as they are to be given on it once `done` are carried out."""
    before = sorted(done)
    starts = [span.start for span, _ in before]
    growth = list(accumulate((len(content) - (span.end - span.start) for span, content in before), initial=0))
    return [Edit(span.shifted(growth[bisect_left(starts, span.start)]), content) for span, content in edits]


def landed(edits: Iterable[Edit]) -> list[Span]:
    """Where the contents of edits stand once all of them are carried out."""
    places = []
    growth = 0
    for span, content in sorted(edits):
        start = span.start + growth
        places.append(Span(start, start + len(content)))
        growth += len(content) - (span.end - span.start)
    return places
