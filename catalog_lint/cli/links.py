"""`catalog-lint links`: ask the network what is alive, then lint by the rules on it as `check` does."""

from __future__ import annotations

from typing import Any

import click

from catalog_lint.cli.asking import Asking
from catalog_lint.cli.help import Verb
from catalog_lint.cli.options import configuration_options, report_options


@click.command("links", cls=Verb)
@click.argument("paths", nargs=-1, type=click.Path(readable=False))
@click.option("--fix", is_flag=True, help="Replace thumbnails that are gone by the largest size alive.")
@click.option("--diff", is_flag=True, help="Show what --fix would change as a diff; write nothing.")
@click.option("--all-links", is_flag=True, default=None, help="Ask about the entries' other links, too.")
@click.option(
    "--confirm/--no-confirm",
    default=None,
    help="Confirm what seems dead by a second endpoint at once, or by a later run alone (--confirm).",
)
@click.option("--offline", is_flag=True, help="Ask nobody; answer from the cache.")
@click.option(
    "--allow-private",
    is_flag=True,
    default=None,
    help="Let private, loopback and link-local addresses be asked.",
)
@click.option("--cache", type=click.Path(dir_okay=False), help="File that keeps what was learned.")
@click.option("--no-cache", is_flag=True, help="Keep nothing, and ask about everything.")
@configuration_options
@report_options
def command(
    paths: tuple[str, ...],
    all_links: bool | None,
    confirm: bool | None,
    offline: bool,
    allow_private: bool | None,
    cache: str | None,
    no_cache: bool,
    **options: Any,
) -> int:
    """Ask the network about the thumbnails and videos in PATHS, and report what is dead.

    Without PATHS, the working folder. A thumbnail that is gone in one size is fixed by --fix. What cannot be
    told (no answer, too many requests) is counted on standard error and is no finding. Needs the extra
    `online`. Exit status as `check`.
    """
    from catalog_lint.cli.run import Run
    from catalog_lint.cli.run_any import status
    from catalog_lint.cli.run_options import RunOptions

    said = {"all-links": all_links, "confirm": confirm, "allow-private": allow_private, "cache": cache}
    ask = Asking({key: value for key, value in said.items() if value is not None}, offline, not no_cache)
    nothing: dict[str, Any] = {"select": (), "ignore": (), "extend_select": (), "unsafe_fixes": None}
    return status(Run(RunOptions.of(paths or (".",), ask=ask, **nothing, **options)))
