"""Why the network cannot be asked at all."""

from __future__ import annotations


class CannotAsk(Exception):
    """Nothing can be asked; the message says why and names the remedy."""


class OnlineExtraMissing(CannotAsk):
    """The HTTP client is not installed."""

    def __init__(self) -> None:
        super().__init__(
            "asking the network needs httpx; install it with: pip install 'catalog-lint[online]'"
        )


class BadEnvironment(CannotAsk):
    """A variable names a proxy or certificates that cannot be used."""
