"""The baseline of a run: read before it, written or pruned after it."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence, Set
from pathlib import Path
from typing import TYPE_CHECKING

import click

from catalog_lint.cli.terminal import complain, write_file

if TYPE_CHECKING:
    from catalog_lint.baseline import Baseline, Row
    from catalog_lint.config import Settings


NAMED = 2
"""How many pages a line about the baseline names."""


class KnownFindings:
    """What `--baseline`, `--write-baseline` and `--prune-baseline` ask for.

    `baseline` is the one that counts unless `write` names another. `path` is the baseline that is used or
    written, None without one; `writes` says whether the run writes it anew; `folder` is where its pages'
    names count from; `complained` says whether anything was said of it.
    Raises a usage error where the options do not fit.
    """

    def __init__(self, settings: Settings, baseline: Path | None, write: str | None, prune: bool) -> None:
        from catalog_lint.baseline import BaselineError, read_baseline
        from catalog_lint.files import shown_name

        self.writes = write is not None
        self._settings = settings
        named = write or baseline
        self.path = Path(shown_name(str(named))) if named else None
        self.prunes = prune
        self.complained = False
        if write and not _is_replaceable(Path(write)):
            raise click.UsageError(f"--write-baseline {write} is there and is no baseline; name another file")
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

    def files(self, pages: Set[str]) -> set[str]:
        """What telling of the baseline depends on besides some pages: itself, and the others it names."""
        from catalog_lint.baseline import page_name, page_path

        if self.path is None or self.baseline is None:
            return set()
        known = {page_name(page, self.folder) for page in pages}
        others = {str(page_path(name, self.folder)) for name in self.baseline.rows if name not in known}
        return {str(self.path), *others}

    def settle(self, rows: Sequence[Row], looked_at: Mapping[str, Set[str]]) -> int | None:
        """Write or prune the baseline, or tell of its stale rows; the exit status where that decides it.

        `rows` are those of the run's known findings; `looked_at` has the paths of the pages that the run
        looked at, each with the codes of rules that it could not ask all of: their rows are never stale.
        """
        if self.path is None:
            return None
        try:
            if self.writes:
                self._write(self.path, rows)
                complain(f"{_counted(len(rows), 'finding')} written to {self.path}", "baseline")
                if advice := _advice(self.path, self._settings):
                    complain(advice, "next")
                return 0
            if self.baseline:
                self._stale(self.path, self.baseline, rows, looked_at)
        except OSError as error:
            complain(f"{self.path}: cannot be written: {error.strerror or error}")
            return 2
        return None

    def _stale(
        self, path: Path, baseline: Baseline, rows: Sequence[Row], looked_at: Mapping[str, Set[str]]
    ) -> None:
        from catalog_lint.baseline import page_name, page_path

        unasked = {page_name(page, self.folder): codes for page, codes in looked_at.items()}
        found = [row for row in rows if row.page in unasked and row.code not in unasked[row.page]]
        moved = _moved(found, baseline)
        others: list[Row] = []
        due: list[Row] = []
        for page, known in baseline.rows.items():
            there = page in unasked or page_path(page, self.folder).exists()
            for row in known:
                left_alone = there and (page not in unasked or row.code in unasked[page])
                (others if left_alone else due).append(row)
        others = _without(others, _without(found, due))
        stale = sum(map(len, baseline.rows.values())) - len(found) - len(others)
        if self.prunes:
            self._write(path, [*found, *others])
            complain(
                f"{_counted(stale, 'row')} taken out of {path}, {len(found) + len(others)} left", "baseline"
            )
            return
        if moved:
            self.complained = True
            pages = _few(sorted({row.page for row in moved}))
            complain(
                f"{path}: known findings of other pages stand on {pages} now; --prune-baseline writes where",
                "baseline",
            )
        if stale:
            self.complained = True
            complain(
                f"{_counted(stale, 'row')} of {path} matched nothing; --prune-baseline takes them out",
                "baseline",
            )

    def _write(self, path: Path, rows: Sequence[Row]) -> None:
        from catalog_lint.baseline import lines_of

        write_file(path, lines_of(rows))


def _moved(found: Iterable[Row], baseline: Baseline) -> list[Row]:
    """The rows of known findings that stand on another page than the baseline says."""
    mine = Counter((page, row.code, row.entry) for page, known in baseline.rows.items() for row in known)
    moved = []
    for row in found:
        where = row.page, row.code, row.entry
        if mine[where]:
            mine[where] -= 1
        else:
            moved.append(row)
    return moved


def _without(rows: Iterable[Row], moved: Iterable[Row]) -> list[Row]:
    """Rows but for those of findings that stand elsewhere now."""
    gone = Counter((row.code, row.entry) for row in moved)
    left = []
    for row in rows:
        if gone[row.code, row.entry]:
            gone[row.code, row.entry] -= 1
        else:
            left.append(row)
    return left


def _advice(path: Path, settings: Settings) -> str:
    """What to write where for every run to leave out what the baseline names; "" where that is so."""
    if settings.baseline and os.path.abspath(settings.baseline) == os.path.abspath(path):
        return ""
    from catalog_lint.config.discovery import FILE_NAME
    from catalog_lint.files import shown_name
    from catalog_lint.report import toml

    files = [origin for origin in settings.origins if os.path.isfile(origin)]
    file = files[-1] if files else os.path.abspath(FILE_NAME)
    name = os.path.relpath(os.path.abspath(path), Path(file).parent).replace(os.sep, "/")
    line = f"baseline = {toml.inline(name)}"
    if Path(file).name == "pyproject.toml":
        where = f"under [tool.catalog-lint] in {shown_name(file)}"
    else:
        where = f"at the top of {shown_name(file)}"
    return f"put the line `{line}` {where}, and every run leaves these findings out"


def _is_replaceable(path: Path) -> bool:
    """Whether a baseline may be written there: over none but an empty file or another baseline."""
    from catalog_lint.baseline import HEADER

    if not path.is_file():
        return True
    with path.open("rb") as file:
        head = file.read(len(HEADER)).decode("utf-8", "replace")
    return not head.strip() or head.startswith(HEADER.partition(":")[0].rstrip("0123456789"))


def _few(names: Sequence[str]) -> str:
    """Names, the first two where they are many."""
    return " and ".join(names) if len(names) <= NAMED else f"{', '.join(names[:NAMED])}, ..."


def _counted(count: int, name: str) -> str:
    return f"{count} {name}" if count == 1 else f"{count} {name}s"
