"""Markdown tables, for a comment on a pull request or a job's summary."""

from __future__ import annotations

import re

from catalog_lint.report import nothing, one_after_another
from catalog_lint.report.model import PageReport, RunFormat
from catalog_lint.report.statistics import by_count
from catalog_lint.report.summary import closing as summary
from catalog_lint.report.totals import Totals
from catalog_lint.report.visible import visible
from catalog_lint.report.words import words

opening, joined = nothing, one_after_another
_MARKS = re.compile(r"[\\`*_{}\[\]<>()#+!|~&$@-]")


def page(run: RunFormat, page: PageReport) -> str:
    """The page's findings as a table."""
    shown = run.shown(page)
    if not shown:
        return ""
    said = words(run.locale)
    rows = [
        f"## {escaped(page.path)}",
        "",
        "| " + " | ".join(said.finding_columns) + " |",
        "|--:|---|---|---|--:|",
    ]
    for finding in shown:
        cells = (
            f"{finding.start.row}:{finding.start.column}",
            f"{finding.rule.code} {finding.rule.name}",
            said.severities[finding.severity],
            f"{'[*] ' if run.fixable(finding) else ''}{escaped(finding.message)}",
            "" if finding.entry is None else str(finding.entry),
        )
        rows.append(f"| {' | '.join(cells)} |")
    return "".join(f"{row}\n" for row in [*rows, ""])


def closing(run: RunFormat, totals: Totals) -> str:
    """The rules by count, and the summary."""
    said = words(run.locale)
    rows = [
        f"| {rule.count:,} | {rule.entries:,} | {rule.safe:,} | {rule.unsafe:,} |"
        f" {said.severities[rule.severity]} | {code} {rule.name} |"
        for code, rule in by_count(totals)
    ]
    head = ["| " + " | ".join(said.columns) + " |", "|--:|--:|--:|--:|---|---|"] if rows else []
    table = "".join(f"{row}\n" for row in [*head, *rows, *([""] if rows else [])])
    lines = summary(run, totals).rstrip("\n").replace("\n", "  \n")
    return table + (f"{lines}\n" if lines else "")


def escaped(text: str) -> str:
    """Text that renders as it stands: no mark of Markdown, no HTML, nobody mentioned."""
    return _MARKS.sub(lambda mark: f"&#{ord(mark[0])};", visible(text))
