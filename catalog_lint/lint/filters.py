"""What takes findings out between the checks and the report, each step in turn."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from catalog_lint.diagnostic import Finding
from catalog_lint.lint.findings import finding_on_page
from catalog_lint.lint.result import PageResult
from catalog_lint.lint.suppressions import Suppressions


@dataclass(slots=True)
class Kept:
    """The findings of a page that are left, in order of place, and how many each step took out."""

    findings: list[Finding]
    removed: Counter[str] = field(default_factory=Counter)


def resolve(page: PageResult, found: Iterable[Finding]) -> Kept:
    """The findings that are reported: not ignored for the page, not superseded, not suppressed.

    Findings about the page's suppressions come last, since they depend on what these took out.
    """
    settings, program = page.program.settings, page.program
    ignored = settings.ignored(page.path)
    findings = [one for one in found if one.rule.code not in ignored] if ignored else list(found)
    kept = Kept(without_superseded(findings, program.superseded))
    kept.removed["superseded"] = len(findings) - len(kept.findings)
    suppressions = Suppressions(page, settings.all_rules)
    if suppressions.all:
        left = [finding for finding in kept.findings if not suppressions.covers(finding)]
        kept.removed["suppressed"] = len(kept.findings) - len(left)
        suppressions.in_use = frozenset(program.rules) - ignored
        for bound in program.about_suppressions:
            if bound.code not in ignored:
                left += [finding_on_page(bound, hit, page) for hit in bound.check(suppressions, bound.params)]
        kept.findings = left
    kept.findings.sort(key=place)
    return kept


def without_superseded(
    findings: Sequence[Finding], superseded: Mapping[str, frozenset[str]]
) -> list[Finding]:
    """The findings that no other one tells instead.

    `superseded` has, by code, the codes of the rules that do so where they overlap.
    """
    if not superseded:
        return list(findings)
    codes = {finding.rule.code for finding in findings}
    behind = {code: ahead & codes for code, ahead in superseded.items() if code in codes and ahead & codes}
    if not behind:
        return list(findings)
    wanted = frozenset().union(*behind.values())
    ahead_of: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.rule.code in wanted:
            ahead_of.setdefault(finding.rule.code, []).append(finding)
    return [
        finding
        for finding in findings
        if finding.rule.code not in behind
        or not any(
            _same_place(finding, other) for code in behind[finding.rule.code] for other in ahead_of[code]
        )
    ]


def _same_place(one: Finding, other: Finding) -> bool:
    return one.span.overlaps(other.span) or one.span == other.span


def place(finding: Finding) -> tuple[int, int, str]:
    """What findings of a page are ordered by."""
    return finding.span.start, finding.span.end, finding.rule.code
