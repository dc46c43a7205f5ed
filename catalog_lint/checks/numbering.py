"""Numbers of sections within an entry."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Literal, NamedTuple

from catalog_lint.catalog import numerals
from catalog_lint.catalog.headings import opens_line
from catalog_lint.catalog.model import Entry, Heading, Section
from catalog_lint.catalog.profiles import squeezed
from catalog_lint.checks.old_anchors import AnchorParams, kept_anchor
from catalog_lint.diagnostic import Edit, Hit, Related, Span

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
    """How the names of sections begin that close a text: without a number behind the last one that has one,
    they are reported apart ("closing"), unless the numbers themselves call each part a section (小節一)."""


class _Numbered(NamedTuple):
    heading: Heading
    numeral: numerals.Numeral


class _Found(NamedTuple):
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
    for found in entry.memo(_breaks, params.headings == "real"):
        heading = found.heading
        kind = found.kind
        if kind == "unnumbered" and _closes(found, params.closing):
            kind = "closing"
        if kind != params.kind:
            continue
        if kind == "unnumbered" and squeezed(heading.name) in params.back_matter:
            continue
        related = (Related(found.before.line, found.before.text),) if found.before else ()
        yield Hit(heading.line, _values(found), _edits(entry, found, params.keep_anchors), related)


def _values(found: _Found) -> dict[str, str]:
    """What messages name; the number that is expected is the one that the fix writes."""
    if found.value is None or "expected" not in found.values:
        return found.values
    expected = numerals.rewritten(found.heading.numeral, found.value).strip()
    return {**found.values, "expected": expected}


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


def _breaks(entry: Entry, real: bool) -> list[_Found]:
    breaks: list[_Found] = []
    for group in _groups(entry.sections, real):
        found = _with_final_values(_without_echoes(list(_breaks_of(group, real)), group), group)
        bare = [each.heading for each in found if each.kind in ("unnumbered", "style")]
        breaks += [each for each in found if each.kind != "gap" or not _explained(entry, each, bare)]
    return breaks


def _without_echoes(found: list[_Found], group: list[Heading]) -> list[_Found]:
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
    """Gaps and repeats with the number that each heading ends with when all of them are fixed."""
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
            breaks[start] = each._replace(value=numeral.value + shifts[key])
            current[key] = start
        elif key in current and not _starts_again(found, heading):
            each = breaks[current[key]]
            breaks[current[key]] = each._replace(followers=(*each.followers, heading))
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
    numeral = numerals.rewritten(before.numeral, value).strip(" .：:、，")
    return opens_line(entry, numeral, Span(before.line.end, gap.heading.line.start))


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
        if section.children:
            yield from _groups(section.children, real)


def _breaks_of(headings: list[Heading], real: bool) -> Iterator[_Found]:
    parsed = [(heading, numerals.parse(heading.numeral) if heading.numeral else None) for heading in headings]
    numbered = [_Numbered(heading, numeral) for heading, numeral in parsed if numeral]
    if len(numbered) < 2 or _are_names(numbered):
        return
    last: dict[tuple[str, tuple[int, ...]], tuple[int, _Numbered]] = {}
    left: dict[tuple[str, tuple[int, ...]], list[int]] = {}
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
            outer = left.setdefault(key, [])
            if numeral.value == 1 < before.numeral.value:
                outer.append(before.numeral.value)
            if outer and numeral.value == outer[-1] + 1 != before.numeral.value + 1:
                outer.pop()  # the numbers around an inner series go on
            else:
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


def _misspelt(text: str, before: _Numbered) -> str:
    """The next number with one wrong character in its word (小結三：), that a heading opens with, or ""."""
    expected = numerals.rewritten(before.heading.numeral, before.numeral.value + 1).strip()
    opening = text[: len(expected)]
    wrong = [a != b for a, b in zip(opening, expected, strict=False)]
    word = next((at for at, char in enumerate(expected) if not char.isalpha()), 0) - 1
    there = len(opening) == len(expected) >= MIN_NUMBERED
    return opening if there and wrong.count(True) == 1 and any(wrong[:word]) else ""


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
        elif before is not None and (opening := _misspelt(heading.text, before)):
            values = {"found": opening, "before": before.heading.numeral.strip()}
            yield _Found("style", heading, values, before.heading)
        elif before is not None and any(char.isalnum() for char in heading.text):
            following = next((n for _, n in parsed[index + 1 :] if n), None)
            value = before.numeral.value + 1
            last = following is None
            alone = last and heading is parsed[-1][0] and before.heading is parsed[index - 1][0]
            lost = following is not None and following.value == value + 1
            yield _Found(
                "unnumbered",
                heading,
                {"heading": heading.text, "before": before.heading.numeral.strip()},
                before.heading,
                value if alone or lost else None,
                last,
            )
