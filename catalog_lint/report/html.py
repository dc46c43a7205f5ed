"""One HTML file that needs nothing else: totals, a map of the catalog, the entries with their findings.

Pages' findings stand in blocks of JSON that no browser runs; the script puts them in as text. A content
security policy names the script and the style by their hashes and allows nothing else, so that neither can
what slips through run, nor anything be fetched.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Sequence
from functools import cache
from hashlib import sha256
from html import escape
from importlib.resources import files
from json import dumps
from typing import TYPE_CHECKING, Any

from catalog_lint.diagnostic import SEVERITIES, shortened
from catalog_lint.report import one_after_another
from catalog_lint.report.model import PageReport, RunFormat
from catalog_lint.report.statistics import by_count
from catalog_lint.report.totals import Totals
from catalog_lint.report.visible import visible
from catalog_lint.report.words import words

if TYPE_CHECKING:
    from catalog_lint.diagnostic import Fix
    from catalog_lint.finding import Finding
    from catalog_lint.source import Source

AROUND = 30
"""Characters of the line that are shown before and after a place."""
SHOWN = 200
MAX_EDITS = 5
PICTURES = "https://img.youtube.com"
"""Where pictures of videos are, if the reader wants them; nothing else is ever fetched."""
_SEVERITY_NUMBERS = {severity: number for number, severity in enumerate(reversed(SEVERITIES))}
joined = one_after_another


def opening(run: RunFormat) -> str:
    """The head, with the policy."""
    said, style, script = words(run.locale), _part("style.css"), _part("report.js")
    policy = (
        f"default-src 'none'; script-src '{_hash(script)}'; style-src '{_hash(style)}';"
        f" base-uri 'none'; form-action 'none'{f'; img-src {PICTURES}' if run.thumbnails else ''}"
    )
    return (
        f'<!DOCTYPE html>\n<html lang="{run.locale}">\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>{escape(said.report_title)}</title>\n<style>{style}</style>\n"
    )


def page(run: RunFormat, page: PageReport) -> str:
    """The page's entries and findings as a block of data."""
    texts = page.source
    by_entry: dict[int, list[list[Any]]] = {}
    for finding in page.findings:
        by_entry.setdefault(page.entry_at(finding.span.start), []).append(_finding(finding, texts))
    entries: list[list[Any]] = [
        [
            head.number,
            visible(head.title),
            head.verdict,
            texts.position(head.span.start).row,
            by_entry.get(index, []),
        ]
        for index, head in enumerate(page.entries)
    ]
    if run.thumbnails:
        for entry, head in zip(entries, page.entries, strict=True):
            kind, _, video = head.key.partition(" ")
            entry.append(f"{PICTURES}/vi/{video}/default.jpg" if kind == "video" else "")
    if -1 in by_entry:
        entries.insert(0, [None, "", "", 1, by_entry[-1]])
    return _data({"path": visible(page.path), "entries": entries}, 'class="page"')


def closing(run: RunFormat, totals: Totals) -> str:
    """The body: it stands last, when the totals are known."""
    said = words(run.locale)
    rules = {
        code: {
            "name": rule.name,
            "count": rule.count,
            "summary": run.rules[code].explanation(run.locale).summary if code in run.rules else "",
        }
        for code, rule in by_count(totals)
    }
    script = _part("report.js")
    return (
        f'<body>\n<a class="skip" href="#list">{escape(said.report_skip)}</a>\n'
        f"<main>\n<h1>{escape(said.report_title)}</h1>\n{_totals(run, totals)}{_by_rule(run, totals)}"
        f'<h2 id="map-title">{escape(said.report_map)}</h2>\n{_legend(run)}'
        '<div id="map" class="map" role="group" aria-labelledby="map-title"></div>\n'
        f'<h2 id="list-title">{escape(said.report_findings)}</h2>\n{_filters(run)}'
        f'{_pager(run)}<div id="list" role="group" aria-labelledby="list-title" tabindex="-1"></div>\n'
        f"{_pager(run)}</main>\n"
        f"{_data(said.report_words(), 'id=words')}{_data(rules, 'id=rules')}"
        f"<script>{script}</script>\n</body>\n</html>\n"
    )


def _finding(finding: Finding, source: Source) -> list[Any]:
    """A finding as the script takes it: see `item` there."""
    start, end = finding.span
    row, column = finding.start
    before, after = _around(source.text, start, end)
    return [
        finding.rule.code,
        _SEVERITY_NUMBERS[finding.severity],
        row,
        column,
        visible(finding.message),
        visible(before),
        visible(source.text[start : min(end, start + SHOWN)]),
        visible(after),
        0 if finding.fix is None else _fix(finding.fix, source),
    ]


