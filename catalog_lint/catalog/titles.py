"""The title line of an entry: where it stands by the entry's shape, and the fields in it."""

from __future__ import annotations

import re
from html import unescape

from catalog_lint.catalog import frame
from catalog_lint.catalog.headings import counted
from catalog_lint.catalog.html import tags
from catalog_lint.catalog.model import Entry, Field, Heading, Problem
from catalog_lint.catalog.schema import Schema
from catalog_lint.source import Span

_STRAY_SUMMARY = re.compile(
    r"<summary\b[^>\n]{0,2000}>(?P<line>(?:(?!<summary\b)[^\n])*?)</summary\s*>", re.IGNORECASE
)
_FIRST_LINE = re.compile(r"[^>]*>\s*(?:#{1,6}[ \t]+)?(?P<line>[^\n]*)")
_TASK = re.compile(r"[ \t]+\[[ xX]\](?=[ \t])")
_LIST_MARKER = re.compile(r"[ \t>]*(?P<marker>[0-9]{1,9}[.)]|[-+*])(?=[ \t\n]|$)")
_FRONT_MATTER_LINE = re.compile(
    r"^(?:(?P<key>[\w-]+)|[ \t]*\"(?P<quoted>[^\"\n]+)\")[ \t]*[:=](?P<value>[^\n]*?),?$", re.MULTILINE
)
_AFTER_TITLE = re.compile(r"(?:\*\*|__|\]\([^()\s]*\)|\))*[ \t]*(?:[-–—|:：][ \t]*)?")
_DAY_OF_TIME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ][0-9]")
_NOT_LETTERS = re.compile(r"[\W_]+")
LINE_FIELDS = ("number", "date", "link", "title")


def letters(title: str) -> str:
    """A title's letters and digits alone, without regard to case: what titles are compared by."""
    return _NOT_LETTERS.sub("", title).casefold()


def read_summary(entry: Entry, schema: Schema, end: int) -> None:
    """The title line in a <summary>, which must end before `end`."""
    found = frame.SUMMARY.search(entry.text, 0, end)
    if found:
        line = Span(*found.span("line"))
        read_title_line(entry, schema, _inside_tags(entry.text, line, schema))
    else:
        opening = entry.text.find(">") + 1
        entry.problems.append(Problem("no-summary", Span(0, opening)))


def _inside_tags(text: str, line: Span, schema: Schema) -> Span:
    """The line without the tags around it (<b>12. …</b>), where more of its fields are read so."""
    written = text[line.start : line.end]
    if "<" not in written:
        return line
    start, end = 0, len(written)
    found = tags(written)
    for tag in found:
        if not written[start : tag.span.start].strip():
            start = tag.span.end
    for tag in reversed(found):
        if tag.span.start >= start and not written[tag.span.end : end].strip():
            end = tag.span.start
    inner = written[start:end]
    more = len(schema.read_line(inner)) > len(schema.read_line(written))
    return Span(line.start + start, line.start + end) if more else line


def read_title_line(entry: Entry, schema: Schema, span: Span) -> None:
    """The fields of a title line that stands at `span`."""
    line = entry.text[span.start : span.end]
    start = span.start + len(line) - len(line.lstrip())
    entry.title_line = Span(start, start + len(line.strip()))
    for name, (at, to) in schema.read_line(line).items():
        if name not in entry.fields:
            place = Span(span.start + at, span.start + to)
            entry.fields[name] = Field(name, unescape(line[at:to]), place)


def read_first_line(entry: Entry, schema: Schema) -> int:
    """The title line of a list item, a table's row or a paragraph: its first line, without the bullet.

    Returns where the body starts.
    """
    text = entry.text
    first = Span(0, len(text.partition("\n")[0]))
    if schema.shape == "list":
        marker = _LIST_MARKER.match(text)
        number = bool(marker and marker["marker"][0].isdigit())
        own = number and any(form.lstrip().startswith("{number}") for form in schema.lines)
        if marker and not own:
            task = _TASK.match(text, marker.end())
            first = Span(task.end() if task else marker.end(), first.end)
    read_title_line(entry, schema, first)
    start = max([entry.fields[name].span.end for name in LINE_FIELDS if name in entry.fields] or [first.end])
    closing = _AFTER_TITLE.match(text, start)
    return closing.end() if closing else start


def read_front_matter(entry: Entry, schema: Schema, front: Span) -> None:
    """The fields that the front matter of a page gives, one line each."""
    for found in _FRONT_MATTER_LINE.finditer(entry.text, front.start, front.end):
        name = schema.front_matter.get(found["key"] or found["quoted"])
        value = found["value"].strip()
        if name is None or not value or name in entry.fields:
            continue
        at = found.start("value") + found["value"].index(value)
        if len(value) > 1 and value[0] in "\"'" and value[-1] == value[0]:
            at, value = at + 1, value[1:-1]
        if not value:
            continue
        if name == "date" and (day := _DAY_OF_TIME.match(value)):
            value = day[1]
        entry.fields[name] = Field(name, value, Span(at, at + len(value)))
    title = entry.fields.get("title")
    if title is not None:
        entry.title_line = title.span


def read_number_above(entry: Entry, heading: Heading) -> bool:
    """Whether a heading says a number and the title; the number is the entry's where it has none."""
    title, written = entry.fields.get("title"), entry.text[slice(*heading.span)]
    found = counted(heading.text, title.text) if title and heading.level == 1 else None
    if found is None or written != heading.text:
        return False
    at = heading.span.start + found.start("number")
    entry.fields.setdefault("number", Field("number", found["number"], Span(at, at + len(found["number"]))))
    return True


def stray_titles(entry: Entry, schema: Schema) -> list[tuple[Span, str]]:
    """Title lines that lost their entry or their tags, with the title of each ("" without one)."""
    if schema.shape != "details":
        return []
    strays = [Span(*found.span("line")) for found in _STRAY_SUMMARY.finditer(entry.text)]
    if entry.kind == "entry" and entry.title_line is None:
        first = _FIRST_LINE.match(entry.text)
        if first and "date" in schema.read_line(first["line"]):
            strays.append(Span(*first.span("line")))
    titles = []
    for span in strays:
        line = entry.text[span.start : span.end]
        at, to = schema.read_line(line).get("title", (0, 0))
        titles.append((span, unescape(line[at:to])))
    return titles
