"""A body line by line, as the rules about residue read it."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Literal, NamedTuple

from catalog_lint.catalog.model import MASKS, Prose
from catalog_lint.diagnostic import Span
from catalog_lint.language.tables import folded

LineKind = Literal["blank", "break", "hidden", "heading", "item", "text"]

_MASKED = re.compile(f"[{MASKS}]+")
_BREAK = re.compile(r"[ \t]*(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,}|(?:=[ \t]*){3,})")
_ITEM = re.compile(r"[ \t>]*(?:[-+*•]|[0-9]{1,3}[.)、])[ \t]+")
_HEADING = re.compile(r"[ \t]*(?:#{1,6}(?=[ \t])|(?:\*\*|__)[^*_\n]{1,80}[：:]?(?:\*\*|__)[：:]?[ \t]*$)")
_OF_BREAKS = "*-_="
_OF_HEADINGS = "#*_"
_SKIPPED = re.compile(
    r"[ \t]*+(?:={6,}+|={3,}+[^=\n]{1,40}={3,}+|\[model=[^\]\n]{1,80}\]|`{3,}+\w*+|~{3,}+\w*+)[ \t]*+"
)
_TEXT_FENCE = re.compile(
    r"[ \t]*+(?P<mark>`{3,}+|~{3,}+)[ \t]*+(?:markdown|md|text|txt|html|pdf|json)?[ \t]*+",
    re.IGNORECASE,
)
_EDGES = " \t*_#=-`>|\u3000\"'"
_MARKER = re.compile(r"(?:[0-9]{1,3}[.)、]|[-+•])[ \t]+")
_MARKS = " \t>*_#-([（【<"
_LONGEST_START = 16
_SHORT = 60
_OPENS_ITEM = re.compile(r"[ \t]*(?:[-+]|\*[^*]|[0-9])")


class Line(NamedTuple):
    """A line of a body.

    `text` is what a reader sees, without marks and list markers, folded as the lists are; "break" is a
    thematic break or an underline, "hidden" a line that is no prose, "heading" a heading or a bold line.
    """

    span: Span
    kind: LineKind
    text: str
    indent: int = 0

    @property
    def has_text(self) -> bool:
        """Whether the line says anything."""
        return self.kind not in ("blank", "break", "hidden")


class BodyLines:
    """The lines of an entry's body, or of the whole text outside entries, each read when asked for."""

    def __init__(self, prose: Prose) -> None:
        entry = prose.entry
        self.prose = prose
        self.span = entry.body if entry.kind == "entry" else Span(0, len(entry.text))
        self._raw = entry.text[self.span.start : self.span.end].split("\n")
        self._starts: list[int] = []
        at = self.span.start
        for raw in self._raw:
            self._starts.append(at)
            at += len(raw) + 1
        self._known: dict[int, Line] = {}
        self._bare: list[str] | None = None

    def __len__(self) -> int:
        return len(self._raw)

    def __getitem__(self, index: int) -> Line:
        known = self._known.get(index)
        if known is None:
            known = self._known[index] = self._read(index)
        return known

    def raw(self, index: int) -> str:
        """A line as it stands."""
        return self._raw[index]

    def starting(self, starts: tuple[str, ...]) -> list[int]:
        """Indices of lines that begin with one of some words in lower case, leading marks skipped."""
        if self._bare is None:
            self._bare = [raw.lstrip(_MARKS)[:_LONGEST_START].lower() for raw in self._raw]
        return [index for index, bare in enumerate(self._bare) if bare.startswith(starts)]

    def holding(self, word: str) -> Iterator[int]:
        """Indices of lines that hold a word."""
        at = self.prose.entry.text.find(word, *self.span)
        while at >= 0:
            yield bisect_right(self._starts, at) - 1
            at = self.prose.entry.text.find(word, at + len(word), self.span.end)

    def touching(self, span: Span) -> range:
        """Indices of the lines that share text with a span; none where it starts or ends outside."""
        if span.start < self.span.start or span.end > self.span.end:
            return range(0)
        return range(bisect_right(self._starts, span.start) - 1, bisect_right(self._starts, span.end - 1))

    def short(self) -> Iterator[int]:
        """Indices of lines so short that they may be headings, those of lists left out."""
        is_item = _OPENS_ITEM.match
        return (
            index for index, raw in enumerate(self._raw) if raw and len(raw) <= _SHORT and not is_item(raw)
        )

    def fence(self, index: int) -> str:
        """The mark of a line that opens a fence around text and no program; "" for another line."""
        opening = _TEXT_FENCE.fullmatch(self._raw[index])
        return opening["mark"] if opening else ""

    def is_frame(self, index: int) -> bool:
        """Whether a line says nothing or is a separator, a tag or a fence: what letters may stand beyond."""
        return not self[index].has_text or bool(_SKIPPED.fullmatch(self._raw[index]))

    def _read(self, index: int) -> Line:
        raw = self._raw[index]
        start = self._starts[index]
        span = Span(start, start + len(raw))
        bare = raw.lstrip()
        if not bare:
            return Line(span, "blank", "")
        first = bare[0]
        if first in _OF_BREAKS and _BREAK.fullmatch(raw):
            return Line(span, "break", "")
        text = _MASKED.sub("", self.prose.text[span.start : span.end]).strip(_EDGES)
        if not text:
            return Line(span, "hidden", "")
        marker = None if "\u3400" <= first <= "\u9fff" else _ITEM.match(raw)
        if marker:
            text = _MARKER.sub("", text, count=1)
        is_heading = first in _OF_HEADINGS and _HEADING.match(raw)
        kind: LineKind = "heading" if is_heading else "item" if marker else "text"
        return Line(span, kind, folded(text), len(raw) - len(bare))


def body_lines(prose: Prose) -> BodyLines:
    """The lines of a prose, shared by all rules that read it."""
    return prose.memo(BodyLines)
