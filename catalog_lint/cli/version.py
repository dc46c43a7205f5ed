"""`catalog-lint version`."""

from __future__ import annotations

import click

from catalog_lint.cli.help import Verb


@click.command("version", cls=Verb)
def command() -> None:
    """Print the version."""
    from catalog_lint.cli import version_line

    click.echo(version_line())
