"""The lines that close a report for people."""

from __future__ import annotations

from collections.abc import Iterator

from catalog_lint.diagnostic import SEVERITIES
from catalog_lint.report.model import RunFormat
from catalog_lint.report.totals import Totals
from catalog_lint.report.words import words

HEAVIEST = 5
FEW = 10
"""Up to this many findings need neither a count by rule nor a hint."""
BASELINE_ABOVE = 200


def closing(run: RunFormat, totals: Totals) -> str:
    """How much was found, fixed, and can be fixed; what weighs most; one next step."""
    return "" if run.quiet else "".join(f"{line}\n" for line in _lines(run, totals))


def _lines(run: RunFormat, totals: Totals) -> Iterator[str]:
    said, info = words(run.locale), totals.severities["info"]
    shown = totals.found if run.show_info else totals.found - info
    if not shown and (totals.failures or not totals.pages):
        return
    counts: dict[str, int] = {severity: totals.severities[severity] for severity in reversed(SEVERITIES)}
    if totals.fixed:
        yield said.fixed(counts, totals)
    elif shown:
        counts["info"] *= run.show_info
        yield said.found(counts, totals)
    else:
        yield said.clean
    for name, count in sorted(totals.removed.items()):
        if count:
            yield said.removed(name, count)
    if totals.texts:
        yield said.texts(totals.texts)
    if info and not run.show_info:
        yield said.hidden(info)
    if shown > FEW:
        heavy = sorted(
            (
                (code, rule.name, rule.count)
                for code, rule in totals.rules.items()
                if rule.count > 1 and (run.show_info or rule.severity != "info")
            ),
            key=lambda rule: (-rule[2], rule[0]),
        )
        if len(heavy) > 1:
            yield said.heaviest(heavy[:HEAVIEST])
    safe = sum(rule.safe for rule in totals.rules.values())
    hidden = sum(rule.unsafe for rule in totals.rules.values())
    if run.unsafe:
        safe, hidden = safe + hidden, 0
    if run.fixing:
        safe = 0  # what a fix did not fix now, it will not fix next time
    if safe or hidden:
        yield said.fixable(safe, hidden, "[\x1b[36m*\x1b[0m]" if run.colour else "[*]")
    if shown > FEW:
        step = "fix" if safe else "baseline" if totals.failing > BASELINE_ABOVE else "triage"
        yield said.next_step(step)
