"""Verdicts kept on disk, in a file that several runs may use at once."""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from catalog_lint.catalog.liveness import LinkReason, LinkVerdict, Status, Target
from catalog_lint.links import youtube
from catalog_lint.links.outside import clean_title

KEEP_DAYS = 400
_DETAIL = re.compile(r"HTTP [0-9]{3}")
_BATCH = 500
_BATCH_SECONDS = 3.0
_LOCK_SECONDS = 10.0

# The table's name carries its version: other versions of the program keep their own.
_CREATE = """
CREATE TABLE IF NOT EXISTS verdict_1 (
    kind TEXT, address TEXT, via TEXT,
    status TEXT NOT NULL, reason TEXT NOT NULL, detail TEXT NOT NULL, best TEXT NOT NULL, title TEXT NOT NULL,
    checked REAL NOT NULL, first_dead REAL, confirmed INTEGER NOT NULL,
    PRIMARY KEY (kind, address, via)
) WITHOUT ROWID
"""
_READ = """
SELECT status, reason, detail, best, title, checked, first_dead, confirmed FROM verdict_1
WHERE kind = ? AND address = ? AND via = ?
"""
_WRITE = """
INSERT INTO verdict_1 VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
ON CONFLICT (kind, address, via) DO UPDATE SET
    status = excluded.status, reason = excluded.reason, detail = excluded.detail, best = excluded.best,
    title = excluded.title, checked = excluded.checked, confirmed = excluded.confirmed,
    first_dead = CASE WHEN excluded.first_dead IS NULL THEN NULL
                      ELSE min(coalesce(first_dead, excluded.first_dead), excluded.first_dead) END
WHERE excluded.checked >= checked
"""


class CacheError(Exception):
    """The file cannot be used; the message names it and the remedy."""


@dataclass(slots=True, frozen=True)
class Kept:
    """A verdict as it was kept; `first_dead` is when the target was first seen dead without a break."""

    verdict: LinkVerdict
    first_dead: float | None
    confirmed: bool


class Cache:
    """Alive and dead targets; what is unknown is never kept.

    `via` keeps apart what was asked of other endpoints. Writes are gathered and committed together
    every few seconds and at `close`, so a run that is interrupted keeps what it has learned.

    Raises CacheError where the file cannot be opened or is no such cache.
    """

    def __init__(self, path: Path, via: str = "") -> None:
        self._path = path
        self._via = via
        self._waiting: list[tuple[object, ...]] = []
        self._written = time.monotonic()
        self._changed = False
        try:
            if not path.parent.exists():
                path.parent.mkdir(parents=True, exist_ok=True)
                (path.parent / ".gitignore").write_text("*\n", encoding="utf-8")
            self._database = sqlite3.connect(path, timeout=_LOCK_SECONDS, isolation_level=None)
        except (OSError, sqlite3.Error) as error:
            raise self._error(error) from None
        try:
            self._database.execute("PRAGMA synchronous = NORMAL")
            self._database.execute(_CREATE)
        except sqlite3.Error as error:
            self._database.close()
            raise self._error(error) from None

    def _error(self, error: Exception) -> CacheError:
        return CacheError(
            f"{self._path}: not usable as a cache of links ({error}); remove it or name another"
        )

    def read(self, targets: Iterable[Target]) -> dict[Target, Kept]:
        """What is kept of `targets`. Raises CacheError."""
        found: dict[Target, Kept] = {}
        try:
            for target in targets:
                row = self._database.execute(_READ, (target.kind, target.address, self._via)).fetchone()
                kept = _kept(target, row) if row else None
                if kept:
                    found[target] = kept
        except sqlite3.Error as error:
            raise self._error(error) from None
        return found

    def write(self, target: Target, kept: Kept) -> None:
        """Keep a verdict. Raises CacheError."""
        verdict = kept.verdict
        self._waiting.append(
            (
                target.kind,
                target.address,
                self._via,
                verdict.status.value,
                verdict.reason.value,
                verdict.detail,
                verdict.best,
                verdict.title,
                verdict.checked,
                kept.first_dead,
                int(kept.confirmed),
            )
        )
        if len(self._waiting) >= _BATCH or time.monotonic() - self._written > _BATCH_SECONDS:
            self.flush()

    def flush(self) -> None:
        """Commit what waits. Raises CacheError."""
        rows, self._waiting = self._waiting, []
        self._written = time.monotonic()
        if not rows:
            return
        try:
            self._database.execute("BEGIN IMMEDIATE")
            try:
                self._database.executemany(_WRITE, rows)
                self._database.execute("COMMIT")
                self._changed = True
            except BaseException:
                self._database.execute("ROLLBACK")
                raise
        except sqlite3.Error as error:
            raise self._error(error) from None

    def close(self, now: float) -> None:
        """Commit what waits, drop what nobody asked about for `KEEP_DAYS` before `now`. Raises CacheError."""
        try:
            self.flush()
            if self._changed:
                oldest = now - KEEP_DAYS * 86_400
                self._database.execute("DELETE FROM verdict_1 WHERE checked < ?", (oldest,))
        except sqlite3.Error as error:
            raise self._error(error) from None
        finally:
            self._database.close()


def _kept(target: Target, row: tuple[str, str, str, str, str, float, float | None, int]) -> Kept | None:
    """A row as it may be believed: a file may come from elsewhere, and `best` is written into pages."""
    status, reason, detail, best, title, checked, first_dead, confirmed = row
    if best and best not in youtube.smaller(target.address):
        return None
    if detail and not _DETAIL.fullmatch(detail):
        return None
    try:
        verdict = LinkVerdict(
            Status(status), LinkReason(reason), detail, best, clean_title(title), float(checked)
        )
    except (ValueError, TypeError):
        return None
    return Kept(verdict, first_dead, bool(confirmed))
