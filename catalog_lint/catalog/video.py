"""YouTube's addresses: the ways in which one video and its pictures can be written."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import parse_qs, urlsplit

ID = re.compile(r"[A-Za-z0-9_-]{11}")
SIZES = ("maxresdefault", "sddefault", "hqdefault", "mqdefault", "default")
VIDEO_HOSTS = frozenset(
    {
        "youtube.com",
        "www.youtube.com",
        "m.youtube.com",
        "music.youtube.com",
        "www.youtube-nocookie.com",
        "youtu.be",
    }
)
PICTURE_HOSTS = frozenset({"img.youtube.com", "i.ytimg.com", "i1.ytimg.com", "i2.ytimg.com", "i3.ytimg.com"})
_USUAL = re.compile(r"https://www\.youtube\.com/watch\?v=([A-Za-z0-9_-]{11})")
_PATH = re.compile(r"/(?:embed|shorts|live|v|e)/([^/?#]+)")
_PICTURE = re.compile(r"/(?:vi|vi_webp|an_webp)/([^/?#]+)/([^/?#.]+)\.(?:jpe?g|webp)$")


class Address(NamedTuple):
    """A video's or picture's host, the id that it carries ("" without one) and, for a picture, its size."""

    host: str
    id: str
    size: str = ""

    @property
    def valid(self) -> bool:
        """Whether the id is one that YouTube gives: 11 characters of A-Z, a-z, 0-9, - and _."""
        return bool(ID.fullmatch(self.id))


def _parts(url: str) -> tuple[str, str, str] | None:
    try:
        parts = urlsplit(url.strip())
        return (parts.hostname or "").lower(), parts.path, parts.query
    except ValueError:
        return None


@lru_cache(4096)
def video_address(url: str) -> Address | None:
    """Which video a URL (watch, youtu.be, embed, shorts, live) or a bare id is of; None for another host."""
    usual = _USUAL.fullmatch(url)
    if usual:
        return Address("www.youtube.com", usual[1])
    if ID.fullmatch(url):
        return Address("", url)
    parts = _parts(url)
    if parts is None or parts[0] not in VIDEO_HOSTS:
        return None
    host, path, query = parts
    if host == "youtu.be":
        return Address(host, path.strip("/"))
    found = _PATH.match(path)
    if found:
        return Address(host, found[1])
    ids = parse_qs(query).get("v", [""])
    return Address(host, next(filter(ID.fullmatch, ids), ids[0]))


@lru_cache(4096)
def picture_address(url: str) -> Address | None:
    """Which video's picture a URL is, and its size; None for another host."""
    parts = _parts(url)
    if parts is None or parts[0] not in PICTURE_HOSTS:
        return None
    found = _PICTURE.match(parts[1])
    return Address(parts[0], found[1], found[2]) if found else Address(parts[0], "")
