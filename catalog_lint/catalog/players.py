"""Players of a site that are given a video's id alone: components, custom elements, shortcodes."""

from __future__ import annotations

import re
from collections.abc import Iterator

from catalog_lint.catalog.model import Entry, Field
from catalog_lint.catalog.video import ID
from catalog_lint.source import Span

_PLAYER = "youtube"
"""What the names of such components (`<LiteYouTubeEmbed>`, `<lite-youtube>`) and shortcodes hold."""
_ATTRIBUTES = ("videoid", "video-id", "video_id", "youtubeid", "youtube-id", "id", "video", "v")
_SHORTCODE = re.compile(
    r"\{(?:\{[<%]|%)-?[ \t]*(?:include[ \t]+)?[\w/.-]*youtube[\w/.-]*[ \t]+(?:[\w-]+=)?[\"']?"
    r"(?P<id>[A-Za-z0-9_-]{11})(?![A-Za-z0-9_-])",
    re.IGNORECASE,
)


_TAG = re.compile(r"<[\w-]*youtube[\w-]*\s[^<>]*?=[\"'][A-Za-z0-9_-]{11}[\"']", re.IGNORECASE)


def holds_player(text: str) -> bool:
    """Whether a text seems to hold such a player, without reading it."""
    return bool(_TAG.search(text) or _SHORTCODE.search(text))


def played(entry: Entry) -> Iterator[Field]:
    """The video of the first player in an entry, code aside."""
    places = sorted((*_of_tags(entry), *_of_shortcodes(entry)))
    if places:
        start, end = places[0]
        yield Field("video", entry.text[start:end], places[0])


def _of_tags(entry: Entry) -> Iterator[Span]:
    for tag in entry.tags:
        if tag.kind == "close" or _PLAYER not in tag.name:
            continue
        written = next((found for name in _ATTRIBUTES if (found := tag.attribute(name))), None)
        if written is not None and ID.fullmatch(entry.text, *written.span):
            yield written.span


def _of_shortcodes(entry: Entry) -> Iterator[Span]:
    for found in _SHORTCODE.finditer(entry.text, *entry.body) if _PLAYER in entry.text else ():
        span = Span(*found.span("id"))
        if not any(code.covers(span) for code in entry.code):
            yield span
