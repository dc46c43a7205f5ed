"""`catalog-lint check`: judge pages, fix them, report."""

from __future__ import annotations

import os
import shutil
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, TextIO

import click

from catalog_lint.cli.completion import selectors as selectors_offered
from catalog_lint.cli.help import Verb
from catalog_lint.cli.known import KnownFindings
from catalog_lint.cli.options import (
    STATISTICS_FORMS,
    configuration,
    configuration_options,
    report_options,
    selectors,
)
from catalog_lint.cli.pages import ALONE, STDIN, read_found
from catalog_lint.cli.runners import chosen_format, summarize_job
from catalog_lint.cli.scope import filters, is_partial, rest_of_catalog, unasked
from catalog_lint.cli.terminal import (
    Progress,
    check_target,
    complain,
    in_colour,
    is_read_as_log,
    leave_quietly,
    print_bytes,
    print_lines,
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
    from catalog_lint.config import Settings
    from catalog_lint.diagnostic import Finding
    from catalog_lint.files import FoundPage
    from catalog_lint.lint.linter import Input
    from catalog_lint.lint.result import PageResult
    from catalog_lint.replay import Keeper
    from catalog_lint.report import PageReport, Rendered, RunFormat
    from catalog_lint.source import Source

UNREPLAYED = ("sarif", "html", "github")
"""Formats whose closing needs more than numbers."""
PIPED_COLUMNS = 100
_SELECTOR = "RULES"


@dataclass(slots=True)
class _Outcome:
    """What is left to tell of the pages, the texts that it counts from, and what was mended."""

    findings: Sequence[Finding]
    texts: dict[str, Source]
    pages: dict[str, PageResult]
    fixed: Counter[tuple[str, str]] = field(default_factory=Counter)
    before: Counter[tuple[str, str]] = field(default_factory=Counter)
    removed: dict[str, Counter[str]] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)


