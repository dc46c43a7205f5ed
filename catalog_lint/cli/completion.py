"""`catalog-lint completion`: what a shell needs to complete the command, and what is offered."""

from __future__ import annotations

import re
import sys

import click
from click.shell_completion import (
    BashComplete,
    CompletionItem,
    FishComplete,
    ShellComplete,
    ZshComplete,
    add_completion_class,
)

from catalog_lint.cli.help import Verb
from catalog_lint.cli.options import Choice, words_option
from catalog_lint.cli.terminal import print_text


@click.command("completion", cls=Verb)
@click.argument("shell", type=Choice(["bash", "zsh", "fish"]))
@words_option
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print the completion script of SHELL.

    For bash, put this in ~/.bashrc: eval "$(catalog-lint completion bash)"

    For zsh, in ~/.zshrc behind compinit: eval "$(catalog-lint completion zsh)"

    For fish: catalog-lint completion fish > ~/.config/fish/completions/catalog-lint.fish
    """
    from click.shell_completion import get_completion_class

    offer()
    found = get_completion_class(shell)
    assert found is not None
    print_text(
        [found(ctx.find_root().command, {}, "catalog-lint", "_CATALOG_LINT_COMPLETE").source(), "\n"],
        sys.stdout,
    )


class Bash(BashComplete):
    """Bash, which takes `--option=value` for three words."""

    def get_completion_args(self) -> tuple[list[str], str]:
        args, incomplete = super().get_completion_args()
        return [arg for arg in args if arg != "="], incomplete


class _WholeWord(ShellComplete):
    """A shell that takes `--option=value` for one word, and what is offered in the place of all of it."""

    def get_completions(self, args: list[str], incomplete: str) -> list[CompletionItem]:
        option, sign, value = incomplete.partition("=")
        if not (sign and option.startswith("-")):
            return super().get_completions(args, incomplete)
        offered = super().get_completions([*args, option], value)
        for item in offered:
            item.value = f"{option}={item.value}"
        return offered


class Zsh(_WholeWord, ZshComplete):
    """Zsh."""


class Fish(_WholeWord, FishComplete):
    """Fish, whose script is to cut a line at its first comma alone: values and help have more."""

    source_template = re.sub(r'(?<=string split )(?=",")', "--max 1 ", FishComplete.source_template)


def offer() -> None:
    """Let the shells' requests be answered as here."""
    for shell in (Bash, Zsh, Fish):
        add_completion_class(shell)


def of_default(
    ctx: click.Context, default: click.Command, incomplete: str, offered: list[CompletionItem]
) -> list[CompletionItem]:
    """What may stand where a verb may: verbs, paths, and the options of the one that needs no name."""
    if not incomplete.startswith("-"):
        return [CompletionItem(incomplete, type="file"), *offered]
    context = click.Context(default, parent=ctx, info_name=default.name, resilient_parsing=True)
    known = {item.value for item in offered}
    return offered + [item for item in default.shell_complete(context, incomplete) if item.value not in known]


def selectors(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Codes and names of rules, and families; the last of several with commas between them."""
    before, comma, last = incomplete.rpartition(",")
    return [
        CompletionItem(f"{before}{comma}{value}", help=help_text)
        for value, help_text in _rules()
        if value.casefold().startswith(last.casefold())
    ]


def rules(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Codes and names of rules."""
    return [item for item in selectors(ctx, param, incomplete) if len(str(item.value)) > len("ALL")]


def _rules() -> list[tuple[str, str]]:
    """The shipped rules' codes, names and families, by the names of their files: no file is read."""
    from catalog_lint.rule.shipped import rules_folder

    stems = sorted(path.stem for path in rules_folder().glob("*/*.toml") if path.stem[:3].isupper())
    named = [stem.partition("-")[::2] for stem in stems]
    families = dict.fromkeys(code[:3] for code, _ in named)
    return [
        ("ALL", ""),
        *((family, "") for family in families),
        *named,
        *((name, code) for code, name in named),
    ]
