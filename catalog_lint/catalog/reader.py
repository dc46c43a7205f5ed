"""From a page's text to its entries: markdown-it-py tokens in, the model with exact offsets out."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, MutableMapping, Sequence
from copy import copy
from dataclasses import replace
from html import unescape
from typing import Literal

from markdown_it.token import Token

from catalog_lint.catalog import frame, numerals
from catalog_lint.catalog.hosts import host_of
from catalog_lint.catalog.markdown import (
    MAX_NESTING,
    Parsed,
    Piece,
    TooMuchWork,
    parse,
)
from catalog_lint.catalog.model import (
    BREAK,
    MARK,
    OBJECT,
    Block,
    BlockKind,
    Entry,
    Field,
    Heading,
    HeadingKind,
    Link,
    LinkKind,
    ListRun,
    Page,
    Problem,
    Prose,
    Section,
)
from catalog_lint.catalog.outline import outline_of
from catalog_lint.catalog.places import Places, places
from catalog_lint.catalog.prose import Mask, label_end
from catalog_lint.catalog.schema import BAR, Schema
from catalog_lint.source import PageError, Source, Span

_FIRST_LINE = re.compile(r"[^>]*>\s*(?:#{1,6}[ \t]+)?(?P<line>[^\n]*)")
_CLOSE_AT_END = re.compile(r"</details\s*>\s*\Z", re.IGNORECASE)
_HTML_LINK = re.compile(
    r"<(?P<tag>a|img)\b[^<>]{0,2000}?\b(?:href|src)\s*=\s*(?:\"(?P<double>[^\"<>\n]*)\"|'(?P<single>[^'<>\n]*)')",
    re.IGNORECASE,
)
_MARKDOWN_URL = re.compile(r"\]\(\s*<?(?P<url>[^\s<>]*?)>?(?:\s+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?\s*\)\Z")
_TASK = re.compile(r"[ \t]+\[[ xX]\](?=[ \t])")
_LIST_MARKER = re.compile(r"[ \t>]*(?P<marker>[0-9]{1,9}[.)]|[-+*])(?=[ \t\n]|$)")
_FENCE_CLOSE = re.compile(r"^[ \t>]*(?P<mark>`{3,}|~{3,})[ \t]*$")
_NOT_NEWLINE = re.compile(r"[^\n]")
_FRONT_MATTER_LINE = re.compile(
    r"^(?:(?P<key>[\w-]+)|[ \t]*\"(?P<quoted>[^\"\n]+)\")[ \t]*[:=](?P<value>[^\n]*?),?$", re.MULTILINE
)
_AFTER_TITLE = re.compile(r"(?:\*\*|__|\]\([^()\s]*\)|\))*[ \t]*(?:[-–—|:：][ \t]*)?")
_DAY_OF_TIME = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})[T ][0-9]")
_FRAME_FIELDS = ("number", "date", "link", "title")
_BOLD_LINE = re.compile(f"{MARK}{MARK}([^{MARK}\n]{{1,60}}){MARK}{MARK}[：: \t]*")
_SENTENCE_END = tuple("。…；;，,")
_NOT_TITLE = re.compile(r"[*_`\\]")
_RANK = {"bold": 7, "item": 8}
_BLOCK_KINDS: dict[str, BlockKind] = {"heading_open": "heading", "th_open": "cell", "td_open": "cell"}
_INERT = {"paragraph_close", "heading_close", "list_item_close", "th_close", "td_close", "tr_close"}
_LEAVES_FRAME = {
    "fence",
    "code_block",
    "bullet_list_open",
    "ordered_list_open",
    "blockquote_open",
    "table_open",
}


def read_page(
    path: str,
    source: Source,
    schema: Schema,
    language: str = "zh-TW",
    terms: Mapping[str, str] | None = None,
    known: MutableMapping[tuple[str, bool], Entry] | None = None,
    outlines: bool = False,
) -> Page:
    """The page's entries and the text outside them, in order.

    `path` names the page in findings, `language` is that of its content, `terms` are the spellings that
    the configuration teaches. Entries found in `known` (by text and kind) are not parsed again; new ones
    are put there. `outlines` gives each entry its outline. Raises PageError where an entry takes
    more steps to read than the stated limit.
    """
    text = source.text
    entries = []
    for piece in frame.cut(text, schema):
        key = (text[piece.span.start : piece.span.end], piece.kind == "entry")
        remembers = known is not None and not piece.problems
        entry = known.get(key) if known is not None and remembers else None
        if entry is None:
            try:
                entry = read_entry(key[0], piece.kind, schema, language, terms, piece.problems, outlines)
            except TooMuchWork:
                raise too_much_work(path, source, piece.span.start) from None
            if known is not None and remembers:
                known[key] = entry
        else:
            entry = copy(entry)
        entry.start = piece.span.start
        entries.append(entry)
    return Page(path, source, entries, language)


def too_much_work(path: str, source: Source, start: int) -> PageError:
    """What to say of a page whose entry at `start` takes more steps to read than the limit."""
    row = source.position(start).row
    return PageError(path, f"takes too many steps to read (entry in row {row}); split the page")


def read_entry(
    text: str,
    kind: Literal["entry", "text"],
    schema: Schema,
    language: str = "zh-TW",
    terms: Mapping[str, str] | None = None,
    problems: Sequence[Problem] = (),
    outline: bool = False,
) -> Entry:
    """One entry, or text outside entries, from its own text.

    `problems` are what cutting the page saw; `outline` gives the entry its outline. Raises TooMuchWork where
    it takes more steps than the stated limit.
    """
    entry = _EntryReader(text, kind == "entry", schema).read(outline)
    entry.problems[:0] = problems
    entry.language = language
    entry.terms = terms or {}
    return entry


class _EntryReader:
    """Reads one entry; `read` is called once."""

    def __init__(self, text: str, is_entry: bool, schema: Schema) -> None:
        self.text = text
        self.schema = schema
        self.entry = Entry(text, 0, "entry" if is_entry else "text", schema=schema)
        self.mask = Mask(text)
        self.blocks: list[Block] = []
        self.body_start: int | None = None
        self.in_frame = is_entry

    def read(self, outlines: bool) -> Entry:
        entry = self.entry
        end = len(self.text)
        parsed_text = self.text
        if entry.kind == "entry" and self.schema.shape == "details":
            close = _CLOSE_AT_END.search(self.text)
            end = close.start() if close else end
            self._read_summary(end)
        elif entry.kind == "entry" and self.schema.shape in ("list", "table"):
            self._read_line()
        elif entry.kind == "entry" and self.schema.shape == "page":
            front = frame.front_matter(self.text)
            self._read_front_matter(front)
            parsed_text = _NOT_NEWLINE.sub(" ", self.text[: front.end]) + self.text[front.end :]
        parsed = parse(parsed_text[:end])
        self._read_blocks(parsed)
        if outlines:
            entry.outline = outline_of(parsed.tokens)
        entry.body = Span(end if self.body_start is None else self.body_start, end)
        entry.blocks = tuple(self.blocks)
        entry.headings = list(self._headings(self.mask.text))
        self._set_title_echo_apart(self._hide_stray_titles())
        if entry.title_line is not None:
            if self.schema.shape in ("list", "table"):
                self._hide_line(entry.title_line)
            else:
                self.mask.hide(entry.title_line)
            self._show_title(entry.title_line)
        entry.prose = Prose(self.mask.text, entry, entry.blocks)
        self._name_links()
        entry.sections = _sections(entry.headings, entry.body.end)
        return entry

    # The title line

    def _read_summary(self, end: int) -> None:
        found = next(frame.summaries(self.text, 0, end), None)
        if found:
            self._read_title_line(found.line)
        else:
            opening = self.text.find(">") + 1
            self.entry.problems.append(Problem("no-summary", Span(0, opening)))

    def _read_title_line(self, span: Span) -> None:
        line = self.text[span.start : span.end]
        start = span.start + len(line) - len(line.lstrip())
        self.entry.title_line = Span(start, start + len(line.strip()))
        for name, (at, to) in self.schema.read_line(line).items():
            if name not in self.entry.fields:
                value = line[at:to]
                place = Span(span.start + at, span.start + to)
                self.entry.fields[name] = Field(name, unescape(value), place)

    def _read_line(self) -> None:
        """The title line of a list item or a table's row: its first line, without the bullet."""
        first = Span(0, len(self.text.partition("\n")[0]))
        if self.schema.shape == "list":
            marker = _LIST_MARKER.match(self.text)
            number = bool(marker and marker["marker"][0].isdigit())
            if marker and not (number and self.schema.line.lstrip().startswith("{number}")):
                task = _TASK.match(self.text, marker.end())
                first = Span(task.end() if task else marker.end(), first.end)
        self._read_title_line(first)
        self.in_frame = False
        fields = [self.entry.fields[name].span.end for name in _FRAME_FIELDS if name in self.entry.fields]
        start = max(fields, default=first.end)
        closing = _AFTER_TITLE.match(self.text, start)
        self.body_start = closing.end() if closing else start

    def _hide_line(self, line: Span) -> None:
        """Of a line that is an entry the frame's fields are hidden, and what else it says stays prose."""
        for name in _FRAME_FIELDS:
            field = self.entry.fields.get(name)
            if field is not None and line.covers(field.span):
                self.mask.hide(field.span, OBJECT if name == "title" else BREAK)
        if self.schema.shape == "table":
            for bar in BAR.finditer(self.text, line.start, line.end):
                self.mask.hide(Span(*bar.span()))

    def _read_front_matter(self, front: Span) -> None:
        for found in _FRONT_MATTER_LINE.finditer(self.text, front.start, front.end):
            name = self.schema.front_matter.get(found["key"] or found["quoted"])
            value = found["value"].strip()
            if name is None or not value or name in self.entry.fields:
                continue
            at = found.start("value") + found["value"].index(value)
            if len(value) > 1 and value[0] in "\"'" and value[-1] == value[0]:
                at, value = at + 1, value[1:-1]
            if not value:
                continue
            if name == "date" and (day := _DAY_OF_TIME.match(value)):
                value = day[1]
            self.entry.fields[name] = Field(name, value, Span(at, at + len(value)))
        title = self.entry.fields.get("title")
        if title is not None:
            self.entry.title_line = title.span

    def _show_title(self, line: Span) -> None:
        title = self.entry.fields.get("title")
        span = title.span if title else line
        masked = self.mask.alone(span)
        self.entry.title_prose = Prose(masked, self.entry, (Block("heading", span),), "title")

    def _hide_stray_titles(self) -> list[str]:
        """The titles of title lines that lost their entry or their tags; such a line is no prose."""
        if self.schema.shape != "details":
            return []
        strays = [one.line for one in frame.summaries(self.text, 0, len(self.text), on_one_line=True)]
        if self.entry.kind == "entry" and self.entry.title_line is None:
            first = _FIRST_LINE.match(self.text)
            if first and "date" in self.schema.read_line(first["line"]):
                strays.append(Span(*first.span("line")))
        titles = []
        for span in strays:
            self.mask.hide(span)
            line = self.text[span.start : span.end]
            at, to = self.schema.read_line(line).get("title", (0, 0))
            titles.append(unescape(line[at:to]))
        return titles

    def _set_title_echo_apart(self, strays: list[str]) -> None:
        title = self.entry.fields.get("title")
        titles = [title.text] if title else [each for each in strays if each]
        for heading in self.entry.headings if titles else ():
            if heading.real and any(_same_title(heading.text, each) for each in titles):
                self.entry.title_echo = heading
                self.entry.headings.remove(heading)
                self.mask.hide(heading.span)
                break

    # Blocks

    def _read_blocks(self, parsed: Parsed) -> None:
        owner: Token | None = None
        cursor = depth = quotes = 0
        marker, marker_span = "", Span(0, 0)
        runs: list[ListRun | None] = []
        for token in parsed.tokens:
            kind = token.type
            if kind in _INERT:
                continue
            if kind == "inline":
                where = places(parsed, token, owner.type if owner else "", cursor)
                if where is None:
                    if token.content:
                        self._leave_frame(parsed, token)
                    continue
                cursor = where.end
                block = Block(
                    _BLOCK_KINDS.get(owner.type if owner else "", "paragraph"),
                    Span(where.start, where.end),
                    int(owner.tag[1]) if owner and owner.type == "heading_open" else 0,
                    depth,
                    marker,
                    marker_span,
                    parsed.line_starts[token.map[0]] if token.map else where.start,
                    quotes > 0,
                )
                marker, marker_span = "", Span(0, 0)
                self._read_inline(parsed, token, block, where)
                if token.level >= MAX_NESTING - 1:
                    self._note_depth(parsed.lines(token))
            elif kind == "paragraph_open":
                owner = token
            else:
                owner = token
                if kind in _LEAVES_FRAME and token.nesting >= 0:
                    self._leave_frame(parsed, token)
                if kind == "html_block":
                    self._read_html(parsed.lines(token))
                elif kind in ("fence", "code_block"):
                    self._read_code(parsed, token)
                elif kind in ("bullet_list_open", "ordered_list_open"):
                    depth += 1
                    runs.append(ListRun([], depth) if kind == "ordered_list_open" else None)
                elif kind in ("bullet_list_close", "ordered_list_close"):
                    depth -= 1
                    run = runs.pop()
                    if run is not None and run.items:
                        self.entry.lists.append(run)
                elif kind == "list_item_open":
                    marker, marker_span = self._list_marker(parsed, token, marker_span)
                    run = runs[-1]
                    if run is not None and marker[:-1].isdigit():
                        run.items.append((int(marker[:-1]), marker_span))
                elif kind in ("blockquote_open", "blockquote_close"):
                    quotes += token.nesting
                elif kind == "tr_open":
                    cursor = 0
        if parsed.unread:
            start = parsed.line_starts[parsed.unread[0]]
            self._note_depth(Span(start, len(parsed.text)))
        self.entry.lists.sort(key=lambda run: run.items[0][1])

    def _leave_frame(self, parsed: Parsed, token: Token) -> None:
        self.in_frame = False
        if self.body_start is None:
            self.body_start = parsed.lines(token).start

    def _note_depth(self, lines: Span) -> None:
        problems = self.entry.problems
        if not any(problem.kind == "too-deep" for problem in problems):
            problems.append(Problem("too-deep", self._first_line(lines), {"limit": str(MAX_NESTING)}))

    def _first_line(self, span: Span) -> Span:
        end = self.text.find("\n", span.start, span.end)
        return Span(span.start, span.end if end < 0 else end)

    def _list_marker(self, parsed: Parsed, token: Token, before: Span) -> tuple[str, Span]:
        line = parsed.lines(token)
        start = before.end if line.start <= before.start < line.end and before.end else line.start
        marker = token.info + token.markup
        at = self.text.find(marker, start)
        return marker, Span(at, at + len(marker))

    def _read_code(self, parsed: Parsed, token: Token) -> None:
        span = parsed.lines(token)
        self.entry.code.append(span)
        if token.type == "fence":
            last = self.text[span.start : span.end].rstrip("\n").rpartition("\n")[2]
            close = _FENCE_CLOSE.match(last)
            if (
                not (close and close["mark"].startswith(token.markup))
                or "\n" not in self.text[span.start : span.end]
            ):
                self.entry.problems.append(Problem("unclosed-fence", self._first_line(span)))

    def _read_html(self, span: Span) -> None:
        self.entry.html.append(span)
        self._read_html_links([span])

    def _read_html_links(self, spans: Iterable[Span]) -> None:
        """The links and pictures of a block of HTML, or of the tags in a line."""
        links = self.entry.links
        anchor: Link | None = None
        for found in (tag for span in spans for tag in _HTML_LINK.finditer(self.text, *span)):
            group = "double" if found["double"] is not None else "single"
            place = Span(*found.span(group))
            is_image = found["tag"].lower() == "img"
            link = Link("image" if is_image else "link", unescape(found[group]), place, self.in_frame)
            if (
                is_image
                and anchor is not None
                and "</a" not in self.text[anchor.span.end : place.start].lower()
            ):
                wrapping = replace(anchor, wraps_picture=True)
                links[links.index(anchor)] = wrapping
                anchor = wrapping
            if not is_image:
                anchor = link
            links.append(link)

    # Inline text

    def _read_inline(self, parsed: Parsed, token: Token, block: Block, where: Places) -> None:
        pieces = parsed.pieces_of(token)
        if self.in_frame and not self._belongs_to_frame(token, block, pieces):
            self._leave_frame(parsed, token)
        self.mask.show(token, pieces, where)
        if "[" in token.content:
            self._read_links(token, pieces, where)
        if "<" in token.content:
            tags = sorted((piece.start, piece.end) for piece in pieces if piece.kind == "html")
            self._read_html_links(Span(where.at(start), where.at(end - 1) + 1) for start, end in tags)
        if self.in_frame and block.kind == "heading":
            if self.entry.title_line is None:
                self._read_title_line(block.content)
        elif self.in_frame:
            self.mask.hide(block.content)
        self.blocks.append(block)

    def _belongs_to_frame(self, token: Token, block: Block, pieces: list[Piece]) -> bool:
        """Whether a block holds links and pictures alone, or is a heading that says the title."""
        if block.kind == "heading":
            title = self.entry.fields.get("title")
            if title is None:
                return self.schema.shape in ("heading", "page") and self.entry.title_line is None
            return _same_title(self.text[block.content.start : block.content.end], title.text)
        if block.depth or block.quoted or block.kind == "cell":
            return False
        covered = [piece for piece in pieces if piece.kind in ("link", "image", "html", "autolink")]
        at = 0
        for piece in sorted(covered, key=lambda piece: (piece.start, -piece.end)):
            if piece.start >= at:
                if token.content[at : piece.start].strip(" \t\n|·•"):
                    return False
                at = piece.end
        return bool(covered) and not token.content[at:].strip(" \t\n|·•")

    def _read_links(self, token: Token, pieces: list[Piece], where: Places) -> None:
        links = [
            (piece.start, index) for index, piece in enumerate(pieces) if piece.kind in ("link", "image")
        ]
        if not links:
            return
        urls: dict[str, deque[str]] = {"link": deque(), "image": deque()}
        for child in token.children or ():
            if child.type == "link_open" and child.info != "auto":
                urls["link"].append(str(child.attrs.get("href", "")))
            elif child.type == "image":
                urls["image"].append(str(child.attrs.get("src", "")))
        for _, index in sorted(links):
            piece = pieces[index]
            kind: LinkKind = "link" if piece.kind == "link" else "image"
            url = urls[kind].popleft() if urls[kind] else ""
            if kind == "link":
                bracket = label_end(pieces, index)
            else:
                bracket = token.content.rfind("](", piece.start, piece.end)
            written = _MARKDOWN_URL.match(token.content, max(bracket, piece.start), piece.end)
            span = Span(piece.start, piece.end)
            if written:
                span = Span(*written.span("url"))
                url = unescape(written["url"])
            place = Span(where.at(span.start), where.at(max(span.start, span.end - 1)) + 1)
            wraps_picture = kind == "link" and _wraps_picture(pieces, index)
            self.entry.links.append(Link(kind, url, place, self.in_frame, wraps_picture))

    def _name_links(self) -> None:
        """Which of the frame's links is the video, which picture the thumbnail."""
        fields = self.entry.fields
        line = self.entry.title_line
        if line is not None and self.schema.shape in ("list", "table"):
            self.entry.links = [replace(link, frame=line.covers(link.span)) for link in self.entry.links]
        links = [link for link in self.entry.links if link.frame and link.url]
        thumbnail = next((link for link in links if link.kind == "image"), None)
        if thumbnail is not None and "thumbnail" not in fields:
            fields["thumbnail"] = Field("thumbnail", thumbnail.url, thumbnail.span)
        plain = [link for link in links if link.kind == "link"]
        video = next((link for link in plain if link.wraps_picture), None)
        if video is None or host_of(video.url) not in self.schema.video_hosts:
            on_host = (link for link in plain if host_of(link.url) in self.schema.video_hosts)
            video = next(on_host, video)
        if video is not None and "video" not in fields:
            fields["video"] = Field("video", video.url, video.span)

    # Headings

    def _headings(self, masked: str) -> Iterator[Heading]:
        frame_end = self.body_start or 0
        for block in self.blocks:
            if block.content.end <= frame_end and not self._is_echo(block):
                continue
            if block.kind == "heading":
                first = self.text[block.line_start : block.content.start]
                kind: HeadingKind = "atx" if "#" in first else "setext"
                yield self._heading(kind, block.level, block.content, self._line(block), masked)
            elif block.kind == "paragraph" and not block.quoted and masked[block.content.start] == MARK:
                bold = _BOLD_LINE.fullmatch(masked, block.content.start, block.content.end)
                if (
                    not bold
                    or bold[1].rstrip("：:").endswith(_SENTENCE_END)
                    or self.text[bold.start()] not in "*_"
                ):
                    continue
                line, name = self._line(block), Span(*bold.span(1))
                if block.depth == 0:
                    yield self._heading("bold", 0, name, line, masked)
                elif block.depth == 1 and block.marker[:-1].isdigit():
                    yield self._heading("item", 0, name, line, masked, block)

    def _is_echo(self, block: Block) -> bool:
        title = self.entry.fields.get("title")
        content = self.text[block.content.start : block.content.end]
        return block.kind == "heading" and title is not None and _same_title(content, title.text)

    def _line(self, block: Block) -> Span:
        end = self.text.find("\n", block.content.end)
        return Span(block.line_start, len(self.text) if end < 0 else end)

    def _heading(
        self,
        kind: HeadingKind,
        level: int,
        content: Span,
        line: Span,
        masked: str,
        item: Block | None = None,
    ) -> Heading:
        seen = masked[content.start : content.end]
        offsets: Sequence[int] = range(*content)
        text = self.text[content.start : content.end]
        if MARK in seen or BREAK in seen:
            offsets = [at for at, char in enumerate(seen, content.start) if char not in (MARK, BREAK)]
            text = "".join([self.text[at] for at in offsets])
        lead = len(text) - len(text.lstrip())
        offsets, text = offsets[lead:], text.strip()
        offsets = offsets[: len(text)]
        end = offsets[-1] + 1 if offsets else content.end
        start = offsets[0] if offsets else content.start
        if item is not None:
            numeral_span, name_from = item.marker_span, 0
        else:
            numeral = numerals.parse(text)
            name_from = numeral.length if numeral else 0
            numeral_span = Span(start, offsets[name_from - 1] + 1 if name_from else start)
        name = text[name_from:].strip()
        name_start = offsets[name_from] if name_from < len(offsets) else end
        return Heading(
            kind,
            level,
            text,
            Span(start, end),
            self.text[numeral_span.start : numeral_span.end],
            numeral_span,
            name,
            Span(name_start, end),
            line,
        )


def _wraps_picture(pieces: list[Piece], index: int) -> bool:
    """Whether the link at `index` holds a picture: its pieces come just before it."""
    link = pieces[index]
    for piece in (pieces[at] for at in range(index - 1, -1, -1)):
        if piece.start <= link.start:
            return False
        if piece.kind == "image":
            return True
    return False


def _same_title(one: str, other: str) -> bool:
    return _squeezed(one) == _squeezed(other)


def _squeezed(text: str) -> str:
    return "".join(_NOT_TITLE.sub("", unescape(text)).split())


def _sections(headings: list[Heading], end: int) -> list[Section]:
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
