"""Where the inline text of a block stands in the page's text."""

from __future__ import annotations

import re
from bisect import bisect_right

from markdown_it.common.utils import MD_TRIM_CHARS
from markdown_it.token import Token

from catalog_lint.catalog.markdown import Parsed

_CLOSING_HASHES = re.compile(r"(?:^|(?<![ \t])[ \t]+)#+[ \t]*$")
_CELL_GAP = re.compile(f"[{re.escape(MD_TRIM_CHARS)}|>]*")


class Places:
    """Where the characters of a block's content stand in the text: one shift for each content line."""

    __slots__ = ("_shifts", "_starts", "end", "start")

    def __init__(self, starts: list[int], shifts: list[int], length: int) -> None:
        self._starts = starts
        self._shifts = shifts
        self.start = shifts[0] + starts[0] if starts else 0
        self.end = self.at(length - 1) + 1 if length else self.start

    @property
    def single(self) -> bool:
        """Whether the content is one line."""
        return len(self._shifts) == 1

    def at(self, offset: int) -> int:
        """The place of a content character."""
        if len(self._shifts) == 1:
            return offset + self._shifts[0]
        return offset + self._shifts[bisect_right(self._starts, offset) - 1]

    def runs(self, start: int, end: int) -> list[tuple[int, int, int]]:
        """The run from `start` to `end` as (content start, content end, place), line by line."""
        starts = self._starts
        if len(starts) == 1:
            return [(start, end, start + self._shifts[0])] if start < end else []
        index = bisect_right(starts, start) - 1
        out = []
        while start < end:
            stop = min(end, starts[index + 1]) if index + 1 < len(starts) else end
            out.append((start, stop, start + self._shifts[index]))
            start = stop
            index += 1
        return out


def places(parsed: Parsed, token: Token, owner: str, cursor: int = 0) -> Places | None:
    """Where the content of an inline token stands; None where that is not certain.

    `owner` is the type of the block token that holds it. The lines of a paragraph are suffixes of
    its source lines, so their lengths alone tell where they stand; a table cell is looked for from
    `cursor`, the end of the cell before, with nothing but bars and spaces between.
    """
    if token.map is None or not token.content:
        return None
    if owner in ("th_open", "td_open"):
        return _cell_places(parsed, token, cursor)
    first, last = token.map
    content = token.content
    if last - first == 1 and owner == "paragraph_open":
        begin = parsed.line_starts[first]
        end = parsed.line_starts[last] - 1 if last < len(parsed.line_starts) else len(parsed.text)
        if not parsed.text.endswith(content, begin, end):
            end = begin + len(parsed.text[begin:end].rstrip(MD_TRIM_CHARS))
        if parsed.text.endswith(content, begin, end):
            return Places([0], [end - len(content)], len(content))
    starts: list[int] = []
    shifts: list[int] = []
    offset = 0
    row = first
    rows = len(parsed.line_starts)
    for line in content.split("\n"):
        wanted = line.strip(MD_TRIM_CHARS)
        while row < min(last, rows):
            begin = parsed.line_starts[row]
            end = parsed.line_starts[row + 1] - 1 if row + 1 < rows else len(parsed.text)
            source = parsed.text[begin:end].rstrip(MD_TRIM_CHARS)
            if owner == "heading_open" and not source.endswith(wanted):
                source = _CLOSING_HASHES.sub("", source)
            row += 1
            if starts or wanted == "" or source.strip(MD_TRIM_CHARS):
                break
        else:
            return None
        if not source.endswith(wanted):
            return None
        starts.append(offset)
        if wanted:
            end = begin + len(source) + len(line) - len(line.rstrip(MD_TRIM_CHARS))
        shifts.append(end - len(line) - offset)
        offset += len(line) + 1
    return Places(starts, shifts, len(content))


def _cell_places(parsed: Parsed, token: Token, cursor: int) -> Places | None:
    lines = parsed.lines(token)
    start = max(lines.start, cursor)
    gap = _CELL_GAP.match(parsed.text, start)
    at = gap.end() if gap else start
    written = token.content.replace("|", "\\|")
    if not parsed.text.startswith(written, at) or at + len(written) > lines.end:
        return None
    bars = [offset for offset, char in enumerate(token.content) if char == "|"]
    shifts = [at + backslashes for backslashes in range(len(bars) + 1)]
    return Places([0, *bars], shifts, len(token.content))
