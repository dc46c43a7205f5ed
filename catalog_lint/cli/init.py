"""`catalog-lint init`: look at a catalog and write the configuration that fits it."""

from __future__ import annotations

import sys
import textwrap
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from catalog_lint.cli.terminal import complain, print_lines, write_file

if TYPE_CHECKING:
    from catalog_lint.init import Guess, Learned
    from catalog_lint.lint.linter import Input

FILE_NAME = "catalog-lint.toml"
ODD_SHOWN = 20
COMMENT_COLUMNS = 100
HABITS = ("SEC", "CAT001", "CAT002", "CAT003")


@click.command("init")
@click.argument("paths", nargs=-1, type=click.Path(readable=False))
@click.option(
    "-o",
    "--output-file",
    type=click.Path(dir_okay=False, allow_dash=True),
    default=FILE_NAME,
    show_default=True,
    help="Where to write the configuration; - for standard output.",
)
@click.option("--force", is_flag=True, help="Replace a file that is there.")
def command(paths: tuple[str, ...], output_file: str, force: bool) -> int:
    """Look at the pages in PATHS and write a configuration that fits them.

    Shape, title line, fields, sections, language, order and numbering are worked out; comments say how sure
    each is. What is odd about the catalog is told. Without PATHS, the working folder. Exit status: 0, or 2
    for bad usage or input.
    """
    from catalog_lint.cli.pages import STDIN, read_pages
    from catalog_lint.config import Configuration
    from catalog_lint.init import learn

    target = Path(output_file)
    if output_file != STDIN and target.exists() and not force:
        raise click.UsageError(f"{output_file}: is there already; use --force to replace it, or -o FILE")
    read = read_pages(paths or (".",), Configuration(isolated=True))
    if not read.inputs:
        return 2
    sources = [(name, source) for name, source, _ in read.inputs]
    learned = learn(sources, lambda values: _habits(values, read.inputs))
    text = list(lines(learned, len(sources)))
    if output_file == STDIN:
        print_lines(text, sys.stdout, utf8=True)
        told = sys.stderr
    else:
        write_file(target, text)
        told = sys.stdout
    print_lines(_report(learned, len(sources), output_file), told)
    if not learned.entries:
        complain("no entries were found; the configuration is a guess", "warning")
    return 2 if read.failed else 0


def _habits(values: Mapping[str, Any], inputs: Sequence[Input]) -> dict[str, float]:
    """By code, the share of entries that a rule of sections or numbers speaks of under a configuration."""
    from catalog_lint.config import parse
    from catalog_lint.files import excluded
    from catalog_lint.lint.linter import lint

    settings = parse({**values, "select": [*HABITS]}, Path.cwd(), "what was learned")
    kept = [each for each in inputs if not excluded(each[0], settings)]
    result = lint([(name, source, settings) for name, source, _ in kept])
    told = {
        (path, result.pages[path].index_at(span.start), finding.rule.code)
        for finding in result.findings
        if finding.severity != "info"
        for path, span in (
            (finding.path, finding.span),
            *((place.path, place.span) for place in finding.related if finding.rule.name == "number-repeat"),
        )
    }
    counts = Counter(code for _, _, code in told)
    return {code: count / result.entries for code, count in counts.items()} if result.entries else {}


def lines(learned: Learned, pages: int) -> Iterator[str]:
    """The configuration with a comment above each value that says how sure it is and why."""
    yield f"# Worked out from {_entries(learned)} on {pages} page{'s' * (pages != 1)}."
    yield "# Each comment says what the value below it rests on; see `catalog-lint config --schema`."
    for key, guess in learned.settings.items():
        yield from _value(key, guess)
    yield from ("", "[schema]")
    for key, guess in learned.schema.items():
        if key not in ("profiles", "front-matter") or not guess.value:
            yield from _value(key, guess)
    yield from _tables(learned)


def _tables(learned: Learned) -> Iterator[str]:
    from catalog_lint.report import toml

    front = learned.schema.get("front-matter")
    if front is not None and front.value:
        yield from ("", *_comment(front), "[schema.front-matter]")
        yield from toml.lines(front.value)
    profiles = learned.schema.get("profiles")
    if learned.profile is not None:
        yield from ("", *_comment(learned.profile))
        yield "# The built-in profile 'summary' fits; [[schema.profiles]] would replace it."
    for profile in profiles.value if profiles is not None else ():
        yield from ("", *_comment(profiles), "[[schema.profiles]]")
        yield from (f"{key} = {toml.inline(value)}" for key, value in profile.items() if key != "sections")
        yield "sections = ["
        yield from (f"  {toml.inline(section)}," for section in profile["sections"])
        yield "]"
    for there, schema in learned.parts:
        yield from ("", *_comment(schema["shape"]), "[[schemas]]", f"paths = {toml.inline(there)}")
        yield from (f"{key} = {toml.inline(guess.value)}" for key, guess in schema.items())
    for name, guess in learned.rules.items():
        yield from ("", *_comment(guess), f"[rule.{name}]")
        yield from toml.lines(guess.value)


def _value(key: str, guess: Guess) -> Iterator[str]:
    from catalog_lint.report import toml

    yield from ("", *_comment(guess))
    yield f"{key} = {toml.inline(guess.value)}"


def _comment(guess: Guess | None) -> list[str]:
    if guess is None:
        return []
    sure = f" (sure: {guess.share:.0%})" if guess.share < 1 else ""
    return textwrap.wrap(f"{guess.why}{sure}", COMMENT_COLUMNS, initial_indent="# ", subsequent_indent="#   ")


def _report(learned: Learned, pages: int, written: str) -> Iterator[str]:
    shape = learned.schema["shape"].value
    yield f"{_entries(learned)} (shape {shape}) on {pages} page{'s' * (pages != 1)}."
    line = learned.schema.get("line")
    if line is not None:
        yield f"Title line: {line.value} ({line.why})"
    for there, schema in learned.parts:
        own = schema.get("line")
        yield f"{', '.join(there)}: shape {schema['shape'].value}" + (f", {own.value}" if own else "")
    if learned.odd:
        yield "Odd about this catalog:"
        yield from (f"- {each}" for each in learned.odd[:ODD_SHOWN])
    if len(learned.odd) > ODD_SHOWN:
        yield f"- and {len(learned.odd) - ODD_SHOWN} more"
    if written != "-":
        yield f"Wrote {written}."


def _entries(learned: Learned) -> str:
    return "1 entry" if learned.entries == 1 else f"{learned.entries} entries"
