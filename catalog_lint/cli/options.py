"""Options that several verbs share, and the configuration that they make."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from catalog_lint.diagnostic import OUTPUT_FORMATS
from catalog_lint.report import TEXT_FORMATS

if TYPE_CHECKING:
    from catalog_lint.config import Configuration

COLOURS = ("auto", "always", "never")
STATISTICS_FORMS = (*TEXT_FORMATS, "json", "jsonl")
F = TypeVar("F", bound=Callable[..., Any])


class Choice(click.Choice[str]):
    """One of a few words; for a word that is none of them, the nearest is named."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> str:
        try:
            return super().convert(value, param, ctx)
        except click.BadParameter as error:
            near = get_close_matches(str(value), list(self.choices), 1)
            if near:
                self.fail(f"{value!r} is not one of the choices; did you mean {near[0]!r}?", param, ctx)
            raise error


def _with(*options: Callable[[F], F]) -> Callable[[F], F]:
    def add(function: F) -> F:
        for option in reversed(options):
            function = option(function)
        return function

    return add


_LOCALE = dict[str, Any](
    type=Choice(["en", "zh-TW"]), help="Language of the messages (the environment's, else English)."
)
locale_option = click.option("--locale", **_LOCALE)
"""In which language the command speaks; every verb has it."""
words_option = click.option("--locale", expose_value=False, **_LOCALE)
"""The same for verbs that read no configuration; `language.listen` has heard it."""

configuration_options = _with(
    click.option(
        "--config",
        "config",
        multiple=True,
        metavar="FILE|KEY=VALUE",
        help="A configuration file in place of the closest one, or a setting in TOML"
        " (language = 'zh-HK'). May be repeated.",
    ),
    click.option("--isolated", is_flag=True, help="Ignore all configuration files and use the defaults."),
    locale_option,
)
"""Which configuration counts, and in which language the command speaks."""

report_options = _with(
    click.option(
        "--output-format",
        "--format",
        type=Choice(OUTPUT_FORMATS),
        metavar="FORMAT",
        help=f"How findings are printed: {', '.join(OUTPUT_FORMATS)} (concise).",
    ),
    click.option(
        "-o", "--output-file", type=click.Path(dir_okay=False), help="Write the findings to a file."
    ),
    click.option("--force", is_flag=True, help="Write the report even over a Markdown page."),
    click.option(
        "--show-all", is_flag=True, help="List every finding; text folds many of a rule in an entry."
    ),
    click.option("--show-info", is_flag=True, help="List findings of severity info, too; text counts them."),
    click.option(
        "--thumbnails", is_flag=True, help="Let an HTML report fetch the pictures of videos when it is read."
    ),
    click.option("--statistics", is_flag=True, help="Show how many findings each rule has."),
    click.option("-q", "--quiet", is_flag=True, help="Print findings and errors, no summary."),
    click.option(
        "--color", type=Choice(COLOURS), default="auto", help="When text is coloured (auto: on a terminal)."
    ),
    click.option(
        "--fail-on",
        type=Choice(["error", "warning", "info", "never"]),
        help="Least severity that makes the exit status 1 (warning).",
    ),
    click.option("--exit-zero", is_flag=True, help="Exit 0 even where there are findings."),
    click.option("--exit-non-zero-on-fix", is_flag=True, help="Exit 1 where anything was fixed."),
    click.option("--force-exclude", is_flag=True, help="Leave out named files that a search leaves out."),
    click.option(
        "--stdin-filename", metavar="NAME", help="The page's name where it comes from standard input."
    ),
)
"""Where findings go, in which form, and what the exit status says; which pages are meant."""


def configuration(config: tuple[str, ...], isolated: bool, options: dict[str, Any]) -> Configuration:
    """The configuration that `--config`, `--isolated` and other options give.

    `options` holds the settings that options of their own give, None where they were not used. Raises a
    usage error where they do not fit.
    """
    from catalog_lint.config import ConfigError, Configuration

    files = [each for each in config if os.path.isfile(each)]
    inline = [each for each in config if each not in files]
    for each in inline:
        if "=" not in each:
            raise click.UsageError(f"--config {each}: no such file, and no KEY=VALUE")
    if len(files) > 1:
        raise click.UsageError("--config names two files; let one extend the other")
    if files and isolated:
        raise click.UsageError("--isolated ignores configuration files; take out it or --config FILE")
    try:
        return Configuration(
            file=Path(files[0]) if files else None,
            isolated=isolated,
            inline=inline,
            options={key: value for key, value in options.items() if value is not None},
        )
    except ConfigError as error:
        raise click.UsageError(str(error)) from None


def selectors(values: tuple[str, ...]) -> tuple[str, ...] | None:
    """What `--select A,B --select C` names; None where it was not used. Raises UsageError for no name."""
    named = tuple(part.strip() for value in values for part in value.split(",") if part.strip())
    if values and not named:
        raise click.UsageError("an empty selector; give a code, a prefix, a name or ALL")
    return named or None


def form_option(forms: Sequence[str], default: str, *, help: str) -> Callable[[F], F]:
    """In which form a verb writes what it has to tell, under the names that `check` has for it."""
    return click.option(
        "--output-format",
        "--format",
        "form",
        type=Choice(forms),
        default=default,
        show_default=True,
        help=help,
    )


file_options = _with(
    click.option("-o", "--output-file", type=click.Path(dir_okay=False), help="Write to a file."),
    click.option("--force", is_flag=True, help="Write the report even over a Markdown page."),
)
"""Where the verbs that report no findings write what they have to tell."""

no_cache_option = click.option(
    "--no-cache", is_flag=True, help="Lint everything anew and keep nothing for the next run."
)
"""The option of the verbs that lint pages from what an earlier run kept of them."""
