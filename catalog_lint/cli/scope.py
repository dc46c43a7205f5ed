"""What a run speaks of: some pages or the whole catalog, all findings or those of a change."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import click

if TYPE_CHECKING:
    from catalog_lint.baseline import Baseline
    from catalog_lint.config import Configuration, Settings
    from catalog_lint.files import FoundPage
    from catalog_lint.lint.filters import Filter


def is_partial(paths: Sequence[str]) -> bool:
    """Whether pages are named one by one, and so may be some of a catalog."""
    return any(not os.path.isdir(path) for path in paths)


def rest_of_catalog(
    pages: Sequence[FoundPage],
    settings: Settings,
    configuration: Configuration,
    fail: Callable[[str], None],
) -> list[FoundPage]:
    """The pages of the catalog that the setting `catalog` names, with those given; none without it."""
    from catalog_lint import files

    if not settings.catalog:
        return []
    found = files.find([str(path) for path in settings.catalog], configuration)
    for problem in found.problems:
        fail(problem)
    names = {page.name for page in found.pages}
    return [*found.pages, *(page for page in pages if page.name not in names)]


def filters(
    baseline: Baseline | None, diff_base: str | None, pages: Sequence[FoundPage], *, staged: bool = False
) -> list[Filter]:
    """What takes findings on pages out of the report; `staged`: the pages are those of git's index.

    Raises a usage error where git cannot tell.
    """
    chosen: list[Filter] = [baseline] if baseline else []
    if diff_base:
        from catalog_lint.changes import ChangesError, changes_since

        try:
            chosen.append(changes_since(diff_base, [page.name for page in pages], staged=staged))
        except ChangesError as error:
            raise click.UsageError(str(error)) from None
    return chosen


def unasked(settings: Settings, *, partial: bool, online: bool, only_links: bool) -> frozenset[str]:
    """The codes of the rules that a run does not ask, or not of all that they are about.

    `partial`: the pages are some of a catalog; `online`: the network was asked; `only_links`: no other rules
    than those on links.
    """
    asked = {
        code
        for code, rule in settings.chosen_rules().items()
        if (online or rule.reads != ("links",))
        and (not only_links or "links" in rule.reads)
        and not (partial and "catalog" in rule.reads)
    }
    return frozenset(settings.all_rules.keys() - asked)
