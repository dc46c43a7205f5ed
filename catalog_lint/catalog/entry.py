"""From an entry's text to the model: markdown-it-py tokens in, what they say with exact offsets out."""

from __future__ import annotations

import re

from markdown_it.token import Token

from catalog_lint.catalog import frame
from catalog_lint.catalog.headings import headings_in, same_title, says_title, sections_of
from catalog_lint.catalog.html import Tag, tags
from catalog_lint.catalog.labelled import read_labelled
from catalog_lint.catalog.markdown import MAX_NESTING, Parsed, parse
from catalog_lint.catalog.media import OPENS_LINKS, Links, holds_links_alone, media_fields
from catalog_lint.catalog.model import BREAK, OBJECT, Block, BlockKind, Entry, ListRun, Problem, Prose
from catalog_lint.catalog.outline import outline_of
from catalog_lint.catalog.places import Places, places
from catalog_lint.catalog.prose import Mask, seen
from catalog_lint.catalog.schema import BAR, SHAPES_OF_A_LINE, Schema
from catalog_lint.catalog.titles import (
    LINE_FIELDS,
    read_first_line,
    read_front_matter,
    read_number_above,
    read_summary,
    read_title_line,
    stray_titles,
)
from catalog_lint.source import Span

_CLOSE_AT_END = re.compile(r"</details\s*>\s*\Z", re.IGNORECASE)
_FENCE_CLOSE = re.compile(r"^[ \t>]*(?P<mark>`{3,}|~{3,})[ \t]*$")
_NOT_NEWLINE = re.compile(r"[^\n]")
"""Shapes of entries whose first line is their title line."""
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


