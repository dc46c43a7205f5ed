"""`catalog-lint export`: the entries as data for other programs."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import click

from catalog_lint.cli.help import Verb
from catalog_lint.cli.language import said_schema
from catalog_lint.cli.options import (
    configuration,
    configuration_options,
    file_options,
    form_option,
    no_cache_option,
)
from catalog_lint.cli.terminal import check_target, deliver
from catalog_lint.report.visible import csv_cell, visible_json

if TYPE_CHECKING:
    from catalog_lint.export.records import ExportedEntry

FORMATS = ("jsonl", "json", "csv")


@click.command("export", cls=Verb)
@click.argument("paths", nargs=-1, type=click.Path(readable=False))
@form_option(FORMATS, "jsonl", help="How entries are written.")
@click.option("--schema", is_flag=True, help="Print the JSON Schema of an entry, and nothing else.")
@configuration_options
@no_cache_option
@file_options
def command(
    paths: tuple[str, ...],
    form: str,
    schema: bool,
    config: tuple[str, ...],
    isolated: bool,
    locale: str | None,
    no_cache: bool,
    output_file: str | None,
    force: bool,
) -> int:
    """Write the entries in PATHS (fields, sections, verdict) for other programs.

    Without PATHS, the working folder. In CSV, sections are their headings, joined by ' / '. Exit status: 0,
    or 2 for bad usage, configuration or input.
    """
    from catalog_lint.cli.pages import triaged
    from catalog_lint.export.records import entry_schema, exported

    if schema:
        check_target(output_file, (), force)
        deliver(
            [json.dumps(said_schema(entry_schema()), ensure_ascii=False, indent=2)], output_file, utf8=True
        )
        return 0
    pages, needs, failed = triaged(paths, configuration(config, isolated, {"locale": locale}), not no_cache)
    check_target(output_file, [page.path for page in pages], force)
    deliver(_lines(list(exported(pages, needs)), form), output_file, utf8=True)
    return 2 if failed else 0


def _lines(entries: Sequence[ExportedEntry], form: str) -> Iterator[str]:
    if form == "jsonl":
        yield from (visible_json(entry.model_dump_json()) for entry in entries)
    elif form == "json":
        data = [entry.model_dump(mode="json") for entry in entries]
        yield visible_json(json.dumps(data, ensure_ascii=False, indent=1))
    else:
        yield from _csv(entries)


def _csv(entries: Sequence[ExportedEntry]) -> Iterator[str]:
    from catalog_lint.export.records import ExportedEntry

    plain = [name for name in ExportedEntry.model_fields if name not in ("fields", "sections", "reasons")]
    own = list(dict.fromkeys(name for entry in entries for name in entry.fields if name not in plain))
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow([*plain, *map(csv_cell, own), "sections", "reasons"])
    for entry in entries:
        data = entry.model_dump()
        row = [
            *(entry.fields.get(name, "") if data[name] is None else data[name] for name in plain),
            *(entry.fields.get(name, "") for name in own),
            " / ".join(section.heading for section in entry.sections),
            " ".join(f"{code}:{count}" for code, count in entry.reasons.items()),
        ]
        writer.writerow([csv_cell(value) for value in row])
    yield out.getvalue().removesuffix("\n")
