"""The shape of an entry's addresses, as far as it can be judged without asking the network."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import SequenceMatcher
from functools import lru_cache
from urllib.parse import parse_qsl, urlencode, urlsplit

from catalog_lint.catalog.hosts import host_of, host_span
from catalog_lint.catalog.model import Entry, Link
from catalog_lint.catalog.video import ID, PICTURE_HOSTS, VIDEO_HOSTS, picture_address, video_address
from catalog_lint.diagnostic import Applicability, Edit, Hit, Span
from catalog_lint.rule.contract import Params

NEAR = 0.85
_OF_AN_ID = re.compile(r"[A-Za-z0-9_-]+")
_WEB = re.compile(r"https?://", re.IGNORECASE)


class TrackingParams(Params):
    """Query parameters that say where a link was copied and nothing of what it leads to.

    `names` mean so on every host, `video_names` on hosts of videos alone; `*` stands for any letters.
    """

    names: tuple[str, ...]
    video_names: tuple[str, ...] = ()


class CanonicalParams(Params):
    """The form of a video's address, with {id}."""

    form: str


def _frame_links(entry: Entry) -> Iterator[Link]:
    return (link for link in entry.links if link.frame)


def video_id(entry: Entry) -> Iterator[Hit]:
    """A video's address without an id, or with one that YouTube cannot have given."""
    field = entry.fields.get("video")
    places = [(field.text, field.span, True)] if field else []
    places += [
        (link.url, link.span, False)
        for link in entry.links
        if link.kind == "link" and not (field and link.span == field.span)
    ]
    for url, span, is_field in places:
        address = video_address(url)
        if is_field and address is None and _is_broken_id(entry, url, span):
            yield Hit(span, {"found": url})
        if address is None or address.valid or _plays_a_list(url) or "?" in address.id:
            continue
        if is_field or _names_a_video(url):
            yield Hit(_id_span(url, address.id, span), {"found": address.id or url})


def _is_broken_id(entry: Entry, text: str, span: Span) -> bool:
    """Whether a bare text that a key of YouTube's gives in the front matter, or a column of ids, is no id."""
    if entry.schema is not None and "video" in entry.schema.line_fields:
        return _OF_AN_ID.fullmatch(text) is not None
    key = entry.text[entry.text.rfind("\n", 0, span.start) + 1 : span.start].casefold()
    return _OF_AN_ID.fullmatch(text) is not None and ("youtube" in key or key.startswith("yt"))


def _names_a_video(url: str) -> bool:
    """Whether an address can lead to nothing but a video."""
    parts = urlsplit(url)
    if parts.hostname == "youtu.be":
        return True
    return parts.path.startswith(("/watch", "/embed/", "/shorts/", "/live/"))


def _plays_a_list(url: str) -> bool:
    parts = urlsplit(url)
    path = parts.path
    if path.startswith(("/watch", "/embed/videoseries")) and "list=" in parts.query:
        return re.search(r"(?:^|&)(?:amp;)?v=", parts.query) is None
    return path.startswith(("/playlist", "/channel/", "/@", "/c/", "/user/", "/results", "/hashtag/"))


def _id_span(url: str, found: str, span: Span) -> Span:
    at = url.find(found) if found else -1
    return Span(span.start + at, span.start + at + len(found)) if at >= 0 else span


def picture_id(entry: Entry) -> Iterator[Hit]:
    """A thumbnail's address with an id that YouTube cannot have given."""
    field = entry.fields.get("thumbnail")
    address = picture_address(field.text) if field else None
    if field and address and address.id and not address.valid:
        yield Hit(_id_span(field.text, address.id, field.span), {"found": address.id})


def video_form(entry: Entry, params: CanonicalParams) -> Iterator[Hit]:
    """A video's address in another form than the catalog's; a player in the page needs its own."""
    field = entry.fields.get("video")
    address = video_address(field.text) if field else None
    if not field or not address or not address.valid:
        return
    if any(tag.name == "iframe" and tag.span.covers(field.span) for tag in entry.tags):
        return
    canonical = params.form.format(id=address.id)
    if field.text == canonical:
        return
    kept = [(k, v) for k, v in parse_qsl(urlsplit(field.text).query) if k in ("t", "list", "index", "start")]
    expected = canonical + (f"{'&' if '?' in canonical else '?'}{urlencode(kept)}" if kept else "")
    bare = field.text.partition("?")[0] if "watch" not in field.text else field.text
    same = canonical.partition("://")[2].split("/")[0] == address.host and _path(bare) == _path(canonical)
    if not same and _WEB.match(field.text):
        edits = (Edit(field.span, _escaped(entry, field.span, expected)),)
        yield Hit(field.span, {"found": field.text, "expected": expected}, edits)


