"""What opens sections in an entry: headings, and the bold lines and items that stand for them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from html import unescape

from catalog_lint.catalog import numerals
from catalog_lint.catalog.model import BREAK, MARK, Block, Heading, HeadingKind, Section
from catalog_lint.source import Span

_BOLD_LINE = re.compile(f"{MARK}{MARK}([^{MARK}\n]{{1,60}}){MARK}{MARK}[：: \t]*")
_SENTENCE_END = tuple("。…；;，,")
_NOT_TITLE = re.compile(r"[*_`\\]")
_RANK = {"bold": 7, "item": 8}


def headings_in(text: str, masked: str, blocks: Sequence[Block], start: int, title: str) -> Iterator[Heading]:
    """The headings of an entry's blocks from `start` on, and above it those that say the entry's title."""
    for block in blocks:
        if block.content.end <= start and not (block.kind == "heading" and same_title(block.seen, title)):
            continue
        if block.kind == "heading":
            first = text[block.line_start : block.content.start]
            yield _heading("atx" if "#" in first else "setext", block, block.content, text, masked)
        elif block.kind == "paragraph" and not block.quoted and masked[block.content.start] == MARK:
            bold = _BOLD_LINE.fullmatch(masked, block.content.start, block.content.end)
            if not bold or bold[1].rstrip("：:").endswith(_SENTENCE_END) or text[bold.start()] not in "*_":
                continue
            name = Span(*bold.span(1))
            if block.depth == 0:
                yield _heading("bold", block, name, text, masked)
            elif block.depth == 1 and block.marker[:-1].isdigit():
                yield _heading("item", block, name, text, masked)


def _heading(kind: HeadingKind, block: Block, content: Span, text: str, masked: str) -> Heading:
    seen = masked[content.start : content.end]
    offsets: Sequence[int] = range(*content)
    shown = text[content.start : content.end]
    if MARK in seen or BREAK in seen:
        offsets = [at for at, char in enumerate(seen, content.start) if char not in (MARK, BREAK)]
        shown = "".join([text[at] for at in offsets])
    lead = len(shown) - len(shown.lstrip())
    offsets, shown = offsets[lead:], shown.strip()
    offsets = offsets[: len(shown)]
    end = offsets[-1] + 1 if offsets else content.end
    start = offsets[0] if offsets else content.start
    if kind == "item":
        numeral_span, name_from = block.marker_span, 0
    else:
        numeral = numerals.parse(shown)
        name_from = numeral.length if numeral else 0
        numeral_span = Span(start, offsets[name_from - 1] + 1 if name_from else start)
    line_end = text.find("\n", block.content.end)
    return Heading(
        kind,
        block.level,
        shown,
        Span(start, end),
        text[numeral_span.start : numeral_span.end],
        numeral_span,
        shown[name_from:].strip(),
        Span(offsets[name_from] if name_from < len(offsets) else end, end),
        Span(block.line_start, len(text) if line_end < 0 else line_end),
    )


def same_title(one: str, other: str) -> bool:
    """Whether two titles say the same, white space and Markdown's marks aside."""
    return _squeezed(one) == _squeezed(other) != ""


def _squeezed(text: str) -> str:
    return "".join(_NOT_TITLE.sub("", unescape(text)).split())


def sections_of(headings: list[Heading], end: int) -> list[Section]:
    """The headings as a tree; a bold line ranks below every real heading, a bold item below that."""
    roots: list[Section] = []
    open_sections: list[tuple[int, Section]] = []
    for heading in headings:
        rank = _RANK.get(heading.kind, heading.level)
        section = Section(heading, Span(heading.line.start, end))
        while open_sections and open_sections[-1][0] >= rank:
            closed = open_sections.pop()[1]
            closed.span = Span(closed.span.start, heading.line.start)
        (open_sections[-1][1].children if open_sections else roots).append(section)
        open_sections.append((rank, section))
    return roots
