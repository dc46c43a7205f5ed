"""`catalog-lint triage`: what each entry needs, the neediest first."""

from __future__ import annotations

import sys

import click

from catalog_lint.cli.options import Choice, configuration, configuration_options
from catalog_lint.cli.terminal import deliver, print_lines

FORMATS = ("table", "json", "csv", "markdown", "ids")
VERDICTS = ("rewrite", "review", "fixable", "clean")


@click.command("triage")
@click.argument("paths", nargs=-1, type=click.Path(readable=False))
@click.option(
    "--format",
    "--output-format",
    "form",
    type=Choice(FORMATS),
    default="table",
    help="How verdicts are told.",
)
@click.option(
    "--verdict",
    "verdicts",
    type=Choice(VERDICTS),
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
    from catalog_lint.cli.pages import judged
    from catalog_lint.report import needs as report
    from catalog_lint.triage.verdict import by_need

    _, found, failed = judged(paths, configuration(config, isolated, {}))
    wanted = verdicts or (("rewrite",) if form == "ids" else VERDICTS)
    chosen = [need for need in by_need(found) if need.verdict in wanted]
    deliver(report.lines(chosen, form), output_file, utf8=form != "table")
    if form == "table":
        print_lines([report.summary(found)], sys.stderr)
    return 2 if failed else 0
