"""Reads robots.txt by RFC 9309: what it allows us, how long the answer holds, and what a failing server means.

4xx allows everything, 5xx and silence forbid everything until the server answers again. Fetching is left to the client.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import lru_cache
from urllib.parse import urlsplit

from protego import Protego

from pipeline.collect.outcomes import NETWORK_FAILURES, Outcome

PRODUCT_TOKEN = "Wirewatch"  # noqa: S105 - the name that robots.txt groups address, no secret
MAX_ROBOTS_BYTES = 500 * 1024  # RFC 9309, section 2.5: at least 500 KiB are read
_FRESH = timedelta(hours=24)  # RFC 9309, section 2.4
_RETRY = timedelta(hours=1)  # how soon a failing robots.txt is asked again
_GIVE_UP = timedelta(hours=24)  # how long a failing robots.txt forbids, where the caller allows after that

# Nobody answered: the page would fare no better, and its own name for the trouble says more.
_NO_ANSWER = NETWORK_FAILURES | {Outcome.TLS_FAILURE, Outcome.INVALID_URL}


@dataclass(frozen=True, slots=True)
class RobotsRecord:
    """One host's robots.txt as last seen; storing it spares the next run the question."""

    origin: str  # scheme://host[:port]
    checked_at: datetime
    is_reachable: bool
    text: str = ""
    failing_since: datetime | None = None
    failure: Outcome | None = None  # what kept it from answering

    def is_fresh(self, now: datetime) -> bool:
        """True while the record may be used without asking again."""
        return now - self.checked_at < (_FRESH if self.is_reachable else _RETRY)


def origin_of(url: str) -> str:
    """scheme://host[:port] of a URL: the scope of one robots.txt."""
    parts = urlsplit(url)
    return f"{parts.scheme.lower()}://{parts.netloc.rpartition('@')[2].lower()}"


def record_answer(
    origin: str,
    outcome: Outcome,
    status: int | None,
    body: bytes,
    now: datetime,
    before: RobotsRecord | None,
    *,
    allows_when_failing: bool = False,
) -> RobotsRecord:
    """What an answer to the question for robots.txt means.

    A body that is HTML holds no rules; of a long body the first 500 KiB count. A file that fails forbids everything;
    with `allows_when_failing` only for a day, after which it counts as absent (RFC 9309, section 2.3.1.4).
    """
    if outcome in (Outcome.OK, Outcome.TOO_LARGE, Outcome.INCOMPLETE_BODY, Outcome.EMPTY_BODY):
        text = body[:MAX_ROBOTS_BYTES].decode("utf-8", "replace").lstrip("\ufeff")
        is_html = text.lstrip()[:100].lower().startswith(("<!doctype", "<html", "<?xml", "<head"))
        return RobotsRecord(origin, now, True, "" if is_html else text.replace("\x00", ""))
    if status is not None and 400 <= status < 500 and status != 429:
        return RobotsRecord(origin, now, True)
    if outcome in (Outcome.TOO_MANY_REDIRECTS, Outcome.BAD_REDIRECT):
        return RobotsRecord(origin, now, True)  # RFC 9309, section 2.3.1.2: may be taken as unavailable
    since = before.failing_since if before and before.failing_since else now
    text = before.text if before else ""
    return RobotsRecord(origin, now, allows_when_failing and now - since >= _GIVE_UP, text, since, outcome)


def verdict(record: RobotsRecord, url: str) -> Outcome | None:
    """None where the URL may be fetched, else why not; a host that cannot be reached at all is named as such."""
    if not record.is_reachable:
        return record.failure if record.failure in _NO_ANSWER else Outcome.ROBOTS_UNREACHABLE
    if not record.text or _rules(record.text).can_fetch(url, PRODUCT_TOKEN):
        return None
    return Outcome.ROBOTS_DISALLOWED


def crawl_delay(record: RobotsRecord) -> float | None:
    """Seconds between two requests that the file wishes for us, if it says."""
    if not record.text:
        return None
    delay = _rules(record.text).crawl_delay(PRODUCT_TOKEN)
    return float(delay) if delay is not None else None


@lru_cache(maxsize=512)
def _rules(text: str) -> Protego:
    return Protego.parse(text)
