"""What a catalog looks like, worked out from its pages."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from catalog_lint.catalog.reader import read_page
from catalog_lint.catalog.schema import Schema
from catalog_lint.init import across, fields, headings, shape, title_line
from catalog_lint.init.guess import Guess, Learned, Pages
from catalog_lint.validation import read as read_data

__all__ = ["Guess", "Learned", "learn"]

Habits = Callable[[Mapping[str, Any]], Mapping[str, float]]


def learn(pages: Pages, habits: Habits | None = None) -> Learned:
    """Work out shape, title line, fields, sections, language, order and numbering of the pages' entries.

    `habits` judges the pages by a configuration and returns, by code, the share of entries that a rule of
    structure speaks of: a rule that most entries break is no rule of this catalog.
    """
    learned = Learned()
    kind, level = shape.shape(pages, learned)
    if kind == "page":
        pages = shape.without_indexes(pages, learned)
    title_line.title_line(pages, kind, level, learned)
    draft = read_data(Schema, {key: guess.value for key, guess in learned.schema.items()})
    read = [read_page(name, source, draft) for name, source in pages]
    entries = [entry for page in read for entry in page.entries if entry.kind == "entry"]
    learned.entries = len(entries)
    across.language(read, learned)
    if not entries:
        learned.odd.append("no entries were found: set schema.shape and schema.line by hand")
        return learned
    fields.hosts(entries, learned)
    fields.video_form(entries, learned)
    fields.fields(entries, learned)
    fields.link_lines(entries, learned)
    headings.sections(entries, learned)
    headings.levels(entries, learned)
    across.order(read, learned)
    across.oddities(read, learned)
    if habits is not None:
        across.habits(habits(learned.values()), learned)
    return learned
