"""Markdown as markdown-it-py reads it, with the place of every piece of inline text."""

from __future__ import annotations

import re
from dataclasses import dataclass
from threading import local
from typing import NamedTuple

from markdown_it import MarkdownIt
from markdown_it.parser_block import ParserBlock
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_block import StateBlock, reference
from markdown_it.rules_inline.state_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType

from catalog_lint.catalog import bold, plain_lines
from catalog_lint.source import Span

MAX_NESTING = 100
STEPS = 2_000_000
STEPS_A_CHARACTER = 50
"""What an entry may take to read: a step is one look at a place of inline text, about a microsecond.

Real pages take a tenth of a step a character; thousands of brackets that nothing closes take thousands.
"""
_DELIMITED = "tokenize"
_ESCAPABLE = frozenset("\n!\"#$%&'()*+,-./:;<=>?@[\\]^_`{|}~")
"""What a backslash escapes; before others it stands for itself."""
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
"""What each inline rule begins with, so that none is tried in vain; those not named take anything."""
_MARKED = re.compile(r"[\n\\`*_~\[<&]")
"""What an inline rule can begin at; text without any of it is one text token."""
_ENDS_TEXT = re.compile(r"[\n\\`*_~\[\]!<&]")
"""Where a text token may end: where a rule begins, or a link's label ends."""


class InlinePiece(NamedTuple):
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


class TooMuchWork(Exception):
    """A text that takes more steps to read than it may."""


