"""Quotation marks of other languages in Chinese sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog_lint.catalog.model import Prose
from catalog_lint.diagnostic import Edit, Hit, Span
from catalog_lint.language.han import HAN
from catalog_lint.rule.contract import NoParams

_QUOTED = re.compile(
    r"“(?P<double>[^“”「」\n\ufdd2]{1,300})”"
    r"|‘(?P<single>[^‘’“”「」\n\ufdd2]{1,300})’"
    r'|"(?P<straight>[^"「」\n\ufdd2]{1,300})"'
)
_HAN_CHARACTER = re.compile(f"[{HAN}]")
_OUTER, _INNER = ("「", "」"), ("『", "』")


def foreign(prose: Prose, params: NoParams) -> Iterator[Hit]:
    """Pairs of curly or straight quotation marks around Chinese; both marks change or neither does."""
    for start, end, depth in _pairs(prose.text, 0, len(prose.text), 0):
        opener, closer = _INNER if depth % 2 else _OUTER
        edits = (Edit(Span(start, start + 1), opener), Edit(Span(end - 1, end), closer))
        found = prose.entry.text[start:end]
        yield Hit(Span(start, end), {"found": found, "expected": f"{opener}{found[1:-1]}{closer}"}, edits)


def _pairs(text: str, start: int, end: int, depth: int) -> Iterator[tuple[int, int, int]]:
    """Start, end and depth of each pair around Chinese, of those inside another one after it."""
    for match in _QUOTED.finditer(text, start, end):
        low, high = match.span(match.lastgroup or 0)
        if not _HAN_CHARACTER.search(text, low, high) or text[low - 2 : low - 1] == "=":
            continue
        inside = depth or _is_inside_quotes(text, match.start())
        yield match.start(), match.end(), inside
        if match.lastgroup == "double":
            yield from _pairs(text, low, high, inside + 1)


def _is_inside_quotes(text: str, at: int) -> int:
    """1 where a 「 before an offset on its line is still open, else 0."""
    start = text.rfind("\n", 0, at) + 1
    return int(text.count("「", start, at) > text.count("」", start, at))
