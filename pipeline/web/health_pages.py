"""How it goes: feeds with their last days, alerts, and what the data checks found."""

from __future__ import annotations

from collections import Counter

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse

from pipeline.web.site import Site

_MOST_ALERTS = 200


def router(site: Site) -> APIRouter:
    """The routes of feeds, alerts and checks."""
    routes = APIRouter()

    @routes.get("/feeds")
    def feeds(request: Request) -> HTMLResponse:
        """Every feed: its state, its last words, its last days."""
        rows = site.rows("feeds")
        return site.page(request, "feeds.html", feeds=rows, states=Counter(row["health_code"] for row in rows))

    @routes.get("/alerts")
    def alerts(request: Request) -> HTMLResponse:
        """Days that stood out, with the numbers on which the alerts rest."""
        return site.page(request, "alerts.html", alerts=site.rows("alerts", topic_key=None, row_count=_MOST_ALERTS))

    @routes.get("/checks")
    def checks(request: Request) -> HTMLResponse:
        """What the latest run of the data checks found."""
        return site.page(request, "checks.html", checks=site.rows("checks"))

    return routes
