"""What a run found, one module an output format, written page by page.

A page's part of a report is a pure function of the page's findings and the run's settings, so a worker
may render it and a cache may keep it; only the opening and the closing see the run as a whole.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from importlib import import_module
from typing import TYPE_CHECKING, NamedTuple, Protocol, cast

from catalog_lint.report.totals import Totals

if TYPE_CHECKING:
    from catalog_lint.diagnostic import Finding
    from catalog_lint.rule.model import Rule
    from catalog_lint.source import Source, Span


TEXT_FORMATS = ("concise", "full", "grouped")
"""Formats for people; the others are read by programs, and are UTF-8 wherever they go."""


@dataclass(slots=True, frozen=True)
class RunFormat:
    """How a run reports: the same for all its pages, and nothing else decides how a page's part looks.

    `form` names the format's module, `width` is how many columns a line may take, `unsafe` whether `--fix`
    applies unsafe fixes too, `fixing` whether this run fixes or shows what it would fix (`diff`). `show_all`
    lists what would be folded, `show_info` what text formats only count, `quiet` leaves out their summary,
    `statistics` counts by rule in place of listing. `thumbnails` lets an HTML report fetch videos' pictures.
    `rules` are those that a closing may explain, by code.
    """

    form: str = "concise"
    locale: str = "en"
    colour: bool = False
    width: int = 100
    unsafe: bool = False
    fixing: bool = False
    diff: bool = False
    show_all: bool = False
    show_info: bool = False
    quiet: bool = False
    statistics: bool = False
    thumbnails: bool = False
    rules: Mapping[str, Rule] = field(default_factory=dict, compare=False, repr=False)

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


class Rendered(NamedTuple):
    """A page's part of a report, and what it adds to the totals."""

    text: str
    totals: Totals


class Format(Protocol):
    """What the module of an output format has."""

    def opening(self, run: RunFormat) -> str:
        """What stands before the pages."""

    def page(self, run: RunFormat, page: PageReport) -> str:
        """A page's part, "" where there is nothing to say of it."""

    def joined(self, parts: Iterable[str]) -> Iterator[str]:
        """The pages' parts (none is empty) with what stands between them."""

    def closing(self, run: RunFormat, totals: Totals) -> str:
        """What stands after the pages."""


def format_of(run: RunFormat) -> Format:
    """The module that prints the run."""
    name = "statistics" if run.statistics else run.form
    return cast(Format, import_module(f"catalog_lint.report.{name}"))


def rendered(run: RunFormat, page: PageReport) -> Rendered:
    """A page's part of the report; needs nothing of other pages."""
    totals = Totals()
    totals.add(page)
    return Rendered(format_of(run).page(run, page), totals)


def stream(run: RunFormat, pages: Iterable[Rendered], totals: Totals) -> Iterator[str]:
    """The report's text in pieces, line ends included, as the pages come.

    `totals` has all of them when the last piece is asked for; what a caller adds to it until then (time,
    failures) is in the closing.
    """
    form = format_of(run)

    def parts() -> Iterator[str]:
        for page in pages:
            totals.merge(page.totals)
            if page.text:
                yield page.text

    yield form.opening(run)
    yield from form.joined(parts())
    yield form.closing(run, totals)


def one_after_another(parts: Iterable[str]) -> Iterator[str]:
    """Parts with nothing between them."""
    return iter(parts)


def nothing(run: RunFormat) -> str:
    """The opening of a format that has none."""
    return ""


def no_closing(run: RunFormat, totals: Totals) -> str:
    """The closing of a format that has none."""
    return ""
