"""`catalog-lint cache`: what runs keep for the next, shown or removed."""

from __future__ import annotations

import sys

import click

from catalog_lint.cli.help import Verb
from catalog_lint.cli.language import said, settle
from catalog_lint.cli.options import Choice, configuration, configuration_options
from catalog_lint.cli.terminal import print_lines

BYTES_A_MEGABYTE = 1_000_000


@click.command("cache", cls=Verb)
@click.argument("action", type=Choice(["info", "clean"]))
@configuration_options
def command(action: str, config: tuple[str, ...], isolated: bool, locale: str | None) -> int:
    """Tell what the cache of the working folder holds (info), or remove it (clean).

    The cache keeps what pages gave, so that a run looks only at what has changed. It stands in
    .catalog-lint-cache beside the configuration file, else in the working folder; it may be removed at any
    time. Exit status: 0, or 2 for a bad configuration.
    """
    from pathlib import Path

    from catalog_lint.cache import Cache
    from catalog_lint.config import ConfigError
    from catalog_lint.reporting import cache_folder

    try:
        settings = configuration(config, isolated, {"locale": locale}).of_folder(Path())
    except ConfigError as error:
        raise click.UsageError(str(error)) from None
    settle(settings.locale)
    folder = cache_folder(settings)
    cache = Cache(folder)
    found = cache.clean() if action == "clean" else cache.contents()
    size = f"{found.records:,} records, {found.size / BYTES_A_MEGABYTE:.1f} MB"
    print_lines([said(f"{folder}: {size}{' removed' if action == 'clean' else ''}")], sys.stdout)
    return 0
