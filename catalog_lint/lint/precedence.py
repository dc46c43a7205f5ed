"""Which of several findings about one place stands."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence

from catalog_lint.diagnostic import Finding


def standing(findings: Sequence[Finding]) -> list[Finding]:
    """The findings of one page without those that a superseding rule's finding overlaps, in their order."""
    over: dict[str, list[tuple[int, int]]] = {}
    for finding in findings:
        for code in finding.rule.supersedes:
            over.setdefault(code, []).append(finding.span)
    for places in over.values():
        places.sort()
    return [f for f in findings if f.rule.code not in over or not _touched(f, over[f.rule.code])]


def _touched(finding: Finding, places: list[tuple[int, int]]) -> bool:
    start, end = finding.span
    before = bisect_left(places, (max(end, start + 1), 0))
    return any(high > start or (low, high) == (start, end) for low, high in places[:before])