def _path(url: str) -> str:
    return urlsplit(url).path.rstrip("/")


def _escaped(entry: Entry, span: Span, url: str) -> str:
    """The address as it must stand in this place: `&` as an entity where it stood so."""
    return url.replace("&", "&amp;") if "&amp;" in entry.text[span.start : span.end] else url


def insecure(entry: Entry) -> Iterator[Hit]:
    """http: where the host has long answered https: alone."""
    for link in _frame_links(entry):
        if link.url.lower().startswith("http://") and host_of(link.url) in (VIDEO_HOSTS | PICTURE_HOSTS):
            span = Span(link.span.start, link.span.start + len("http:"))
            yield Hit(span, {"host": host_of(link.url)}, (Edit(span, "https:"),))


def tracking(entry: Entry, params: TrackingParams) -> Iterator[Hit]:
    """Parameters that follow the reader and change nothing of what an address leads to."""
    for link in entry.links:
        written = entry.text[link.span.start : link.span.end]
        if "?" not in written:
            continue
        of_video = host_of(link.url) in VIDEO_HOSTS
        pattern = _parameter((*params.names, *params.video_names) if of_video else params.names)
        for found in pattern.finditer(written):
            span = Span(link.span.start + found.start("pair"), link.span.start + found.end("pair"))
            last = found["after"] == ""
            start = found.start() if last else found.start("pair")
            end = found.end("pair") + len(found["after"])
            whole = Span(link.span.start + start, link.span.start + end)
            applicability: Applicability | None = None if of_video else "unsafe"
            yield Hit(span, {"found": found["pair"]}, (Edit(whole, ""),), applicability=applicability)


@lru_cache(4)
def _parameter(names: tuple[str, ...]) -> re.Pattern[str]:
    every = "|".join(re.escape(name).replace(r"\*", r"\w*") for name in names)
    return re.compile(rf"[?&](?:amp;)?(?P<pair>(?:{every})=[^&#\s\"'<>)]*)(?=(?P<after>(?:&(?:amp;)?)?))")


def wrong_host(entry: Entry) -> Iterator[Hit]:
    """A host that is one of the catalog's own, misspelt."""
    schema = entry.schema
    if schema is None:
        return
    for link in _frame_links(entry):
        host = host_of(link.url)
        known = schema.thumbnail_hosts if link.kind == "image" else schema.video_hosts
        if not host or host in known or host in VIDEO_HOSTS | PICTURE_HOSTS:
            continue
        near = max(known, key=lambda each: likeness(host, each), default="")
        if near and likeness(host, near) >= NEAR:
            span = host_span(link.url).shifted(link.span.start)
            yield Hit(span, {"found": host, "expected": near}, (Edit(span, near),))


@lru_cache
def likeness(one: str, other: str) -> float:
    """How much of two names is the same, from 0 to 1."""
    return SequenceMatcher(None, one, other).ratio()


def other_host(entry: Entry) -> Iterator[Hit]:
    """A video or thumbnail on a host that the schema does not name."""
    schema = entry.schema
    if schema is None:
        return
    for name, known in (("video", schema.video_hosts), ("thumbnail", schema.thumbnail_hosts)):
        field = entry.fields.get(name)
        host = host_of(field.text) if field else ""
        if name in schema.required and field and known and host and host not in known:
            near = max((likeness(host, each) for each in known), default=0)
            if near < NEAR:
                yield Hit(field.span, {"field": name, "host": host, "known": ", ".join(known)})


def picture_form(entry: Entry) -> Iterator[Hit]:
    """A thumbnail's address that leads to a known host and names no picture of a video."""
    field = entry.fields.get("thumbnail")
    address = picture_address(field.text) if field else None
    if field and address and not address.id:
        yield Hit(field.span, {"found": field.text})


def query_twice(entry: Entry) -> Iterator[Hit]:
    """An address with two question marks, of which the second opens no query."""
    for link in _frame_links(entry):
        written = entry.text[link.span.start : link.span.end]
        first = written.find("?")
        second = written.find("?", first + 1) if first >= 0 else -1
        if second >= 0 and video_address(link.url) and ID.search(written):
            span = Span(link.span.start + second, link.span.start + second + 1)
            yield Hit(span, {"found": written}, (Edit(span, "&"),))
