"""Cutting a page into entries, before any of them is parsed."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Callable

from catalog_lint.catalog.lines import (
    DELIMITERS,
    heading_entries,
    list_entries,
    paragraph_entries,
    table_entries,
)
from catalog_lint.catalog.model import Problem
from catalog_lint.catalog.pieces import FENCE, Fences, Lines, Piece, add_text, line_at
from catalog_lint.catalog.schema import Schema
from catalog_lint.catalog.title_line import fields_of
from catalog_lint.source import Span

_REST = r"(?>\"[^\"\n]{0,2000}\"|'[^'\n]{0,2000}'|[^>\n]){0,2000}+>"
"""What follows a tag's name: a > in quotes does not end it."""
_OPEN = re.compile(rf" {{0,3}}<details\b{_REST}", re.IGNORECASE)
__all__ = ["DELIMITERS", "SUMMARY", "Piece", "cut", "front_matter"]
_OPENS_LINE = re.compile(rf"^{_OPEN.pattern}", re.IGNORECASE | re.MULTILINE)
_CLOSE = re.compile(r"</details\s*>", re.IGNORECASE)
_TAG = re.compile(rf"<(/?)details\b{_REST}", re.IGNORECASE)
SUMMARY = re.compile(
    rf"<summary\b{_REST}(?P<line>(?:(?!<summary\b).)*?)</summary\s*>", re.IGNORECASE | re.DOTALL
)
_FENCE_OR_TAG = re.compile(rf"^{FENCE.pattern}|<(?P<close>/?)details\b{_REST}", re.IGNORECASE | re.MULTILINE)
_FRONT_MATTER = re.compile(
    r"\A(?:---[ \t]*\n(?:.*\n)*?(?:---|\.\.\.)|\+\+\+[ \t]*\n(?:.*\n)*?\+\+\+)[ \t]*(?:\n|\Z)"
)


def cut(text: str, schema: Schema) -> list[Piece]:
    """The entries of a page and the text between them, in order; only front matter is left out.

    A page that is an entry as a whole keeps its front matter.
    """
    if schema.shape == "page":
        return [Piece(Span(0, len(text)), "entry")] if text.strip() else []
    if schema.shape == "index":
        return [Piece(Span(front_matter(text).end, len(text)), "text")] if text.strip() else []
    return _CUTTERS[schema.shape](text, front_matter(text).end, schema)


def front_matter(text: str) -> Span:
    """Where the front matter of a page stands (YAML, TOML between `+++`, or JSON), empty without one."""
    if text.startswith("{"):
        return Span(0, _json_end(text))
    found = _FRONT_MATTER.match(text) if text.startswith(("---", "+++")) else None
    return Span(0, found.end() if found else 0)


def _json_end(text: str) -> int:
    try:
        data, end = json.JSONDecoder().raw_decode(text)
    except (ValueError, RecursionError):
        return 0
    line, following = line_at(text, end)
    return min(following, len(text)) if data and not line.strip() else 0


def _entry_starts(text: str, begin: int, schema: Schema) -> list[int]:
    """Where lines open a <details> whose summary has what marks the schema's title line, or any summary."""
    starts = []
    for match in _OPENS_LINE.finditer(text, begin):
        summary = SUMMARY.search(text, match.end(), match.end() + 5000)
        if summary is None or text[match.end() : summary.start()].strip():
            continue
        if _is_marked(schema, summary["line"]):
            starts.append(match.start())
    return starts


def _is_marked(schema: Schema, line: str) -> bool:
    """Whether a summary has the number of an entry, or the date where entries have none."""
    marks = _marks(schema)
    return not marks or not marks.isdisjoint(schema.read_line(line))


def _marks(schema: Schema) -> frozenset[str]:
    """What tells a title line from a summary inside an entry; nothing where it is a title alone."""
    of_forms = [{"number", "date"} & set(fields_of(form)) for form in schema.lines]
    if not all(of_forms):
        return frozenset()
    return frozenset(name for marks in of_forms for name in ("number", "date") if name in marks)


def _details(text: str, begin: int, schema: Schema) -> list[Piece]:
    starts = _entry_starts(text, begin, schema)
    lines = Lines(text, begin)
    pieces: list[Piece] = []
    outside = begin
    balanced = not _marks(schema)
    for at, line in lines:
        if _OPEN.match(line):
            piece = _one_details(text, at, len(text), lines.fences) if balanced else None
            balanced = piece is not None and not piece.problems
            if piece is None or not balanced:
                index = bisect_right(starts, at)
                barrier = starts[index] if index < len(starts) else len(text)
                piece = _one_details(text, at, barrier, lines.fences)
            add_text(text, Span(outside, at), pieces)
            pieces.append(piece)
            outside = lines.next = piece.span.end
    add_text(text, Span(outside, len(text)), pieces)
    _match_nested(pieces)
    return pieces


def _match_nested(pieces: list[Piece]) -> None:
    """An entry that was cut before the next one and is closed after it holds that one: say so."""
    still_open: list[Piece] = []
    for piece in pieces:
        for problem in list(piece.problems):
            if problem.kind == "unclosed":
                still_open.append(piece)
            elif problem.kind == "stray-close" and still_open:
                outer = still_open.pop()
                outer.problems = [
                    Problem("nested", each.span) if each.kind == "unclosed" else each
                    for each in outer.problems
                ]
                piece.problems.remove(problem)


def _one_details(text: str, start: int, barrier: int, fences: Fences) -> Piece:
    """The <details> block at `start`, up to its closing tag or, where that is missing, the next entry."""
    depth = 0
    at = start
    while found := _FENCE_OR_TAG.search(text, at, barrier):
        line, following = line_at(text, found.end())
        at = found.end()
        if found["mark"]:
            closed = fences.end(following, found["mark"], barrier) if found.start() > start else None
            if closed is not None and not _last_close_before(text, following, closed):
                at = closed
            continue
        depth += -1 if found["close"] else 1
        if depth == 0:
            end = at if line.strip() else min(following, len(text))
            return Piece(Span(start, end), "entry")
    end = barrier
    closes = list(_CLOSE.finditer(text, start, barrier))
    opening = _OPEN.match(text, start)
    tag_span = Span(0, opening.end() - start if opening else 0)
    if closes:
        # One inner block lacks its closing tag; the last closing tag ends the entry all the same.
        end = closes[-1].end()
        _, following = line_at(text, end)
        if not text[end : following - 1].strip():
            end = min(following, len(text))
        inner = [m for m in _TAG.finditer(text, start + 1, end) if not m[1]]
        where = Span(inner[0].start() - start, inner[0].end() - start) if inner else tag_span
        return Piece(Span(start, end), "entry", [Problem("nested-unclosed", where)])
    return Piece(Span(start, end), "entry", [Problem("unclosed", tag_span)])


def _last_close_before(text: str, start: int, end: int) -> bool:
    """Whether a closing tag and an opening one stand in a fence: then the fence was left open."""
    close = _CLOSE.search(text, start, end)
    return bool(close and _OPENS_LINE.search(text, close.end(), end))


_CUTTERS: dict[str, Callable[[str, int, Schema], list[Piece]]] = {
    "details": _details,
    "heading": heading_entries,
    "list": list_entries,
    "table": table_entries,
    "paragraph": paragraph_entries,
}