def _fix(fix: Fix, source: Source) -> list[str]:
    """A fix's applicability, then what stays, goes and comes, in turns."""
    edits = sorted(fix.edits)[:MAX_EDITS]
    before, _ = _around(source.text, edits[0].span.start, edits[0].span.start)
    parts: list[str] = [fix.applicability, visible(before)]
    for number, ((start, end), content) in enumerate(edits):
        last = number == len(edits) - 1
        between = (
            _around(source.text, end, end)[1] if last else source.text[end : edits[number + 1].span.start]
        )
        if not last and len(between) > 2 * AROUND:
            between = f"{between[:AROUND]}…{between[-AROUND:]}"
        parts += (visible(shortened(source.text[start:end])), visible(shortened(content)), visible(between))
    return parts


def _around(text: str, start: int, end: int) -> tuple[str, str]:
    """What stands on the lines of a place before and after it."""
    low = max(start - AROUND, 0)
    low = max(low, text.rfind("\n", low, start) + 1)
    stop = text.find("\n", end, end + AROUND)
    return text[low:start], text[end : stop if stop >= 0 else end + AROUND]


def _data(value: object, attributes: str) -> str:
    text = dumps(value, ensure_ascii=False, separators=(",", ":")).replace("<", "\\u003c")
    return f'<script type="application/json" {attributes}>{text}</script>\n'


def _totals(run: RunFormat, totals: Totals) -> str:
    said = words(run.locale)
    numbers = [
        *((said.severities[severity], totals.severities[severity]) for severity in reversed(SEVERITIES)),
        (said.report_entries, totals.entries),
        (said.report_touched, totals.touched),
        (said.report_pages, totals.pages),
        (said.report_safe, sum(rule.safe for rule in totals.rules.values())),
        (said.report_unsafe, sum(rule.unsafe for rule in totals.rules.values())),
    ]
    items = "".join(f"<li><b>{number:,}</b>{escape(name)}</li>\n" for name, number in numbers)
    return f'<ul class="totals">\n{items}</ul>\n'


def _by_rule(run: RunFormat, totals: Totals) -> str:
    """The table of rules; it is there without the script, too."""
    said = words(run.locale)
    rows = [
        _row(
            [rule.count, rule.entries, rule.safe, rule.unsafe],
            [said.severities[rule.severity], f"{code} {rule.name}"],
        )
        for code, rule in by_count(totals)
    ]
    head = "".join(f'<th scope="col">{escape(column)}</th>' for column in said.columns)
    return (
        f"<details><summary>{escape(said.report_rules)}</summary>\n"
        f"<table>\n<tr>{head}</tr>\n{''.join(rows)}</table>\n</details>\n"
    )


def _row(numbers: Sequence[int], texts: Sequence[str]) -> str:
    cells = [
        *(f'<td class="number">{number:,}</td>' for number in numbers),
        *(f"<td>{escape(t)}</td>" for t in texts),
    ]
    return f"<tr>{''.join(cells)}</tr>\n"


def _legend(run: RunFormat) -> str:
    spans = (
        f'<span><i class="{name}"></i>{escape(label)}</span>'
        for name, label in words(run.locale).verdicts.items()
    )
    return f'<p class="legend">{"".join(spans)}</p>\n'


def _filters(run: RunFormat) -> str:
    said = words(run.locale)
    return (
        '<div class="filters" role="search">\n'
        f'<label>{escape(said.report_text)} <input id="text" type="search"></label>\n'
        f'<label>{escape(said.columns[-1])} <select id="rule">'
        f'<option value="">{escape(said.report_any)}</option></select></label>\n'
        f'<fieldset id="severities"><legend>{escape(said.columns[4])}</legend></fieldset>\n'
        f'<fieldset id="verdicts"><legend>{escape(said.report_verdict)}</legend></fieldset>\n'
        '<output id="count" aria-live="polite"></output>\n</div>\n'
    )


def _pager(run: RunFormat) -> str:
    said = words(run.locale)
    back, on = said.report_turn
    return (
        f'<div class="pager" role="group" aria-label="{escape(said.report_findings)}">'
        f'<button type="button" class="back">{escape(back)}</button>'
        f'<span class="at"></span><button type="button" class="on">{escape(on)}</button></div>\n'
    )


@cache
def _part(name: str) -> str:
    return files("catalog_lint.report").joinpath("html_parts", name).read_text(encoding="utf-8")


def _hash(text: str) -> str:
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
