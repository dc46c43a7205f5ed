"""How often each rule speaks of a catalog's entries: what `init` leaves off is what most of them do."""

from __future__ import annotations

import json
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from dataclasses import fields
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, Any

from catalog_lint.cache import Cache
from catalog_lint.catalog.schema import Schema
from catalog_lint.init.across import possible_habits
from catalog_lint.init.guess import Habit
from catalog_lint.lint.analyse import Analyse, analyse_all
from catalog_lint.lint.batch import Batch, lint_pages
from catalog_lint.lint.crossing import NamedPage, Seen
from catalog_lint.lint.jobs import Map, in_turn
from catalog_lint.lint.pages import Pages
from catalog_lint.lint.program import Program
from catalog_lint.reporting import workers_for

if TYPE_CHECKING:
    from catalog_lint.catalog.model import Page
    from catalog_lint.catalog.reader import KnownEntries
    from catalog_lint.config import Settings
    from catalog_lint.lint.filters import Resolved
    from catalog_lint.lint.jobs import FixCounts
    from catalog_lint.lint.linter import Input
    from catalog_lint.lint.result import PageResult
    from catalog_lint.source import Source

NUMBER_REPEAT = "number-repeat"
_OF_CHECKS = frozenset(
    {"required", "date_format", "formats", "link_lines", "title_heading", "base_level", "numbering"}
    | {"one_numbering", "origin", "profiles"}
)
"""What of a schema the reader does not ask, so that entries may be judged by one that differs in it."""


class _Given(Pages):
    """Pages that were read before."""

    def __init__(self, sources: Mapping[str, Source]) -> None:
        self._sources = sources

    def read(self, path: str) -> Source:
        """The page's text."""
        return self._sources[path]


class _ReadBefore(Batch):
    """A batch whose pages were read before; entries that are `known` by page are not read again."""

    known: Mapping[str, KnownEntries]

    def _each(self, page: NamedPage) -> Analyse | None:
        return partial(analyse_all, page.path, program=self.programs[0], read=self.known.get(page.path))


def habits_of(values: Mapping[str, Any], inputs: Sequence[Input], read: Sequence[Page]) -> list[Habit]:
    """What the rules tell of the entries under a configuration: by rule, how much and of how many.

    Rules that are no habit whatever they tell are not asked. `values` leave no rule off. `read` are the pages
    as far as they were read; their entries are made those of the configuration.
    """
    from catalog_lint.config import parse
    from catalog_lint.files import excluded

    settings = parse(values, Path.cwd(), "what was learned")
    rules = settings.chosen_rules()
    others = sorted(rules.keys() - possible_habits(rules.values()))
    settings = parse({**values, "ignore": others}, Path.cwd(), "what was learned")
    sources = {name: source for name, source, _ in inputs if not excluded(name, settings)}
    counts: Counter[str] = Counter()
    places: dict[str, set[tuple[str, int]]] = {}
    starts: dict[str, Sequence[int]] = {}
    with ExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory(prefix="catalog-lint-")))
        workers = workers_for(sum(len(source.raw) for source in sources.values()))
        make = partial(_batch, settings, sources, folder, lasting=workers > 1)
        batch = make()
        over: Map = in_turn
        batch.known = {page.path: known for page in read if (known := _known(page, settings))}
        if workers > 1 and len(sources) > 1:
            from catalog_lint.workers import Workers

            over = stack.enter_context(Workers(workers, batch, make)).map

        def seen(page: Seen) -> None:
            starts[page.page.path] = page.starts

        every = lint_pages(batch, [NamedPage(path) for path in sources], over, [], seen)
        pages = [(done.page.path, json.loads(done.parts[0])) for done in every]
    entries = sum(page["entries"] for _, page in pages)
    for path, page in pages:
        for code, at, others in page["found"]:
            counts[code] += 1
            mine = places.setdefault(code, set())
            mine.add((path, at))
            mine |= {(other, bisect_right(starts[other], start) - 1) for other, start in others}
    return [
        Habit(code, rules[code].name, len(places[code]) / (entries or 1), counts[code], rules[code].severity)
        for code in sorted(counts)
    ]


def _known(page: Page, settings: Settings) -> KnownEntries:
    """The entries of a page that the configuration reads as they were read."""
    schema, language = settings.schema_of(page.path), settings.language_of(page.path)
    known: KnownEntries = {}
    for entry in page.entries:
        if entry.schema is not None and not entry.problems and _read_alike(entry.schema, schema):
            entry.schema, entry.language, entry.terms = schema, language, settings.terms
            entry.remembered.clear()
            for prose in (entry.prose, entry.title_prose):
                if prose is not None:
                    prose.remembered.clear()
            known[entry.text, entry.kind == "entry"] = entry
    return known


def _read_alike(one: Schema, other: Schema) -> bool:
    names = (field.name for field in fields(Schema) if field.name not in _OF_CHECKS)
    return all(getattr(one, name) == getattr(other, name) for name in names)


def _batch(settings: Settings, sources: Mapping[str, Source], folder: Path, *, lasting: bool) -> _ReadBefore:
    batch = _ReadBefore([Program(settings)], _render, "habits", Cache(folder), lasting, pages=_Given(sources))
    batch.known = {}
    return batch


def _render(page: PageResult, resolved: Resolved, _: FixCounts) -> list[bytes]:
    """A page's entries, and of which of them each rule speaks that asserts."""
    found = [
        (
            finding.rule.code,
            page.index_at(finding.span.start),
            [(each.path, each.span.start) for each in finding.related]
            if finding.rule.name == NUMBER_REPEAT
            else [],
        )
        for finding in resolved.findings
        if finding.severity != "info"
    ]
    entries = sum(entry.kind == "entry" for entry in page.entries)
    return [json.dumps({"entries": entries, "found": found}).encode()]
