"""`catalog-lint init`: look at a catalog and write the configuration that fits it."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from catalog_lint.cli.help import Verb
from catalog_lint.cli.language import said, spoken
from catalog_lint.cli.options import configuration, locale_option
from catalog_lint.cli.terminal import complain, print_lines, write_file

if TYPE_CHECKING:
    from catalog_lint.init import Guess, Learned

FILE_NAME = "catalog-lint.toml"
ODD_SHOWN = 20
COMMENT_COLUMNS = 98


@click.command("init", cls=Verb)
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
@click.option("--terms", is_flag=True, help="Propose misspellings of the catalog's own names and terms.")
@locale_option
def command(paths: tuple[str, ...], output_file: str, force: bool, terms: bool, locale: str | None) -> int:
    """Look at the pages in PATHS and write a configuration that fits them.

    Shape, title line, fields, sections, language, order and numbering are worked out; comments say how sure
    each is. What is odd about the catalog is listed. `--terms` adds rare spellings beside
    one that is often used, as comments to confirm. Without PATHS, the working folder. Exit status: 0, or 2
    for bad usage or input.
    """
    from catalog_lint.cli.habits import habits_of
    from catalog_lint.cli.pages import STDIN, read_pages
    from catalog_lint.init import learn
    from catalog_lint.init.guess import Guess

    target = Path(output_file)
    if output_file != STDIN and target.exists() and not force:
        raise click.UsageError(f"{output_file}: is there already; use --force to replace it, or -o FILE")
    include = _include(paths or (".",))
    read = read_pages(paths or (".",), configuration((), True, {"locale": locale, **include}))
    if not read.inputs:
        return 2
    sources = [(name, source) for name, source, _ in read.inputs]
    learned = learn(sources, lambda values, pages: habits_of(values, read.inputs, pages), terms)
    if whole := _whole(paths or (".",), Path() if output_file == STDIN else target.parent):
        learned.settings = {"catalog": whole, **learned.settings}
    if spoken() != "en":
        why = "the language of messages, wherever they are read: an editor, a hook, CI"
        learned.settings["locale"] = Guess(spoken(), 1.0, why)
    if include and learned.schema["shape"].value == "page":
        why = "the pages are text files, and each is an entry as a whole"
        learned.settings["extend-include"] = Guess(include["extend-include"], 1.0, why)
    text = list(lines(learned, len(sources)))
    if output_file == STDIN:
        print_lines(text, sys.stdout, utf8=True)
        stream = sys.stderr
    else:
        write_file(target, text)
        stream = sys.stdout
    print_lines(_report(learned, len(sources), output_file), stream)
    if not learned.entries:
        complain("no entries were found; the configuration is a guess", "warning")
    return 2 if read.failed else 0


def _include(paths: Sequence[str]) -> dict[str, list[str]]:
    """The setting by which text files are pages, where there are no others and none is known to be one."""
    from catalog_lint.config import Configuration
    from catalog_lint.files import find

    found = find(paths, Configuration(isolated=True))
    return {"extend-include": ["*.txt"]} if found.texts and not found.pages else {}


def _whole(paths: Sequence[str], folder: Path) -> Guess | None:
    """What the catalog is, from the folder of its configuration; None where pages were named one by one."""
    from catalog_lint.init.guess import Guess

    if not all(map(os.path.isdir, paths)):
        return None
    names = [os.path.relpath(path, folder).replace(os.sep, "/") for path in paths]
    why = "the whole catalog: a run on some of its pages, such as a hook's, knows of the others, too"
    return Guess(names, 1.0, why)


def lines(learned: Learned, pages: int) -> Iterator[str]:
    """The configuration with a comment above each value that says how sure it is and why."""
    yield said(f"# Worked out from {_entries(learned)} on {pages} page{'s' * (pages != 1)}.")
    yield said("# Each comment says what the value below it rests on; see `catalog-lint config --schema`.")
    for key, guess in learned.settings.items():
        if key != "ignore":
            yield from _value(key, guess)
    yield from _left_off(learned)
    yield from ("", "[schema]")
    for key, guess in learned.schema.items():
        if key not in ("profiles", "front-matter") or not guess.value:
            yield from _value(key, guess)
    yield from _tables(learned)


def _left_off(learned: Learned) -> Iterator[str]:
    """The rules that speak of many entries: those of structure left off, the others to be decided."""
    if not learned.habits:
        return
    active = learned.settings.get("ignore")
    codes = active.value if active else []
    yield ""
    yield said("# Rules that speak of many entries. Take the sign out of a line to leave its rule off.")
    yield "ignore = ["
    for habit in learned.habits:
        sign = "" if habit.code in codes else "# "
        why = said(f"{habit.name}: {habit.findings} findings, {habit.share:.0%} of the entries")
        yield f'  {sign}"{habit.code}",  # {why}'
    yield "]"


def _tables(learned: Learned) -> Iterator[str]:
    from catalog_lint.report import toml

    front = learned.schema.get("front-matter")
    if front is not None and front.value:
        yield from ("", *_comment(front), "[schema.front-matter]")
        yield from toml.lines(front.value)
    profiles = learned.schema.get("profiles")
    if learned.profile is not None:
        yield from ("", *_comment(learned.profile))
        yield said("# The built-in profile 'summary' fits; [[schema.profiles]] would replace it.")
    for profile in profiles.value if profiles is not None else ():
        yield from ("", *_comment(profiles), "[[schema.profiles]]")
        yield from (f"{key} = {toml.inline(value)}" for key, value in profile.items() if key != "sections")
        yield "sections = ["
        yield from (f"  {toml.inline(section)}," for section in profile["sections"])
        yield "]"
    if learned.near_misses:
        yield from (
            "",
            said("# Rare beside another spelling: take the sign out where it is a misspelling."),
        )
        yield "[terms]"
        for miss in learned.near_misses:
            pair = f"{toml.inline(miss.found)} = {toml.inline(miss.expected)}"
            why = said(f"{miss.times} beside {miss.of}")
            yield f"# {pair}  # {why}"
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
    sure = said(f"(sure: {guess.share:.0%})") if guess.share < 1 else ""
    from catalog_lint.report.wrapping import wrapped

    comment = list(wrapped(f"{said(guess.why)} {sure}", COMMENT_COLUMNS))
    return [f"{'#   ' if number else '# '}{line}" for number, line in enumerate(comment)]


def _report(learned: Learned, pages: int, written: str) -> Iterator[str]:
    shape = learned.schema["shape"].value
    yield said(f"{_entries(learned)} (shape {shape}) on {pages} page{'s' * (pages != 1)}.")
    line = learned.schema.get("line")
    if line is not None:
        yield said(f"Title line: {line.value} ({said(line.why)})")
    for there, schema in learned.parts:
        own = schema.get("line")
        yield said(f"{', '.join(there)}: shape {schema['shape'].value}" + (f", {own.value}" if own else ""))
    if learned.odd:
        yield said("Odd about this catalog:")
        yield from (f"- {said(each)}" for each in learned.odd[:ODD_SHOWN])
    if len(learned.odd) > ODD_SHOWN:
        yield said(f"- and {len(learned.odd) - ODD_SHOWN} more")
    if written != "-":
        yield said(f"Wrote {written}.")


def _entries(learned: Learned) -> str:
    return "1 entry" if learned.entries == 1 else f"{learned.entries} entries"
