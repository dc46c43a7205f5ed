"""What a converter of terms left in a text: a term converted twice, a term put where two words met."""

from __future__ import annotations

from collections.abc import Iterator

from catalog_lint.catalog.model import Prose
from catalog_lint.diagnostic import Edit, Hit, Span
from catalog_lint.language import conversions
from catalog_lint.rule.contract import NoParams


def doubled(prose: Prose, params: NoParams) -> Iterator[Hit]:
    """Terms whose beginning stands twice or more."""
    for start, end, expected in conversions.doubled(prose.text):
        yield _hit(prose.text, start, end, expected)


def straddling(prose: Prose, params: NoParams) -> Iterator[Hit]:
    """Terms that stand across two words."""
    for start, end, expected in conversions.straddling(prose.text):
        yield _hit(prose.text, start, end, expected)


def _hit(text: str, start: int, end: int, expected: str) -> Hit:
    span = Span(start, end)
    return Hit(span, {"found": text[start:end], "expected": expected}, (Edit(span, expected),))
