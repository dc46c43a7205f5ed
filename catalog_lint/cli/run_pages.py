"""A run on pages or standard input, fixed or not: page by page, with cache and workers."""

from __future__ import annotations

import os
import sys
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
    from catalog_lint.source import Source

UNREPLAYED = ("sarif", "html", "github")
"""Formats whose closing needs more than numbers."""


def lint_pages(run: Run) -> int:
    """Lint the pages, fixed where that is asked for, and report each; returns the exit status."""
    from catalog_lint.cli.changing import show_changes
    from catalog_lint.disk import noted
    from catalog_lint.lint.linter import LintError
    from catalog_lint.reporting import PagesReport, cache_folder, workers_for
    from catalog_lint.rule.model import RuleError

    if run.ask:
        run.verdicts = run.ask.verdicts(_texts(run), run.settings)
    out = sys.stderr if run.fix and run.piped else sys.stdout
    form = run.run_format(out)
    folder = None if run.no_cache or run.piped or run.ask else cache_folder(run.settings)
    size = sum(Path(page.name).stat().st_size for page in run.pages if os.path.exists(page.name))
    some = is_partial(run.paths)
    unsafe = 0
    keeper = _keeper(run, folder, form, some)
    whole: list[FoundPage] = []
    if some and not run.piped:
        whole = rest_of_catalog(run.pages, run.settings, run.configuration, run.fail)
    progress = Progress(len(whole or run.pages))

    def warn(line: str) -> None:
        progress.clear()
        complain(line, "warning")

    report = PagesReport(
        pages=whole or run.pages,
        run=form,
        cache=folder,
        workers=1 if run.piped else run.workers or workers_for(size),
        given={page.name for page in run.pages} if whole else None,
        some=some and not whole,
        filters=()
        if run.diff
        else filters(run.known.baseline, run.diff_base, whole or run.pages, staged=run.staged),
        baseline="" if run.diff else run.known.folder,
        engine=None if run.fix or run.diff or run.piped else run.engine,  # others do not write our pages
        fix=run.fix or run.diff,
        diff=run.diff,
        warn=warn,
        texts=run.given,
        drafted=_print_text if run.fix else None,
        verdicts=run.verdicts,
        only_links=run.ask is not None and run.ask.only,
    )
    try:
        with progress, noted() as answers:
            parts = run.with_failures(report.parts(progress.page), report.failures, progress)
            if run.diff:
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
    if run.diff:
        return show_changes(run, report.changes, report.fixed, unsafe)
    status = run.closing_status(report.rows, dirty=run.exit_non_zero_on_fix and report.fixed > 0)
    if keeper and not (run.failed or report.fixed or report.warned or run.known.complained):
        keeper.keep(report.done, answers)
    return status


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
    depends = some and any(page.settings.catalog for page in run.pages)
    depends = depends or bool(run.output_file or run.diff_base or run.known.writes or run.known.prunes)
    if not folder or run.failed or run.watching or run.diff or depends or form.form in UNREPLAYED:
        return None
    from catalog_lint.lint.program import data_files
    from catalog_lint.replay import Keeper

    files = set(run.texts) | run.known.files({page.name for page in run.pages})
    for settings in {id(page.settings): page.settings for page in run.pages}.values():
        own = list(data_files(settings))
        around = (parent for path in own for parent in path.parents)
        inside = (each for each in around if any(each.is_relative_to(rules) for rules in settings.rules))
        files.update(settings.origins, map(str, own), map(str, inside), map(str, settings.rules))
    return Keeper(folder, form, run.exit_zero, run.totals.texts, run.folders, files)
