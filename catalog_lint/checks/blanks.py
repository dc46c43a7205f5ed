"""White space inside sentences: tabs, doubled blanks, full-width and other odd blanks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from pydantic import BaseModel

from catalog_lint.catalog.model import BREAK, MARK, Prose
from catalog_lint.rule import Edit, Hit, Span

_ODD = "\u00a0\u1680\u2000-\u200a\u202f\u205f"
_RUNS = {
    "tab": re.compile(r"[ \u3000]*\t[ \t\u3000]*"),
    "doubled": re.compile(r"  +"),
    "full-width": re.compile(r" *\u3000[ \u3000]*"),
    "odd": re.compile(f" *[{_ODD}][ {_ODD}]*"),
}
_INDENT = re.compile(r"^[ ]*\u3000[ \u3000]*", re.MULTILINE)
_FULL_WIDTH = re.compile(r"[\u3001-\u303f\uff00-\uff65‘’“”…—]")
_ENGLISH_STOP = re.compile(r"[.!?:][\"')\]]?")
_EDGE = (BREAK, "\n", "")


class BlankParams(BaseModel, extra="forbid", frozen=True):
    """`kind`: which white space; "indent" is a full-width blank at the start of a line."""

    kind: Literal["tab", "doubled", "full-width", "odd", "indent"]


def blanks(prose: Prose, params: BlankParams) -> Iterator[Hit]:
    """Runs of one kind of white space with text on both sides, or at the start of a line ("indent")."""
    text = prose.text
    if params.kind == "indent":
        yield from _indents(prose)
        return
    for match in _RUNS[params.kind].finditer(text):
        start, end = match.span()
        left, right = _neighbour(text, start - 1, -1), _neighbour(text, end, 1)
        if left in _EDGE or right in _EDGE or left.isspace() or right.isspace():
            continue
        if params.kind == "doubled" and left.isascii() and right.isascii() and _ENGLISH_STOP.match(left):
            continue
        glued = bool(_FULL_WIDTH.match(left) or _FULL_WIDTH.match(right))
        yield Hit(Span(start, end), {"count": str(end - start)}, (Edit(Span(start, end), "" if glued else " "),))


def _indents(prose: Prose) -> Iterator[Hit]:
    text = prose.entry.text
    for block in prose.blocks:
        if block.kind == "cell":
            continue
        start = text.rfind("\n", 0, block.content.start) + 1
        for match in _INDENT.finditer(text, start, block.content.end):
            yield Hit(Span(*match.span()), {"count": str(len(match[0]))}, (Edit(Span(*match.span()), ""),))


def _neighbour(text: str, at: int, step: int) -> str:
    """The next character that is no formatting mark."""
    while 0 <= at < len(text) and text[at] == MARK:
        at += step
    return text[at] if 0 <= at < len(text) else ""
