"""Annotations of GitHub Actions, as workflow commands."""

from __future__ import annotations

from collections.abc import Iterator

from catalog_lint.report import Report
from catalog_lint.report.visible import visible

_COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}


def lines(report: Report) -> Iterator[str]:
    """A command a finding."""
    for finding in report.findings:
        properties = {
            "file": finding.path,
            "line": str(finding.start.row),
            "col": str(finding.start.column),
            "endLine": str(finding.end.row),
            "title": f"{finding.rule.code} {finding.rule.name}",
        }
        said = ",".join(f"{key}={_property(visible(value))}" for key, value in properties.items())
        yield f"::{_COMMANDS[finding.severity]} {said}::{_message(visible(finding.message))}"


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
