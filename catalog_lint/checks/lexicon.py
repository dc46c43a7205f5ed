"""The general check for a list of words in a file: a rule of one's own without Python."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

from catalog_lint.catalog.model import Prose
from catalog_lint.checks.substitution import key_of, words_in
from catalog_lint.diagnostic import Hit
from catalog_lint.rule.contract import DataFile, Params, gives
from catalog_lint.rule.wordlists import entries


class LexiconParams(Params):
    """`words`: a list, each entry a word and, where there is one, what to write instead (`rule.wordlists`).

    `unless`: longer words that may hold one of them. `ignore_case`: whether case matters.
    """

    words: DataFile
    unless: tuple[str, ...] = ()
    ignore_case: bool = False


@gives("found", "expected")
def lexicon(prose: Prose, params: LexiconParams) -> Iterator[Hit]:
    """The words of the list, with what to write instead where the list says so."""
    words = _words(params.words, params.ignore_case)
    yield from words_in(prose, words, params.unless, params.ignore_case)


@lru_cache
def _words(path: Path, ignore_case: bool) -> dict[str, str | None]:
    return {
        key_of(entry.text, ignore_case): entry.parts[1] if len(entry.parts) > 1 else None
        for entry in entries(path)
    }
