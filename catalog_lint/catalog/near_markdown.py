"""Text that was meant as Markdown but is not: markers without a space, items that a paragraph swallows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog_lint.catalog.model import BREAK, MARK, Block, Entry, Prose
from catalog_lint.language.han import COMMON_HAN as _HAN
from catalog_lint.source import Span

_GLUED_HEADING = re.compile(
    r"^ {0,3}(?P<hashes>#{1,6}(?=\u3000)|#{2,6}(?=[^#\s\\]))(?:\u3000[ \u3000]*(?=.))?", re.MULTILINE
)
_GLUED_ITEM = re.compile(
    rf"^ {{0,9}}(?P<marker>[-+*•●▪◦]|[0-9]{{1,2}}[.)])(?=\u3000*[{_HAN}「『（《【“]|\*\*[^\s*])", re.MULTILINE
)
_SWALLOWED_ITEM = re.compile(
    r"^[ \t]*(?P<marker>[-+*]|(?:[2-9]|[1-9][0-9])[.)])[ \t]+(?=[^\s\-*+])", re.MULTILINE
)
_LOOKS_LIKE_MARKDOWN = re.compile(
    r"^ {0,3}(?:#{1,6} \S|[-+*] \S|[0-9]{1,2}[.)] \S|\*\*[^\s*]|!?\[[^\]\n]{1,200}\]\(|> \S|\|.*\|)"
)
_DELIMITER_ROW = re.compile(
    r"^[ \t]*+(?:\|[ \t]*+)?:?-{2,}:?[ \t]*(?:\|[ \t]*:?-{2,}:?[ \t]*)+(?:\|[ \t]*)?$", re.MULTILINE
)
_MARKER = re.compile(
    f"[ {BREAK}{MARK}]*+"
    "(?:#{1,6}|[-+*•◦▪:]|[(（]?(?:[0-9]{1,3}|[A-Za-z]|[一二三四五六七八九十]{1,3})[.)）、．])?"
    f"{MARK}*"
)
_ENUMERATOR = re.compile(f"[ {BREAK}{MARK}]*[(（]?[0-9A-Za-z一二三四五六七八九十百]{{1,3}}[)）]?[、，：]")
_VERBATIM = ("<pre", "<script", "<style", "<textarea", "<!--")


def glued_headings(prose: Prose) -> Iterator[tuple[Span, Span]]:
    """Hashes at the start of a paragraph's line with no space behind, or a full-width one.

    Each comes with the place where the space belongs.
    """
    text = prose.text
    if "##" not in text and "#\u3000" not in text:
        return
    for block in _paragraphs(prose, "#"):
        start = text.rfind("\n", 0, block.content.start) + 1
        for match in _GLUED_HEADING.finditer(prose.entry.text, start, block.content.end):
            if match.end("hashes") >= block.content.start and text[match.start("hashes")] == "#":
                yield Span(*match.span("hashes")), Span(match.end("hashes"), match.end())


def glued_markers(prose: Prose) -> Iterator[Span]:
    """List markers at the start of a paragraph's line with no space behind, two in a row or beside a list."""
    text = prose.text
    if not _GLUED_ITEM.search(prose.entry.text):
        return
    for block in _paragraphs(prose):
        start, end = block.content
        markers = [
            Span(*match.span("marker"))
            for match in _GLUED_ITEM.finditer(prose.entry.text, start, end)
            if text[match.start("marker")] == match["marker"][0]
        ]
        if len(markers) >= 2 or (markers and block.depth and markers[0].start > start):
            yield from markers


def swallowed_markers(prose: Prose) -> Iterator[Span]:
    """Markers of list items that continue a paragraph: indented too far, or behind no blank line."""
    for block in _paragraphs(prose, "\n"):
        for match in _SWALLOWED_ITEM.finditer(prose.text, block.content.start + 1, block.content.end):
            yield Span(*match.span("marker"))


def under_html(entry: Entry) -> Iterator[Span]:
    """The first line of each block of HTML that looks like Markdown."""
    for block in entry.html:
        at = block.start
        lines = entry.text[block.start : block.end].split("\n")
        if lines[0].lstrip().lower().startswith(_VERBATIM):
            continue
        for number, line in enumerate(lines):
            span = Span(at, at + len(line))
            if (
                number
                and _LOOKS_LIKE_MARKDOWN.match(line)
                and not lines[number - 1].strip().endswith("=")
                and not (entry.title_line and entry.title_line.overlaps(span))
            ):
                yield span
                break
            at += len(line) + 1


def delimiter_rows(prose: Prose) -> Iterator[tuple[Span, int, int]]:
    """The delimiter rows of what is no table, with their columns and those of the line above."""
    text = prose.text
    if "|" not in text:
        return
    for block in _paragraphs(prose, "|"):
        start, end = block.content
        for match in _DELIMITER_ROW.finditer(text, start, end) if text.find("--", start, end) >= 0 else ():
            previous = text.rfind("\n", start, max(start, match.start() - 1)) + 1 or start
            header = text[previous : match.start()].strip()
            if "|" in header:
                yield Span(*match.span()), _columns(match[0]), _columns(header)


def is_marker(start: str) -> bool:
    """Whether the masked start of a line is a marker of a heading or an item, or nothing."""
    return _MARKER.fullmatch(start) is not None


def is_enumerator(start: str) -> bool:
    """Whether the masked start of a line counts what follows (一、 or (1)：)."""
    return _ENUMERATOR.fullmatch(start) is not None


def _paragraphs(prose: Prose, holding: str = "") -> Iterator[Block]:
    for block in prose.blocks:
        if block.kind == "paragraph" and prose.text.find(holding, *block.content) >= 0:
            yield block


def _columns(row: str) -> int:
    return row.strip().strip("|").count("|") + 1
