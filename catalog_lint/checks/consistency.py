"""Words that may be spelled in more than one way: a catalog keeps to one."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

from catalog_lint.catalog.facts import Facts
from catalog_lint.catalog.model import Entry
from catalog_lint.diagnostic import Edit, Hit, Span
from catalog_lint.rule.contract import DataFile, Params, collects, param
from catalog_lint.rule.wordlists import alternatives, entries


class SpellingParams(Params):
    """`words`: the spellings of one word on a line; `share`: what of them the catalog's own must have."""

    words: DataFile
    share: float = param(0.6, ge=0.5, le=1)


@lru_cache
def _words(path: Path) -> tuple[re.Pattern[str], dict[str, str]]:
    """What finds any spelling, the longest first, and the first spelling of each word."""
    first = {spelling: entry.text for entry in entries(path) for spelling in entry.parts}
    return alternatives(tuple(first)), first


def _spellings(entry: Entry, params: SpellingParams) -> tuple[tuple[str, Span], ...] | None:
    found = _words(params.words)[0].finditer(entry.prose.text)
    return tuple((match[0], Span(*match.span())) for match in found) or None


@collects(_spellings)
def spellings(facts: Sequence[Facts], params: SpellingParams) -> Iterator[Hit]:
    """A spelling other than the one that the catalog has for most places of the word."""
    first = _words(params.words)[1]
    counts = Counter(spelling for one in facts for spelling, _ in one.note or ())
    totals: Counter[str] = Counter()
    for spelling, count in counts.items():
        totals[first[spelling]] += count
    usual = {
        first[spelling]: spelling
        for spelling, count in counts.items()
        if count > params.share * totals[first[spelling]]
    }
    for one in facts:
        for spelling, (start, end) in one.note or ():
            span, expected = Span(start, end), usual.get(first[spelling], spelling)
            if expected != spelling:
                values = {"found": spelling, "expected": expected, "count": str(counts[expected])}
                yield Hit(span, values, (Edit(span, expected),), target=one.target)
