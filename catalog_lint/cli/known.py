"""The baseline of a run: read before it, written or pruned after it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence, Set
from pathlib import Path
from typing import TYPE_CHECKING

import click

from catalog_lint.cli.terminal import complain, write_file

if TYPE_CHECKING:
    from catalog_lint.baseline import Baseline, Row
    from catalog_lint.config import Settings


class KnownFindings:
    """What `--baseline`, `--write-baseline` and `--prune-baseline` ask for.

    `path` is the baseline that is used or written, None without one; `writes` says whether the run writes it
    anew; `folder` is where its pages' names count from. Raises a usage error where the options do not fit.
    """

    def __init__(self, settings: Settings, write: str | None, prune: bool) -> None:
        from catalog_lint.baseline import BaselineError, read_baseline

        self.writes = write is not None
        self.path = Path(write or settings.baseline or "") if write or settings.baseline else None
        self.prunes = prune
        self.baseline: Baseline | None = None
        if write and prune:
            raise click.UsageError(
                "--write-baseline writes it anew; --prune-baseline is for one that is there"
            )
        if prune and self.path is None:
            raise click.UsageError("--prune-baseline: no baseline; name it with --baseline FILE")
        if self.path is not None and not self.writes:
            try:
                self.baseline = read_baseline(self.path)
            except BaselineError as error:
                raise click.UsageError(str(error)) from None

    @property
    def folder(self) -> str:
        """The folder of the baseline, "" without one."""
        return str(self.path.parent) if self.path else ""

    def settle(self, rows: Sequence[Row], pages: Set[str], failed: bool) -> int | None:
        """Write or prune the baseline, or tell of its stale rows; the exit status where that decides it.

        `rows` are those of the run's known findings, `pages` the paths that the run looked at.
        """
        if self.path is None:
            return None
        if failed:
            return 2
        if self.writes:
            self._write(self.path, rows)
            complain(f"{len(rows)} findings written to {self.path}", "baseline")
            return 0
        return self._stale(rows, pages) if self.baseline else None

    def _stale(self, rows: Sequence[Row], pages: Set[str]) -> int | None:
        from catalog_lint.baseline import page_name

        assert self.baseline is not None
        assert self.path is not None
        looked_at = {page_name(path, self.folder) for path in pages}
        found = Counter(row.page for row in rows)
        named = {page: len(known) for page, known in self.baseline.rows.items()}
        stale = sum(count - found[page] for page, count in named.items() if page in looked_at)
        gone = sum(
            count
            for page, count in named.items()
            if page not in looked_at and not Path(self.folder, page).exists()
        )
        if self.prunes:
            others = [
                row
                for page, known in self.baseline.rows.items()
                if page not in looked_at and Path(self.folder, page).exists()
                for row in known
            ]
            self._write(self.path, [*rows, *others])
            complain(
                f"{stale + gone} rows taken out of {self.path}, {len(rows) + len(others)} left", "baseline"
            )
        elif stale + gone:
            complain(
                f"{stale + gone} rows of {self.path} match nothing any more; --prune-baseline takes them out",
                "baseline",
            )
        return None

    def _write(self, path: Path, rows: Sequence[Row]) -> None:
        from catalog_lint.baseline import lines_of

        write_file(path, lines_of(rows))
