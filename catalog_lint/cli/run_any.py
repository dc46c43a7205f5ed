"""A run of either kind, from finding its pages to its exit status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog_lint.cli.terminal import check_target

if TYPE_CHECKING:
    from catalog_lint.cli.run import Run


def status(run: Run) -> int:
    """Find the pages, lint them and report; returns the exit status."""
    run.find()
    check_target(run.output_file, [page.name for page in run.pages], run.force)
    far = (run.fix or run.diff) and run.engine is not None  # no page is written from another machine
    if far or run.piped or run.ask or run.add_suppressions:
        from catalog_lint.cli.run_texts import lint_texts

        return lint_texts(run)
    from catalog_lint.cli.run_pages import lint_pages

    return lint_pages(run)
