"""GitLab's Code Quality report: a JSON list of issues in the shape that its documentation gives."""

from __future__ import annotations

from json import dumps

from catalog_lint.report.json import closing, joined, opening
from catalog_lint.report.model import PageReport, RunFormat
from catalog_lint.report.named import named
from catalog_lint.report.visible import visible, visible_json

__all__ = ["closing", "joined", "opening", "page"]

SEVERITIES = {"error": "major", "warning": "minor", "info": "info"}


def page(run: RunFormat, page: PageReport) -> str:
    """The page's issues."""
    path = visible(run.filed(page.path))
    issues = (
        {
            "description": f"{finding.rule.code}: {finding.message}",
            "check_name": finding.rule.name,
            "fingerprint": fingerprint,
            "severity": SEVERITIES[finding.severity],
            "location": {"path": path, "lines": {"begin": finding.start.row, "end": finding.end.row}},
        }
        for finding, fingerprint in named(page)
    )
    return ",\n ".join(visible_json(dumps(issue, ensure_ascii=False)) for issue in issues)
