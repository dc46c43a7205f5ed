"""A JSON list in ruff's shape."""

from __future__ import annotations

from collections.abc import Iterator
from json import dumps
from typing import TYPE_CHECKING, Any

from catalog_lint.report import Report
from catalog_lint.report.visible import visible_json

if TYPE_CHECKING:
    from catalog_lint.diagnostic import Finding
    from catalog_lint.source import Source


def lines(report: Report) -> Iterator[str]:
    """The list, in order of the findings, one a line."""
    if not report.findings:
        yield "[]"
        return
    last = len(report.findings) - 1
    for number, finding in enumerate(report.findings):
        text = visible_json(dumps(record(report, finding), ensure_ascii=False))
        yield f"{'[' if number == 0 else ' '}{text}{']' if number == last else ','}"


def record(report: Report, finding: Finding) -> dict[str, Any]:
    """A finding as plain values; rows and columns count from 1, in characters, the end exclusive."""
    source = report.sources[finding.path]
    fix = finding.fix
    return {
        "filename": finding.path,
        "code": finding.rule.code,
        "name": finding.rule.name,
        "category": finding.rule.category,
        "severity": finding.severity,
        "message": finding.message,
        "entry": finding.entry,
        "location": finding.start._asdict(),
        "end_location": finding.end._asdict(),
        "fix": fix
        and {
            "applicability": fix.applicability,
            "message": fix.message,
            "edits": [
                {
                    "content": edit.content,
                    "location": _location(source, edit.span.start),
                    "end_location": _location(source, edit.span.end),
                }
                for edit in fix.edits
            ],
        },
        "related": [
            {
                "filename": path,
                "location": _location(report.sources[path], span.start),
                "end_location": _location(report.sources[path], span.end),
                "message": message,
            }
            for path, span, message in finding.related
        ],
        "url": None,
    }


def _location(source: Source, offset: int) -> dict[str, int]:
    return source.position(offset)._asdict()
