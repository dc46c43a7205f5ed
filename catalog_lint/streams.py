"""Standard streams that the caller closed: a page must not be opened in their place."""

from __future__ import annotations

import os
import sys


def reserve_closed() -> None:
    """Put the null device in the place of each closed standard stream.

    What is written to a closed standard output fails as an error that names the stream; what is written to a
    closed standard error goes nowhere; a closed standard input stays None.
    """
    for number, flags in ((0, os.O_RDONLY), (1, os.O_RDONLY), (2, os.O_WRONLY)):
        try:
            os.fstat(number)
        except OSError:
            os.open(os.devnull, flags)  # takes the lowest number, which is this one
    if sys.stdout is None:
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    if sys.stderr is None:
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
