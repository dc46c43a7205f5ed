"""A server on loopback that answers as YouTube's hosts do, and as badly as servers can."""

from __future__ import annotations

import asyncio
import json
import random
import socket
import ssl
import struct
import threading
from collections import Counter
from dataclasses import dataclass, field
from types import TracebackType
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

SIZES = ("maxresdefault", "sddefault", "hqdefault", "mqdefault", "default")
PICTURE = bytes.fromhex("ffd8ffe000104a46494600010100000100010000ffd9")
ROLES = ("www.youtube.com", "img.youtube.com", "i.ytimg.com", "elsewhere.example")
PHRASES = {200: "OK", 301: "Moved", 302: "Found", 404: "Not Found", 429: "Too Many Requests", 503: "Busy"}


@dataclass
class Video:
    """A video of the world that the server knows: `state` is public, gone, private or no-embed."""

    id: str
    title: str = "A lecture"
    state: str = "public"
    missing: frozenset[str] = frozenset()

    def has(self, size: str) -> bool:
        return self.state in ("public", "no-embed") and size in SIZES and size not in self.missing


@dataclass
class Faults:
    """Shares of the requests that end in a reset, a 503 or silence, at most two of the same page.

    Which they are depends on what is asked for, not on the order in which it comes.
    """

    reset: float = 0.0
    busy: float = 0.0
    hang: float = 0.0
    seed: int = 0


@dataclass
class Seen:
    method: str
    host: str
    path: str
    headers: dict[str, str]
    at: float


@dataclass
class YouTube:
    """Context manager: serves in a thread of its own, one port for each host of `ROLES`."""

    videos: dict[str, Video] = field(default_factory=dict)
    faults: Faults = field(default_factory=Faults)
    tls: ssl.SSLContext | None = None
    seen: list[Seen] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    answers: dict[str, tuple[int, dict[str, str], bytes]] = field(default_factory=dict)
    """Answers for single paths, given instead of the world's."""
    at_once: Counter[str] = field(default_factory=Counter)
    most_at_once: Counter[str] = field(default_factory=Counter)
    slowness: float = 0.0
    silent_after: int | None = None
    """Requests after so many get no answer."""
    ports: dict[str, int] = field(default_factory=dict)

    def __enter__(self) -> YouTube:
        self._loop = asyncio.new_event_loop()
        ready = threading.Event()
        self._thread = threading.Thread(target=self._serve, args=(ready,), daemon=True)
        self._thread.start()
        assert ready.wait(60)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(5)

    def _serve(self, ready: threading.Event) -> None:
        asyncio.set_event_loop(self._loop)
        servers = [self._loop.run_until_complete(self._listen(role)) for role in ROLES]
        ready.set()
        self._loop.run_forever()
        for server in servers:
            server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    async def _listen(self, role: str) -> asyncio.Server:
        server = await self._loop.create_server(lambda: _Connection(self, role), "127.0.0.1", 0, ssl=self.tls)
        self.ports[role] = server.sockets[0].getsockname()[1]
        return server

    def origin(self, role: str) -> str:
        if self.tls:
            return f"https://localhost:{self.ports[role]}"
        return f"http://127.0.0.1:{self.ports[role]}"

    @property
    def endpoints(self) -> dict[str, str]:
        return {role: self.origin(role) for role in ROLES}

    def add(self, *videos: Video) -> None:
        self.videos.update((video.id, video) for video in videos)

    def paths(self, role: str | None = None) -> list[str]:
        return [f"{seen.method} {seen.path}" for seen in self.seen if role in (None, seen.host)]


