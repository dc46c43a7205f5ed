"""A page's result as bytes that a cache keeps: what other entries may ask about it, its hits, its entries'
names, and what stands in for all of it, apart."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any, NamedTuple

from catalog_lint.cache import digest_of
from catalog_lint.diagnostic import APPLICABILITIES, Applicability
from catalog_lint.lint.findings import fixable
from catalog_lint.lint.program import Program
from catalog_lint.lint.result import EntryResult, PageResult, PlacedResult, by_name
from catalog_lint.source import Source

UNFIT = (TypeError, ValueError, KeyError, AttributeError, RecursionError)
"""What reading bytes raises that are whole but no result."""


class Outside(NamedTuple):
    """What stands in for a page's entries as long as nothing more is asked.

    `facts` names all that the rules across entries may ask, `starts` are where the entries start, `fix` is
    the best that any fix of theirs promises.
    """

    facts: str
    starts: list[int]
    fix: Applicability | None


def to_parts(page: PageResult) -> list[bytes]:
    """The page's entries as four parts: heads and facts, hits, names, what stands in for them."""
    heads, hits, starts, asked = [], [], [], []
    for entry in page.entries:
        head, found = entry.result.to_json()
        heads.append([entry.start, entry.length, head])
        hits.append(found)
        starts.append(entry.start)
        kind, language, number, fields, anchor, *_, facts, _ = head
        asked.append([kind, language, number, fields, anchor, facts])
    outside = [digest_of(_written(asked)), starts, fixable(page)]
    return [_written(heads), _written(hits), _written(page.names()), _written(outside)]


def heads_from(part: bytes) -> list[PlacedResult]:
    """Entries without their hits. Raises one of UNFIT where the bytes do not fit."""
    return [
        PlacedResult(start, length, EntryResult.from_json(head)) for start, length, head in json.loads(part)
    ]


def outside_from(part: bytes) -> Outside:
    """What stands in for a page's entries. Raises as `heads_from` does."""
    facts, starts, fix = json.loads(part)
    if fix is not None and fix not in APPLICABILITIES:
        raise ValueError(fix)
    return Outside(str(facts), [int(start) for start in starts], fix)


def from_parts(path: str, source: Source, program: Program, parts: Sequence[bytes]) -> PageResult:
    """The page's result that `to_parts` wrote. Raises as `heads_from` does."""
    return PageResult(path, source, program, _entries(parts))


def by_name_from(parts: Sequence[bytes]) -> dict[str, EntryResult]:
    """The results of `to_parts`, by the names of their entries. Raises as `heads_from` does."""
    return by_name(json.loads(parts[2]), _entries(parts))


def _entries(parts: Sequence[bytes]) -> list[PlacedResult]:
    heads, hits = json.loads(parts[0]), json.loads(parts[1])
    return [
        PlacedResult(start, length, EntryResult.from_json(head, found))
        for (start, length, head), found in zip(heads, hits, strict=True)
    ]


def _written(data: Any) -> bytes:
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
