"""Entries that occur twice: with the same video, title or link."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

from catalog_lint.catalog.absent import says_none, says_pause
from catalog_lint.catalog.facts import Facts
from catalog_lint.catalog.hosts import host_of
from catalog_lint.catalog.model import Entry
from catalog_lint.catalog.titles import letters
from catalog_lint.catalog.video import video_address
from catalog_lint.diagnostic import Hit, Related, Span
from catalog_lint.rule.contract import collects

FEW = 3
"""A title or link that more entries share is a kind of entry (a weekly meeting, a home page), no mistake."""
FEW_GROUPS = 2
FEW_OF_ALL = 0.05
USUAL = 0.5
LEAST_USUAL = 5
"""Links of one kind beside the entries' own, such as [Slides](...), which so many entries have."""
BARE = 2
"""An entry with so much fewer fields than is usual (a break in a schedule) is there as often as need be."""
OWN_TITLE = 8
"""Width of a title, in Latin letters, from which on two entries do not have it by chance."""
_TELLS_APART = ("title", "number", "link", "description", "video", "thumbnail")


def same_video(facts: Sequence[Facts]) -> Iterator[Hit]:
    """One video in several entries, however its address is written; another place in it is another talk."""
    groups: dict[str, list[Facts]] = {}
    for one in facts:
        if one.video:
            groups.setdefault(one.video, []).append(one)
    for video, every in groups.items():
        for group in _by_start(every) if len(every) > 1 else ():
            if len(group) > 1:
                yield _group(group, "video", {"video": video, "entries": _names(group[:-1])})


def _by_start(entries: Iterable[Facts]) -> Iterable[list[Facts]]:
    """The entries of one video by the place in it that they begin at."""
    groups: dict[str, list[Facts]] = {}
    for one in entries:
        groups.setdefault(_start(one.fields["video"].text), []).append(one)
    return groups.values()


def _played(one: Facts) -> tuple[str, str]:
    """An entry's video and from which second on it is played."""
    return one.video, _start(one.fields["video"].text)


def _start(url: str) -> str:
    """From which second on an address plays its video, as it is written."""
    parts = urlsplit(url.replace("&amp;", "&"))
    asked = parse_qs(parts.query) | parse_qs(parts.fragment)
    return next((asked[key][0].strip("s") for key in ("t", "start", "time_continue") if key in asked), "")


