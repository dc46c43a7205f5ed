"""Quotation marks of other languages in Chinese sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog_lint.catalog.model import Prose
from catalog_lint.diagnostic import Edit, Hit, Span
from catalog_lint.language.han import HAN_CHARACTER

_QUOTED = re.compile(
    r"“(?P<double>[^“”「」\n\ufdd2]{1,300})”"
    r"|‘(?P<single>[^‘’“”「」\n\ufdd2]{1,300})’"
    r'|"(?P<straight>[^"「」\n\ufdd2]{1,300})"'
)
_OUTER, _INNER = ("「", "」"), ("『", "』")


def foreign(prose: Prose) -> Iterator[Hit]:
    """Pairs of curly or straight quotation marks around Chinese; both marks change or neither does."""
    text = prose.text
    at = open_quotes = 0
    for match in _QUOTED.finditer(text):
        last_line = text.rfind("\n", at, match.start()) + 1
        if last_line:
            at, open_quotes = last_line, 0
        open_quotes += text.count("「", at, match.start()) - text.count("」", at, match.start())
        at = match.start()
        for start, end, depth in _pairs(text, match, int(open_quotes > 0)):
            opener, closer = _INNER if depth % 2 else _OUTER
            edits = (Edit(Span(start, start + 1), opener), Edit(Span(end - 1, end), closer))
            found = prose.entry.text[start:end]
            yield Hit(Span(start, end), {"found": found, "expected": f"{opener}{found[1:-1]}{closer}"}, edits)


def _pairs(text: str, match: re.Match[str], depth: int) -> Iterator[tuple[int, int, int]]:
    """Start, end and depth of a pair if it stands around Chinese, then of the single ones inside it."""
    low, high = match.span(match.lastgroup or 0)
    if not HAN_CHARACTER.search(text, low, high) or text[low - 2 : low - 1] == "=":
        return
    yield match.start(), match.end(), depth
    if match.lastgroup == "double":
        for inner in _QUOTED.finditer(text, low, high):
            yield from _pairs(text, inner, depth + 1)
