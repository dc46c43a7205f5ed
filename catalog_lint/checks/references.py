"""References that lead nowhere: to paragraphs that are not on the page, and links to placeholders."""

from __future__ import annotations

from collections.abc import Iterator

from catalog_lint.catalog.model import Entry, Prose
from catalog_lint.checks.phrases import hinted_lines, phrases
from catalog_lint.diagnostic import Edit, Hit, Span
from catalog_lint.rule.contract import DataFile, Params

_OPENERS, _CLOSERS = "（([【", "）)]】"


class ParagraphParams(Params):
    """`patterns`: references to a paragraph by its number; `named`: how a page names its own paragraphs.

    `hint`: a regular expression that finds a place in every line that may hold either.
    """

    patterns: DataFile
    named: DataFile
    hint: str


class AddressParams(Params):
    """`addresses`: what stands for one that was never filled in; `upward`: labels that mean the top."""

    addresses: tuple[str, ...]
    upward: tuple[str, ...]


def paragraphs(prose: Prose, params: ParagraphParams) -> Iterator[Hit]:
    """References to numbered paragraphs, unless a line of the entry opens with such a number.

    The fix takes one in parentheses away.
    """
    text = prose.text
    known, named = phrases(params.patterns), phrases(params.named)
    found: list[Span] = []
    for start, line in hinted_lines(text, params.hint):
        if named.search(line):
            return
        found += [span.shifted(start) for span in known.spans(line)]
    for span in found:
        whole = Span(span.start - 1, span.end + 1)
        enclosed = text[whole.start : span.start] in _OPENERS and text[span.end : whole.end] in _CLOSERS
        place = whole if enclosed and whole.start >= 0 else span
        edits = (Edit(place, ""),) if place is whole else ()
        yield Hit(place, {"found": prose.entry.text[place.start : place.end]}, edits)


def empty_links(entry: Entry, params: AddressParams) -> Iterator[Hit]:
    """Links whose address is "#" or a word that stands for one; the fix leaves the label."""
    for link in entry.links:
        if link.frame or link.label is None or link.url.lower() not in params.addresses:
            continue
        label = entry.text[slice(*link.label)]
        if any(word in label.lower() for word in params.upward):
            continue
        place = Span(link.label.start - 1, entry.text.index(")", link.span.start) + 1)
        edits = (
            Edit(Span(place.start, link.label.start), ""),
            Edit(Span(link.label.end, place.end), ""),
        )
        yield Hit(place, {"found": entry.text[place.start : place.end], "label": label}, edits)
