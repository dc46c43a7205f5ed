"""A run on pages or standard input, fixed or not: page by page, with cache and workers."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from catalog_lint.cli.scope import filters, is_partial, rest_of_catalog
from catalog_lint.cli.terminal import (
    Progress,
    complain,
    print_bytes,
)

if TYPE_CHECKING:
    from catalog_lint.cli.run import Run
    from catalog_lint.files import FoundPage
    from catalog_lint.lint.linter import Input
    from catalog_lint.replay import Keeper
    from catalog_lint.report.model import RunFormat
    from catalog_lint.reporting import PagesReport
    from catalog_lint.source import Source

UNREPLAYED = ("sarif", "html", "github")
"""Formats whose closing needs more than numbers."""


def lint_pages(run: Run) -> int:
    """Lint the pages, fixed where that is asked for, and report each; returns the exit status."""
    from catalog_lint.cli.changing import show_changes
    from catalog_lint.disk import noted
    from catalog_lint.lint.linter import LintError
    from catalog_lint.reporting import cache_folder
    from catalog_lint.rule.model import RuleError

    options = run.options
    if options.ask:
        run.verdicts = options.ask.verdicts(_texts(run), run.settings)
    out = sys.stderr if options.fix and options.piped else sys.stdout
    form = run.run_format(out)
    keeps = not (options.no_cache or options.piped or options.ask)
    folder = cache_folder(run.settings) if keeps else None
    some = is_partial(options.paths)
    keeper = _keeper(run, folder, form, some)
    whole: list[FoundPage] = []
    if some and not options.piped:
        whole = rest_of_catalog(run.pages, run.settings, run.configuration, run.fail)
    progress = Progress(len(whole or run.pages))

    def warn(line: str) -> None:
        progress.clear()
        complain(line, "warning")

    unsafe = 0
    report = _report(run, form, folder, whole, some, warn)
    try:
        with progress, noted() as answers:
            parts = run.with_failures(report.parts(progress.page), report.failures, progress)
            if options.diff:
                unsafe = sum(rule.unsafe for part in parts for rule in part.totals.rules.values())
            elif run.known.writes:
                for part in parts:
                    run.totals.merge(part.totals)
            else:
                run.print_report(form, parts, out, progress)
    except RuleError as error:
        raise click.UsageError(str(error)) from None
    except LintError as error:
        for failure in error.failures:
            run.fail(failure)
    if options.diff:
        return show_changes(run, report.changes, report.fixed, unsafe)
    status = run.closing_status(report.rows, dirty=options.exit_non_zero_on_fix and report.fixed > 0)
    if keeper and not (run.failed or report.fixed or report.warned or run.known.complained):
        keeper.keep(report.done, answers)
    return status


def _report(
    run: Run,
    form: RunFormat,
    folder: Path | None,
    whole: Sequence[FoundPage],
    some: bool,
    warn: Callable[[str], None],
) -> PagesReport:
    """The report on the pages of a run, or on the `whole` catalog where they are `some` of it."""
    from catalog_lint.reporting import PagesReport, workers_for

    options, pages = run.options, whole or run.pages
    fixes = options.fix or options.diff
    size = sum(Path(page.name).stat().st_size for page in run.pages if os.path.exists(page.name))
    baseline = run.known.baseline
    return PagesReport(
        pages=pages,
        run=form,
        cache=folder,
        workers=1 if options.piped else options.workers or workers_for(size),
        given={page.name for page in run.pages} if whole else None,
        some=some and not whole,
        filters=() if options.diff else filters(baseline, options.diff_base, pages, staged=options.staged),
        baseline="" if options.diff else run.known.folder,
        engine=None if fixes or options.piped else options.scheduler,  # others do not write our pages
        fix=fixes,
        diff=options.diff,
        warn=warn,
        texts=run.given,
        drafted=_print_text if options.fix else None,
        verdicts=run.verdicts,
        only_links=options.only_links,
    )


def _texts(run: Run) -> list[Input]:
    """The pages of a run with their texts; linting tells of those that cannot be read."""
    from catalog_lint.cli.pages import read_found

    if run.given:
        return [(page.name, run.given[page.name], page.settings) for page in run.pages]
    return list(read_found(run.pages, lambda _: None))


def _print_text(text: Source) -> None:
    print_bytes(text.raw.encode("utf-8"))


def _keeper(run: Run, folder: Path | None, form: RunFormat, some: bool) -> Keeper | None:
    """What keeps the run for the next, where the next can tell that nothing has changed."""
    options = run.options
    depends = some and any(page.settings.catalog for page in run.pages)
    depends = depends or bool(
        options.output_file or options.diff_base or run.known.writes or run.known.prunes
    )
    if not folder or run.failed or options.watching or options.diff or depends or form.form in UNREPLAYED:
        return None
    from catalog_lint.lint.program import data_files
    from catalog_lint.replay import Keeper

    files = set(run.texts) | run.known.files({page.name for page in run.pages})
    for settings in {id(page.settings): page.settings for page in run.pages}.values():
        own = list(data_files(settings))
        around = (parent for path in own for parent in path.parents)
        inside = (each for each in around if any(each.is_relative_to(rules) for rules in settings.rules))
        files.update(settings.origins, map(str, own), map(str, inside), map(str, settings.rules))
    return Keeper(folder, form, options.exit_zero, run.totals.texts, run.folders, files)
