"""Which fixes of a page go together in one round."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence

from catalog_lint.diagnostic import SEVERITIES, Fix
from catalog_lint.finding import Finding
from catalog_lint.source import Edit, Span


def applies(fix: Fix | None, unsafe: bool) -> bool:
    """Whether a finding's fix is to be applied, with unsafe ones or without."""
    return fix is not None and fix.applies(unsafe)


def edits_of(findings: Iterable[Finding]) -> list[Edit]:
    """All edits of the findings' fixes."""
    return [edit for finding in findings if finding.fix for edit in finding.fix.edits]


def before_outline(findings: Sequence[Finding]) -> list[Finding]:
    """The fixes without those that propose another outline: whether text stands under a line that is to be a
    heading is known when all that does not belong there is gone.
    """
    return [
        finding
        for finding in findings
        if finding.severity != "info" or not finding.rule.fix or "heading" not in finding.rule.fix.alters
    ]


def compatible(findings: Sequence[Finding]) -> list[Finding]:
    """The fixes that can go together: of two that touch, the graver, then the longer, then the lower code."""
    ranked = sorted(
        findings,
        key=lambda f: (-SEVERITIES.index(f.severity), f.span.start - f.span.end, f.rule.code, f.span.start),
    )
    taken: list[Span] = []
    starts: list[int] = []
    chosen: list[Finding] = []
    for finding in ranked:
        spans = [edit.span for edit in finding.fix.edits] if finding.fix else []
        if any(_touches(span, taken, starts) for span in spans):
            continue
        chosen.append(finding)
        for span in spans:
            index = bisect_right(starts, span.start)
            starts.insert(index, span.start)
            taken.insert(index, span)
    return chosen


def _touches(span: Span, taken: list[Span], starts: list[int]) -> bool:
    """Whether a run meets one already taken; `taken` is in order and disjoint."""
    index = bisect_right(starts, span.start)
    return any(
        span.overlaps(other) or span.start == other.start or (span.end == other.start == other.end)
        for other in taken[max(0, index - 1) : index + 1]
    ) or (index < len(starts) and starts[index] < span.end)
