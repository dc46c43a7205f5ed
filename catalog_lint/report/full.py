"""A finding's line, the text it is about with a caret under it, and its fix as a small diff."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from catalog_lint.report import nothing, one_after_another
from catalog_lint.report.concise import folded, line, shown_path
from catalog_lint.report.model import PageReport, RunFormat
from catalog_lint.report.summary import closing
from catalog_lint.report.visible import visible, width
from catalog_lint.report.words import words
from catalog_lint.source import Edit, Source, Span

if TYPE_CHECKING:
    from catalog_lint.finding import Finding

__all__ = ["closing", "joined", "opening", "page"]

MAX_DIFF_LINES = 6
_ELLIPSIS = "…"
opening, joined = nothing, one_after_another


def page(run: RunFormat, page: PageReport) -> str:
    """The page's findings with their text."""
    lines: list[str] = []
    for finding in folded(run, page, run.shown(page)):
        if isinstance(finding, str):
            lines.append(finding)
        else:
            lines.append(line(run, finding))
            lines += _detail(run, finding, page.source)
        lines.append("")
    return "".join(f"{each}\n" for each in lines)


def _detail(run: RunFormat, finding: Finding, source: Source) -> Iterator[str]:
    said = words(run.locale)
    row, column = finding.start
    text = source.line(row)
    start = column - 1
    end = min(start + finding.span.end - finding.span.start, len(text))
    gutter = " " * len(str(row))
    room = max(run.width - len(gutter) - 5, 30)
    shown, before, length = _window(text, start, end, room)
    caret = "^" * max(length, 1)
    yield f"{gutter} |"
    yield f"{row} | {shown}".rstrip()
    yield f"{gutter} | {' ' * before}{_coloured(run, caret, '31')}"
    for place in finding.related:
        where = f"{shown_path(place.path)}:{place.start.row}:{place.start.column}"
        yield f"{gutter} = {said.also} {where}: {visible(place.message)}"
    if finding.fix is not None:
        note = said.applicability[finding.fix.applicability]
        note += f": {visible(finding.fix.said(finding.locale))}"
        yield f"{gutter} = {said.fix} ({note})"
        for sign, each in _diff(source, finding.fix.edits, room, said.more):
            each = f"{gutter}   {sign} {each}".rstrip()
            yield _coloured(run, each, "31" if sign == "-" else "32") if sign.strip() else each


def _coloured(run: RunFormat, text: str, colour: str) -> str:
    return f"\x1b[{colour}m{text}\x1b[0m" if run.colour else text


def _window(text: str, start: int, end: int, room: int) -> tuple[str, int, int]:
    """A line cut to `room` columns around [start, end): what to print, columns before and of the run."""
    left = max(start - room, 0)
    cells = [visible(character) for character in text[left : start + room]]
    widths = [width(cell) for cell in cells]
    first, last = start - left, start - left
    used = 0
    room -= 2  # for an ellipsis at either end
    while last < min(end - left, len(cells)) and used + widths[last] <= room:
        used += widths[last]
        last += 1
    run = used
    while True:
        grown = False
        if first > 0 and used + widths[first - 1] <= room:
            first -= 1
            used += widths[first]
            grown = True
        if last < len(cells) and used + widths[last] <= room:
            used += widths[last]
            last += 1
            grown = True
        if not grown:
            break
    head = _ELLIPSIS if left + first > 0 else ""
    tail = _ELLIPSIS if left + last < len(text) else ""
    before = width(head) + sum(widths[first : start - left])
    return head + "".join(cells[first:last]) + tail, before, run


def _diff(source: Source, edits: tuple[Edit, ...], room: int, more: str) -> Iterator[tuple[str, str]]:
    """The lines that the edits change, as they are and as they become."""
    if not edits:
        return
    ordered = sorted(edits)
    first = source.position(ordered[0].span.start).row
    last = source.position(max(edit.span.end for edit in ordered)).row
    starts = source.line_starts
    end = starts[last] - 1 if last < len(starts) else len(source.text)
    region = Span(starts[first - 1], end)
    old = source.text[region.start : region.end]
    pieces: list[str] = []
    at = region.start
    for span, content in ordered:
        pieces += (source.text[at : span.start], content)
        at = span.end
    new = "".join(pieces) + source.text[at : region.end]
    removed, added = old.split("\n"), new.split("\n")
    while removed and added and removed[0] == added[0]:
        del removed[0], added[0]
    while removed and added and removed[-1] == added[-1]:
        del removed[-1], added[-1]
    same = len(removed) == len(added)
    for sign, own, other in (("-", removed, added), ("+", added, removed)):
        for number, each in enumerate(own[:MAX_DIFF_LINES]):
            start, stop = _changed(each, other[number]) if same else (0, 0)
            yield sign, _window(each, start, stop, room)[0]
        if len(own) > MAX_DIFF_LINES:
            yield " ", more.format(len(own) - MAX_DIFF_LINES)


def _changed(text: str, other: str) -> tuple[int, int]:
    """The run of `text` in which it differs from `other`."""
    start = 0
    while start < min(len(text), len(other)) and text[start] == other[start]:
        start += 1
    end, other_end = len(text), len(other)
    while min(end, other_end) > start and text[end - 1] == other[other_end - 1]:
        end -= 1
        other_end -= 1
    return start, end
