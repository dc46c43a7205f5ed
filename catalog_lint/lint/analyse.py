"""From an entry's text to its result: the only place where checks see a parsed entry."""

from __future__ import annotations

from collections.abc import Mapping
from itertools import repeat
from typing import Any

from catalog_lint.catalog import frame
from catalog_lint.catalog.markdown import TooMuchWork
from catalog_lint.catalog.model import Entry
from catalog_lint.catalog.reader import KnownEntries, read_entry, too_much_work
from catalog_lint.catalog.suppression_comments import may_hold_suppressions
from catalog_lint.lint.program import Program
from catalog_lint.lint.result import EntryResult, PageResult, PlacedResult, name_of
from catalog_lint.source import Source


def analyse_entry(entry: Entry, program: Program) -> EntryResult:
    """The result of an entry that was read."""
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
    subjects: dict[str, Any] = {"body": entry.prose, "entry": entry, "title": entry.title_prose}
    if program.verdicts is not None and entry.kind == "entry":
        from catalog_lint.catalog.liveness import Answered

        subjects["links"] = Answered(entry, program.verdicts)
    hits = result.hits
    by_people = entry.schema is not None and entry.schema.by_people
    for bound in program.for_entries(entry.kind, entry.language, by_people):
        code = bound.code
        try:
            for reads in bound.reads:
                subject = subjects.get(reads)
                if subject is not None:
                    hits.extend(zip(repeat(code), bound.check(subject, bound.params)))
            if bound.collect is not None:
                note = bound.collect(entry, bound.params)
                if note is not None:
                    result.facts[code] = note
        except Exception as error:
            result.failures.append((code, f"{type(error).__name__}: {error}"))
    return result


def analyse_page(
    path: str,
    source: Source,
    program: Program,
    before: Mapping[str, EntryResult] | None = None,
    read: KnownEntries | None = None,
) -> PageResult:
    """The results of a page's entries and of the text outside them.

    Entries that are as they were `before`, on the same page under the same program, are not analysed again:
    results by `result.name_of`. Entries in `read`, which have their outlines, are not read again, and others
    are put there. Raises PageError as reading does.
    """
    text = source.text
    settings = program.settings
    language, schema = settings.language_of(path), settings.schema_of(path)
    entries = []
    for piece in frame.cut(text, schema):
        start, end = piece.span
        own = text[start:end]
        result = before.get(name_of(own, piece.kind)) if before and not piece.problems else None
        if result is not None:
            entries.append(PlacedResult(start, end - start, result))
            continue
        try:
            entry = read_entry(
                own, piece.kind, schema, language, settings.terms, piece.problems, read is not None, read
            )
        except TooMuchWork:
            raise too_much_work(path, source, start) from None
        result = analyse_entry(entry, program)
        if read is None:
            entry.release()
        entries.append(PlacedResult(start, end - start, result))
    return PageResult(path, source, program, entries)
