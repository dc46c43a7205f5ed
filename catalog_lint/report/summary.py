"""The lines that close a report for people."""

from __future__ import annotations

from catalog_lint.report import RunFormat
from catalog_lint.report.totals import Totals
from catalog_lint.report.words import words


def closing(run: RunFormat, totals: Totals) -> str:
    """How much was found, fixed, and can be fixed."""
    said = words(run.locale)
    remaining, fixed = totals.found, totals.fixed
    if not remaining and (run.diff or totals.failures or not totals.pages):
        return ""
    lines = [said.found(remaining + fixed, fixed) if remaining + fixed else said.clean]
    safe = sum(rule.safe for rule in totals.rules.values())
    hidden = sum(rule.unsafe for rule in totals.rules.values())
    if run.unsafe:
        safe, hidden = safe + hidden, 0
    if run.fixing:
        safe = 0  # what a fix did not mend now, it will not mend next time
    if safe or hidden:
        lines.append(said.fixable(safe, hidden, "[\x1b[36m*\x1b[0m]" if run.colour else "[*]"))
    return "".join(f"{line}\n" for line in lines)
