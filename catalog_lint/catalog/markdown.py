"""Markdown as markdown-it-py reads it, with the place of every piece of inline text."""

from __future__ import annotations

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import lru_cache
from math import inf
from time import monotonic
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline.state_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType

from catalog_lint.catalog import bold
from catalog_lint.catalog.dispatch import Dispatch, DispatchingBlock
from catalog_lint.source import Span

MAX_NESTING = 100
_STEPS_A_LOOK = 64
_CLOSING_HASHES = re.compile(r"(?:^|[ \t]+)#+[ \t]*$")
_CELL_GAP = re.compile(r"[\s|>]*")
_DELIMITED = "tokenize"
_INLINES = {
    "newline": "\n",
    "escape": "\\",
    "backticks": "`",
    "strikethrough": "~",
    "emphasis": "*_",
    "link": "[",
    "image": "!",
    "autolink": "<",
    "html_inline": "<",
    "entity": "&",
}
"""What each inline rule begins with."""
_MARKED = re.compile(r"[\n\\`*_~\[<&]")
"""What an inline rule can begin at; text without any of it is one text token."""
_ENDS_TEXT = re.compile(r"[\n\\`*_~\[\]!<&]")
"""Where a text token may end: where a rule begins, or a link's label ends."""


class Piece(NamedTuple):
    """What one inline rule took of a block's content.

    `kind` is the rule: text, newline, escape, entity, code, link, image, autolink, html, delimiter.
    `tokens` are the delimiter tokens of emphasis and strikethrough, in order.
    """

    kind: str
    start: int
    end: int
    tokens: tuple[Token, ...] = ()


_KINDS = {
    "text": "text",
    "newline": "newline",
    "escape": "escape",
    "backtick": "code",
    "link": "link",
    "image": "image",
    "autolink": "autolink",
    "html_inline": "html",
    "entity": "entity",
    _DELIMITED: "delimiter",
}


class TooSlow(Exception):
    """A text that takes longer to read than it may."""


class _NotingInline(ParserInline):
    """The inline parser, noting what each rule takes; its tokens are its parent's, not yet joined.

    Some texts (ten thousand times `a <![CDATA[`) take a millisecond a token: past `deadline`, in seconds
    of time.monotonic, it raises TooSlow.
    """

    def __init__(self, settled: ParserInline) -> None:
        """Its rules are those that `settled` has enabled, no later ones."""
        super().__init__()
        self.ruler.enableOnly(settled.ruler.get_active_rules())
        self.ruler2.enableOnly(["balance_pairs", "strikethrough", "emphasis"])
        self.terminator_re = _ENDS_TEXT
        self._rules = Dispatch((rule for rule in self.ruler.__rules__ if rule.enabled), _INLINES)
        self.notes: dict[int, list[Piece]] = {}
        self.deadline = inf
        self._current: list[Piece] = []
        self._steps = 0

    def _step(self) -> None:
        self._steps += 1
        if self._steps % _STEPS_A_LOOK == 0 and monotonic() > self.deadline:
            raise TooSlow("takes longer to read than it may; split it")

    def skipToken(self, state: StateInline) -> None:
        self._step()
        super().skipToken(state)

    def tokenize(self, state: StateInline) -> None:
        rules_at = self._rules.at
        notes = self._current
        end = state.posMax
        limit = state.md.options["maxNesting"]
        tokens = state.tokens
        while state.pos < end:
            self._step()
            start = state.pos
            before = len(tokens)
            for rule in rules_at(state.src[start]) if state.level < limit else ():
                if rule(state, False):
                    name = rule.__name__
                    if name == _DELIMITED:
                        notes.append(Piece("delimiter", start, state.pos, _last(tokens, state.pos - start)))
                    elif name == "backtick" and len(tokens) == before:
                        notes.append(Piece("text", start, state.pos))
                    else:
                        notes.append(Piece(_KINDS[name], start, state.pos))
                    break
            else:
                state.append_pending(state.src[start])
                state.pos += 1
                notes.append(Piece("text", start, state.pos))
        if state.pending:
            state.pushPending()

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        if not _MARKED.search(src):
            if src:
                tokens.append(Token("text", "", 0, content=src))
                self.notes[id(tokens)] = [Piece("text", 0, len(src))]
            return tokens
        if bold.is_bold_alone(src):
            self.notes[id(tokens)] = notes = []
            for start, end, made in bold.segments(src):
                tokens += made
                notes.append(
                    Piece("delimiter", start, end, made) if len(made) > 1 else Piece("text", start, end)
                )
            return tokens
        outer, self._current = self._current, []
        try:
            super().parse(src, md, env, tokens)
            self.notes[id(tokens)] = self._current
        finally:
            self._current = outer
        return tokens


def _last(tokens: list[Token], length: int) -> tuple[Token, ...]:
    """The last tokens whose marks are together `length` characters long."""
    taken: list[Token] = []
    for token in reversed(tokens):
        if length <= 0:
            break
        taken.append(token)
        length -= len(token.content)
    return tuple(reversed(taken))


