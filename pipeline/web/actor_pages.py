"""Dyads week by week, and actors with what they did and where they are named."""

from __future__ import annotations

from fastapi import APIRouter
from starlette.requests import Request
from starlette.responses import HTMLResponse

from pipeline.web.charts import dyad_chart
from pipeline.web.site import Site, address, words_of

_WEEKS, _LONG_WEEKS = 26, 104
_SAMPLE = 20_000  # latest mentions that the list of actors counts
_MOST_ROWS, _MOST_EVENTS, _MOST_ARTICLES = 60, 40, 40


def router(site: Site) -> APIRouter:
    """The routes of actors and dyads."""
    routes = APIRouter()

    @routes.get("/dyads")
    def dyads(request: Request) -> HTMLResponse:
        """The pairs of countries with the most events."""
        return site.page(
            request,
            "dyads.html",
            dyads=site.rows("dyads", week_count=_WEEKS, row_count=_MOST_ROWS),
            week_count=_WEEKS,
        )

    @routes.get("/dyads/{source}/{target}")
    def dyad(request: Request, source: str, target: str) -> HTMLResponse:
        """Two countries: what the first did to the second, week by week, and the sentences."""
        pair = {"source_country_code": source, "target_country_code": target}
        weeks = site.rows("dyad_weeks", **pair, week_count=_LONG_WEEKS)
        return site.page(
            request,
            "dyad.html",
            source=source,
            target=target,
            weeks=weeks,
            wide_chart=dyad_chart(weeks, 1000),
            narrow_chart=dyad_chart(weeks[-26:], 420),
            events=site.rows("dyad_events", **pair, row_count=_MOST_EVENTS),
        )

    @routes.get("/actors")
    def actors(request: Request, name: str | None = None) -> HTMLResponse:
        """Actors by name, or those of the latest mentions."""
        words = words_of(name)
        return site.page(
            request,
            "actors.html",
            actors=site.rows("actors", name_words=words, sample_count=_SAMPLE, row_count=_MOST_ROWS),
            words=words,
            csv_address=address(request, "/export/actors.csv", name_words=words),
        )

    @routes.get("/actors/{actor_id:path}")
    def actor(request: Request, actor_id: str) -> HTMLResponse:
        """An actor: other names, events, articles."""
        return site.page(
            request,
            "actor.html",
            actor=site.row("actor", actor_id=actor_id),
            events=site.rows("actor_events", actor_id=actor_id, row_count=_MOST_EVENTS),
            articles=site.rows("actor_articles", actor_id=actor_id, row_count=_MOST_ARTICLES),
            csv_events=address(request, "/export/actor_events.csv", actor_id=actor_id),
            csv_articles=address(request, "/export/actor_articles.csv", actor_id=actor_id),
        )

    return routes
