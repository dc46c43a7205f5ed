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
    """Settings of `[links]`; times in seconds, ages in hours."""

    model_config = ConfigDict(
        extra="forbid",
        frozen=True,
        populate_by_name=True,
        alias_generator=lambda name: name.replace("_", "-"),
        title="links",
    )

    hosts: tuple[Host, ...] = Field(
        YOUTUBE_HOSTS, description="Hosts that may be asked; a redirect may lead to them only."
    )
    all_links: bool = Field(
        False, description="Whether an entry's other links are asked about too, whatever their host."
    )
    endpoints: dict[Host, Origin] = Field(
        default_factory=dict,
        description="Origins that are asked in place of a host, for a mirror or a test.",
    )
    allow_private: bool = Field(
        False, description="Whether private, loopback and link-local addresses may be asked."
    )
    user_agent: str = Field("catalog-lint (link check)", pattern=r"^[\x20-\x7e]{1,200}$")

    concurrency: int = Field(8, ge=1, le=64, description="How many things a host is asked at a time.")
    interval: float = Field(0.02, ge=0, le=3600, description="Least seconds between two requests to a host.")
    connect_timeout: Seconds = Field(10, description="Seconds to connect.")
    timeout: Seconds = Field(20, description="Seconds that an answer may take.")
    retries: int = Field(
        6,
        ge=0,
        le=20,
        description="Repeats after a time-out, a lost connection, 408, 429 or 5xx.",
    )
    backoff: Seconds = Field(0.5, description="Seconds before the first repeat; they double each time.")
    max_wait: Seconds = Field(
        60, description="Longest wait between repeats; a longer Retry-After is not waited for."
    )
    give_up_after: int = Field(
        10, ge=1, description="Requests in a row that fail for good before a host is not asked again."
    )
    deadline: Seconds = Field(1800, description="Seconds after which a run asks no more.")
    max_body: int = Field(65_536, ge=1024, le=10_000_000, description="Bytes of a body that are read.")
    max_redirects: int = Field(5, ge=0, le=20, description="Redirects that are followed.")

    cache: str = Field(
        ".catalog-lint-cache/links.sqlite3",
        description="File that keeps what was learned, relative to the working folder.",
    )
    confirm: bool = Field(
        True,
        description="Whether a second endpoint is asked about what seems dead; else only time confirms it.",
    )
    confirm_after: Hours = Field(
        6, description="Hours after which what is seen dead again counts as dead without a second endpoint."
    )
    alive_age: Hours = Field(168, description="Hours for which what was alive is not asked about again.")
    dead_age: Hours = Field(24, description="Hours for which what was dead is not asked about again.")
