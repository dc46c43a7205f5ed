"""What a run of `check` or `links` was asked for, and which of it goes together."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, NamedTuple

import click

from catalog_lint.cli.options import STATISTICS_FORMS, selectors
from catalog_lint.cli.pages import ALONE, STDIN

if TYPE_CHECKING:
    from catalog_lint.cli.asking import Asking


class RunOptions(NamedTuple):
    """The options of a run, by their names.

    `settings` are those that stand for keys of the configuration. `ask` asks the network before the rules
    look; `watching`: the run is one of many. `scheduler` is the one that `--engine` names, "" for the one of
    Dask's own configuration.
    """

    paths: tuple[str, ...]
    config: tuple[str, ...]
    isolated: bool
    settings: dict[str, Any]
    fix: bool
    diff: bool
    output_file: str | None
    force: bool
    show_all: bool
    show_info: bool
    statistics: bool
    thumbnails: bool
    quiet: bool
    color: str
    exit_zero: bool
    exit_non_zero_on_fix: bool
    force_exclude: bool
    stdin_filename: str | None
    ask: Asking | None = None
    watching: bool = False
    staged: bool = False
    write_baseline: str | None = None
    no_baseline: bool = False
    prune_baseline: bool = False
    add_suppressions: bool = False
    diff_base: str | None = None
    no_cache: bool = True
    workers: int | None = None
    scheduler: str | None = None

    @classmethod
    def of(cls, paths: tuple[str, ...], *, engine: str | None = None, **options: Any) -> RunOptions:
        """The options as the verbs get them. Raises a usage error where one does not fit by itself."""
        if STDIN in paths and len(paths) > 1:
            raise click.UsageError(ALONE)
        own = set(cls._fields) & options.keys()
        settings = {name: value for name, value in options.items() if name not in own}
        for name in ("select", "ignore", "extend_select"):
            settings[name] = selectors(settings[name])
        given = {name: options[name] for name in own}
        given["fix"] = given["fix"] and not given["diff"]
        return cls(paths=paths, settings=settings, scheduler=_scheduler(engine), **given)

    @property
    def piped(self) -> bool:
        """Whether the page comes from standard input."""
        return STDIN in self.paths

    @property
    def only_links(self) -> bool:
        """Whether no other rules count than those on links."""
        return self.ask is not None and self.ask.only

    def refuse_clashes(self, form: str) -> None:
        """Raise a usage error for the first of the options that do not go together, or not with a format."""
        for clash, why in self._clashes(form):
            if clash:
                raise click.UsageError(why)

    def _clashes(self, form: str) -> Iterator[tuple[object, str]]:
        fixes = self.fix or self.diff
        writes = self.write_baseline or self.prune_baseline
        yield self.thumbnails and form != "html", "--thumbnails goes with the format html"
        yield (
            self.statistics and form not in STATISTICS_FORMS,
            f"--statistics goes with the formats {', '.join(STATISTICS_FORMS)}",
        )
        yield (
            self.diff and self.statistics,
            "--diff shows what --fix would change and nothing else; no --statistics",
        )
        yield (
            self.no_baseline and (self.settings.get("baseline") or self.prune_baseline),
            "--no-baseline does without one; no --baseline or --prune-baseline with it",
        )
        yield (
            self.diff_base and (fixes or self.piped or self.write_baseline),
            "--diff-base tells what a change touches; it does not go with --fix, --diff,"
            " --write-baseline or standard input",
        )
        yield (
            writes and (self.diff or self.piped),
            "a baseline is written from pages as they are; not with --diff or standard input",
        )
        yield (
            self.add_suppressions
            and (fixes or self.piped or writes or self.diff_base or self.ask or self.watching),
            "--add-suppressions writes comments and nothing else; it does not go with --fix, --diff,"
            " --watch, --online, --diff-base, --write-baseline, --prune-baseline or standard input",
        )


def _scheduler(engine: str | None) -> str | None:
    name, _, scheduler = (engine or "").partition("=")
    if engine is not None and name != "dask":
        raise click.UsageError(f"--engine {engine}: write dask, or dask=ADDRESS")
    return scheduler if engine is not None else None
