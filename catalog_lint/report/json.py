"""A JSON list in ruff's shape, a finding a line."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cache
from json.encoder import encode_basestring as quoted
from typing import TYPE_CHECKING

from catalog_lint.report.model import PageReport, RunFormat
from catalog_lint.report.totals import Totals
from catalog_lint.report.visible import visible_json

if TYPE_CHECKING:
    from catalog_lint.diagnostic import Fix
    from catalog_lint.finding import Place
    from catalog_lint.source import Position

_BETWEEN = ",\n "


def opening(run: RunFormat) -> str:
    """The list's start."""
    return "["


def page(run: RunFormat, page: PageReport) -> str:
    """The page's findings in order."""
    return _BETWEEN.join(objects(page))


def joined(parts: Iterable[str]) -> Iterator[str]:
    """Pages' findings with a comma between them."""
    between = ""
    for part in parts:
        yield between + part
        between = _BETWEEN


def closing(run: RunFormat, totals: Totals) -> str:
    """The list's end."""
    return "]\n"


def objects(page: PageReport) -> Iterator[str]:
    """Each finding as a JSON object on a line of its own.

    Rows and columns count from 1, in characters, the end exclusive. Written by hand, with `json`'s own
    quoting: a run may have hundreds of thousands, and a dictionary of each takes three times as long.
    """
    path, source = quoted(page.path), page.source

    @cache
    def place(offset: int) -> str:
        return _position(source.position(offset))

    urls: dict[str, str] = {}
    for finding in page.findings:
        rule, entry = finding.rule, "null" if finding.entry is None else finding.entry
        if rule.code not in urls:
            where = rule.page(finding.locale)
            urls[rule.code] = quoted(where) if where else "null"
        text = (
            f'{{"filename": {path}, "code": "{rule.code}", "name": "{rule.name}", '
            f'"category": "{rule.category}", "severity": "{finding.severity}", '
            f'"message": {quoted(finding.message)}, "entry": {entry}, '
            f'"location": {place(finding.span.start)}, "end_location": {place(finding.span.end)}, '
            f'"fix": {_fix(finding.fix, finding.locale, place)}, '
            f'"related": {_related(finding.related)}, "url": {urls[rule.code]}}}'
        )
        yield visible_json(text)


def _position(position: Position) -> str:
    return f'{{"row": {position.row}, "column": {position.column}}}'


def _fix(fix: Fix | None, locale: str, place: Callable[[int], str]) -> str:
    if fix is None:
        return "null"
    edits = ", ".join(
        f'{{"content": {quoted(edit.content)}, "location": {place(edit.span.start)}, '
        f'"end_location": {place(edit.span.end)}}}'
        for edit in fix.edits
    )
    message = quoted(fix.said(locale))
    return f'{{"applicability": "{fix.applicability}", "message": {message}, "edits": [{edits}]}}'


def _related(places: Sequence[Place]) -> str:
    related = ", ".join(
        f'{{"filename": {quoted(place.path)}, "location": {_position(place.start)}, '
        f'"end_location": {_position(place.end)}, "message": {quoted(place.message)}}}'
        for place in places
    )
    return f"[{related}]"
