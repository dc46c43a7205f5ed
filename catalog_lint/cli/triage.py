"""`catalog-lint triage`: what each entry needs, the neediest first."""

from __future__ import annotations

import sys

import click

from catalog_lint.cli.help import Verb
from catalog_lint.cli.language import spoken
from catalog_lint.cli.options import (
    Choice,
    configuration,
    configuration_options,
    file_options,
    form_option,
    no_cache_option,
)
from catalog_lint.cli.terminal import check_target, deliver, print_lines

FORMATS = ("table", "json", "csv", "markdown", "ids")
VERDICTS = ("rewrite", "review", "fixable", "clean")
UNASKED = {"ids": VERDICTS[:1], "table": VERDICTS[:-1]}
"""The verdicts whose entries a format has where none is asked for, if not all."""


@click.command("triage", cls=Verb)
@click.argument("paths", nargs=-1, type=click.Path(readable=False))
@form_option(FORMATS, "table", help="How verdicts are written.")
@click.option(
    "--verdict",
    "verdicts",
    type=Choice(VERDICTS),
    multiple=True,
    help="Only entries of this verdict; may be repeated (unasked, ids: rewrite, table: all but clean).",
)
@click.option(
    "--reason",
    "reasons",
    multiple=True,
    metavar="RULE",
    help="Only entries that a rule (code, prefix, name, or damage) speaks of; may be repeated.",
)
@configuration_options
@no_cache_option
@file_options
def command(
    paths: tuple[str, ...],
    form: str,
    verdicts: tuple[str, ...],
    reasons: tuple[str, ...],
    config: tuple[str, ...],
    isolated: bool,
    locale: str | None,
    no_cache: bool,
    output_file: str | None,
    force: bool,
) -> int:
    """Tell what each entry in PATHS needs, the neediest first.

    clean: nothing; fixable: safe fixes do it all; review: a person must look; rewrite: there is no
    summary, or one beyond repair. The table only counts what is clean. `--format ids` prints the ids of the
    videos to be summarised again (the key of an entry without one), one a line; JSON has the text too.
    Without PATHS, the working folder. Exit status: 0, or 2 for bad usage, configuration or input.
    """
    from catalog_lint.cli.pages import triaged
    from catalog_lint.report import needs as report
    from catalog_lint.triage.verdict import by_need, has_reason

    _check(reasons)
    pages, found, failed = triaged(paths, configuration(config, isolated, {"locale": locale}), not no_cache)
    wanted = verdicts or (VERDICTS if reasons else UNASKED.get(form, VERDICTS))
    chosen = [each for each in by_need(found) if each.verdict in wanted and has_reason(each, reasons)]
    check_target(output_file, [page.path for page in pages], force)
    deliver(report.lines(chosen, form, spoken()), output_file, utf8=form != "table")
    if form == "table":
        print_lines([report.summary(found, spoken())], sys.stderr)
    return 2 if failed else 0


def _check(reasons: tuple[str, ...]) -> None:
    """Look whether each reason names a rule. Raises a usage error."""
    from difflib import get_close_matches

    from catalog_lint.rule.loading import load_rules
    from catalog_lint.rule.selectors import known_selector
    from catalog_lint.triage.verdict import DAMAGED

    rules = load_rules() if reasons else {}
    for reason in reasons:
        if reason.lower() != DAMAGED and not known_selector(reason, rules):
            names = [DAMAGED, *rules, *(rule.name for rule in rules.values())]
            near = get_close_matches(reason.lower(), names, 1)
            hint = f"did you mean '{near[0]}'?" if near else "`catalog-lint rule` lists them"
            raise click.UsageError(f"--reason: no rule '{reason}'; {hint}")
