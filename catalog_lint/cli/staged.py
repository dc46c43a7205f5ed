"""What the next commit would have: the index, laid out in a folder of its own for the time of a run."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import click

from catalog_lint.cli.pages import ALONE, STDIN

UNFIT = (
    "fix",
    "diff",
    "watch",
    "write_baseline",
    "prune_baseline",
    "add_suppressions",
    "engine",
    "online",
    "stdin_filename",
)
"""Options that write pages or baselines, look at other pages, or take longer than a commit should."""


@contextmanager
def index(
    paths: tuple[str, ...], options: dict[str, Any]
) -> Iterator[tuple[tuple[str, ...], dict[str, Any]]]:
    """Work in a copy of what a run needs of the index; gives the paths and the options as they count there.

    Without `paths`, they are the files that the next commit adds or changes. Raises a usage error where there
    is no index, or an option does not fit.
    """
    from catalog_lint.changes import ChangesError, git, top_of
    from catalog_lint.cli.index_copy import IndexCopy
    from catalog_lint.disk import also_there

    for name in UNFIT:
        if options.get(name):
            option = name.replace("_", "-")
            raise click.UsageError(
                f"--staged checks what the next commit has; it does not go with --{option}"
            )
    if STDIN in paths:
        raise click.UsageError(ALONE)
    here = Path.cwd()
    settled = {name: value for name, value in options.items() if name not in ("online", "watch")}
    if settled["output_file"]:
        settled["output_file"] = os.path.abspath(settled["output_file"])
    settled["cache_dir"] = _cache(here)
    try:
        top = os.path.realpath(top_of(str(here)))
        store = os.fsdecode(git(top, "rev-parse", "--absolute-git-dir").rstrip(b"\n"))
        listed = git(top, "diff", "--cached", "-z", "--name-only", "--diff-filter=ACMR")
        changed = [Path(top, os.fsdecode(name)) for name in listed.split(b"\0") if name]
        names = [os.path.relpath(path) for path in paths or changed]
        settled["force_exclude"] = settled["force_exclude"] or not paths
        with TemporaryDirectory(prefix="catalog-lint-") as folder:
            copy = IndexCopy(top, os.path.realpath(folder))
            below = os.path.relpath(os.path.realpath(here), top)
            copy.take_for(names, below, settled)
            inside = Path(folder, below)
            inside.mkdir(parents=True, exist_ok=True)
            before = dict(os.environ)
            os.environ |= {"GIT_DIR": store, "GIT_WORK_TREE": folder, "GIT_OPTIONAL_LOCKS": "0"}
            if "GIT_INDEX_FILE" in before:  # in a hook it may count from the repository's top
                os.environ["GIT_INDEX_FILE"] = os.path.join(top, before["GIT_INDEX_FILE"])
            os.chdir(inside)
            try:
                with also_there(copy.there()):
                    yield tuple(names), settled
            finally:
                os.chdir(here)
                os.environ.clear()
                os.environ |= before
    except ChangesError as error:
        raise click.UsageError(str(error)) from None


def _cache(here: Path) -> str | None:
    """Where runs in the folder keep records, None where its configuration does not fit."""
    from catalog_lint.config import ConfigError, Configuration
    from catalog_lint.reporting import cache_folder

    try:
        return str(cache_folder(Configuration().of_folder(here)).parent.absolute())
    except ConfigError:
        return None
