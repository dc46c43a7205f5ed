"""Connections: to the address that was checked, through the environment's proxies where it names some."""

from __future__ import annotations

import asyncio
import socket
import ssl
import urllib.request
from collections.abc import AsyncIterator, Iterable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any

import httpcore
import httpx

from catalog_lint.links.addresses import is_public
from catalog_lint.links.problems import BadEnvironment

_MAPPED: tuple[tuple[type[Exception], type[httpx.TransportError]], ...] = (
    (httpcore.ConnectTimeout, httpx.ConnectTimeout),
    (httpcore.TimeoutException, httpx.ReadTimeout),
    (httpcore.ConnectError, httpx.ConnectError),
    (httpcore.NetworkError, httpx.ReadError),
    (httpcore.RemoteProtocolError, httpx.RemoteProtocolError),
    (httpcore.ProtocolError, httpx.LocalProtocolError),
    (httpcore.UnsupportedProtocol, httpx.UnsupportedProtocol),
)


class PrivateAddress(httpcore.ConnectError):
    """The name stands for private addresses only."""


class UnknownHost(httpcore.ConnectError):
    """The name stands for no address."""


@contextmanager
def _as_httpx() -> Iterator[None]:
    try:
        yield
    except Exception as error:
        for theirs, ours in _MAPPED:
            if isinstance(error, theirs):
                raise ours(str(error)) from error
        raise


async def _addresses(host: str, port: int) -> list[str]:
    """Every address of a name, as the system's resolver orders them. Raises UnknownHost."""
    try:
        found = await asyncio.get_running_loop().getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise UnknownHost(str(error)) from error
    return list(dict.fromkeys(str(place[0]) for *_, place in found))


class _CheckedBackend(httpcore.AsyncNetworkBackend):
    """Resolves a name once, drops what is not public, connects to what is left and to nothing else.

    Every new connection passes here, those of redirects too, so a name that changes its address between
    the check and the connection cannot lead inside.
    """

    def __init__(self, allow_private: bool) -> None:
        self._allow_private = allow_private
        self._plain = httpcore.AnyIOBackend()

    async def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore.AsyncNetworkStream:
        try:
            async with asyncio.timeout(timeout):
                known = await _addresses(host, port)
        except TimeoutError:
            raise httpcore.ConnectTimeout("resolving the name took too long") from None
        allowed = known if self._allow_private else [address for address in known if is_public(address)]
        if not allowed:
            raise PrivateAddress(host)
        share = None if timeout is None else timeout / len(allowed)
        for address in allowed[:-1]:
            try:
                return await self._plain.connect_tcp(address, port, share, local_address, socket_options)
            except (httpcore.ConnectError, httpcore.ConnectTimeout):
                continue
        return await self._plain.connect_tcp(allowed[-1], port, share, local_address, socket_options)

    async def connect_unix_socket(self, *_: Any, **__: Any) -> httpcore.AsyncNetworkStream:
        raise httpcore.UnsupportedProtocol("no sockets of files")

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class _Stream(httpx.AsyncByteStream):
    def __init__(self, stream: Any) -> None:
        self._stream = stream

    async def __aiter__(self) -> AsyncIterator[bytes]:
        with _as_httpx():
            async for part in self._stream:
                yield part

    async def aclose(self) -> None:
        with _as_httpx():
            await self._stream.aclose()


class _DirectTransport(httpx.AsyncBaseTransport):
    def __init__(self, pool: httpcore.AsyncConnectionPool) -> None:
        self._pool = pool

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        asked = httpcore.Request(
            method=request.method,
            url=httpcore.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path),
            headers=request.headers.raw,
            content=request.stream,
            extensions=request.extensions,
        )
        with _as_httpx():
            answer = await self._pool.handle_async_request(asked)
        return httpx.Response(
            answer.status,
            headers=answer.headers,
            stream=_Stream(answer.stream),
            extensions=answer.extensions,
        )

    async def aclose(self) -> None:
        await self._pool.aclose()


def _certificates() -> ssl.SSLContext:
    try:
        return httpx.create_ssl_context()
    except OSError as error:
        raise BadEnvironment(
            f"no certificates from SSL_CERT_FILE or SSL_CERT_DIR ({error.strerror or error}); "
            "mend or unset the variable"
        ) from None


def _through(proxy: str, scheme: str, certificates: ssl.SSLContext) -> httpx.AsyncHTTPTransport:
    limits = httpx.Limits(max_connections=None, max_keepalive_connections=None)
    url = proxy if "://" in proxy else f"http://{proxy}"
    try:
        return httpx.AsyncHTTPTransport(verify=certificates, limits=limits, proxy=url)
    except ImportError:
        problem = "SOCKS needs more: pip install 'httpx[socks]'"
    except (ValueError, httpx.InvalidURL):
        problem = "not the address of a proxy, such as http://127.0.0.1:3128"
    raise BadEnvironment(f"the proxy in {scheme.upper()}_PROXY or ALL_PROXY cannot be used ({problem})")


class Routes(httpx.AsyncBaseTransport):
    """Direct connections to checked addresses, or the proxy that the environment names for a URL.

    A proxy resolves the names itself; a name that this machine resolves to private addresses only is
    refused before the proxy hears of it. Proxies and certificates come from the usual variables
    (`HTTPS_PROXY`, `NO_PROXY`, `SSL_CERT_FILE`, ...).

    Raises BadEnvironment where one of them cannot be used.
    """

    def __init__(self, allow_private: bool) -> None:
        self._allow_private = allow_private
        # One pool for each host: a pool looks through all of its connections at each request.
        self._direct: dict[tuple[bytes, bytes], _DirectTransport] = {}
        self._public: set[str] = set()
        self._certificates = _certificates()
        named = urllib.request.getproxies()
        self._proxied = {
            scheme: _through(proxy, scheme, self._certificates)
            for scheme in ("http", "https")
            if (proxy := named.get(scheme) or named.get("all"))
        }

    def _direct_for(self, url: httpx.URL) -> _DirectTransport:
        key = (url.raw_scheme, url.netloc)
        found = self._direct.get(key)
        if found is None:
            pool = httpcore.AsyncConnectionPool(
                ssl_context=self._certificates if url.scheme == "https" else None,
                max_connections=None,
                max_keepalive_connections=None,
                keepalive_expiry=15,
                network_backend=_CheckedBackend(self._allow_private),
            )
            found = self._direct[key] = _DirectTransport(pool)
        return found

    async def _refuse_private(self, url: httpx.URL) -> None:
        if self._allow_private or url.host in self._public:
            return
        try:
            known = await _addresses(url.host, url.port or 0)
        except UnknownHost:
            known = []
        if known and not any(is_public(address) for address in known):
            raise httpx.ConnectError("private") from PrivateAddress(url.host)
        self._public.add(url.host)

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        url = request.url
        proxied = self._proxied.get(url.scheme)
        if proxied is None or urllib.request.proxy_bypass(url.netloc.decode("ascii")):
            return await self._direct_for(url).handle_async_request(request)
        await self._refuse_private(url)
        return await proxied.handle_async_request(request)

    async def __aexit__(
        self,
        kind: type[BaseException] | None = None,
        error: BaseException | None = None,
        trace: TracebackType | None = None,
    ) -> None:
        await self.aclose()

    async def aclose(self) -> None:
        for transport in (*self._direct.values(), *self._proxied.values()):
            await transport.aclose()
