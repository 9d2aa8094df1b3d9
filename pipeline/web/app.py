"""The FastAPI app of the pages: routes, assets and errors in one place; the guard stands before all of them."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import psycopg
from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from psycopg_pool import PoolTimeout
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from pipeline.errors import WirewatchError
from pipeline.web import actor_pages, article_pages, event_pages, exports, health_pages, ledger_pages, topic_pages
from pipeline.web.access import Guard, Host
from pipeline.web.site import Site

_ASSETS = {"style.css": "text/css", "wirewatch.js": "text/javascript", "icon.svg": "image/svg+xml"}
_ASSET_FOLDER = Path(__file__).parent / "assets"
_MODULES = (topic_pages, ledger_pages, event_pages, actor_pages, article_pages, health_pages, exports)


def create_app(host: Host) -> FastAPI:
    """The app, to be mounted by `host`; nothing is opened before the first request."""
    site = Site(host)

    @asynccontextmanager
    async def lifespan(_: FastAPI) -> AsyncIterator[None]:
        yield
        await run_in_threadpool(site.warehouse.close)

    app = FastAPI(title="Wirewatch", docs_url=None, redoc_url=None, openapi_url=None, lifespan=lifespan)
    app.add_middleware(Guard, host=host)
    for module in _MODULES:
        app.include_router(module.router(site))

    @app.get("/assets/{name}")
    def asset(name: str) -> Response:
        """A file of the pages' own: style sheet, script or icon."""
        if name not in _ASSETS:
            raise HTTPException(404, f"There is no file {name}.")
        return Response((_ASSET_FOLDER / name).read_bytes(), media_type=_ASSETS[name])

    @app.exception_handler(HTTPException)
    def refused(request: Request, error: HTTPException) -> Response:
        return _error(site, request, error.status_code, str(error.detail))

    @app.exception_handler(RequestValidationError)
    def misread(request: Request, error: RequestValidationError) -> Response:
        return _error(site, request, 404, "The address is not one of ours.")

    @app.exception_handler(WirewatchError)
    @app.exception_handler(psycopg.Error)
    @app.exception_handler(PoolTimeout)
    def unavailable(request: Request, error: Exception) -> Response:
        return _error(site, request, 503, _words(error))

    return app


def _words(error: Exception) -> str:
    if isinstance(error, psycopg.errors.QueryCanceled):
        return "The warehouse took too long; narrow the question, for example by dates."
    if isinstance(error, psycopg.errors.UndefinedTable | psycopg.errors.UndefinedFunction):
        return "The warehouse is older than these pages: run `wirewatch migrate`."
    return f"The warehouse does not answer: {' '.join(str(error).split())[:300]}"


def _error(site: Site, request: Request, status: int, words: str) -> Response:
    if request.url.path.endswith((".csv", ".json")):
        return JSONResponse({"detail": words}, status_code=status)
    return site.page(request, "error.html", status, code=status, words=words)
