"""From hits, which count from their entry's start, to findings on a page."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from catalog_lint.diagnostic import APPLICABILITIES, Applicability, Edit, Fix, Hit, Related, Span
from catalog_lint.finding import Finding, Place
from catalog_lint.lint.program import BoundRule
from catalog_lint.lint.result import PageResult, PlacedResult
from catalog_lint.rule.model import FixPromise


def findings_of(page: PageResult) -> Iterator[Finding]:
    """The findings of a page's entries, entry by entry."""
    rules = page.program.rules
    for entry in page.entries:
        for code, hit in entry.result.hits:
            yield finding_in_entry(rules[code], hit, page, entry)


def finding_in_entry(
    bound: BoundRule, hit: Hit, page: PageResult, entry: PlacedResult, places: Sequence[Place] | None = None
) -> Finding:
    """The finding for a hit in an entry; `places` are its related ones where they lie in other entries."""
    start = entry.start
    low, high = hit.span
    inside = entry.result.kind == "entry"
    return Finding(
        bound.rule,
        bound.severity,
        page.path,
        Span(low + start, high + start),
        page.source,
        hit.values,
        page.program.settings.locale,
        entry.result.number if inside else None,
        _fix(bound, hit, start, page, inside),
        tuple([_place(one, page, start) for one in hit.related] if places is None else places),
    )


def finding_on_page(bound: BoundRule, hit: Hit, page: PageResult) -> Finding:
    """The finding for a hit that counts from the page's start."""
    index = page.index_at(hit.span.start)
    entry = page.entries[index] if index >= 0 else None
    inside = entry is not None and entry.kind == "entry" and hit.span.start < entry.span.end
    return Finding(
        bound.rule,
        bound.severity,
        page.path,
        hit.span,
        page.source,
        hit.values,
        page.program.settings.locale,
        entry.result.number if entry and inside else None,
        _fix(bound, hit, 0, page, inside),
    )


def _place(related: Related, page: PageResult, start: int) -> Place:
    return Place.on(page.source, page.path, related.span.shifted(start), related.message)


def _fix(bound: BoundRule, hit: Hit, start: int, page: PageResult, inside: bool) -> Fix | None:
    promise = bound.promise
    if not hit.edits or promise is None:
        return None
    applicability = _applicability(promise, hit, inside)
    edits = tuple([Edit(Span(low + start, high + start), content) for (low, high), content in hit.edits])
    (low, high), _ = edits[0]
    return Fix(applicability, edits, page.source.text[low:high])


def fixable(page: PageResult) -> Applicability | None:
    """The best that any fix of the page's entries promises; None where no entry has a fix."""
    rules = page.program.rules
    found = {
        _applicability(promise, hit, entry.kind == "entry")
        for entry in page.entries
        for code, hit in entry.result.hits
        if hit.edits and (promise := rules[code].promise) is not None
    }
    return max(found, key=APPLICABILITIES.index, default=None)


def _applicability(promise: FixPromise, hit: Hit, inside: bool) -> Applicability:
    given = promise.applicability if inside or promise.outside is None else promise.outside
    return given if hit.applicability is None else min(given, hit.applicability, key=APPLICABILITIES.index)
