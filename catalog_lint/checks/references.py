"""References that lead nowhere: to paragraphs that are not on the page, and links without an address."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog_lint.catalog.model import Entry, Link, Prose
from catalog_lint.checks.phrases import folded, phrases
from catalog_lint.diagnostic import Edit, Hit, Span
from catalog_lint.rule.contract import DataFile, Params

_PARAGRAPH = re.compile("[段¶]")
_LINE = re.compile(r"[^\n]+")
_OPENERS, _CLOSERS = "（([【", "）)]】"
_LONGEST_LABEL = 300


class ParagraphParams(Params):
    """`patterns`: references to a paragraph by its number; `named`: how a page names its own paragraphs."""

    patterns: DataFile
    named: DataFile


class AddressParams(Params):
    """`addresses`: what stands for one that was never filled in; `upward`: labels that mean the top."""

    addresses: tuple[str, ...]
    upward: tuple[str, ...]


def paragraphs(prose: Prose, params: ParagraphParams) -> Iterator[Hit]:
    """References to numbered paragraphs, unless a line of the entry opens with such a number.

    The fix takes one in parentheses away.
    """
    text = prose.text
    if not _PARAGRAPH.search(text):
        return
    known, named = phrases(params.patterns), phrases(params.named)
    found: list[Span] = []
    for match in _LINE.finditer(text):
        if not _PARAGRAPH.search(match[0]):
            continue
        line = folded(match[0])
        if named.search(line):
            return
        found += [span.shifted(match.start()) for span in known.spans(line)]
    for span in found:
        whole = Span(span.start - 1, span.end + 1)
        enclosed = text[whole.start : span.start] in _OPENERS and text[span.end : whole.end] in _CLOSERS
        place = whole if enclosed and whole.start >= 0 else span
        edits = (Edit(place, ""),) if place is whole else ()
        yield Hit(place, {"found": prose.entry.text[place.start : place.end]}, edits)


def empty_links(entry: Entry, params: AddressParams) -> Iterator[Hit]:
    """Links whose address is empty, "#", or words that stand for one; the fix leaves the label."""
    for link in entry.links:
        if link.kind != "link" or link.frame or link.url.lower() not in params.addresses:
            continue
        place = _written(entry, link)
        if place is None:
            continue
        label = entry.text[place.start + 1 : entry.text.rfind("]", place.start, place.end)]
        if any(word in label.lower() for word in params.upward):
            continue
        edits = (
            Edit(Span(place.start, place.start + 1), ""),
            Edit(Span(place.start + 1 + len(label), place.end), ""),
        )
        yield Hit(place, {"found": entry.text[place.start : place.end], "label": label}, edits)


def _written(entry: Entry, link: Link) -> Span | None:
    """Where a link stands with its label; None where it is not written as `[label](address)`."""
    text = entry.text
    start = text.rfind("[", max(0, link.span.start - _LONGEST_LABEL), link.span.start)
    end = text.find(")", link.span.start)
    if start < 0 or end < 0 or "](" not in text[start : link.span.start + 1]:
        return None
    return Span(start, end + 1)
