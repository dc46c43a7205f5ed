"""White space inside sentences: tabs, doubled blanks, full-width and other odd blanks."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from catalog_lint.catalog.model import BREAK, MARK, Prose
from catalog_lint.diagnostic import Applicability, Edit, Hit, Span
from catalog_lint.language.han import HAN
from catalog_lint.rule.contract import Params

_ODD = "\u00a0\u1680\u2000-\u200a\u202f\u205f"
_RUNS = {
    "tab": re.compile(r"\t[ \t\u3000]*"),
    "doubled": re.compile(r"  +"),
    "full-width": re.compile(r"\u3000[ \u3000]*"),
    "odd": re.compile(f"[{_ODD}][ {_ODD}]*"),
}
_QUICK = {"tab": "\t", "doubled": "  ", "full-width": "\u3000"}
_MARKER = re.compile(
    f"[ {BREAK}{MARK}]*"
    "(?:#{1,6}|[-+*•◦▪]|[(（]?(?:[0-9]{1,3}|[A-Za-z]|[一二三四五六七八九十]{1,3})[.)）、．])?"
    f"{MARK}*"
)
_SPREAD = re.compile(f"[{BREAK}{MARK} ]*[\u4e00-\u9fff]")
_HAN = re.compile(f"[{HAN}]")
_INDENT = re.compile(r"^[ ]*\u3000[ \u3000]*", re.MULTILINE)
_FULL_WIDTH = re.compile(r"[\u3001-\u303f\uff00-\uff65‘’“”…—]")
_EDGE = (BREAK, "\n", "")


class BlankParams(Params):
    """`kind`: which white space; "indent" is a full-width blank at the start of a line."""

    kind: Literal["tab", "doubled", "full-width", "odd", "indent"]


def blanks(prose: Prose, params: BlankParams) -> Iterator[Hit]:
    """Runs of one kind of white space with text on both sides, or at the start of a line ("indent")."""
    text = prose.text
    if params.kind == "indent":
        if "\u3000" in prose.entry.text:
            yield from _indents(prose)
        return
    if _QUICK.get(params.kind, "") not in text:
        return
    for match in _RUNS[params.kind].finditer(text):
        start, end = match.span()
        while start and text[start - 1] == " ":
            start -= 1
        left, right = _neighbour(text, start - 1, -1), _neighbour(text, end, 1)
        if left in _EDGE or right in _EDGE or left.isspace() or right.isspace():
            continue
        beside_stars = text[start - 2 : start] == "**" or text.startswith("**", end)
        if beside_stars and params.kind != "tab":
            continue
        line = (
            text[text.rfind("\n", 0, start) + 1 : start] if start - text.rfind("\n", 0, start) < 20 else "…"
        )
        if _MARKER.fullmatch(line) or (params.kind == "doubled" and left.isascii() and right.isascii()):
            continue
        between_han = bool(_HAN.match(left) and _HAN.match(right))
        if params.kind == "full-width" and between_han and _is_spread(text, line, end):
            continue
        marked = text[start - 1] == MARK or text[end] == MARK
        glued = not marked and bool(_FULL_WIDTH.match(left) or _FULL_WIDTH.match(right))
        unsafe: Applicability | None = "unsafe" if params.kind == "full-width" and between_han else None
        edit = Edit(Span(start, end), "" if glued or beside_stars else " ")
        yield Hit(Span(start, end), {"count": str(end - start)}, (edit,), applicability=unsafe)


def _is_spread(text: str, line: str, end: int) -> bool:
    """Whether two Han characters at the start of a line are set apart to fill a column."""
    return bool(_SPREAD.fullmatch(line)) and not _HAN.match(text[end + 1 : end + 2])


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
