from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.links.loopback import YouTube


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)


@pytest.fixture
def youtube() -> Iterator[YouTube]:
    with YouTube() as server:
        yield server
