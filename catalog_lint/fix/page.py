"""A page as its fixes see it: what it gave, and its entries, each read when it is asked for."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from catalog_lint.catalog.markdown import TooMuchWork
from catalog_lint.catalog.model import Entry
from catalog_lint.catalog.reader import KnownEntries, read_entry, too_much_work
from catalog_lint.catalog.schema import Schema
from catalog_lint.lint.result import PageResult, PlacedResult
from catalog_lint.source import Source

_LINK_WITHIN = re.compile(r"#(?<!##)(?![#\s])")
_WRITTEN_OUT = re.compile(r"&(?:#(?:0*35|[xX]0*23)|num);")
"""What every link to an anchor of its own page holds, as it may be written."""


class FixedPage:
    """A page while it is fixed, and its entries with their outlines.

    `known` are entries that were read before, in any state of the page; new ones are put there.
    """

    def __init__(self, result: PageResult, known: KnownEntries) -> None:
        settings = result.program.settings
        self._result = result
        self._known = known
        self._terms = settings.terms
        self.schema: Schema = settings.schema_of(result.path)
        self.language = settings.language_of(result.path)

    @property
    def source(self) -> Source:
        """The page's text."""
        return self._result.source

    @property
    def places(self) -> Sequence[PlacedResult]:
        """Where the entries stand, in order."""
        return self._result.entries

    def index_at(self, offset: int) -> int:
        """The index of the last entry that starts at an offset or before it, -1 where none does."""
        return self._result.index_at(offset)

    def entry(self, index: int) -> Entry:
        """An entry. Raises PageError where it takes more steps to read than it may."""
        at = self.places[index]
        text = self.source.text[slice(*at.span)]
        try:
            entry = read_entry(
                text, at.kind, self.schema, self.language, self._terms, outline=True, known=self._known
            )
        except TooMuchWork:
            raise too_much_work(self._result.path, self.source, at.start) from None
        entry.start = at.start
        return entry

    def entries(self) -> list[Entry]:
        """All entries. Raises as `entry` does."""
        return [self.entry(index) for index in range(len(self.places))]

    def remember(self, entries: Iterable[Entry]) -> None:
        """Keep entries of the page's next state that were read elsewhere."""
        self._known.update({(entry.text, entry.kind == "entry"): entry for entry in entries})

    def may_link_within(self) -> bool:
        """Whether the page may hold a link to one of its own anchors."""
        return any(form.search(self.source.text) for form in (_LINK_WITHIN, _WRITTEN_OUT))
