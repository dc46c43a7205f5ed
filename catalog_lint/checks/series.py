"""Dates against the order of numbers, and the parts of series."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Literal, NamedTuple

from pydantic import BaseModel

from catalog_lint.catalog.facts import Facts
from catalog_lint.catalog.numerals import chinese_text, chinese_value
from catalog_lint.rule import Hit, Related

MIN_DATED = 5
MOSTLY = 0.8
_ISO = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_COUNTED = re.compile(r"[（(\[【]\s*(?P<part>[0-9]{1,3})\s*[/／]\s*(?P<of>[0-9]{1,3})\s*[)）\]】]")
_LECTURE = re.compile(
    r"第\s*(?P<part>[0-9]{1,3}|[一二三四五六七八九十百零]{1,5})\s*(?P<unit>[講讲課课集回堂章])(?![义義])"
)
_HALF = re.compile(r"[（(【\[](?P<half>[上中下])(?:[集篇半])?[)）】\]]")
_HALVES = "上中下"
_NOT_LETTERS = re.compile(r"[\W_]+")


class SeriesParams(BaseModel, extra="forbid", frozen=True):
    """Parts that are missing, or parts that stand out of order."""

    kind: Literal["missing", "order"]


class DateParams(BaseModel, extra="forbid", frozen=True):
    """How many days a date must lie outside its neighbours' to be told: at least, and less than `below`."""

    days: int = 1
    below: int = 1_000_000


def dates(facts: Sequence[Facts], params: DateParams) -> Iterator[Hit]:
    """A date that falls out of a page's order, where nearly all dates go with the numbers (or against)."""
    pages: dict[str, list[tuple[Facts, str]]] = {}
    for one in facts:
        field = one.fields.get("date")
        if one.number is not None and field and _ISO.fullmatch(field.text):
            pages.setdefault(one.path, []).append((one, field.text))
    for dated in pages.values():
        dated.sort(key=lambda item: item[0].number or 0)
        steps = [(b > a) - (b < a) for (_, a), (_, b) in pairwise(dated)]
        moving = [step for step in steps if step]
        if len(moving) < MIN_DATED:
            continue
        sign = 1 if sum(moving) >= 0 else -1
        if moving.count(sign) < MOSTLY * len(moving):
            continue
        yield from _misdated(dated, sign, params)


def _misdated(dated: list[tuple[Facts, str]], sign: int, params: DateParams) -> Iterator[Hit]:
    """Entries whose date lies outside those of both neighbours, while these agree with each other."""
    for (before, a), (one, b), (after, c) in zip(dated, dated[1:], dated[2:], strict=False):
        low, high = (a, c) if sign > 0 else (c, a)
        if low <= high and params.days <= _days_outside(b, low, high) < params.below:
            yield Hit(
                one.place("date"),
                {"date": b, "before": a, "after": c},
                related=(
                    Related(before.place("date"), a, before.target),
                    Related(after.place("date"), c, after.target),
                ),
                target=one.target,
            )


def _days_outside(day: str, low: str, high: str) -> int:
    try:
        at, first, last = (date.fromisoformat(each) for each in (day, low, high))
    except ValueError:
        return 0
    return max((first - at).days, (at - last).days, 0)


class _Part(NamedTuple):
    facts: Facts
    part: int
    of: int
    written: str


def parts(facts: Sequence[Facts], params: SeriesParams) -> Iterator[Hit]:
    """Series, of which a part is missing or out of order."""
    groups: dict[tuple[str, str], list[_Part]] = {}
    for one in facts:
        for kind, name, part in _read(one):
            groups.setdefault((kind, name), []).append(part)
    series = {key: group for key, group in groups.items() if len(group) > 1}
    if params.kind == "missing":
        for (kind, _), group in series.items():
            yield from _missing(kind, group)
        return
    ordered = [_by_number(group) for group in series.values()]
    steps = [_step(a, b) for group in ordered for a, b in pairwise(group)]
    sign = 1 if sum(steps) >= 0 else -1
    if steps.count(sign) * 2 > len(steps) and steps.count(sign) > 1:
        for group in ordered:
            yield from _out_of_order(group, sign)


def _read(one: Facts) -> Iterator[tuple[str, str, _Part]]:
    """The series that an entry's title says it is a part of; the innermost of several."""
    field = one.fields.get("title")
    title = field.text if field else ""
    counted = _COUNTED.search(title)
    if counted and 0 < int(counted["part"]) <= int(counted["of"]) <= 99:
        name = _name(title[: counted.start()])
        if name:
            part = _Part(one, int(counted["part"]), int(counted["of"]), counted[0])
            yield f"counted{counted['of']}", name, part
        return
    half = _HALF.search(title)
    if half:
        name = _name(title[: half.start()])
        if name:
            yield "half", name, _Part(one, _HALVES.index(half["half"]), 0, half[0])
    lecture = _LECTURE.search(title)
    if lecture:
        said = lecture["part"]
        number = int(said) if said.isdigit() else chinese_value(said)
        name = _name(title[: lecture.start()])
        if number and name:
            style = "第1" if said.isdigit() else "第一"
            yield f"{style}{lecture['unit']}", name, _Part(one, number, 0, lecture[0])


def _name(title: str) -> str:
    return _NOT_LETTERS.sub("", title).casefold()


def _missing(kind: str, group: list[_Part]) -> Iterator[Hit]:
    """What lacks between the parts that are there; a counted series says how many there must be."""
    there = {part.part for part in group}
    if kind == "half":
        wanted = {0, 1, 2} if 1 in there else {0, 2}
    elif kind.startswith("counted"):
        wanted = set(range(1, group[0].of + 1))
    else:
        wanted = set(range(min(there), max(there) + 1))
        if len(there) < 3 or len(wanted) > 2 * len(there):
            return
    lacking = sorted(wanted - there)
    if lacking and len(there) > 1:
        last = group[-1]
        yield Hit(
            last.facts.place("title"),
            {"missing": ", ".join(_written(last, number, kind) for number in lacking)},
            related=tuple(Related(p.facts.place("title"), p.written, p.facts.target) for p in group[:-1]),
            target=last.facts.target,
        )


def _written(part: _Part, number: int, kind: str) -> str:
    if kind == "half":
        return part.written.replace(_HALVES[part.part], _HALVES[number])
    if kind.startswith("第一"):
        return part.written.replace(chinese_text(part.part), chinese_text(number))
    return part.written.replace(str(part.part), str(number), 1)


def _by_number(group: list[_Part]) -> list[_Part]:
    numbered = [part for part in group if part.facts.number is not None]
    return sorted(numbered, key=lambda part: part.facts.number or 0)


def _step(before: _Part, part: _Part) -> int:
    return (part.part > before.part) - (part.part < before.part)


def _out_of_order(group: list[_Part], sign: int) -> Iterator[Hit]:
    """The first part of a series whose number goes against the order of nearly all parts of the catalog."""
    for before, part in pairwise(group):
        if _step(before, part) == -sign:
            yield Hit(
                part.facts.place("title"),
                {"found": part.written, "before": before.written},
                related=(Related(before.facts.place("title"), before.written, before.facts.target),),
                target=part.facts.target,
            )
            return
