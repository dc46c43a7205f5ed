"""Cutting a page into entries, before any of them is parsed."""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Literal, NamedTuple

from catalog_lint.catalog.model import Problem
from catalog_lint.catalog.schema import Schema, cells
from catalog_lint.source import Span

_OPEN = re.compile(r" {0,3}<details\b[^>\n]*>", re.IGNORECASE)
_OPENS_LINE = re.compile(rf"^{_OPEN.pattern}", re.IGNORECASE | re.MULTILINE)
_CLOSE = re.compile(r"</details\s*>", re.IGNORECASE)
_CLOSES_LINE = re.compile(rf"^[ \t]*{_CLOSE.pattern}", re.IGNORECASE | re.MULTILINE)
_TAG = re.compile(r"<(/?)details\b[^>\n]*>", re.IGNORECASE)
_SUMMARY = re.compile(r"<summary\b", re.IGNORECASE)
_SUMMARY_CLOSE = re.compile(r"</summary\s*>", re.IGNORECASE)
_FENCE = re.compile(r"[ \t]*(?P<mark>`{3,}(?=[^`\n]*$)|~{3,})", re.MULTILINE)
_FENCE_OR_TAG = re.compile(
    rf"^{_FENCE.pattern}|<(?P<close>/?)details\b[^>\n]*>", re.IGNORECASE | re.MULTILINE
)
_HEADING = re.compile(r" {0,3}(?P<marks>#{1,6})(?=[ \t\n]|$)")
_ITEM = re.compile(r" *(?:[-*+]|(?P<number>[0-9]{1,9})[.)])[ \t]+(?=\S)")
_LINKED = re.compile(r"\]\((?!#)|https?://")
_LIST_INDENT = 3
_NESTED = 2
_LEADS_ON = re.compile(r"\[[^\]]*\]\((?:#[^)]*|[^):]*\.(?:md|markdown)(?:#[^)]*)?)\)[ \t]*")
_RULE = re.compile(r" {0,3}(?:-[ \t]*){3,}$|(?:\*[ \t]*){3,}$|(?:_[ \t]*){3,}$")
DELIMITERS = re.compile(r"[ \t]*\|?(?:[ \t]*:?-+:?[ \t]*\|)*[ \t]*:?-+:?[ \t]*\|?[ \t]*")
_UNDERLINE = re.compile(r" {0,3}(?P<mark>=+|-+)[ \t]*$")
_NO_PARAGRAPH = re.compile(r"[ \t]{4}|\t| {0,3}(?:[-*+>|<]|[0-9]{1,9}[.)][ \t])")
_FRONT_MATTER = re.compile(
    r"\A(?:---[ \t]*\n(?:.*\n)*?(?:---|\.\.\.)|\+\+\+[ \t]*\n(?:.*\n)*?\+\+\+)[ \t]*(?:\n|\Z)"
)


@dataclass(slots=True)
class Piece:
    """A stretch of a page: an entry, or text outside entries, and what is wrong with its frame.

    Problems' spans count from the start of the piece.
    """

    span: Span
    kind: Literal["entry", "text"]
    problems: list[Problem] = field(default_factory=list)


class Summary(NamedTuple):
    """Where a <summary> element begins, and what stands between its tags."""

    start: int
    line: Span


def cut(text: str, schema: Schema) -> list[Piece]:
    """The entries of a page and the text between them, in order; only front matter is left out.

    A page that is an entry as a whole keeps its front matter.
    """
    if schema.shape == "page":
        return [Piece(Span(0, len(text)), "entry")] if text.strip() else []
    if schema.shape == "index":
        return [Piece(Span(front_matter(text).end, len(text)), "text")] if text.strip() else []
    return _CUTTERS[schema.shape](text, front_matter(text).end, schema)


def summaries(text: str, start: int, end: int, *, on_one_line: bool = False) -> Iterator[Summary]:
    """The <summary> elements of a stretch of a text that are closed in it, or on their line."""
    at, end = start, min(end, len(text))
    while opening := _SUMMARY.search(text, at, end):
        line_end = text.find("\n", opening.end(), end)
        line_end = end if line_end < 0 else line_end
        inside = text.find(">", opening.end(), line_end) + 1
        close = _SUMMARY_CLOSE.search(text, inside, line_end if on_one_line else end) if inside else None
        if close:
            yield Summary(opening.start(), Span(inside, close.start()))
            at = close.end()
        elif inside and not on_one_line:
            return
        else:
            at = line_end


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
    line, following = _line_at(text, end)
    return min(following, len(text)) if data and not line.strip() else 0


