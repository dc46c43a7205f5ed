"""What takes findings out between the checks and the report, each step in turn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Protocol

from catalog_lint.diagnostic import Finding
from catalog_lint.lint.findings import finding_on_page
from catalog_lint.lint.result import PageResult
from catalog_lint.lint.suppressions import Suppressions


class Filter(Protocol):
    """A step that takes findings out of a page, after suppressions; `digest` names what it takes out."""

    digest: str

    def __call__(self, page: PageResult, findings: list[Finding]) -> list[Finding]: ...


def resolve(page: PageResult, found: Iterable[Finding], filters: Sequence[Filter] = ()) -> list[Finding]:
    """The findings that are reported, in order of place.

    Left out is what the page ignores, what another rule tells of the same place, what is suppressed, and
    what `filters` take out. Findings about the page's suppressions depend on what these took out.
    """
    settings, program = page.program.settings, page.program
    ignored = settings.ignored(page.path)
    left = [one for one in found if one.rule.code not in ignored] if ignored else list(found)
    left = without_superseded(left, program.superseded)
    suppressions = Suppressions(page, settings.all_rules)
    if suppressions.all:
        left = [finding for finding in left if not suppressions.covers(finding)]
        suppressions.in_use = frozenset(program.rules) - ignored
        for bound in program.about_suppressions:
            if bound.code not in ignored:
                left += [finding_on_page(bound, hit, page) for hit in bound.check(suppressions, bound.params)]
    for take_out in filters:
        left = take_out(page, left)
    left.sort(key=place)
    return left


def without_superseded(findings: list[Finding], superseded: Mapping[str, frozenset[str]]) -> list[Finding]:
    """The findings that no other one tells instead.

    `superseded` has, by code, the codes of the rules that do so where they overlap.
    """
    if not superseded:
        return findings
    codes = {finding.rule.code for finding in findings}
    behind = {code: ahead & codes for code, ahead in superseded.items() if code in codes and ahead & codes}
    if not behind:
        return findings
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
