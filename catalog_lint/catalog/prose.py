"""What of an entry is prose: the one place that knows masks."""

from __future__ import annotations

import re
from functools import cached_property, lru_cache

from markdown_it.token import Token

from catalog_lint.catalog.markdown import Piece, Places
from catalog_lint.catalog.model import BREAK, MARK, MASKS, OBJECT
from catalog_lint.source import Span

_MASKED = re.compile(f"[{MASKS}]")
_URL = re.compile(
    r"(?:https?|ftp)://[!-~]+|www\.[!-~]{3,2000}|[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{0,64}\w", re.ASCII
)
_UNREAD = re.compile(r"://|www\.|[@\\$]")
_HOLDS_PIECES = frozenset(("link", "image"))
_GAP = 12
_TRAILING = ".,;:!?)]}>'\"*_"
_TEX = re.compile(r"\\{1,2}\([^\n]{1,400}?\\{1,2}\)|\\{1,2}\[[^\n]{1,400}?\\{1,2}\]")
_DOLLARS = re.compile(
    r"\$\$[^$]+\$\$"
    r"|(?<![\\$\w])\$(?![\s$])(?:[^$\n\u3400-\u9fff]|\\\$|\\text\{[^}$\n]*\})*?(?<![\s\\$])\$(?![\d$])"
)


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


def alone(text: str, span: Span) -> str:
    """The masked copy of a text of which one run alone is let through."""
    return _blank(text[: span.start], BREAK) + text[span.start : span.end] + _blank(text[span.end :], BREAK)


class Mask:
    """The masked copy of a text while it is made: all BREAK, then prose is let through."""

    def __init__(self, text: str) -> None:
        self.source = text
        self._shown: list[tuple[int, str]] = []
        self._hidden: list[tuple[Span, str]] = []

    def show(self, token: Token, pieces: list[Piece], where: Places) -> None:
        """Let an inline token's text through and mask what stands between; tokens come in their order."""
        start, end = where.start, where.end
        if not where.single or not _HOLDS_PIECES.isdisjoint([piece[0] for piece in pieces]):
            shown = self._mixed(token, pieces, where)
        else:
            plain = len(pieces) == 1 and pieces[0][0] == "text"
            shown = self.source[start:end] if plain else self._in_row(pieces, start)
            for low, high in self._unread(start, end):
                shown = shown[: low - start] + OBJECT * (high - low) + shown[high - start :]
        self._shown.append((start, shown))

    def _in_row(self, pieces: list[Piece], origin: int) -> str:
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

    def _mixed(self, token: Token, pieces: list[Piece], where: Places) -> str:
        """The masked copy of a token over several lines, or with links, which hold pieces of their own."""
        source, origin = self.source, where.start
        shown = [BREAK] * (where.end - origin)
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
        for low, high in self._unread(origin, where.end):
            shown[low - origin : high - origin] = OBJECT * (high - low)
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

    def hide(self, span: Span, mask: str = BREAK) -> None:
        """Mask a run, line ends excepted."""
        self._hidden.append((span, mask))

    def _unread(self, start: int, end: int) -> list[Span]:
        """Bare URLs, addresses and maths in a run of the source."""
        if not _UNREAD.search(self.source, start, end):
            return []
        source = self.source[start:end]
        found = [Span(match.start(), match.start() + len(_url(match[0]))) for match in _URL.finditer(source)]
        found += [Span(*match.span()) for maths in (_TEX, _DOLLARS) for match in maths.finditer(source)]
        return [span.shifted(start) for span in found]

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


def _url(text: str) -> str:
    """A URL without the marks after it; a closing bracket that one inside it opened belongs to it."""
    while text and text[-1] in _TRAILING and not (text[-1] == ")" and text.count("(") >= text.count(")")):
        text = text[:-1]
    return text


def label_end(pieces: list[Piece], index: int) -> int:
    """Where the label of the link at `index` ends, at its closing bracket: its pieces come just before it."""
    link, last = pieces[index], pieces[index - 1]
    return last.end if index and last.start > link.start else link.start + 1


def visible(masked: str) -> str:
    """What a reader sees of masked text: the letters without masks and white space."""
    return "".join(_MASKED.sub("", masked).split())
