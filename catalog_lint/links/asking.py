"""One question to the network and its answer: waits, repeats, redirects, limits."""

from __future__ import annotations

import asyncio
import random
import ssl
import time
from dataclasses import dataclass, field
from email.utils import parsedate_to_datetime
from types import TracebackType
from typing import Any

import anyio
import httpx

from catalog_lint.catalog.liveness import LinkReason
from catalog_lint.config.links import LinkSettings
from catalog_lint.links.transport import PrivateAddress, Routes, UnknownHost

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_HEAD_REFUSED = frozenset({405, 501})
_LOST = (ConnectionResetError, ssl.SSLEOFError, anyio.BrokenResourceError, anyio.EndOfStream)


@dataclass(slots=True, frozen=True)
class Answer:
    """A status that a server gave for good, or (`status` 0) why there is no status.

    `cut` says that the body was larger than the settings allow and was thrown away. `again` and `wait`
    (seconds, None where the server named none) are for repeating.
    """

    status: int = 0
    reason: LinkReason = LinkReason.ANSWERED
    detail: str = ""
    media_type: str = ""
    location: str = ""
    body: bytes = b""
    cut: bool = False
    wait: float | None = None
    again: bool = False

    @property
    def good(self) -> bool:
        """Whether the address is there."""
        return 200 <= self.status < 300

    @property
    def absent(self) -> bool:
        """Whether the server says that nothing is there."""
        return self.status in (404, 410)


@dataclass(slots=True)
class _Host:
    """The turns of one host."""

    turns: asyncio.Semaphore
    next_start: float = 0.0
    failures_in_a_row: int = 0

    async def start(self, interval: float) -> None:
        """Wait until the host may be asked again."""
        while (ahead := self.next_start - time.monotonic()) > 0:
            await asyncio.sleep(ahead)
        self.next_start = time.monotonic() + interval