class _NotingInline(ParserInline):
    """The inline parser, noting what each rule takes; its tokens are its parent's, not yet joined.

    Raises TooMuchWork when it has no `steps_left`.
    """

    def __init__(self, settled: ParserInline) -> None:
        """Its rules are those that `settled` has enabled, no later ones."""
        super().__init__()
        self.ruler.enableOnly(settled.ruler.get_active_rules())
        self.ruler2.enableOnly(["balance_pairs", "strikethrough", "emphasis"])
        self.terminator_re = _ENDS_TEXT
        rules = [rule for rule in self.ruler.__rules__ if rule.enabled]
        self._any = tuple(rule.fn for rule in rules if rule.name not in _INLINES)
        self._by_first = {
            first: tuple(rule.fn for rule in rules if first in _INLINES.get(rule.name, first))
            for first in "".join(_INLINES.values())
        }
        self.notes: dict[int, list[InlinePiece]] = {}
        self.steps_left = 0
        self._current: list[InlinePiece] = []

    def skipToken(self, state: StateInline) -> None:
        self.steps_left -= 1
        if self.steps_left < 0:
            raise TooMuchWork
        super().skipToken(state)

    def tokenize(self, state: StateInline) -> None:
        rules_at, others = self._by_first.get, self._any
        notes = self._current
        end = state.posMax
        limit = state.md.options["maxNesting"]
        tokens = state.tokens
        while state.pos < end:
            self.steps_left -= 1
            if self.steps_left < 0:
                raise TooMuchWork
            start = state.pos
            before = len(tokens)
            for rule in rules_at(state.src[start], others) if state.level < limit else ():
                if rule(state, False):
                    name = rule.__name__
                    if name == _DELIMITED:
                        notes.append(
                            InlinePiece("delimiter", start, state.pos, _last(tokens, state.pos - start))
                        )
                    elif (name == "backtick" and len(tokens) == before) or (
                        name == "escape" and state.src[start + 1] not in _ESCAPABLE
                    ):
                        notes.append(InlinePiece("text", start, state.pos))
                    else:
                        notes.append(InlinePiece(_KINDS[name], start, state.pos))
                    break
            else:
                state.append_pending(state.src[start])
                state.pos += 1
                notes.append(InlinePiece("text", start, state.pos))
        if state.pending:
            state.pushPending()

    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        if not _MARKED.search(src):
            if src:
                tokens.append(Token("text", "", 0, content=src))
                self.notes[id(tokens)] = [InlinePiece("text", 0, len(src))]
            return tokens
        if bold.is_bold_alone(src):
            self.notes[id(tokens)] = notes = []
            for start, end, made in bold.segments(src):
                tokens += made
                notes.append(
                    InlinePiece("delimiter", start, end, made)
                    if len(made) > 1
                    else InlinePiece("text", start, end)
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


def _reference(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    """The definition of a link, but not the text of a footnote, which only looks like one without a space."""
    if state.src.startswith("[^", state.bMarks[start] + state.tShift[start]):
        return False
    return reference(state, start, end, silent)


class _NotingBlock(ParserBlock):
    """The parser of blocks, noting at which lines it leaves out blocks that lie deeper than the limit."""

    def __init__(self, settled: ParserBlock) -> None:
        super().__init__()
        self.ruler = settled.ruler
        self.unread: list[int] = []

    def tokenize(self, state: StateBlock, startLine: int, endLine: int) -> None:
        line = state.skipEmptyLines(startLine)
        if (
            state.level >= state.md.options["maxNesting"]
            and line < endLine
            and state.sCount[line] >= state.blkIndent
        ):
            self.unread.append(line)
        super().tokenize(state, startLine, endLine)


class _Parsers(local):
    """A parser for each thread: it notes what it reads."""

    def __init__(self) -> None:
        self.markdown = MarkdownIt("commonmark", {"maxNesting": MAX_NESTING}).enable(
            ["table", "strikethrough"]
        )
        self.markdown.block.ruler.at("reference", _reference)
        self.markdown.inline = self.inline = _NotingInline(self.markdown.inline)
        self.markdown.block = self.block = _NotingBlock(self.markdown.block)
        self.markdown.core.ruler.disable("text_join")


_parsers = _Parsers()


@dataclass(slots=True)
class Parsed:
    """The tokens of a text, and what their inline text consists of.

    `unread` are the lines, from 0, at which a block was left out because it lies too deep.
    """

    text: str
    tokens: list[Token]
    pieces: dict[int, list[InlinePiece]]
    line_starts: list[int]
    unread: list[int]

    def pieces_of(self, token: Token) -> list[InlinePiece]:
        """What the inline rules took of an inline token's content."""
        return self.pieces.get(id(token.children), [])

    def lines(self, token: Token) -> Span:
        """Where the lines of a block token stand, without the last line end."""
        first, last = token.map or (0, 0)
        starts = self.line_starts
        start = starts[first] if first < len(starts) else len(self.text)
        end = starts[last] - 1 if last < len(starts) else len(self.text)
        return Span(start, max(start, end))


def parse(text: str) -> Parsed:
    """Read a text that has only `\\n` line ends.

    Raises TooMuchWork where it takes more than STEPS and STEPS_A_CHARACTER for each.
    """
    inline, block = _parsers.inline, _parsers.block
    inline.notes, block.unread = {}, []
    inline.steps_left = STEPS + STEPS_A_CHARACTER * len(text)
    tokens = plain_lines.blocks(text)
    if tokens is None:
        tokens = _parsers.markdown.parse(text)
    else:
        for token in tokens:
            if token.children is not None:
                inline.parse(token.content, _parsers.markdown, {}, token.children)
    starts = [0]
    at = text.find("\n")
    while at >= 0:
        starts.append(at + 1)
        at = text.find("\n", at + 1)
    return Parsed(text, tokens, inline.notes, starts, block.unread)


def pieces_in(content: str) -> list[InlinePiece]:
    """What the inline rules take of a block's content. Raises TooMuchWork as `parse` does."""
    inline = _parsers.inline
    inline.notes = {}
    inline.steps_left = STEPS + STEPS_A_CHARACTER * len(content)
    tokens: list[Token] = []
    inline.parse(content, _parsers.markdown, {}, tokens)
    return inline.notes.get(id(tokens), [])
