"""What a run's findings come to: plain numbers that can be added up, page by page."""

from __future__ import annotations

from collections import Counter
from dataclasses import asdict, dataclass, field, fields
from typing import TYPE_CHECKING, Any

from catalog_lint.diagnostic import SEVERITIES, Severity

if TYPE_CHECKING:
    from catalog_lint.report.model import PageReport


@dataclass(slots=True)
class RuleTotals:
    """A rule's findings: how many, in how many entries, how many with a safe or an unsafe fix.

    `severity` is the gravest that a page's configuration gives the rule; `fixed` is how many this run
    fixed, `revealed` how many came to light when it did.
    """

    name: str
    severity: Severity
    count: int = 0
    entries: int = 0
    safe: int = 0
    unsafe: int = 0
    fixed: int = 0
    revealed: int = 0

    def merge(self, other: RuleTotals) -> None:
        """Add another page's."""
        self.name = self.name or other.name
        self.severity = max(self.severity, other.severity, key=SEVERITIES.index)
        self.count += other.count
        self.entries += other.entries
        self.safe += other.safe
        self.unsafe += other.unsafe
        self.fixed += other.fixed
        self.revealed += other.revealed


@dataclass(slots=True)
class Totals:
    """A run's, or a page's, numbers.

    `touched` counts the entries with an error or a warning, `failing` the findings at or above their
    page's `fail-on`, `before` those that were there before this run fixed anything, `removed` those that a
    filter of findings (`baseline`, `unchanged`) took out. `seconds`, `failures` (what went wrong inside) and
    `texts` (text files without entries, beside others that are pages) are the caller's to set.
    """

    rules: dict[str, RuleTotals] = field(default_factory=dict)
    severities: Counter[str] = field(default_factory=Counter)
    removed: Counter[str] = field(default_factory=Counter)
    pages: int = 0
    entries: int = 0
    touched: int = 0
    failing: int = 0
    before: int = 0
    seconds: float = 0.0
    failures: int = 0
    texts: int = 0

    @property
    def found(self) -> int:
        """Findings that are left."""
        return self.severities.total()

    @property
    def fixed(self) -> int:
        """Findings that this run fixed."""
        return sum(rule.fixed for rule in self.rules.values())

    @property
    def revealed(self) -> int:
        """Findings that came to light when others were fixed."""
        return sum(rule.revealed for rule in self.rules.values())

    def to_json(self) -> dict[str, Any]:
        """The numbers as values that `json` writes."""
        data = {each.name: getattr(self, each.name) for each in fields(self)}
        return data | {"rules": {code: asdict(rule) for code, rule in self.rules.items()}}

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Totals:
        """The totals that `to_json` wrote. Raises TypeError or KeyError for anything else."""
        rules = {code: RuleTotals(**rule) for code, rule in data["rules"].items()}
        return cls(
            **{
                **data,
                "rules": rules,
                "severities": Counter(data["severities"]),
                "removed": Counter(data["removed"]),
            }
        )

    def add(self, page: PageReport) -> None:
        """Count a page."""
        self.pages += 1
        self.entries += len(page.entries)
        touched: set[int] = set()
        entries_of: dict[str, set[int]] = {}
        left = Counter([finding.rule.code for finding in page.findings])
        severities = Counter([finding.severity for finding in page.findings])
        self.severities.update(severities)
        level = SEVERITIES.index(page.fail_on) if page.fail_on in SEVERITIES else len(SEVERITIES)
        self.failing += sum(severities[severity] for severity in SEVERITIES[level:])
        starts = [entry.span.start for entry in page.entries]
        for finding in page.findings:
            code, severity = finding.rule.code, finding.severity
            rule = self.rules.get(code)
            if rule is None or rule.severity != severity or not rule.name:
                rule = self._rule(code, finding.rule.name, severity)
            rule.count += 1
            if finding.fix is not None:
                if finding.fix.applicability == "safe":
                    rule.safe += 1
                elif finding.fix.applicability == "unsafe":
                    rule.unsafe += 1
            index = page.entry_at(finding.span.start, starts)
            if index >= 0:
                known = entries_of.get(code)
                if known is None:
                    entries_of[code] = {index}
                else:
                    known.add(index)
                if severity != "info":
                    touched.add(index)
        for code, indices in entries_of.items():
            self.rules[code].entries += len(indices)
        self.touched += len(touched)
        self._add_fixed(page, left)

    def _add_fixed(self, page: PageReport, left: Counter[str]) -> None:
        for code, count in page.fixed.items():
            self._rule(code, "", "info").fixed += count
        if page.before is None:
            self.before += left.total()
            return
        self.before += sum(page.before.values())
        for code, count in left.items():
            self.rules[code].revealed += max(
                0, count - max(0, page.before.get(code, 0) - page.fixed.get(code, 0))
            )

    def _rule(self, code: str, name: str, severity: Severity) -> RuleTotals:
        rule = self.rules.get(code)
        if rule is None:
            rule = self.rules[code] = RuleTotals(name, severity)
        elif severity != rule.severity or not rule.name:
            rule.merge(RuleTotals(name, severity))
        return rule

    def merge(self, other: Totals) -> None:
        """Add another page's, or another worker's, numbers; its seconds are not added."""
        for code, theirs in other.rules.items():
            self._rule(code, theirs.name, theirs.severity).merge(theirs)
        self.severities += other.severities
        self.removed += other.removed
        self.pages += other.pages
        self.entries += other.entries
        self.touched += other.touched
        self.failing += other.failing
        self.before += other.before
        self.failures += other.failures
