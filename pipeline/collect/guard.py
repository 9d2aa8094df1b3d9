"""Refuses connections into private networks, on the very socket that is about to connect.

The check runs after the look-up and before the connect, so a name that changes its address in between gains nothing.
"""

from __future__ import annotations

import errno
import ipaddress
import socket
from collections.abc import Iterable
from typing import Any

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

# IPv6 ranges that carry an IPv4 address, with the bit at which it begins (RFC 4291, 3056, 6052, 8215, 4380).
_EMBEDDINGS: tuple[tuple[ipaddress.IPv6Network, int], ...] = (
    (ipaddress.IPv6Network("::/96"), 0),
    (ipaddress.IPv6Network("::ffff:0:0/96"), 0),
    (ipaddress.IPv6Network("::ffff:0:0:0/96"), 0),
    (ipaddress.IPv6Network("64:ff9b::/96"), 0),
    (ipaddress.IPv6Network("64:ff9b:1::/48"), 0),
    (ipaddress.IPv6Network("2002::/16"), 80),
)
_TEREDO = ipaddress.IPv6Network("2001::/32")
_SITE_LOCAL = ipaddress.IPv6Network("fec0::/10")
_SHARED = ipaddress.IPv4Network("100.64.0.0/10")  # carrier-grade NAT, RFC 6598


class BlockedAddress(OSError):
    """A connection to an address that is not public was refused before it was made."""

    def __init__(self, address: str, port: int) -> None:
        super().__init__(
            errno.EACCES,
            f"blocked address {address} port {port}: not a public address "
            "(name it in WIREWATCH_LOCAL_SOURCES as host:port if it is meant)",
        )


def is_public(address: Address) -> bool:
    """True where the address, and any IPv4 address inside it, is one of the public internet."""
    if isinstance(address, ipaddress.IPv6Address):
        if address in _SITE_LOCAL:
            return False
        if address in _TEREDO:
            server, client = address.teredo or (None, None)
            return server is not None and client is not None and is_public(server) and is_public(client)
        for network, shift in _EMBEDDINGS:
            if address in network:
                return is_public(ipaddress.IPv4Address((int(address) >> shift) & 0xFFFFFFFF))
    elif address in _SHARED:
        return False
    return address.is_global and not (
        address.is_multicast
        or address.is_reserved
        or address.is_unspecified
        or address.is_loopback
        or address.is_link_local
        or address.is_private
    )


class AddressGuard:
    """A socket factory for aiohttp that only makes sockets for public addresses and for the named exceptions.

    `local_sources` are "host:port" pairs; a host name is resolved once, here, so that no later answer widens them.
    """

    def __init__(self, local_sources: Iterable[str] = ()) -> None:
        self._exempt = frozenset(pair for source in local_sources for pair in _resolve_source(source))

    def __call__(self, info: tuple[Any, ...]) -> socket.socket:
        """The socket for one `getaddrinfo` entry; raises `BlockedAddress`."""
        family, kind, protocol, _, target = info
        self.check(str(target[0]), int(target[1]))
        return socket.socket(family=family, type=kind, proto=protocol)

    def check(self, host: str, port: int) -> None:
        """Raise `BlockedAddress` unless the numeric address may be connected to."""
        try:
            address = ipaddress.ip_address(host.partition("%")[0])
        except ValueError:
            raise BlockedAddress(host, port) from None
        if not is_public(address) and (address, port) not in self._exempt:
            raise BlockedAddress(host, port)


def _resolve_source(source: str) -> list[tuple[Address, int]]:
    host, _, port = source.rpartition(":")
    host = host.strip("[]")
    if not host or not port.isdigit():
        raise ValueError(f"local source {source!r} is not host:port; write for example 127.0.0.1:8080")
    if host == "localhost" or host.endswith(".localhost"):
        return [(ipaddress.IPv4Address("127.0.0.1"), int(port)), (ipaddress.IPv6Address("::1"), int(port))]
    try:
        return [(ipaddress.ip_address(host), int(port))]
    except ValueError:
        entries = socket.getaddrinfo(host, int(port), type=socket.SOCK_STREAM)
        return [(ipaddress.ip_address(str(entry[4][0]).partition("%")[0]), int(port)) for entry in entries]
