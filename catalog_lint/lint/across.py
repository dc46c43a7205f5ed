"""The rules that see all entries of a run: facts in, hits by page and entry out."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any, Literal

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


def across(entries: Sequence[Collected], program: Program, partial: bool = False) -> Across:
    """Run the rules across entries; the entries are those of all pages with this program, in order.

    `partial`: the pages are some of a catalog, so that what is not on them may stand elsewhere.
    """
    found = Across()
    noted = {code for entry in entries for code in entry.notes}
    looked_at: dict[tuple[tuple[str, ...], tuple[str, ...]], list[Collected]] = {}
    for bound in program.across:
        key = bound.places, bound.rule.languages
        mine = looked_at.get(key)
        if mine is None:
            mine = looked_at[key] = [
                entry
                for entry in entries
                if entry.base.kind in bound.places and bound.applies_to(entry.base.language)
            ]
        given = [entry.facts(bound.code) if bound.code in noted else entry.base for entry in mine]
        for group in _groups(given, bound.rule.partial if partial else "run"):
            try:
                hits: Iterable[Hit] = list(bound.check(group, bound.params))
            except Exception as error:
                found.failures.append(f"{bound.code} failed across entries: {type(error).__name__}: {error}")
                continue
            for hit in hits:
                path, index = hit.target or group[0].target
                found.hits.setdefault(path, []).append((index, bound.code, hit))
    return found


def _groups(given: list[Facts], how: Literal["run", "page", "silent"]) -> Iterator[list[Facts]]:
    """What a rule looks at together."""
    if how == "run":
        yield given
    elif how == "page":
        for _, page in groupby(given, key=lambda one: one.path):
            yield list(page)
