"""What the network can tell of an entry's addresses, as plain values: judging them opens no socket."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Literal, NamedTuple

from catalog_lint.catalog.model import Entry
from catalog_lint.catalog.video import picture_address, video_address
from catalog_lint.source import Span

TargetKind = Literal["thumbnail", "video", "link"]


class Status(StrEnum):
    """Only `DEAD` may become a finding; `UNKNOWN` is what could not be found out."""

    ALIVE = "alive"
    DEAD = "dead"
    UNKNOWN = "unknown"


class LinkReason(StrEnum):
    """Why a verdict is what it is, in words that may be printed."""

    ANSWERED = "answered"
    NOT_FOUND = "not found"
    GONE = "gone"
    PRIVATE = "private"
    MALFORMED_ID = "malformed id"
    UNCONFIRMED = "seems dead, seen once"
    DISAGREEING = "endpoints disagree"
    REFUSES = "refuses to answer"
    RATE_LIMITED = "rate limited"
    SERVER_ERROR = "server error"
    TIMED_OUT = "timed out"
    CONNECTION_LOST = "connection lost"
    NO_CONNECTION = "no connection"
    NO_SUCH_HOST = "host name not resolved"
    BAD_CERTIFICATE = "certificate not accepted"
    HOST_DOWN = "host failed too often"
    OUT_OF_TIME = "out of time"
    REDIRECTS = "too many redirects"
    UNEXPECTED = "unexpected answer"
    UNSUPPORTED_URL = "not an address that is asked"
    HOST_NOT_ALLOWED = "host not on the allow-list"
    PRIVATE_ADDRESS = "private address"
    NOT_CACHED = "not in the cache"


@dataclass(slots=True, frozen=True)
class Target:
    """Something to ask about.

    `address` is a URL as the page has it (entities decoded), or a video's id or URL for kind "video".
    """

    kind: TargetKind
    address: str


@dataclass(slots=True, frozen=True)
class LinkVerdict:
    """What is known of a target.

    `detail` narrows `reason` (an HTTP status); `best` is the URL of the largest thumbnail alive of the same
    video, given for a dead thumbnail; `title` is the video's title as oEmbed gives it now. `title` comes
    from outside: it holds no control or direction characters and is at most 300 characters long, and is
    not trusted otherwise. `checked` is when the network said so, in seconds since the epoch.
    """

    status: Status
    reason: LinkReason
    detail: str = ""
    best: str = ""
    title: str = ""
    checked: float = 0.0


Verdicts = Mapping[Target, LinkVerdict]


class PlacedTarget(NamedTuple):
    """A target and where an entry has it; `field` names the field that it is, "" for one in the body."""

    target: Target
    span: Span
    field: str = ""


@dataclass(slots=True, frozen=True)
class Answered:
    """An entry with the verdicts of a run, for the checks that judge life."""

    entry: Entry
    verdicts: Verdicts

    def of(self, address: PlacedTarget) -> LinkVerdict | None:
        """The verdict of an address, None where it was not asked about."""
        return self.verdicts.get(address.target)


def addresses(entry: Entry) -> Iterator[PlacedTarget]:
    """What an entry has that can be asked about: thumbnail and video first, then its other links."""
    known = set()
    for name in ("thumbnail", "video"):
        field = entry.fields.get(name)
        if field is not None:
            known.add(field.span)
            yield PlacedTarget(_target(field.text, image=name == "thumbnail"), field.span, name)
    for link in entry.links:
        if link.span not in known and link.url.lower().startswith(("http://", "https://")):
            yield PlacedTarget(_target(link.url, image=link.kind == "image"), link.span)


def _target(url: str, image: bool) -> Target:
    if image and picture_address(url):
        return Target("thumbnail", url)
    video = video_address(url)
    return Target("video", video.id) if video and video.valid else Target("link", url.partition("#")[0])
