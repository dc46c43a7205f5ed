"""Linting pages and reporting them as they come: passes, cache, workers and format put together."""

from __future__ import annotations

import json
import os
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from contextlib import ExitStack
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from catalog_lint.baseline import Row, line_of, parse_row, rows_of
from catalog_lint.cache import FOLDER, Cache
from catalog_lint.lint.batch import PAYS_ABOVE, Batch, lint_pages
from catalog_lint.lint.crossing import NamedPage, Seen, programs_and_pages
from catalog_lint.lint.filters import Filter, Resolved
from catalog_lint.lint.jobs import Done, FixCounts, Map, in_turn
from catalog_lint.lint.kept import KeptResults
from catalog_lint.lint.pages import Drafts, Pages
from catalog_lint.lint.program import Program
from catalog_lint.report import Rendered, rendered
from catalog_lint.report.heads import entry_heads
from catalog_lint.report.model import PageReport, RunFormat
from catalog_lint.report.totals import Totals
from catalog_lint.source import Source, read

if TYPE_CHECKING:
    from catalog_lint.catalog.liveness import Verdicts
    from catalog_lint.config import Settings
    from catalog_lint.files import FoundPage
    from catalog_lint.lint.result import PageResult

_VERSION = "1"
"""Raised when what records hold changes while the program's files do not tell."""


def cache_folder(settings: Settings) -> Path:
    """Where a run keeps records: as the settings say, beside their file, or in the working folder."""
    if settings.cache_dir:
        return Path(settings.cache_dir) / "lint"
    file = settings.origins[-1] if settings.origins else ""
    return (Path(file).parent if file and Path(file).is_file() else Path()) / FOLDER / "lint"


def kept_results(settings: Settings) -> KeptResults:
    """What earlier runs kept of pages, where a run with these settings keeps it."""
    return KeptResults(Cache(cache_folder(settings)))


