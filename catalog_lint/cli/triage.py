"""`catalog-lint triage`: what each entry needs, the neediest first."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from catalog_lint.cli.options import configuration, configuration_options
from catalog_lint.cli.terminal import print_lines, write_file

if TYPE_CHECKING:
    from catalog_lint.catalog.triage import Need
    from catalog_lint.config import Configuration

FORMATS = ("table", "json", "csv", "markdown", "ids")
VERDICTS = ("rewrite", "review", "fixable", "clean")


@click.command("triage")
@click.argument("paths", nargs=-1, type=click.Path(readable=False))
@click.option("--format", "form", type=click.Choice(FORMATS), default="table", help="How verdicts are told.")
@click.option(
    "--verdict",
    "verdicts",
    type=click.Choice(VERDICTS),
    multiple=True,
    help="Only entries of this verdict; may be repeated (--format ids: rewrite).",
)
@configuration_options
@click.option("-o", "--output-file", type=click.Path(dir_okay=False), help="Write to a file.")
def command(
    paths: tuple[str, ...],
    form: str,
    verdicts: tuple[str, ...],
    config: tuple[str, ...],
    isolated: bool,
    output_file: str | None,
) -> int:
    """Tell what each entry in PATHS needs, the neediest first.

    clean: nothing; fixable: safe fixes mend all; review: a person must look; rewrite: there is no summary,
    or one that cannot be mended. `--format ids` prints the ids of the videos to be summarised again, one a
    line. Without PATHS, the working folder. Exit status: 0, or 2 for bad usage, configuration or input.
    """
    from catalog_lint.catalog.triage import by_need
    from catalog_lint.report import needs as report

    found, failed = judged_needs(paths, configuration(config, isolated, {}))
    wanted = verdicts or (("rewrite",) if form == "ids" else VERDICTS)
    chosen = [need for need in by_need(found) if need.verdict in wanted]
    text = report.lines(chosen, form)
    if output_file:
        write_file(Path(output_file), text)
    else:
        print_lines(text, sys.stdout, utf8=form not in ("table",))
    if form == "table":
        print_lines([report.summary(found)], sys.stderr)
    return 2 if failed else 0


def judged_needs(paths: tuple[str, ...], given: Configuration) -> tuple[list[Need], bool]:
    """The needs of all entries that `paths` name, and whether anything failed."""
    from catalog_lint.catalog.triage import needs
    from catalog_lint.cli.pages import read_pages
    from catalog_lint.engine import judge
    from catalog_lint.rule import RuleError

    read = read_pages(paths or (".",), given)
    try:
        judgement = judge(read.inputs)
    except RuleError as error:
        raise click.UsageError(str(error)) from None
    for failure in judgement.failures:
        read.fail(failure)
    pages = [judgement.pages[name] for name, _, _ in read.inputs]
    return needs(pages, judgement.findings), read.failed
