"""What opens sections in an entry: headings, and the bold lines and items that stand for them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from html import unescape

from catalog_lint.catalog import numerals
from catalog_lint.catalog.model import BREAK, MARK, Block, Entry, Heading, HeadingKind, Section
from catalog_lint.source import Span

_BOLD_LINE = re.compile(f"{MARK}{MARK}([^{MARK}\n]{{1,60}}){MARK}{MARK}[：: \t]*")
_BOLD_TEXT = re.compile(r"\s*(?P<bold>(?P<mark>\*\*|__)[^*_\n]+(?P=mark))\s*\Z")
_HASHES_ALONE = re.compile(r"^ {0,3}#{1,6}[ \t]*(?:#+[ \t]*)?$", re.MULTILINE)
_SENTENCE_END = tuple("。…；;，,")
_NOT_TITLE = re.compile(r"[*_`\\]")
_COUNTED = re.compile(r"[^\W\d]{0,8}[ #.]?\s?(?P<number>[0-9]{1,4})\s?[^\W\d]?\s?[^\w\s]?\s*")
_DATED = re.compile(
    r"(?:#?[0-9]{1,6}[.、]?\s*)?(?:[\[(（【][0-9]{1,4}(?:[-/.年月][0-9]{1,2}){0,2}日?[\])）】]"
    r"|[0-9]{4}(?:[-/.年月][0-9]{1,2}){2}日?)\s*[-–—:：|｜]?\s*"
)
"""What a title line says in front of a title: a date, a number before it."""
_RANK = {"bold": 7, "item": 8}


def headings_in(
    text: str, masked: str, blocks: Sequence[Block], start: int, is_title: Callable[[str], bool]
) -> Iterator[Heading]:
    """The headings of an entry's blocks from `start` on, and above it those that say the entry's title."""
    for block in blocks:
        if block.content.end <= start and not (block.kind == "heading" and is_title(block.seen)):
            continue
        if block.kind == "heading":
            at = text.find("#", block.line_start, block.content.start)
            hashes = Span(at, at + block.level) if at >= 0 else None
            yield _heading("setext" if hashes is None else "atx", block, block.content, text, masked, hashes)
        elif block.kind == "paragraph" and not block.quoted and masked[block.content.start] == MARK:
            bold = _BOLD_LINE.fullmatch(masked, block.content.start, block.content.end)
            if not bold or bold[1].rstrip("：:").endswith(_SENTENCE_END) or text[bold.start()] not in "*_":
                continue
            name = Span(*bold.span(1))
            if block.depth == 0:
                yield _heading("bold", block, name, text, masked)
            elif block.depth == 1 and block.marker[:-1].isdigit():
                yield _heading("item", block, name, text, masked)


def _heading(
    kind: HeadingKind, block: Block, content: Span, text: str, masked: str, hashes: Span | None = None
) -> Heading:
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
        hashes,
    )


def bold_text(entry: Entry, heading: Heading) -> Span | None:
    """Where the text of a heading with hashes stands with its marks, where the whole of it is bold."""
    if heading.hashes is None:
        return None
    found = _BOLD_TEXT.match(entry.text, heading.hashes.end, heading.line.end)
    return Span(*found.span("bold")) if found else None


def empty_headings(entry: Entry) -> Iterator[Span]:
    """Lines below the title line that are hashes and nothing else, code and HTML aside."""
    if "#" not in entry.text:
        return
    hidden = (*entry.code, *entry.html)
    for found in _HASHES_ALONE.finditer(entry.text, entry.anchor.end, entry.body.end):
        span = Span(*found.span())
        if not any(block.covers(span) for block in hidden):
            yield span


def opens_line(entry: Entry, numeral: str, where: Span) -> bool:
    """Whether a line opens with a number, marks of headings, quotes, lists and emphasis aside."""
    opening = re.compile(rf"^[ \t>#*_]*{re.escape(numeral)}(?![0-9])", re.MULTILINE)
    return bool(opening.search(entry.text, *where))


def runs_in(entry: Entry, name: str) -> bool:
    """Whether a line of the body opens with a section's name in bold or before a colon."""
    opening = re.compile(
        rf"^[ \t>]*(?:[-*+]|\d+[.)])?[ \t]*(?:\*\*|__)?\s*{re.escape(name)}\s*(?:\*\*|__)?\s*[：:]",
        re.MULTILINE,
    )
    return bool(opening.search(entry.text, *entry.body))


def same_title(heading: str, title: str) -> bool:
    """Whether a heading says a title, white space, Markdown's marks and a date in front of it aside."""
    if _squeezed(heading) == _squeezed(title) != "":
        return True
    dated = _DATED.match(heading.strip())
    return dated is not None and _squeezed(heading.strip()[dated.end() :]) == _squeezed(title) != ""


def counted(text: str, title: str) -> re.Match[str] | None:
    """What a heading says before a title at its end, where that is a counted number (第 3 講：…, EP3 …)."""
    before, same, after = text.strip().rpartition(title.strip() or text)
    return _COUNTED.fullmatch(before) if same and not after else None


def says_title(heading: str, title: str) -> bool:
    """Whether a heading is the title, or a counted number and the title."""
    return same_title(heading, title) or counted(heading, title) is not None


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
