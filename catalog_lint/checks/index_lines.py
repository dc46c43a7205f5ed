"""What the lines of an index say of the pages and entries that they lead to."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from catalog_lint.catalog.model import Entry, Link
from catalog_lint.catalog.site import named_by
from catalog_lint.catalog.title_line import cells
from catalog_lint.checks.pages import target_of
from catalog_lint.diagnostic import Span

DAY = re.compile(r"(?<![0-9])([0-9]{4})(?:[-/.]|年)([0-9]{1,2})(?:[-/.]|月)([0-9]{1,2})日?(?![0-9])")
_NUMBER = re.compile(
    r"[ \t|>*+-]*(?:#|No\.?[ ]?|EP\.?[ ]?|Episode |Week |Day |Lecture |Chapter |第[ ]?)?"
    r"(?P<number>[0-9]{1,6})[ ]?[集講讲課课回章週周堂期天節节篇場场]?"
    r"[ ]*(?:[.．、:：)）|｜–—-]+[ ]*|[ ]+|(?=[（(])|$)",
    re.IGNORECASE,
)
_COUNTED = re.compile(r"(?:第|#|No\.?|Vol\.?|EP\.?|Issue|Week|Day)[ ]?(?P<number>[0-9]{1,6})", re.IGNORECASE)
_ROW = re.compile(r"\[[^\n]*[ ]\|[ ]")
"""A row of a table that has no mark in front and opens with a link."""
_HEADING = re.compile(r"#[ \t]++(?P<text>[^\n]*[^ \t\n])[ \t]*+(?:\n|\Z)")
_ITEM = re.compile(r"^[ \t]*(?:[-*+]|[0-9]+[.)])[ \t]+(?P<line>\S[^\n]*)$", re.MULTILINE)
_BETWEEN = re.compile(r"[ \t]*(?:[（(][^（()）\n]*[)）])?[ \t]*[:：、．.-]?[ \t]*")
"""What stands between a number and a title: a date in parentheses, a colon."""
BY_NUMBER = "number"


class Said(NamedTuple):
    """What a line says of the page at `url`, or of the entry of a number where that is "".

    `place` is what in the line says so: the link's text, a cell of a row, what stands behind the number.
    """

    url: str
    place: str
    value: str
    span: Span
    number: int = 0


def said(entry: Entry, field: str) -> Iterator[Said]:
    """What text outside entries says of a field of what it leads to, line by line."""
    for link in entry.links:
        label = link.label
        leads = target_of("page.md", link.url) or named_by(link.url)
        if link.kind != "link" or label is None or not leads:
            continue
        start = entry.text.rfind("\n", 0, link.span.start) + 1
        end = entry.text.find("\n", link.span.end)
        if label.start < start or "](" in entry.text[start : label.start]:
            continue
        line = Span(start, end if end >= 0 else len(entry.text))
        for place, span in _of_a_link(entry.text, line, label, link, field):
            if span.end > span.start:
                yield Said(link.url, place, entry.text[span.start : span.end], span)
    if entry.schema is not None and entry.schema.shape == "index":
        yield from _by_number(entry, field)


def _of_a_link(text: str, line: Span, label: Span, link: Link, field: str) -> Iterator[tuple[str, Span]]:
    if field == "title":
        yield "link", _title(text, line, label)
        if text.startswith("|", line.start) or _ROW.match(text, *line):
            for index, (a, b) in enumerate(cells(text[line.start : line.end])):
                cell = Span(line.start + a, line.start + b)
                if not cell.covers(link.span):
                    yield f"cell {index}", _trimmed(text, cell)
        return
    found = _number(text, line, label) if field == "number" else _date(text, line)
    if found is not None:
        yield "line", found


def _by_number(entry: Entry, field: str) -> Iterator[Said]:
    """The items without a link that open with a number: that of an entry."""
    for item in _ITEM.finditer(entry.text) if field != "number" else ():
        number = _NUMBER.match(entry.text, *item.span("line"))
        if number is None or "](" in item["line"]:
            continue
        line = Span(number.end(), item.end("line"))
        span = _date(entry.text, line) if field == "date" else _behind(entry.text, line)
        if span is not None and span.end > span.start:
            value = entry.text[span.start : span.end]
            yield Said("", BY_NUMBER, value, span, int(number["number"]))


def _behind(text: str, line: Span) -> Span:
    between = _BETWEEN.match(text, line.start, line.end)
    return _trimmed(text, Span(between.end() if between else line.start, line.end))


def _trimmed(text: str, span: Span) -> Span:
    written = text[span.start : span.end]
    return Span(span.start + len(written) - len(written.lstrip()), span.start + len(written.rstrip()))


def _number(text: str, line: Span, label: Span) -> Span | None:
    for start, end in ((label.start, label.end), (line.start, label.start - 1)):
        found = _NUMBER.match(text, start, end)
        if found and not DAY.match(text, found.start("number"), line.end):
            return Span(*found.span("number"))
    return None


def _date(text: str, line: Span) -> Span | None:
    found = DAY.search(text, line.start, line.end)
    return Span(*found.span()) if found else None


def _title(text: str, line: Span, label: Span) -> Span:
    """The link's text without a number and a date in front of it."""
    start, end = label
    for _ in range(2):
        dated, numbered = DAY.match(text, start, end), _NUMBER.match(text, start, end)
        if dated:
            start = dated.end()
        elif numbered:
            start = numbered.end()
        while start < end and not text[start].isalnum():
            start += 1
    return Span(start, end)


def head(entry: Entry, field: str) -> tuple[str, Span] | None:
    """What a page says of itself above its entries: in its first heading, or the date in the lines below."""
    text = entry.text
    opening = _HEADING.match(text)
    if opening is None:
        return None
    title = Span(*opening.span("text"))
    if field == "date":
        below = text.find("\n#", opening.end())
        found = DAY.search(text, opening.start(), below if below >= 0 else len(text))
        return (found[0], Span(*found.span())) if found else None
    if field == "number":
        numbers = list(_COUNTED.finditer(text, *title))
        return (numbers[0]["number"], Span(*numbers[0].span("number"))) if len(numbers) == 1 else None
    return text[title.start : title.end], title
