"""Characters that nobody sees."""

from __future__ import annotations

from collections.abc import Iterator
from unicodedata import name

from catalog_lint.catalog.invisible import InvisibleKind, holds_any, invisible_runs
from catalog_lint.catalog.model import Entry
from catalog_lint.diagnostic import Applicability, Edit, Hit, Span
from catalog_lint.rule.contract import Params


class InvisibleParams(Params):
    """`kind`: which characters."""

    kind: InvisibleKind


def invisible(entry: Entry, params: InvisibleParams) -> Iterator[Hit]:
    """Runs of invisible characters anywhere in an entry; those that join an emoji are left alone."""
    if not entry.memo(holds_any):
        return
    for span in invisible_runs(entry.text, params.kind):
        applicability: Applicability | None = "unsafe" if _is_quoted(entry, span) else None
        found = entry.text[span.start : span.end]
        yield Hit(span, {"found": _named(found)}, (Edit(span, ""),), applicability=applicability)


def _is_quoted(entry: Entry, span: Span) -> bool:
    """Whether the place is an address, code, or the video's own title."""
    places = [field.span for field in entry.fields.values()]
    places += [link.span for link in entry.links]
    places += [*entry.code, *entry.html]
    if entry.title_echo is not None:
        places.append(entry.title_echo.span)
    return any(span.overlaps(place) for place in places)


def _named(run: str) -> str:
    names = [f"U+{ord(char):04X} {name(char, 'CONTROL')}" for char in run[:2]]
    return ", ".join(names) + (" …" if len(run) > 2 else "")
