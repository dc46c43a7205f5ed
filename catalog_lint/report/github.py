"""Annotations of GitHub Actions, as workflow commands."""

from __future__ import annotations

from catalog_lint.report import PageReport, RunFormat, no_closing, nothing, one_after_another
from catalog_lint.report.visible import visible

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}
opening, joined, closing = nothing, one_after_another, no_closing


def page(run: RunFormat, page: PageReport) -> str:
    """A command a finding."""
    lines = []
    for finding in page.findings:
        properties = {
            "file": finding.path,
            "line": str(finding.start.row),
            "col": str(finding.start.column),
            "endLine": str(finding.end.row),
            "title": f"{finding.rule.code} {finding.rule.name}",
        }
        said = ",".join(f"{key}={_property(visible(value))}" for key, value in properties.items())
        lines.append(f"::{_COMMANDS[finding.severity]} {said}::{_message(visible(finding.message))}\n")
    return "".join(lines)


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
