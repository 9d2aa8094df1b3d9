"""The overview, a topic with its chart, and one day of it down to the sentences."""

from __future__ import annotations

from datetime import date
from itertools import groupby

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse

from pipeline.web.charts import spark, topic_chart
from pipeline.web.claims import grouped_claims
from pipeline.web.site import Site, address, day_of

SPANS = (30, 90, 365)
_OVERVIEW_DAYS = 60
_MOST_ARTICLES, _MOST_CLAIMS, _MOST_EVENTS = 100, 40, 25


def router(site: Site) -> APIRouter:
    """The routes of topics."""
    routes = APIRouter()

    @routes.get("/")
    def overview(request: Request) -> HTMLResponse:
        """All topics in small, the latest alerts and the rows of the ledger that changed last."""
        cards = []
        for topic in site.rows("topics"):
            days = site.rows("topic_days", topic_key=topic["topic_key"], day_count=_OVERVIEW_DAYS)
            seen = [day for day in days if not day["is_gap"]]
            cards.append(
                {
                    **topic,
                    "spark": spark(days),
                    "day_count": len(days),
                    "gap_count": len(days) - len(seen),
                    "article_count": sum(day["article_count"] or 0 for day in seen),
                    "total_count": sum(day["total_count"] or 0 for day in seen),
                    "last_seen": seen[-1] if seen else None,
                }
            )
        return site.page(
            request,
            "overview.html",
            cards=cards,
            alerts=site.rows("alerts", topic_key=None, row_count=5),
            transfers=_ledger(site),
        )

    @routes.get("/topics/{topic_key}")
    def topic(request: Request, topic_key: str, days: int = 90) -> HTMLResponse:
        """A topic's chart and its days."""
        known = {row["topic_key"]: row for row in site.rows("topics")}
        span = days if days in SPANS else 90
        rows = site.rows("topic_days", topic_key=topic_key, day_count=span)
        if topic_key not in known:
            raise HTTPException(404, f"There is no topic {topic_key}; see the overview for those there are.")

        def link(moment: date) -> str:
            return address(request, f"/topics/{topic_key}/{moment}")

        return site.page(
            request,
            "topic.html",
            topic=known[topic_key],
            topics=list(known.values()),
            days=rows,
            span=span,
            spans=SPANS,
            wide_chart=topic_chart(rows, 1000, link, "wide"),
            narrow_chart=topic_chart(rows, 420, link, "narrow"),
        )

    @routes.get("/topics/{topic_key}/{day_date}")
    def day(request: Request, topic_key: str, day_date: str) -> HTMLResponse:
        """One day: its numbers, claims with their sentences, stories and events."""
        moment = day_of(day_date)
        known = {row["topic_key"]: row for row in site.rows("topics")}
        row = site.row("topic_day", topic_key=topic_key, day_date=moment)
        key = {"topic_key": topic_key, "day_date": moment}
        articles = site.rows("day_articles", **key, row_count=_MOST_ARTICLES)
        claims = site.rows("day_claims", **key, row_count=_MOST_CLAIMS)
        stories = [
            list(members) for _, members in groupby(articles, key=lambda one: one["story_id"] or -one["article_id"])
        ]
        return site.page(
            request,
            "day.html",
            topic=known[topic_key],
            day=row,
            stories=stories,
            article_limit=_MOST_ARTICLES,
            claims=grouped_claims(claims),
            claim_limit=_MOST_CLAIMS,
            is_cut=len(claims) == _MOST_CLAIMS,
            events=site.rows("day_events", **key, row_count=_MOST_EVENTS),
            revisions=site.rows("topic_day_revisions", **key),
        )

    return routes


def _ledger(site: Site) -> list[dict[str, object]]:
    return site.rows(
        "ledger",
        supplier_code=None,
        recipient_code=None,
        category_code=None,
        status_type=None,
        weapon_words=None,
        row_count=6,
    )