def same_title(facts: Sequence[Facts]) -> Iterator[Hit]:
    """One title in several entries of different videos, or of none."""
    groups: dict[str, list[Facts]] = {}
    for one in facts:
        title = one.fields.get("title")
        named = title and not (says_none(title.text) or says_pause(title.text))
        key = letters(title.text) if title and named else ""
        if key:
            groups.setdefault(key, []).append(one)
    sizes = sorted(len(one.fields) for one in facts if one.kind == "entry")
    usual = sizes[len(sizes) // 2] if sizes else 0
    by_chance = []
    habitual = False
    for key, group in groups.items():
        if len(group) < 2:
            continue
        videos = [_played(one) for one in group if one.video]
        if len(set(videos)) < len(videos):
            continue
        if videos:
            yield _titles(group)
        elif not any(map(_is_open, group)) and BARE * len(group[0].fields) > usual:
            habitual = habitual or len(group) > FEW
            twins = [part for part in _alike(group) if 1 < len(part) <= FEW]
            if twins and _says_more(group[0]):
                yield from map(_titles, twins)
            elif twins or (len(group) <= FEW and _width(key) >= OWN_TITLE and not _differ(group)):
                by_chance.append(twins[0] if twins else group)
    if not habitual and len(by_chance) <= max(FEW_GROUPS, FEW_OF_ALL * len(facts)):
        yield from map(_titles, by_chance)


def _is_open(one: Facts) -> bool:
    """Whether an entry says that something about it is not known yet."""
    return any(says_none(field.text) for field in one.fields.values())


def _titles(group: list[Facts]) -> Hit:
    return _group(group, "title", {"entries": _names(group[:-1])})


def _alike(group: list[Facts]) -> Iterable[list[Facts]]:
    """The entries of one title, parted by what else they say; a number tells no two apart."""
    names = sorted(
        {name for one in group for name in one.fields if name not in ("title", "number", "thumbnail")}
    )
    parts: dict[tuple[str, ...], list[Facts]] = {}
    for one in group:
        parts.setdefault(tuple(_value(one, name) for name in names), []).append(one)
    return parts.values()


def _says_more(one: Facts) -> bool:
    """Whether an entry has a field besides number and title, so that entries alike in all are the same."""
    return any(name not in ("title", "number", "thumbnail") for name in one.fields)


def _differ(group: list[Facts]) -> bool:
    """Whether a date, an author, a place says that entries of one title are not the same."""
    names = {name for one in group for name in one.fields if name not in _TELLS_APART}
    return any(len({_value(one, name) for one in group}) == len(group) for name in names)


def _value(one: Facts, name: str) -> str:
    field = one.fields.get(name)
    if field is None or says_none(field.text):
        return ""
    return address_key(field.text) if name == "link" else " ".join(field.text.split()).casefold()


def _width(text: str) -> int:
    return sum(1 + (unicodedata.east_asian_width(char) in "WF") for char in text)


class _Link(NamedTuple):
    """A link beside an entry's fields; `kind` is its text, or its host where it has none in brackets."""

    kind: str
    url: str
    span: Span


def _links(entry: Entry) -> tuple[_Link, ...] | None:
    """The links of an entry's frame besides its fields."""
    if entry.kind != "entry":
        return None
    places = [field.span for field in entry.fields.values()]
    found = [
        _Link(entry.text[slice(*link.label)] if link.label else host_of(link.url), link.url, link.span)
        for link in entry.links
        if link.kind == "link"
        and (link.frame or link.alone)
        and not any(link.span.covers(place) for place in places)
        and not video_address(link.url)
    ]
    return tuple(found) or None


@collects(_links)
def same_link(facts: Sequence[Facts]) -> Iterator[Hit]:
    """One link in several entries of different titles: the entry's own, or one of a kind that most have."""
    own: list[tuple[Facts, _Link]] = []
    beside: dict[str, list[tuple[Facts, _Link]]] = {}
    for one in facts:
        field = one.fields.get("link")
        if field and not one.video:
            own.append((one, _Link("", field.text, field.span)))
        for kind, url, span in one.note or ():
            beside.setdefault(kind, []).append((one, _Link(kind, url, Span(*span))))
    entries = sum(one.kind == "entry" for one in facts)
    usual = [links for links in beside.values() if len(links) >= max(LEAST_USUAL, USUAL * entries)]
    for links in (own, *usual):
        groups: dict[str, list[tuple[Facts, _Link]]] = {}
        for one, link in links:
            groups.setdefault(address_key(link.url), []).append((one, link))
        slips = [group for key, group in groups.items() if key and _is_slip([one for one, _ in group])]
        if len(slips) <= max(FEW_GROUPS, FEW_OF_ALL * entries):
            yield from map(_linked, slips)


def _is_slip(group: list[Facts]) -> bool:
    """Whether entries that have one link are few and different."""
    return 1 < len(group) <= FEW and len({_value(one, "title") for one in group}) == len(group)


def _linked(group: list[tuple[Facts, _Link]]) -> Hit:
    (last, link), others = group[-1], group[:-1]
    return Hit(
        link.span,
        {"link": link.url, "entries": _titles_of([one for one, _ in others])},
        related=tuple(Related(other.span, _names([one]), one.target) for one, other in others),
        target=last.target,
    )


def _titles_of(group: list[Facts]) -> str:
    return ", ".join(one.fields["title"].text if "title" in one.fields else one.path for one in group)


def address_key(url: str) -> str:
    """What addresses of one page have in common: host and path without `www.` and the last slash; "" for
    one that is not of the web.
    """
    parts = urlsplit(url.strip())
    if parts.scheme.lower() not in ("http", "https"):
        return ""
    host, path = parts.netloc.lower().removeprefix("www."), parts.path.rstrip("/")
    rest = f"?{parts.query}" * bool(parts.query) + f"#{parts.fragment}" * bool(parts.fragment)
    return host + path + rest


def _names(group: list[Facts]) -> str:
    return ", ".join(str(one.number) if one.number is not None else one.path for one in group)


def _group(group: list[Facts], field: str, values: dict[str, str]) -> Hit:
    last = group[-1]
    places = tuple(Related(one.place(field), _names([one]), one.target) for one in group[:-1])
    return Hit(last.place(field), values, related=places, target=last.target)
