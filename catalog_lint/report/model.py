"""What a report is made of: how the run reports, and what it has to tell of each page."""

from __future__ import annotations

import posixpath
from bisect import bisect_right
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from catalog_lint.finding import Finding
    from catalog_lint.rule.model import Rule
    from catalog_lint.source import Source, Span


class RunFormat(NamedTuple):
    """How a run reports: the same for all its pages, and nothing else decides how a page's part looks.

    `form` names the format's module, `width` is how many columns a line may take, `unsafe` whether `--fix`
    applies unsafe fixes too, `fixing` whether this run fixes. `show_all` lists what would be folded,
    `show_info` what text formats only count, `quiet` leaves out their summary, `statistics` counts by rule in
    place of listing. `thumbnails` lets an HTML report fetch videos' pictures.
    `base` is the working folder's path from where the service that runs the job counts, "" where that is it.
    `rules` are those that a closing may explain, by code.
    """

    form: str = "concise"
    locale: str = "en"
    colour: bool = False
    width: int = 100
    unsafe: bool = False
    fixing: bool = False
    show_all: bool = False
    show_info: bool = False
    quiet: bool = False
    statistics: bool = False
    thumbnails: bool = False
    base: str = ""
    rules: Mapping[str, Rule] = {}

    @property
    def explains(self) -> bool:
        """Whether the closing explains rules, so that `rules` is to be given."""
        return self.form in ("sarif", "html")

    @property
    def verdicts(self) -> bool:
        """Whether pages' entries are to be given with their triage verdicts."""
        return self.form == "html"

    def fixable(self, finding: Finding) -> bool:
        """Whether `--fix` fixes it."""
        return finding.fix is not None and finding.fix.applies(self.unsafe)

    def filed(self, path: str) -> str:
        """A page's path as the service that runs the job counts."""
        return posixpath.normpath(f"{self.base}/{path}") if self.base and not path.startswith("/") else path

    def shown(self, page: PageReport) -> Sequence[Finding]:
        """The page's findings that a format for people lists."""
        if self.show_info:
            return page.findings
        return [finding for finding in page.findings if finding.severity != "info"]


class EntryHead(NamedTuple):
    """An entry as a report names it: its place on the page, what it is known by, its triage verdict.

    `key` names the entry after entries have moved (see `fingerprint`); `verdict` is "" where the format
    does not ask for it.
    """

    span: Span
    key: str
    number: int | None = None
    title: str = ""
    verdict: str = ""


@dataclass(slots=True)
class PageReport:
    """What a run has to tell of one page.

    The findings' spans count from `source`. `fixed` counts by code what this run fixed, `before` what it
    found before it did (None where it fixed nothing); `fail_on` is the page's least severity that fails
    a run.
    """

    path: str
    source: Source
    findings: Sequence[Finding]
    entries: Sequence[EntryHead] = ()
    fixed: Mapping[str, int] = field(default_factory=Counter)
    before: Mapping[str, int] | None = None
    fail_on: str = "warning"

    def entry_at(self, offset: int, starts: Sequence[int] | None = None) -> int:
        """The index of the entry that an offset lies in (its start, where it is empty); -1 for none.

        `starts` are where the entries start, for those who ask often.
        """
        starts = starts or [entry.span.start for entry in self.entries]
        index = bisect_right(starts, offset) - 1
        if index < 0:
            return -1
        start, end = self.entries[index].span
        return index if offset < max(end, start + 1) else -1
