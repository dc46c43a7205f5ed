"""How politely, how long and whom the network is asked."""

from __future__ import annotations

from typing import Annotated
from urllib.parse import urlsplit

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from catalog_lint.catalog.video import PICTURE_HOSTS, VIDEO_HOSTS

YOUTUBE_HOSTS = tuple(sorted(VIDEO_HOSTS | PICTURE_HOSTS))


def _host(value: str) -> str:
    host = value.lower().rstrip(".")
    if not host or any(c in host for c in "/:@?#* \t"):
        raise ValueError(f"'{value}' is no host name; write it without scheme, port and path")
    return host


def _origin(value: str) -> str:
    parts = urlsplit(value)
    try:
        port_ok = parts.port != 0
    except ValueError:
        port_ok = False
    if parts.scheme not in ("http", "https") or not parts.hostname or not port_ok or "@" in parts.netloc:
        raise ValueError(f"'{value}' is no http or https origin such as http://127.0.0.1:8080")
    if parts.path.strip("/") or parts.query or parts.fragment:
        raise ValueError(f"'{value}' has more than scheme, host and port")
    return f"{parts.scheme}://{parts.netloc}"


Host = Annotated[str, AfterValidator(_host)]
Origin = Annotated[str, AfterValidator(_origin)]
Seconds = Annotated[float, Field(gt=0, le=86_400)]
Hours = Annotated[float, Field(ge=0, le=87_600)]


class LinkSettings(BaseModel):
    """Settings of `[links]`; times in seconds, ages in hours.

    `hosts` are the hosts that may be asked (a redirect may lead to them only); `all_links` asks about the
    other links of an entry too, whatever their host. `endpoints` sends what is meant for a host to another
    origin, for a mirror or a test. `allow_private` lets private, loopback and link-local addresses be asked.

    Each host is asked at most `concurrency` things at a time and one each `interval`. One attempt lasts
    `timeout` at most (`connect_timeout` to connect, and `timeout` of silence ends it too); it is repeated
    up to `retries` times after a time-out, a lost connection, 408, 429 or 5xx, with waits that double
    from `backoff` up to `max_wait`. A Retry-After longer than `max_wait` is not waited for. A host on which
    `give_up_after` requests in a row have used up their attempts is not asked again. The run as a whole
    stops asking after `deadline`.

    The cache stands at `cache`, relative to the working folder. An answer is kept `alive_age` or
    `dead_age`. What seems dead counts as dead when a second endpoint says so too (`confirm`), or when it is
    seen dead again at least `confirm_after` later.
    """

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        populate_by_name=True,
        alias_generator=lambda name: name.replace("_", "-"),
        title="links",
    )

    hosts: tuple[Host, ...] = YOUTUBE_HOSTS
    all_links: bool = False
    endpoints: dict[Host, Origin] = Field(default_factory=dict)
    allow_private: bool = False
    user_agent: Annotated[str, Field(pattern=r"^[\x20-\x7e]{1,200}$")] = "catalog-lint (link check)"

    concurrency: Annotated[int, Field(ge=1, le=64)] = 8
    interval: Annotated[float, Field(ge=0, le=3600)] = 0.02
    connect_timeout: Seconds = 10
    timeout: Seconds = 20
    retries: Annotated[int, Field(ge=0, le=20)] = 6
    backoff: Seconds = 0.5
    max_wait: Seconds = 60
    give_up_after: Annotated[int, Field(ge=1)] = 10
    deadline: Seconds = 1800
    max_body: Annotated[int, Field(ge=1024, le=10_000_000)] = 65_536
    max_redirects: Annotated[int, Field(ge=0, le=20)] = 5

    cache: str = ".catalog-lint-cache/links.sqlite3"
    confirm: bool = True
    confirm_after: Hours = 6
    alive_age: Hours = 168
    dead_age: Hours = 24
