"""`catalog-lint check`: judge pages, fix them, report."""

from __future__ import annotations

import os
import shutil
import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from catalog_lint.cli.options import configuration, configuration_options, report_options, selectors
from catalog_lint.cli.pages import ALONE, STDIN, read_found
from catalog_lint.cli.terminal import (
    Progress,
    complain,
    in_colour,
    leave_quietly,
    print_bytes,
    print_lines,
    write_file,
)

if TYPE_CHECKING:
    from catalog_lint.catalog.liveness import Verdicts
    from catalog_lint.cli.asking import Asking
    from catalog_lint.config import Settings
    from catalog_lint.diagnostic import Finding
    from catalog_lint.lint.linter import Input
    from catalog_lint.source import Source

TEXT_FORMATS = ("concise", "full")
PIPED_COLUMNS = 100
_SELECTOR = "CODES|PREFIXES|NAMES|ALL"


@dataclass(slots=True)
class _Outcome:
    """What is left to tell of the pages, the texts that it counts from, and what was fixed."""

    findings: Sequence[Finding]
    texts: dict[str, Source]
    fixed: Counter[tuple[str, str]] = field(default_factory=Counter)


@click.command("check")
@click.argument("paths", nargs=-1, type=click.Path(readable=False))
@click.option("--fix", is_flag=True, help="Apply safe fixes to the pages.")
@click.option(
    "--unsafe-fixes/--no-unsafe-fixes",
    default=None,
    help="Also apply (or show) fixes that need a person's eye.",
)
@click.option("--diff", is_flag=True, help="Show what --fix would change as a diff; write nothing.")
@click.option("--select", multiple=True, metavar=_SELECTOR, help="Rules to use in place of the default ones.")
@click.option("--ignore", multiple=True, metavar=_SELECTOR, help="Rules not to use.")
@click.option("--extend-select", multiple=True, metavar=_SELECTOR, help="Rules to use besides.")
@click.option(
    "--online", is_flag=True, help="Ask the network what is alive, too (`catalog-lint links` for that alone)."
)
@configuration_options
@click.option(
    "--no-cache", is_flag=True, expose_value=False, help="Judge everything anew, as every run does."
)
@report_options
def command(paths: tuple[str, ...], online: bool, **options: Any) -> int:
    """Check PATHS: pages, folders that are searched for *.md, or - for standard input.

    Without PATHS, the working folder. Exit status: 0 nothing found, or all fixed; 1 findings, or a --diff
    that is not empty; 2 bad usage, configuration or input.
    """
    ask = None
    if online:
        from catalog_lint.cli.asking import Asking

        ask = Asking({}, only=False)
    return Run(paths or (".",), ask=ask, **options).status()


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
        statistics: bool,
        exit_zero: bool,
        exit_non_zero_on_fix: bool,
        force_exclude: bool,
        stdin_filename: str | None,
        config: tuple[str, ...],
        isolated: bool,
        ask: Asking | None,
        **settings: Any,
    ) -> None:
        self.paths, self.piped = paths, STDIN in paths
        if self.piped and len(paths) > 1:
            raise click.UsageError(ALONE)
        self.fix, self.diff = fix and not diff, diff
        self.output_file, self.show_all, self.statistics = output_file, show_all, statistics
        self.exit_zero, self.exit_non_zero_on_fix = exit_zero, exit_non_zero_on_fix
        self.force_exclude, self.stdin_filename = force_exclude, stdin_filename
        for key in ("select", "ignore", "extend_select"):
            settings[key] = selectors(settings[key])
        options = {key.replace("_", "-"): value for key, value in settings.items()}
        self.configuration = configuration(config, isolated, options)
        self.settings = self._settings()
        if statistics and self.settings.output_format == "github":
            raise click.UsageError("--statistics goes with the formats concise, full, json and jsonl")
        self.failed = False
        self.inputs: list[Input] = []
        self.ask = ask
        self.verdicts: Verdicts | None = None

    def status(self) -> int:
        """Do it all; returns the exit status."""
        self.read()
        if self.output_file:
            target = Path(self.output_file).resolve()
            if any(Path(name).resolve() == target for name, _, _ in self.inputs):
                raise click.UsageError(f"--output-file {self.output_file} is one of the pages; name another")
        if self.ask:
            self.verdicts = self.ask.verdicts(self.inputs, self.settings)
        outcome = self.judge()
        failing = self.failing(outcome.findings)
        changes = self.changes(outcome)
        try:
            self.print_text(outcome, changes)
            self.print_findings(outcome, failing)
        except OSError as error:
            self.fail(
                f"{self.output_file or 'standard output'}: cannot be written: {error.strerror or error}"
            )
            leave_quietly()
        if self.failed:
            return 2
        dirty = failing or changes or (self.exit_non_zero_on_fix and self.fix and outcome.fixed.total())
        return 1 if dirty and not self.exit_zero else 0

    def fail(self, problem: str) -> None:
        """Tell a problem; the run will exit 2."""
        self.failed = True
        complain(problem)

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

    def read(self) -> None:
        """Find and read the pages."""
        from catalog_lint import files
        from catalog_lint.source import MAX_PAGE_BYTES, PageError, decode

        excluded = 0
        if self.piped:
            name = files.shown_name(self.stdin_filename) if self.stdin_filename else STDIN
            data = sys.stdin.buffer.read(MAX_PAGE_BYTES + 1)
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
            self.inputs += read_found(found.pages, self.fail)
        if not self.inputs and not self.failed:
            complain(f"nothing was checked ({excluded} excluded)", "warning")

    def hint_at_verb(self) -> None:
        """Say so where a path that is not there looks like a verb."""
        from catalog_lint.cli import VERBS

        for path in self.paths:
            near = get_close_matches(path, VERBS, 1, 0.75)
            if near and not os.path.exists(path):
                complain(f"if '{path}' is meant as a verb, it is '{near[0]}' and stands first", "hint")

    def judge(self) -> _Outcome:
        """Judge the pages, fixed as far as it goes where that is asked for."""
        from catalog_lint.rule.model import RuleError

        only = self.ask is not None and self.ask.only
        try:
            with Progress(len(self.inputs)) as progress:
                if self.fix or self.diff:
                    from catalog_lint.fix.settle import fix
                    from catalog_lint.source import read, write

                    on_disk = self.fix and not self.piped
                    result = fix(
                        self.inputs,
                        self.settings.unsafe_fixes,
                        progress.page,
                        self.verdicts,
                        only,
                        read=(lambda name: read(Path(name))) if on_disk else None,
                        write=(lambda name, old, new: write(Path(name), old, new)) if on_disk else None,
                    )
                    outcome = _Outcome(result.left.findings, result.sources, result.fixed)
                    failures, refused = result.failures, [*result.refused, *result.lost]
                else:
                    from catalog_lint.lint.linter import judge

                    judgement = judge(self.inputs, progress.page, self.verdicts, only)
                    outcome = _Outcome(judgement.findings, {name: text for name, text, _ in self.inputs})
                    failures, refused = judgement.failures, []
        except RuleError as error:
            raise click.UsageError(str(error)) from None
        for line in refused:
            complain(line, "warning")
        for failure in dict.fromkeys(failures):
            self.fail(failure)
        return outcome

    def failing(self, findings: Sequence[Finding]) -> bool:
        """Whether a finding is at or above its page's `fail-on`."""
        from catalog_lint.diagnostic import SEVERITIES

        levels = {name: settings.fail_on for name, _, settings in self.inputs}
        return any(
            (level := levels[finding.path]) != "never"
            and SEVERITIES.index(finding.severity) >= SEVERITIES.index(level)
            for finding in findings
        )

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
            if sys.stdout.isatty():
                from catalog_lint.report.visible import visible

                text = "".join(visible(line) + "\n" for line in text.split("\n")[:-1])
            print_bytes(text.encode("utf-8"))
        elif self.fix and self.piped:
            for text_of_page in outcome.texts.values():
                print_bytes(text_of_page.raw.encode("utf-8"))

    def print_findings(self, outcome: _Outcome, failing: bool) -> None:
        """The report, where it belongs."""
        from catalog_lint.report import Report, lines
        from catalog_lint.report.summary import statistics
        from catalog_lint.report.words import words

        stream = sys.stderr if self.diff or (self.fix and self.piped) else sys.stdout
        output_format, said = self.settings.output_format, words(self.settings.locale)
        report = Report(
            findings=outcome.findings,
            sources=outcome.texts,
            fixed=Counter() if self.diff else outcome.fixed,
            unsafe=self.settings.unsafe_fixes,
            fixing=self.fix or self.diff,
            locale=self.settings.locale,
            show_all=self.show_all,
            colour=not self.output_file and in_colour(stream),
            width=shutil.get_terminal_size().columns if stream.isatty() else PIPED_COLUMNS,
            below=self.settings.fail_on if outcome.findings and not failing else "",
        )
        text = statistics(report, output_format) if self.statistics else lines(report, output_format)
        if self.output_file:
            write_file(Path(self.output_file), text)
        elif (
            outcome.findings
            or output_format not in TEXT_FORMATS
            or (self.inputs and not (self.diff or self.failed))
        ):
            print_lines(text, stream, utf8=output_format not in TEXT_FORMATS)
        if self.diff:
            print_lines([said.would_fix(outcome.fixed.total())], sys.stderr)
        elif output_format == "github":
            print_lines([said.annotations(len(outcome.findings))], sys.stderr)