class EntryReader:
    """Reads one entry, or text outside entries; `read` is called once."""

    def __init__(self, text: str, is_entry: bool, schema: Schema) -> None:
        self.text = text
        self.schema = schema
        self.entry = Entry(text, 0, "entry" if is_entry else "text", schema=schema)
        self.mask = Mask(text)
        self.links = Links()
        self.blocks: list[Block] = []
        self.body_start: int | None = None
        self.in_frame = is_entry
        self.in_front_matter = False

    def read(self, outlines: bool) -> Entry:
        """The entry, with its outline where it is asked for. Raises TooMuchWork."""
        entry, schema = self.entry, self.schema
        end = len(self.text)
        parsed_text = self.text
        if entry.kind == "entry" and schema.shape == "details":
            close = _CLOSE_AT_END.search(self.text)
            end = close.start() if close else end
            read_summary(entry, schema, end)
        elif entry.kind == "entry" and schema.shape in SHAPES_OF_A_LINE:
            self.body_start = read_first_line(entry, schema)
            self.in_frame = False
        elif entry.kind == "entry" and schema.shape == "page":
            front = frame.front_matter(self.text)
            read_front_matter(entry, schema, front)
            self.in_front_matter = entry.title_line is not None
            parsed_text = _NOT_NEWLINE.sub(" ", self.text[: front.end]) + self.text[front.end :]
        parsed = parse(parsed_text[:end])
        self._read_blocks(parsed)
        self.mask.hide_over_blocks()
        if outlines:
            entry.outline = outline_of(parsed)
        entry.body = Span(end if self.body_start is None else self.body_start, end)
        entry.blocks = tuple(self.blocks)
        found = headings_in(self.text, self.mask.text, self.blocks, self.body_start or 0, self._says_title)
        entry.headings = list(found)
        self._set_title_echo_apart()
        if entry.title_line is not None:
            self._hide_title_line(entry.title_line)
        entry.prose = Prose(self.mask.text, entry, entry.blocks)
        self._name_links()
        entry.sections = sections_of(entry.headings, entry.body.end)
        return entry

    # The title

    def _says_title(self, heading: str) -> bool:
        """Whether a heading says the title, behind a number too where the front matter gives it."""
        title = self.entry.fields.get("title")
        same = says_title if self.in_front_matter else same_title
        return title is not None and same(heading, title.text)

    def _set_title_echo_apart(self) -> None:
        """A heading that repeats the title is not part of the body; a misplaced title line is no prose."""
        entry = self.entry
        strays = stray_titles(entry, self.schema)
        for span, _ in strays:
            self.mask.hide(span)
        title = entry.fields.get("title")
        titles = [title.text] if title else [stray for _, stray in strays]
        for heading in entry.headings if titles else ():
            same = any(same_title(heading.text, each) for each in titles)
            counted = self.in_front_matter and read_number_above(entry, heading)
            if heading.real and (same or counted):
                entry.title_echo = heading
                entry.headings.remove(heading)
                self.mask.hide(heading.span)
                break

    def _hide_title_line(self, line: Span) -> None:
        """Of a line that is an entry the frame's fields are hidden, and what else it says stays prose."""
        entry = self.entry
        if self.schema.shape in SHAPES_OF_A_LINE:
            for name in LINE_FIELDS:
                field = entry.fields.get(name)
                if field is not None and line.covers(field.span):
                    self.mask.hide(field.span, OBJECT if name == "title" else BREAK)
            if self.schema.shape == "table":
                for bar in BAR.finditer(self.text, line.start, line.end):
                    self.mask.hide(Span(*bar.span()))
        else:
            self.mask.hide(line)
        title = entry.fields.get("title")
        span = title.span if title else line
        entry.title_prose = Prose(self.mask.alone(span), entry, (Block("heading", span),), "title")

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
                elif kind == "hr":
                    self.entry.breaks.append(parsed.lines(token))
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
        self._read_tags(tags(self.text[span.start : span.end]), span.start, True)

    def _read_tags(self, found: tuple[Tag, ...], start: int, alone: bool) -> list[Tag]:
        placed = [tag.shifted(start) for tag in found]
        self.entry.tags += placed
        self.links.read_tags(placed, self.in_frame, alone)
        return placed

    # Inline text

    def _read_inline(self, parsed: Parsed, token: Token, block: Block, where: Places) -> None:
        pieces = parsed.pieces_of(token)
        content = token.content
        if len(pieces) > 1 or pieces[0].kind != "text":
            block.pieces, block.places = pieces, where
        if block.kind == "heading":
            block.seen = seen(content, pieces)
        alone = content[0] in OPENS_LINKS and block.kind == "paragraph" and holds_links_alone(content, pieces)
        if self.in_frame and not self._belongs_to_frame(block, alone):
            self._leave_frame(parsed, token)
        if "[" in content:
            self.links.read_pieces(token, pieces, where, self.in_frame, alone)
        found: list[Tag] = []
        for piece in sorted(piece[1:3] for piece in pieces if piece.kind == "html") if "<" in content else ():
            start = where.at(piece[0])
            found += self._read_tags(tags(self.text[start : where.at(piece[1] - 1) + 1]), start, alone)
        self.mask.show(token, pieces, where, found)
        if self.in_frame and block.kind == "heading":
            if self.entry.title_line is None:
                read_title_line(self.entry, self.schema, block.content)
        elif self.in_frame:
            self.mask.hide(block.content)
        self.blocks.append(block)

    def _belongs_to_frame(self, block: Block, alone: bool) -> bool:
        """Whether a block holds links and pictures alone, or is a heading that says the title."""
        if block.kind == "heading":
            title = self.entry.fields.get("title")
            if title is None:
                return self.schema.shape in ("heading", "page") and self.entry.title_line is None
            return self._says_title(block.seen)
        return alone and not block.depth and not block.quoted

    def _name_links(self) -> None:
        """Which of the frame's links is the video, which picture the thumbnail."""
        entry = self.entry
        line = entry.title_line
        entry.links = self.links.found
        if line is not None and self.schema.shape in SHAPES_OF_A_LINE:
            below = self.schema.shape == "paragraph"
            entry.links = [
                link._replace(frame=line.covers(link.span) or (below and link.alone and link.kind == "image"))
                for link in entry.links
            ]
        for field in media_fields(entry, self.schema):
            entry.fields.setdefault(field.name, field)
        if entry.kind == "entry":
            read_labelled(entry, self.schema)
