"""Characters that nobody sees, and a text without them."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from typing import Literal
from unicodedata import category

from catalog_lint.catalog.markdown import TooMuchWork
from catalog_lint.catalog.model import Entry, Problem
from catalog_lint.catalog.reader import read_entry
from catalog_lint.diagnostic import Edit, Hit
from catalog_lint.source import Span

InvisibleKind = Literal["direction", "zero-width", "control"]
_CHARACTERS: dict[InvisibleKind, str] = {
    "direction": "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069",
    "zero-width": (
        "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b-\u200d\u2060-\u2064\u206a-\u206f"
        "\u3164\ufeff\uffa0\ufff9-\ufffb\U000e0001-\U000e007f"
    ),
    "control": "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f",
}
_SETS = {kind: re.compile(f"[{characters}]+") for kind, characters in _CHARACTERS.items()}
_ANY = re.compile(f"[{''.join(_CHARACTERS.values())}]")
_JOINED_SCRIPTS = re.compile("[\u0600-\u08ff\u0900-\u0dff\u0e00-\u0eff\u1780-\u17ff\u1800-\u18af]")
_TAG_BASE = "\U0001f3f4"


def holds_any(entry: Entry) -> bool:
    """Whether any invisible character stands in an entry."""
    return _ANY.search(entry.text) is not None


def invisible_runs(text: str, kind: InvisibleKind) -> Iterator[Span]:
    """Runs of invisible characters of a kind, without those that join an emoji or a script's letters."""
    for match in _SETS[kind].finditer(text):
        if not _is_needed(text, *match.span()):
            yield Span(*match.span())


def _is_needed(text: str, start: int, end: int) -> bool:
    run = text[start:end]
    before, after = text[start - 1 : start], text[end : end + 1]
    if run == "\u200d":
        return bool(before and after) and (
            (_is_symbol(before) and _is_symbol(after))
            or bool(_JOINED_SCRIPTS.match(before) or _JOINED_SCRIPTS.match(after))
        )
    if run == "\u200c":
        return bool(_JOINED_SCRIPTS.match(before) or _JOINED_SCRIPTS.match(after))
    return before == _TAG_BASE and run[0] >= "\U000e0001"


def _is_symbol(char: str) -> bool:
    return category(char) in ("So", "Sk", "Mn") or char == "\ufe0f"


class Clear:
    """An entry read without its invisible characters, and where what is found in it stands."""

    def __init__(self, entry: Entry, places: list[int], gone: list[Span]) -> None:
        self.entry = entry
        self._places = places
        self._gone = gone

    def hits(self, found: Iterable[Hit]) -> Iterator[Hit]:
        """Hits in the entry as it was given; a fix takes out what nobody sees at its own place too."""
        for hit in found:
            span = self._span(hit.span)
            edits = [Edit(self._span(place), content) for place, content in hit.edits]
            yield hit._replace(
                span=span,
                edits=tuple(sorted([*edits, *self._unseen_at(span, edits)])) if edits else (),
                related=tuple(
                    [
                        one._replace(span=self._span(one.span)) if one.target is None else one
                        for one in hit.related
                    ]
                ),
            )

    def _span(self, span: Span) -> Span:
        start, end = span
        places = self._places
        return Span(places[start], places[end - 1] + 1 if end > start else places[end])

    def _unseen_at(self, span: Span, edits: list[Edit]) -> Iterator[Edit]:
        """The removal of the runs in a place or beside it that no edit replaces."""
        for run in self._gone[bisect_left(self._gone, span.start, key=lambda run: run.end) :]:
            if run.start > span.end:
                return
            if not any(edit.span.overlaps(run) for edit in edits):
                yield Edit(run, "")


def clear_of(entry: Entry) -> Clear | None:
    """An entry without its invisible characters, where Markdown sees the same in it then.

    None where it holds none, where they part what would be a heading, a list or a link without them, and
    where it takes too much work to read.
    """
    text, schema = entry.text, entry.schema
    if schema is None or not entry.memo(holds_any):
        return None
    gone = sorted([run for kind in _SETS for run in invisible_runs(text, kind)])
    if not gone:
        return None
    unseen = {at for run in gone for at in range(*run)}
    places = [at for at in range(len(text) + 1) if at not in unseen]
    seen = "".join([text[at] for at in places[:-1]])
    try:
        clear = read_entry(seen, entry.kind, schema, entry.language, entry.terms)
    except TooMuchWork:
        return None
    if _shape(clear) != _shape(entry):
        return None
    clear.problems = [
        Problem(one.kind, Span(*[bisect_left(places, at) for at in one.span]), one.values)
        for one in entry.problems
    ]
    return Clear(clear, places, gone)


def _shape(entry: Entry) -> list[object]:
    return [
        [(block.kind, block.level, block.marker, block.depth) for block in entry.blocks],
        [one.kind for block in entry.blocks for one in block.inlines],
        [len(each) for each in (entry.html, entry.code, entry.links, entry.tags, entry.breaks)],
        list(entry.fields),
    ]
