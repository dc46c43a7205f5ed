"""The rules that see all entries of a run: facts in, hits by page and entry out."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from catalog_lint.catalog.facts import Facts
from catalog_lint.diagnostic import Hit
from catalog_lint.lint.program import Program
from catalog_lint.lint.result import EntryResult


@dataclass(slots=True)
class Across:
    """What the rules across entries found: hits by page, as (index of the entry, code, hit)."""

    hits: dict[str, list[tuple[int, str, Hit]]] = field(default_factory=dict)
    failures: list[str] = field(default_factory=list)


class Collected:
    """An entry as the checks across entries see it, without what one of them collected."""

    __slots__ = ("base", "notes")

    def __init__(self, path: str, index: int, result: EntryResult) -> None:
        self.base = Facts(
            path, index, result.kind, result.number, result.fields, result.anchor, result.language
        )
        self.notes: dict[str, Any] = result.facts

    def facts(self, code: str) -> Facts:
        """The facts as the rule with this code gets them."""
        note = self.notes.get(code)
        base = self.base
        if note is None:
            return base
        return Facts(
            base.path, base.index, base.kind, base.number, base.fields, base.anchor, base.language, note
        )


def across(entries: Sequence[Collected], program: Program) -> Across:
    """Run the rules across entries; the entries are those of all pages with this program, in order."""
    found = Across()
    for bound in program.across:
        given = [
            entry.facts(bound.code)
            for entry in entries
            if bound.applies_to(entry.base.language) and (bound.outside or entry.base.kind == "entry")
        ]
        try:
            hits: Iterable[Hit] = list(bound.check(given, bound.params))
        except Exception as error:
            found.failures.append(f"{bound.code} failed across entries: {type(error).__name__}: {error}")
            continue
        for hit in hits:
            path, index = hit.target or given[0].target
            found.hits.setdefault(path, []).append((index, bound.code, hit))
    return found
