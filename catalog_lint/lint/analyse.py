"""From an entry's text to its result: the only place where checks see a parsed entry."""

from __future__ import annotations

from collections.abc import Callable, Generator, Iterable, Iterator, Mapping, Sequence
from itertools import repeat
from typing import Any, Literal, NamedTuple

from catalog_lint.catalog import frame
from catalog_lint.catalog.invisible import clear_of
from catalog_lint.catalog.markdown import TooMuchWork
from catalog_lint.catalog.model import Entry, Problem
from catalog_lint.catalog.reader import KnownEntries, read_entry, too_much_work
from catalog_lint.catalog.suppression_comments import may_hold_suppressions
from catalog_lint.lint.program import Program
from catalog_lint.lint.result import EntryResult, PageResult, PlacedResult, name_of
from catalog_lint.source import Source


class Stretch(NamedTuple):
    """An entry of a page, or text outside entries, by its own text; `problems` are those of its frame."""

    text: str
    kind: Literal["entry", "text"] = "entry"
    problems: tuple[Problem, ...] = ()


Analyse = Callable[[Sequence[Stretch]], Iterable[EntryResult | None]]
"""Gives the results of stretches in order, None for one that takes more steps to read than it may."""


def analyse(text: str, program: Program, path: str = "") -> EntryResult:
    """The result of an entry from its own text; `path` is its page's, which settings may depend on.

    Raises TooMuchWork where the entry takes more steps to read than it may.
    """
    result = next(analyse_all(path, [Stretch(text)], program))
    if result is None:
        raise TooMuchWork
    return result


def analyse_all(
    path: str, stretches: Iterable[Stretch], program: Program, read: KnownEntries | None = None
) -> Iterator[EntryResult | None]:
    """The results of stretches of a page, as `Analyse` says; `read` as for `analyse_page`."""
    settings = program.settings
    language, schema = settings.language_of(path), settings.schema_of(path)
    for text, kind, problems in stretches:
        try:
            entry = read_entry(text, kind, schema, language, settings.terms, problems, read is not None, read)
        except TooMuchWork:
            yield None
            continue
        yield analyse_entry(entry, program)
        if read is None:
            entry.release()


def analyse_entry(entry: Entry, program: Program) -> EntryResult:
    """The result of an entry that was read.

    Rules see it without its invisible characters, which would hide a word or a heading from them.
    """
    result = EntryResult(
        entry.kind,
        entry.language,
        entry.number,
        entry.fields,
        entry.anchor,
        entry.body,
        tuple([problem.kind for problem in entry.problems]),
        tuple(entry.all_code) if may_hold_suppressions(entry.text) else (),
    )
    subjects = given = _subjects(entry)
    clear = clear_of(entry)
    if clear is not None:
        subjects = _subjects(clear.entry)
    if program.verdicts is not None and entry.kind == "entry":
        from catalog_lint.catalog.liveness import Answered

        subjects["links"] = given["links"] = Answered(entry, program.verdicts)
    hits = result.hits
    by_people = entry.schema is not None and entry.schema.by_people
    for bound in program.for_entries(entry.kind, entry.language, by_people):
        code = bound.code
        as_given = clear is None or bound.sees_the_invisible
        try:
            for reads in bound.reads:
                subject = (given if as_given else subjects).get(reads)
                if subject is not None:
                    found = bound.check(subject, bound.params)
                    if clear is not None and not as_given and reads != "links":
                        found = clear.hits(found)
                    hits.extend(zip(repeat(code), found))
            if bound.collect is not None:
                note = bound.collect(entry, bound.params)
                if note is not None:
                    result.facts[code] = note
        except Exception as error:
            result.failures.append((code, f"{type(error).__name__}: {error}"))
    if clear is not None:
        clear.entry.release()
    return result


def _subjects(entry: Entry) -> dict[str, Any]:
    return {"body": entry.prose, "entry": entry, "title": entry.title_prose}


def analyse_page(
    path: str,
    source: Source,
    program: Program,
    before: Mapping[str, EntryResult] | None = None,
    read: KnownEntries | None = None,
    each: Analyse | None = None,
) -> PageResult:
    """The results of a page's entries and of the text outside them.

    Entries that are as they were `before`, on the same page under the same program, are not analysed again:
    results by `result.name_of`. Entries in `read`, which have their outlines, are not read again, and others
    are put there. `each` analyses them in place of this process. Raises PageError as reading does.
    """
    steps = analyse_in_steps(path, source, program, before, read, each)
    while True:
        try:
            next(steps)
        except StopIteration as done:
            page: PageResult = done.value
            return page


def analyse_in_steps(
    path: str,
    source: Source,
    program: Program,
    before: Mapping[str, EntryResult] | None = None,
    read: KnownEntries | None = None,
    each: Analyse | None = None,
) -> Generator[None, None, PageResult]:
    """As `analyse_page`, for a caller with something else to do: it may after each entry."""
    text = source.text
    placed: list[tuple[int, int, EntryResult | None]] = []
    fresh: list[Stretch] = []
    for piece in frame.cut(text, program.settings.schema_of(path)):
        start, end = piece.span
        own = text[start:end]
        known = before.get(name_of(own, piece.kind)) if before and not piece.problems else None
        if known is None:
            fresh.append(Stretch(own, piece.kind, tuple(piece.problems)))
        placed.append((start, end - start, known))
    results = iter(each(fresh) if each else analyse_all(path, fresh, program, read))
    entries = []
    for start, length, known in placed:
        result = known or next(results)
        if result is None:
            raise too_much_work(path, source, start)
        entries.append(PlacedResult(start, length, result))
        yield
    return PageResult(path, source, program, entries)
