"""Bold that stands for a heading, or stands in one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Literal

from catalog_lint.catalog import numerals
from catalog_lint.catalog.body import says_nothing
from catalog_lint.catalog.headings import bold_text
from catalog_lint.catalog.model import Entry
from catalog_lint.catalog.profiles import squeezed
from catalog_lint.checks.sections import body_headings
from catalog_lint.diagnostic import Edit, Hit, Span
from catalog_lint.rule.contract import Params

SPOKEN = 3
"""Bold lines that say the same so often in one entry are the names of who speaks."""
USUAL_LEVEL = 3
MIN_BOLD_ITEMS = 3
_BREAK = re.compile(r"^[\[（(【]?(?:廣告|广告|業配|工商|ad ?break|advertisement|sponsor)", re.IGNORECASE)
_BOLD_LINE = re.compile(
    r"(?P<mark>\*\*|__)[ \t]*(?P<text>\S(?:.*?(?<![：: \t]))?)[：: \t]*+(?P=mark)[：: \t]*"
)


class BoldParams(Params):
    """Bold lines that stand alone, or bold numbered items."""

    kind: Literal["bold", "item"]


def in_bold(entry: Entry) -> Iterator[Hit]:
    """A heading of which the whole text is bold."""
    for heading in body_headings(entry):
        if bold := bold_text(entry, heading):
            start, end = bold
            edits = (Edit(Span(start, start + 2), ""), Edit(Span(end - 2, end), ""))
            yield Hit(bold, {"heading": heading.text}, edits)


def bold_for_heading(entry: Entry, params: BoldParams) -> Iterator[Hit]:
    """A bold line, or a bold item of an ordered list, that stands where a heading should."""
    if params.kind == "item":
        if any(heading.real for heading in entry.headings):
            return
        items = [heading for heading in entry.headings if heading.kind == "item"]
        if len(items) < MIN_BOLD_ITEMS or len(items) * 2 < len(entry.headings):
            return
    names = Counter(squeezed(heading.text) for heading in entry.headings)
    above = _level_above(entry)
    level_of: dict[tuple[str, tuple[int, ...]], int] = {}
    last = 0
    for index, heading in enumerate(entry.headings):
        numeral = numerals.parse(heading.numeral) if heading.numeral else None
        if heading.real:
            above = heading.level
            last = above if numeral else 0
            if numeral:
                level_of[numeral.style, numeral.parents] = above
        name = squeezed(heading.text)
        if heading.kind != params.kind or not any(char.isalnum() for char in name):
            continue
        if (names[name] >= SPOKEN and not heading.numeral) or _BREAK.search(name):
            continue
        text = entry.text[heading.line.start : heading.line.end]
        edits: tuple[Edit, ...] = ()
        opens_text = _says_something(entry, index)
        if params.kind == "bold" and text.strip() == text.rstrip() and names[name] == 1 and opens_text:
            counted = level_of.get((numeral.style, numeral.parents)) if numeral else None
            if last and numeral is None and _counts_on(entry, index):
                counted = last + 1
            level = min(6, counted or above + 1)
            last = level if numeral else last
            edits = _as_heading(heading.line, text, level)
        yield Hit(heading.line, {"heading": heading.text}, edits)


def _counts_on(entry: Entry, index: int) -> bool:
    """Whether a numbered bold line follows before a real heading does: what stands before it is a part."""
    following = (each for each in entry.headings[index + 1 :] if each.kind != "item")
    numbered = next((each for each in following if each.real or each.numeral), None)
    return numbered is not None and not numbered.real


def _level_above(entry: Entry) -> int:
    """The level that a first heading of the body goes below: the title's, or that of the page's template."""
    real = [heading.level for heading in entry.headings if heading.real]
    if real:
        return min(real)
    if entry.title_echo is not None:
        return entry.title_echo.level
    base = entry.schema.base_level if entry.schema else None
    return base - 1 if base else USUAL_LEVEL - 1


def _says_something(entry: Entry, index: int) -> bool:
    """Whether text stands between a heading and the next; the items of a list are text."""
    below = (each for each in entry.headings[index + 1 :] if each.kind != "item")
    following = next((each.line.start for each in below), entry.body.end)
    return not says_nothing(entry.text, entry.headings[index].line.end, following)


def _as_heading(line: Span, text: str, level: int) -> tuple[Edit, ...]:
    """The edits that make a bold line a heading; what it says is not touched, only its marks and a colon."""
    found = _BOLD_LINE.fullmatch(text)
    if found is None or found["mark"] in found["text"]:
        return ()
    end = line.start + found.end("text")
    return (
        Edit(Span(line.start, line.start + found.start("text")), f"{'#' * level} "),
        Edit(Span(end, line.end), ""),
    )
