"""The anchors that GitHub gives to headings, and those that a page sets itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from catalog_lint.catalog.model import Entry

_DROPPED = re.compile(r"[^\w\- ]")


def slug(text: str) -> str:
    """The anchor of a heading with this text, as a reader sees it: letters and digits of any script stay,
    blanks become hyphens, other marks go, capitals become small.
    """
    return _DROPPED.sub("", text.strip().casefold()).replace(" ", "-")


def headings_of(entry: Entry) -> Iterator[str]:
    """An entry's headings in order as a reader sees them, the title's own among them."""
    return (block.seen for block in entry.blocks if block.kind == "heading")


def html_anchors(entry: Entry) -> list[str]:
    """The anchors that an entry sets by HTML."""
    return [
        attribute.value
        for tag in entry.tags
        for attribute in tag.attributes
        if attribute.name in ("id", "name") and attribute.value
    ]


def page_anchors(headings: Iterable[str]) -> set[str]:
    """The anchors of headings as a reader sees them; the second of equal ones ends in -1, and so on."""
    anchors: set[str] = set()
    counts: dict[str, int] = {}
    for text in headings:
        name = slug(text)
        count = counts.get(name, 0)
        counts[name] = count + 1
        anchors.add(f"{name}-{count}" if count else name)
    return anchors
