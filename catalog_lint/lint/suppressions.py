"""Suppressions in the page: `<!-- catalog-lint-disable-line CODE -- reason -->` and its kin."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from catalog_lint.diagnostic import Finding
from catalog_lint.lint.result import PageResult
from catalog_lint.rule.model import Rule
from catalog_lint.rule.selectors import chosen
from catalog_lint.source import Span

Kind = Literal["disable", "enable", "disable-line", "disable-next-line", "disable-entry", "disable-file"]
_COMMENT = re.compile(
    r"<!--[ \t]*catalog-lint-(?P<kind>[a-z-]+)(?P<codes>[^\n>]*?)(?:[ \t]--(?P<reason>[^\n>]*?))?[ \t]*-->"
)
_CODE = re.compile(r"[A-Za-z0-9-]+")
KINDS: tuple[Kind, ...] = (
    "disable",
    "enable",
    "disable-line",
    "disable-next-line",
    "disable-entry",
    "disable-file",
)


@dataclass(slots=True)
class Suppression:
    """One comment: what it takes out, where it reaches, and which of its selectors did something.

    `codes` maps each selector that the comment names to its place; `unknown` holds those that name no
    rule. `reach` is where it counts, None for an `enable` and for a comment that says nothing valid.
    """

    kind: str
    span: Span
    codes: dict[str, Span]
    reach: Span | None = None
    unknown: dict[str, Span] = field(default_factory=dict)
    used: set[str] = field(default_factory=set)


class Suppressions:
    """The suppressions of a page.

    `in_use` holds the codes of the rules that the run judged by; a selector that names none of them is
    not called unused.
    """

    def __init__(self, page: PageResult, rules: Mapping[str, Rule]) -> None:
        self.page = page
        self.rules = rules
        self.all: list[Suppression] = []
        self.in_use: frozenset[str] = frozenset()
        if "catalog-lint-" in page.source.text:
            self._read()

    def _read(self) -> None:
        text = self.page.source.text
        opened: list[tuple[Suppression, str]] = []
        code = self.page.code
        for found in _COMMENT.finditer(text):
            span = Span(*found.span())
            if any(block.covers(span) for block in code):
                continue
            start = found.start("codes")
            names = {m[0]: Span(start + m.start(), start + m.end()) for m in _CODE.finditer(found["codes"])}
            known = {name: place for name, place in names.items() if self._codes(name)}
            one = Suppression(found["kind"], span, known)
            one.unknown = {name: place for name, place in names.items() if name not in known}
            self.all.append(one)
            if one.kind == "enable":
                for other, name in list(opened):
                    if name in known:
                        opened.remove((other, name))
                        self._close(other, name, span.start)
            elif one.kind == "disable":
                one.reach = Span(span.start, len(text))
                opened += ((one, name) for name in known)
            else:
                one.reach = self._reach(one)

    def _close(self, suppression: Suppression, name: str, end: int) -> None:
        """End a `disable` for one of its selectors."""
        place = suppression.codes[name]
        if len(suppression.codes) == 1:
            suppression.reach = Span(suppression.span.start, end)
            return
        del suppression.codes[name]
        part = Suppression("disable", suppression.span, {name: place}, Span(suppression.span.start, end))
        self.all.append(part)

    def _reach(self, one: Suppression) -> Span | None:
        source = self.page.source
        row = source.position(one.span.start).row
        starts = [*source.line_starts, len(source.text) + 1]
        if one.kind == "disable-line":
            return Span(starts[row - 1], starts[row])
        if one.kind == "disable-next-line":
            return (
                Span(starts[row], starts[row + 1])
                if row + 1 < len(starts)
                else Span(one.span.end, one.span.end)
            )
        if one.kind == "disable-file":
            return Span(0, len(source.text) + 1)
        if one.kind == "disable-entry":
            entries = self.page.entries
            index = self.page.index_at(one.span.start)
            return entries[index].span if index >= 0 else None
        return None

    def _codes(self, selector: str) -> set[str]:
        return {code for code, rule in self.rules.items() if chosen(rule, (selector,))}

    def covers(self, finding: Finding) -> bool:
        """Whether a comment takes the finding out; remembers that it was of use."""
        covered = False
        for one in self.all:
            if one.reach is None or not one.reach.start <= finding.span.start < max(one.reach.end, 1):
                continue
            for name in one.codes:
                if chosen(finding.rule, (name,)):
                    one.used.add(name)
                    covered = True
        return covered

    def unused(self, one: Suppression) -> dict[str, Span]:
        """Those of a comment's selectors that took nothing out though their rules were in use."""
        if one.reach is None:
            return {}
        return {
            name: place
            for name, place in one.codes.items()
            if name not in one.used and self._codes(name) & self.in_use
        }