def _line_at(text: str, start: int) -> tuple[str, int]:
    end = text.find("\n", start)
    end = len(text) if end < 0 else end
    return text[start:end], end + 1


class _Fences:
    """Where fences close; a search that failed is not made again, so many open fences stay cheap."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._failed: dict[tuple[str, int], int] = {}

    def end(self, start: int, mark: str, stop: int) -> int | None:
        """Where the fence that opened with `mark` is closed before `stop`, None where it is not."""
        key = (mark[0], stop)
        if len(mark) >= self._failed.get(key, 1 << 30):
            return None
        closing = re.compile(rf"^[ \t>]*{re.escape(mark[0])}{{{len(mark)},}}[ \t]*$", re.MULTILINE)
        found = closing.search(self._text, start, stop)
        if found is None:
            self._failed[key] = len(mark)
            return None
        return found.end()


def _entry_starts(text: str, begin: int, schema: Schema) -> list[int]:
    """Where lines open a <details> whose summary fits the schema's title line, or any at the top level."""
    numbered = "number" in schema.line_fields
    starts = []
    for match in _OPENS_LINE.finditer(text, begin):
        summary = next(summaries(text, match.end(), match.end() + 5000), None)
        if summary is None or text[match.end() : summary.start].strip():
            continue
        if not numbered or "number" in schema.read_line(text[summary.line.start : summary.line.end]):
            starts.append(match.start())
    return starts


def _details(text: str, begin: int, schema: Schema) -> list[Piece]:
    starts = _entry_starts(text, begin, schema)
    fences = _Fences(text)
    pieces: list[Piece] = []
    outside = at = begin
    while at < len(text):
        line, following = _line_at(text, at)
        fence = _FENCE.match(line)
        if fence:
            at = fences.end(following, fence["mark"], len(text)) or following
            continue
        if _OPEN.match(line):
            index = bisect_right(starts, at)
            barrier = starts[index] if index < len(starts) else len(text)
            piece = _one_details(text, at, barrier, fences)
            _add_text(text, Span(outside, at), pieces)
            pieces.append(piece)
            outside = at = piece.span.end
            continue
        at = following
    _add_text(text, Span(outside, len(text)), pieces)
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


def _one_details(text: str, start: int, barrier: int, fences: _Fences) -> Piece:
    """The <details> block at `start`, up to its closing tag or, where that is missing, the next entry."""
    depth = 0
    at = start
    while found := _FENCE_OR_TAG.search(text, at, barrier):
        line, following = _line_at(text, found.end())
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
        _, following = _line_at(text, end)
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


def _add_text(text: str, span: Span, pieces: list[Piece]) -> None:
    body = text[span.start : span.end]
    if not body.strip():
        return
    problems = [Problem("stray-close", Span(*match.span())) for match in _CLOSES_LINE.finditer(body)]
    pieces.append(Piece(span, "text", problems))


def _headings(text: str, begin: int, schema: Schema) -> list[Piece]:
    """Headings of the schema's level with what follows them; what stands under higher ones alone is text."""
    pieces: list[Piece] = []
    fences = _Fences(text)
    start, kind = begin, "text"
    at = begin
    paragraph: int | None = None
    while at < len(text):
        line, following = _line_at(text, at)
        fence = _FENCE.match(line)
        if fence:
            at = fences.end(following, fence["mark"], len(text)) or following
            paragraph = None
            continue
        heading = _HEADING.match(line)
        underline = _UNDERLINE.match(line) if paragraph is not None else None
        level = len(heading["marks"]) if heading else 0
        opened = at
        if underline and paragraph is not None:
            level, opened = (1 if underline["mark"][0] == "=" else 2), paragraph
        if 0 < level <= schema.level:
            _close_piece(text, Span(start, opened), kind, pieces)
            start = opened
            kind = "entry" if level == schema.level else "text"
        if level or not line.strip() or _NO_PARAGRAPH.match(line):
            paragraph = None
        elif paragraph is None:
            paragraph = at
        at = following
    _close_piece(text, Span(start, len(text)), kind, pieces)
    return pieces


