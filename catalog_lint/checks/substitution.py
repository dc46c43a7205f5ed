"""The general check for words that should be others: a rule of one's own without Python."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Annotated

from catalog_lint.catalog.model import Prose
from catalog_lint.diagnostic import Edit, Hit, Span
from catalog_lint.rule.contract import Params, gives, param
from catalog_lint.rule.wordlists import alternatives
from catalog_lint.validation import Checked


def _some(word: str, _: object) -> str:
    if not word:
        raise ValueError("an empty word")
    return word


Word = Annotated[str, Checked(_some)]


class SubstitutionParams(Params):
    """`words`: each wrong word with the right one; `unless`: longer words that may hold a wrong one.

    A word of Latin letters counts only as a whole: "AI" is not found in "AIM", but is beside Han.
    `ignore_case`: whether case matters.
    """

    words: dict[Word, str] = param(min_length=1)
    unless: tuple[Word, ...] = ()
    ignore_case: bool = False


@gives("found", "expected")
def substitution(prose: Prose, params: SubstitutionParams) -> Iterator[Hit]:
    """The wrong words; the longest of several that begin at one place."""
    words = {key_of(word, params.ignore_case): right for word, right in params.words.items()}
    yield from words_in(prose, words, params.unless, params.ignore_case)


def words_in(
    prose: Prose, words: Mapping[str, str | None], unless: Sequence[str], ignore_case: bool
) -> Iterator[Hit]:
    """Words, by their keys, each with what to write instead; None: nobody says what."""
    longer = {key_of(word, ignore_case) for word in unless}
    for match in alternatives((*words, *unless), ignore_case).finditer(prose.text):
        key = key_of(match[0], ignore_case)
        if key not in words or key in longer or match[0] == words[key]:
            continue
        span, expected = Span(*match.span()), words[key]
        edits = () if expected is None else (Edit(span, expected),)
        yield Hit(span, {"found": match[0], "expected": expected or ""}, edits)


def key_of(word: str, ignore_case: bool) -> str:
    """What a word is looked up by."""
    return word.lower() if ignore_case else word
