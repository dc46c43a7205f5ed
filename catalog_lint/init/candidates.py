"""What could be an entry, and what each choice would explain: entries, their marks, text left over."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cached_property, partial
from itertools import pairwise

from catalog_lint.catalog import frame
from catalog_lint.catalog.lines import headings
from catalog_lint.catalog.schema import Schema, cells
from catalog_lint.init.candidate import PARAGRAPH, Candidate, strength_of
from catalog_lint.init.guess import HALF, Pages, share_of
from catalog_lint.init.looks import Line, look
from catalog_lint.init.templates import LINK_TITLE, MOST, dated
from catalog_lint.source import Source, Span
from catalog_lint.validation import read as read_data

BOLD_PARAGRAPH = "bold paragraph"
HEADING = re.compile(r"^ {0,3}(?P<marks>#{1,6})[ \t]+(?P<text>\S[^\n]*?)[ \t]*#*[ \t]*$", re.MULTILINE)
_UNDERLINED = re.compile(
    r"(?:(?<=\n\n)|\A)(?P<text>(?![0-9]{1,9}[.)]\s)[^\s>*+|<-][^\n]*)\n(?P<mark>[=-])(?P=mark)*[ \t]*$",
    re.MULTILINE,
)
_FENCED = re.compile(r"^[ \t]*(```|~~~).*?^[ \t]*\1[^\n]*$", re.MULTILINE | re.DOTALL)
_ITEM = re.compile(
    r"[ ]*(?P<line>(?:[-*+](?:[ \t]+\[[ xX]\](?=[ \t]))?|(?P<number>[0-9]{1,9})[.)])[ \t]+(?P<text>\S[^\n]*))"
)
_PARAGRAPH = re.compile(
    r"^(?P<line>(?P<number>[0-9]{1,4})(?:、|[.．)][ \t]?)[ \t]*(?:\*\*)?\[[^\]\n]+\]\([^)\n]+\)[^\n]*)$",
    re.MULTILINE,
)
_BOLD_PARAGRAPH = re.compile(
    r"^(?P<line>\*\*(?P<number>[0-9]{1,4})(?:、|[.．)])[ \t]*[^*\n]+\*\*)[ \t]*$", re.MULTILINE
)
_TAG_LINE = re.compile(r"[ \t]*</?\w[^<>]*>(?:.*</\w+>)?[ \t]*")


def bare_text(text: str) -> str:
    """The text without front matter and fenced code, so that neither is taken for structure, and with all
    headings marked by `#`.
    """
    body = _FENCED.sub("", text[frame.front_matter(text).end :])
    return _UNDERLINED.sub(lambda found: ("# " if found["mark"] == "=" else "## ") + found["text"], body)


def line_count(text: str) -> int:
    """How many lines say something; tags alone do not."""
    return sum(bool(line.strip()) and not _TAG_LINE.fullmatch(line) for line in text.split("\n"))


class Cuts:
    """The ways to cut one page, each found when it is asked for and kept."""

    def __init__(self, source: Source) -> None:
        self.text = bare_text(source.text)
        self._lines: dict[tuple[str, int], list[Line]] = {}

    @cached_property
    def line_count(self) -> int:
        """How many lines of the page say something."""
        return line_count(self.text)

    def lines(self, way: str, level: int = 0) -> list[Line]:
        """The title lines of the entries that a way to cut finds; `level` is that of headings."""
        key = (way, level)
        if key not in self._lines:
            found = self._under_headings(level) if way == "heading" else _WAYS[way](self.text)
            self._lines[key] = list(found)
            for line in self._lines[key]:
                line.holds = line_count(self.text[line.span.start : line.span.end])
        return self._lines[key]

    def _under_headings(self, level: int) -> Iterator[Line]:
        borders = [each for each in self._headings if each[1] <= level]
        for (start, of), (end, _) in pairwise([*borders, (len(self.text), 0)]):
            heading = HEADING.match(self.text, start) if of == level else None
            if heading:
                yield _looked_at(heading["text"], Span(start, end), self.text)

    @cached_property
    def _headings(self) -> list[tuple[int, int]]:
        return list(headings(self.text, frame.front_matter(self.text).end))


class CutPages:
    """The ways to cut each page, kept while a catalog is looked at."""

    def __init__(self) -> None:
        self._cuts: dict[str, Cuts] = {}

    def of(self, source: Source) -> Cuts:
        """The ways to cut a page."""
        if source.text not in self._cuts:
            self._cuts[source.text] = Cuts(source)
        return self._cuts[source.text]


def candidates(pages: Sequence[Cuts]) -> list[Candidate]:
    """Every way to cut pages that finds an entry, the outermost first."""
    found = [Candidate("heading", level, _all_lines(pages, "heading", level)) for level in range(1, 7)]
    found += [Candidate(shape, 0, _all_lines(pages, shape)) for shape in ("details", "table", "list")]
    paragraphs = _all_lines(pages, PARAGRAPH) or _all_lines(pages, BOLD_PARAGRAPH)
    found.append(Candidate(PARAGRAPH, 0, paragraphs))
    every = sum(page.line_count for page in pages) or 1
    found = [each for each in found if each.lines]
    for each in found:
        each.covered = sum(line.holds for line in each.lines) / every
        each.strength = strength_of(each)
    return found


def _all_lines(pages: Sequence[Cuts], way: str, level: int = 0) -> list[Line]:
    return [
        line if line.page == index else replace(line, page=index)
        for index, page in enumerate(pages)
        for line in page.lines(way, level)
    ]


def page_candidate(pages: Pages, cuts: Sequence[Cuts]) -> Candidate:
    """The pages as entries: their title lines are the front matter's or the first heading of level 1."""
    from catalog_lint.init.front_matter import fields_in

    found = Candidate("page", covered=1.0)
    fronts = marked = 0
    for index, ((_, source), cut) in enumerate(zip(pages, cuts, strict=True)):
        front = fields_in(source.text)
        fronts += bool(front)
        marked += bool(front.keys() & {"date", "number", "video"})
        heading = next((m for m in HEADING.finditer(cut.text) if m["marks"] == "#"), None)
        text = heading["text"] if heading else front.get("title", "")
        line = Line(text, Span(0, len(cut.text)), page=index)
        if line.text or front:
            look(line, cut.text)
            line.film = line.film or "video" in front
            found.lines.append(line)
    titles = {line.text for line in found.lines}
    named = len(titles) >= MOST * len(found.lines)
    if marked >= HALF * len(pages):
        found.strength = 4
    elif named and found.share(lambda line: line.worded or line.dated) >= HALF:
        found.strength = 3
    elif fronts >= HALF * len(pages) or (named and len(found.lines) >= MOST * len(pages)):
        found.strength = 1
    return found