def workers_for(size: int) -> int:
    """How many processes pages of so many bytes in all are worth."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return cores if size > PAYS_ABOVE else 1


@dataclass(slots=True, kw_only=True)
class PagesReport:
    """The report on many pages, page by page.

    `cache` is the folder of records, None for none; `workers` the number of processes, `engine` the
    scheduler of a Dask cluster that takes their place. `given` are the pages that were asked for where
    `pages` has the whole catalog (None: all); `some`: the pages are some of a catalog that nobody named.
    `filters` take findings out, and `baseline` is the folder of the baseline that rows are made for ("":
    none). `fix`: the pages given are fixed first, or (`diff`) it is shown what that would change; `warn` is
    told of fixes that were left out and of what of a file could not be kept. `texts` are the pages that no
    file holds, by path; they are `drafted` after their fixes. `verdicts` and `only_links` are those of
    Program. The others fill while the parts are taken: how many findings were `fixed`, the `changes` that
    they make, page by page, whether anything was `warned` of, one-line `failures`, the baseline `rows` of
    what `baselined` asks for, what each page gave.
    """

    pages: Sequence[FoundPage]
    run: RunFormat
    cache: Path | None
    workers: int
    given: Set[str] | None = None
    some: bool = False
    filters: Sequence[Filter] = ()
    baseline: str = ""
    engine: str | None = None
    fix: bool = False
    diff: bool = False
    warn: Callable[[str], None] = print
    texts: Mapping[str, Source] = field(default_factory=dict)
    drafted: Callable[[Source], None] | None = None
    verdicts: Verdicts | None = None
    only_links: bool = False
    fixed: int = 0
    changes: list[str] = field(default_factory=list)
    warned: bool = False
    failures: list[str] = field(default_factory=list)
    rows: list[Row] = field(default_factory=list)
    done: list[Done] = field(default_factory=list)

    def parts(self, on_page: Callable[[str], None]) -> Iterator[Rendered]:
        """Each page's part, in order; `on_page` is called with each page's path after its analysis.

        Raises RuleError where a rule's parameters do not fit.
        """
        settings, named = programs_and_pages((page.name, page.settings) for page in self.pages)
        with ExitStack() as stack:
            lasting = self.cache is not None or self.workers > 1 or self.engine is not None
            folder = self.cache or Path(stack.enter_context(TemporaryDirectory(prefix="catalog-lint-")))
            there = Pages()
            if self.diff or self.texts:
                there = Drafts(Path(stack.enter_context(TemporaryDirectory(prefix="catalog-lint-"))))
                for path, given in self.texts.items():
                    there.write(path, given, given)
            make = partial(
                _batch,
                settings,
                self.run,
                folder,
                self.filters,
                self.baseline,
                there,
                lasting=lasting,
                fix=self.fix,
                verdicts=self.verdicts,
                only_links=self.only_links,
            )
            batch = make()
            over: Map = in_turn
            if self.engine is not None:
                from catalog_lint.cluster import Cluster

                over = stack.enter_context(Cluster(self.engine, make)).map
            elif self.workers > 1:
                from catalog_lint.workers import Workers

                over = stack.enter_context(Workers(self.workers, batch, make)).map
                if len(self.pages) < self.workers:
                    batch.share(over, 2 * self.workers)

            def seen(page: Seen) -> None:
                if not self.fix:
                    on_page(page.page.path)

            fixes, before = self._fixed(batch, named, over, on_page)
            every = lint_pages(batch, named, over, self.failures, seen, self.given, self.some, fixes, before)
            for done in every:
                totals, text, rows = done.parts
                self.done.append(done._replace(parts=[]))
                self.rows += filter(None, map(parse_row, rows.decode("utf-8").split("\n")))
                yield Rendered(text.decode("utf-8", "surrogatepass"), Totals.from_json(json.loads(totals)))

    def _fixed(
        self, batch: Batch, pages: Sequence[NamedPage], over: Map, on_page: Callable[[str], None]
    ) -> tuple[dict[str, FixCounts], dict[str, Seen]]:
        """Fix the pages, where that is asked for; their counts, and the pages that were seen since."""
        if not self.fix:
            return {}, {}
        from catalog_lint.fix.batch import FixBatch, fix_pages

        assert isinstance(batch, FixBatch)
        done = fix_pages(
            batch, pages, over, on_page, unsafe=self.run.unsafe, given=self.given, partial=self.some
        )
        if self.drafted is not None:
            for path in self.texts:
                self.drafted(batch.pages.read(path))
        for line in (*done.refused, *done.lost):
            self.warned = True
            self.warn(line)
        self.failures += done.failures
        self.fixed = done.total
        if self.diff:
            fixed = [page.path for page in pages if page.path in done.counts]
            self.changes += self._changes(batch.pages, fixed)
        return done.counts, done.seen

    def _changes(self, drafts: Pages, paths: Iterable[str]) -> Iterator[str]:
        """What is to be written to each page, as diffs."""
        from catalog_lint.report.diff import diff

        for path in paths:
            before = self.texts.get(path) or read(Path(path))
            if change := diff(path, before, drafts.read(path)):
                yield change


def _batch(
    settings: Sequence[Settings],
    run: RunFormat,
    folder: Path,
    filters: Sequence[Filter],
    baseline: str,
    pages: Pages,
    *,
    lasting: bool,
    fix: bool,
    verdicts: Verdicts | None,
    only_links: bool,
) -> Batch:
    """The batch of a run, made in each process; not a method, so that it goes there without the report."""
    render, form, cache = partial(_render, run, baseline), _form(run, baseline), Cache(folder)
    if fix:
        from catalog_lint.fix.batch import FixBatch
        from catalog_lint.lint.linter import Linter

        linter = Linter(verdicts, only_links, kept=KeptResults(cache))
        return FixBatch(settings, linter, cache, render, form, filters, pages)
    programs = [Program(one, verdicts, only_links) for one in settings]
    return Batch(programs, render, form, cache, lasting, filters, pages)


def _form(run: RunFormat, baseline: str) -> str:
    return f"{_VERSION} {run!r} {Path.cwd()} {baseline}"


def _render(
    run: RunFormat, baseline: str, page: PageResult, resolved: Resolved, fixes: FixCounts
) -> list[bytes]:
    """A page's part of the report: its totals, its text, and the rows of its known findings.

    Known are those that the baseline has taken out; where there is no baseline yet, all of them.
    """
    settings, findings = page.program.settings, resolved.findings
    heads = entry_heads(page, findings if run.verdicts else None)
    before = None
    if fixes.before is not None:
        known = Counter(finding.rule.code for finding in resolved.removed.get("baseline", ()))
        before = Counter(dict(fixes.before)) - known
    report = PageReport(
        page.path, page.source, findings, heads, dict(fixes.fixed), before, fail_on=settings.fail_on
    )
    part = rendered(run, report)
    part.totals.removed.update({name: len(taken) for name, taken in resolved.removed.items()})
    rows = rows_of(page, resolved.removed.get("baseline", findings), baseline) if baseline else ()
    return [
        json.dumps(part.totals.to_json()).encode(),
        part.text.encode("utf-8", "surrogatepass"),
        "\n".join(map(line_of, rows)).encode(),
    ]
