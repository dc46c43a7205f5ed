"""`check --add-suppressions`: comments written into the pages of a run."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from catalog_lint.cli.terminal import complain

if TYPE_CHECKING:
    from catalog_lint.finding import Finding
    from catalog_lint.lint.linter import Input
    from catalog_lint.lint.result import PageResult


def suppress(
    inputs: Sequence[Input],
    pages: Mapping[str, PageResult],
    findings: Mapping[str, Sequence[Finding]],
    *,
    partial: bool,
    fail: Callable[[str], None],
) -> list[Input]:
    """Write comments into pages that take out the findings given by page; the pages as they are then."""
    from catalog_lint.fix.suppress import suppressed
    from catalog_lint.lint.linter import Linter
    from catalog_lint.source import PageError, write

    linter = Linter(partial=partial)
    total = left = 0
    after: list[Input] = []
    for name, source, settings in inputs:
        new, count = source, 0
        if mine := findings.get(name):
            new, count = suppressed(pages[name], mine, linter, settings)
        missed = len(mine or ()) - count
        try:
            for lost in write(Path(name), source, new) if count else ():
                complain(lost, "warning")
        except PageError as error:
            fail(str(error))
            new, count, missed = source, 0, 0
        after.append((name, new, settings))
        total += count
        left += missed
    told = f"{total} finding{'' if total == 1 else 's'} suppressed by comments"
    if left > 0:
        told += f"; {left} left that no comment can take out (--write-baseline can keep them)"
    complain(told, "suppressions")
    return after