def _blocks(shape: str, text: str) -> Iterator[Line]:
    schema = read_data(Schema, {"shape": shape, "line": "{title}"})
    for piece in frame.cut(text, schema):
        if piece.kind == "entry" and (line := _title_line(text, piece.span, shape)):
            yield _looked_at(line, piece.span, text)


def _title_line(text: str, span: Span, shape: str) -> str:
    if shape == "details":
        summary = frame.SUMMARY.search(text, span.start, span.end)
        return " ".join(summary["line"].split()) if summary else ""
    item = _ITEM.match(text, span.start)
    return (item["line"] if item["number"] else item["text"]) if item else ""


def _rows(text: str) -> Iterator[Line]:
    start, before, inside = 0, "", False
    for line in text.split("\n"):
        end = start + len(line)
        if inside and "|" in line:
            row = Line(line, Span(start, end))
            row.linked = any(LINK_TITLE.search(line[a:b]) for a, b in cells(line))
            row.dated = any(dated(line[a:b].strip()) for a, b in cells(line))
            yield row
        else:
            inside = bool(frame.DELIMITERS.fullmatch(line) and "|" in before and "|" in line)
        before, start = line, end + 1


def _paragraphs(opening: re.Pattern[str], text: str) -> Iterator[Line]:
    opens = [m for m in opening.finditer(text) if not _ITEM.match(text, m.start())]
    for at, match in enumerate(opens):
        after = opens[at + 1].start() if at + 1 < len(opens) else len(text)
        border = HEADING.search(text, match.end(), after)
        yield _looked_at(match["line"], Span(match.start(), border.start() if border else after), text)


def _looked_at(text: str, span: Span, page: str) -> Line:
    line = Line(text, span)
    look(line, page[span.start : span.end])
    return line


_WAYS: Mapping[str, Callable[[str], Iterable[Line]]] = {
    "details": partial(_blocks, "details"),
    "list": partial(_blocks, "list"),
    "table": _rows,
    PARAGRAPH: partial(_paragraphs, _PARAGRAPH),
    BOLD_PARAGRAPH: partial(_paragraphs, _BOLD_PARAGRAPH),
}


def inside(inner: Candidate, outer: Candidate) -> float:
    """The share of one candidate's entries that stand in entries of another."""
    by_page: dict[int, list[Span]] = {}
    for line in outer.lines:
        by_page.setdefault(line.page, []).append(line.span)
    held = sum(_held(line.span, by_page.get(line.page, [])) for line in inner.lines)
    return share_of(held, inner.count)


def _held(span: Span, others: list[Span]) -> bool:
    """Whether one of some spans in order holds a span."""
    at = bisect_right(others, span.start, key=lambda other: other.start) - 1
    return at >= 0 and span.end <= others[at].end + 1
