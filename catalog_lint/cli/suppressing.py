"""`check --add-suppressions`: comments written into the pages of a run."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from catalog_lint.cli.terminal import complain

if TYPE_CHECKING:
    from catalog_lint.finding import Finding
    from catalog_lint.fix.suppress import Missed
    from catalog_lint.lint.linter import Input
    from catalog_lint.lint.result import PageResult

PLACES = 3
"""So many lines are named of those whose findings are left for one reason."""


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
    total = 0
    missed: list[Missed] = []
    after: list[Input] = []
    for name, source, settings in inputs:
        new = source
        if mine := findings.get(name):
            done = suppressed(pages[name], mine, linter, settings)
            try:
                for lost in write(Path(name), source, done.source) if done.count else ():
                    complain(lost, "warning")
            except PageError as error:
                fail(str(error))
            else:
                new = done.source
                total += done.count
                missed += done.missed
        after.append((name, new, settings))
    for line in _told(total, missed):
        complain(line, "suppressions")
    return after


def _told(total: int, missed: Sequence[Missed]) -> Iterator[str]:
    """How many findings are suppressed, and which are not for which reason, a line a reason."""
    told = f"{total} finding{'' if total == 1 else 's'} suppressed by comments"
    if missed:
        told += f"; {len(missed)} left that no comment can take out (--write-baseline can keep them)"
    yield told
    reasons: dict[str, list[Missed]] = {}
    for each in missed:
        reasons.setdefault(each.reason, []).append(each)
    for reason, left in sorted(reasons.items(), key=lambda item: (-len(item[1]), item[0])):
        codes = Counter(each.finding.rule.code for each in left)
        rules = ", ".join(f"{code} {count}" for code, count in sorted(codes.items()))
        places = dict.fromkeys(f"{each.finding.path}:{each.row}" for each in left)
        more = f" and {len(places) - PLACES} more lines" if len(places) > PLACES else ""
        yield f"{len(left)} {reason} ({rules}): {', '.join(list(places)[:PLACES])}{more}"
