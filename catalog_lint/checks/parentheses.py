"""Half-width parentheses in Chinese sentences."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Literal

from catalog_lint.catalog.model import BREAK, MARK, OBJECT, Prose
from catalog_lint.checks.half_width import beyond
from catalog_lint.diagnostic import Edit, Hit, Span
from catalog_lint.language.han import HAN_CHARACTER
from catalog_lint.rule.contract import Params

_PAIR = re.compile(r"\((?P<inner>[^()（）\n\ufdd2]{1,80})\)")
_SHORT_INNER = re.compile(r"[0-9]{1,4}(?:/[0-9]{1,4})?|[A-Za-z]|[ivxIVX]{1,4}|[^\w]+")
_SENTENCE_MARK = re.compile(r"[，。；：、！？」』》】〉”…]")
_FEW_PARENTHESES = 3


class ParenthesisParams(Params):
    """`which`: parentheses that touch Han ("touching"), or set off by spaces, with Han inside or without."""

    which: Literal["touching", "spaced", "spaced-foreign"]


def parentheses(prose: Prose, params: ParenthesisParams) -> Iterator[Hit]:
    """Pairs of half-width parentheses in a Chinese sentence; both are changed or none.

    The fix is not safe in an entry that keeps to half-width parentheses.
    """
    text = prose.text
    source = prose.entry.text
    hits = []
    for match in _PAIR.finditer(text):
        start, end = match.span()
        inner = match["inner"].replace(MARK, "").strip()
        if not inner or _SHORT_INNER.fullmatch(inner) or "\\" in inner:
            continue
        spaced = " " in (beyond(text, start - 1, -1), beyond(text, end, 1))
        has_han = bool(HAN_CHARACTER.search(inner))
        which = ("spaced" if has_han else "spaced-foreign") if spaced else "touching"
        left = beyond(text, start - 1, -1, spaces=True)
        right = beyond(text, end, 1, spaces=True)
        if which != params.which or not (
            HAN_CHARACTER.match(left)
            or (has_han and _SENTENCE_MARK.match(left))
            or (which == "spaced" and _is_behind_code(prose, start) and _ends_clause(right))
        ):
            continue
        if not (has_han or HAN_CHARACTER.match(right) or _SENTENCE_MARK.match(right)):
            continue
        before, after = start - (text[start - 1] == " "), end + (text[end : end + 1] == " ")
        if after > end and not (HAN_CHARACTER.match(right) or _SENTENCE_MARK.match(right)):
            after = end
        first = start + 1 + len(match["inner"]) - len(match["inner"].lstrip(" "))
        last = start + 1 + len(match["inner"].rstrip(" "))
        edits = (Edit(Span(before, first), "（"), Edit(Span(last, after), "）"))
        expected = f"（{source[first:last]}）"
        hits.append(Hit(Span(start, end), {"found": source[start:end], "expected": expected}, edits))
    keeps_half = hits and text.count("(") > max(_FEW_PARENTHESES, text.count("（"))
    for hit in hits:
        yield hit._replace(applicability="unsafe") if keeps_half else hit


def _is_behind_code(prose: Prose, at: int) -> bool:
    """Whether a code span and one space stand before an offset."""
    return prose.text[at - 2 : at] == f"{OBJECT} " and prose.entry.text[at - 2] == "`"


def _ends_clause(right: str) -> bool:
    """Whether what follows goes on in Chinese, or nothing follows."""
    return right in ("", "\n", BREAK) or bool(HAN_CHARACTER.match(right) or _SENTENCE_MARK.match(right))
