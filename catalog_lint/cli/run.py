"""One run of `check` or `links`: its settings and pages, where its report goes, how it ends."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from catalog_lint.cli.known import KnownFindings
from catalog_lint.cli.language import settle
from catalog_lint.cli.options import (
    STATISTICS_FORMS,
    configuration,
    selectors,
)
from catalog_lint.cli.pages import ALONE, STDIN
from catalog_lint.cli.runners import chosen_format, summarize_job, working_folder
from catalog_lint.cli.scope import is_partial, unasked
from catalog_lint.cli.terminal import (
    complain,
    in_colour,
    leave_quietly,
    print_bytes,
    print_text,
    read_stdin,
    write_text,
)
from catalog_lint.report import TEXT_FORMATS
from catalog_lint.report.totals import Totals

if TYPE_CHECKING:
    from catalog_lint.baseline import Row
    from catalog_lint.catalog.liveness import Verdicts
    from catalog_lint.cli.asking import Asking
    from catalog_lint.cli.terminal import Progress
    from catalog_lint.config import Settings
    from catalog_lint.files import FoundPage
    from catalog_lint.report import Rendered
    from catalog_lint.report.model import RunFormat
    from catalog_lint.source import Source

PIPED_COLUMNS = 100


def _scheduler(engine: str | None) -> str | None:
    """The scheduler that `--engine` names, "" for the one of Dask's own configuration."""
    name, _, scheduler = (engine or "").partition("=")
    if engine is not None and name != "dask":
        raise click.UsageError(f"--engine {engine}: write dask, or dask=ADDRESS")
    return scheduler if engine is not None else None


