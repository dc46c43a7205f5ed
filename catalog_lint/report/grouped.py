"""Findings under their page and entry."""

from __future__ import annotations

from itertools import groupby

from catalog_lint.report import nothing, one_after_another
from catalog_lint.report.concise import folded, shown_path, tail
from catalog_lint.report.model import PageReport, RunFormat
from catalog_lint.report.summary import closing
from catalog_lint.report.visible import visible
from catalog_lint.report.words import words

__all__ = ["closing", "joined", "opening", "page"]

opening, joined = nothing, one_after_another


def page(run: RunFormat, page: PageReport) -> str:
    """The page's name, then each entry's with its findings."""
    shown = run.shown(page)
    if not shown:
        return ""
    said, path = words(run.locale), shown_path(page.path)
    lines = [f"\x1b[1;4m{path}\x1b[0m" if run.colour else path]
    for index, group in groupby(shown, key=lambda finding: page.entry_at(finding.span.start)):
        findings = list(group)
        head = page.entries[index] if index >= 0 else None
        name = said.outside
        if head is not None:
            number = "" if head.number is None else said.entry(head.number)
            name = " ".join(part for part in (number, visible(head.title)) if part) or said.outside
        lines.append(f"  \x1b[1m{name}\x1b[0m" if run.colour else f"  {name}")
        rows = list(folded(run, page, findings))
        size = max(
            len(str(row.start.row)) + len(str(row.start.column)) for row in rows if not isinstance(row, str)
        )
        for row in rows:
            if isinstance(row, str):
                lines.append(f"    {row}")
                continue
            place = f"{row.start.row}:{row.start.column}"
            severity = said.severities[row.severity]
            lines.append(f"    {place:>{size + 1}}  {severity}  {tail(run, row)}")
    return "".join(f"{line}\n" for line in [*lines, ""])
