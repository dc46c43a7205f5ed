"""Asking the network for a run: `links`, and `check --online`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from catalog_lint.cli.terminal import Progress, complain

if TYPE_CHECKING:
    from catalog_lint.catalog.liveness import Verdicts
    from catalog_lint.config import Settings
    from catalog_lint.lint.linter import Input

OPENING = ("allow-private", "endpoints")
"""Settings that let a run reach where the pages' own configuration must not send it."""


class Asking:
    """How a run asks: what the options say over the configuration's `[links]`.

    `offline` answers from the cache alone, `keep` says whether there is one, `only` whether rules on links
    are the only ones that count.
    """

    def __init__(
        self, options: dict[str, Any], offline: bool = False, keep: bool = True, only: bool = True
    ) -> None:
        self.options, self.offline, self.keep, self.only = options, offline, keep, only

    def verdicts(self, inputs: Sequence[Input], settings: Settings) -> Verdicts:
        """Ask about what the pages have. Raises a usage error where settings or environment do not fit."""
        from pydantic import ValidationError

        from catalog_lint.catalog.reader import read_page
        from catalog_lint.config.links import LinkSettings
        from catalog_lint.links import CannotAsk, judge, targets_of
        from catalog_lint.source import PageError
        from catalog_lint.validation import explain

        try:
            how = LinkSettings.model_validate({**_trusted(settings), **self.options})
        except ValidationError as error:
            raise click.UsageError(f"links.{explain(error, LinkSettings)}") from None
        pages = []
        for name, source, own in inputs:
            try:
                pages.append(read_page(name, source, own.schema_of(name), own.language_of(name)))
            except PageError:
                continue  # linting the page will say so
        targets = targets_of(pages, how.all_links)
        path = Path(how.cache) if self.keep else None
        with Progress(len(targets)) as progress:
            try:
                report = judge(targets, how, cache=path, offline=self.offline, progress=progress.at)
            except CannotAsk as error:
                raise click.UsageError(str(error)) from None
        for note in dict.fromkeys(report.notes):
            complain(note, "warning")
        _count(report.verdicts, report.requests, report.cached)
        return report.verdicts


def _trusted(settings: Settings) -> dict[str, Any]:
    """The settings of `[links]`, without those that open the network and came with the pages."""
    kept = dict(settings.links)
    for key in OPENING:
        place = settings.places.get(("links", key))
        if key in kept and (place is None or not place.trusted):
            del kept[key]
            where = place.prefix if place else ""
            complain(
                f"{where}links.{key} is left out: it counts on the command line (--config) alone", "warning"
            )
    return kept


def _count(verdicts: Verdicts, requests: int, cached: int) -> None:
    """Say what was asked and what could not be found out."""
    by_status = Counter(verdict.status.value for verdict in verdicts.values())
    why = Counter(verdict.reason.value for verdict in verdicts.values() if verdict.status.value == "unknown")
    line = ", ".join(f"{by_status[status]} {status}" for status in ("alive", "dead", "unknown"))
    reasons = "; ".join(f"{count} {reason}" for reason, count in why.most_common())
    complain(
        f"{line}{f' ({reasons})' if reasons else ''}: {requests} requests, {cached} answers from the cache",
        "links",
    )
