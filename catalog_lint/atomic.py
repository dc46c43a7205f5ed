"""Putting bytes into a file at once or not at all, with its owner, mode and attributes as they were."""

from __future__ import annotations

import contextlib
import os
import re
import stat
import tempfile
from collections.abc import Iterable, Iterator
from pathlib import Path

try:
    import fcntl
except ImportError:  # Windows
    fcntl = None  # type: ignore[assignment]

_PREFIX, _SUFFIX = ".catalog-lint-", ".tmp"
_LEFT_BEHIND = re.compile(rf"{re.escape(_PREFIX)}[a-z0-9_]{{8}}{re.escape(_SUFFIX)}")
_ATTEMPTS = 3


class ChangedMeanwhileError(OSError):
    """The file is no longer what it was taken for."""

    def __init__(self) -> None:
        super().__init__("it was changed in the meantime")


def replace_file(path: Path, data: Iterable[bytes], was: bytes | None = None) -> list[str]:
    """Put the pieces of `data` at `path` in one step; a symbolic link stays, what it leads to is replaced.

    `was` is what the file must hold right before that, None where it does not matter (it may be missing
    then). Returns in a few words each what of the old file could not be kept. Raises OSError where it cannot
    be written and ChangedMeanwhileError where it holds something else; it then holds what it held before.
    """
    target = path.resolve()
    before = target.stat() if was is not None or target.exists() else None
    if before is not None:
        if not stat.S_ISREG(before.st_mode):
            raise OSError("it is no regular file")
        if not os.access(target, os.W_OK):
            raise PermissionError(13, "Permission denied")
    remove_left_behind(target.parent)
    with _temporary(target.parent) as (handle, temporary):
        for piece in data:
            _write(handle, piece)
        lost = _like(handle, target, before)
        os.fsync(handle)
        if was is not None and (path.resolve() != target or target.read_bytes() != was):
            raise ChangedMeanwhileError
        temporary.replace(target)
    _sync_folder(target.parent)
    return lost


def remove_left_behind(folder: Path) -> None:
    """Remove the temporary files of runs that were killed."""
    with contextlib.suppress(OSError), os.scandir(folder) as scan:
        names = [entry.name for entry in scan if _LEFT_BEHIND.fullmatch(entry.name)]
        for name in names:
            with contextlib.suppress(OSError):
                _remove_if_dead(folder / name)


def _remove_if_dead(path: Path) -> None:
    """Remove a temporary file, unless a process that is alive holds it."""
    if fcntl is None:
        return
    handle = os.open(path, os.O_RDWR | os.O_NOFOLLOW)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        path.unlink()
    finally:
        os.close(handle)


@contextlib.contextmanager
def _temporary(folder: Path) -> Iterator[tuple[int, Path]]:
    """A new file that this process holds; removed at the end if it is still there."""
    for _ in range(_ATTEMPTS):
        handle, name = tempfile.mkstemp(dir=folder, prefix=_PREFIX, suffix=_SUFFIX)
        if fcntl is not None:
            with contextlib.suppress(OSError):  # a file system without locks
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        if os.path.exists(name):  # another run may have taken it for one left behind
            break
        os.close(handle)
    try:
        yield handle, Path(name)
    finally:
        with contextlib.suppress(OSError):
            os.unlink(name)  # noqa: PTH108
        os.close(handle)


def _write(handle: int, data: bytes) -> None:
    left = memoryview(data)
    while left:
        left = left[os.write(handle, left) :]


def _like(handle: int, target: Path, before: os.stat_result | None) -> list[str]:
    """Give a new file the owner, mode and attributes of the old one; returns what could not be kept."""
    if before is None:
        os.chmod(handle, 0o666 & ~_umask())
        return []
    lost = []
    own = os.fstat(handle)
    if hasattr(os, "fchown") and (own.st_uid, own.st_gid) != (before.st_uid, before.st_gid):
        try:
            os.fchown(handle, before.st_uid, before.st_gid)
        except OSError:
            lost.append("its owner")
            with contextlib.suppress(OSError):
                os.fchown(handle, -1, before.st_gid)
    os.chmod(handle, stat.S_IMODE(before.st_mode))
    if not _copy_attributes(target, handle):
        lost.append("its extended attributes")
    if before.st_nlink > 1:
        lost.append(f"its {before.st_nlink - 1} other names (hard links), which hold the old text")
    return lost


def _copy_attributes(old: Path, new: int) -> bool:
    if not hasattr(os, "listxattr"):
        return True
    kept = True
    try:
        names = os.listxattr(old)
    except OSError:
        return True  # a file system without them
    for name in names:
        try:
            value = os.getxattr(old, name)
            with contextlib.suppress(OSError):
                if os.getxattr(new, name) == value:
                    continue
            os.setxattr(new, name, value)
        except OSError:
            kept = False
    return kept


def _umask() -> int:
    mask = os.umask(0)
    os.umask(mask)
    return mask


def _sync_folder(folder: Path) -> None:
    """Have the new name on disk; where that cannot be asked for, the file is in place nevertheless."""
    with contextlib.suppress(OSError):
        handle = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
