"""From an entry's text to its result: the only place where checks see a parsed entry."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from catalog_lint.catalog import frame
from catalog_lint.catalog.liveness import Answered
from catalog_lint.catalog.markdown import TooMuchWork
from catalog_lint.catalog.model import Entry, Problem
from catalog_lint.catalog.reader import read_entry
from catalog_lint.lint.program import Program
from catalog_lint.lint.result import EntryResult, PageResult, PlacedResult
from catalog_lint.source import PageError, Source

SUPPRESSION = "catalog-lint"
"""What a suppression holds; where it is missing nobody asks where code stands."""


def analyse(
    text: str,
    program: Program,
    *,
    kind: Literal["entry", "text"] = "entry",
    language: str = "",
    problems: Sequence[Problem] = (),
) -> EntryResult:
    """The result of one entry, or of text outside entries.

    `text` is the entry's own, with `\\n` line ends; `language` is that of its content ("": the settings');
    `problems` are what cutting the page saw at its borders. A check that raises is one of the result's
    failures. Raises TooMuchWork where the text takes more steps to read than it may.
    """
    settings = program.settings
    language = language or settings.language
    entry = read_entry(text, kind, settings.catalog_schema, language, settings.terms, problems)
    return analyse_entry(entry, program)


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
        tuple(entry.code) if SUPPRESSION in entry.text else (),
    )
    subjects: dict[str, Any] = {"body": entry.prose, "entry": entry, "title": entry.title_prose}
    if program.verdicts is not None and entry.kind == "entry":
        subjects["links"] = Answered(entry, program.verdicts)
    hits = result.hits
    for bound in program.for_entries(entry.language):
        try:
            for reads in bound.reads:
                subject = subjects.get(reads)
                if subject is not None:
                    for hit in bound.check(subject, bound.params):
                        hits.append((bound.code, hit))
            if bound.collect is not None and (entry.kind == "entry" or bound.outside):
                note = bound.collect(entry, bound.params)
                if note is not None:
                    result.facts[bound.code] = note
        except Exception as error:
            result.failures.append((bound.code, f"{type(error).__name__}: {error}"))
    return result


def analyse_page(path: str, source: Source, program: Program, before: PageResult | None = None) -> PageResult:
    """The results of a page's entries and of the text outside them.

    Entries that are as they were `before`, under the same program, are not analysed again. Raises PageError
    as reading does.
    """
    text = source.text
    settings = program.settings
    language = settings.language_of(path)
    known = before.by_text() if before else {}
    entries = []
    for piece in frame.cut(text, settings.catalog_schema):
        start, end = piece.span
        own = text[start:end]
        result = known.get((own, piece.kind)) if not piece.problems else None
        if result is not None:
            entries.append(PlacedResult(start, end - start, result))
            continue
        try:
            result = analyse(
                own,
                program,
                kind=piece.kind,
                language=language,
                problems=piece.problems,
            )
        except TooMuchWork as error:
            raise PageError(path, f"entry in row {source.position(start).row}: {error}") from None
        entries.append(PlacedResult(start, end - start, result))
    return PageResult(path, source, program, entries)