@dataclass(slots=True)
class Asker:
    """Asks as the settings allow; use as an async context manager.

    `requests` counts what was sent, repeats and redirects included.
    """

    settings: LinkSettings
    requests: int = 0
    _routes: Routes = field(init=False)
    _extensions: dict[str, Any] = field(init=False)
    _headers: httpx.Headers = field(init=False)
    _hosts: dict[str, _Host] = field(init=False, default_factory=dict)
    _allowed: frozenset[str] = field(init=False)

    def __post_init__(self) -> None:
        settings = self.settings
        self._allowed = frozenset(settings.hosts)
        self._routes = Routes(settings.allow_private)
        timeout = httpx.Timeout(settings.timeout, connect=settings.connect_timeout, pool=None)
        self._extensions = {"timeout": timeout.as_dict()}
        self._headers = httpx.Headers(
            {"User-Agent": settings.user_agent, "Accept": "*/*", "Accept-Encoding": "identity"}
        )

    async def __aenter__(self) -> Asker:
        await self._routes.__aenter__()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        await self._routes.__aexit__(kind, error, trace)

    async def head(self, url: str, any_host: bool = False) -> Answer:
        """What stands at a URL, without its body; by GET where HEAD is refused."""
        answer = await self._ask("HEAD", url, any_host)
        return await self.get(url, any_host) if answer.status in _HEAD_REFUSED else answer

    async def get(self, url: str, any_host: bool = False) -> Answer:
        """What stands at a URL, with as much of its body as the settings allow."""
        return await self._ask("GET", url, any_host)

    async def _ask(self, method: str, address: str, any_host: bool) -> Answer:
        try:
            url = httpx.URL(address)
            for _ in range(self.settings.max_redirects + 1):
                refusal = self._refusal(url, any_host)
                if refusal:
                    return Answer(reason=refusal)
                answer = await self._with_repeats(method, self._endpoint(url))
                if answer.status not in _REDIRECTS:
                    return answer
                if not answer.location:
                    return Answer(reason=LinkReason.UNEXPECTED, detail="redirect to nowhere")
                url = url.join(answer.location)
        except (httpx.InvalidURL, httpx.UnsupportedProtocol, UnicodeError, ValueError):
            return Answer(reason=LinkReason.UNSUPPORTED_URL)
        return Answer(reason=LinkReason.REDIRECTS)

    def _refusal(self, url: httpx.URL, any_host: bool) -> LinkReason | None:
        if url.scheme not in ("http", "https") or not url.host or url.userinfo:
            return LinkReason.UNSUPPORTED_URL
        if not any_host and url.host.rstrip(".") not in self._allowed:
            return LinkReason.HOST_NOT_ALLOWED
        return None

    def _endpoint(self, url: httpx.URL) -> httpx.URL:
        origin = self.settings.endpoints.get(url.host)
        if origin is None:
            return url.copy_with(fragment=None) if url.fragment else url
        base = httpx.URL(origin)
        return url.copy_with(scheme=base.scheme, host=base.host, port=base.port, fragment=None)

    async def _with_repeats(self, method: str, url: httpx.URL) -> Answer:
        settings = self.settings
        key = url.netloc.decode("ascii")
        host = self._hosts.get(key)
        if host is None:
            host = self._hosts[key] = _Host(asyncio.Semaphore(settings.concurrency))
        answer = Answer()
        for attempt in range(settings.retries + 1):
            if host.failures_in_a_row >= settings.give_up_after:
                return Answer(reason=LinkReason.HOST_DOWN)
            async with host.turns:
                await host.start(settings.interval)
                answer = await self._attempt(method, url)
                if answer.wait is not None and answer.wait <= settings.max_wait:
                    host.next_start = max(host.next_start, time.monotonic() + answer.wait)
            if not answer.again:
                host.failures_in_a_row = 0
                return answer
            if attempt == settings.retries or (answer.wait or 0) > settings.max_wait:
                break
            longest = min(settings.max_wait, settings.backoff * 2.0**attempt)
            await asyncio.sleep(longest * random.uniform(0.5, 1))
        host.failures_in_a_row += 1
        return answer

    async def _attempt(self, method: str, url: httpx.URL) -> Answer:
        self.requests += 1
        try:
            async with asyncio.timeout(self.settings.timeout + self.settings.connect_timeout):
                # No httpx.AsyncClient: its cookies, redirects and credentials are what must not happen here.
                request = httpx.Request(method, url, headers=self._headers, extensions=self._extensions)
                response = await self._routes.handle_async_request(request)
                try:
                    return await self._read(response)
                finally:
                    await response.aclose()
        except (TimeoutError, httpx.TimeoutException):
            return Answer(reason=LinkReason.TIMED_OUT, again=True)
        except httpx.ConnectError as error:
            return _no_connection(error)
        except (httpx.NetworkError, httpx.RemoteProtocolError):
            return Answer(reason=LinkReason.CONNECTION_LOST, again=True)
        except (httpx.ProxyError, httpx.LocalProtocolError):
            return Answer(reason=LinkReason.NO_CONNECTION)

    async def _read(self, response: httpx.Response) -> Answer:
        status = response.status_code
        detail = f"HTTP {status}"
        body = b""
        cut = False
        # Read to the end, HEAD too: only then is the connection used again.
        async for part in response.aiter_raw():
            body += part
            if len(body) > self.settings.max_body:
                body, cut = b"", True
                break
        if status in (408, 429) or (status >= 500 and status not in _HEAD_REFUSED):
            reason = LinkReason.RATE_LIMITED if status == 429 else LinkReason.SERVER_ERROR
            wait = _retry_after(response.headers.get("retry-after", ""))
            return Answer(0, reason, detail, wait=wait, again=True)
        media_type = response.headers.get("content-type", "").partition(";")[0].strip().lower()
        location = response.headers.get("location", "")
        return Answer(status, LinkReason.ANSWERED, detail, media_type, location, body, cut)


def _retry_after(value: str) -> float | None:
    """Seconds to wait as a Retry-After header says, in seconds or as a date; None where it says nothing."""
    value = value.strip()
    if value.isascii() and value.isdigit():
        return float(value[:9])
    try:
        return max(0.0, parsedate_to_datetime(value).timestamp() - time.time())
    except (TypeError, ValueError, OverflowError):
        return None


def _no_connection(error: BaseException) -> Answer:
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, PrivateAddress):
            return Answer(reason=LinkReason.PRIVATE_ADDRESS)
        if isinstance(seen, UnknownHost):
            return Answer(reason=LinkReason.NO_SUCH_HOST)
        if isinstance(seen, ssl.SSLCertVerificationError):
            return Answer(reason=LinkReason.BAD_CERTIFICATE)
        if isinstance(seen, _LOST):
            return Answer(reason=LinkReason.CONNECTION_LOST, again=True)
        seen = seen.__cause__ or seen.__context__
    return Answer(reason=LinkReason.NO_CONNECTION)