class Run:
    """One run of the verb; its parts tell problems as they meet them, and go on."""

    def __init__(
        self,
        paths: tuple[str, ...],
        *,
        fix: bool,
        diff: bool,
        output_file: str | None,
        show_all: bool,
        show_info: bool,
        statistics: bool,
        thumbnails: bool,
        quiet: bool,
        color: str,
        exit_zero: bool,
        exit_non_zero_on_fix: bool,
        force: bool,
        force_exclude: bool,
        stdin_filename: str | None,
        config: tuple[str, ...],
        isolated: bool,
        ask: Asking | None,
        watching: bool = False,
        write_baseline: str | None = None,
        no_baseline: bool = False,
        prune_baseline: bool = False,
        add_suppressions: bool = False,
        diff_base: str | None = None,
        staged: bool = False,
        no_cache: bool = True,
        workers: int | None = None,
        engine: str | None = None,
        **settings: Any,
    ) -> None:
        self.paths, self.piped = paths, STDIN in paths
        if self.piped and len(paths) > 1:
            raise click.UsageError(ALONE)
        self.fix, self.diff = fix and not diff, diff
        self.output_file, self.show_all, self.statistics = output_file, show_all, statistics
        self.show_info, self.quiet, self.color = show_info, quiet, color
        self.begun = time.monotonic()
        self.exit_zero, self.exit_non_zero_on_fix = exit_zero, exit_non_zero_on_fix
        self.force, self.force_exclude, self.stdin_filename = force, force_exclude, stdin_filename
        for key in ("select", "ignore", "extend_select"):
            settings[key] = selectors(settings[key])
        options = {key.replace("_", "-"): value for key, value in settings.items()}
        self.configuration = configuration(config, isolated, options)
        self.settings = self._settings()
        settle(self.settings.locale)
        self.form = chosen_format(self.settings, output_file)
        self.thumbnails = thumbnails
        if thumbnails and self.form != "html":
            raise click.UsageError("--thumbnails goes with the format html")
        if statistics and self.form not in STATISTICS_FORMS:
            raise click.UsageError(f"--statistics goes with the formats {', '.join(STATISTICS_FORMS)}")
        if diff and statistics:
            raise click.UsageError("--diff shows what --fix would change and nothing else; no --statistics")
        if no_baseline and (settings.get("baseline") or prune_baseline):
            raise click.UsageError(
                "--no-baseline does without one; no --baseline or --prune-baseline with it"
            )
        baseline = None if no_baseline else self.settings.baseline
        self.known = KnownFindings(self.settings, baseline, write_baseline, prune_baseline)
        if diff_base and (fix or diff or self.piped or write_baseline):
            raise click.UsageError(
                "--diff-base tells what a change touches; it does not go with --fix, --diff,"
                " --write-baseline or standard input"
            )
        if (write_baseline or prune_baseline) and (diff or self.piped):
            raise click.UsageError(
                "a baseline is written from pages as they are; not with --diff or standard input"
            )
        if add_suppressions and (
            fix or diff or self.piped or write_baseline or prune_baseline or diff_base or ask or watching
        ):
            raise click.UsageError(
                "--add-suppressions writes comments and nothing else; it does not go with --fix, --diff,"
                " --watch, --online, --diff-base, --write-baseline, --prune-baseline or standard input"
            )
        self.diff_base, self.staged, self.add_suppressions = diff_base, staged, add_suppressions
        self.failed = False
        self.pages: list[FoundPage] = []
        self.folders: list[str] = []
        self.texts: list[str] = []
        self.given: dict[str, Source] = {}
        self.no_cache, self.workers = no_cache, workers
        self.engine = _scheduler(engine)
        self.ask, self.watching = ask, watching
        if ask is None:
            self._needs_no_network((*(settings["select"] or ()), *(settings["extend_select"] or ())))
        self.totals = Totals()
        self.verdicts: Verdicts | None = None

    def closing_status(self, rows: Sequence[Row], dirty: bool) -> int:
        """Settle the baseline, where nothing failed; returns the exit status."""
        settled = None
        if not self.failed:
            partial = bool(self.given or not self.settings.catalog) and is_partial(self.paths)
            how = {
                "online": self.verdicts is not None,
                "only_links": self.ask is not None and self.ask.only,
            }
            settled = self.known.settle(
                rows, {name: unasked(settings, partial=partial, **how) for name, settings in self.pages}
            )
        return self.exit_status(dirty) if settled is None else settled

    def with_failures(
        self, parts: Iterator[Rendered], failures: list[str], progress: Progress
    ) -> Iterator[Rendered]:
        """Parts of the report as they come; then the failures, before the report closes."""
        yield from parts
        progress.clear()
        for failure in dict.fromkeys(failures):
            self.fail(failure)
        self.totals.failures += self.failed
        self.totals.seconds = time.monotonic() - self.begun

    def exit_status(self, dirty: bool) -> int:
        """What the run comes to; `dirty`: something but a finding makes it fail."""
        if self.failed:
            return 2
        return 1 if (dirty or self.totals.failing) and not self.exit_zero else 0

    def fail(self, problem: str) -> None:
        """Tell a problem; the run will exit 2."""
        self.failed = True
        complain(problem)

    def _needs_no_network(self, selectors: Sequence[str]) -> None:
        """Refuse rules that are named on the command line and could find nothing in this run."""
        if selectors:
            from catalog_lint.rule.selectors import asks_the_network
        for selector in selectors:
            if asks_the_network(selector, self.settings.all_rules):
                raise click.UsageError(f"{selector} is about what the network says; add --online")

    def _settings(self) -> Settings:
        """What counts for the run as a whole: the settings of the first path whose configuration fits."""
        from catalog_lint.config import ConfigError

        paths = [self.stdin_filename or "./-"] if self.piped else self.paths
        first = None
        for path in map(Path, paths):
            folder = os.path.isdir(path)
            try:
                return (self.configuration.of_folder if folder else self.configuration.of_page)(path)
            except ConfigError as error:
                first = first or error
        raise click.UsageError(str(first))

    def find(self) -> None:
        """Find the pages, or read standard input."""
        from catalog_lint import files, page_files
        from catalog_lint.source import MAX_PAGE_BYTES, PageError, decode

        excluded = 0
        if self.piped:
            name = files.shown_name(self.stdin_filename) if self.stdin_filename else STDIN
            data = read_stdin(MAX_PAGE_BYTES + 1)
            if self.stdin_filename and self.force_exclude and files.excluded(name, self.settings):
                excluded = 1
                if self.fix:
                    print_bytes(data)
            else:
                try:
                    self.given[name] = decode(data, name)
                    self.pages.append(files.FoundPage(name, self.settings))
                except PageError as error:
                    self.fail(str(error))
        else:
            found = files.find(self.paths, self.configuration, force_exclude=self.force_exclude)
            excluded = found.excluded
            for problem in found.problems:
                self.fail(problem)
            self.hint_at_verb()
            self.pages, self.folders, self.texts = found.pages, found.folders, found.texts
            if any(page.name.lower().endswith(page_files.TEXT) for page in found.pages):
                known = self.known.path and os.path.abspath(self.known.path)
                self.totals.texts = sum(os.path.abspath(text) != known for text in found.texts)
        if not self.pages and not self.failed:
            complain(f"nothing was checked ({excluded} excluded)", "warning")
        elif not self.settings.selects_something:
            complain("no rule is selected but those about suppressions", "warning")

    def hint_at_verb(self) -> None:
        """Say so where a path that is not there looks like a verb."""
        from catalog_lint.cli import VERBS

        for path in self.paths:
            near = get_close_matches(path, VERBS, 1, 0.75)
            if near and not os.path.exists(path):
                complain(f"if '{path}' is meant as a verb, it is '{near[0]}' and stands first", "hint")

    def print_report(
        self, run: RunFormat, parts: Iterator[Rendered], out: TextIO, progress: Progress | None = None
    ) -> None:
        """A report's parts as they come, in the file that is asked for or on a stream."""
        from catalog_lint.report import stream

        pieces = stream(run, parts, self.totals)
        if progress:
            pieces = progress.making_way(pieces)
        if self.output_file:
            self.write_output(pieces)
        else:
            try:
                print_text(pieces, out, utf8=run.form not in TEXT_FORMATS)
            except OSError as error:
                self.fail(f"standard output: cannot be written: {error.strerror or error}")
                leave_quietly()
        summarize_job(run, self.totals)

    def write_output(self, pieces: Iterable[str]) -> None:
        """Write the file that `--output-file` names."""
        try:
            write_text(Path(str(self.output_file)), pieces)
        except OSError as error:
            self.fail(f"{self.output_file}: cannot be written: {error.strerror or error}")

    def run_format(self, out: TextIO) -> RunFormat:
        """How this run reports on a stream."""
        from catalog_lint.report.model import RunFormat

        run = RunFormat(
            form=self.form,
            locale=self.settings.locale,
            colour=not self.output_file and in_colour(out, self.color),
            width=shutil.get_terminal_size().columns if out.isatty() else PIPED_COLUMNS,
            unsafe=self.settings.unsafe_fixes,
            fixing=self.fix,
            show_all=self.show_all,
            show_info=self.show_info,
            quiet=self.quiet,
            statistics=self.statistics,
            thumbnails=self.thumbnails,
            base=working_folder(self.form),
        )
        return run._replace(rules=self.settings.all_rules) if run.explains else run
