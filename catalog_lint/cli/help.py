"""Help that is grouped, wrapped and not cut, in the language of the messages."""

from __future__ import annotations

import shutil
from collections.abc import Iterable, Iterator
from difflib import get_close_matches

import click

from catalog_lint.cli.language import spoken
from catalog_lint.cli.options import words_option
from catalog_lint.report.wrapping import listed, paragraphs

GROUPS: dict[str, tuple[str, ...]] = {
    "Fixes": ("fix", "unsafe_fixes", "diff"),
    "Rules": ("select", "ignore", "extend_select"),
    "Known and new findings": (
        "baseline",
        "no_baseline",
        "write_baseline",
        "prune_baseline",
        "add_suppressions",
        "diff_base",
        "staged",
    ),
    "Network": ("online", "all_links", "confirm", "offline", "allow_private", "cache"),
    "Pages": ("force_exclude", "stdin_filename", "watch"),
    "Configuration": ("config", "isolated", "locale"),
    "Report": (
        "output_format",
        "form",
        "output_file",
        "force",
        "show_all",
        "show_info",
        "statistics",
        "thumbnails",
        "quiet",
        "color",
    ),
    "Exit status": ("fail_on", "exit_zero", "exit_non_zero_on_fix"),
    "Speed": ("no_cache", "workers", "engine"),
}
"""Options by what they are about, by their parameters' names; whatever is in none comes last."""
MAX_WIDTH = 110


def in_chinese() -> bool:
    """Whether help is in Chinese."""
    return spoken() == "zh-TW"


class Verb(click.Command):
    """A verb whose help groups its options."""

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        _write(formatter, self._lines(ctx))

    def get_short_help_str(self, limit: int = 0) -> str:
        """The first paragraph, whole, as shells show it beside the verb."""
        return " ".join(_text(self.help or "", self.name or "").strip().split("\n\n")[0].split())

    def _lines(self, ctx: click.Context) -> Iterator[str]:
        columns = _columns()
        yield from _usage(ctx, self)
        yield ""
        yield from paragraphs(_text(self.help or "", self.name or ""), columns)
        options = [param for param in self.get_params(ctx) if isinstance(param, click.Option)]
        grouped = {name for names in GROUPS.values() for name in names}
        for title, names in GROUPS.items():
            yield from _options(ctx, title, [each for each in options if each.name in names])
        yield from _options(ctx, "Options", [each for each in options if each.name not in grouped])


def write_command(
    ctx: click.Context, formatter: click.HelpFormatter, group: click.Group, verbs: Iterable[click.Command]
) -> None:
    """The help of the whole command: its verbs with the first paragraph of their help, whole."""
    columns = _columns()
    rows = [
        (verb.name or "", _text(verb.help or "", verb.name or "").strip().split("\n\n")[0]) for verb in verbs
    ]
    options = [param for param in group.get_params(ctx) if isinstance(param, click.Option)]
    _write(
        formatter,
        [
            *_usage(ctx, group),
            "",
            *paragraphs(_text(group.help or "", ""), columns),
            "",
            _title("Verbs"),
            *listed(rows, columns),
            *_options(ctx, "Options", options),
        ],
    )


def _usage(ctx: click.Context, command: click.Command) -> Iterator[str]:
    usage = " ".join([ctx.command_path, *command.collect_usage_pieces(ctx)])
    yield f"{'用法：' if in_chinese() else 'Usage: '}{usage}"


def _write(formatter: click.HelpFormatter, lines: Iterable[str]) -> None:
    formatter.write("".join(f"{line}\n" for line in lines))


def _columns() -> int:
    return min(shutil.get_terminal_size().columns, MAX_WIDTH) - 1


def _options(ctx: click.Context, title: str, options: Iterable[click.Option]) -> Iterator[str]:
    records = [(option, option.get_help_record(ctx)) for option in options]
    rows = [(record[0], _option_text(ctx, option, record[1])) for option, record in records if record]
    if rows:
        yield from ("", _title(title))
        yield from listed(rows, _columns())


def _option_text(ctx: click.Context, option: click.Option, text: str) -> str:
    if not in_chinese():
        return text
    from catalog_lint.cli.zh_tw import OPTIONS

    verb = ctx.command.name or ""
    names = [name for name in (*option.opts, *option.secondary_opts) if name.startswith("--")]
    own = next((OPTIONS[f"{verb} {name}"] for name in names if f"{verb} {name}" in OPTIONS), None)
    return own or next((OPTIONS[name] for name in names if name in OPTIONS), text)


def _text(text: str, verb: str) -> str:
    if not in_chinese():
        return text
    from catalog_lint.cli.zh_tw import VERBS

    return VERBS.get(verb, text)


def _title(title: str) -> str:
    if not in_chinese():
        return f"{title}:"
    from catalog_lint.cli.zh_tw import GROUPS as titles

    return f"{titles.get(title, title)}："


@click.command("help", cls=Verb)
@click.argument("verb", required=False)
@words_option
@click.pass_context
def command(ctx: click.Context, verb: str | None) -> None:
    """Print the help of VERB, or of the whole command."""
    group = ctx.parent
    assert group is not None
    assert isinstance(group.command, click.Group)
    if verb is None:
        click.echo(group.get_help())
        return
    found = group.command.get_command(group, verb)
    if found is None:
        near = get_close_matches(verb, group.command.list_commands(group), 1)
        hint = f"; did you mean '{near[0]}'?" if near else ""
        raise click.UsageError(f"no verb '{verb}'{hint}")
    with found.make_context(verb, [], parent=group, resilient_parsing=True) as context:
        click.echo(found.get_help(context))
