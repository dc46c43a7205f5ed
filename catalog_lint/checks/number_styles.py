"""How sections are numbered: the styles that the configuration allows, one style for a page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

from catalog_lint.catalog import numerals
from catalog_lint.catalog.facts import Facts
from catalog_lint.catalog.model import Entry, Heading
from catalog_lint.checks.old_anchors import AnchorParams, kept_anchor
from catalog_lint.diagnostic import Edit, Hit, Span
from catalog_lint.rule.contract import collects


def allowed_style(entry: Entry, params: AnchorParams) -> Iterator[Hit]:
    """A section number in a style that the configuration does not list."""
    schema = entry.schema
    if schema is None or schema.numbering is None:
        return
    for heading in entry.headings:
        numeral = numerals.parse(heading.numeral) if heading.real and heading.numeral else None
        if numeral is None or numeral.style in schema.numbering or numeral.parents:
            continue
        wanted = schema.numbering[0] if len(schema.numbering) == 1 else ""
        edits = _restyled(entry, heading, numeral, wanted, params.keep_anchors) if wanted else ()
        yield Hit(
            heading.numeral_span,
            {"found": heading.numeral.strip(), "allowed": " ".join(schema.numbering)},
            edits,
        )


def _restyled(
    entry: Entry, heading: Heading, numeral: numerals.Numeral, style: str, keep_anchors: bool
) -> tuple[Edit, ...]:
    written = numerals.written(style, numeral.value)
    if not written:
        return ()
    return (*(kept_anchor(entry, heading) if keep_anchors else ()), Edit(heading.numeral_span, written))


class _Top(NamedTuple):
    """A numbered section of the highest level: its style, value and place, and the anchor that it has."""

    style: str
    value: int
    span: Span
    anchor: tuple[Edit, ...]

    @classmethod
    def read(cls, row: Sequence[Any]) -> _Top:
        """The section that a fact describes."""
        style, value, span, anchor = row
        return cls(style, value, Span(*span), tuple(Edit(Span(*at), content) for at, content in anchor))


def _styles(entry: Entry, params: AnchorParams) -> tuple[_Top, ...] | None:
    if entry.schema is None or not entry.schema.one_numbering:
        return None
    real = [heading for heading in entry.headings if heading.real and heading.numeral]
    top = min((heading.level for heading in real), default=0)
    found = []
    for heading in real:
        numeral = numerals.parse(heading.numeral)
        if numeral is None or heading.level != top or numeral.parents:
            continue
        if entry.schema.numbering is None or numeral.style in entry.schema.numbering:
            anchor = kept_anchor(entry, heading) if params.keep_anchors else ()
            found.append(_Top(numeral.style, numeral.value, heading.numeral_span, anchor))
    return tuple(found) or None


@collects(_styles)
def one_style(facts: Sequence[Facts], params: AnchorParams) -> Iterator[Hit]:
    """Entries that number their sections otherwise than most entries of their page."""
    pages: dict[str, list[Facts]] = {}
    for one in facts:
        if one.note:
            pages.setdefault(one.path, []).append(one)
    for numbered in pages.values():
        counts = Counter(style for one in numbered for style in {style for style, *_ in one.note})
        style, most = counts.most_common(1)[0]
        if most * 2 <= len(numbered):
            continue
        for one in numbered:
            others = [_Top.read(row) for row in one.note if row[0] != style]
            if others:
                yield _restyle(one, others, style)


def _restyle(one: Facts, tops: list[_Top], style: str) -> Hit:
    """One finding for an entry, at the first of its numbers that differ."""
    edits: list[Edit] = []
    for top in tops:
        text = numerals.written(style, top.value)
        if not text:
            edits = []
            break
        edits += (*top.anchor, Edit(top.span, text))
    return Hit(tops[0].span, {"found": tops[0].style, "expected": style}, tuple(edits), target=one.target)
