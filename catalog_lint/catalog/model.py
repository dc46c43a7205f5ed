"""Page, entry, section, prose: what the reader makes and the checks see.

Every span inside an entry counts from the start of the entry's own text, so that an entry means the
same wherever it stands; only the engine adds `Entry.start`.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from catalog_lint.catalog.memo import Remembering
from catalog_lint.source import Source, Span

if TYPE_CHECKING:
    from catalog_lint.catalog.html import Tag
    from catalog_lint.catalog.markdown import InlinePiece
    from catalog_lint.catalog.outline import Outline
    from catalog_lint.catalog.places import Places
    from catalog_lint.catalog.schema import Schema

# Noncharacters: no text holds them by right, so a mask is never mistaken for prose.
MARK = "\ufdd0"
OBJECT = "\ufdd1"
BREAK = "\ufdd2"
MAX_NUMBER_DIGITS = 18
MASKS = MARK + OBJECT + BREAK

InlineKind = Literal["code", "link", "image", "autolink", "html", "escape", "entity", "marks"]
_INLINES: dict[str, InlineKind] = {
    "code": "code",
    "link": "link",
    "image": "image",
    "autolink": "autolink",
    "html": "html",
    "escape": "escape",
    "entity": "entity",
    "delimiter": "marks",
}
BlockKind = Literal["paragraph", "heading", "cell"]
LinkKind = Literal["link", "image"]
HeadingKind = Literal["atx", "setext", "bold", "item"]


class Inline(NamedTuple):
    """What a run of inline text is to Markdown, plain text aside, and where it stands.

    A link holds the runs in its label, which stand before it in order. `turns` are what a run of marks
    (`*`, `_`, `~`) opens and closes, in order: strong_open, em_close, s_open …; none where it stays standing.
    """

    kind: InlineKind
    span: Span
    turns: tuple[str, ...] = ()


@dataclass(slots=True)
class Block:
    """A run of inline text: a paragraph, a heading, a table cell.

    `content` is where its inline text stands, `marker` the marker of the list item that it opens
    ("" elsewhere), `marker_span` where that stands, `depth` how many lists it lies in, `level` a
    heading's level (0 elsewhere), `line_start` the offset of its first line, `seen` what a reader sees of
    a heading ("" elsewhere).
    """

    kind: BlockKind
    content: Span
    level: int = 0
    depth: int = 0
    marker: str = ""
    marker_span: Span = Span(0, 0)
    line_start: int = 0
    quoted: bool = False
    seen: str = ""
    pieces: Sequence[InlinePiece] = field(default=(), repr=False)
    places: Places | None = field(default=None, repr=False)

    @property
    def inlines(self) -> list[Inline]:
        """The inline nodes of the block, in the order of their ends."""
        at = self.places.at if self.places else None
        return [
            Inline(
                _INLINES[piece.kind],
                Span(at(piece.start), at(piece.end - 1) + 1),
                tuple([token.type for token in piece.tokens if token.nesting]),
            )
            for piece in self.pieces
            if at and piece.kind in _INLINES
        ]


class Field(NamedTuple):
    """A value of the frame (number, date, title, video, thumbnail) and where it stands."""

    name: str
    text: str
    span: Span


class Link(NamedTuple):
    """A link or picture of an entry.

    `span` is the place of its URL, `label` that of its text where it is written `[text](address)`, `frame`
    whether the frame holds it, `wraps_picture` whether the link stands around a picture, `alone` whether
    it stands in no sentence.
    """

    kind: LinkKind
    url: str
    span: Span
    frame: bool = False
    wraps_picture: bool = False
    alone: bool = False
    label: Span | None = None


class Heading(NamedTuple):
    """What opens a section: a heading, or a bold line or bold numbered item that stands for one.

    `text` is what a reader sees, without marks; `numeral` the numbering in front of the name
    ("小節一", "一、", "1.", "" without), `name` the rest; spans likewise. `line` is the whole line,
    `hashes` are those that open it, if any do.
    """

    kind: HeadingKind
    level: int
    text: str
    span: Span
    numeral: str
    numeral_span: Span
    name: str
    name_span: Span
    line: Span
    hashes: Span | None = None

    @property
    def real(self) -> bool:
        """Whether Markdown sees a heading here."""
        return self.kind in ("atx", "setext")


@dataclass(slots=True)
class Section:
    """A heading and what stands under it, up to the next heading of its own kind and level or above."""

    heading: Heading
    span: Span
    children: list[Section] = field(default_factory=list)


@dataclass(slots=True, frozen=True)
class Problem:
    """Something about the frame that the reader saw broken: `kind` names it."""

    kind: str
    span: Span
    values: dict[str, str] = field(default_factory=dict)


@dataclass(slots=True)
class ListRun:
    """An ordered list's items: (number, marker span) in order."""

    items: list[tuple[int, Span]]
    depth: int
    heading: Heading | None = None


