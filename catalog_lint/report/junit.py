"""JUnit's XML: a page is a test suite, a finding a test that failed (`info`: one that was skipped)."""

from __future__ import annotations

from catalog_lint.report import one_after_another
from catalog_lint.report.model import PageReport, RunFormat
from catalog_lint.report.totals import Totals
from catalog_lint.report.xml import DECLARATION, tag

joined = one_after_another


def opening(run: RunFormat) -> str:
    """The root."""
    return f"{DECLARATION}{tag('testsuites', name='catalog-lint')}\n"


def page(run: RunFormat, page: PageReport) -> str:
    """The page's suite; a page without findings is one test that passed."""
    skipped = sum(finding.severity == "info" for finding in page.findings)
    count = len(page.findings)
    suite = tag(
        "testsuite",
        name=page.path,
        tests=max(count, 1),
        failures=count - skipped,
        errors=0,
        skipped=skipped,
    )
    lines = [suite]
    if not page.findings:
        lines.append(f"  {tag('testcase', closed=True, name='catalog-lint', classname=page.path)}")
    for finding in page.findings:
        row, column = finding.start
        name = f"{finding.rule.code} {finding.rule.name} {row}:{column}"
        message = f"{page.path}:{row}:{column}: {finding.message}"
        if finding.severity == "info":
            outcome = tag("skipped", closed=True, message=message)
        else:
            outcome = tag("failure", closed=True, message=message, type=finding.severity)
        lines.append(f"  {tag('testcase', name=name, classname=page.path, line=row)}{outcome}</testcase>")
    return "".join(f"{line}\n" for line in [*lines, "</testsuite>"])


def closing(run: RunFormat, totals: Totals) -> str:
    """The root's end."""
    return "</testsuites>\n"
