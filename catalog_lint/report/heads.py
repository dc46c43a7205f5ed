"""A page's entries as a report names them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from catalog_lint.report.model import EntryHead

if TYPE_CHECKING:
    from catalog_lint.finding import Finding
    from catalog_lint.lint.result import PageResult, PlacedResult


def entry_heads(page: PageResult, findings: Sequence[Finding] | None = None) -> tuple[EntryHead, ...]:
    """The heads of a page's entries; with their triage verdicts where the page's `findings` are given."""
    entries = [entry for entry in page.entries if entry.kind == "entry"]
    if findings is None:
        return tuple(_head(entry) for entry in entries)
    from catalog_lint.triage.verdict import needs

    return tuple(
        _head(entry)._replace(verdict=str(need.verdict))
        for entry, need in zip(entries, needs([page], findings), strict=True)
    )


def _head(entry: PlacedResult) -> EntryHead:
    result = entry.result
    return EntryHead(entry.span, result.key, result.number, result.title)
