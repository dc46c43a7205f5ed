"""`catalog-lint config`: the settings that count for a path, and what a configuration may say."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from catalog_lint.cli.help import Verb
from catalog_lint.cli.language import said, said_schema, settle
from catalog_lint.cli.options import configuration, configuration_options, file_options, form_option
from catalog_lint.cli.terminal import check_target, deliver

if TYPE_CHECKING:
    from catalog_lint.config import Settings


@click.command("config", cls=Verb)
@click.argument("path", default=".", type=click.Path(readable=False))
@click.option("--schema", is_flag=True, help="Print the JSON Schema of the configuration.")
@form_option(["toml", "json"], "toml", help="How settings are written.")
@file_options
@configuration_options
def command(
    path: str,
    schema: bool,
    form: str,
    output_file: str | None,
    force: bool,
    config: tuple[str, ...],
    isolated: bool,
    locale: str | None,
) -> None:
    """Print the settings that count for PATH, a page or folder (the working folder)."""
    from catalog_lint.config import ConfigError, Settings
    from catalog_lint.validation import json_schema

    check_target(output_file, (), force)
    if schema:
        data = {
            "$schema": "https://json-schema.org/draft/2020-12/schema",
            **json_schema(Settings),
        }
        deliver([json.dumps(said_schema(data), ensure_ascii=False, indent=2)], output_file, utf8=True)
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
    deliver(_json(settings) if form == "json" else _toml(settings), output_file, utf8=True)


def _toml(settings: Settings) -> Iterator[str]:
    from catalog_lint.config.effective import effective
    from catalog_lint.report import toml

    root = _root(settings)
    for origin in settings.origins or ("built-in defaults",):
        yield said(f"# from {origin}")
    yield said(f"# patterns and paths count from {root.as_posix()}/")
    yield from toml.lines(effective(settings, root.absolute()))


def _json(settings: Settings) -> Iterator[str]:
    from catalog_lint.config.effective import effective

    yield json.dumps(effective(settings, _root(settings).absolute()), ensure_ascii=False, indent=2)


def _root(settings: Settings) -> Path:
    """The folder that patterns and paths count from."""
    files = [origin for origin in settings.origins if Path(origin).is_file()]
    return Path(files[-1]).parent if files else Path()
