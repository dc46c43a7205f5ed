"""An index against the pages that it leads to: number, title and date."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from posixpath import normpath
from typing import Literal, NamedTuple

from catalog_lint.catalog.facts import Facts
from catalog_lint.catalog.model import Entry
from catalog_lint.catalog.site import named_by, pages_by_name
from catalog_lint.catalog.titles import letters
from catalog_lint.checks.index_lines import DAY, Said, head, said
from catalog_lint.checks.pages import target_of
from catalog_lint.diagnostic import Hit, Related, Span
from catalog_lint.rule.contract import Params, collects

AGREEING = 0.6
"""An index repeats what its pages say when this share of its lines does; else it says something else."""
LEAST_AGREEING = 2
EXACT = 0.9
FEW = 5
"""Where so many titles, or all but one of a few, are letter for letter those of the pages, one that is a
part of another differs.
"""


class IndexParams(Params):
    """Which field of the pages' entries."""

    field: Literal["number", "title", "date"]


class _Note(NamedTuple):
    """What text outside entries says of its own page, and of those that it leads to."""

    own: tuple[str, Span] | None
    others: tuple[Said, ...]


class _There(NamedTuple):
    """What a page or an entry says of itself."""

    value: str
    span: Span
    target: tuple[str, int]


def _lines(entry: Entry, params: IndexParams) -> _Note | None:
    if entry.kind == "entry":
        return None
    note = _Note(head(entry, params.field), tuple(said(entry, params.field)))
    return note if note.own or note.others else None


@collects(_lines)
def compared(facts: Sequence[Facts], params: IndexParams) -> Iterator[Hit]:
    """What an index says of a page otherwise than the page itself, where most of its lines agree."""
    pages, numbered = _pages(facts, params.field), _numbered(facts, params.field)
    by_name = pages_by_name(pages)
    by_index: dict[str, dict[str, list[_Compared]]] = {}
    for one in facts:
        for line in (Said(*row) for row in one.note[1]) if one.note else ():
            there = numbered.get(line.number) if not line.url else _page(pages, by_name, one.path, line.url)
            if there is not None and there.target[0] != one.path:
                places = by_index.setdefault(one.path, {})
                pair = _Compared(one, line, there, *_agree(params.field, line.value, there.value))
                places.setdefault(line.place, []).append(pair)
    for places in by_index.values():
        yield from _disagreeing(max(places.values(), key=lambda lines: sum(each.alike for each in lines)))


class _Compared(NamedTuple):
    one: Facts
    said: Said
    there: _There
    alike: bool
    exact: bool


def _disagreeing(lines: list[_Compared]) -> Iterator[Hit]:
    """The lines of an index that differ, where most of them agree."""
    if sum(each.alike for each in lines) < max(LEAST_AGREEING, AGREEING * len(lines)):
        return
    exact = sum(each.exact for each in lines)
    strict = exact >= EXACT * len(lines) or exact >= max(FEW - 1, len(lines) - 1)
    for one, line, there, alike, equal in lines:
        if not (equal if strict else alike):
            yield Hit(
                Span(*line.span),
                {"found": line.value, "expected": there.value, "page": line.url or there.target[0]},
                related=(Related(Span(*there.span), there.value, there.target),),
                target=one.target,
            )


def _pages(facts: Sequence[Facts], field: str) -> dict[str, _There]:
    """What each page says: in its one entry, or above its entries."""
    entries: dict[str, list[Facts]] = {}
    for one in facts:
        if one.fields:
            entries.setdefault(normpath(one.path), []).append(one)
    pages = {}
    for one in facts:
        path = normpath(one.path)
        if len(entries.get(path, ())) != 1 and one.note and one.note[0] and path not in pages:
            value, span = one.note[0]
            pages[path] = _There(value, Span(*span), one.target)
    for path, group in entries.items():
        if len(group) == 1 and field in group[0].fields:
            pages[path] = _of(group[0], field)
    return pages


def _numbered(facts: Sequence[Facts], field: str) -> dict[int, _There]:
    """What the entries say that have a number of their own."""
    by_number: dict[int, list[Facts]] = {}
    for one in facts:
        if one.number is not None:
            by_number.setdefault(one.number, []).append(one)
    return {
        number: _of(group[0], field)
        for number, group in by_number.items()
        if len(group) == 1 and field in group[0].fields
    }


def _of(one: Facts, field: str) -> _There:
    return _There(one.fields[field].text, one.fields[field].span, one.target)


def _page(pages: dict[str, _There], by_name: dict[str, str], path: str, url: str) -> _There | None:
    if name := named_by(url):
        return pages[by_name[name]] if name in by_name else None
    target = target_of(path, url)
    names = (target, f"{target}.md", f"{target}/index.md", f"{target}/README.md")
    return next((pages[name] for name in names if name in pages), None) if target else None


def _agree(field: str, said: str, there: str) -> tuple[bool, bool]:
    """Whether what an index says is what a page says, in part or letter for letter."""
    if field == "number":
        same = not (there.isascii() and there.isdigit()) or int(said) == int(there)
        return same, same
    if field == "date":
        ours, theirs = DAY.search(said), DAY.search(there)
        same = ours is None or theirs is None or _day(ours) == _day(theirs)
        return same, same
    one, other = letters(said), letters(there)
    return one in other or other in one, one == other


def _day(found: re.Match[str]) -> date | tuple[str, ...]:
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return found.groups()
