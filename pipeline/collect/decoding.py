"""Unpacks a Content-Encoding as it streams in, with a cap on what comes out and an eye for a missing end."""

from __future__ import annotations

import zlib
from typing import Protocol

import brotli

MAX_CODINGS = 2  # servers stack two by mistake; more is an attack
_STEP = 1 << 16  # bytes of output taken from a decoder at once


class DecodeError(ValueError):
    """The body is not what its Content-Encoding says."""


class TooLarge(ValueError):
    """The decoded body exceeds the cap."""


class _Coding(Protocol):
    @property
    def is_finished(self) -> bool: ...

    def feed(self, data: bytes, room: int) -> bytes: ...


class _Zlib:
    """gzip (several members included) and deflate (zlib-wrapped or raw, as servers send both)."""

    def __init__(self, name: str) -> None:
        self._is_gzip = name == "gzip"
        self._inner = zlib.decompressobj(16 + zlib.MAX_WBITS) if self._is_gzip else None
        self._has_ended = False

    @property
    def is_finished(self) -> bool:
        return self._has_ended

    def feed(self, data: bytes, room: int) -> bytes:
        out = bytearray()
        while data:
            if self._has_ended:
                if not (self._is_gzip and data.startswith(b"\x1f\x8b")):
                    break  # padding after the end is ignored, as browsers do
                self._inner, self._has_ended = zlib.decompressobj(16 + zlib.MAX_WBITS), False
            if self._inner is None:
                is_wrapped = data[0] & 0x0F == 8 and (len(data) < 2 or (data[0] << 8 | data[1]) % 31 == 0)
                self._inner = zlib.decompressobj(zlib.MAX_WBITS if is_wrapped else -zlib.MAX_WBITS)
            try:
                out += self._inner.decompress(data, _STEP)
            except zlib.error as error:
                raise DecodeError(str(error)) from error
            if len(out) > room:
                raise TooLarge
            self._has_ended = self._inner.eof
            data = self._inner.unused_data if self._has_ended else self._inner.unconsumed_tail
        return bytes(out)


class _Brotli:
    def __init__(self) -> None:
        self._inner = brotli.Decompressor()

    @property
    def is_finished(self) -> bool:
        return bool(self._inner.is_finished())

    def feed(self, data: bytes, room: int) -> bytes:
        out = bytearray()
        try:
            out += self._inner.process(data, output_buffer_limit=_STEP)
            while not self._inner.is_finished() and not self._inner.can_accept_more_data():
                if len(out) > room:
                    raise TooLarge
                out += self._inner.process(b"", output_buffer_limit=_STEP)
        except brotli.error as error:
            raise DecodeError(str(error)) from error
        if len(out) > room:
            raise TooLarge
        return bytes(out)


class BodyDecoder:
    """Decodes one response body chunk by chunk.

    `content_encoding` is the header's value, or None. `max_bytes` caps the wire and the decoded size, each.
    """

    def __init__(self, content_encoding: str | None, max_bytes: int) -> None:
        names = [part.strip().lower() for part in (content_encoding or "").split(",") if part.strip()]
        names = [name.removeprefix("x-") for name in names if name not in ("identity", "none", "utf-8")]
        if len(names) > MAX_CODINGS:
            raise DecodeError(f"{len(names)} stacked content codings; at most {MAX_CODINGS} are read")
        self._codings: list[_Coding] = [_coding(name) for name in reversed(names)]
        self._max_bytes = max_bytes
        self._wire_bytes = 0
        self.body = bytearray()

    def feed(self, chunk: bytes) -> None:
        """Take the next bytes from the wire; raises `DecodeError` or `TooLarge`, keeping what was decoded before."""
        self._wire_bytes += len(chunk)
        if self._wire_bytes > self._max_bytes:
            raise TooLarge
        room = self._max_bytes - len(self.body)
        for coding in self._codings:
            chunk = coding.feed(chunk, room)
        if len(chunk) > room:
            raise TooLarge
        self.body += chunk

    @property
    def is_complete(self) -> bool:
        """False where a coding's own end was never seen: the stream was cut short. An empty wire is complete."""
        return self._wire_bytes == 0 or all(coding.is_finished for coding in self._codings)


def _coding(name: str) -> _Coding:
    if name in ("gzip", "deflate"):
        return _Zlib(name)
    if name == "br":
        return _Brotli()
    raise DecodeError(f"unknown content coding {name!r}")
