"""`catalog-lint version`."""

from __future__ import annotations

import click

from catalog_lint.cli.help import Verb
from catalog_lint.cli.options import words_option


@click.command("version", cls=Verb)
@words_option
def command() -> None:
    """Print the version."""
    from catalog_lint.cli import version_line

    click.echo(version_line())
