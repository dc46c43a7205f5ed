"""Sections: which are missing, and headings that are wrong for their place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import pairwise

from catalog_lint.catalog.body import says_nothing
from catalog_lint.catalog.headings import empty_headings, runs_in
from catalog_lint.catalog.model import Entry, Heading, Section
from catalog_lint.catalog.profiles import AFTER_NAME, followed, squeezed, without_space
from catalog_lint.checks.old_anchors import AnchorParams, kept_anchor
from catalog_lint.diagnostic import Edit, Hit, Related, Span
from catalog_lint.rule.contract import Params

_IDENTIFIER = re.compile(r"[._]?[A-Za-z0-9]+(?:[._][A-Za-z0-9]+)+|[._][A-Za-z0-9]+")
MIN_NAME = 2
"""A name that is shorter belongs to the number before it (2.0 版)."""


class LevelParams(Params):
    """`first`: judge the first heading of a body (against the title above it) and no other."""

    first: bool = False


class WrapperParams(Params):
    """`words`: what headings that name the task are made of; `needs`: words of which one must be there."""

    words: tuple[str, ...]
    needs: tuple[str, ...]


class PlaceholderParams(WrapperParams):
    """`names`: headings that stand for a title not yet written."""

    names: tuple[str, ...] = ()


def missing(entry: Entry) -> Iterator[Hit]:
    """A required section of the profile that the entry follows."""
    fit = followed(entry)
    if fit is None:
        return
    profile, found = fit
    there = {match.section.name for match in found} | without_space(entry, profile)
    for section in profile.sections:
        if section.required and section.name not in there and not runs_in(entry, section.name):
            yield Hit(entry.anchor, {"section": section.name, "profile": profile.name})


def order(entry: Entry) -> Iterator[Hit]:
    """A section that stands before one that its profile puts first."""
    fit = followed(entry)
    if fit is None or not fit[0].ordered:
        return
    names = [section.name for section in fit[0].sections]
    highest, before = -1, ""
    for section, heading in fit[1]:
        place = names.index(section.name)
        if place < highest:
            yield Hit(heading.line, {"section": section.name, "before": before})
        else:
            highest, before = place, section.name


def body_headings(entry: Entry) -> list[Heading]:
    return [heading for heading in entry.headings if heading.real and heading.line.start >= entry.body.start]


def skipped_level(entry: Entry, params: LevelParams) -> Iterator[Hit]:
    """A heading more than one level below the one before it."""
    headings = body_headings(entry)
    above = entry.title_echo.level if entry.title_echo else 0
    if params.first:
        if above and headings and headings[0].level > above + 1:
            yield _skip(headings[0], above)
        return
    for before, heading in pairwise(headings):
        if heading.level > before.level + 1:
            yield _skip(heading, before.level)


def _skip(heading: Heading, above: int) -> Hit:
    return Hit(heading.line, {"level": str(heading.level), "above": str(above)})


def top_level(entry: Entry) -> Iterator[Hit]:
    """A heading as high as the entry itself stands, which does not repeat its title."""
    for heading in body_headings(entry):
        if heading.level == 1:
            yield Hit(heading.line, {"heading": heading.text})


def empty_section(entry: Entry) -> Iterator[Hit]:
    """A heading under which nothing stands; one that is a sentence says its own."""
    real = body_headings(entry)
    for index, heading in enumerate(real):
        following = real[index + 1] if index + 1 < len(real) else None
        if following and following.level > heading.level:
            continue
        end = following.line.start if following else entry.body.end
        if (index == 0 and following) or heading.text.endswith("。"):
            continue
        if says_nothing(entry.text, heading.line.end, end) and squeezed(heading.text):
            yield Hit(heading.line, {"heading": heading.text})


def repeated(entry: Entry) -> Iterator[Hit]:
    """Two sections of one name under the same heading."""
    yield from _repeated(entry.sections)


def _repeated(sections: list[Section]) -> Iterator[Hit]:
    real = [section.heading for section in sections if section.heading.real]
    every: dict[tuple[int, str], list[Heading]] = {}
    for heading in real:
        every.setdefault((heading.level, squeezed(heading.name)), []).append(heading)
    for (_, name), (first, *again) in every.items():
        for heading in again if len(name) >= MIN_NAME else ():
            said = {"heading": heading.name, "times": str(len(again) + 1)}
            yield Hit(heading.line, said, related=(Related(first.line, first.text),))
    for section in sections:
        yield from _repeated(section.children)


def empty_heading(entry: Entry) -> Iterator[Hit]:
    """A heading without text."""
    for span in empty_headings(entry):
        end = span.end + 1 if entry.text[span.end : span.end + 1] == "\n" else span.end
        yield Hit(span, {}, (Edit(Span(span.start, end), ""),))
    for heading in body_headings(entry):
        if not any(char.isalnum() for char in heading.text):
            yield Hit(heading.line, {})


@lru_cache(16)
def _wrapper(words: tuple[str, ...], needs: tuple[str, ...]) -> re.Pattern[str]:
    every = "|".join(map(re.escape, sorted((*words, *needs), key=len, reverse=True)))
    needed = "|".join(map(re.escape, sorted(needs, key=len, reverse=True)))
    return re.compile(rf"(?=.*?(?:{needed}))(?:{every})+", re.IGNORECASE)


def placeholder(entry: Entry, params: PlaceholderParams) -> Iterator[Hit]:
    """A heading that names the task and not the content, or stands for a title not yet written."""
    for heading in entry.headings:
        names_task, unwritten = _stands_for(heading.name, params)
        if (heading.real and (names_task or unwritten)) or (heading.kind == "bold" and names_task):
            yield Hit(heading.line, {"heading": heading.text})


@lru_cache(4_096)
def _stands_for(name: str, params: PlaceholderParams) -> tuple[bool, bool]:
    """Whether a heading's name names the task, and whether it stands for a title not yet written."""
    wrapper = _wrapper(params.words, params.needs)
    head, _, rest = name.replace(":", "：").rstrip("： ").partition("：")
    head, rest = squeezed(head), rest.strip()
    wraps = wrapper.fullmatch(head) is not None
    identifier = _IDENTIFIER.fullmatch(rest or name) if wraps or not rest else None
    unwritten = squeezed(name) in params.names or (identifier is not None and (wraps or "_" in identifier[0]))
    return wrapper.fullmatch(head + squeezed(rest)) is not None, unwritten


