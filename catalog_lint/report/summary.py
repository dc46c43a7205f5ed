"""The lines that close a report for people, and the table of `--statistics`."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator

from catalog_lint.report import Report
from catalog_lint.report.words import words


def summary(report: Report) -> Iterator[str]:
    """How much was found, mended, and can be mended."""
    said = words(report.locale)
    remaining, fixed = len(report.findings), report.fixed.total()
    yield said.found(remaining + fixed, fixed) if remaining + fixed else said.clean
    safe = sum(report.fixable(finding) for finding in report.findings)
    hidden = sum(
        finding.fix is not None and finding.fix.applicability == "unsafe" and not report.unsafe
        for finding in report.findings
    )
    if report.fixing:
        safe = 0  # what a fix did not mend now, it will not mend next time
    if safe or hidden:
        yield said.fixable(safe, hidden, "[\x1b[36m*\x1b[0m]" if report.colour else "[*]")
    if report.below:
        yield said.below(report.below)


def statistics(report: Report, output_format: str) -> Iterator[str]:
    """How many findings each rule has, most first: as text, `json` or `jsonl`."""
    counts = Counter(finding.rule.code for finding in report.findings)
    rules = {finding.rule.code: finding.rule for finding in report.findings}
    fixable = Counter(finding.rule.code for finding in report.findings if report.fixable(finding))
    order = sorted(counts, key=lambda code: (-counts[code], code))
    if output_format in ("json", "jsonl"):
        rows = [
            {"code": code, "name": rules[code].name, "count": counts[code], "fixable": fixable[code]}
            for code in order
        ]
        yield from (
            [json.dumps(rows, indent=2)] if output_format == "json" else [json.dumps(row) for row in rows]
        )
        return
    size = len(str(max(counts.values(), default=0)))
    for code in order:
        mark = "[*]" if fixable[code] == counts[code] else "[-]" if fixable[code] else "[ ]"
        yield f"{counts[code]:>{size}}\t{code}\t{mark} {rules[code].name}"
    yield from summary(report)
