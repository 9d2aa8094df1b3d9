"""Name look-up for the client: the system's resolver, except that names under .localhost are loopback (RFC 6761)."""

from __future__ import annotations

import socket

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver


class LoopbackNamesResolver(AbstractResolver):
    """Resolves `localhost` and `*.localhost` to 127.0.0.1 without asking anyone; the address guard still decides."""

    def __init__(self) -> None:
        self._system = ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The addresses of a host name."""
        name = host.lower().rstrip(".")
        if name == "localhost" or name.endswith(".localhost"):
            return [
                ResolveResult(
                    hostname=host,
                    host="127.0.0.1",
                    port=port,
                    family=socket.AF_INET,
                    proto=0,
                    flags=socket.AI_NUMERICHOST,
                )
            ]
        return await self._system.resolve(host, port, family)

    async def close(self) -> None:
        """Release the system's resolver."""
        await self._system.close()