def wrapped_title(entry: Entry, params: WrapperParams) -> Iterator[Hit]:
    """A heading that names the task before its own name."""
    wrapper = _wrapper(params.words, params.needs)
    for heading in body_headings(entry):
        head, _, rest = squeezed(heading.name).replace(":", "：").partition("：")
        if rest and wrapper.fullmatch(head) and not _IDENTIFIER.fullmatch(rest):
            start = heading.name_span.start
            colon = re.compile(r"[：:]\s*").search(entry.text, start, heading.name_span.end)
            if colon:
                span = Span(start, colon.end())
                yield Hit(span, {"found": entry.text[start : colon.start()].strip()}, (Edit(span, ""),))


def base_level(entry: Entry) -> Iterator[Hit]:
    """The first heading of a body whose highest headings are not at the level that the schema asks for."""
    schema = entry.schema
    headings = body_headings(entry)
    if schema is None or schema.base_level is None or not headings:
        return
    top = min(heading.level for heading in headings)
    shift = schema.base_level - top
    if not shift:
        return
    edits: list[Edit] = []
    for heading in headings:
        if heading.hashes is None or not 1 <= heading.level + shift <= 6:
            edits = []
            break
        edits.append(Edit(heading.hashes, "#" * (heading.level + shift)))
    first = next(heading for heading in headings if heading.level == top)
    yield Hit(first.line, {"level": str(top), "expected": str(schema.base_level)}, tuple(edits))


def other_name(entry: Entry, params: AnchorParams) -> Iterator[Hit]:
    """A section that goes by another name than its profile's own."""
    fit = followed(entry)
    if fit is None:
        return
    names = {squeezed(heading.name) for heading in entry.headings}
    by_heading: dict[int, list[str]] = {}
    for section, heading in fit[1]:
        by_heading.setdefault(heading.line.start, []).append(section.name)
    for section, heading in fit[1]:
        name = AFTER_NAME.sub("", heading.name).strip()
        if len(by_heading[heading.line.start]) > 1 or not heading.real or section.name in heading.name:
            continue
        if squeezed(name) not in {squeezed(alias) for alias in section.aliases}:
            continue
        start = heading.name_span.start
        written = entry.text[start : start + len(name)]
        if written != name:
            continue
        span = Span(start, start + len(name))
        kept = kept_anchor(entry, heading) if params.keep_anchors else ()
        edits = () if squeezed(section.name) in names else (*kept, Edit(span, section.name))
        yield Hit(span, {"found": name, "expected": section.name}, edits)
