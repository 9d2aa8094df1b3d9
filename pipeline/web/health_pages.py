"""How the collection goes: feeds with their last days, and alerts."""

from __future__ import annotations

from collections import Counter

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse

from pipeline.web.site import Site

_MOST_ALERTS = 200


def router(site: Site) -> APIRouter:
    """The routes of feeds and alerts."""
    routes = APIRouter()

    @routes.get("/feeds")
    def feeds(request: Request) -> HTMLResponse:
        """Every feed: its state, its last words, its last days."""
        rows = site.rows("feeds")
        return site.page(
            request, "feeds.html", feeds=rows, states=Counter(_state(row) for row in rows), state_of=_state
        )

    @routes.get("/alerts")
    def alerts(request: Request) -> HTMLResponse:
        """Days that stood out, with the numbers on which the alerts rest."""
        return site.page(request, "alerts.html", alerts=site.rows("alerts", topic_key=None, row_count=_MOST_ALERTS))

    return routes


def _state(feed: dict[str, object]) -> str:
    """A feed's state in one word: disabled, failing, waiting (never polled well) or good."""
    if feed["state_code"] == "disabled":
        return "disabled"
    if feed["failure_count"]:
        return "failing"
    return "good" if feed["is_verified"] else "waiting"
