"""Puts the pages into the Airflow UI: Airflow's login and permissions stand before every route of pipeline/web.

The only module of the package that imports Airflow. Airflow loads it through the entry point group `airflow.plugins`.
"""

from __future__ import annotations

import asyncio
import hashlib
from typing import Any
from urllib.parse import urlencode, urlsplit

from airflow.plugins_manager import AirflowPlugin
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.types import ASGIApp, Receive, Scope, Send

from pipeline.web.access import Visitor

# Whoever may read this DAG may read the pages; whoever may edit it may correct claims.
DAG_ID = "track_topics"
PREFIX = "/wirewatch"
_BEARER = "bearer "


class AirflowHost:
    """What the pages need of Airflow. Its own dependencies cannot be used: they look for state of the outer app."""

    async def visitor(self, request: Request) -> Visitor | None:
        """The user of the bearer token or of the session's cookie, as Airflow's own API finds them."""
        from airflow.api_fastapi.core_api.security import get_user
        from fastapi import HTTPException
        from fastapi.security import HTTPAuthorizationCredentials

        header = request.headers.get("authorization", "")
        bearer = (
            HTTPAuthorizationCredentials(scheme="Bearer", credentials=header[len(_BEARER) :])
            if header.lower().startswith(_BEARER)
            else None
        )
        try:
            user = await get_user(request, None, bearer)
        except HTTPException:
            return None  # no token, an expired one, or one that is not Airflow's
        return await run_in_threadpool(_permissions, user)

    def login_url(self, next_url: str) -> str:
        """Airflow's login page, whichever auth manager serves it."""
        return f"{_base_path()}/api/v2/auth/login?{urlencode({'next': next_url})}"

    def secret(self) -> bytes:
        """A key made of the API server's secret key, which all its processes share."""
        from airflow.configuration import conf

        return hashlib.sha256(b"wirewatch" + conf.get("api", "secret_key").encode()).digest()

    def warehouse(self) -> str:
        """Connection string in the role web, from the settings."""
        from pipeline.settings import get_settings
        from pipeline.warehouse.conninfo import conninfo

        return conninfo(get_settings(), "web")


class Pages:
    """The app, made at its first request: schedulers, workers and commands load plugins, too, and never need it."""

    def __init__(self) -> None:
        self._app: ASGIApp | None = None
        self._lock = asyncio.Lock()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on to the app."""
        async with self._lock:
            if self._app is None:
                self._app = await run_in_threadpool(_create_app)
        await self._app(scope, receive, send)


def _create_app() -> ASGIApp:
    from pipeline.web.app import create_app

    return create_app(AirflowHost())


def _permissions(user: Any) -> Visitor:
    from airflow.api_fastapi.app import get_auth_manager
    from airflow.api_fastapi.auth.managers.models.resource_details import DagDetails
    from airflow.models.dag import DagModel

    manager = get_auth_manager()
    details = DagDetails(id=DAG_ID, team_name=DagModel.get_team_name(DAG_ID))
    return Visitor(
        name=str(user.get_name()),
        may_read=manager.is_authorized_dag(method="GET", details=details, user=user),
        may_edit=manager.is_authorized_dag(method="PUT", details=details, user=user),
    )


def _base_path() -> str:
    """The path of Airflow's base URL, without a slash at its end: /airflow, or nothing."""
    from airflow.configuration import conf

    return urlsplit(conf.get("api", "base_url", fallback="") or "").path.rstrip("/")


class WirewatchPlugin(AirflowPlugin):
    """The entry Wirewatch of the menu, and the app behind it."""

    name = "wirewatch"

    @classmethod
    def on_load(cls, *args: Any, **kwargs: Any) -> None:
        """Name the app and the entry of the menu; runs in every Airflow process, so it makes and opens nothing."""
        cls.fastapi_apps = [{"app": Pages(), "url_prefix": PREFIX, "name": "Wirewatch"}]
        cls.external_views = [
            {
                "name": "Wirewatch",
                "href": f"{_base_path()}{PREFIX}/",
                "destination": "nav",
                "url_route": "wirewatch",
                "icon": f"{_base_path()}{PREFIX}/assets/icon.svg",
                "nav_top_level": True,
            }
        ]
