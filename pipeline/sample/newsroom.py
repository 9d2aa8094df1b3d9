"""The sample newsroom as a pure function of an anchor day and a moment: what each feed and page says just then.

Nothing here listens on a socket; `server` does. All content is invented, and every document says so.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from urllib.parse import parse_qs, urlsplit

from pipeline.records import Feed
from pipeline.sample import content, documents
from pipeline.sample.content import FeedPlan, Outage, Outlet
from pipeline.sample.documents import Response
from pipeline.sample.edition import SourceArticle, edition, moment_of

FEED_ITEMS = 20  # what a feed lists at most
DAYS = 45  # the anchor day and the 44 days before it; a few older items fill the first feeds
POLL_TIME = time(23, 30)  # UTC; every article of a day is out by then


class Newsroom:
    """Thirteen invented outlets over 45 days that end with the anchor day.

    `bases` gives the address of each outlet, such as {"herald": "http://127.0.0.12:8790"}; without it the addresses
    are http://<domain>.
    """

    def __init__(self, anchor_day: date, bases: Mapping[str, str] | None = None) -> None:
        self.anchor_day = anchor_day
        self.outlets = content.load_outlets()
        self.bases = dict(bases or {key: f"http://{outlet.domain}" for key, outlet in self.outlets.items()})

    # -- what there is -----------------------------------------------------------------------------------------------

    @property
    def days(self) -> tuple[date, ...]:
        """The days to replay, oldest first; the last is the anchor day."""
        return tuple(self.anchor_day - timedelta(days=back) for back in range(DAYS - 1, -1, -1))

    def poll_time(self, day: date) -> datetime:
        """When a replay reads the feeds of that day (UTC): late enough for all of its articles."""
        return datetime.combine(day, POLL_TIME, UTC)

    def feeds(self) -> tuple[Feed, ...]:
        """The newsroom's feeds as a catalog names them; where a feed has moved, its old address."""
        return tuple(
            Feed(
                url=self.bases[outlet.key] + (plan.moved_from or plan.path),
                source_domain=outlet.domain,
                source_name=self.source_name(outlet),
                country=outlet.country,
                language=outlet.language,
                owner_group=outlet.owner_group,
                reliability=outlet.reliability,
            )
            for outlet in self.outlets.values()
            for plan in outlet.feeds
        )

    @staticmethod
    def source_name(outlet: Outlet) -> str:
        """The outlet's name as the warehouse shows it; nobody shall take it for a real one."""
        return f"{outlet.name} (fictional)"

    def articles(self) -> tuple[SourceArticle, ...]:
        """Every page, those that must be refused included, in order of publication."""
        return self._articles

    def published(self, outlet: Outlet, as_of: datetime) -> list[SourceArticle]:
        """What an outlet has published by then, newest first."""
        return [a for a in reversed(self._articles) if a.outlet is outlet and a.published_at <= as_of]

    def feed_items(self, outlet: Outlet, plan: FeedPlan, as_of: datetime) -> list[SourceArticle]:
        """The items that a feed lists at that moment, the latest first, at most FEED_ITEMS.

        After an outage that cost the feed its memory, items from before the restart are never listed again.
        """
        restarts = [
            moment_of(self.anchor_day, outage.feeds_restart_at)
            for outage in outlet.outages
            if outage.feeds_restart_at and moment_of(self.anchor_day, outage.end) <= as_of
        ]
        items = [
            article
            for article in self.published(outlet, as_of)
            if plan.section in (None, article.section) and all(article.published_at >= at for at in restarts)
        ]
        items.sort(key=lambda article: article.version(as_of).at, reverse=True)
        return items[:FEED_ITEMS]

    def outage(self, outlet: Outlet, as_of: datetime) -> Outage | None:
        """The outage in which an outlet's server is at that moment."""
        return next(
            (
                outage
                for outage in outlet.outages
                if moment_of(self.anchor_day, outage.start) <= as_of < moment_of(self.anchor_day, outage.end)
            ),
            None,
        )

    # -- what it answers ---------------------------------------------------------------------------------------------

    def feed_documents(self, as_of: datetime) -> dict[str, Response]:
        """Every feed's answer at that moment, by address (after a move, the new one)."""
        return {
            self.bases[outlet.key] + plan.path: self.respond(outlet.key, plan.path, as_of)
            for outlet in self.outlets.values()
            for plan in outlet.feeds
        }

    def page(self, url: str, as_of: datetime) -> Response:
        """The answer to a GET of a full address of the newsroom; KeyError where no outlet has that address."""
        parts = urlsplit(url)
        outlet = {base: key for key, base in self.bases.items()}[f"{parts.scheme}://{parts.netloc}"]
        return self.respond(outlet, parts.path + (f"?{parts.query}" if parts.query else ""), as_of)

    def respond(self, key: str, target: str, as_of: datetime) -> Response:
        """What the server of outlet `key` answers to `GET target` at that moment."""
        outlet = self.outlets[key]
        path, _, query = target.partition("?")
        if (outage := self.outage(outlet, as_of)) is not None:
            return documents.plain(outage.status, "The server is being mended. Please come back later.\n")
        for plan in outlet.feeds:
            if path == plan.moved_from:
                return documents.redirect(301, self.bases[key] + plan.path)
            if path == plan.path:
                return documents.feed(outlet, plan, self.bases[key], self.feed_items(outlet, plan, as_of), as_of)
        if path == "/robots.txt":
            return documents.plain(200, "User-agent: *\nDisallow: /wp-admin/\nDisallow: /members/\n")
        if path.startswith("/media/"):
            return documents.picture(path, outlet)
        latest = self.published(outlet, as_of)
        if path == "/" and (number := parse_qs(query).get("p")):
            found = next((article for article in latest if str(article.number) == number[0]), None)
            return documents.redirect(302, found.url) if found else documents.not_found(outlet, latest, as_of)
        if path == "/":
            return documents.front_page(outlet, latest, as_of)
        article = next((article for article in latest if article.path == path), None)
        if article is None:
            return documents.not_found(outlet, latest, as_of)
        return documents.article(article, latest, as_of)

    @cached_property
    def _articles(self) -> tuple[SourceArticle, ...]:
        return edition(self.anchor_day, self.bases)
