"""Dates against the order of numbers, and the parts of series."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from itertools import pairwise
from typing import Literal, NamedTuple

from catalog_lint.catalog.facts import Facts
from catalog_lint.catalog.numerals import chinese_text, chinese_value
from catalog_lint.catalog.titles import letters
from catalog_lint.diagnostic import Hit, Related
from catalog_lint.rule.contract import Params

MIN_DATED = 4
MOSTLY = 0.75
_DAY = re.compile(r"([0-9]{4})[-/.年]([0-9]{1,2})[-/.月]([0-9]{1,2})日?")
_COUNTED = re.compile(r"[（(\[【]\s*(?P<part>[0-9]{1,3})\s*[/／]\s*(?P<of>[0-9]{1,3})\s*[)）\]】]")
_LECTURE = re.compile(
    r"第\s*(?P<part>[0-9]{1,3}|[一二三四五六七八九十百零]{1,5})\s*(?P<unit>[講讲課课集回堂章])(?![义義])"
)
_PART = re.compile(r"\b(?P<unit>part|episode|lecture|lesson)\s+(?P<part>[0-9]{1,3})\b", re.IGNORECASE)
_HALF = re.compile(r"[（(【\[](?P<half>[上中下])(?:[集篇半])?[)）】\]]")
_HALVES = "上中下"


class SeriesParams(Params):
    """Parts that are missing, or parts that stand out of order."""

    kind: Literal["missing", "order"]


class DateParams(Params):
    """How many days outside its neighbours' a date must lie to be reported: at least, less than `below`."""

    days: int = 1
    below: int = 1_000_000


def dates(facts: Sequence[Facts], params: DateParams) -> Iterator[Hit]:
    """A date that falls out of a page's order, where nearly all dates go with the numbers (or against); where
    entries have no numbers, with their order on the page.
    """
    pages: dict[str, list[_Dated]] = {}
    for one in facts:
        day = _day(one)
        if day is not None:
            pages.setdefault(one.path, []).append(_Dated(one, day))
    for dated in pages.values():
        numbered = [each for each in dated if each.facts.number is not None]
        if numbered:
            dated = sorted(numbered, key=lambda each: each.facts.number or 0)
        steps = [(b.day > a.day) - (b.day < a.day) for a, b in pairwise(dated)]
        moving = [step for step in steps if step]
        if len(moving) < MIN_DATED:
            continue
        sign = 1 if sum(moving) >= 0 else -1
        if moving.count(sign) < MOSTLY * len(moving):
            continue
        yield from _misdated(dated, sign, params)


class _Dated(NamedTuple):
    facts: Facts
    day: date


def _day(one: Facts) -> date | None:
    """An entry's date where it is written as year, month and day and the calendar has it."""
    field = one.fields.get("date")
    found = _DAY.fullmatch(field.text) if field else None
    try:
        return date(int(found[1]), int(found[2]), int(found[3])) if found else None
    except ValueError:
        return None


def _misdated(dated: list[_Dated], sign: int, params: DateParams) -> Iterator[Hit]:
    """Entries whose date lies outside those of both neighbours, while these agree with each other."""
    for before, one, after in zip(dated, dated[1:], dated[2:], strict=False):
        low, high = (before.day, after.day) if sign > 0 else (after.day, before.day)
        outside = max((low - one.day).days, (one.day - high).days, 0)
        if low <= high and params.days <= outside < params.below:
            a, b, c = (each.facts.fields["date"].text for each in (before, one, after))
            yield Hit(
                one.facts.place("date"),
                {"date": b, "before": a, "after": c},
                related=(
                    Related(before.facts.place("date"), a, before.facts.target),
                    Related(after.facts.place("date"), c, after.facts.target),
                ),
                target=one.facts.target,
            )


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
        name = letters(title[: counted.start()])
        if name:
            part = _Part(one, int(counted["part"]), int(counted["of"]), counted[0])
            yield f"counted{counted['of']}", name, part
        return
    half = _HALF.search(title)
    if half:
        name = letters(title[: half.start()])
        if name:
            yield "half", name, _Part(one, _HALVES.index(half["half"]), 0, half[0])
    lecture = _LECTURE.search(title) or _PART.search(title)
    if lecture:
        said = lecture["part"]
        number = int(said) if said.isdigit() else chinese_value(said)
        name = letters(title[: lecture.start()])
        if number and name:
            style = "第1" if said.isdigit() else "第一"
            yield f"{style}{lecture['unit'].casefold()}", name, _Part(one, number, 0, lecture[0])


def _missing(kind: str, group: list[_Part]) -> Iterator[Hit]:
    """What is missing between the parts that are there; a counted series says how many there must be."""
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
