"""What a catalog looks like, worked out from its pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from catalog_lint.catalog.model import Entry, Page
from catalog_lint.catalog.reader import read_page
from catalog_lint.catalog.schema import Schema
from catalog_lint.init import across, editions, fields, headings, labels, paths, shape, title_line
from catalog_lint.init.candidates import CutPages
from catalog_lint.init.guess import Guess, Habit, Learned, Pages
from catalog_lint.validation import read as read_data

__all__ = ["Guess", "Learned", "learn"]

Habits = Callable[[Mapping[str, Any], Sequence[Page]], Sequence[Habit]]


def learn(pages: Pages, habits: Habits | None = None, terms: bool = False) -> Learned:
    """Work out shape, title line, fields, sections, language, order and numbering of the pages' entries.

    Pages that are not like the others (an index, entries of another shape) get schemas of their own.
    `habits` lints the pages by a configuration and returns what each rule tells: a rule that most entries
    break is no rule of this catalog. It is given the pages as they were read, and may change them.
    `terms`: whether to look for misspellings of the catalog's own words.
    """
    learned = Learned()
    names = [name for name, _ in pages]
    pages = editions.without_editions(pages, learned)
    cut = CutPages()
    first = shape.choose(pages, cut)
    looked_at = len(pages)
    others: list[paths.Part] = []
    if first is not None:
        pages, others = paths.parts(pages, first, learned, cut)
    whole = first is not None and len(pages) == looked_at
    choice = shape.noted(first, learned) if first and whole else shape.shape(pages, learned, cut)
    title_line.title_line(pages, choice, learned)
    read = _read_with_labels(pages, learned)
    for part in others:
        read += _part(part, names, learned, cut)
    learned.entries = len(_entries(read))
    across.language(read, learned)
    if not learned.entries:
        learned.odd.append("no entries were found: set schema.shape and schema.line by hand")
        return learned
    _look_at(_entries(read[: len(pages)]), learned)
    across.order(read, learned)
    across.oddities(read, learned)
    if terms:
        from catalog_lint.init.terms import near_misses

        learned.near_misses = near_misses(_entries(read))
    if habits is not None:
        found = habits(learned.values(), read)
        across.habits(found, learned)
        across.origin(found, learned)
    return learned


def _read(pages: Pages, learned: Learned) -> list[Page]:
    draft = read_data(Schema, {key: guess.value for key, guess in learned.schema.items()})
    return [read_page(name, source, draft) for name, source in pages]


def _read_with_labels(pages: Pages, learned: Learned) -> list[Page]:
    """The pages, read again where lines of their entries turn out to have labels."""
    read = _read(pages, learned)
    entries = _entries(read)
    return _read(pages, learned) if entries and labels.labels(entries, learned) else read


def _entries(read: list[Page]) -> list[Entry]:
    return [entry for page in read for entry in page.entries if entry.kind == "entry"]


def _part(part: paths.Part, names: list[str], learned: Learned, cut: CutPages) -> list[Page]:
    """Learn the schema of pages that are not like the others; those of an index are not read."""
    there = paths.patterns([name for name, _ in part.pages], names)
    own = Learned()
    read: list[Page] = []
    if part.choice is None:
        why = f"{len(part.pages)} page{'s' * (len(part.pages) != 1)} of links to the others"
        own.schema["shape"] = Guess(paths.INDEX, 1.0, why)
    else:
        title_line.title_line(part.pages, shape.shape(part.pages, own, cut), own)
        read = _read_with_labels(part.pages, own)
        if entries := _entries(read):
            _look_at(entries, own)
    learned.parts.append((there, own.schema))
    learned.odd += [f"{', '.join(there)}: {odd}" for odd in own.odd]
    return read


def _look_at(entries: list[Entry], learned: Learned) -> None:
    fields.hosts(entries, learned)
    fields.video_form(entries, learned)
    fields.fields(entries, learned)
    fields.link_lines(entries, learned)
    fields.formats(entries, learned)
    headings.sections(entries, learned)
    headings.levels(entries, learned)
