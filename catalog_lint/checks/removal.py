"""What residue is cut out with, so that nothing is left of it: spaces, a second rule, an empty heading."""

from __future__ import annotations

import re
from collections.abc import Sequence

from catalog_lint.catalog.body_lines import BodyLines, Line
from catalog_lint.catalog.model import MASKS, Prose
from catalog_lint.diagnostic import Applicability, Edit, Hit, Span
from catalog_lint.language.tables import folded

COLONS = ("：", ":")
SENTENCE = re.compile(r"[^。！？!?\n]*[。！？!?\n]*")


def removal(prose: Prose, body: BodyLines, run: Sequence[int], exact: bool) -> Hit:
    """The lines of a run with the empty lines that follow them; safe only if they are whole blocks.

    A thematic break that would separate nothing goes too, as does a heading, but not a bold line, that would
    be left without text, and then the removal is not safe.
    """
    span = Span(body[run[0]].span.start, body[run[-1]].span.end)
    first, last = _with_heading(prose, body, run[0], run[-1])
    last = _with_break(body, first, last)
    end = last + 1
    alone = first == 0 or body[first - 1].kind in ("blank", "break", "hidden")
    if alone:
        while end < len(body) and body[end].kind == "blank":
            end += 1
    stop = body[end].span.start if end < len(body) else body[-1].span.end
    whole = alone and (end > last + 1 or end == len(body)) and first == run[0]
    applicability: Applicability | None = None if exact and whole else "unsafe"
    return Hit(
        span,
        {"found": said(prose, body[run[0]])},
        (Edit(Span(body[first].span.start, min(stop, len(prose.entry.text))), ""),),
        applicability=applicability,
    )


def _with_heading(prose: Prose, body: BodyLines, first: int, last: int) -> tuple[int, int]:
    """The run, with the heading above it where nothing else stands in its section."""
    above = _next(body, first, -1)
    if above is None or body[above].kind != "heading" or body[first].kind == "heading":
        return first, last
    line = body[above].span
    echo = prose.entry.title_echo
    for heading in prose.entry.headings:
        if heading.real and heading is not echo and heading.line.start <= line.start < heading.line.end:
            below = _next(body, last, 1)
            ends = below is None or body[below].kind in ("break", "heading")
            deeper = below is not None and any(
                other.line.start <= body[below].span.start < other.line.end
                and (other.level > heading.level or not other.real)
                for other in prose.entry.headings
            )
            return (above, last) if ends and not deeper else (first, last)
    return first, last


def _with_break(body: BodyLines, first: int, last: int) -> int:
    """The last line of a run, or the thematic break behind it where that no longer separates anything.

    It would open the body, or stand right under a heading or another break.
    """
    above, below = _next(body, first, -1), _next(body, last, 1)
    if below is None or body[below].kind != "break":
        return last
    if above is None or body.raw(above).lstrip().startswith("#"):
        return below
    underlines = above > 0 and body[above - 1].has_text
    return below if body[above].kind == "break" and not underlines else last


def _next(body: BodyLines, index: int, step: int) -> int | None:
    """The next line that is not empty."""
    index += step
    while 0 <= index < len(body):
        if body[index].kind != "blank":
            return index
        index += step
    return None


def said(prose: Prose, line: Line) -> str:
    """A line as it stands on the page."""
    return prose.entry.text[line.span.start : line.span.end].strip()


def shown(prose: Prose, line: Line, start: int, end: int) -> Span:
    """Where a part of a line's `text` stands on the page."""
    places = [at for at in range(*line.span) if prose.text[at] not in MASKS]
    offset = folded("".join(prose.text[at] for at in places)).find(line.text)
    return Span(places[offset + start], places[offset + end - 1] + 1)
