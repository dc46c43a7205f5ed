"""Linting pages and reporting them as they come: passes, cache, workers and format put together."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING, TypeVar

from catalog_lint.cache import FOLDER, Cache
from catalog_lint.lint.batch import Batch, Done, Map, NamedPage, Seen, lint_pages
from catalog_lint.lint.filters import Filter
from catalog_lint.lint.program import Program
from catalog_lint.report import PageReport, Rendered, RunFormat, rendered
from catalog_lint.report.heads import entry_heads
from catalog_lint.report.totals import Totals

if TYPE_CHECKING:
    from catalog_lint.config import Settings
    from catalog_lint.diagnostic import Finding
    from catalog_lint.files import FoundPage
    from catalog_lint.lint.result import PageResult

T = TypeVar("T")
R = TypeVar("R")
WITH_VERDICTS = ("html",)
"""Formats that tell what each entry needs."""
_VERSION = "1"
"""Raised when what records hold changes while the program's files do not tell."""


def cache_folder(settings: Settings) -> Path:
    """Where a run keeps what it learned: beside the configuration file, else in the working folder."""
    file = settings.origins[-1] if settings.origins else ""
    return (Path(file).parent if file and Path(file).is_file() else Path()) / FOLDER / "lint"


def report_pages(
    pages: Sequence[FoundPage],
    run: RunFormat,
    *,
    cache: Path | None,
    workers: int,
    failures: list[str],
    on_page: Callable[[str], None] | None = None,
    on_done: Callable[[Done], None] | None = None,
    filters: Sequence[Filter] = (),
) -> Iterator[Rendered]:
    """Lint pages and render each one's part of the report, in order.

    `cache` is the folder of records, None for none; `workers` the number of processes. `failures` takes
    one-line accounts of what went wrong, `on_page` each page's path after its analysis, `on_done` what its
    second pass gave. Raises RuleError where a rule's parameters do not fit.
    """
    settings = list({id(page.settings): page.settings for page in pages}.values())
    index = {id(one): at for at, one in enumerate(settings)}
    named = [NamedPage(page.name, index[id(page.settings)]) for page in pages]
    with ExitStack() as stack:
        lasting = cache is not None or workers > 1
        folder = cache or Path(stack.enter_context(TemporaryDirectory(prefix="catalog-lint-")))
        make = partial(_batch, settings, run, folder, lasting, filters)
        batch = make()
        over: Map = _in_turn
        if workers > 1:
            from catalog_lint.workers import Workers

            over = stack.enter_context(Workers(workers, batch, make)).map

        def seen(page: Seen) -> None:
            if on_page:
                on_page(page.page.path)

        for done in lint_pages(batch, named, over, failures, seen):
            if on_done:
                on_done(done)
            totals, text = done.parts
            yield Rendered(text.decode("utf-8", "surrogatepass"), Totals.from_json(json.loads(totals)))


def _in_turn(function: Callable[[T], R], items: Iterable[T]) -> Iterator[R]:
    return map(function, items)


def _batch(
    settings: Sequence[Settings], run: RunFormat, folder: Path, lasting: bool, filters: Sequence[Filter]
) -> Batch:
    form = f"{_VERSION} {run!r} {Path.cwd()}"
    programs = [Program(one) for one in settings]
    return Batch(programs, partial(_render, run), form, Cache(folder), lasting, filters)


def _render(run: RunFormat, page: PageResult, findings: list[Finding]) -> list[bytes]:
    settings = page.program.settings
    heads = entry_heads(page, findings if run.form in WITH_VERDICTS else None)
    report = PageReport(page.path, page.source, findings, heads, fail_on=settings.fail_on)
    part = rendered(run, report)
    return [json.dumps(part.totals.to_json()).encode(), part.text.encode("utf-8", "surrogatepass")]


def workers_for(size: int) -> int:
    """How many processes pages of so many bytes in all are worth."""
    from catalog_lint.workers import PAYS_ABOVE

    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return cores if size > PAYS_ABOVE else 1
