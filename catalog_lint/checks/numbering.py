"""Numbers of sections and of ordered lists within an entry."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel

from catalog_lint.catalog import numerals
from catalog_lint.catalog.facts import Facts
from catalog_lint.catalog.model import Entry, Heading, ListRun, Section
from catalog_lint.catalog.profiles import squeezed
from catalog_lint.checks.kept import AnchorParams, kept_anchor
from catalog_lint.diagnostic import Edit, Hit, Related, Span
from catalog_lint.rule.contract import collects

MIN_NUMBERED = 3
LETTERS = ("A.", "I.")
"""Styles whose signs open names too (C. elegans)."""
Break = Literal["start", "gap", "repeat", "backwards", "restart", "style", "unnumbered", "closing"]


class BreakParams(AnchorParams):
    """Which kind of break, and among which headings: real ones, or bold lines that stand for them."""

    kind: Break
    headings: Literal["real", "bold"] = "real"
    back_matter: tuple[str, ...] = ()
    """Names of sections that may stand without a number behind numbered ones."""
    closing: tuple[str, ...] = ()
    """How the names of sections begin that close a text: without a number as the last one, they are told
    apart ("closing"), unless the numbers themselves call each part a section (小節一)."""


class ListParams(BaseModel, extra="forbid", frozen=True):
    """Which kind of break of ordered lists."""

    kind: Literal["gap", "restart", "written"]


@dataclass(slots=True, frozen=True)
class _Numbered:
    heading: Heading
    numeral: numerals.Numeral


@dataclass(slots=True, frozen=True)
class _Found:
    kind: Break
    heading: Heading
    values: dict[str, str]
    before: Heading | None = None
    value: int | None = None
    """The number that the heading should have, where that is known."""
    last: bool = False
    followers: tuple[Heading, ...] = ()
    """Headings that count on from this one without a break."""


def sections(entry: Entry, params: BreakParams) -> Iterator[Hit]:
    """Breaks in the numbers of sections that stand side by side."""
    if entry.kind != "entry":
        return
    known = entry.prose.shared("section-numbers")
    if params.headings not in known:
        known[params.headings] = list(_breaks(entry, params.headings == "real"))
    for found in known[params.headings]:
        heading = found.heading
        kind = found.kind
        if kind == "unnumbered" and _closes(found, params.closing):
            kind = "closing"
        if kind != params.kind:
            continue
        if kind == "unnumbered" and squeezed(heading.name) in params.back_matter:
            continue
        related = (Related(found.before.line, found.before.text),) if found.before else ()
        yield Hit(heading.line, found.values, _edits(entry, found, params.keep_anchors), related)


def _closes(found: _Found, names: tuple[str, ...]) -> bool:
    before = found.before.numeral if found.before else ""
    return found.last and squeezed(found.heading.name).startswith(names) and not before.startswith("小")


def _edits(entry: Entry, found: _Found, keep_anchors: bool) -> tuple[Edit, ...]:
    """The number that the heading should have, and those of the headings that count on from it."""
    if found.value is None:
        return ()
    if found.kind == "unnumbered" and found.before:
        numeral = numerals.rewritten(found.before.numeral, found.value)
        if numeral == found.before.numeral:
            return ()
        start = found.heading.span.start
        return (*_anchor(entry, found.heading, keep_anchors), Edit(Span(start, start), numeral))
    edits: list[Edit] = []
    for step, heading in enumerate((found.heading, *found.followers)):
        numeral = numerals.rewritten(heading.numeral, found.value + step)
        if numeral != heading.numeral:
            edits += (*_anchor(entry, heading, keep_anchors), Edit(heading.numeral_span, numeral))
    return tuple(edits)


def _anchor(entry: Entry, heading: Heading, keep: bool) -> tuple[Edit, ...]:
    return kept_anchor(entry, heading) if keep and heading.real else ()


def _breaks(entry: Entry, real: bool) -> Iterator[_Found]:
    for group in _groups(entry.sections, real):
        found = _with_final_values(_told_once(list(_breaks_of(group, real)), group), group)
        bare = [each.heading for each in found if each.kind in ("unnumbered", "style")]
        yield from (each for each in found if each.kind != "gap" or not _explained(entry, each, bare))


def _told_once(found: list[_Found], group: list[Heading]) -> list[_Found]:
    """Without the gaps that numbers out of order leave: those stand elsewhere in the group."""
    if not any(each.kind == "backwards" for each in found):
        return found
    there = {(n.style, n.parents, n.value) for h in group if h.numeral and (n := numerals.parse(h.numeral))}
    kept = []
    for each in found:
        numeral = numerals.parse(each.heading.numeral) if each.kind == "gap" else None
        lacking = range(each.value or 0, numeral.value) if numeral else ()
        if not numeral or any((numeral.style, numeral.parents, n) not in there for n in lacking):
            kept.append(each)
    return kept


def _with_final_values(found: list[_Found], group: list[Heading]) -> list[_Found]:
    """Gaps and repeats with the number that each heading ends with when all of them are mended."""
    breaks = {each.heading.line.start: each for each in found if each.kind in ("gap", "repeat")}
    if not breaks:
        return found
    shifts: dict[tuple[str, tuple[int, ...]], int] = {}
    current: dict[tuple[str, tuple[int, ...]], int] = {}
    for heading in group:
        numeral = numerals.parse(heading.numeral) if heading.numeral else None
        if numeral is None:
            continue
        key = (numeral.style, numeral.parents)
        start = heading.line.start
        if start in breaks:
            each = breaks[start]
            shifts[key] = shifts.get(key, 0) + (each.value or 0) - numeral.value
            breaks[start] = replace(each, value=numeral.value + shifts[key])
            current[key] = start
        elif key in current and not _starts_again(found, heading):
            each = breaks[current[key]]
            breaks[current[key]] = replace(each, followers=(*each.followers, heading))
        else:
            shifts.pop(key, None)
            current.pop(key, None)
    return [
        breaks.get(each.heading.line.start, each) if each.kind in ("gap", "repeat") else each
        for each in found
    ]


def _starts_again(found: list[_Found], heading: Heading) -> bool:
    return any(each.heading is heading and each.kind in ("restart", "backwards") for each in found)


def _explained(entry: Entry, gap: _Found, bare: list[Heading]) -> bool:
    """Whether what seems to lack is there: a heading whose number is lost, or a line that is no heading."""
    before, value = gap.before, gap.value
    if before is None or value is None:
        return False
    if any(before.line.start < heading.line.start < gap.heading.line.start for heading in bare):
        return True
    numeral = re.escape(numerals.rewritten(before.numeral, value).strip(" .：:、，"))
    opening = re.compile(rf"^[ \t>#*_]*{numeral}(?![0-9])", re.MULTILINE)
    return bool(opening.search(entry.text, before.line.end, gap.heading.line.start))


def _groups(sections_: list[Section], real: bool) -> Iterator[list[Heading]]:
    """Headings that stand side by side: under one heading, of one level."""
    levels: dict[int, list[Heading]] = {}
    for section in sections_:
        heading = section.heading
        if heading.real is real and heading.kind != "item":
            levels.setdefault(heading.level, []).append(heading)
        for deeper in [level for level in levels if heading.real and level > heading.level]:
            yield levels.pop(deeper)
    yield from levels.values()
    for section in sections_:
        yield from _groups(section.children, real)


def _breaks_of(headings: list[Heading], real: bool) -> Iterator[_Found]:
    parsed = [(heading, numerals.parse(heading.numeral) if heading.numeral else None) for heading in headings]
    numbered = [_Numbered(heading, numeral) for heading, numeral in parsed if numeral]
    if len(numbered) < 2 or _are_names(numbered):
        return
    last: dict[tuple[str, tuple[int, ...]], tuple[int, _Numbered]] = {}
    counts = Counter(one.numeral.style for one in numbered)
    previous: _Numbered | None = None
    for index, (heading, numeral) in enumerate(parsed):
        if numeral is None:
            continue
        one = _Numbered(heading, numeral)
        key = (numeral.style, numeral.parents)
        known = last.get(key)
        if known is None:
            yield from _opening(one, previous, counts)
        else:
            at, before = known
            yield from _following(one, before, index - at == 1)
        last[key] = (index, one)
        previous = one
    if real:
        yield from _unnumbered(parsed, numbered)


def _are_names(numbered: list[_Numbered]) -> bool:
    """Whether two headings open with a letter of a name each, and not with a number."""
    found = [one.numeral for one in numbered]
    return len(found) < MIN_NUMBERED and all(n.style in LETTERS and n.value > 1 for n in found)


def _opening(one: _Numbered, previous: _Numbered | None, counts: Counter[str]) -> Iterator[_Found]:
    """The first of its style."""
    value = one.numeral.value
    if previous is None:
        if value > 1 and counts[one.numeral.style] >= MIN_NUMBERED:
            yield _Found("start", one.heading, {"found": one.heading.numeral.strip()})
    elif (
        value == previous.numeral.value + 1
        and not (one.numeral.parents or previous.numeral.parents)
        and counts[one.numeral.style] < counts[previous.numeral.style]
    ):
        values = {"found": one.heading.numeral.strip(), "before": previous.heading.numeral.strip()}
        yield _Found("style", one.heading, values, previous.heading)


def _following(one: _Numbered, before: _Numbered, beside: bool) -> Iterator[_Found]:
    value, last = one.numeral.value, before.numeral.value
    if value == last + 1:
        return
    written = {"found": one.heading.numeral.strip(), "before": before.heading.numeral.strip()}
    expected = numerals.rewritten(before.heading.numeral, last + 1).strip()
    if value > last:
        yield _Found("gap", one.heading, {**written, "expected": expected}, before.heading, last + 1)
    elif value == last:
        yield _Found("repeat", one.heading, {**written, "expected": expected}, before.heading, last + 1)
    elif value == 1:
        if beside:
            yield _Found("restart", one.heading, written, before.heading)
    else:
        yield _Found("backwards", one.heading, written, before.heading)


def _unnumbered(
    parsed: list[tuple[Heading, numerals.Numeral | None]], numbered: list[_Numbered]
) -> Iterator[_Found]:
    """A heading without a number behind or among numbered ones; those before the first may open the text."""
    bare = [heading for heading, numeral in parsed if numeral is None]
    if len(numbered) < MIN_NUMBERED or len(bare) * 2 > len(numbered):
        return
    before: _Numbered | None = None
    for index, (heading, numeral) in enumerate(parsed):
        if numeral is not None:
            before = _Numbered(heading, numeral)
        elif before is not None and any(char.isalnum() for char in heading.text):
            following = next((n for _, n in parsed[index + 1 :] if n), None)
            value = before.numeral.value + 1
            last = following is None and heading is parsed[-1][0]
            lost = following is not None and following.value == value + 1
            yield _Found(
                "unnumbered",
                heading,
                {"heading": heading.text, "before": before.heading.numeral.strip()},
                before.heading,
                value if last or lost else None,
                last,
            )


def lists(entry: Entry, params: ListParams) -> Iterator[Hit]:
    """Breaks in the numbers of ordered lists, as a reader sees them or ("written") as they are written."""
    if entry.kind != "entry":
        return
    runs = [run for run in entry.lists if run.items and run.items[0][1].start >= entry.body.start]
    if params.kind == "written":
        for run in runs:
            yield from _written(run)
        return
    if params.kind == "gap":
        yield from _gaps(list(_neighbours(entry, runs)))
    else:
        for group in _neighbours(entry, runs):
            yield from _restarts(group)


def _written(run: ListRun) -> Iterator[Hit]:
    """Numbers within one list that are not as Markdown will count them."""
    numbers = [number for number, _ in run.items]
    if len(set(numbers)) == 1:
        return
    for (before, _), (number, span) in zip(run.items, run.items[1:], strict=False):
        if number != before + 1:
            place = Span(span.start, span.end)
            yield Hit(place, {"found": str(number), "expected": str(before + 1)})
            return


def _neighbours(entry: Entry, runs: list[ListRun]) -> Iterator[list[ListRun]]:
    """Outermost lists that stand in one section, with no heading between them."""
    borders = sorted(h.line.start for h in entry.headings if h.kind != "item")
    group: list[ListRun] = []
    for run in (run for run in runs if run.depth == 1):
        start = run.items[0][1].start
        if group and bisect_right(borders, group[-1].items[-1][1].start) < bisect_right(borders, start):
            yield group
            group = []
        group.append(run)
    if group:
        yield group


def _seen(run: ListRun) -> tuple[int, int]:
    """The first and last number that a reader sees."""
    first = run.items[0][0]
    return first, first + len(run.items) - 1


def _gaps(groups: list[list[ListRun]]) -> Iterator[Hit]:
    """Lists that open with a number that follows on no list before, in the section or just above it."""
    above = 0
    for group in groups:
        ends = {above}
        last = 0
        for index, run in enumerate(group):
            first, end = _seen(run)
            marker = run.items[0][1]
            begins = not last and not above  # a list with none before it may begin where it likes
            if first > 1 and not begins and first - 1 not in ends and (index or len(run.items) > 1):
                number = Span(marker.start, marker.end - 1)
                yield Hit(
                    marker, {"found": str(first), "expected": str(last + 1)}, (Edit(number, str(last + 1)),)
                )
            last = above = end
            ends.add(end)


def _restarts(group: list[ListRun]) -> Iterator[Hit]:
    """Lists of one item each, all numbered alike: what stands between them cuts one list into many."""
    many = sum(len(each.items) == 1 and each.items[0][0] == 1 for each in group) >= MIN_NUMBERED
    number = 1
    first: ListRun | None = None
    for run in group:
        if len(run.items) == 1 and run.items[0][0] == 1 and many:
            if first is None:
                first, number = run, 1
                continue
            number += 1
            marker = run.items[0][1]
            yield Hit(
                marker,
                {"found": "1", "expected": str(number)},
                (Edit(Span(marker.start, marker.end - 1), str(number)),),
                (Related(first.items[0][1], "1."),),
            )
        else:
            first = None


def allowed_style(entry: Entry, params: AnchorParams) -> Iterator[Hit]:
    """A section number in a style that the configuration does not list."""
    schema = entry.schema
    if entry.kind != "entry" or schema is None or schema.numbering is None:
        return
    for heading in entry.headings:
        numeral = numerals.parse(heading.numeral) if heading.real and heading.numeral else None
        if numeral is None or numeral.style in schema.numbering or numeral.parents:
            continue
        wanted = schema.numbering[0] if len(schema.numbering) == 1 else ""
        edits = _restyled(entry, heading, numeral, wanted, params.keep_anchors) if wanted else ()
        yield Hit(
            heading.numeral_span,
            {"found": heading.numeral.strip(), "allowed": " ".join(schema.numbering)},
            edits,
        )


def _restyled(
    entry: Entry, heading: Heading, numeral: numerals.Numeral, style: str, keep_anchors: bool
) -> tuple[Edit, ...]:
    written = numerals.written(style, numeral.value)
    if not written:
        return ()
    return (*_anchor(entry, heading, keep_anchors), Edit(heading.numeral_span, written))


class _Top(NamedTuple):
    """A numbered section of the highest level: its style, value and place, and the anchor that it has."""

    style: str
    value: int
    span: Span
    anchor: tuple[Edit, ...]

    @classmethod
    def read(cls, row: Sequence[Any]) -> _Top:
        """The section that a fact describes."""
        style, value, span, anchor = row
        return cls(style, value, Span(*span), tuple(Edit(Span(*at), content) for at, content in anchor))


def _styles(entry: Entry, params: AnchorParams) -> tuple[_Top, ...] | None:
    if entry.schema is None or not entry.schema.one_numbering:
        return None
    real = [heading for heading in entry.headings if heading.real and heading.numeral]
    top = min((heading.level for heading in real), default=0)
    found = []
    for heading in real:
        numeral = numerals.parse(heading.numeral)
        if numeral is None or heading.level != top or numeral.parents:
            continue
        if entry.schema.numbering is None or numeral.style in entry.schema.numbering:
            anchor = _anchor(entry, heading, params.keep_anchors)
            found.append(_Top(numeral.style, numeral.value, heading.numeral_span, anchor))
    return tuple(found) or None


@collects(_styles)
def one_style(facts: Sequence[Facts], params: AnchorParams) -> Iterator[Hit]:
    """Entries that number their sections otherwise than most entries of their page."""
    pages: dict[str, list[Facts]] = {}
    for one in facts:
        if one.note:
            pages.setdefault(one.path, []).append(one)
    for numbered in pages.values():
        counts = Counter(style for one in numbered for style in {style for style, *_ in one.note})
        style, most = counts.most_common(1)[0]
        if most * 2 <= len(numbered):
            continue
        for one in numbered:
            others = [_Top.read(row) for row in one.note if row[0] != style]
            if others:
                yield _restyle(one, others, style)


def _restyle(one: Facts, tops: list[_Top], style: str) -> Hit:
    """One finding for an entry, at the first of its numbers that differ."""
    edits: list[Edit] = []
    for top in tops:
        text = numerals.written(style, top.value)
        if not text:
            edits = []
            break
        edits += (*top.anchor, Edit(top.span, text))
    return Hit(tops[0].span, {"found": tops[0].style, "expected": style}, tuple(edits), target=one.target)
