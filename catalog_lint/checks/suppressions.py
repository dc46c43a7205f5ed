"""The comments that take findings out: whether they do, and whether they can."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import get_close_matches

from catalog_lint.diagnostic import Edit, Hit, Span
from catalog_lint.lint.suppressions import KINDS, Suppression, Suppressions
from catalog_lint.rule.contract import NoParams


def unused(suppressions: Suppressions, params: NoParams) -> Iterator[Hit]:
    """Selectors that take nothing out."""
    text = suppressions.page.source.text
    by_comment: dict[Span, list[Suppression]] = {}
    for one in suppressions.all:
        by_comment.setdefault(one.span, []).append(one)
    for span, parts in by_comment.items():
        gone = {name: place for one in parts for name, place in suppressions.unused(one).items()}
        if not gone:
            continue
        names = {name for one in parts for name in (*one.codes, *one.unknown)}
        if set(gone) == names:
            whole = _whole(text, span)
            yield Hit(span, {"found": " ".join(gone)}, (Edit(whole, ""),))
            continue
        for name, place in gone.items():
            yield Hit(place, {"found": name}, (Edit(_with_separator(text, place), ""),))


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


def without_codes(suppressions: Suppressions, params: NoParams) -> Iterator[Hit]:
    """A comment that names no rule."""
    for one in suppressions.all:
        if one.kind in KINDS and not one.codes and not one.unknown:
            yield Hit(one.span, {"kind": one.kind})


def unknown_code(suppressions: Suppressions, params: NoParams) -> Iterator[Hit]:
    """A selector that names no rule."""
    names = {key for rule in suppressions.rules.values() for key in (rule.code, rule.name)}
    for one in suppressions.all:
        for name, place in one.unknown.items():
            near = get_close_matches(name.upper(), names, 1) or get_close_matches(name.lower(), names, 1)
            yield Hit(place, {"found": name, "near": near[0] if near else "ALL"})


def unknown_kind(suppressions: Suppressions, params: NoParams) -> Iterator[Hit]:
    """A comment that opens like a suppression and is none."""
    for one in suppressions.all:
        if one.kind not in KINDS:
            near = get_close_matches(one.kind, KINDS, 1)
            yield Hit(one.span, {"found": one.kind, "near": near[0] if near else KINDS[0]})
