"""What of an entry is prose: the one place that knows masks."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cached_property, lru_cache
from html import unescape

from markdown_it.token import Token

from catalog_lint.catalog.html import Tag
from catalog_lint.catalog.markdown import InlinePiece
from catalog_lint.catalog.model import BREAK, MARK, MASKS, OBJECT
from catalog_lint.catalog.nonprose import Found, Kinds
from catalog_lint.catalog.over_blocks import over_blocks
from catalog_lint.catalog.places import Places
from catalog_lint.source import Span

_MASKED = re.compile(f"[{MASKS}]")
_HELD = frozenset(("code", "html", "autolink"))
_HOLDS_PIECES = frozenset(("link", "image"))
_VERBATIM = frozenset("code kbd samp var tt pre math script style textarea".split())
_GAP = 12


def _blank(text: str, mask: str) -> str:
    """The text with each character but line ends replaced by a mask."""
    if "\n" not in text:
        return mask * len(text)
    return _blank_gap(text, mask) if len(text) <= _GAP else _blank_lines(text, mask)


def _blank_lines(text: str, mask: str) -> str:
    return "\n".join([mask * len(line) for line in text.split("\n")])


@lru_cache(4_096)
def _blank_gap(text: str, mask: str) -> str:
    """The same for what stands between two runs of prose: line ends and markers, time and again."""
    return _blank_lines(text, mask)


class Mask:
    """The masked copy of a text while it is made: all BREAK, then prose is let through."""

    def __init__(self, text: str) -> None:
        self.source = text
        self._kinds = Kinds(text)
        self._shown: list[tuple[int, str]] = []
        self._hidden: list[tuple[Span, str]] = []

    def show(self, token: Token, pieces: list[InlinePiece], where: Places, tags: Sequence[Tag]) -> None:
        """Let an inline token's text through and mask what stands between; tokens come in their order.

        `tags` are those of its HTML.
        """
        start, end = where.start, where.end
        if not where.single or not _HOLDS_PIECES.isdisjoint([piece[0] for piece in pieces]):
            shown = self._mixed(token, pieces, where, tags)
        else:
            plain = len(pieces) == 1 and pieces[0][0] == "text"
            shown = self.source[start:end] if plain else self._in_row(pieces, start)
            for (low, high), mask, _ in self._nonprose(start, end, [] if plain else pieces, where, tags):
                shown = shown[: low - start] + mask * (high - low) + shown[high - start :]
        self._shown.append((start, shown))

    def _in_row(self, pieces: list[InlinePiece], origin: int) -> str:
        """The masked copy of pieces that follow one another on one line."""
        out = []
        for kind, start, end, delimiters in pieces:
            if kind == "text":
                out.append(self.source[origin + start : origin + end])
            elif kind == "delimiter":
                out.append(_marks(delimiters, self.source, origin + start))
            else:
                out.append((MARK if kind == "escape" else OBJECT) + OBJECT * (end - start - 1))
        return "".join(out)

    def _mixed(self, token: Token, pieces: list[InlinePiece], where: Places, tags: Sequence[Tag]) -> str:
        """The masked copy of a token over several lines, or with links, which hold pieces of their own."""
        source, origin = self.source, where.start
        shown = [BREAK if "\n" in token.content else MARK] * (where.end - origin)
        for low, high, at in where.runs(0, len(token.content)):
            shown[at - origin : at - origin + high - low] = OBJECT * (high - low)
        for piece in pieces:
            if piece.kind in ("text", "newline"):
                for low, high, at in where.runs(piece.start, piece.end):
                    shown[at - origin : at - origin + high - low] = source[at : at + high - low]
            elif piece.kind == "delimiter":
                at = where.at(piece.start) - origin
                marks = _marks(piece.tokens, source, at + origin)
                shown[at : at + len(marks)] = marks
            elif piece.kind == "escape":
                shown[where.at(piece.start) - origin] = MARK
        for (low, high), mask, _ in self._nonprose(origin, where.end, pieces, where, tags):
            shown[low - origin : high - origin] = mask * (high - low)
        for index, piece in enumerate(pieces):
            if piece.kind == "link":
                # What stands around a label renders to nothing: what touches it touches the label.
                for offset in (piece.start, *range(label_end(pieces, index), piece.end)):
                    shown[where.at(offset) - origin] = MARK
        at = source.find("\n", origin, where.end)
        while at >= 0:
            shown[at - origin] = "\n"
            at = source.find("\n", at + 1, where.end)
        return "".join(shown)

    def hide_over_blocks(self) -> None:
        """Mask what is no prose and runs over several blocks, once all tokens are shown."""
        for span in over_blocks(self.source):
            self.hide(span, OBJECT)

    def hide(self, span: Span, mask: str = BREAK) -> None:
        """Mask a run, line ends excepted."""
        self._hidden.append((span, mask))

    def alone(self, span: Span) -> str:
        """The masked copy of which one run alone is let through, with what is no prose in it masked."""
        text = self.source
        shown = text[span.start : span.end]
        for (low, high), mask, _ in self._kinds.spans(*span):
            shown = shown[: low - span.start] + mask * (high - low) + shown[high - span.start :]
        return _blank(text[: span.start], BREAK) + shown + _blank(text[span.end :], BREAK)

    def _nonprose(
        self, start: int, end: int, pieces: list[InlinePiece], where: Places, tags: Sequence[Tag]
    ) -> list[Found]:
        """What is no prose in a block; what stands in code, a tag or a link's address is not looked at.

        An address in front of such a thing ends there; of the others only the whole is one.
        """
        found = self._kinds.spans(start, end)
        verbatim = _verbatim(tags) if len(tags) > 1 else []
        if not found and not verbatim:
            return []
        held = verbatim + _held(pieces, where)
        return [Found(span) for span in verbatim] + [
            kept for one in found if (kept := _apart(one, held) if held else one)
        ]

    @property
    def text(self) -> str:
        """The masked text."""
        text = self._all_shown
        for (start, end), mask in self._hidden:
            text = text[:start] + _blank(self.source[start:end], mask) + text[end:]
        return text

    @cached_property
    def _all_shown(self) -> str:
        """The masked text before anything was hidden, once all tokens are shown."""
        parts: list[str] = []
        at = 0
        for start, shown in self._shown:
            parts += (_blank(self.source[at:start], BREAK), shown)
            at = start + len(shown)
        return "".join([*parts, _blank(self.source[at:], BREAK)])


def _marks(delimiters: tuple[Token, ...], source: str, start: int) -> str:
    """What the marks of emphasis from `start` on show: nothing where they render."""
    out = ""
    for token in delimiters:
        size = len(token.content)
        at = start + len(out)
        out += source[at : at + size] if size else MARK * (2 if token.tag == "s" else 1)
    return out


def _verbatim(tags: Sequence[Tag]) -> list[Span]:
    """What stands between the tags of code, of keys to press and the like."""
    spans = []
    opened: Tag | None = None
    for tag in tags:
        if opened is None and tag.kind == "open" and tag.name in _VERBATIM:
            opened = tag
        elif opened is not None and tag.kind == "close" and tag.name == opened.name:
            spans.append(Span(opened.span.end, tag.span.start))
            opened = None
    return spans


def _held(pieces: list[InlinePiece], where: Places) -> list[Span]:
    """Where code, tags, pictures, the first brackets of links and their addresses stand."""
    held = []
    for index, piece in enumerate(pieces):
        if piece.kind in _HELD or piece.kind in _HOLDS_PIECES:
            start = piece.start
            if piece.kind == "link":
                held.append(Span(where.at(start), where.at(start) + 1))
                start = label_end(pieces, index)
            held.append(Span(where.at(start), where.at(piece.end - 1) + 1))
    return held


def _apart(found: Found, held: list[Span]) -> Found | None:
    """What is found without what others hold; None where it begins, or may not end, in such a thing."""
    (start, end), mask, cut = found
    for low, high in held:
        if low <= start < high:
            return None
        if start < low < end and cut:
            end = low
        elif low < end < high:
            return None
    return Found(Span(start, end), mask, cut)


def label_end(pieces: list[InlinePiece], index: int) -> int:
    """Where the label of the link at `index` ends, at its closing bracket: its pieces come just before it."""
    link, last = pieces[index], pieces[index - 1]
    return last.end if index and last.start > link.start else link.start + 1


def visible(masked: str) -> str:
    """What a reader sees of masked text: the letters without masks and white space."""
    return "".join(_MASKED.sub("", masked).split())


def seen(content: str, pieces: list[InlinePiece]) -> str:
    """A block's text as a reader sees it: without marks that render, tags, pictures and links' addresses."""
    if len(pieces) == 1 and pieces[0].kind == "text":
        return content
    out = []
    for piece in pieces:
        text = content[piece.start : piece.end]
        if piece.kind in ("text", "newline"):
            out.append(text)
        elif piece.kind == "code":
            out.append(text.strip("`"))
        elif piece.kind == "entity":
            out.append(unescape(text))
        elif piece.kind == "escape":
            out.append(text[1:])
        elif piece.kind == "autolink":
            out.append(text[1:-1])
        elif piece.kind == "delimiter":
            out.append("".join([token.content for token in piece.tokens]))
    return "".join(out)
