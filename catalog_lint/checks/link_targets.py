"""Links that lead nowhere as they are written: empty, a word in place of an address, a broken scheme."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

from catalog_lint.catalog.model import Entry, Link
from catalog_lint.checks.addresses import likeness
from catalog_lint.diagnostic import Edit, Hit, Span
from catalog_lint.rule.contract import Params

NEAR = 0.75
LONGEST_SCHEME = 9
_NAME_BEFORE = re.compile(r"(?<![A-Za-z0-9+.-])h[A-Za-z]{2,8}\Z", re.IGNORECASE)
_SCHEME = re.compile(
    r"(?P<name>[A-Za-z]{2,9})(?P<mark>[:：;]{1,2}/{1,3}|//)(?=[\w-]+(?:\.[\w-]+)*\.[A-Za-z]{2,})"
)


class PlaceholderParams(Params):
    """`words`: what stands in place of an address that was never filled in."""

    words: tuple[str, ...]


class NoSchemeParams(Params):
    """`domains`: the top-level domains that a host ends in; one that begins with www. may end in any."""

    domains: tuple[str, ...]


class SchemeParams(Params):
    """`schemes`: those that are right."""

    schemes: tuple[str, ...]


def empty(entry: Entry) -> Iterator[Hit]:
    """A link without an address."""
    for link in entry.links:
        if not link.url.strip():
            yield Hit(address_place(entry, link), {})


def address_place(entry: Entry, link: Link) -> Span:
    """Where a link without an address should have it, marks around it included."""
    start, end = link.span
    opened = entry.text[start - 1 : start] in ("(", '"', "'")
    return Span(start - opened, max(end, start + 1))


def placeholder(entry: Entry, params: PlaceholderParams) -> Iterator[Hit]:
    """A link whose address is a word that stands for one."""
    for link in entry.links:
        if link.url.strip().casefold() in params.words:
            yield Hit(link.span, {"found": link.url})


@lru_cache
def _host(domains: tuple[str, ...]) -> re.Pattern[str]:
    every = "|".join(map(re.escape, domains))
    return re.compile(rf"(?:www\.[\w-]+(?:\.[\w-]+)+|(?:[\w-]+\.)+(?:{every}))(?=[/?#:]|$)", re.IGNORECASE)


def no_scheme(entry: Entry, params: NoSchemeParams) -> Iterator[Hit]:
    """A link to a host without http or https before it, which leads to a page of the same site."""
    host = _host(params.domains)
    for link in entry.links:
        if host.match(link.url) and not _is_file(link):
            written = entry.text[link.span.start : link.span.end]
            yield Hit(link.span, {"found": link.url}, (Edit(link.span, f"https://{written}"),))
    for name in ("video", "link"):
        field = entry.fields.get(name)
        if (
            field
            and host.match(field.text)
            and not any(link.span.overlaps(field.span) for link in entry.links)
        ):
            yield Hit(field.span, {"found": field.text})


def _is_file(link: Link) -> bool:
    path = link.url.partition("#")[0].partition("?")[0].lower()
    return path.endswith((".md", ".markdown", ".html", ".htm")) and "/" not in path


def scheme(entry: Entry, params: SchemeParams) -> Iterator[Hit]:
    """An address whose scheme is nearly http or https, in a link or in the text."""
    linked = set()
    for link in entry.links:
        found = _SCHEME.match(link.url)
        if found and entry.text.startswith(found[0], link.span.start):
            linked.add(link.span.start)
            yield from _misspelt(found, link.span.start, params.schemes)
    for found in _bare(entry.text):
        if found.start() not in linked and found["name"].lower() not in params.schemes:
            for hit in _misspelt(found, found.start(), params.schemes):
                if not any(code.covers(hit.span) for code in entry.all_code):
                    yield hit


def _bare(text: str) -> Iterator[re.Match[str]]:
    at = text.find("://")
    while at >= 0:
        name = _NAME_BEFORE.search(text, max(0, at - LONGEST_SCHEME), at)
        if name and (found := _SCHEME.match(text, name.start())):
            yield found
        at = text.find("://", at + 3)


def _misspelt(found: re.Match[str], start: int, schemes: tuple[str, ...]) -> Iterator[Hit]:
    name = found["name"].lower()
    if found["mark"] == "://" and name in schemes:
        return
    near = max(("https", "http"), key=lambda each: likeness(name, each))
    if likeness(name, near) >= NEAR:
        span = Span(start, start + len(found[0]))
        yield Hit(span, {"found": found[0], "expected": f"{near}://"}, (Edit(span, f"{near}://"),))
