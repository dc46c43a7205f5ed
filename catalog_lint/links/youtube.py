"""Where YouTube answers for a video.

A thumbnail that does not exist answers 404 with a picture in its body, so the status decides.
`hqdefault` exists for every public video, `maxresdefault` for about seven of eight. Both thumbnail hosts
serve the same pictures. The watch page answers 200 for deleted videos, so it is never asked.
"""

from __future__ import annotations

import re
from urllib.parse import urlencode

from catalog_lint.catalog.video import ID, SIZES, picture_address, video_address

_HOSTS = ("i.ytimg.com", "img.youtube.com")
_PICTURE = re.compile(
    r"https?://(?P<host>[^/]+)/(?P<path>[^?#]+/)(?P<size>[^/.?#]+)(?P<tail>\.[a-z]+)(?:[?#].*)?",
    re.IGNORECASE,
)


def video_id(address: str) -> str | None:
    """The id in an id or in the URL of a video, None without a valid one."""
    if ID.fullmatch(address):
        return address
    found = video_address(address)
    return found.id if found and found.valid else None


def has_sizes(url: str) -> bool:
    """Whether a URL is a picture of a video that exists in several sizes (a still like `1.jpg` does not)."""
    address = picture_address(url)
    sized = address is not None and address.valid and address.size in (*SIZES, "0")
    return sized and _PICTURE.fullmatch(url) is not None


def smaller(url: str) -> list[str]:
    """The URLs of the same picture on the same host in the sizes below, largest first."""
    parts = _PICTURE.fullmatch(url)
    if not parts or not has_sizes(url):
        return []
    size = "hqdefault" if parts["size"] == "0" else parts["size"]
    head, tail = url[: parts.start("size")], parts["tail"]
    return [f"{head}{below}{tail}" for below in SIZES[SIZES.index(size) + 1 :]]


def elsewhere(url: str) -> str:
    """The URL of the same picture on the other thumbnail host."""
    parts = _PICTURE.fullmatch(url)
    if not parts:
        return url
    other = _HOSTS[parts["host"].lower() == _HOSTS[0]]
    return f"https://{other}/{parts['path']}{parts['size']}{parts['tail']}"


def oembed(video: str) -> str:
    """Where YouTube tells a video's current title."""
    query = urlencode({"url": f"https://www.youtube.com/watch?v={video}", "format": "json"})
    return f"https://www.youtube.com/oembed?{query}"


def hqdefault(video: str) -> str:
    """The picture that every public video has."""
    return f"https://{_HOSTS[0]}/vi/{video}/hqdefault.jpg"
