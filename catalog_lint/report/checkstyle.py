"""Checkstyle's XML: a file, its errors."""

from __future__ import annotations

from catalog_lint.report import one_after_another
from catalog_lint.report.model import PageReport, RunFormat
from catalog_lint.report.totals import Totals
from catalog_lint.report.xml import DECLARATION, tag

joined = one_after_another


def opening(run: RunFormat) -> str:
    """The root; the version is that of the format's last change."""
    return f"{DECLARATION}{tag('checkstyle', version='4.3')}\n"


def page(run: RunFormat, page: PageReport) -> str:
    """The page with its findings; nothing for a page that has none."""
    if not page.findings:
        return ""
    lines = [tag("file", name=page.path)]
    for finding in page.findings:
        error = tag(
            "error",
            closed=True,
            line=finding.start.row,
            column=finding.start.column,
            severity=finding.severity,
            message=finding.message,
            source=f"catalog-lint.{finding.rule.code}",
        )
        lines.append(f"  {error}")
    return "".join(f"{line}\n" for line in [*lines, "</file>"])


def closing(run: RunFormat, totals: Totals) -> str:
    """The root's end."""
    return "</checkstyle>\n"
