"""The comments that suppress findings: whether they do, and whether they can."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from catalog_lint.catalog.suppressions import Suppression, Suppressions
from catalog_lint.diagnostic import Edit, Hit, Span


def unused(suppressions: Suppressions) -> Iterator[Hit]:
    """Selectors that suppress nothing."""
    for one in suppressions.all:
        if one.kind != "enable":
            yield from _without_effect(suppressions, one)


def idle_enable(suppressions: Suppressions) -> Iterator[Hit]:
    """Selectors of an `enable` that end no `disable`."""
    for one in suppressions.all:
        if one.kind == "enable":
            yield from _without_effect(suppressions, one)


def _without_effect(suppressions: Suppressions, one: Suppression) -> Iterator[Hit]:
    text = suppressions.source.text
    gone = suppressions.unused(one)
    if gone and not one.unknown and set(gone) == set(one.selectors):
        yield Hit(one.span, {"found": " ".join(gone)}, (Edit(_whole(text, one.span), ""),))
        return
    for name, place in gone.items():
        yield Hit(place, {"found": name}, (Edit(_with_separator(text, place), ""),))


def hiding(suppressions: Suppressions) -> Iterator[Hit]:
    """A comment at the start of a line with text, which Markdown then takes for HTML as a whole."""
    for one in suppressions.all:
        if not one.meant and suppressions.hides_its_line(one):
            yield Hit(one.span)


def _whole(text: str, span: Span) -> Span:
    """The comment, with its line where it stands alone on it."""
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    end = len(text) if end < 0 else end
    if text[start : span.start].strip() or text[span.end : end].strip():
        lead = len(text[start : span.start]) - len(text[start : span.start].rstrip())
        return Span(span.start - lead, span.end) if not text[span.end : end].strip() else span
    return Span(start, min(end + 1, len(text)))


def _with_separator(text: str, place: Span) -> Span:
    start = place.start
    while text[start - 1 : start] in (" ", "\t", ","):
        start -= 1
    end = place.end
    if text[end : end + 1] == "," and text[start - 1 : start] not in (",",):
        return Span(place.start, end + 1 + (text[end + 1 : end + 2] == " "))
    return Span(start, end)


def without_codes(suppressions: Suppressions) -> Iterator[Hit]:
    """A comment that names no rule."""
    for one in suppressions.all:
        if not one.meant and not one.selectors and not one.unknown:
            yield Hit(one.span, {"kind": one.kind})


def unknown_code(suppressions: Suppressions) -> Iterator[Hit]:
    """A selector that names no rule; words after selectors that resemble no rule's name are a reason."""
    names = {key.casefold(): key for rule in suppressions.rules.values() for key in rule.names}
    for one in suppressions.all:
        reason: list[Span] = []
        for name, place in one.unknown.items() if not one.meant else ():
            near = get_close_matches(name.casefold(), names, 1)
            if near or not one.selectors or place < min(one.selectors.values()):
                yield Hit(place, {"found": name, "near": names[near[0]] if near else "ALL"})
            else:
                reason.append(place)
        if reason:
            whole = Span(reason[0].start, reason[-1].end)
            said = suppressions.source.text[slice(*whole)]
            yield Hit(whole, {"found": said, "near": f"-- {said}"})


def unknown_kind(suppressions: Suppressions) -> Iterator[Hit]:
    """A comment that looks like a suppression but is not one."""
    for one in suppressions.all:
        if one.meant:
            yield Hit(one.span, {"found": one.kind, "near": one.meant})
