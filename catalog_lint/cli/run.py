"""One run of `check` or `links`: its settings and pages, where its report goes, how it ends."""

from __future__ import annotations

import os
import shutil
import time
from collections.abc import Iterable, Iterator, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from catalog_lint.cli.known import KnownFindings
from catalog_lint.cli.language import settle
from catalog_lint.cli.options import configuration
from catalog_lint.cli.pages import STDIN
from catalog_lint.cli.run_options import RunOptions
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
    from catalog_lint.cli.terminal import Progress
    from catalog_lint.config import Settings
    from catalog_lint.files import FoundPage
    from catalog_lint.report import Rendered
    from catalog_lint.report.model import RunFormat
    from catalog_lint.source import Source

PIPED_COLUMNS = 100


class Run:
    """One run of the verb; its parts tell problems as they meet them, and go on.

    Raises a usage error where the options or the configuration do not fit.
    """

    def __init__(self, options: RunOptions) -> None:
        self.options = options
        self.begun = time.monotonic()
        given = {name.replace("_", "-"): value for name, value in options.settings.items()}
        self.configuration = configuration(options.config, options.isolated, given)
        self.settings = self._settings()
        settle(self.settings.locale)
        self.form = chosen_format(self.settings, options.output_file)
        options.refuse_clashes(self.form)
        baseline = None if options.no_baseline else self.settings.baseline
        self.known = KnownFindings(self.settings, baseline, options.write_baseline, options.prune_baseline)
        self.failed = False
        self.pages: list[FoundPage] = []
        self.folders: list[str] = []
        self.texts: list[str] = []
        self.given: dict[str, Source] = {}
        if options.ask is None:
            self._needs_no_network()
        self.totals = Totals()
        self.verdicts: Verdicts | None = None

    def closing_status(self, rows: Sequence[Row], dirty: bool) -> int:
        """Settle the baseline, where nothing failed; returns the exit status."""
        settled = None
        if not self.failed:
            partial = bool(self.given or not self.settings.catalog) and is_partial(self.options.paths)
            how = {"online": self.verdicts is not None, "only_links": self.options.only_links}
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
        return 1 if (dirty or self.totals.failing) and not self.options.exit_zero else 0

    def fail(self, problem: str) -> None:
        """Tell a problem; the run will exit 2."""
        self.failed = True
        complain(problem)

    def _needs_no_network(self) -> None:
        """Refuse rules that are named on the command line and could find nothing in this run."""
        given = self.options.settings
        selectors = (*(given["select"] or ()), *(given["extend_select"] or ()))
        if selectors:
            from catalog_lint.rule.selectors import asks_the_network
        for selector in selectors:
            if asks_the_network(selector, self.settings.all_rules):
                raise click.UsageError(f"{selector} is about what the network says; add --online")

    def _settings(self) -> Settings:
        """What counts for the run as a whole: the settings of the first path whose configuration fits."""
        from catalog_lint.config import ConfigError

        paths = [self.options.stdin_filename or "./-"] if self.options.piped else self.options.paths
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

        options = self.options
        from catalog_lint.source import MAX_PAGE_BYTES, PageError, decode

        excluded = 0
        if options.piped:
            name = files.shown_name(options.stdin_filename) if options.stdin_filename else STDIN
            data = read_stdin(MAX_PAGE_BYTES + 1)
            if options.stdin_filename and options.force_exclude and files.excluded(name, self.settings):
                excluded = 1
                if options.fix:
                    print_bytes(data)
            else:
                try:
                    self.given[name] = decode(data, name)
                    self.pages.append(files.FoundPage(name, self.settings))
                except PageError as error:
                    self.fail(str(error))
        else:
            found = files.find(options.paths, self.configuration, force_exclude=options.force_exclude)
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

        for path in self.options.paths:
            near = get_close_matches(path, VERBS, 1, 0.75)
            if near and not os.path.exists(path):
                complain(f"if '{path}' is meant as a verb, it is '{near[0]}' and stands first", "hint")

    def print_report(
        self, run: RunFormat, parts: Iterator[Rendered], out: TextIO, progress: Progress | None = None
    ) -> None:
        """A report's parts as they come, in the file that is asked for or on a stream."""
        options = self.options
        from catalog_lint.report import stream

        pieces = stream(run, parts, self.totals)
        if progress:
            pieces = progress.making_way(pieces)
        if options.output_file:
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
            write_text(Path(str(self.options.output_file)), pieces)
        except OSError as error:
            self.fail(f"{self.options.output_file}: cannot be written: {error.strerror or error}")

    def run_format(self, out: TextIO) -> RunFormat:
        """How this run reports on a stream."""
        options = self.options
        from catalog_lint.report.model import RunFormat

        run = RunFormat(
            form=self.form,
            locale=self.settings.locale,
            colour=not options.output_file and in_colour(out, options.color),
            width=shutil.get_terminal_size().columns if out.isatty() else PIPED_COLUMNS,
            unsafe=self.settings.unsafe_fixes,
            fixing=options.fix,
            show_all=options.show_all,
            show_info=options.show_info,
            quiet=options.quiet,
            statistics=options.statistics,
            thumbnails=options.thumbnails,
            base=working_folder(self.form),
        )
        return run._replace(rules=self.settings.all_rules) if run.explains else run
