"""From a page's text to its entries: cut, then read one by one."""

from __future__ import annotations

from collections.abc import Mapping, MutableMapping, Sequence
from copy import copy
from typing import Literal

from catalog_lint.catalog import frame
from catalog_lint.catalog.entry import EntryReader
from catalog_lint.catalog.markdown import TooMuchWork
from catalog_lint.catalog.model import (
    Entry,
    Page,
    Problem,
)
from catalog_lint.catalog.schema import Schema
from catalog_lint.source import PageError, Source

KnownEntries = MutableMapping[tuple[str, bool], Entry]
"""The entries of one page in its states, by text and by whether they are entries, all of them with their
outlines or none."""


def read_page(
    path: str,
    source: Source,
    schema: Schema,
    language: str = "zh-TW",
    terms: Mapping[str, str] | None = None,
    known: KnownEntries | None = None,
    outlines: bool = False,
) -> Page:
    """The page's entries and the text outside them, in order.

    `path` names the page in findings, `language` is that of its content, `terms` are the spellings that
    the configuration teaches. Entries found in `known` (by text and kind) are not parsed again; new ones
    are put there. `outlines` gives each entry its outline. Raises PageError where an entry takes
    more steps to read than it may.
    """
    text = source.text
    entries = []
    for piece in frame.cut(text, schema):
        own = text[piece.span.start : piece.span.end]
        try:
            entry = read_entry(own, piece.kind, schema, language, terms, piece.problems, outlines, known)
        except TooMuchWork:
            raise too_much_work(path, source, piece.span.start) from None
        entry.start = piece.span.start
        entries.append(entry)
    return Page(path, source, entries, language)


def too_much_work(path: str, source: Source, start: int) -> PageError:
    """What to say of a page whose entry at `start` takes more steps to read than the limit."""
    row = source.position(start).row
    return PageError(path, f"takes too many steps to read (entry in row {row}); split the page")


def read_entry(
    text: str,
    kind: Literal["entry", "text"],
    schema: Schema,
    language: str = "zh-TW",
    terms: Mapping[str, str] | None = None,
    problems: Sequence[Problem] = (),
    outline: bool = False,
    known: KnownEntries | None = None,
) -> Entry:
    """One entry, or text outside entries, from its own text.

    `problems` are what cutting the page saw; `outline` gives the entry its outline. An entry found in `known`
    is a copy of that one, and a new one is put there. Raises TooMuchWork.
    """
    key = (text, kind == "entry")
    found = known.get(key) if known and not problems else None
    if found is not None:
        return copy(found)
    entry = EntryReader(text, kind == "entry", schema).read(outline)
    entry.problems[:0] = problems
    entry.language = language
    entry.terms = terms or {}
    if known is not None and not problems:
        known[key] = copy(entry)
    return entry
