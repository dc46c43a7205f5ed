"""A general check: words that have another spelling, from a table in the rule's file."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from pydantic import BaseModel, Field

from catalog_lint.catalog.model import Prose
from catalog_lint.rule import Edit, Hit, Span


class SubstitutionParams(BaseModel, extra="forbid", frozen=True):
    """Words and what to write instead."""

    words: dict[str, str] = Field(min_length=1, description="Each wrong word with the right one.")
    except_in: tuple[str, ...] = Field(
        (), alias="except-in", description="Longer words that hold a wrong one and are right."
    )


@lru_cache
def _compiled(words: tuple[str, ...]) -> re.Pattern[str]:
    return re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)))


def substitution(prose: Prose, params: SubstitutionParams) -> Iterator[Hit]:
    """The words of the table, the longest where several fit. Values: found, expected."""
    for match in _compiled((*params.words, *params.except_in)).finditer(prose.text):
        expected = params.words.get(match[0])
        if expected is not None:
            span = Span(*match.span())
            yield Hit(span, {"found": match[0], "expected": expected}, (Edit(span, expected),))
