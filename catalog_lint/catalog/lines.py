"""Cutting a page into entries that a line opens: headings, items of lists, rows of tables, paragraphs."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog_lint.catalog.pieces import FENCE, Fences, Lines, Piece, add_text, line_at
from catalog_lint.catalog.schema import Schema, cells
from catalog_lint.source import Span

_HEADING = re.compile(r" {0,3}(?P<marks>#{1,6})(?=[ \t\n]|$)")
_ITEM = re.compile(r" *(?:[-*+]|(?P<number>[0-9]{1,9})[.)])[ \t]+(?=\S)")
_AFTER_NUMBER = re.compile(r"\s*(?:\*\*)?\{number\}\s*([^\s\[*_{]*)")
_LINKED = re.compile(r"\]\((?!#)|https?://")
_LIST_INDENT = 3
_NESTED = 2
_LEADS_ON = re.compile(r"\[[^\]]*\]\((?:#[^)]*|[^):#]*\.(?:md|markdown)(?:#[^)]*)?)\)[ \t]*")
_RULE = re.compile(r" {0,3}(?:-[ \t]*){3,}$|(?:\*[ \t]*){3,}$|(?:_[ \t]*){3,}$")
DELIMITERS = re.compile(r"[ \t]*+\|?(?:[ \t]*+:?-++:?[ \t]*+\|)*[ \t]*+:?-++:?[ \t]*+\|?[ \t]*+")
_UNDERLINE = re.compile(r" {0,3}(?P<mark>=+|-+)[ \t]*$")
_NO_PARAGRAPH = re.compile(r"[ \t]{4}|\t| {0,3}(?:[-*+>|<]|[0-9]{1,9}[.)][ \t])")


def heading_entries(text: str, begin: int, schema: Schema) -> list[Piece]:
    """Headings of the schema's level with what follows them; what stands under higher ones alone is text."""
    pieces: list[Piece] = []
    start, kind = begin, "text"
    for opened, level in headings(text, begin):
        if level <= schema.level:
            _close_piece(text, Span(start, opened), kind, pieces)
            start = opened
            kind = "entry" if level == schema.level else "text"
    _close_piece(text, Span(start, len(text)), kind, pieces)
    return pieces


def headings(text: str, begin: int) -> Iterator[tuple[int, int]]:
    """Where each heading outside fences starts, and its level."""
    paragraph: int | None = None
    for at, line in Lines(text, begin):
        heading = _HEADING.match(line)
        underline = _UNDERLINE.match(line) if paragraph is not None else None
        level = len(heading["marks"]) if heading else 0
        opened = at
        if underline and paragraph is not None:
            level, opened = (1 if underline["mark"][0] == "=" else 2), paragraph
        if level:
            yield opened, level
        if level or not line.strip() or _NO_PARAGRAPH.match(line):
            paragraph = None
        elif paragraph is None:
            paragraph = at


def _close_piece(text: str, span: Span, kind: str, pieces: list[Piece]) -> None:
    if kind == "entry":
        pieces.append(Piece(span, "entry"))
    else:
        add_text(text, span, pieces)


def list_entries(text: str, begin: int, schema: Schema) -> list[Piece]:
    """Items of lists at the top level; one that only leads to another part or page is text.

    An item without a link above a nested list of links is the name of a group: its items are the entries.
    """
    pieces: list[Piece] = []
    fences = Fences(text)
    numbered = all(form.lstrip().startswith("{number}") for form in schema.lines)
    start, kind = begin, "text"
    at = begin
    after_blank = True
    base: int | None = None
    while at < len(text):
        line, following = line_at(text, at)
        fence = FENCE.match(line)
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
    nested, _ = line_at(text, following)
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


def table_entries(text: str, begin: int, schema: Schema) -> list[Piece]:
    """Rows of tables that have as many columns as the schema's line; their headers are text."""
    pieces: list[Piece] = []
    lines = Lines(text, begin)
    columns = {len(cells(form)) for form in schema.lines}
    start = begin
    header = ""
    in_table = False
    for at, line in lines:
        if in_table and "|" in line:
            add_text(text, Span(start, at), pieces)
            start = min(lines.next, len(text))
            pieces.append(Piece(Span(at, start), "entry"))
        else:
            in_table = bool(DELIMITERS.fullmatch(line) and "|" in header and len(cells(header)) in columns)
        header = line
    add_text(text, Span(start, len(text)), pieces)
    return pieces


def paragraph_entries(text: str, begin: int, schema: Schema) -> list[Piece]:
    """Lines that open with a number as the schema's line does (`1、[…](…)`), each with what follows it.

    A heading or a rule ends an entry; so does nothing else.
    """
    opening = _openings(schema.lines)
    pieces: list[Piece] = []
    start, kind = begin, "text"
    for at, line in Lines(text, begin):
        opens = opening.match(line)
        if opens or _HEADING.match(line) or _RULE.match(line):
            _close_piece(text, Span(start, at), kind, pieces)
            start, kind = at, "entry" if opens else "text"
    _close_piece(text, Span(start, len(text)), kind, pieces)
    return _joined(pieces)


def _openings(forms: tuple[str, ...]) -> re.Pattern[str]:
    """How a title line opens: with a number and the marks behind it, or with a link where it has none."""
    return re.compile("|".join(map(_opening, forms)))


def _opening(form: str) -> str:
    marks = _AFTER_NUMBER.match(form)
    if marks is None:
        return r" {0,3}(?:\*\*)?\[[^\]\n]+\]\("
    return rf" {{0,3}}(?:\*\*)?[0-9０-９]{{1,9}}[ \t]*{re.escape(marks[1])}"
