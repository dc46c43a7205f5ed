"""Words that the Mainland uses where Taiwan has another."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from catalog_lint.catalog.model import Prose
from catalog_lint.diagnostic import Hit
from catalog_lint.language import tables
from catalog_lint.language.conversions import across_words
from catalog_lint.rule.contract import DataFile, Params
from catalog_lint.rule.wordlists import entries
from catalog_lint.source import Edit, Span

CHOICE = "、"
_SELDOMER = 12
"""How much more, 3 nats, it may cost than Taiwan's own term: what is rarer still is the Mainland's word."""
_SHARED_BESIDE_ONE = 10
"""How many terms of both sides one of the Mainland's alone vouches for."""


class WordingParams(Params):
    """`terms`: a list of `Mainland term<TAB>Taiwan's` (several: "、" between); `-term` drops one of OpenCC's.

    A term without a second column defends a longer word that only holds a listed one; with `both` in a third,
    Taiwan has it in another sense.
    """

    terms: DataFile


class _Found(NamedTuple):
    start: int
    end: int
    term: str
    taiwan: str


def wording(prose: Prose, params: WordingParams) -> Iterator[Hit]:
    """Mainland terms with Taiwan's; an edit only where there is one answer.

    One that Taiwan's texts have too, in another sense (程序, 保存), is reported only in an entry that writes
    others, and writes it oftener than Taiwan's.
    """
    terms = _terms(params.terms)
    found = list(_found(prose.text, terms))
    times = Counter(one.term for one in found)
    shared = {one.term for one in found if one.term in terms.both or _is_shared(one.term, one.taiwan)}
    of_both = sum(times[term] for term in shared)
    mainland = (len(found) - of_both) * _SHARED_BESIDE_ONE >= of_both
    reported = {
        one.term
        for one in found
        if one.term not in shared
        or (mainland and prose.text.count(one.taiwan.split(CHOICE)[0]) < times[one.term])
    }
    for one in found:
        if one.term in reported:
            span = Span(one.start, one.end)
            edits = () if CHOICE in one.taiwan else (Edit(span, one.taiwan),)
            yield Hit(span, {"found": one.term, "expected": one.taiwan}, edits=edits)


@lru_cache(1_000)
def _is_shared(term: str, taiwan: str) -> bool:
    """Whether Taiwan's own texts write a term often, and not just as the Mainland's word for their own."""
    cost, own = (tables.words().cost(tables.folded(word)) for word in (term, taiwan.split(CHOICE)[0]))
    return cost is not None and cost <= tables.COMMON_WORD and (own is None or cost - own <= _SELDOMER)


def _found(text: str, terms: _Terms) -> Iterator[_Found]:
    end = 0
    for match in terms.starts.finditer(text):
        at = match.start()
        if at < end:
            continue
        for size in terms.sizes[match[0]]:
            taiwan = terms.known.get(text[at : at + size])
            if taiwan is None:
                continue
            end = at + size
            if taiwan and not across_words(text, at, end, tuple(taiwan.split(CHOICE))):
                yield _Found(at, end, text[at:end], taiwan)
            break


@dataclass(frozen=True, slots=True)
class _Terms:
    known: dict[str, str]
    both: frozenset[str]
    starts: re.Pattern[str]
    sizes: dict[str, tuple[int, ...]]


@lru_cache
def _terms(path: Path) -> _Terms:
    known = tables.wording()
    both = set()
    for entry in entries(path):
        if "both" in entry.parts[2:]:
            both.add(entry.text)
        if entry.text.startswith("-"):
            known.pop(entry.text[1:], None)
        else:
            known[entry.text] = entry.parts[1] if len(entry.parts) > 1 else ""
    sizes: dict[str, set[int]] = {}
    for term in known:
        sizes.setdefault(term[0], set()).add(len(term))
    return _Terms(
        known,
        frozenset(both),
        re.compile(f"[{re.escape(''.join(sizes))}]"),
        {first: tuple(sorted(lengths, reverse=True)) for first, lengths in sizes.items()},
    )
