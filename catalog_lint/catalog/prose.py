"""What of an entry is prose: the one place that knows masks."""

from __future__ import annotations

import re

from markdown_it.token import Token

from catalog_lint.catalog.markdown import Piece, Places
from catalog_lint.catalog.model import BREAK, MARK, MASKS, OBJECT
from catalog_lint.source import Span

_MASKED = re.compile(f"[{MASKS}]")
_URL = re.compile(
    r"(?:https?|ftp)://[!-~]+|www\.[!-~]{3,2000}|[\w.+-]{1,64}@[\w-]{1,64}\.[\w.-]{0,64}\w", re.ASCII
)
_TRAILING = ".,;:!?)]}>'\"*_"
_TEX = re.compile(r"\\{1,2}\([^\n]{1,400}?\\{1,2}\)|\\{1,2}\[[^\n]{1,400}?\\{1,2}\]")
_DOLLARS = re.compile(
    r"\$\$[^$]+\$\$"
    r"|(?<![\\$\w])\$(?![\s$])(?:[^$\n\u3400-\u9fff]|\\\$|\\text\{[^}$\n]*\})*?(?<![\s\\$])\$(?![\d$])"
)


def _blank(text: str, mask: str) -> str:
    """The text with each character but line ends replaced by a mask."""
    return "\n".join(mask * len(line) for line in text.split("\n"))


def alone(text: str, span: Span) -> str:
    """The masked copy of a text of which one run alone is let through."""
    return _blank(text[: span.start], BREAK) + text[span.start : span.end] + _blank(text[span.end :], BREAK)


class Mask:
    """The masked copy of a text while it is made: all BREAK, then prose is let through."""

    def __init__(self, text: str) -> None:
        self.source = text
        self._characters = list(_blank(text, BREAK))

    def show(self, token: Token, pieces: list[Piece], where: Places) -> None:
        """Let an inline token's text through and mask what stands between."""
        characters = self._characters
        source = self.source
        plain = all(piece.kind == "text" for piece in pieces)
        for low, high, at in where.runs(0, len(token.content)):
            end = at + high - low
            characters[at:end] = source[at:end] if plain else OBJECT * (high - low)
        if not plain:
            for piece in pieces:
                kind = piece.kind
                if kind == "text":
                    at = where.at(piece.start)
                    end = at + piece.end - piece.start
                    characters[at:end] = source[at:end]
                elif kind == "delimiter":
                    self._show_delimiters(piece, where)
                elif kind == "escape":
                    characters[where.at(piece.start)] = MARK
                elif kind == "newline":
                    for low, high, at in where.runs(piece.start, piece.end):
                        characters[at : at + high - low] = source[at : at + high - low]
        self._hide_unread(Span(where.start, where.end))
        if not plain:
            self._lift_links(pieces, where)
            self._restore_newlines(where)

    def _show_delimiters(self, piece: Piece, where: Places) -> None:
        at = where.at(piece.start)
        for token in piece.tokens:
            rendered = not token.content
            for _ in range(len(token.content) or (2 if token.tag == "s" else 1)):
                self._characters[at] = MARK if rendered else self.source[at]
                at += 1

    def _lift_links(self, pieces: list[Piece], where: Places) -> None:
        """What stands around a link's label renders to nothing: what touches it touches the label."""
        for index, piece in enumerate(pieces):
            if piece.kind == "link":
                for offset in (piece.start, *range(label_end(pieces, index), piece.end)):
                    self._characters[where.at(offset)] = MARK

    def _restore_newlines(self, where: Places) -> None:
        at = self.source.find("\n", where.start, where.end)
        while at >= 0:
            self._characters[at] = "\n"
            at = self.source.find("\n", at + 1, where.end)

    def hide(self, span: Span, mask: str = BREAK) -> None:
        """Mask a run, line ends excepted."""
        self._characters[span.start : span.end] = _blank(self.source[span.start : span.end], mask)

    def _hide_unread(self, span: Span) -> None:
        """Mask bare URLs, addresses and maths inside a block."""
        source = self.source[span.start : span.end]
        found: list[tuple[int, int]] = []
        if "://" in source or "www." in source or "@" in source:
            for match in _URL.finditer(source):
                found.append((match.start(), match.start() + len(_url(match[0]))))
        if "\\" in source:
            found += [match.span() for match in _TEX.finditer(source)]
        if "$" in source:
            found += [match.span() for match in _DOLLARS.finditer(source)]
        for start, end in found:
            self.hide(Span(span.start + start, span.start + end), OBJECT)

    @property
    def text(self) -> str:
        """The masked text."""
        return "".join(self._characters)


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
