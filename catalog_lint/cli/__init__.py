"""The command `catalog-lint`: one module a verb, imported when it is called."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import TYPE_CHECKING

import click

from catalog_lint.cli.language import listen
from catalog_lint.cli.terminal import complain, leave_quietly

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem

VERBS = (
    "check",
    "links",
    "triage",
    "export",
    "init",
    "rule",
    "config",
    "cache",
    "server",
    "completion",
    "version",
    "help",
)
DEFAULT_VERB = "check"
_OWN_OPTIONS = ("-h", "--help", "-V", "--version")


class Verbs(click.Group):
    """Verbs by module; arguments that open with no verb belong to `check`."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(VERBS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in VERBS:
            return None
        command = import_module(f"catalog_lint.cli.{cmd_name}").command
        assert isinstance(command, click.Command)
        return command

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        from catalog_lint.cli.help import write_command

        verbs = (self.get_command(ctx, name) for name in VERBS)
        write_command(ctx, formatter, self, [verb for verb in verbs if verb is not None])

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Verbs and paths; for what begins like an option, the options of `check`, which needs no verb."""
        from catalog_lint.cli.completion import of_default

        default = self.get_command(ctx, DEFAULT_VERB)
        assert default is not None
        return of_default(ctx, default, incomplete, super().shell_complete(ctx, incomplete))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        is_ours = args and (args[0] in VERBS or args[0] in _OWN_OPTIONS)
        if not is_ours and (args or not ctx.resilient_parsing):
            args = [DEFAULT_VERB, *args]
        return super().parse_args(ctx, args)


def version_line() -> str:
    """What `--version` says."""
    from importlib.metadata import version

    return f"catalog-lint {version('catalog-lint')}"


def _print_version(ctx: click.Context, _: click.Parameter, wanted: bool) -> None:
    if wanted and not ctx.resilient_parsing:
        click.echo(version_line())
        ctx.exit()


@click.group(
    cls=Verbs,
    context_settings={"help_option_names": ["-h", "--help"]},
    help="""Lint and normalize Markdown catalogs written in Chinese.

    Paths without a verb are checked: `catalog-lint --fix seeds/` means `catalog-lint check --fix seeds/`.
    A path that is named like a verb: `catalog-lint check PATH`, or ./PATH.
    """,
)
@click.option(
    "-V",
    "--version",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_print_version,
    help="Show the version and exit.",
)
def command() -> None:
    """The group of verbs."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command; returns its exit status: 0, 1 (findings), 2 (failure), 130 (interrupted)."""
    # A run makes millions of objects, hardly a cycle, and ends: a collection would walk them for nothing.
    gc.disable()
    listen(sys.argv[1:] if arguments is None else arguments)
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="backslashreplace")
    if "_CATALOG_LINT_COMPLETE" in os.environ:
        from catalog_lint.cli.completion import offer

        offer()
    try:
        status = command.main(arguments, prog_name="catalog-lint", standalone_mode=False)
        sys.stdout.flush()
    except click.ClickException as error:
        if isinstance(error, click.NoSuchOption) and error.possibilities:
            from difflib import get_close_matches

            near = get_close_matches(error.option_name, error.possibilities, 1, 0)
            error = click.NoSuchOption(error.option_name, possibilities=near, ctx=error.ctx)
        complain(" ".join(error.format_message().split()))
        return 2
    except (click.Abort, KeyboardInterrupt):
        return 130
    except BrokenPipeError:
        leave_quietly()
        return 0
    except OSError as error:
        complain(f"{error.filename or 'standard output'}: {error.strerror or error}")
        leave_quietly()
        return 2
    except Exception as error:
        if isinstance(error, ModuleNotFoundError):
            from catalog_lint.installation import missing

            line = missing(error)
            if line is not None:
                complain(line)
                return 2
        import traceback

        traceback.print_exc()
        complain(f"internal failure: {type(error).__name__}: {error}; this is a defect of catalog-lint")
        return 2
    finally:
        gc.freeze()
        gc.enable()
    return status if isinstance(status, int) else 0
