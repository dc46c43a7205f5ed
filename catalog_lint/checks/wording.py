"""Words that the Mainland uses where Taiwan has another."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from catalog_lint.catalog.model import Prose
from catalog_lint.diagnostic import Hit
from catalog_lint.language import conversions, tables
from catalog_lint.rule.contract import DataFile, Params
from catalog_lint.rule.wordlists import entries
from catalog_lint.source import Edit, Span

CHOICE = "、"
_AROUND = 8
"""How many characters on either side say whether a term stands across two words."""


class WordingParams(Params):
    """`terms`: a list of `Mainland term<TAB>Taiwan's` (several: "、" between); `-term` drops one of OpenCC's.

    A term without a second column defends a longer word that only holds a listed one.
    """

    terms: DataFile


def wording(prose: Prose, params: WordingParams) -> Iterator[Hit]:
    """Mainland terms with Taiwan's; an edit only where there is one answer."""
    terms = _terms(params.terms)
    text = prose.text
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
            if taiwan and not _across_words(text, at, end, taiwan):
                span = Span(at, end)
                edits = () if CHOICE in taiwan else (Edit(span, taiwan),)
                yield Hit(span, {"found": text[at:end], "expected": taiwan}, edits=edits)
            break


def _across_words(text: str, start: int, end: int, taiwan: str) -> bool:
    """Whether Taiwan's term in a term's place would tear two words (國內存款 is no 國記憶體款)."""
    left, right = text[max(0, start - _AROUND) : start], text[end : end + _AROUND]
    for each in taiwan.split(CHOICE):
        span = (len(left), len(left) + len(each))
        if any(found[:2] == span for found in conversions.straddling(left + each + right)):
            return True
    return False


@dataclass(frozen=True, slots=True)
class _Terms:
    known: dict[str, str]
    starts: re.Pattern[str]
    sizes: dict[str, tuple[int, ...]]


@lru_cache
def _terms(path: Path) -> _Terms:
    known = tables.wording()
    for entry in entries(path):
        if entry.text.startswith("-"):
            known.pop(entry.text[1:], None)
        else:
            known[entry.text] = entry.parts[1] if len(entry.parts) > 1 else ""
    sizes: dict[str, set[int]] = {}
    for term in known:
        sizes.setdefault(term[0], set()).add(len(term))
    return _Terms(
        known,
        re.compile(f"[{re.escape(''.join(sizes))}]"),
        {first: tuple(sorted(lengths, reverse=True)) for first, lengths in sizes.items()},
    )
