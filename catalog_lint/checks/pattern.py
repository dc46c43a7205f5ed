"""The general check for a pattern: a rule of one's own without Python."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path
from typing import Annotated

from catalog_lint.catalog.model import Prose
from catalog_lint.diagnostic import Edit, Hit, Span
from catalog_lint.rule.backtracking import ambiguous_repetition
from catalog_lint.rule.contract import Params, gives
from catalog_lint.rule.shipped import rules_folder
from catalog_lint.validation import Checked


def _usable(pattern: str, folder: object) -> str:
    try:
        compiled = re.compile(pattern)
    except (re.error, OverflowError) as error:
        raise ValueError(f"no regular expression: {error}") from None
    if compiled.match(""):
        raise ValueError("the pattern matches the empty string; make it match at least one character")
    if not _is_shipped(folder) and ambiguous_repetition(pattern):
        raise ValueError(
            "a repetition inside a repetition may read one text in ever more ways and never end, like (a+)+;"
            " let the next character decide where the inner one ends, or make it possessive (a++)"
        )
    return pattern


def _is_shipped(folder: object) -> bool:
    """Whether a rule file stands among the shipped ones, whose patterns a test looks at."""
    return isinstance(folder, Path) and folder.is_relative_to(rules_folder())


Expression = Annotated[str, Checked(_usable)]
"""A regular expression that a rule's file gives."""


class PatternParams(Params):
    """`pattern`: a regular expression (Python's) on prose, in which what is no prose is masked.

    The finding is the group named `at` where there is one, else the whole match. `replacement` fixes it
    and may name groups (`\\1`, `\\g<name>`); without it there is no fix. `unless`: texts that the match may
    be. `ignore_case`: whether case matters.
    """

    pattern: Expression
    replacement: str | None = None
    unless: tuple[str, ...] = ()
    ignore_case: bool = False


@gives("found", "expected")
def pattern(prose: Prose, params: PatternParams) -> Iterator[Hit]:
    """Whatever the pattern matches."""
    expression = compiled(params.pattern, params.ignore_case)
    group: str | int = "at" if "at" in expression.groupindex else 0
    for match in expression.finditer(prose.text):
        span = Span(*match.span(group))
        if span.start < 0 or span.start == span.end or match[group] in params.unless:
            continue
        found = prose.entry.text[span.start : span.end]
        values = {"found": found, "expected": ""}
        edits: tuple[Edit, ...] = ()
        if params.replacement is not None:
            values["expected"] = match.expand(params.replacement)
            edits = (Edit(span, values["expected"]),)
        yield Hit(span, values, edits)


def found_by(source: str, ignore_case: bool, text: str) -> Iterator[tuple[str, Span]]:
    """What an expression finds in a text and where: its group `at` where it has one, else the match."""
    expression = compiled(source, ignore_case)
    group: str | int = "at" if "at" in expression.groupindex else 0
    for match in expression.finditer(text):
        if match[group]:
            yield match[group], Span(*match.span(group))


@lru_cache
def compiled(source: str, ignore_case: bool) -> re.Pattern[str]:
    """An expression, `^` and `$` at each line."""
    return re.compile(source, re.MULTILINE | (re.IGNORECASE if ignore_case else 0))
