"""One JSON object a line, of the same shape as in the format `json`."""

from __future__ import annotations

from collections.abc import Iterator
from json import dumps

from catalog_lint.report import Report
from catalog_lint.report.json import record
from catalog_lint.report.visible import visible_json


def lines(report: Report) -> Iterator[str]:
    """The findings in order."""
    for finding in report.findings:
        yield visible_json(dumps(record(report, finding), ensure_ascii=False))