def _close_piece(text: str, span: Span, kind: str, pieces: list[Piece]) -> None:
    if kind == "entry":
        pieces.append(Piece(span, "entry"))
    else:
        _add_text(text, span, pieces)


def _lists(text: str, begin: int, schema: Schema) -> list[Piece]:
    """Items of lists at the top level; one that only leads to another part or page is text.

    An item without a link above a nested list of links is the name of a group: its items are the entries.
    """
    pieces: list[Piece] = []
    fences = _Fences(text)
    numbered = schema.line.lstrip().startswith("{number}")
    start, kind = begin, "text"
    at = begin
    after_blank = True
    base: int | None = None
    while at < len(text):
        line, following = _line_at(text, at)
        fence = _FENCE.match(line)
        indent = len(line) - len(line.lstrip(" "))
        if fence and (kind == "text" or indent <= (base or 0)):
            if kind == "entry":
                _close_piece(text, Span(start, at), kind, pieces)
                start, kind = at, "text"
            at = fences.end(following, fence["mark"], len(text)) or following
            continue
        item = _ITEM.match(line)
        if item and (indent < base + _NESTED if base is not None else indent <= _LIST_INDENT):
            _close_piece(text, Span(start, at), kind, pieces)
            group = _group_indent(text, line, following, indent)
            leads_on = _LEADS_ON.fullmatch(line, item.end())
            opens = group is None and not leads_on and (not numbered or item["number"])
            start, kind = at, "entry" if opens else "text"
            base = indent if group is None else group
        elif line.strip() and indent <= (base or 0) and not item and (after_blank or _interrupts(line)):
            _close_piece(text, Span(start, at), kind, pieces)
            start, kind, base = at, "text", None
        after_blank = not line.strip()
        at = following
    _close_piece(text, Span(start, len(text)), kind, pieces)
    return _joined(pieces)


def _group_indent(text: str, line: str, following: int, indent: int) -> int | None:
    """How far the items of a group are indented, where a line is the name of one."""
    if _LINKED.search(line):
        return None
    nested, _ = _line_at(text, following)
    deeper = len(nested) - len(nested.lstrip(" "))
    if deeper < indent + _NESTED or not _ITEM.match(nested) or not _LINKED.search(nested):
        return None
    return deeper


def _interrupts(line: str) -> bool:
    """Whether a line without indentation ends the list item above it without a blank line between."""
    return bool(_HEADING.match(line) or _RULE.match(line) or line.startswith(("<", ">", "|")))


def _joined(pieces: list[Piece]) -> list[Piece]:
    """Neighbouring pieces of text as one."""
    out: list[Piece] = []
    for piece in pieces:
        before = out[-1] if out else None
        if before and before.kind == piece.kind == "text" and before.span.end == piece.span.start:
            before.span = Span(before.span.start, piece.span.end)
        else:
            out.append(piece)
    return out


def _tables(text: str, begin: int, schema: Schema) -> list[Piece]:
    """Rows of tables that have as many columns as the schema's line; their headers are text."""
    pieces: list[Piece] = []
    fences = _Fences(text)
    columns = len(cells(schema.line))
    start = at = begin
    header = ""
    in_table = False
    while at < len(text):
        line, following = _line_at(text, at)
        fence = _FENCE.match(line)
        if fence:
            at = fences.end(following, fence["mark"], len(text)) or following
            header, in_table = "", False
            continue
        if in_table and "|" in line:
            _add_text(text, Span(start, at), pieces)
            start = min(following, len(text))
            pieces.append(Piece(Span(at, start), "entry"))
        else:
            in_table = bool(DELIMITERS.fullmatch(line) and "|" in header and len(cells(header)) == columns)
        header = line
        at = following
    _add_text(text, Span(start, len(text)), pieces)
    return pieces


_CUTTERS: dict[str, Callable[[str, int, Schema], list[Piece]]] = {
    "details": _details,
    "heading": _headings,
    "list": _lists,
    "table": _tables,
}
