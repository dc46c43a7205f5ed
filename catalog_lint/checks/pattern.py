"""A general check: what a regular expression finds in prose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Annotated

from pydantic import AfterValidator, BaseModel, Field

from catalog_lint.catalog.model import MASKS, Prose
from catalog_lint.rule import Edit, Hit, Span


def _expression(value: str) -> str:
    try:
        found = re.compile(value, re.MULTILINE)
    except re.error as error:
        raise ValueError(f"no regular expression: {error}") from None
    if found.match(""):
        raise ValueError("matches the empty text, so it would match everywhere")
    return value


class PatternParams(BaseModel, extra="forbid", frozen=True):
    """What to find, and what to write instead."""

    pattern: Annotated[str, AfterValidator(_expression)] = Field(
        description="Regular expression; ^ and $ are the ends of a line."
    )
    replace: str | None = Field(None, description=r"What to write instead; \1 is the first group.")


@lru_cache
def _compiled(pattern: str) -> re.Pattern[str]:
    return re.compile(pattern, re.MULTILINE)


def pattern(prose: Prose, params: PatternParams) -> Iterator[Hit]:
    """What the pattern finds, save where it runs over code, links or other things that are no prose.

    Values: found, expected (empty without `replace`).
    """
    for match in _compiled(params.pattern).finditer(prose.text):
        found, span = match[0], Span(*match.span())
        if not found or not set(found).isdisjoint(MASKS):
            continue
        if params.replace is None:
            yield Hit(span, {"found": found, "expected": ""})
        else:
            expected = match.expand(params.replace)
            yield Hit(span, {"found": found, "expected": expected}, (Edit(span, expected),))
