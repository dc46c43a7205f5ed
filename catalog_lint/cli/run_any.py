"""A run from finding its pages to its exit status."""

from __future__ import annotations

from typing import TYPE_CHECKING

from catalog_lint.cli.terminal import check_target

if TYPE_CHECKING:
    from catalog_lint.cli.run import Run


def status(run: Run) -> int:
    """Find the pages, lint them and report; returns the exit status."""
    run.find()
    check_target(run.options.output_file, [page.name for page in run.pages], run.options.force)
    if run.options.add_suppressions:
        from catalog_lint.cli.suppressing import add_suppressions

        add_suppressions(run)
    from catalog_lint.cli.run_pages import lint_pages

    return lint_pages(run)
