"""The general check for what each entry must hold."""

from __future__ import annotations

from collections.abc import Iterator

from catalog_lint.catalog.model import Entry
from catalog_lint.checks.pattern import Expression, compiled
from catalog_lint.diagnostic import Hit
from catalog_lint.rule.contract import Params, gives


class RequiredParams(Params):
    """`pattern`: a regular expression (Python's) that must match in the source text of each entry.

    `ignore_case`: whether case matters.
    """

    pattern: Expression
    ignore_case: bool = False


@gives("expected")
def required(entry: Entry, params: RequiredParams) -> Iterator[Hit]:
    """Entries in which nothing matches, reported at their title line."""
    if not compiled(params.pattern, params.ignore_case).search(entry.text):
        yield Hit(entry.anchor, {"expected": params.pattern})
