"""Suppressions in the page: `<!-- catalog-lint-disable-line CODE -- reason -->` and its kin."""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import NamedTuple

from catalog_lint.catalog.suppression_comments import comments, may_hold_suppressions
from catalog_lint.rule.model import Rule
from catalog_lint.rule.selectors import chosen
from catalog_lint.source import Source, Span, merged

_LINE_START = re.compile(r"(?:[ ]{0,3}>[ \t]?)*[ ]{0,3}(?:(?:[-*+]|[0-9]{1,9}[.)])[ \t]+)?")
"""What may stand before a comment that opens a block of HTML: quotation marks, a list's marker."""
_ANY_COMMENT = re.compile(r"<!--.*?-->")


class Reach(NamedTuple):
    """Where one selector of a comment counts, and for which rules."""

    name: str
    codes: frozenset[str]
    span: Span


@dataclass(slots=True)
class Suppression:
    """One comment: what it suppresses, where it reaches, and which of its selectors did something.

    `selectors` maps each selector that names a rule to its place, `unknown` those that name none. `used` has
    those of an `enable` that ended a `disable`. `meant` is the spelling that a
    comment nearly has which is no suppression.
    """

    kind: str
    span: Span
    selectors: dict[str, Span] = field(default_factory=dict)
    unknown: dict[str, Span] = field(default_factory=dict)
    reaches: list[Reach] = field(default_factory=list)
    used: set[str] = field(default_factory=set)
    meant: str = ""


_Open = dict[str, list[tuple[Suppression, str]]]
"""By code: the comments that have it off, and by which selector."""


class Suppressions:
    """The suppressions of a page, of which `code` are the places of code and `entries` those of entries.

    `in_use` holds the codes of the rules that the run used; a selector that names none of them is not called
    unused.
    """

    def __init__(
        self, source: Source, code: Iterable[Span], entries: Sequence[Span], rules: Mapping[str, Rule]
    ) -> None:
        self.source = source
        self.rules = rules
        self._code = sorted(code)
        self._entries = entries
        self.all: list[Suppression] = []
        self.in_use: frozenset[str] = frozenset()
        self._known_codes: dict[str, frozenset[str]] = {}
        self._covered: dict[str, list[int]] = {}
        if may_hold_suppressions(source.text):
            self._read()

    def _read(self) -> None:
        text = self.source.text
        code = self._code
        starts = [block.start for block in code]
        open_: _Open = {}
        for found in comments(text, self._codes):
            inside = bisect_right(starts, found.span.start) - 1
            if inside >= 0 and code[inside].covers(found.span):
                continue
            one = Suppression(found.kind, found.span, meant=found.meant)
            for name, place in found.selectors.items():
                (one.selectors if self._codes(name) else one.unknown)[name] = place
            self.all.append(one)
            if one.kind == "enable":
                self._end(open_, one)
            elif one.kind == "disable":
                for name in one.selectors:
                    for each in self._codes(name):
                        open_.setdefault(each, []).append((one, name))
            elif (where := self._span_of(one)) is not None:
                one.reaches += self._reaches(one, where)
        left: dict[tuple[int, str], tuple[Suppression, list[str]]] = {}
        for each, ones in open_.items():
            for one, name in ones:
                left.setdefault((one.span.start, name), (one, []))[1].append(each)
        for (start, name), (one, codes) in left.items():
            one.reaches.append(Reach(name, frozenset(codes), Span(start, len(text) + 1)))

    def _reaches(self, one: Suppression, span: Span) -> Iterable[Reach]:
        return [Reach(name, self._codes(name), span) for name in one.selectors]

    def _end(self, open_: _Open, enable: Suppression) -> None:
        """End what an `enable` names, however that was spelled."""
        end = enable.span.start
        for name in enable.selectors:
            for code in sorted(self._codes(name)):
                for one, opened in open_.pop(code, ()):
                    enable.used.add(name)
                    one.reaches.append(Reach(opened, frozenset({code}), Span(one.span.start, end)))

    def _span_of(self, one: Suppression) -> Span | None:
        source = self.source
        row, last = source.position(one.span.start).row, source.position(one.span.end).row
        starts = [*source.line_starts, len(source.text) + 1]
        if one.kind == "disable-line":
            return Span(starts[row - 1], starts[last])
        if one.kind == "disable-next-line":
            if last + 1 >= len(starts):
                return Span(one.span.end, one.span.end)
            return Span(starts[last], starts[last + 1])
        if one.kind == "disable-file":
            return Span(0, len(source.text) + 1)
        if one.kind == "disable-entry":
            index = bisect_right(self._entries, one.span.start, key=lambda entry: entry.start) - 1
            return self._entries[index] if index >= 0 else None
        return None

    def _codes(self, selector: str) -> frozenset[str]:
        known = self._known_codes.get(selector)
        if known is None:
            found = (code for code, rule in self.rules.items() if chosen(rule, (selector,)))
            known = self._known_codes[selector] = frozenset(found)
        return known

    @cached_property
    def _spans(self) -> dict[str, list[Span]]:
        """By code, where comments take findings out: in order, each place once."""
        spans: dict[str, list[Span]] = {}
        for one in self.all:
            for reach in one.reaches:
                for code in reach.codes:
                    spans.setdefault(code, []).append(Span(reach.span.start, max(reach.span.end, 1)))
        return {code: merged(sorted(each)) for code, each in spans.items()}

    def covers(self, code: str, start: int) -> bool:
        """Whether a comment takes out what a rule finds at an offset of the page; remembers where."""
        spans = self._spans.get(code, ())
        index = bisect_right(spans, start, key=lambda span: span.start) - 1
        if index < 0 or start >= spans[index].end:
            return False
        self._covered.setdefault(code, []).append(start)
        return True

    def unused(self, one: Suppression) -> dict[str, Span]:
        """Those of a comment's selectors that did nothing though their rules were in use."""
        reached = {reach.name for reach in one.reaches}
        used = one.used | {reach.name for reach in one.reaches if self._took_out(reach)}
        return {
            name: place
            for name, place in one.selectors.items()
            if name not in used
            and (one.kind == "enable" or (name in reached and self._codes(name) & self.in_use))
        }

    def _took_out(self, reach: Reach) -> bool:
        low, high = reach.span
        for code in reach.codes & self._covered_in_order.keys():
            starts = self._covered_in_order[code]
            if bisect_left(starts, low) < bisect_left(starts, max(high, 1)):
                return True
        return False

    @cached_property
    def _covered_in_order(self) -> dict[str, list[int]]:
        return {code: sorted(starts) for code, starts in self._covered.items()}

    def hides_its_line(self, one: Suppression) -> bool:
        """Whether the comment makes a block of HTML of a line with text, whose Markdown is then not read."""
        text = self.source.text
        start = text.rfind("\n", 0, one.span.start) + 1
        if not _LINE_START.fullmatch(text, start, one.span.start):
            return False
        end = text.find("\n", one.span.end)
        behind = text[one.span.end : len(text) if end < 0 else end]
        closed = (
            behind.rfind("-->") + 3
        )  # a comment that nothing closes would be looked for to the line's end
        rest = (_ANY_COMMENT.sub("", behind[:closed]) + behind[closed:]).strip()
        return bool(rest) and not rest.startswith("<")