@click.command("check", cls=Verb)
@click.argument("paths", nargs=-1, type=click.Path(readable=False))
@click.option("--fix", is_flag=True, help="Apply safe fixes to the pages.")
@click.option(
    "--unsafe-fixes/--no-unsafe-fixes",
    default=None,
    help="Also apply (or show) fixes that need a person's eye.",
)
@click.option("--diff", is_flag=True, help="Show what --fix would change as a diff; write nothing.")
@click.option(
    "--select",
    multiple=True,
    metavar=_SELECTOR,
    shell_complete=selectors_offered,
    help="Rules to use in place of the default ones: codes, prefixes, names or ALL.",
)
@click.option(
    "--ignore", multiple=True, metavar=_SELECTOR, shell_complete=selectors_offered, help="Rules not to use."
)
@click.option(
    "--extend-select",
    multiple=True,
    metavar=_SELECTOR,
    shell_complete=selectors_offered,
    help="Rules to use besides.",
)
@click.option(
    "--online", is_flag=True, help="Ask the network what is alive, too (`catalog-lint links` for that alone)."
)
@click.option("--watch", is_flag=True, help="Run again whenever a page or its configuration changes.")
@configuration_options
@click.option("--baseline", metavar="FILE", help="Leave out the findings that a baseline names.")
@click.option("--write-baseline", metavar="FILE", help="Write all findings to a baseline, and report none.")
@click.option("--prune-baseline", is_flag=True, help="Take out of the baseline what is not found any more.")
@click.option(
    "--add-suppressions", is_flag=True, help="Write a comment into the pages for each line with findings."
)
@click.option(
    "--diff-base",
    metavar="REV",
    help="Report what touches entries that have changed since the branch left a git revision.",
)
@click.option("--no-cache", is_flag=True, help="Lint everything anew and keep nothing for the next run.")
@click.option(
    "--workers",
    type=click.IntRange(1),
    metavar="N",
    help="Number of processes (as many as there are processors, where that pays).",
)
@click.option(
    "--engine",
    metavar="dask[=SCHEDULER]",
    help="Lint over the workers of a Dask cluster (extra: dask).",
)
@report_options
def command(paths: tuple[str, ...], online: bool, watch: bool, **options: Any) -> int:
    """Check PATHS: pages, folders that are searched for *.md, or - for standard input.

    Without PATHS, the working folder. Exit status: 0 nothing found, or all fixed; 1 findings, or a --diff
    that is not empty; 2 bad usage, configuration or input.
    """
    ask = None
    if online:
        from catalog_lint.cli.asking import Asking

        ask = Asking({}, only=False)

    def run() -> Run:
        return Run(paths or (".",), ask=ask, watching=watch, **options)

    if not watch:
        return run().status()
    if STDIN in paths:
        raise click.UsageError("--watch goes with pages, not with standard input")
    from catalog_lint.cli.watch import watched

    return watched(run)


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
        prune_baseline: bool = False,
        add_suppressions: bool = False,
        diff_base: str | None = None,
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
        self.form = chosen_format(self.settings, output_file)
        self.thumbnails = thumbnails
        if thumbnails and self.form != "html":
            raise click.UsageError("--thumbnails goes with the format html")
        if statistics and self.form not in STATISTICS_FORMS:
            raise click.UsageError(f"--statistics goes with the formats {', '.join(STATISTICS_FORMS)}")
        self.known = KnownFindings(self.settings, write_baseline, prune_baseline)
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
        self.diff_base, self.add_suppressions = diff_base, add_suppressions
        self.failed = False
        self.pages: list[FoundPage] = []
        self.folders: list[str] = []
        self.texts: list[str] = []
        self.inputs: list[Input] = []
        self.no_cache, self.workers = no_cache, workers
        self.engine = _scheduler(engine)
        self.ask, self.watching = ask, watching
        if ask is None:
            self._needs_no_network((*(settings["select"] or ()), *(settings["extend_select"] or ())))
        self.totals = Totals()
        self.verdicts: Verdicts | None = None

    def status(self) -> int:
        """Do it all; returns the exit status."""
        self.find()
        check_target(self.output_file, [page.name for page in self.pages], self.force)
        if not (self.fix or self.diff or self.piped or self.ask or self.add_suppressions):
            return self.status_of_pages()
        self.inputs += read_found(self.pages, self.fail)
        if self.ask:
            self.verdicts = self.ask.verdicts(self.inputs, self.settings)
        outcome = self.lint()
        self.narrow(outcome)
        if self.add_suppressions and not self.failed:
            from catalog_lint.cli.suppressing import suppress

            shown = _by_page([one for one in outcome.findings if self.show_info or one.severity != "info"])
            self.inputs = suppress(
                self.inputs, outcome.pages, shown, partial=is_partial(self.paths), fail=self.fail
            )
            outcome = self.lint()
            self.narrow(outcome)
        changes = self.changes(outcome)
        self.print_text(outcome, changes)
        if not self.known.writes:
            self.print_findings(outcome)
        dirty = bool(changes) or (self.exit_non_zero_on_fix and self.fix and outcome.fixed.total() > 0)
        return self.closing_status(outcome.rows, dirty)

    def narrow(self, outcome: _Outcome) -> None:
        """Take out of the findings what the baseline names."""
        if self.known.path is None:
            return
        from catalog_lint.baseline import rows_of

        findings = _by_page(outcome.findings)
        left: list[Finding] = []
        for path, page in outcome.pages.items():
            mine = findings.get(path, [])
            known = (
                set(self.known.baseline.matches(page, mine)) if self.known.baseline else set(range(len(mine)))
            )
            taken = [finding for at, finding in enumerate(mine) if at in known]
            outcome.rows += rows_of(page, taken, self.known.folder)
            if not self.known.writes:
                outcome.removed[path] = Counter(baseline=len(taken))
                left += [finding for at, finding in enumerate(mine) if at not in known]
        outcome.findings = left

    def status_of_pages(self) -> int:
        """Lint the pages and report each as it comes; returns the exit status."""
        from catalog_lint.disk import noted
        from catalog_lint.lint.linter import LintError
        from catalog_lint.reporting import PagesReport, cache_folder, workers_for
        from catalog_lint.rule.model import RuleError

        run = self.run_format(sys.stdout)
        folder = None if self.no_cache else cache_folder(self.settings)
        keeper = self.keeper(folder, run)
        size = sum(Path(page.name).stat().st_size for page in self.pages if os.path.exists(page.name))
        some = is_partial(self.paths)
        whole = rest_of_catalog(self.pages, self.settings, self.configuration, self.fail) if some else []
        report = PagesReport(
            pages=whole or self.pages,
            run=run,
            cache=folder,
            workers=self.workers or workers_for(size),
            given={page.name for page in self.pages} if whole else None,
            some=some and not whole,
            filters=filters(self.known.baseline, self.diff_base, whole or self.pages),
            baseline=self.known.folder,
            engine=self.engine,
        )
        try:
            with Progress(len(report.pages)) as progress, noted() as answers:
                parts = self.told(report.parts(progress.page), report.failures)
                if self.known.writes:
                    for part in parts:
                        self.totals.merge(part.totals)
                else:
                    self.print_report(run, parts, sys.stdout)
        except RuleError as error:
            raise click.UsageError(str(error)) from None
        except LintError as error:
            for failure in error.failures:
                self.fail(failure)
        if keeper and not self.failed:
            keeper.keep(report.done, answers)
        return self.closing_status(report.rows, dirty=False)

    def closing_status(self, rows: Sequence[Row], dirty: bool) -> int:
        """Settle the baseline, where nothing failed; returns the exit status."""
        settled = None
        if not self.failed:
            partial = bool(self.inputs or not self.settings.catalog) and is_partial(self.paths)
            how = {
                "online": self.verdicts is not None,
                "only_links": self.ask is not None and self.ask.only,
            }
            pages = [(name, settings) for name, _, settings in self.inputs] or self.pages
            settled = self.known.settle(
                rows, {name: unasked(settings, partial=partial, **how) for name, settings in pages}
            )
        return self.exit_status(dirty) if settled is None else settled

    def keeper(self, folder: Path | None, run: RunFormat) -> Keeper | None:
        """What keeps the run for the next, where the next can tell that nothing has changed."""
        depends = any(
            page.settings.rules or page.settings.rule or page.settings.catalog for page in self.pages
        )
        depends = depends or bool(self.output_file or self.diff_base or self.known.writes or self.known.path)
        if not folder or self.failed or self.watching or depends or run.form in UNREPLAYED:
            return None
        from catalog_lint.replay import Keeper

        files = {origin for page in self.pages for origin in page.settings.origins}.union(self.texts)
        return Keeper(folder, run, self.exit_zero, self.folders, files)

    def told(self, parts: Iterator[Rendered], failures: list[str]) -> Iterator[Rendered]:
        """Parts of the report as they come; then the failures, before the report closes."""
        yield from parts
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
        from catalog_lint import files
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
                    self.inputs.append((name, decode(data, name), self.settings))
                except PageError as error:
                    self.fail(str(error))
        else:
            found = files.find(self.paths, self.configuration, force_exclude=self.force_exclude)
            excluded = found.excluded
            for problem in found.problems:
                self.fail(problem)
            self.hint_at_verb()
            self.pages, self.folders, self.texts = found.pages, found.folders, found.texts
        if not self.pages and not self.inputs and not self.failed:
            complain(f"nothing was checked ({excluded} excluded)", "warning")

    def hint_at_verb(self) -> None:
        """Say so where a path that is not there looks like a verb."""
        from catalog_lint.cli import VERBS

        for path in self.paths:
            near = get_close_matches(path, VERBS, 1, 0.75)
            if near and not os.path.exists(path):
                complain(f"if '{path}' is meant as a verb, it is '{near[0]}' and stands first", "hint")

    def lint(self) -> _Outcome:
        """Lint the pages, fixed as far as it goes where that is asked for."""
        from catalog_lint.rule.model import RuleError

        only = self.ask is not None and self.ask.only
        try:
            with Progress(len(self.inputs)) as progress:
                if self.fix or self.diff:
                    from catalog_lint.fix.settle import fix
                    from catalog_lint.source import read, write

                    on_disk = self.fix and not self.piped
                    fixed = fix(
                        self.inputs,
                        self.settings.unsafe_fixes,
                        progress.page,
                        self.verdicts,
                        only,
                        is_partial(self.paths),
                        read=(lambda name: read(Path(name))) if on_disk else None,
                        write=(lambda name, old, new: write(Path(name), old, new)) if on_disk else None,
                    )
                    outcome = _Outcome(
                        fixed.left.findings, fixed.sources, fixed.left.pages, fixed.fixed, fixed.before
                    )
                    failures, refused = fixed.failures, [*fixed.refused, *fixed.lost]
                else:
                    from catalog_lint.lint.linter import lint

                    result = lint(self.inputs, progress.page, self.verdicts, only, is_partial(self.paths))
                    outcome = _Outcome(
                        result.findings, {name: text for name, text, _ in self.inputs}, result.pages
                    )
                    failures, refused = result.failures, []
        except RuleError as error:
            raise click.UsageError(str(error)) from None
        for line in refused:
            complain(line, "warning")
        for failure in dict.fromkeys(failures):
            self.fail(failure)
        return outcome

    def changes(self, outcome: _Outcome) -> list[str]:
        """The diffs of a `--diff`, of pages that change."""
        if not self.diff:
            return []
        from catalog_lint.report.diff import diff

        every = (diff(name, source, outcome.texts[name]) for name, source, _ in self.inputs)
        return [each for each in every if each]

    def print_text(self, outcome: _Outcome, changes: list[str]) -> None:
        """What standard output carries besides findings: a diff, or the fixed text of standard input."""
        if self.diff:
            text = "".join(changes)
            if is_read_as_log(sys.stdout):
                from catalog_lint.report.visible import visible_line

                text = "".join(visible_line(line) + "\n" for line in text.split("\n")[:-1])
            print_bytes(text.encode("utf-8"))
        elif self.fix and self.piped:
            for text_of_page in outcome.texts.values():
                print_bytes(text_of_page.raw.encode("utf-8"))

    def print_findings(self, outcome: _Outcome) -> None:
        """The report, where it belongs."""
        from catalog_lint.report.words import words

        out = sys.stderr if self.diff or (self.fix and self.piped) else sys.stdout
        run = self.run_format(out)
        self.totals.failures += self.failed
        parts = self.parts(run, outcome)
        self.print_report(run, parts, out)
        if self.diff:
            print_lines([words(run.locale).would_fix(outcome.fixed.total())], sys.stderr)

    def parts(self, run: RunFormat, outcome: _Outcome) -> Iterator[Rendered]:
        """Each page's part of the report, in order."""
        from catalog_lint.report import rendered

        for page in self.page_reports(outcome, run.verdicts):
            part = rendered(run, page)
            part.totals.removed += outcome.removed.get(page.path, Counter())
            yield part

    def print_report(self, run: RunFormat, parts: Iterator[Rendered], out: TextIO) -> None:
        """A report's parts as they come, in the file that is asked for or on a stream."""
        from catalog_lint.report import stream

        pieces = stream(run, parts, self.totals)
        try:
            if self.output_file:
                write_text(Path(self.output_file), pieces)
            else:
                print_text(pieces, out, utf8=run.form not in TEXT_FORMATS)
        except OSError as error:
            self.fail(
                f"{self.output_file or 'standard output'}: cannot be written: {error.strerror or error}"
            )
            leave_quietly()
        summarize_job(run, self.totals)

    def run_format(self, out: TextIO) -> RunFormat:
        """How this run reports on a stream."""
        from catalog_lint.report import RunFormat

        run = RunFormat(
            form=self.form,
            locale=self.settings.locale,
            colour=not self.output_file and in_colour(out, self.color),
            width=shutil.get_terminal_size().columns if out.isatty() else PIPED_COLUMNS,
            unsafe=self.settings.unsafe_fixes,
            fixing=self.fix or self.diff,
            diff=self.diff,
            show_all=self.show_all,
            show_info=self.show_info,
            quiet=self.quiet,
            statistics=self.statistics,
            thumbnails=self.thumbnails,
        )
        return replace(run, rules=self.settings.all_rules) if run.explains else run

    def page_reports(self, outcome: _Outcome, verdicts: bool) -> Iterator[PageReport]:
        """What there is to tell of each page, in order."""
        from catalog_lint.report import PageReport
        from catalog_lint.report.heads import entry_heads

        findings = _by_page(outcome.findings)
        fixed: dict[str, Counter[str]] = {}
        for (path, code), count in outcome.fixed.items() if not self.diff else ():
            fixed.setdefault(path, Counter())[code] = count
        before: dict[str, Counter[str]] = {}
        for (path, code), count in outcome.before.items() if not self.diff else ():
            before.setdefault(path, Counter())[code] = count
        for name, _, settings in self.inputs:
            if name in outcome.pages:
                mine = findings.get(name, [])
                yield PageReport(
                    name,
                    outcome.texts[name],
                    mine,
                    entry_heads(outcome.pages[name], mine if verdicts else None),
                    fixed.get(name, Counter()),
                    before.get(name),
                    settings.fail_on,
                )
        self.totals.seconds = time.monotonic() - self.begun


def _by_page(findings: Sequence[Finding]) -> dict[str, list[Finding]]:
    pages: dict[str, list[Finding]] = {}
    for finding in findings:
        pages.setdefault(finding.path, []).append(finding)
    return pages
