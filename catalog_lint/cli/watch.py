"""`--watch`: run again whenever a page or its configuration changes."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from catalog_lint.cli.run_any import status
from catalog_lint.cli.terminal import complain
from catalog_lint.replay import CONFIGURATION

if TYPE_CHECKING:
    from catalog_lint.cli.run import Run

SECONDS = 0.5
"""How long a change may go unseen."""
_CLEAR = "\x1b[2J\x1b[3J\x1b[H"


def watched(make: Callable[[], Run]) -> int:
    """Run, and run again after each change, until interrupted; returns the last run's exit status."""
    exit_status = 0
    run: Run | None = None
    try:
        while True:
            if sys.stdout.isatty():
                sys.stdout.write(_CLEAR)
            try:
                run = make()
                seen = _stamps(run)  # before anything is read: what changes meanwhile is looked at again
                exit_status = status(run)
            except click.UsageError as error:
                if run is None:
                    raise
                complain(" ".join(error.format_message().split()))
                exit_status, seen = 2, _stamps(run)
            if run.options.fix:
                seen = _stamps(run)  # what the run wrote itself is no change
            sys.stdout.flush()
            complain("waiting for changes (Ctrl-C ends)", "watch")
            while _stamps(run) == seen:
                time.sleep(SECONDS)
    except KeyboardInterrupt:
        return exit_status


def _stamps(run: Run) -> dict[str, tuple[int, int]]:
    """When what decides the report was written, and its size: pages, configurations, the baseline.

    New pages are among them, and configurations where there was none.
    """
    from catalog_lint import files
    from catalog_lint.config import ConfigError

    try:
        pages = files.find(
            run.options.paths, run.configuration, force_exclude=run.options.force_exclude
        ).pages
    except ConfigError:
        pages = run.pages
    names = {page.name for page in pages}
    names |= {str(origin) for page in pages for origin in page.settings.origins}
    if run.known.path:
        names.add(str(run.known.path))
    folders = {Path(name).resolve().parent for name in (*names, "here")}
    folders |= {parent for folder in folders for parent in folder.parents}
    names |= {str(folder / name) for folder in folders for name in CONFIGURATION}
    stamps = {}
    for name in names:
        try:
            found = Path(name).stat()
        except OSError:
            continue
        stamps[name] = (found.st_mtime_ns, found.st_size)
    return stamps
