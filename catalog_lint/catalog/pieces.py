"""Stretches of a page, and the fences that nothing in a page is cut in."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from catalog_lint.catalog.model import Problem
from catalog_lint.source import Span

FENCE = re.compile(r"[ \t]*(?P<mark>`{3,}(?=[^`\n]*$)|~{3,})", re.MULTILINE)
_CLOSES_LINE = re.compile(r"^[ \t]*</details\s*>", re.IGNORECASE | re.MULTILINE)


@dataclass(slots=True)
class Piece:
    """A stretch of a page: an entry, or text outside entries, and what is wrong with its frame.

    Problems' spans count from the start of the piece.
    """

    span: Span
    kind: Literal["entry", "text"]
    problems: list[Problem] = field(default_factory=list)


def line_at(text: str, start: int) -> tuple[str, int]:
    """The line that starts at an offset, and where the next one does."""
    end = text.find("\n", start)
    end = len(text) if end < 0 else end
    return text[start:end], end + 1


class Fences:
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


class Lines:
    """The lines of a text outside fences, each with where it starts; a fence is one empty line.

    `next` is where the next line starts, past the end where there is none; it may be set.
    """

    def __init__(self, text: str, begin: int) -> None:
        self.fences = Fences(text)
        self.next = begin
        self._text = text

    def __iter__(self) -> Iterator[tuple[int, str]]:
        while self.next < len(self._text):
            at = self.next
            line, self.next = line_at(self._text, at)
            if fence := FENCE.match(line):
                line = ""
                self.next = self.fences.end(self.next, fence["mark"], len(self._text)) or self.next
            yield at, line


def add_text(text: str, span: Span, pieces: list[Piece]) -> None:
    """Put text outside entries among the pieces, if it says anything."""
    body = text[span.start : span.end]
    if not body.strip():
        return
    problems = [Problem("stray-close", Span(*match.span())) for match in _CLOSES_LINE.finditer(body)]
    pieces.append(Piece(span, "text", problems))
