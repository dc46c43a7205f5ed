"""The catalog around open documents: what the rules across pages need of its other pages."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from catalog_lint import files
from catalog_lint.diagnostic import Hit
from catalog_lint.finding import Finding, Place
from catalog_lint.lint.across import Collected, across
from catalog_lint.lint.analyse import analyse_in_steps
from catalog_lint.lint.filters import resolve
from catalog_lint.lint.findings import finding_in_entry, findings_of
from catalog_lint.lint.kept import text_name
from catalog_lint.lint.linter import defect
from catalog_lint.lint.result import PageResult, PlacedResult
from catalog_lint.reporting import kept_results
from catalog_lint.source import PageError, Source, read

if TYPE_CHECKING:
    from catalog_lint.config import Configuration, Settings
    from catalog_lint.lint.program import Program

CrossHits = list[tuple[int, str, Hit]]


@dataclass(slots=True)
class _Page:
    """A page of the catalog: its entries without their hits, and the file that they were read from.

    `stamp` is None where the text is an open document's.
    """

    stamp: tuple[int, int] | None
    entries: list[PlacedResult]

    def facts(self) -> list[Any]:
        """All that the rules across entries may ask of the page."""
        return [
            (one.kind, one.language, one.number, one.fields, one.anchor, one.facts)
            for one in (entry.result for entry in self.entries)
        ]


@dataclass(slots=True, eq=False)
class Catalog:
    """The catalog that the settings of open documents name, as the rules across pages see it.

    `complete` once all pages have been read; until then a document is linted by itself. `fail` is called with
    what could not be read.
    """

    settings: Settings
    program: Program
    configuration: Configuration
    fail: Callable[[str], None]
    complete: bool = False
    _pages: dict[str, _Page] = field(default_factory=dict)
    _open: dict[str, Source] = field(default_factory=dict)
    _hits: dict[str, CrossHits] = field(default_factory=dict)
    _stale: bool = True
    _news: set[str] = field(default_factory=set)

    def load(self) -> Iterator[None]:
        """Read what has changed on disk, an entry a step; documents that are open stay as they are."""
        found = files.find([str(path) for path in self.settings.catalog], self.configuration)
        for problem in found.problems:
            self.fail(problem)
        names = [page.name for page in found.pages if page.settings is self.settings]
        kept = kept_results(self.settings)
        pages: dict[str, _Page] = {}
        for name in names:
            before = self._pages.get(name)
            stamp = _stamp(name)
            if before is not None and (name in self._open or before.stamp == stamp):
                pages[name] = before
            else:
                try:
                    source = read(Path(name))
                    text = text_name(source)
                    entries = kept.heads(name, self.program, text)
                    if entries is None:
                        known = kept.before(name, self.program)
                        page = yield from analyse_in_steps(name, source, self.program, known)
                        if not any(page.failures()):
                            kept.save(page, text)
                        entries = _heads(page)
                    pages[name] = _Page(stamp, entries)
                except PageError as error:
                    self.fail(str(error))
                except Exception as error:
                    self.fail(f"{name}: could not be linted: {defect(error)}")
                yield
        opened = {name: page for name, page in self._pages.items() if name in self._open}
        self._pages = pages | opened
        self._stale = self.complete = True

    def put(self, page: PageResult) -> None:
        """Take a page as an open document has it."""
        before = self._pages.get(page.path)
        now = self._pages[page.path] = _Page(None, _heads(page))
        self._open[page.path] = page.source
        self._stale |= before is None or before.facts() != now.facts()

    def close(self, path: str) -> None:
        """A document is no longer open: `load` reads the page anew."""
        self._open.pop(path, None)

    def news(self) -> set[str]:
        """The pages of which the rules across pages say something else than when this was last asked."""
        self._settle()
        news, self._news = self._news, set()
        return news

    def _settle(self) -> None:
        """Ask the rules across pages anew where that is due."""
        if not self._stale:
            return
        before = self._hits
        entries = [
            Collected(path, index, entry.result)
            for path, page in self._pages.items()
            for index, entry in enumerate(page.entries)
        ]
        found = across(entries, self.program)
        for failure in found.failures:
            self.fail(failure)
        self._hits, self._stale = found.hits, False
        paths = before.keys() | self._hits.keys()
        self._news |= {path for path in paths if before.get(path) != self._hits.get(path)}

    def findings(self, page: PageResult) -> list[Finding]:
        """The findings of an open document, those across pages among them."""
        self._settle()
        cross = self._across(page, self._hits.get(page.path, ()))
        return resolve(page, [*findings_of(page), *cross]).findings

    def elsewhere(self) -> Iterator[tuple[PageResult, list[Finding]]]:
        """The findings across pages on pages that are not open, which an open document has a part in."""
        self._settle()
        for path, hits in self._hits.items():
            mine = [] if path in self._open else [hit for hit in hits if _names(hit[2], self._open.keys())]
            if not mine or self._pages[path].stamp != _stamp(path):
                continue
            try:
                page = PageResult(path, read(Path(path)), self.program, self._pages[path].entries)
            except PageError:
                continue
            yield page, resolve(page, self._across(page, mine), whole=False).findings

    def texts(self) -> dict[str, Source]:
        """The texts of documents that are open, by page."""
        return dict(self._open)

    def paths(self) -> list[str]:
        """The pages of the catalog, in order."""
        return list(self._pages)

    def _across(self, page: PageResult, hits: Sequence[tuple[int, str, Hit]]) -> Iterator[Finding]:
        text_of = lru_cache(8)(self._source)
        for index, code, hit in hits:
            places = []
            for span, message, target in hit.related:
                path, at = target or (page.path, index)
                where = span.shifted(self._pages[path].entries[at].start)
                with suppress(PageError):
                    places.append(Place.on(text_of(path), path, where, message))
            yield finding_in_entry(page.program.rules[code], hit, page, page.entries[index], places)

    def _source(self, path: str) -> Source:
        return self._open.get(path) or read(Path(path))


def _heads(page: PageResult) -> list[PlacedResult]:
    return [PlacedResult(one.start, one.length, one.result.without_hits()) for one in page.entries]


def _names(hit: Hit, paths: Set[str]) -> bool:
    return any(one.target is not None and one.target[0] in paths for one in hit.related)


def _stamp(path: str) -> tuple[int, int] | None:
    try:
        status = Path(path).stat()
    except OSError:
        return None
    return status.st_mtime_ns, status.st_size
