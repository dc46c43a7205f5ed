"""The host of an address, as it stands there."""

from __future__ import annotations

import re

from catalog_lint.source import Span

_HOST = re.compile(r"(?:[a-z][a-z0-9+.-]*:)?//(?:[^/?#@\s]*@)?(?P<host>[^/?#:\s]+)", re.IGNORECASE)


def host_span(url: str) -> Span:
    """Where the host of a URL with a scheme, or with `//` alone, stands in it; empty where there is none."""
    found = _HOST.match(url)
    return Span(*found.span("host")) if found else Span(0, 0)


def host_of(url: str) -> str:
    """The host in lower case, "" without one."""
    return url[slice(*host_span(url))].lower()
