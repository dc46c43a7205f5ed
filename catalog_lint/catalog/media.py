"""Links and pictures of an entry, and which of them are its video and its thumbnail."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from html import unescape

from markdown_it.token import Token

from catalog_lint.catalog.hosts import host_of
from catalog_lint.catalog.html import Attribute, Tag
from catalog_lint.catalog.markdown import InlinePiece
from catalog_lint.catalog.model import Entry, Field, Link, LinkKind
from catalog_lint.catalog.places import Places
from catalog_lint.catalog.players import played
from catalog_lint.catalog.prose import label_end
from catalog_lint.catalog.schema import Schema
from catalog_lint.catalog.video import video_address
from catalog_lint.source import Span

_MARKDOWN_URL = re.compile(r"\]\(\s*+<?(?P<url>[^\s<>]*?)>?(?:\s+(?:\"[^\"]*\"|'[^']*'|\([^()]*\)))?\s*\)\Z")
_LABELLED = re.compile(r"(?<!!)\[(?P<label>[^\[\]\n]*)\]\([^)\n]{0,2000}\)")
_BETWEEN_LINKS = " \t\n|｜·•"
OPENS_LINKS = frozenset("[!<" + _BETWEEN_LINKS)
"""How a block begins that may hold links, pictures and tags alone."""
_OPENS_LINK = re.compile(r"<a\s", re.IGNORECASE)
_BREAKS = re.compile(r"(?<![ \t])[ \t]*\n[ \t]*")


class Links:
    """The links of an entry, in the order in which they are read."""

    def __init__(self) -> None:
        self.found: list[Link] = []
        self._anchor: int | None = None

    def read_tags(self, tags: Sequence[Tag], in_frame: bool, alone: bool) -> None:
        """The links and pictures of HTML; what stands between `<a>` and `</a>` may be in several blocks."""
        for tag in tags:
            if tag.name == "a" and tag.kind == "close":
                self._anchor = None
            address = _ADDRESSES.get(tag.name) if tag.kind != "close" else None
            written = tag.attribute(address[1]) if address else None
            if address is None or written is None:
                continue
            link = _html_link(address[0], written, in_frame, alone)
            if link.kind == "image" and self._anchor is not None:
                self.found[self._anchor] = self.found[self._anchor]._replace(wraps_picture=True)
            if tag.name == "a":
                self._anchor = len(self.found)
            self.found.append(link)

    def read_pieces(
        self, token: Token, pieces: list[InlinePiece], where: Places, in_frame: bool, alone: bool
    ) -> None:
        """The links and pictures of a block of Markdown."""
        links = [
            (piece.start, index) for index, piece in enumerate(pieces) if piece.kind in ("link", "image")
        ]
        urls: dict[str, deque[str]] = {"link": deque(), "image": deque()}
        for child in (token.children or ()) if links else ():
            if child.type == "link_open" and child.info != "auto":
                urls["link"].append(str(child.attrs.get("href", "")))
            elif child.type == "image":
                urls["image"].append(str(child.attrs.get("src", "")))
        for _, index in sorted(links):
            piece = pieces[index]
            kind: LinkKind = "link" if piece.kind == "link" else "image"
            url = urls[kind].popleft() if urls[kind] else ""
            if kind == "link":
                bracket = label_end(pieces, index)
            else:
                bracket = token.content.rfind("](", piece.start, piece.end)
            written = _MARKDOWN_URL.match(token.content, max(bracket, piece.start), piece.end)
            span = Span(piece.start, piece.end)
            label = None
            if written:
                span = Span(*written.span("url"))
                url = unescape(written["url"])
                if kind == "link":
                    label = Span(where.at(piece.start) + 1, where.at(bracket))
            place = Span(where.at(span.start), where.at(max(span.start, span.end - 1)) + 1)
            wraps_picture = kind == "link" and _wraps_picture(pieces, index)
            self.found.append(Link(kind, url, place, in_frame, wraps_picture, alone, label))


_ADDRESSES: dict[str, tuple[LinkKind, str]] = {
    "a": ("link", "href"),
    "img": ("image", "src"),
    "iframe": ("link", "src"),
}
"""Which attribute of which tag is a link or a picture."""


def _html_link(kind: LinkKind, written: Attribute, in_frame: bool, alone: bool) -> Link:
    return Link(kind, _BREAKS.sub("", written.value.strip()), written.span, in_frame, alone=alone)


def _wraps_picture(pieces: list[InlinePiece], index: int) -> bool:
    """Whether the link at `index` holds a picture: its pieces come just before it."""
    link = pieces[index]
    for piece in (pieces[at] for at in range(index - 1, -1, -1)):
        if piece.start <= link.start:
            return False
        if piece.kind == "image":
            return True
    return False


def media_fields(entry: Entry, schema: Schema) -> Iterator[Field]:
    """The video and the thumbnail of an entry: of its frame, else what stands in no sentence of the body."""
    links = entry.links
    framed = [link for link in links if link.frame and link.url]
    framed = [
        link._replace(kind="link") if link.kind == "image" and _is_played(link, schema) else link
        for link in framed
    ]
    apart = [link for link in links if link.alone and not link.frame]
    thumbnail = next((link for link in framed if link.kind == "image"), None) or next(
        (link for link in apart if link.kind == "image" and host_of(link.url) in schema.thumbnail_hosts), None
    )
    if thumbnail is not None:
        yield Field("thumbnail", thumbnail.url, thumbnail.span)
    plain = [link for link in framed if link.kind == "link"]
    video = next((link for link in plain if link.wraps_picture), None)
    if video is None or host_of(video.url) not in schema.video_hosts:
        video = next((link for link in plain if host_of(link.url) in schema.video_hosts), video)
    if video is None:
        video = next((link for link in apart if link.kind == "link" and _of_a_video(link, schema)), None)
    if video is not None:
        yield Field("video", video.url, video.span)
    elif entry.kind == "entry":
        yield from played(entry)


def _is_played(link: Link, schema: Schema) -> bool:
    """Whether a picture's address is a video's, which some editors show as a player."""
    address = video_address(link.url)
    return host_of(link.url) in schema.video_hosts and address is not None and address.valid


def _of_a_video(link: Link, schema: Schema) -> bool:
    address = video_address(link.url)
    return host_of(link.url) in schema.video_hosts and (address is None or address.valid)


def written_labels(text: str, start: int, end: int) -> Iterator[Span]:
    """Where the texts of links stand in a run, whether Markdown reads it (not right under HTML) or not."""
    return (Span(*found.span("label")) for found in _LABELLED.finditer(text, start, end))


def holds_links_alone(content: str, pieces: list[InlinePiece]) -> bool:
    """Whether a block holds links, pictures and tags alone."""
    covered = [piece for piece in pieces if piece.kind in ("link", "image", "html", "autolink")]
    at = 0
    linked = False
    for piece in sorted(covered, key=lambda piece: (piece.start, -piece.end)):
        if piece.start >= at:
            if not linked and content[at : piece.start].strip(_BETWEEN_LINKS):
                return False
            at = piece.end
            if piece.kind == "html":
                linked = _OPENS_LINK.match(content, piece.start) is not None
    return bool(covered) and not content[at:].strip(_BETWEEN_LINKS)
