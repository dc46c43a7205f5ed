"""Forms that nobody filled in, errors in a summary's place, headings that name a stage of the editing."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog_lint.catalog.body_lines import BodyLines, body_lines
from catalog_lint.catalog.model import Prose
from catalog_lint.checks.cover_letters import StartParams, letter_before
from catalog_lint.checks.phrases import hinted_lines, phrases
from catalog_lint.checks.removal import removal, said
from catalog_lint.diagnostic import Hit
from catalog_lint.language.tables import folded
from catalog_lint.rule.contract import DataFile, Params


class StageParams(Params):
    """`headings`: the headings; `letters`, `editing`: what a letter before the summary is known by."""

    headings: DataFile
    letters: DataFile
    editing: DataFile


class SectionParams(Params):
    """`headings`: what opens the section; `items`: what at least half of its lines look like.

    `words`: words of which every such heading holds one, in both scripts.
    """

    headings: DataFile
    words: tuple[str, ...]
    items: str


class SpanParams(Params):
    """`patterns`: what may stand anywhere in a line.

    `hint`: a regular expression that finds a place in every such line.
    """

    patterns: DataFile
    hint: str


def stages(prose: Prose, params: StageParams) -> Iterator[Hit]:
    """Headings that name a stage of the editing, those of a letter before the summary left out."""
    body = body_lines(prose)
    known = phrases(params.headings)
    for index in body.short():
        if body.raw(index).lstrip(" \t")[:1] not in ("#", "*", "_"):
            continue
        line = body[index]
        named = line.kind == "heading" and known.fullmatch(line.text)
        if named and index not in letter_before(body, params.letters, params.editing):
            yield Hit(line.span, {"found": said(prose, line)})


def section(prose: Prose, params: SectionParams) -> Iterator[Hit]:
    """A section, known by its heading, whose lines look alike."""
    known = phrases(params.headings)
    body = body_lines(prose)
    for index in sorted({index for word in params.words for index in body.holding(word)}):
        line = body[index]
        if line.kind in ("heading", "text") and known.fullmatch(line.text):
            run = _section(body, index)
            filled = [place for place in run if body[place].has_text]
            item = re.compile(folded(params.items))
            if filled and sum(bool(item.match(body[place].text)) for place in filled) * 2 >= len(filled):
                yield removal(prose, body, [index, *run], exact=False)


def _section(body: BodyLines, heading: int) -> list[int]:
    """The lines under a heading, up to the next heading or break."""
    run = []
    for index in range(heading + 1, len(body)):
        if body[index].kind in ("heading", "break"):
            break
        if body[index].kind != "blank":
            run.append(index)
    return run


def spans(prose: Prose, params: SpanParams) -> Iterator[Hit]:
    """Anything in prose that matches a list."""
    known = phrases(params.patterns)
    for start, line in hinted_lines(prose.text, params.hint):
        for span in known.spans(line):
            place = span.shifted(start)
            yield Hit(place, {"found": prose.entry.text[place.start : place.end]})


def first_line(prose: Prose, params: StartParams) -> Iterator[Hit]:
    """A body's first line that matches a list from its start: an error in the summary's place."""
    known = phrases(params.patterns)
    body = body_lines(prose)
    for index in range(len(body)):
        if body.is_frame(index):
            continue
        line = body[index]
        if known.match(line.text):
            yield Hit(line.span, {"found": said(prose, line)})
            return
        if line.kind != "heading":
            return