@dataclass(slots=True)
class Prose(Remembering):
    """Text that a person reads, offset for offset with `entry.text`; the rest is masked.

    `MARK` hides what renders to nothing, `OBJECT` what stands in the sentence but is no prose (code,
    URL, HTML, maths), `BREAK` block structure.
    """

    text: str
    entry: Entry
    blocks: tuple[Block, ...] = ()
    role: Literal["body", "title"] = "body"
    remembered: dict[tuple[Hashable, ...], Any] = field(default_factory=dict, repr=False, compare=False)


@dataclass
class Entry(Remembering):
    """One item of a catalog, or (`kind` "text") what stands on a page outside every item.

    `html` are the blocks of HTML, and `tags` the tags in them and in lines; `breaks` are the lines of
    thematic breaks; `said_until` is where its own text starts, behind lines with the schema's labels.
    """

    text: str
    start: int
    kind: Literal["entry", "text"] = "entry"
    language: str = "zh-TW"
    schema: Schema | None = None
    terms: Mapping[str, str] = field(default_factory=dict)
    fields: dict[str, Field] = field(default_factory=dict)
    title_line: Span | None = None
    links: list[Link] = field(default_factory=list)
    body: Span = Span(0, 0)
    headings: list[Heading] = field(default_factory=list)
    sections: list[Section] = field(default_factory=list)
    blocks: tuple[Block, ...] = ()
    lists: list[ListRun] = field(default_factory=list)
    title_echo: Heading | None = None
    problems: list[Problem] = field(default_factory=list)
    html: list[Span] = field(default_factory=list)
    breaks: list[Span] = field(default_factory=list)
    tags: list[Tag] = field(default_factory=list)
    code: list[Span] = field(default_factory=list)
    outline: Outline | None = None
    prose: Prose = field(init=False)
    title_prose: Prose | None = None
    said_until: int = 0
    remembered: dict[tuple[Hashable, ...], Any] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def number(self) -> int | None:
        """The number, once it is read: None without one or with more than MAX_NUMBER_DIGITS digits."""
        text = found.text if (found := self.fields.get("number")) else ""
        return int(text) if text.isascii() and text.isdigit() and len(text) <= MAX_NUMBER_DIGITS else None

    @property
    def span(self) -> Span:
        """Where the entry stands on its page."""
        return Span(self.start, self.start + len(self.text))

    @property
    def all_code(self) -> list[Span]:
        """Where code stands, blocks of it and runs within a line."""
        within = [one.span for block in self.blocks for one in block.inlines if one.kind == "code"]
        return [*self.code, *within]

    def release(self) -> None:
        """Part it from its prose when nobody will ask for either again: the two hold each other.

        A run does without the collector of such circles, so that they would stay in memory to its end.
        """
        for prose in (self.prose, self.title_prose):
            if prose is not None:
                prose.remembered.clear()
                del prose.entry
        self.remembered.clear()

    @cached_property
    def anchor(self) -> Span:
        """Where a finding about the whole entry points: its title line, else its first line."""
        if self.title_line is not None:
            return self.title_line
        end = self.text.find("\n")
        return Span(0, len(self.text) if end < 0 else end)


@dataclass
class Page:
    """One Markdown file: its entries in order, and the text outside them as entries of kind "text"."""

    path: str
    source: Source
    entries: list[Entry]
    language: str = "zh-TW"

    def index_at(self, offset: int) -> int:
        """The index of the last entry that starts at an offset or before it, -1 where none does."""
        return bisect_right(self.entries, offset, key=lambda entry: entry.start) - 1
