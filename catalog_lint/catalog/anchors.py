"""The anchors that GitHub gives to headings, and those that a page sets itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from catalog_lint.catalog.html import Tag, tags
from catalog_lint.catalog.markdown import pieces_in
from catalog_lint.catalog.model import Entry
from catalog_lint.catalog.prose import seen

_DROPPED = re.compile(r"[^\w\- ]")


def slug(text: str) -> str:
    """The anchor of a heading with this text, as a reader sees it: letters and digits of any script stay,
    spaces become hyphens, other marks are dropped, capitals become lower case.
    """
    return _DROPPED.sub("", text.strip().casefold()).replace(" ", "-")


def headings_of(entry: Entry) -> Iterator[str]:
    """An entry's headings in order as a reader sees them, the title's own among them."""
    return (block.seen for block in entry.blocks if block.kind == "heading")


def seen_in(heading: str) -> str:
    """A heading, given as Markdown without its hashes, as a reader sees it."""
    return seen(heading, pieces_in(heading)) if heading else ""


def html_anchors(entry: Entry) -> list[str]:
    """The anchors that an entry sets by HTML."""
    return _set_by(entry.tags)


def html_anchors_in(html: str) -> list[str]:
    """The anchors that a run of HTML sets."""
    return _set_by(tags(html))


def _set_by(found: Iterable[Tag]) -> list[str]:
    return [
        attribute.value
        for tag in found
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
