"""What runs keep on disk for the next: records of plain values, believed only where they prove whole.

A record is a header line and parts of bytes, each with its checksum. Whatever does not fit (another
version, a killed run's rest, a foreign file) counts as missing. Records are JSON and text, never pickled.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator, Sequence
from contextlib import suppress
from functools import lru_cache
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple, Protocol

from catalog_lint.regular import open_regular

FOLDER = ".catalog-lint-cache"
MAGIC = b"catalog-lint record 1\n"
MAX_BYTES = 512_000_000
"""What a cache may hold; the records that were used longest ago go first."""
RESULT_PARTS, REPORT_PARTS = 4, 3
"""How many parts the records of a page's result and of its part of a report have."""
_SUFFIX = ".record"
_MAX_HEADER = 100_000


def digest_of(*parts: bytes | str) -> str:
    """A name for values that are told apart wherever they differ."""
    total = blake2b(digest_size=16)
    for part in parts:
        data = part.encode("utf-8", "surrogatepass") if isinstance(part, str) else part
        total.update(b"%d:" % len(data))
        total.update(data)
    return total.hexdigest()


@lru_cache(1)
def installed() -> str:
    """A name for the program as installed: its files' sizes and times, the versions of what it runs on."""
    from importlib.util import find_spec

    package = Path(__file__).parent
    roots = [package]
    if not (package / "rules").is_dir():
        roots.append(package.parent / "rules")
    seen = [sys.version]
    spec = find_spec("markdown_it")
    if spec is not None and spec.origin:
        seen.append(_stamp(spec.origin, Path(spec.origin).stat()))
    for root in roots:
        seen += sorted(_stamps(str(root)))
    return digest_of(*seen)


def _stamps(folder: str) -> Iterator[str]:
    with os.scandir(folder) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                if entry.name != "__pycache__":
                    yield from _stamps(entry.path)
            else:
                yield _stamp(entry.path, entry.stat())


def _stamp(path: str, found: os.stat_result) -> str:
    return f"{path}:{found.st_size}:{found.st_mtime_ns}"


class Contents(NamedTuple):
    """How many records a cache holds, and their size in bytes."""

    records: int
    size: int


class Records(Protocol):
    """Records by key, wherever they are kept."""

    def load(self, key: str, number: int, wanted: Sequence[int] | None = None) -> list[bytes] | None:
        """The parts of a record of `number` parts, None where it is missing or not whole.

        `wanted` are the places of those to read; the others are passed over.
        """

    def has(self, key: str) -> bool:
        """Whether there is a record, whole or not."""

    def save(self, key: str, parts: Sequence[bytes]) -> None:
        """Keep a record."""


class MemoryRecords:
    """Records that last no longer than this object."""

    def __init__(self) -> None:
        self._parts: dict[str, Sequence[bytes]] = {}

    def load(self, key: str, number: int, wanted: Sequence[int] | None = None) -> list[bytes] | None:
        """The parts of a record, or those that are wanted; None where there is none."""
        parts = self._parts.get(key)
        if parts is None or len(parts) != number:
            return None
        return [part for index, part in enumerate(parts) if wanted is None or index in wanted]

    def has(self, key: str) -> bool:
        """Whether there is a record."""
        return key in self._parts

    def save(self, key: str, parts: Sequence[bytes]) -> None:
        """Keep a record."""
        self._parts[key] = parts


class Cache:
    """Records in a folder, by key.

    Two runs may use it at once: a record is there whole or not at all. Where nothing can be written, nothing
    is kept, and nothing is said: the run is as right as without.
    """

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._made = False
        self._broken = False

    def load(self, key: str, number: int, wanted: Sequence[int] | None = None) -> list[bytes] | None:
        """The parts of a record, as Records say; each is believed by its checksum."""
        try:
            with open_regular(self._path(key)) as file:
                if file.read(len(MAGIC)) != MAGIC:
                    return None
                header = json.loads(file.readline(_MAX_HEADER))
                if len(header) != number:
                    return None
                start = file.tell()
                parts = []
                for index, (length, checksum) in enumerate(header):
                    if wanted is None or index in wanted:
                        file.seek(start)
                        part = file.read(length)
                        if len(part) != length or _checksum(part) != checksum:
                            return None
                        parts.append(part)
                    start += length
        except (OSError, ValueError, TypeError, RecursionError):
            return None
        return parts

    def has(self, key: str) -> bool:
        """Whether there is a record, whole or not."""
        return self._path(key).is_file()

    def save(self, key: str, parts: Sequence[bytes]) -> None:
        """Keep a record."""
        if self._broken:
            return
        header = json.dumps([[len(part), _checksum(part)] for part in parts]).encode()
        path = self._path(key)
        temporary = ""
        import tempfile

        try:
            self.make()
            path.parent.mkdir(exist_ok=True)
            handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=".", suffix=".part")
            with os.fdopen(handle, "wb") as file:
                file.writelines((MAGIC, header, b"\n", *parts))
            Path(temporary).replace(path)
        except OSError:
            self._broken = True
            if temporary:
                with suppress(OSError):
                    Path(temporary).unlink()

    def touch(self, key: str) -> None:
        """Mark a record as used."""
        with suppress(OSError):
            os.utime(self._path(key))

    def contents(self) -> Contents:
        """What the cache holds."""
        sizes = [size for _, size, _ in self._files()]
        return Contents(len(sizes), sum(sizes))

    def prune(self, limit: int = MAX_BYTES) -> None:
        """Remove what a killed run left and, above `limit` bytes, the records used longest ago."""
        files = sorted(self._files())
        total = sum(size for _, size, _ in files)
        for _, size, path in files:
            if total <= limit and path.endswith(_SUFFIX):
                continue
            with suppress(OSError):
                Path(path).unlink()
                total -= size

    def clean(self) -> Contents:
        """Remove all records; returns what there was."""
        found = self.contents()
        self.prune(-1)
        return found

    def _path(self, key: str) -> Path:
        return self.folder / key[:2] / f"{key[2:]}{_SUFFIX}"

    def make(self) -> None:
        """Make the folder, with a `.gitignore` beside it. Raises OSError where it cannot be made."""
        if not self._made:
            self.folder.mkdir(parents=True, exist_ok=True)
            ignore = self.folder.parent / ".gitignore"
            if self.folder.parent.name == FOLDER and not ignore.exists():
                ignore.write_text("# Made by catalog-lint.\n*\n", encoding="utf-8")
            self._made = True

    def _files(self) -> Iterator[tuple[float, int, str]]:
        """When each file of the cache was used last, its size and its path; those being written left out."""
        try:
            folders = [entry.path for entry in os.scandir(self.folder) if entry.is_dir(follow_symlinks=False)]
        except OSError:
            return
        for folder in folders:
            with suppress(OSError):
                for entry in os.scandir(folder):
                    found = entry.stat(follow_symlinks=False)
                    if entry.name.endswith(_SUFFIX) or _is_left_over(entry.name, found.st_mtime):
                        yield found.st_mtime, found.st_size, entry.path


def _is_left_over(name: str, when: float) -> bool:
    from time import time

    return name.endswith(".part") and time() - when > 3_600


def _checksum(data: bytes) -> str:
    return blake2b(data, digest_size=16).hexdigest()