class _Connection(asyncio.Protocol):
    def __init__(self, world: YouTube, role: str) -> None:
        self.world, self.role = world, role
        self.buffer = b""
        self.task: asyncio.Task[None] | None = None
        self.heard = asyncio.Event()
        self.heard.set()

    def pause_writing(self) -> None:
        self.heard.clear()

    def resume_writing(self) -> None:
        self.heard.set()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self.transport = transport
        self.world.counts["connections"] += 1

    def connection_lost(self, error: Exception | None) -> None:
        if self.task:
            self.task.cancel()

    def data_received(self, data: bytes) -> None:
        self.buffer += data
        while b"\r\n\r\n" in self.buffer:
            head, _, self.buffer = self.buffer.partition(b"\r\n\r\n")
            self.handle(head.decode("latin-1"))

    def handle(self, head: str) -> None:
        line, *rest = head.split("\r\n")
        method, path, _ = line.split(" ", 2)
        headers = {name.lower(): value for name, _, value in (row.partition(": ") for row in rest)}
        world = self.world
        world.counts["requests"] += 1
        world.seen.append(Seen(method, self.role, path, headers, asyncio.get_running_loop().time()))
        faults = world.faults
        world.counts[f"asked {path}"] += 1
        asked = world.counts[f"asked {path}"]
        roll = random.Random(f"{faults.seed} {path} {asked}").random() if asked < 3 else 1.0
        if world.silent_after is not None and len(world.seen) > world.silent_after:
            pass
        elif roll < faults.reset:
            self.reset()
        elif roll < faults.reset + faults.busy:
            self.send(method, 503, {}, b"busy")
        elif roll < faults.reset + faults.busy + faults.hang:
            pass
        elif world.slowness:
            self.task = asyncio.get_running_loop().create_task(self.later(method, path))
        else:
            self.answer(method, path)

    async def later(self, method: str, path: str) -> None:
        world, role = self.world, self.role
        world.at_once[role] += 1
        world.most_at_once[role] = max(world.most_at_once[role], world.at_once[role])
        try:
            await asyncio.sleep(world.slowness)
            self.answer(method, path)
        finally:
            world.at_once[role] -= 1

    def reset(self) -> None:
        plain: Any = self.transport.get_extra_info("socket")
        plain.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.transport.abort()

    def send(self, method: str, status: int, headers: dict[str, str], body: bytes) -> None:
        rows = {"Content-Length": str(len(body)), **headers}
        head = f"HTTP/1.1 {status} {PHRASES.get(status, 'Status')}\r\n"
        head += "".join(f"{name}: {value}\r\n" for name, value in rows.items())
        self.transport.write(head.encode("latin-1") + b"\r\n" + (b"" if method == "HEAD" else body))

    def answer(self, method: str, path: str) -> None:
        parts = urlsplit(path)
        if path in self.world.answers:
            self.send(method, *self.world.answers[path])
        elif parts.path == "/oembed":
            self.oembed(method, parts.query)
        elif parts.path.startswith(("/vi/", "/vi_webp/")):
            self.thumbnail(method, parts.path)
        elif parts.path == "/watch":
            self.send(method, 200, {"Content-Type": "text/html"}, b"<title>YouTube</title>")
        else:
            self.odd(method, parts.path)

    def thumbnail(self, method: str, path: str) -> None:
        _, _, identity, name = path.split("/")
        video = self.world.videos.get(identity)
        there = video is not None and video.has(name.partition(".")[0])
        self.send(method, 200 if there else 404, {"Content-Type": "image/jpeg"}, PICTURE)

    def oembed(self, method: str, query: str) -> None:
        url = parse_qs(query).get("url", [""])[0]
        identity = parse_qs(urlsplit(unquote(url)).query).get("v", [""])[0]
        if len(identity) != 11:
            return self.send(method, 400, {}, b"Bad Request")
        video = self.world.videos.get(identity)
        if video is None or video.state == "gone":
            return self.send(method, 404, {}, b"Not Found")
        if video.state != "public":
            return self.send(method, 401 if video.state == "no-embed" else 403, {}, b"Unauthorized")
        body = json.dumps({"title": video.title, "type": "video", "version": "1.0"}).encode()
        return self.send(method, 200, {"Content-Type": "application/json"}, body)

    def odd(self, method: str, path: str) -> None:
        match path.split("/")[1:]:
            case ["status", code]:
                self.send(method, int(code), {}, b"status")
            case ["fine"]:
                self.send(method, 200, {"Content-Type": "text/html"}, b"fine")
            case ["get-only", code]:
                self.send(method, 200 if method == "GET" else int(code), {}, b"fine")
            case ["hops", number]:
                to = "/fine" if number == "1" else f"/hops/{int(number) - 1}"
                self.send(method, 302, {"Location": to}, b"")
            case ["loop"]:
                self.send(method, 302, {"Location": "/loop"}, b"")
            case ["later", seconds, name]:
                first = not self.world.counts[f"later {name}"]
                self.world.counts[f"later {name}"] += 1
                self.send(method, 429 if first else 200, {"Retry-After": seconds} if first else {}, b"")
            case ["endless"]:
                self.transport.write(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n")
                if method != "HEAD":
                    self.task = asyncio.get_running_loop().create_task(self.endless())
            case ["drip"]:
                self.task = asyncio.get_running_loop().create_task(self.drip())
            case ["hang"]:
                pass
            case ["reset"]:
                self.reset()
            case ["garbage"]:
                self.transport.write(b"\x00\x01 this is not HTTP\r\n\r\n")
            case _:
                self.send(method, 404, {}, b"nothing here")

    async def endless(self) -> None:
        chunk = b"10000\r\n" + b"x" * 65_536 + b"\r\n"
        while not self.transport.is_closing():
            self.transport.write(chunk)
            self.world.counts["endless bytes"] += 65_536
            await self.heard.wait()
            await asyncio.sleep(0)

    async def drip(self) -> None:
        self.transport.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n")
        while not self.transport.is_closing():
            self.transport.write(b"X-Slow: 1\r\n")
            await asyncio.sleep(0.05)
