"""`catalog-lint completion`: what a shell needs to complete the command."""

from __future__ import annotations

import sys

import click

from catalog_lint.cli.options import Choice
from catalog_lint.cli.terminal import print_lines


@click.command("completion")
@click.argument("shell", type=Choice(["bash", "zsh", "fish"]))
def command(shell: str) -> None:
    """Print the completion script of SHELL.

    For bash, put this in ~/.bashrc: eval "$(catalog-lint completion bash)"
    """
    from click.shell_completion import get_completion_class

    from catalog_lint.cli import command as verbs

    found = get_completion_class(shell)
    assert found is not None
    print_lines([found(verbs, {}, "catalog-lint", "_CATALOG_LINT_COMPLETE").source()], sys.stdout)
