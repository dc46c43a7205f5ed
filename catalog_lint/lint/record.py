"""A page's result as bytes that a cache keeps: what other entries may ask about it, its hits, its entries'
names, and what tells whether the rules across entries would find the same, apart."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from catalog_lint.cache import digest_of
from catalog_lint.lint.program import Program
from catalog_lint.lint.result import EntryResult, PageResult, PlacedResult, by_name
from catalog_lint.source import Source

UNFIT = (TypeError, ValueError, KeyError, AttributeError, RecursionError)
"""What reading bytes raises that are whole but no result."""


def to_parts(page: PageResult) -> list[bytes]:
    """The page's entries as four parts: heads and facts, hits, names, the facts' name and the starts."""
    heads, hits, starts, asked = [], [], [], []
    for entry in page.entries:
        head, found = entry.result.to_json()
        heads.append([entry.start, entry.length, head])
        hits.append(found)
        starts.append(entry.start)
        kind, language, number, fields, anchor, *_, facts, _ = head
        asked.append([kind, language, number, fields, anchor, facts])
    outside = [digest_of(_written(asked)), starts]
    return [_written(heads), _written(hits), _written(page.names()), _written(outside)]


def heads_from(part: bytes) -> list[PlacedResult]:
    """Entries without their hits. Raises one of UNFIT where the bytes do not fit."""
    return [
        PlacedResult(start, length, EntryResult.from_json(head)) for start, length, head in json.loads(part)
    ]


def facts_from(part: bytes) -> tuple[str, list[int]]:
    """A name for all that rules across entries may ask, and where entries start.

    Raises as `heads_from` does.
    """
    name, starts = json.loads(part)
    return str(name), [int(start) for start in starts]


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
