"""Who asks and what they may do: the host decides, the guard enforces it on every request, new routes included."""

from __future__ import annotations

import hashlib
import hmac
import time
from dataclasses import dataclass
from typing import Protocol
from urllib.parse import quote

from starlette.datastructures import MutableHeaders
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

SAFE_METHODS = frozenset({"GET", "HEAD"})
TOKEN_SECONDS = 12 * 3600  # a form that lay open longer is loaded again
# What is no page: whoever asks for it is a program or a page's own part, and gets 401 instead of a login form.
_NO_PAGE_ENDINGS = (".csv", ".json", ".css", ".js", ".svg", ".bin")

CONTENT_POLICY = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; frame-src 'self'; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'self'"
)
_HEADERS = {
    "content-security-policy": CONTENT_POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "x-dns-prefetch-control": "off",
    "cache-control": "private, no-cache",
}


@dataclass(frozen=True, slots=True)
class Visitor:
    """A person or program that has logged in."""

    name: str
    may_read: bool
    may_edit: bool


class Host(Protocol):
    """What the application that mounts these pages provides."""

    async def visitor(self, request: Request) -> Visitor | None:
        """Who sent the request; None where nobody has logged in."""

    def login_url(self, next_url: str) -> str:
        """The path of the login page, which leads back to `next_url`."""

    def secret(self) -> bytes:
        """A key that all server processes share, for the tokens of forms."""

    def warehouse(self) -> str:
        """Connection string of the warehouse in the role web."""


class Guard:
    """Lets a request in only where its visitor may read, and to change something only where the visitor may edit."""

    def __init__(self, app: ASGIApp, host: Host) -> None:
        self._app = app
        self._host = host

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Check one request; a websocket is never let in."""
        if scope["type"] == "lifespan":
            await self._app(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        request = Request(scope, receive)
        visitor = await self._host.visitor(request)
        refusal = self._refusal(request, visitor)
        if refusal is not None:
            await refusal(scope, receive, send_with_headers)
            return
        scope.setdefault("state", {})["visitor"] = visitor
        await self._app(scope, receive, send_with_headers)

    def _refusal(self, request: Request, visitor: Visitor | None) -> Response | None:
        is_page = request.method in SAFE_METHODS and not request.url.path.endswith(_NO_PAGE_ENDINGS)
        if visitor is None:
            if is_page:
                address = quote(request.url.path) + (f"?{request.url.query}" if request.url.query else "")
                return RedirectResponse(self._host.login_url(address), status_code=302)
            return JSONResponse(
                {"detail": "Not authenticated"}, status_code=401, headers={"WWW-Authenticate": "Bearer"}
            )
        if not visitor.may_read:
            words = f"{visitor.name} may not read the DAG track_topics; an administrator of Airflow grants it."
        elif request.method not in SAFE_METHODS and not visitor.may_edit:
            words = f"{visitor.name} may not edit the DAG track_topics, which corrections need."
        else:
            return None
        return PlainTextResponse(words, 403) if is_page else JSONResponse({"detail": words}, status_code=403)


def form_token(secret: bytes, visitor: Visitor, purpose: str, now: float | None = None) -> str:
    """A token that only a page served to this visitor for this purpose holds; valid for TOKEN_SECONDS."""
    moment = str(int(time.time() if now is None else now))
    return f"{moment}.{_signature(secret, visitor, purpose, moment)}"


def is_token_valid(secret: bytes, visitor: Visitor, purpose: str, token: str, now: float | None = None) -> bool:
    """Whether `token` was made by `form_token` for the same visitor and purpose, and not too long ago."""
    moment, _, signature = token.partition(".")
    expected = _signature(secret, visitor, purpose, moment)
    if not moment.isdecimal() or not hmac.compare_digest(signature.encode(), expected.encode()):
        return False
    return 0 <= (time.time() if now is None else now) - int(moment) <= TOKEN_SECONDS


def _signature(secret: bytes, visitor: Visitor, purpose: str, moment: str) -> str:
    words = "\x00".join(("wirewatch form", visitor.name, purpose, moment))
    return hmac.new(secret, words.encode(), hashlib.sha256).hexdigest()
