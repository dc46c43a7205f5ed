"""A body line by line, as the rules about residue read it."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from catalog_lint.catalog.model import MASKS, Prose
from catalog_lint.source import Span

LineKind = Literal["blank", "break", "hidden", "heading", "item", "text"]

_MASKED = re.compile(f"[{MASKS}]")
_BREAK = re.compile(r"[ \t]*(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,}|(?:=[ \t]*){3,})")
_ITEM = re.compile(r"[ \t>]*(?:[-+*•]|[0-9]{1,3}[.)、])[ \t]+")
_HEADING = re.compile(r"[ \t]*(?:#{1,6}(?=[ \t])|(?:\*\*|__)[^*_]{1,80}[：:]?(?:\*\*|__)[：:]?[ \t]*$)")
_EDGES = " \t*_#=-`>|\u3000\"'"
_MARKER = re.compile(r"(?:[0-9]{1,3}[.)、]|[-+•])[ \t]+")


@dataclass(slots=True, frozen=True)
class Line:
    """A line of a body.

    `text` is what a reader sees, without marks and list markers, in the lists' own script; "break" is a
    thematic break or an underline, "hidden" a line that is no prose, "heading" a heading or a bold line.
    """

    span: Span
    kind: LineKind
    text: str
    depth: int = 0


def body_lines(prose: Prose, folding: Mapping[int, str]) -> list[Line]:
    """The lines of an entry's body, or of the whole text outside entries."""
    known = prose.shared("body lines")
    if "lines" not in known:
        known["lines"] = _read(prose, folding)
    lines: list[Line] = known["lines"]
    return lines


def _read(prose: Prose, folding: Mapping[int, str]) -> list[Line]:
    entry = prose.entry
    start, end = entry.body if entry.kind == "entry" else (0, len(entry.text))
    lines: list[Line] = []
    at = start
    for raw in entry.text[start:end].split("\n"):
        span = Span(at, at + len(raw))
        at = span.end + 1
        if not raw.strip():
            lines.append(Line(span, "blank", ""))
            continue
        if _BREAK.fullmatch(raw):
            lines.append(Line(span, "break", ""))
            continue
        masked = prose.text[span.start : span.end]
        text = _MASKED.sub("", masked).strip(_EDGES)
        if not text:
            lines.append(Line(span, "hidden", ""))
            continue
        marker = _ITEM.match(raw)
        if marker:
            text = _MARKER.sub("", text, count=1)
        kind: LineKind = "heading" if _HEADING.match(raw) else "item" if marker else "text"
        indent = len(raw) - len(raw.lstrip())
        lines.append(Line(span, kind, text.translate(folding), indent))
    return lines
