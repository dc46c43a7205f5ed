"""One JSON object a line, of the same shape as in the format `json`."""

from __future__ import annotations

from catalog_lint.report import no_closing, nothing, one_after_another
from catalog_lint.report.json import objects
from catalog_lint.report.model import PageReport, RunFormat

opening, joined, closing = nothing, one_after_another, no_closing


def page(run: RunFormat, page: PageReport) -> str:
    """The page's findings in order."""
    return "".join(f"{each}\n" for each in objects(page))
