"""Offers the embedded server's socket as a TCP port on 127.0.0.1, to the analyst alone; runs until it is cancelled.

It forwards bytes and keeps no secret: PostgreSQL itself asks for the password (SCRAM). Only the first message of a
connection is read, so that nobody can try the passwords of other roles over the network.
"""

from __future__ import annotations

import asyncio
import contextlib
import struct
from collections.abc import Callable

from pipeline.errors import WirewatchError
from pipeline.settings import Settings
from pipeline.warehouse.embedded import Server, ensure_server
from pipeline.warehouse.roles import ROLE_NAMES

ADDRESS = "127.0.0.1"
_CHUNK = 65536  # bytes
_GREETING_SECONDS = 60.0  # PostgreSQL's own authentication_timeout
_LONGEST_GREETING = 10_000  # bytes, PostgreSQL's own limit for the first message
# The codes that a client's first message begins with: https://www.postgresql.org/docs/current/protocol-message-formats.html
_PROTOCOL_MAJOR = 3
_CANCEL_REQUEST = 80877102
_ENCRYPTION_REQUESTS = (80877103, 80877104)  # SSL, GSSAPI; answered by "N": loopback needs neither


async def serve(settings: Settings, port: int, on_ready: Callable[[int], None]) -> None:
    """Listen on 127.0.0.1 (port 0 takes a free one), tell `on_ready` the port, and forward until cancelled.

    Raises OSError if the port is taken.
    """
    forwarder = _Forwarder(settings, await asyncio.to_thread(ensure_server, settings))
    listener = await asyncio.start_server(forwarder.accept, ADDRESS, port)
    try:
        on_ready(listener.sockets[0].getsockname()[1])
        await asyncio.Event().wait()
    finally:
        listener.close()
        await forwarder.end()


class _Forwarder:
    """Carries connections to the server's socket, and starts the server again should it have stopped."""

    def __init__(self, settings: Settings, server: Server) -> None:
        self._settings = settings
        self._server = server
        self._clients: set[asyncio.Task[None]] = set()

    def accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Take a new client."""
        task = asyncio.create_task(self._handle(reader, writer))
        self._clients.add(task)
        task.add_done_callback(self._clients.discard)

    async def end(self) -> None:
        """Part from all clients."""
        clients = list(self._clients)
        for client in clients:
            client.cancel()
        await asyncio.gather(*clients, return_exceptions=True)

    async def _handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """One client, from its first byte to its last."""
        try:
            async with asyncio.timeout(_GREETING_SECONDS):
                greeting = await _greeting(reader, writer)
            refusal = _refusal(greeting)
            if refusal is not None:
                writer.write(_error("28000", refusal))
                await writer.drain()
                return
            await self._forward(greeting, reader, writer)
        except (TimeoutError, ConnectionError, asyncio.IncompleteReadError):
            return  # a client that left, or was never one
        finally:
            await _close(writer)

    async def _forward(self, greeting: bytes, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            from_server, to_server = await self._open()
        except (OSError, WirewatchError) as error:
            writer.write(_error("08006", f"the warehouse does not answer: {error}"))
            await writer.drain()
            return
        try:
            to_server.write(greeting)
            pumps = {asyncio.create_task(_pump(reader, to_server)), asyncio.create_task(_pump(from_server, writer))}
            try:
                await asyncio.wait(pumps, return_when=asyncio.FIRST_COMPLETED)
            finally:
                for pump in pumps:
                    pump.cancel()
                await asyncio.gather(*pumps, return_exceptions=True)
        finally:
            await _close(to_server)

    async def _open(self) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
        try:
            return await asyncio.open_unix_connection(self._path())
        except OSError:
            self._server = await asyncio.to_thread(ensure_server, self._settings)
            return await asyncio.open_unix_connection(self._path())

    def _path(self) -> str:
        return str(self._server.socket_folder / f".s.PGSQL.{self._server.port}")


async def _greeting(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bytes:
    """The client's first real message, after its offers of encryption were declined."""
    while True:
        head = await reader.readexactly(8)
        length, code = struct.unpack("!II", head)
        if not 8 <= length <= _LONGEST_GREETING:
            raise ConnectionError("not PostgreSQL's protocol")
        message = head + await reader.readexactly(length - 8)
        if code not in _ENCRYPTION_REQUESTS:
            return message
        writer.write(b"N")
        await writer.drain()


def _refusal(greeting: bytes) -> str | None:
    """Why a first message may not pass; None if it may."""
    (code,) = struct.unpack_from("!I", greeting, 4)
    if code == _CANCEL_REQUEST:  # carries the secret of the session that it cancels
        return None
    if code >> 16 != _PROTOCOL_MAJOR:
        return "unknown protocol"
    texts = greeting[8:].split(b"\0")
    fields = dict(zip(texts[::2], texts[1::2], strict=False))
    if fields.get(b"user") != ROLE_NAMES["analyst"].encode() or b"replication" in fields:
        return f'only the role "{ROLE_NAMES["analyst"]}" may connect to this port'
    return None


def _error(code: str, message: str) -> bytes:
    """PostgreSQL's message for a fatal error, which every client shows."""
    body = (
        b"".join(f"{field}{text}\0".encode() for field, text in (("S", "FATAL"), ("C", code), ("M", message))) + b"\0"
    )
    return b"E" + struct.pack("!I", len(body) + 4) + body


async def _pump(source: asyncio.StreamReader, target: asyncio.StreamWriter) -> None:
    while data := await source.read(_CHUNK):
        target.write(data)
        await target.drain()


async def _close(writer: asyncio.StreamWriter) -> None:
    writer.close()
    with contextlib.suppress(ConnectionError):
        await writer.wait_closed()