@lru_cache(1)
def _parser() -> tuple[MarkdownIt, _NotingInline]:
    markdown = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable(["table", "strikethrough"])
    markdown.inline = inline = _NotingInline(markdown.inline)
    markdown.block = DispatchingBlock(markdown.block)
    markdown.core.ruler.disable("text_join")
    return markdown, inline


@dataclass(slots=True)
class Parsed:
    """The tokens of a text, and where the content of each inline token stands in it."""

    text: str
    tokens: list[Token]
    pieces: dict[int, list[Piece]]
    line_starts: list[int]

    def pieces_of(self, token: Token) -> list[Piece]:
        """What the inline rules took of an inline token's content."""
        return self.pieces.get(id(token.children), [])

    def lines(self, token: Token) -> Span:
        """Where the lines of a block token stand, without the last line end."""
        first, last = token.map or (0, 0)
        starts = self.line_starts
        start = starts[first] if first < len(starts) else len(self.text)
        end = starts[last] - 1 if last < len(starts) else len(self.text)
        return Span(start, max(start, end))


class Places:
    """Where the characters of a block's content stand in the text: one shift for each content line."""

    __slots__ = ("_shifts", "_starts", "end", "start")

    def __init__(self, starts: list[int], shifts: list[int], length: int) -> None:
        self._starts = starts
        self._shifts = shifts
        self.start = shifts[0] + starts[0] if starts else 0
        self.end = self.at(length - 1) + 1 if length else self.start

    @property
    def single(self) -> bool:
        """Whether the content is one line."""
        return len(self._shifts) == 1

    def at(self, offset: int) -> int:
        """The place of a content character."""
        if len(self._shifts) == 1:
            return offset + self._shifts[0]
        return offset + self._shifts[bisect_right(self._starts, offset) - 1]

    def runs(self, start: int, end: int) -> list[tuple[int, int, int]]:
        """The run from `start` to `end` as (content start, content end, place), line by line."""
        starts = self._starts
        if len(starts) == 1:
            return [(start, end, start + self._shifts[0])] if start < end else []
        index = bisect_right(starts, start) - 1
        out = []
        while start < end:
            stop = min(end, starts[index + 1]) if index + 1 < len(starts) else end
            out.append((start, stop, start + self._shifts[index]))
            start = stop
            index += 1
        return out


def parse(text: str, deadline: float = inf) -> Parsed:
    """Read a text that has only `\\n` line ends.

    Raises TooSlow when time.monotonic passes `deadline`.
    """
    markdown, inline = _parser()
    inline.notes = {}
    inline.deadline = deadline
    tokens = markdown.parse(text)
    starts = [0]
    at = text.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = text.find("\n", at + 1)
    return Parsed(text, tokens, inline.notes, starts)


def places(parsed: Parsed, token: Token, owner: str, cursor: int = 0) -> Places | None:
    """Where the content of an inline token stands; None where that is not certain.

    `owner` is the type of the block token that holds it. The lines of a paragraph are suffixes of
    its source lines, so their lengths alone tell where they stand; a table cell is looked for from
    `cursor`, the end of the cell before, with nothing but bars and blanks between.
    """
    if token.map is None or not token.content:
        return None
    if owner in ("th_open", "td_open"):
        return _cell_places(parsed, token, cursor)
    first, last = token.map
    content = token.content
    if last - first == 1 and owner == "paragraph_open":
        begin = parsed.line_starts[first]
        end = parsed.line_starts[last] - 1 if last < len(parsed.line_starts) else len(parsed.text)
        if not parsed.text.endswith(content, begin, end):
            end = begin + len(parsed.text[begin:end].rstrip())
        if parsed.text.endswith(content, begin, end):
            return Places([0], [end - len(content)], len(content))
    starts: list[int] = []
    shifts: list[int] = []
    offset = 0
    row = first
    rows = len(parsed.line_starts)
    for line in content.split("\n"):
        wanted = line.strip()
        while row < min(last, rows):
            begin = parsed.line_starts[row]
            end = parsed.line_starts[row + 1] - 1 if row + 1 < rows else len(parsed.text)
            source = parsed.text[begin:end].rstrip()
            if owner == "heading_open" and not source.endswith(wanted):
                source = _CLOSING_HASHES.sub("", source)
            row += 1
            if starts or wanted == "" or source.strip():
                break
        else:
            return None
        if not source.endswith(wanted):
            return None
        lead = len(line) - len(line.lstrip())
        starts.append(offset)
        shifts.append(begin + len(source) - len(wanted) - lead - offset)
        offset += len(line) + 1
    return Places(starts, shifts, len(content))


def _cell_places(parsed: Parsed, token: Token, cursor: int) -> Places | None:
    lines = parsed.lines(token)
    start = max(lines.start, cursor)
    gap = _CELL_GAP.match(parsed.text, start)
    at = gap.end() if gap else start
    if not parsed.text.startswith(token.content, at) or at + len(token.content) > lines.end:
        return None
    return Places([0], [at], len(token.content))
