"""Between pages: ranges in an index page, links to other pages and to anchors."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from posixpath import dirname, join, normpath
from typing import NamedTuple
from urllib.parse import unquote

from catalog_lint.catalog.anchors import headings_of, html_anchors, page_anchors, slug
from catalog_lint.catalog.facts import Facts
from catalog_lint.catalog.model import Entry
from catalog_lint.diagnostic import Hit, Related, Span
from catalog_lint.disk import exists
from catalog_lint.rule.contract import collects

_RANGE = re.compile(r"[ \t]*(?P<first>[0-9]{1,6})[ \t]*(?:[~～–—-]|to|至|到)[ \t]*(?P<last>[0-9]{1,6})[ \t]*")
_EXTERNAL = re.compile(r"[a-z][a-z0-9+.-]*:|//|/|\?|\{", re.IGNORECASE)
_PAGES = (".md", ".markdown")


class _Range(NamedTuple):
    first: int
    last: int
    url: str
    span: Span


class _Link(NamedTuple):
    url: str
    span: Span


class _Places(NamedTuple):
    """What an entry, or the text outside entries, offers to links and where it links to."""

    headings: tuple[str, ...]
    anchors: tuple[str, ...]
    links: tuple[_Link, ...]


def _ranges(entry: Entry) -> tuple[_Range, ...] | None:
    found = [
        _Range(int(m["first"]), int(m["last"]), link.url, Span(m.start("first"), m.end("last")))
        for link in entry.links
        if link.label is not None and link.url and (m := _RANGE.fullmatch(entry.text, *link.label))
    ]
    return tuple(found) or None


def target_of(path: str, url: str) -> str:
    """The page that a relative URL of a page leads to; "" for one that leads elsewhere."""
    if _EXTERNAL.match(url) or url.startswith("#"):
        return ""
    return normpath(join(dirname(path), unquote(url.partition("#")[0].partition("?")[0])))


@collects(_ranges)
def ranges(facts: Sequence[Facts]) -> Iterator[Hit]:
    """A range of numbers in an index page that is not what its page has."""
    numbers: dict[str, list[Facts]] = {}
    for one in facts:
        if one.number is not None:
            numbers.setdefault(normpath(one.path), []).append(one)
    for one in facts:
        for said in (_Range(*row) for row in one.note or ()):
            found = numbers.get(target_of(one.path, said.url), [])
            known = [each.number for each in found if each.number is not None]
            if not known:
                continue
            low, high = min(known), max(known)
            if {low, high} != {said.first, said.last}:
                ends = [each for each in found if each.number in (low, high)]
                yield Hit(
                    Span(*said.span),
                    {"found": f"{said.first}-{said.last}", "expected": f"{low}-{high}", "page": said.url},
                    related=tuple(Related(e.place("number"), str(e.number), e.target) for e in ends),
                    target=one.target,
                )


def _places(entry: Entry) -> _Places | None:
    return entry.memo(_places_of)


def _places_of(entry: Entry) -> _Places | None:
    links = tuple(
        _Link(link.url, link.span)
        for link in entry.links
        if link.url and not _EXTERNAL.match(link.url) and link.kind == "link"
    )
    headings = tuple(headings_of(entry))
    anchors = tuple(html_anchors(entry))
    return _Places(headings, anchors, links) if links or headings or anchors else None


def _anchors(facts: Sequence[Facts]) -> dict[str, set[str]]:
    headings: dict[str, list[str]] = {}
    own: dict[str, set[str]] = {}
    for one in facts:
        path = normpath(one.path)
        headings.setdefault(path, [])
        own.setdefault(path, set())
        if one.note:
            offered = _Places(*one.note)
            headings[path] += offered.headings
            own[path].update(anchor.casefold() for anchor in offered.anchors)
    return {path: page_anchors(texts) | own[path] for path, texts in headings.items()}


@collects(_places)
def pages(facts: Sequence[Facts]) -> Iterator[Hit]:
    """A link to a page that neither the run nor the folder has; of a text without a file nothing is known."""
    known = {normpath(one.path) for one in facts}
    looked: dict[str, bool] = {}
    for one, link in _links(facts):
        target = target_of(one.path, link.url)
        if not target.endswith(_PAGES) or target in known:
            continue
        if target not in looked:
            alone = len(known) == 1 and not exists(one.path)
            looked[target] = alone or exists(target)
        if not looked[target]:
            yield Hit(link.span, {"page": link.url.partition("#")[0]}, target=one.target)


@collects(_places)
def anchors(facts: Sequence[Facts]) -> Iterator[Hit]:
    """A link to an anchor that its page, which is one of the run's, has not."""
    links = [(one, link) for one, link in _links(facts) if "#" in link.url]
    known = _anchors(facts) if links else {}
    for one, link in links:
        page, _, anchor = link.url.partition("#")
        target = target_of(one.path, page) if page else normpath(one.path)
        name = unquote(anchor).casefold()
        if not name or target not in known or name == "top":
            continue
        if name not in known[target] and slug(name) not in known[target]:
            said = {"anchor": anchor if page else "", "page": page, "own": "" if page else anchor}
            yield Hit(link.span, said, target=one.target)


def _links(facts: Sequence[Facts]) -> Iterator[tuple[Facts, _Link]]:
    for one in facts:
        for url, span in _Places(*one.note).links if one.note else ():
            yield one, _Link(url, Span(*span))
