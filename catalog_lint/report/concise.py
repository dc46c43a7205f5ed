"""One line a finding: `path:row:column: CODE [*] message`; many of a rule in an entry are folded."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import TYPE_CHECKING

from catalog_lint.report import nothing, one_after_another
from catalog_lint.report.model import PageReport, RunFormat
from catalog_lint.report.summary import closing
from catalog_lint.report.visible import visible
from catalog_lint.report.words import words

if TYPE_CHECKING:
    from catalog_lint.finding import Finding

__all__ = ["closing", "joined", "opening", "page"]

FOLD_ABOVE = 5
_COLOURS = {"error": "31", "warning": "33", "info": "34"}
opening, joined = nothing, one_after_another


def page(run: RunFormat, page: PageReport) -> str:
    """The page's findings."""
    return "".join(
        f"{finding if isinstance(finding, str) else line(run, finding)}\n"
        for finding in folded(run, page, run.shown(page))
    )


def folded(run: RunFormat, page: PageReport, shown: Sequence[Finding]) -> Iterator[Finding | str]:
    """The findings to list; a line in place of those of a rule in an entry beyond the first few."""
    said, path = words(run.locale), shown_path(page.path)
    for entry, group in groupby(shown, key=lambda finding: finding.entry):
        findings = list(group)
        totals = Counter([finding.rule.code for finding in findings])
        many = {code for code, count in totals.items() if count > FOLD_ABOVE + 1 and not run.show_all}
        left = dict.fromkeys(many, FOLD_ABOVE)
        for finding in findings:
            code = finding.rule.code
            if code in many:
                if not left[code]:
                    continue
                left[code] -= 1
            yield finding
        for code, count in sorted(totals.items()):
            if code in many:
                yield f"{path}: {said.folded(count - FOLD_ABOVE, code, entry)}"


def line(run: RunFormat, finding: Finding) -> str:
    """A finding's own line."""
    row, column = finding.start
    path = shown_path(finding.path)
    about = words(run.locale).about(finding.severity, finding.entry)
    if not run.colour:
        return f"{path}:{row}:{column}: {tail(run, finding)} {about}"
    colon = "\x1b[36m:\x1b[0m"
    place = f"\x1b[1m{path}\x1b[0m{colon}{row}{colon}{column}{colon}"
    return f"{place} {tail(run, finding)} \x1b[2m{about}\x1b[0m"


def tail(run: RunFormat, finding: Finding) -> str:
    """What a line says after the place: `CODE [*] message`."""
    mark = "[*] " if run.fixable(finding) else ""
    code = finding.rule.code
    if run.colour:
        mark = "[\x1b[36m*\x1b[0m] " if mark else ""
        code = f"\x1b[1;{_COLOURS[finding.severity]}m{code}\x1b[0m"
    return f"{code} {mark}{visible(finding.message)}"


def shown_path(path: str) -> str:
    """A path that opens a line: no control of a terminal, no command of a workflow."""
    return ("./" if path.startswith(("::", "##[")) else "") + visible(path)
