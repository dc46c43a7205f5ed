"""What takes findings out between the checks and the report, each step in turn."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from catalog_lint.catalog.suppressions import Suppressions
from catalog_lint.finding import Finding
from catalog_lint.lint.findings import finding_on_page
from catalog_lint.lint.result import PageResult


class Filter(Protocol):
    """A step that takes findings out of a page, after suppressions."""

    @property
    def name(self) -> str:
        """What the step is called in totals."""

    @property
    def digest(self) -> str:
        """What tells it from others of its kind."""

    def __call__(self, page: PageResult, findings: list[Finding]) -> list[Finding]:
        """The findings that stay."""

    def asked_elsewhere(self, page: PageResult) -> bool:
        """Whether it read other pages to tell which of a page's findings stay."""


@dataclass(slots=True)
class Resolved:
    """The findings that are reported, in order of place, and those that each filter took out, by its name.

    `lasting`: the same page, settings and filters give the same again, whatever other pages hold.
    """

    findings: list[Finding]
    removed: dict[str, list[Finding]] = field(default_factory=dict)
    lasting: bool = True


def resolve(
    page: PageResult,
    found: Iterable[Finding],
    filters: Sequence[Filter] = (),
    not_asked: Iterable[str] = (),
    whole: bool = True,
) -> Resolved:
    """What of a page's findings is reported.

    Left out is what the page ignores, what another rule tells of the same place, what is suppressed, and
    what `filters` take out. Findings about the page's suppressions depend on what these took out; one of a
    rule that was `not_asked` may be of use; where `found` are not the page's `whole`, none can be reported.
    """
    settings, program = page.program.settings, page.program
    ignored = settings.ignored(page.path)
    left = [one for one in found if one.rule.code not in ignored] if ignored else list(found)
    left = without_superseded(left, program.superseded)
    entries = [placed.span for placed in page.entries]
    suppressions = Suppressions(page.source, page.code, entries, settings.all_rules)
    if suppressions.all:
        left = [finding for finding in left if not suppressions.covers(finding.rule.code, finding.span.start)]
        suppressions.in_use = frozenset(program.rules) - ignored - set(not_asked)
        for bound in program.about_suppressions if whole else ():
            if bound.code not in ignored:
                left += [finding_on_page(bound, hit, page) for hit in bound.check(suppressions, bound.params)]
    left.sort(key=place)
    resolved = Resolved(left)
    for take_out in filters:
        before, resolved.findings = resolved.findings, take_out(page, resolved.findings)
        kept = set(map(id, resolved.findings))
        resolved.removed[take_out.name] = [finding for finding in before if id(finding) not in kept]
        resolved.lasting &= not take_out.asked_elsewhere(page)
    return resolved


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
