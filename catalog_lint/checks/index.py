"""An index against the pages that it leads to: number, title and date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from posixpath import normpath
from typing import Literal, NamedTuple

from catalog_lint.catalog.facts import Facts
from catalog_lint.catalog.model import Entry
from catalog_lint.catalog.titles import letters
from catalog_lint.checks.pages import target_of
from catalog_lint.diagnostic import Hit, Related, Span
from catalog_lint.rule.contract import Params, collects

AGREEING = 0.6
"""An index repeats what its pages say when this share of its lines does; else it says something else."""
LEAST_AGREEING = 2
_DAY = re.compile(r"(?<![0-9])([0-9]{4})(?:[-/.]|年)([0-9]{1,2})(?:[-/.]|月)([0-9]{1,2})日?(?![0-9])")
_NUMBER = re.compile(
    r"[ \t|>*+-]*(?:#|No\.?[ ]?|EP\.?[ ]?|Episode |Week |Day |Lecture |Chapter |第[ ]?)?"
    r"(?P<number>[0-9]{1,6})[ ]?[集講讲課课回章週周堂期天節节篇]?[ ]*(?:[.．、:：)）|｜–—-]+[ ]*|[ ]+|$)",
    re.IGNORECASE,
)


class IndexParams(Params):
    """Which field of the pages' entries."""

    field: Literal["number", "title", "date"]


class _Said(NamedTuple):
    """What a line of an index says of the page that it leads to."""

    url: str
    value: str
    span: Span


def _lines(entry: Entry, params: IndexParams) -> tuple[_Said, ...] | None:
    if entry.kind == "entry":
        return None
    found = []
    for link in entry.links:
        if link.kind != "link" or not target_of("page.md", link.url):
            continue
        start = entry.text.rfind("\n", 0, link.span.start) + 1
        end = entry.text.find("\n", link.span.end)
        label = link.label
        if label is None or label.start < start or "](" in entry.text[start : label.start]:
            continue
        said = _READERS[params.field](entry.text, Span(start, end if end >= 0 else len(entry.text)), label)
        if said is not None and said.end > said.start:
            found.append(_Said(link.url, entry.text[said.start : said.end], said))
    return tuple(found) or None


def _number(text: str, line: Span, label: Span) -> Span | None:
    for start, end in ((label.start, label.end), (line.start, label.start - 1)):
        found = _NUMBER.match(text, start, end)
        if found and not _DAY.match(text, found.start("number"), line.end):
            return Span(*found.span("number"))
    return None


def _date(text: str, line: Span, label: Span) -> Span | None:
    found = _DAY.search(text, line.start, line.end)
    return Span(*found.span()) if found else None


def _title(text: str, line: Span, label: Span) -> Span | None:
    """The link's text without a number and a date in front of it."""
    start, end = label
    for _ in range(2):
        dated, numbered = _DAY.match(text, start, end), _NUMBER.match(text, start, end)
        if dated:
            start = dated.end()
        elif numbered:
            start = numbered.end()
        while start < end and not text[start].isalnum():
            start += 1
    return Span(start, end)


_READERS = {"number": _number, "date": _date, "title": _title}


@collects(_lines)
def compared(facts: Sequence[Facts], params: IndexParams) -> Iterator[Hit]:
    """What an index says of a page otherwise than the page itself, where most of its lines agree."""
    pages: dict[str, list[Facts]] = {}
    for one in facts:
        if one.fields:
            pages.setdefault(normpath(one.path), []).append(one)
    alone = {path: group[0] for path, group in pages.items() if len(group) == 1}
    by_index: dict[str, list[tuple[Facts, _Said, Facts, bool]]] = {}
    for one in facts:
        for said in (_Said(*row) for row in one.note or ()):
            entry = _page(alone, one.path, said.url)
            if entry is not None and entry.path != one.path and params.field in entry.fields:
                agrees = _agree(params.field, said.value, entry)
                by_index.setdefault(one.path, []).append((one, said, entry, agrees))
    for compared_ in by_index.values():
        right = sum(agrees for *_, agrees in compared_)
        if right < max(LEAST_AGREEING, AGREEING * len(compared_)):
            continue
        for one, said, entry, agrees in compared_:
            if not agrees:
                there = entry.fields[params.field]
                yield Hit(
                    Span(*said.span),
                    {"found": said.value, "expected": there.text, "page": said.url},
                    related=(Related(there.span, there.text, entry.target),),
                    target=one.target,
                )


def _page(alone: dict[str, Facts], path: str, url: str) -> Facts | None:
    target = target_of(path, url)
    names = (target, f"{target}.md", f"{target}/index.md", f"{target}/README.md")
    return next((alone[name] for name in names if name in alone), None) if target else None


def _agree(field: str, said: str, entry: Facts) -> bool:
    there = entry.fields[field].text
    if field == "number":
        return entry.number is None or int(said) == entry.number
    if field == "date":
        ours, theirs = _DAY.search(said), _DAY.search(there)
        return ours is None or theirs is None or _day(ours) == _day(theirs)
    one, other = letters(said), letters(there)
    return one in other or other in one


def _day(found: re.Match[str]) -> date | tuple[str, ...]:
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return found.groups()
