"""The general check for words that should be others: a rule of one's own without Python."""

from __future__ import annotations

from collections.abc import Iterator
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
    words = {_key(word, params.ignore_case): right for word, right in params.words.items()}
    compiled = alternatives((*params.words, *params.unless), params.ignore_case)
    unless = {_key(word, params.ignore_case) for word in params.unless}
    for match in compiled.finditer(prose.text):
        key = _key(match[0], params.ignore_case)
        expected = words.get(key)
        if expected is not None and key not in unless and match[0] != expected:
            span = Span(*match.span())
            yield Hit(span, {"found": match[0], "expected": expected}, (Edit(span, expected),))


def _key(word: str, ignore_case: bool) -> str:
    return word.lower() if ignore_case else word
