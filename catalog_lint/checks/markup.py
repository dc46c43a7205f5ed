"""Markdown and HTML that does not become what was meant: headings, lists, tables, tags."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from catalog_lint.catalog import near_markdown
from catalog_lint.catalog.html import Tag
from catalog_lint.catalog.model import Entry, Prose
from catalog_lint.catalog.surroundings import line_from
from catalog_lint.diagnostic import Edit, Hit, Span
from catalog_lint.rule.contract import DataFile, Params
from catalog_lint.rule.wordlists import entries, words

_DEEP = 4
"""From so many blanks on, an item under a paragraph is part of it."""
_OF_THE_FRAME = frozenset(("details", "summary"))


class TagParams(Params):
    """`known`: the elements of HTML, each with what is said of its closing tag."""

    known: DataFile


class UnknownTagParams(TagParams):
    """`models`: tags of models' own, which other rules speak of."""

    models: DataFile


def glued_headings(prose: Prose) -> Iterator[Hit]:
    """Lines of a paragraph that begin with two or more `#` and no space, or with `#` and a full-width one."""
    for hashes, gap in near_markdown.glued_headings(prose):
        line = line_from(prose.entry.text, hashes.start)
        yield Hit(hashes, {"found": _at(prose.entry, hashes), "line": line}, (Edit(gap, " "),))


def glued_items(prose: Prose) -> Iterator[Hit]:
    """Lines of a paragraph that begin with a list marker and no space, two in a row or beside a list."""
    for marker in near_markdown.glued_markers(prose):
        line = line_from(prose.entry.text, marker.start)
        yield Hit(marker, {"found": _at(prose.entry, marker), "line": line})


def swallowed_items(prose: Prose) -> Iterator[Hit]:
    """List items that continue a paragraph, because they are indented too far or follow no blank line."""
    text = prose.entry.text
    for marker in near_markdown.swallowed_markers(prose):
        indent = marker.start - text.rfind("\n", 0, marker.start) - 1
        blanks = str(indent) if indent >= _DEEP else ""
        yield Hit(marker, {"found": line_from(text, marker.start), "blanks": blanks})


def under_html(entry: Entry) -> Iterator[Hit]:
    """Markdown right under an HTML line: without a blank line between it stays plain text."""
    for line in near_markdown.under_html(entry):
        yield Hit(line, {"found": _at(entry, line).strip()})


def tags(entry: Entry, params: TagParams) -> Iterator[Hit]:
    """Tags of the body that nothing closes or opened."""
    known = _elements(params.known)
    start = _body_start(entry)
    waiting: list[Tag] = []
    open_now: Counter[str] = Counter()
    for tag in entry.tags:
        name = tag.name
        if tag.kind == "empty" or known.get(name, "void") == "void" or name in _OF_THE_FRAME:
            continue
        if tag.kind == "open":
            waiting.append(tag)
            open_now[name] += 1
        elif open_now[name]:
            open_now[name] -= 1
            while (other := waiting.pop()).name != name:
                open_now[other.name] -= 1
                if known[other.name] != "optional" and other.span.start >= start:
                    yield _unclosed(other)
        elif tag.span.start >= start:
            yield Hit(tag.span, {"found": f"</{name}>", "expected": f"<{name}>"})
    for tag in waiting:
        if known[tag.name] != "optional" and tag.span.start >= start:
            yield _unclosed(tag)


@lru_cache
def _elements(path: Path) -> dict[str, str]:
    """The elements of a list, with what it says of their closing tags: void, optional, or nothing."""
    return {entry.text: entry.parts[1] if len(entry.parts) > 1 else "" for entry in entries(path)}


def _unclosed(tag: Tag) -> Hit:
    return Hit(tag.span, {"found": f"<{tag.name}>", "expected": f"</{tag.name}>"})


def unknown_tags(entry: Entry, params: UnknownTagParams) -> Iterator[Hit]:
    """Words between angle brackets that a browser takes for a tag and does not show."""
    start = _body_start(entry)
    for tag in entry.tags:
        known = tag.name in _elements(params.known) or tag.name in words(params.models) or "-" in tag.name
        if not known and tag.kind != "empty" and tag.span.start >= start:
            yield Hit(tag.span, {"found": _at(entry, tag.span)})


def broken_tables(prose: Prose) -> Iterator[Hit]:
    """A paragraph that holds the second line of a table: its columns do not match the first line's."""
    for row, columns, wanted in near_markdown.delimiter_rows(prose):
        yield Hit(row, {"found": str(columns), "expected": str(wanted)})


def repeated_breaks(prose: Prose) -> Iterator[Hit]:
    """A thematic break right behind another."""
    entry = prose.entry
    start = _body_start(entry)
    before: Span | None = None
    for line in entry.breaks:
        written = _at(entry, line)
        if line.start < start or written.strip(" \t*-_"):
            before = None
        elif before is not None and not entry.text[before.end : line.start].strip():
            yield Hit(line, {"found": written.strip()}, (Edit(Span(before.end, line.end), ""),))
            before = line
        else:
            before = line if _opens_block(entry.text, line.start, start) else None


def _opens_block(text: str, at: int, start: int) -> bool:
    """Whether a line is the first after an offset, or stands below a blank one."""
    above = text[start:at].rpartition("\n")[0]
    return not above.rpartition("\n")[2].strip()


def _body_start(entry: Entry) -> int:
    return entry.body.start if entry.kind == "entry" else 0


def _at(entry: Entry, span: Span) -> str:
    return entry.text[span.start : span.end]
