"""YouTube's addresses: what stands in them and what answers for a video.

A thumbnail that does not exist answers 404 with a picture in its body, so the status decides.
`hqdefault` exists for every public video, `maxresdefault` for about seven of eight. Both thumbnail hosts
serve the same pictures. The watch page answers 200 for deleted videos, so it is never asked.
"""

from __future__ import annotations

import re
from typing import NamedTuple
from urllib.parse import parse_qs, urlencode, urlsplit

THUMBNAIL_HOSTS = ("i.ytimg.com", "img.youtube.com")
SIZES = ("maxresdefault", "sddefault", "hqdefault", "mqdefault", "default")
"""The names of one picture from the largest (1280 x 720) to the smallest (120 x 90)."""

_ID = re.compile(r"[A-Za-z0-9_-]{11}")
_WATCH_HOST = re.compile(r"(?:www\.|m\.|music\.)?youtube(?:-nocookie)?\.com")
_WATCH_PATH = re.compile(r"/(?:embed|shorts|live|v)/([^/]+)/?")
_THUMBNAIL = re.compile(
    r"(?P<head>https?://(?P<host>i\.ytimg\.com|img\.youtube\.com)/(?:vi|vi_webp)/(?P<id>[A-Za-z0-9_-]{11})/)"
    r"(?P<size>maxresdefault|sddefault|hqdefault|mqdefault|default|0)(?P<tail>\.(?:jpg|webp))(?:[?#].*)?"
)


class Thumbnail(NamedTuple):
    """A thumbnail's URL in its parts; `size` is one of `SIZES`."""

    head: str
    host: str
    id: str
    size: str
    tail: str

    def at(self, size: str) -> str:
        """The URL of the same picture in another size, on the same host."""
        return f"{self.head}{size}{self.tail}"

    def elsewhere(self) -> str:
        """The URL of the same picture on the other thumbnail host."""
        other = THUMBNAIL_HOSTS[self.host == THUMBNAIL_HOSTS[0]]
        return f"https://{other}/{self.head.split('/', 3)[3]}{self.size}{self.tail}"

    def smaller(self) -> tuple[str, ...]:
        """The sizes below, largest first."""
        return SIZES[SIZES.index(self.size) + 1 :]


def thumbnail(url: str) -> Thumbnail | None:
    """The parts of a thumbnail's URL, None where it is none (a still such as `1.jpg` has no sizes)."""
    found = _THUMBNAIL.fullmatch(url)
    if not found:
        return None
    size = "hqdefault" if found["size"] == "0" else found["size"]
    return Thumbnail(found["head"], found["host"], found["id"], size, found["tail"])


def video_id(address: str) -> str | None:
    """The id in an id or in the URL of a video (watch, youtu.be, embed, shorts, live), None without one."""
    if _ID.fullmatch(address):
        return address
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    host = (parts.hostname or "").lower()
    candidate = ""
    if host == "youtu.be":
        candidate = parts.path.strip("/")
    elif _WATCH_HOST.fullmatch(host):
        if parts.path.rstrip("/") == "/watch":
            candidate = parse_qs(parts.query).get("v", [""])[0]
        elif found := _WATCH_PATH.fullmatch(parts.path):
            candidate = found[1]
    return candidate if _ID.fullmatch(candidate) else None


def oembed(video: str) -> str:
    """Where YouTube tells a video's current title."""
    query = urlencode({"url": f"https://www.youtube.com/watch?v={video}", "format": "json"})
    return f"https://www.youtube.com/oembed?{query}"


def hqdefault(video: str) -> str:
    """The picture that every public video has."""
    return f"https://{THUMBNAIL_HOSTS[0]}/vi/{video}/hqdefault.jpg"
