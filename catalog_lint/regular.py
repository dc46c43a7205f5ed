"""Reading files that anybody may have put there: no device, no pipe, none that is larger than a limit."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from errno import EFBIG
from pathlib import Path
from typing import BinaryIO

MAX_BYTES = 20_000_000
MAX_FILES = 10_000
TOO_DEEP = "tables or lists lie too deep in one another"


class NotRegularError(OSError):
    """A device, a pipe or a folder where a file was expected."""

    def __init__(self) -> None:
        super().__init__("not a regular file")


def open_regular(path: str | os.PathLike[str]) -> BinaryIO:
    """A file opened to be read. Raises OSError, for what is no regular file NotRegularError."""
    # Without O_NONBLOCK, opening a pipe that nobody writes to never ends.
    handle = os.open(path, os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0))
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        os.close(handle)
        raise NotRegularError
    return os.fdopen(handle, "rb")


def read_regular(path: str | os.PathLike[str]) -> bytes:
    """What a file holds. Raises OSError as `open_regular` does, and where it has more than MAX_BYTES."""
    with open_regular(path) as file:
        data = file.read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise OSError(EFBIG, f"larger than the limit of {MAX_BYTES:,} bytes")
    return data


def read_text(path: str | os.PathLike[str]) -> str:
    """A file's text, its line ends as `\\n`. Raises OSError as `read_regular` does, UnicodeDecodeError."""
    return read_regular(path).decode("utf-8").replace("\r\n", "\n").replace("\r", "\n")


def files_in(folder: Path) -> Iterator[Path]:
    """The files in a folder and those in it, in order of path; links to folders are not followed.

    What cannot be listed counts as empty. Raises OSError where there are more than MAX_FILES.
    """
    found = []
    for parent, _, names in os.walk(folder):
        found += [Path(parent, name) for name in names]
        if len(found) > MAX_FILES:
            raise OSError(f"it holds more than {MAX_FILES:,} files")
    yield from sorted(found)
