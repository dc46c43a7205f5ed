"""A page's text: reading, offsets <-> rows and columns, edits, writing."""

from __future__ import annotations

import os
import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from catalog_lint.regular import NotRegularError, open_regular

MAX_PAGE_BYTES = 20_000_000
MAX_LINE_CHARACTERS = 1_000_000
_NEWLINE = re.compile(r"\r\n?|\n")
_BOM = "\ufeff"


class Span(NamedTuple):
    """A half-open run of character offsets."""

    start: int
    end: int

    def shifted(self, by: int) -> Span:
        """The same run counted from another origin."""
        return Span(self.start + by, self.end + by)

    def overlaps(self, other: Span) -> bool:
        """Whether both share a character, or one is empty and lies strictly inside the other."""
        return self.start < other.end and other.start < self.end

    def covers(self, other: Span) -> bool:
        """Whether `other` lies wholly inside."""
        return self.start <= other.start and other.end <= self.end


def merged(spans: Iterable[Span]) -> list[Span]:
    """Spans in order, those that meet or touch made one."""
    out: list[Span] = []
    for span in spans:
        if out and span.start <= out[-1].end:
            out[-1] = Span(out[-1].start, max(out[-1].end, span.end))
        else:
            out.append(span)
    return out


class Edit(NamedTuple):
    """Replace the text at `span` with `content` (`\\n` for a line end, whatever the page uses)."""

    span: Span
    content: str


class Position(NamedTuple):
    """A place as people count it: row and column from 1, columns in Unicode characters."""

    row: int
    column: int


class PageError(Exception):
    """A page that cannot be read or written; the message names the remedy, `path` the file."""

    def __init__(self, path: str, problem: str) -> None:
        super().__init__(f"{path}: {problem}")
        self.path = path
        self.problem = problem


@dataclass(slots=True)
class Source:
    """The text of one page.

    `text` is what everybody reads: without a byte order mark, every line end a `\\n`. `raw` is what
    stands in the file. Edits are given on `text` and carried out on `raw`, so the newline style of
    each untouched line and the mark survive.
    """

    raw: str
    text: str = field(init=False)
    _line_starts: list[int] | None = field(init=False, default=None, repr=False)
    _wide_newlines: list[int] = field(init=False, default_factory=list, repr=False)

    def __post_init__(self) -> None:
        body = self.raw.removeprefix(_BOM)
        if "\r" in body:
            pieces: list[str] = []
            at = length = 0
            for newline in _NEWLINE.finditer(body):
                pieces.append(body[at : newline.start()])
                length += newline.start() - at
                if newline.end() - newline.start() == 2:
                    self._wide_newlines.append(length)
                length += 1
                at = newline.end()
            pieces.append(body[at:])
            self.text = "\n".join(pieces)
        else:
            self.text = body

    @property
    def newline(self) -> str:
        """The line end that the page uses first, `\\n` where it has none."""
        found = _NEWLINE.search(self.raw)
        return found[0] if found else "\n"

    @property
    def line_starts(self) -> list[int]:
        """Offset of the first character of each line."""
        if self._line_starts is None:
            starts = [0]
            at = self.text.find("\n")
            while at >= 0:
                starts.append(at + 1)
                at = self.text.find("\n", at + 1)
            self._line_starts = starts
        return self._line_starts

    def position(self, offset: int) -> Position:
        """Row and column of an offset into `text`."""
        row = bisect_right(self.line_starts, offset)
        return Position(row, offset - self.line_starts[row - 1] + 1)

    def offset(self, position: Position) -> int:
        """Offset into `text` of a row and column."""
        return self.line_starts[position.row - 1] + position.column - 1

    def line(self, row: int) -> str:
        """The text of a row (from 1) without its line end."""
        start = self.line_starts[row - 1]
        end = self.text.find("\n", start)
        return self.text[start:] if end < 0 else self.text[start:end]

    def _raw_offset(self, offset: int) -> int:
        mark = len(_BOM) if self.raw.startswith(_BOM) else 0
        return mark + offset + bisect_left(self._wide_newlines, offset)

    def edited(self, edits: Iterable[Edit]) -> Source:
        """The page with the edits carried out; they must not overlap."""
        newline = self.newline
        pieces: list[str] = []
        at = 0
        for span, content in sorted(edits):
            start, end = self._raw_offset(span.start), self._raw_offset(span.end)
            if start < at:
                raise ValueError(f"edits overlap at offset {span.start}")
            pieces += (self.raw[at:start], content.replace("\n", newline))
            at = end
        return Source("".join([*pieces, self.raw[at:]]))


def decode(data: bytes, path: str) -> Source:
    """The page that `data` holds.

    Raises PageError where it is not UTF-8, looks like a binary, or passes a stated limit.
    """
    if len(data) > MAX_PAGE_BYTES:
        raise _too_large(path, len(data))
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise PageError(path, "UTF-16 text; save it as UTF-8")
    if b"\0" in data:
        raise PageError(path, "holds NUL bytes: a binary file or UTF-16; exclude it or save it as UTF-8")
    try:
        raw = data.decode("utf-8")
    except UnicodeDecodeError as error:
        row = data.count(b"\n", 0, error.start) + 1
        raise PageError(path, f"not UTF-8 (byte {error.start}, row {row}); save it as UTF-8") from None
    source = Source(raw)
    if longest := next((m for m in re.finditer(rf"[^\n]{{{MAX_LINE_CHARACTERS + 1}}}", source.text)), None):
        row = source.position(longest.start()).row
        raise PageError(path, f"row {row} is longer than {MAX_LINE_CHARACTERS:,} characters; break the line")
    return source


def _too_large(path: str, size: int) -> PageError:
    return PageError(path, f"{size:,} bytes is more than the limit of {MAX_PAGE_BYTES:,}; split the page")


def read(path: Path) -> Source:
    """The page at `path`. Raises PageError where it cannot be read or is no regular file."""
    try:
        with open_regular(path) as file:
            size = os.fstat(file.fileno()).st_size
            data = b"" if size > MAX_PAGE_BYTES else file.read(MAX_PAGE_BYTES + 1)
    except NotRegularError:
        raise PageError(str(path), "not a regular file; give '-' and pipe the text in") from None
    except OSError as error:
        raise PageError(str(path), f"cannot be read: {error.strerror or error}") from None
    if size > MAX_PAGE_BYTES:
        raise _too_large(str(path), size)
    return decode(data, str(path))


def write(path: Path, old: Source, new: Source) -> list[str]:
    """Put a page's new text at `path` at once or not at all, where the file still holds the old one.

    Symbolic links, mode, owner and extended attributes stay; what could not be kept is returned in a few
    words. Equal bytes are not written. Raises PageError where the file cannot be written or holds another
    text; it then holds what it held before.
    """
    from catalog_lint.atomic import replace_file

    data = new.raw.encode("utf-8")
    try:
        if path.read_bytes() == data:
            return []
        return replace_file(path, [data], old.raw.encode("utf-8"))
    except OSError as error:
        raise PageError(str(path), f"cannot be written: {error.strerror or error}") from None
