"""A server on loopback that can misbehave at every level: it hands each request's raw stream to a handler."""

from __future__ import annotations

import asyncio
import gzip
import ssl
import struct
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Self


@dataclass
class Asked:
    """A request as it came over the wire."""

    method: str
    path: str
    headers: dict[str, str]
    raw_headers: list[tuple[bytes, bytes]]


Handler = Callable[[Asked, asyncio.StreamWriter], Awaitable[None]]


@dataclass
class FaultServer:
    """Serves handlers by path; counts connections and remembers requests."""

    handlers: dict[str, Handler] = field(default_factory=dict)
    asked: list[Asked] = field(default_factory=list)
    connections: int = 0
    active: int = 0
    most_active: int = 0
    port: int = 0
    tls: ssl.SSLContext | None = None
    _server: asyncio.Server | None = None
    _tasks: set[asyncio.Task[None]] = field(default_factory=set)

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, ssl=self.tls)
        self.port = self._server.sockets[0].getsockname()[1]
        return self

    async def __aexit__(self, *_: object) -> None:
        assert self._server is not None
        self._server.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def url(self, path: str = "/feed", host: str = "127.0.0.1") -> str:
        return f"{'https' if self.tls else 'http'}://{host}:{self.port}{path}"

    def paths(self) -> list[str]:
        return [asked.path for asked in self.asked]

    def on(self, path: str, handler: Handler) -> None:
        self.handlers[path] = handler

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        self.active += 1
        self.most_active = max(self.most_active, self.active)
        task = asyncio.current_task()
        assert task is not None
        self._tasks.add(task)
        try:
            asked = await _read_request(reader)
            if asked is None:
                return
            self.asked.append(asked)
            path = asked.path.partition("?")[0]
            handler = self.handlers.get(path) or self.handlers.get("*") or answer(404, b"nothing here")
            await handler(asked, writer)
            await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # the client has gone, as some cases want
        finally:
            self.active -= 1
            self._tasks.discard(task)
            writer.close()


async def _read_request(reader: asyncio.StreamReader) -> Asked | None:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    first, *lines = head[:-4].split(b"\r\n")
    method, path, _ = first.decode("latin-1").split(" ", 2)
    raw = [(name, value.strip()) for name, _, value in (line.partition(b":") for line in lines)]
    return Asked(method, path, {n.decode("latin-1").lower(): v.decode("latin-1") for n, v in raw}, raw)


def answer(
    status: int = 200,
    body: bytes = b"",
    headers: dict[str, str] | None = None,
    *,
    content_type: str | None = "application/rss+xml",
    length: int | None = None,
) -> Handler:
    """A handler with a fixed answer; `length` overrides the true Content-Length."""

    async def handle(_asked: Asked, writer: asyncio.StreamWriter) -> None:
        fields = {"Content-Length": str(len(body) if length is None else length), "Connection": "close"}
        if content_type:
            fields["Content-Type"] = content_type
        fields |= headers or {}
        head = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        writer.write(f"HTTP/1.1 {status} Status\r\n{head}\r\n".encode("latin-1") + body)

    return handle


def redirect(location: str, status: int = 302) -> Handler:
    return answer(status, b"", {"Location": location})


def in_turn(*handlers: Handler) -> Handler:
    """The handlers one after another, the last for ever."""
    remaining = list(handlers)

    async def handle(asked: Asked, writer: asyncio.StreamWriter) -> None:
        await (remaining.pop(0) if len(remaining) > 1 else remaining[0])(asked, writer)

    return handle


def packed(body: bytes) -> bytes:
    return gzip.compress(body, mtime=0)


def reset(writer: asyncio.StreamWriter) -> None:
    """Close with RST."""
    sock = writer.get_extra_info("socket")
    sock.setsockopt(1, 13, struct.pack("ii", 1, 0))  # SOL_SOCKET, SO_LINGER
    writer.transport.abort()
