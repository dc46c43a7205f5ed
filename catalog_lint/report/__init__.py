"""What a run found, one module an output format, written page by page.

A page's part of a report is a pure function of the page's findings and the run's settings, so a worker
may render it and a cache may keep it; only the opening and the closing see the run as a whole.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib import import_module
from typing import NamedTuple, Protocol, cast

from catalog_lint.report.model import PageReport, RunFormat
from catalog_lint.report.totals import Totals

TEXT_FORMATS = ("concise", "full", "grouped")
"""Formats for people; the others are read by programs, and are UTF-8 wherever they go."""


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
