"""`catalog-lint check`: lint pages, fix them, report."""

from __future__ import annotations

from typing import Any

import click

from catalog_lint.cli.completion import selectors as selectors_offered
from catalog_lint.cli.help import Verb
from catalog_lint.cli.options import (
    configuration_options,
    no_cache_option,
    report_options,
)
from catalog_lint.cli.pages import STDIN

_SELECTOR = "RULES"


@click.command("check", cls=Verb)
@click.argument("paths", nargs=-1, type=click.Path(readable=False))
@click.option("--fix", is_flag=True, help="Apply safe fixes to the pages.")
@click.option(
    "--unsafe-fixes/--no-unsafe-fixes",
    default=None,
    help="Also apply (or show) fixes that need a person's eye.",
)
@click.option("--diff", is_flag=True, help="Show what --fix would change as a diff; write nothing.")
@click.option(
    "--select",
    multiple=True,
    metavar=_SELECTOR,
    shell_complete=selectors_offered,
    help="Rules to use in place of the default ones: codes, prefixes, names or ALL.",
)
@click.option(
    "--ignore", multiple=True, metavar=_SELECTOR, shell_complete=selectors_offered, help="Rules not to use."
)
@click.option(
    "--extend-select",
    multiple=True,
    metavar=_SELECTOR,
    shell_complete=selectors_offered,
    help="Rules to use besides.",
)
@click.option(
    "--online", is_flag=True, help="Ask the network what is alive, too (`catalog-lint links` for that alone)."
)
@click.option("--watch", is_flag=True, help="Run again whenever a page or its configuration changes.")
@configuration_options
@click.option("--baseline", metavar="FILE", help="Leave out the findings that a baseline names.")
@click.option("--no-baseline", is_flag=True, help="Report what the configuration's baseline names, too.")
@click.option("--write-baseline", metavar="FILE", help="Write all findings to a baseline, and report none.")
@click.option("--prune-baseline", is_flag=True, help="Take out of the baseline what is not found any more.")
@click.option(
    "--add-suppressions", is_flag=True, help="Write a comment into the pages for each line with findings."
)
@click.option(
    "--diff-base",
    metavar="REV",
    help="Report what touches entries that have changed since the branch left a git revision.",
)
@click.option(
    "--staged",
    is_flag=True,
    help="Check what the next commit would have, as git's index has it; without PATHS, the pages it changes.",
)
@no_cache_option
@click.option(
    "--workers",
    type=click.IntRange(1),
    metavar="N",
    help="Number of processes (as many as there are processors, where that pays).",
)
@click.option(
    "--engine",
    metavar="dask[=SCHEDULER]",
    help="Lint over the workers of a Dask cluster (extra: dask).",
)
@report_options
def command(paths: tuple[str, ...], online: bool, watch: bool, staged: bool, **options: Any) -> int:
    """Check PATHS: pages, folders that are searched for pages, or - for standard input.

    Without PATHS, the working folder. Exit status: 0 nothing found, or all fixed; 1 findings, or with
    --diff something to fix; 2 bad usage, configuration or input.
    """
    from catalog_lint.cli.run import Run
    from catalog_lint.cli.run_any import status
    from catalog_lint.cli.run_options import RunOptions

    if staged:
        return _staged(paths, {**options, "online": online, "watch": watch})
    ask = None
    if online:
        from catalog_lint.cli.asking import Asking

        ask = Asking({}, only=False)

    def run() -> Run:
        return Run(RunOptions.of(paths or (".",), ask=ask, watching=watch, **options))

    if not watch:
        return status(run())
    if STDIN in paths:
        raise click.UsageError("--watch goes with pages, not with standard input")
    from catalog_lint.cli.watch import watched

    return watched(run)


def _staged(paths: tuple[str, ...], options: dict[str, Any]) -> int:
    """Check what git's index has of PATHS, or of the pages that the next commit changes."""
    from catalog_lint.cli.run import Run
    from catalog_lint.cli.run_any import status
    from catalog_lint.cli.run_options import RunOptions
    from catalog_lint.cli.staged import index
    from catalog_lint.cli.terminal import complain

    with index(paths, options) as (names, settled):
        if not names:
            complain("nothing is staged", "warning")
            return 0
        return status(Run(RunOptions.of(names, staged=True, **settled)))
