"""reviewdog's diagnostic format. Its columns count bytes of UTF-8 from 1."""

from __future__ import annotations

from json import dumps
from typing import TYPE_CHECKING, Any

from catalog_lint.report.json import joined
from catalog_lint.report.model import PageReport, RunFormat
from catalog_lint.report.totals import Totals
from catalog_lint.report.visible import visible, visible_json

if TYPE_CHECKING:
    from catalog_lint.diagnostic import Fix
    from catalog_lint.finding import Finding
    from catalog_lint.source import Source

__all__ = ["closing", "joined", "opening", "page"]

SEVERITIES = {"error": "ERROR", "warning": "WARNING", "info": "INFO"}
MAX_SUGGESTION = 2_000
"""A fix whose edits lie further apart, in characters, is not suggested: it cannot be shown in one piece."""


def opening(run: RunFormat) -> str:
    """The result's source."""
    return '{"source": {"name": "catalog-lint"}, "diagnostics": [\n '


def page(run: RunFormat, page: PageReport) -> str:
    """The page's diagnostics."""
    return ",\n ".join(
        visible_json(dumps(_diagnostic(finding, page.source), ensure_ascii=False))
        for finding in page.findings
    )


def closing(run: RunFormat, totals: Totals) -> str:
    """The result's end."""
    return "\n]}\n"


def _diagnostic(finding: Finding, source: Source) -> dict[str, Any]:
    diagnostic: dict[str, Any] = {
        "message": finding.message,
        "location": {"path": visible(finding.path), "range": _range(source, *finding.span)},
        "severity": SEVERITIES[finding.severity],
        "code": {"value": finding.rule.code},
    }
    if address := finding.rule.address(finding.locale):
        diagnostic["code"]["url"] = address
    if finding.fix is not None and (suggestion := _suggestion(finding.fix, source)):
        diagnostic["suggestions"] = [suggestion]
    return diagnostic


def _suggestion(fix: Fix, source: Source) -> dict[str, Any] | None:
    """A fix as one replacement, what stands between its edits included."""
    edits = sorted(fix.edits)
    start, end = edits[0].span.start, edits[-1].span.end
    if fix.applicability == "display" or end - start > MAX_SUGGESTION:
        return None
    at = start
    pieces: list[str] = []
    for span, content in edits:
        pieces += (source.text[at : span.start], content)
        at = span.end
    return {"range": _range(source, start, end), "text": "".join(pieces)}


def _range(source: Source, start: int, end: int) -> dict[str, Any]:
    return {"start": _position(source, start), "end": _position(source, end)}


def _position(source: Source, offset: int) -> dict[str, int]:
    row, column = source.position(offset)
    before = source.text[offset - column + 1 : offset]
    return {"line": row, "column": len(before.encode("utf-8", "surrogatepass")) + 1}
