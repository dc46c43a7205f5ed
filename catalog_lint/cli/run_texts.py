"""A run on texts in memory: fixes, diffs, suppressions, standard input, and what the network says."""

from __future__ import annotations

import gc
import sys
import time
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import click

from catalog_lint.cli.pages import read_found
from catalog_lint.cli.scope import is_partial
from catalog_lint.cli.terminal import (
    Progress,
    complain,
    print_bytes,
)

if TYPE_CHECKING:
    from catalog_lint.baseline import Row
    from catalog_lint.cli.run import Run
    from catalog_lint.finding import Finding
    from catalog_lint.lint.result import PageResult
    from catalog_lint.report import Rendered
    from catalog_lint.report.model import PageReport, RunFormat
    from catalog_lint.source import Source


@dataclass(slots=True)
class Outcome:
    """What is left to tell of the pages, the texts that it counts from, and what was mended."""

    findings: Sequence[Finding]
    texts: dict[str, Source]
    pages: dict[str, PageResult]
    fixed: Counter[tuple[str, str]] = field(default_factory=Counter)
    before: Counter[tuple[str, str]] = field(default_factory=Counter)
    removed: dict[str, Counter[str]] = field(default_factory=dict)
    rows: list[Row] = field(default_factory=list)


def lint_texts(run: Run) -> int:
    """Lint texts that are in memory, fixed or not, and report; returns the exit status."""
    from catalog_lint.cli.changing import show_changes
    from catalog_lint.report.diff import diff

    run.inputs += read_found(run.pages, run.fail)
    if run.ask:
        run.verdicts = run.ask.verdicts(run.inputs, run.settings)
    outcome = _lint(run)
    if run.diff:
        every = (diff(name, source, outcome.texts[name]) for name, source, _ in run.inputs)
        unsafe = sum(_is_unsafe(each) for each in outcome.findings)
        return show_changes(run, list(filter(None, every)), outcome.fixed.total(), unsafe)
    _narrow(run, outcome)
    if run.add_suppressions and not run.failed:
        from catalog_lint.cli.suppressing import suppress

        shown = _by_page([one for one in outcome.findings if run.show_info or one.severity != "info"])
        run.inputs = suppress(run.inputs, outcome.pages, shown, partial=is_partial(run.paths), fail=run.fail)
        outcome = _lint(run)
        _narrow(run, outcome)
    if run.fix and run.piped:
        for text in outcome.texts.values():
            print_bytes(text.raw.encode("utf-8"))
    if not run.known.writes:
        _print_findings(run, outcome)
    dirty = run.exit_non_zero_on_fix and run.fix and outcome.fixed.total() > 0
    return run.closing_status(outcome.rows, dirty)


def _narrow(run: Run, outcome: Outcome) -> None:
    """Take out of the findings what the baseline names."""
    if run.known.path is None:
        return
    from catalog_lint.baseline import rows_of

    findings = _by_page(outcome.findings)
    left: list[Finding] = []
    for path, page in outcome.pages.items():
        mine = findings.get(path, [])
        known = set(run.known.baseline.matches(page, mine)) if run.known.baseline else set(range(len(mine)))
        taken = [finding for at, finding in enumerate(mine) if at in known]
        outcome.rows += rows_of(page, taken, run.known.folder)
        if not run.known.writes:
            outcome.removed[path] = Counter(baseline=len(taken))
            outcome.before -= Counter((path, finding.rule.code) for finding in taken)
            left += [finding for at, finding in enumerate(mine) if at not in known]
    outcome.findings = left


def _lint(run: Run) -> Outcome:
    """Lint the pages, fixed as far as it goes where that is asked for."""
    from catalog_lint.rule.model import RuleError

    only = run.ask is not None and run.ask.only
    try:
        with Progress(len(run.inputs)) as progress:
            if run.fix or run.diff:
                from catalog_lint.fix.settle import fix
                from catalog_lint.reporting import kept_results
                from catalog_lint.source import read, write

                def fixed_page(path: str) -> None:
                    """Count a page, and free what it took; only what is newer than the last is walked."""
                    progress.page(path)
                    gc.collect()
                    gc.freeze()

                on_disk = run.fix and not run.piped
                gc.freeze()
                fixed = fix(
                    run.inputs,
                    run.settings.unsafe_fixes,
                    fixed_page,
                    run.verdicts,
                    only,
                    is_partial(run.paths),
                    read=(lambda name: read(Path(name))) if on_disk else None,
                    write=(lambda name, old, new: write(Path(name), old, new)) if on_disk else None,
                    kept=None if run.no_cache or run.piped else kept_results(run.settings),
                )
                outcome = Outcome(
                    fixed.left.findings, fixed.sources, fixed.left.pages, fixed.fixed, fixed.before
                )
                failures, refused = fixed.failures, [*fixed.refused, *fixed.lost]
            else:
                from catalog_lint.lint.linter import lint

                result = lint(run.inputs, progress.page, run.verdicts, only, is_partial(run.paths))
                outcome = Outcome(result.findings, {name: text for name, text, _ in run.inputs}, result.pages)
                failures, refused = result.failures, []
    except RuleError as error:
        raise click.UsageError(str(error)) from None
    for line in refused:
        complain(line, "warning")
    for failure in dict.fromkeys(failures):
        run.fail(failure)
    return outcome


def _is_unsafe(finding: Finding) -> bool:
    """Whether only `--unsafe-fixes` would fix it."""
    return finding.fix is not None and finding.fix.applies(True) and not finding.fix.applies(False)


def _print_findings(run: Run, outcome: Outcome) -> None:
    """The report, where it belongs."""
    out = sys.stderr if run.fix and run.piped else sys.stdout
    form = run.run_format(out)
    run.totals.failures += run.failed
    run.print_report(form, _parts(run, form, outcome), out)


def _parts(run: Run, form: RunFormat, outcome: Outcome) -> Iterator[Rendered]:
    """Each page's part of the report, in order."""
    from catalog_lint.report import rendered

    for page in _page_reports(run, outcome, form.verdicts):
        part = rendered(form, page)
        part.totals.removed += outcome.removed.get(page.path, Counter())
        yield part


def _page_reports(run: Run, outcome: Outcome, verdicts: bool) -> Iterator[PageReport]:
    """What there is to tell of each page, in order."""
    from catalog_lint.report.heads import entry_heads
    from catalog_lint.report.model import PageReport

    findings = _by_page(outcome.findings)
    fixed: dict[str, Counter[str]] = {}
    for (path, code), count in outcome.fixed.items():
        fixed.setdefault(path, Counter())[code] = count
    before: dict[str, Counter[str]] = {}
    for (path, code), count in outcome.before.items():
        before.setdefault(path, Counter())[code] = count
    for name, _, settings in run.inputs:
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
    run.totals.seconds = time.monotonic() - run.begun


def _by_page(findings: Sequence[Finding]) -> dict[str, list[Finding]]:
    pages: dict[str, list[Finding]] = {}
    for finding in findings:
        pages.setdefault(finding.path, []).append(finding)
    return pages
