"""SARIF 2.1.0, as code scanning services read it (OASIS Standard, 27 March 2020)."""

from __future__ import annotations

from collections.abc import Sequence
from json import dumps
from typing import TYPE_CHECKING, Any

from catalog_lint.report.json import joined
from catalog_lint.report.model import PageReport, RunFormat
from catalog_lint.report.named import named, uri
from catalog_lint.report.totals import RuleTotals, Totals
from catalog_lint.report.visible import visible_json

if TYPE_CHECKING:
    from catalog_lint.finding import Finding
    from catalog_lint.rule.model import Rule
    from catalog_lint.source import Position, Source

__all__ = ["closing", "joined", "opening", "page"]

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS = {"error": "error", "warning": "warning", "info": "note"}


def opening(run: RunFormat) -> str:
    """One run; its tool stands at the end, when it is known which rules it used."""
    return (
        f'{{"$schema": "{SCHEMA}", "version": "2.1.0",\n'
        '"runs": [{"columnKind": "unicodeCodePoints", "results": [\n '
    )


def page(run: RunFormat, page: PageReport) -> str:
    """The page's results, one a line."""
    return ",\n ".join(
        visible_json(dumps(_result(run, finding, page.source, fingerprint), ensure_ascii=False))
        for finding, fingerprint in named(page)
    )


def closing(run: RunFormat, totals: Totals) -> str:
    """The tool with the rules that it used."""
    from importlib.metadata import version

    driver = {
        "name": "catalog-lint",
        "version": version("catalog-lint"),
        "rules": [
            _rule(code, used, run.rules.get(code), run.locale)
            for code, used in sorted(totals.rules.items())
            if used.count
        ],
    }
    written = visible_json(dumps({"driver": driver}, ensure_ascii=False))
    return f'\n], "tool": {written}}}]}}\n'


def _result(run: RunFormat, finding: Finding, source: Source, fingerprint: str) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": finding.rule.code,
        "level": LEVELS[finding.severity],
        "message": {"text": finding.message},
        "locations": [_location(run.filed(finding.path), finding.start, finding.end)],
        "partialFingerprints": {"catalogLint/v1": fingerprint},
    }
    if finding.related:
        result["relatedLocations"] = [
            {**_location(run.filed(place.path), place.start, place.end), "message": {"text": place.message}}
            for place in finding.related
        ]
    if finding.fix is not None and finding.fix.applicability != "display":
        result["fixes"] = [_fix(run, finding, source)]
    if finding.entry is not None:
        result["properties"] = {"entry": finding.entry}
    return result


def _fix(run: RunFormat, finding: Finding, source: Source) -> dict[str, Any]:
    assert finding.fix is not None
    replacements = [
        {
            "deletedRegion": _region(source.position(edit.span.start), source.position(edit.span.end)),
            "insertedContent": {"text": edit.content},
        }
        for edit in finding.fix.edits
    ]
    return {
        "description": {"text": f"{finding.fix.said(finding.locale)} ({finding.fix.applicability})"},
        "artifactChanges": [
            {"artifactLocation": {"uri": uri(run.filed(finding.path))}, "replacements": replacements},
        ],
    }


def _location(path: str, start: Position, end: Position) -> dict[str, Any]:
    return {"physicalLocation": {"artifactLocation": {"uri": uri(path)}, "region": _region(start, end)}}


def _region(start: Position, end: Position) -> dict[str, int]:
    return {"startLine": start.row, "startColumn": start.column, "endLine": end.row, "endColumn": end.column}


def _rule(code: str, used: RuleTotals, rule: Rule | None, locale: str) -> dict[str, Any]:
    written: dict[str, Any] = {
        "id": code,
        "name": used.name,
        "defaultConfiguration": {"level": LEVELS[used.severity]},
    }
    if rule is not None:
        from catalog_lint.report.rulebook import markdown, sentence

        about = rule.explanation(locale)
        written |= {
            "shortDescription": {"text": sentence(about.summary, locale)},
            "fullDescription": {"text": _plain(about.why.split())},
            "help": {"text": _plain(about.why.split()), "markdown": "\n".join(markdown(rule, locale))},
            "properties": {"tags": [rule.category]},
        }
        if address := rule.address(locale):
            written["helpUri"] = address
    return written


def _plain(words: Sequence[str]) -> str:
    return " ".join(words)
