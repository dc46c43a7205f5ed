"""The table of `--statistics`: how many findings each rule has, most first."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence

from catalog_lint.report import nothing, one_after_another, summary
from catalog_lint.report.model import PageReport, RunFormat
from catalog_lint.report.totals import RuleTotals, Totals
from catalog_lint.report.visible import width
from catalog_lint.report.words import words

opening, joined = nothing, one_after_another


def page(run: RunFormat, page: PageReport) -> str:
    """Nothing: only the run's totals are reported."""
    return ""


def closing(run: RunFormat, totals: Totals) -> str:
    """The table: as text, `json` or `jsonl`, as `run.form` says."""
    rules = by_count(totals)
    if run.form in ("json", "jsonl"):
        rows = [
            {
                "code": code,
                "name": rule.name,
                "severity": rule.severity,
                "count": rule.count,
                "entries": rule.entries,
                "fixable": rule.safe + (rule.unsafe if run.unsafe else 0),
                "safe": rule.safe,
                "unsafe": rule.unsafe,
            }
            for code, rule in rules
        ]
        texts = [json.dumps(rows, indent=2)] if run.form == "json" else [json.dumps(row) for row in rows]
        return "".join(f"{text}\n" for text in texts)
    said = words(run.locale)
    table = [
        (
            *(f"{number:,}" for number in (rule.count, rule.entries, rule.safe, rule.unsafe)),
            said.severities[rule.severity],
            f"{code} {rule.name}",
        )
        for code, rule in rules
    ]
    lines = _aligned([said.columns, *table]) if table else ()
    return "".join(f"{line}\n" for line in lines) + summary.closing(run, totals)


def by_count(totals: Totals) -> list[tuple[str, RuleTotals]]:
    """The rules that found something, most first."""
    return sorted(
        ((code, rule) for code, rule in totals.rules.items() if rule.count),
        key=lambda each: (-each[1].count, each[0]),
    )


def _aligned(table: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows with numbers to the right and words to the left, columns counted as a terminal counts them."""
    widths = [max(width(row[column]) for row in table) for column in range(len(table[0]))]
    for row in table:
        cells = []
        for column, (cell, size) in enumerate(zip(row, widths, strict=True)):
            room = " " * (size - width(cell))
            cells.append(cell + room if column > 3 else room + cell)
        yield "  ".join(cells).rstrip()
