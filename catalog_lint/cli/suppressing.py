"""`check --add-suppressions`: comments written into the pages of a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from catalog_lint.cli.terminal import Progress, complain

if TYPE_CHECKING:
    from catalog_lint.cli.run import Run
    from catalog_lint.finding import Finding
    from catalog_lint.fix.suppress import Missed

PLACES = 3
"""So many lines are named of those whose findings are left for one reason."""


def add_suppressions(run: Run) -> None:
    """Write comments into the pages of a run that take out what it would report.

    Where anything fails, nothing is written: the report tells. Raises a usage error where a rule's
    parameters do not fit.
    """
    from catalog_lint.cli.pages import read_found
    from catalog_lint.cli.scope import filters, is_partial
    from catalog_lint.fix.suppress import suppressed
    from catalog_lint.lint.linter import Linter
    from catalog_lint.rule.model import RuleError
    from catalog_lint.source import PageError, write

    unreadable: list[str] = []
    inputs = list(read_found(run.pages, unreadable.append))
    linter = Linter(partial=is_partial(run.options.paths))
    try:
        with Progress(len(inputs)) as progress:
            result = linter.lint(inputs, progress.page)
    except RuleError as error:
        raise click.UsageError(str(error)) from None
    if run.failed or unreadable or result.failures:
        return
    found: dict[str, list[Finding]] = {}
    for finding in result.findings:
        found.setdefault(finding.path, []).append(finding)
    total = 0
    missed: list[Missed] = []
    for name, source, settings in inputs:
        page = result.pages[name]
        mine = found.get(name, [])
        for take_out in filters(run.known.baseline, None, run.pages):
            mine = take_out(page, mine)
        shown = [one for one in mine if run.options.show_info or one.severity != "info"]
        if not shown:
            continue
        done = suppressed(page, shown, linter, settings)
        try:
            for lost in write(Path(name), source, done.source) if done.count else ():
                complain(lost, "warning")
        except PageError as error:
            run.fail(str(error))
        else:
            total += done.count
            missed += done.missed
    for line in _summary(total, missed):
        complain(line, "suppressions")


def _summary(total: int, missed: Sequence[Missed]) -> Iterator[str]:
    """How many findings are suppressed, and which are not for which reason, a line a reason."""
    text = f"{total} finding{'' if total == 1 else 's'} suppressed by comments"
    if missed:
        text += f"; {len(missed)} left that no comment can take out (--write-baseline can keep them)"
    yield text
    reasons: dict[str, list[Missed]] = {}
    for each in missed:
        reasons.setdefault(each.reason, []).append(each)
    for reason, left in sorted(reasons.items(), key=lambda item: (-len(item[1]), item[0])):
        codes = Counter(each.finding.rule.code for each in left)
        rules = ", ".join(f"{code} {count}" for code, count in sorted(codes.items()))
        places = dict.fromkeys(f"{each.finding.path}:{each.row}" for each in left)
        more = f" and {len(places) - PLACES} more lines" if len(places) > PLACES else ""
        yield f"{len(left)} {reason} ({rules}): {', '.join(list(places)[:PLACES])}{more}"
