"""Annotations of GitHub Actions, as workflow commands: as many as GitHub shows, errors first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from catalog_lint.report import nothing
from catalog_lint.report.model import PageReport, RunFormat
from catalog_lint.report.totals import Totals
from catalog_lint.report.visible import visible
from catalog_lint.report.words import words

COMMANDS = {"error": "error", "warning": "warning", "info": "notice"}
SHOWN = 10
"""How many annotations of a level GitHub shows of a step, as its documentation of limits says."""
opening = nothing


def page(run: RunFormat, page: PageReport) -> str:
    """A command a finding."""
    lines = []
    for finding in run.shown(page):
        properties = {
            "file": run.filed(finding.path),
            "line": str(finding.start.row),
            "col": str(finding.start.column),
            "endLine": str(finding.end.row),
            "title": f"{finding.rule.code} {finding.rule.name}",
        }
        said = ",".join(f"{key}={_property(visible(value))}" for key, value in properties.items())
        lines.append(f"::{COMMANDS[finding.severity]} {said}::{_message(visible(finding.message))}\n")
    return "".join(lines)


def joined(parts: Iterable[str]) -> Iterator[str]:
    """The first commands of each level, when all have come."""
    kept: dict[str, list[str]] = {command: [] for command in COMMANDS.values()}
    for part in parts:
        for line in part.splitlines(keepends=True):
            level = kept[line[2 : line.index(" ")]]
            if len(level) < SHOWN:
                level.append(line)
    for lines in kept.values():
        yield from lines


def closing(run: RunFormat, totals: Totals) -> str:
    """How many findings are not shown."""
    left = sum(
        max(0, count - SHOWN)
        for severity, count in totals.severities.items()
        if severity != "info" or run.show_info
    )
    return f"::notice title=catalog-lint::{_message(words(run.locale).annotations(left))}\n" if left else ""


def _message(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _message(text).replace(":", "%3A").replace(",", "%2C")
