"""`catalog-lint config`: the settings that count for a path, and what a configuration may say."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from catalog_lint.cli.help import Verb
from catalog_lint.cli.language import said, settle
from catalog_lint.cli.options import configuration, configuration_options
from catalog_lint.cli.terminal import print_lines

if TYPE_CHECKING:
    from catalog_lint.config import Settings


@click.command("config", cls=Verb)
@click.argument("path", default=".", type=click.Path(readable=False))
@click.option("--schema", is_flag=True, help="Print the JSON Schema of the configuration.")
@configuration_options
def command(path: str, schema: bool, config: tuple[str, ...], isolated: bool, locale: str | None) -> None:
    """Print the settings that count for PATH, a page or folder (the working folder), as TOML."""
    from catalog_lint.config import ConfigError, Settings
    from catalog_lint.validation import json_schema

    if schema:
        data = {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            **json_schema(Settings),
        }
        print_lines([json.dumps(data, ensure_ascii=False, indent=2)], sys.stdout, utf8=True)
        return
    given = configuration(config, isolated, {"locale": locale})
    where = Path(path)
    if not where.exists():
        raise click.UsageError(f"{path}: no such file or folder")
    try:
        settings = given.of_folder(where) if where.is_dir() else given.of_page(where)
    except ConfigError as error:
        raise click.UsageError(str(error)) from None
    settle(settings.locale)
    print_lines(_lines(settings), sys.stdout, utf8=True)


def _lines(settings: Settings) -> Iterator[str]:
    from catalog_lint.config.effective import effective
    from catalog_lint.report import toml

    files = [origin for origin in settings.origins if Path(origin).is_file()]
    for origin in settings.origins or ("built-in defaults",):
        yield said(f"# from {origin}")
    root = Path(files[-1]).parent if files else Path()
    yield said(f"# patterns and paths count from {root.as_posix()}/")
    yield from toml.lines(effective(settings, root.absolute()))
