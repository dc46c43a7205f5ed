"""The anchors that GitHub gives to headings, and those that a page sets itself."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from catalog_lint.catalog.model import Entry

_DROPPED = re.compile(r"[^\w\- ]")
_HTML_ANCHOR = re.compile(r"<[a-z][^<>]*?\s(?:id|name)\s*=\s*[\"']?([^\"'\s<>]+)", re.IGNORECASE)


def slug(text: str) -> str:
    """The anchor of a heading with this text, as a reader sees it: letters and digits of any script stay,
    blanks become hyphens, other marks go, capitals become small.
    """
    return _DROPPED.sub("", text.strip().casefold()).replace(" ", "-")


def headings_of(entry: Entry) -> Iterator[str]:
    """An entry's headings in order as Markdown, the title's own among them."""
    for block in entry.blocks:
        if block.kind == "heading":
            yield entry.text[block.content.start : block.content.end]


def html_anchors(entry: Entry) -> list[str]:
    """The anchors that an entry sets by HTML."""
    return _HTML_ANCHOR.findall(entry.text) if "<" in entry.text else []


def page_anchors(headings: Iterable[str]) -> set[str]:
    """The anchors of a page's headings, given as Markdown; the second of equal ones ends in -1, and so on."""
    anchors: set[str] = set()
    counts: dict[str, int] = {}
    for text in headings:
        name = slug(_seen(text))
        count = counts.get(name, 0)
        counts[name] = count + 1
        anchors.add(f"{name}-{count}" if count else name)
    return anchors


def _seen(markdown: str) -> str:
    """A heading's text without the marks of emphasis, code and links."""
    text = re.sub(r"!?\[([^\]]*)\]\([^)]*\)", r"\1", markdown)
    return re.sub(r"(?<!\w)[*_]+|[*_]+(?!\w)|\*+|`|<[^>]*>", "", text)
