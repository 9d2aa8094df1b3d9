"""The fixed vocabulary of what can come of a request, and what each word means for retries and for a feed's health."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """What came of polling a feed or of fetching a page; the values are what the warehouse stores."""

    OK = "ok"
    NOT_MODIFIED = "not_modified"
    UNCHANGED = "unchanged"
    GONE = "gone"
    NOT_FOUND = "not_found"
    FORBIDDEN = "forbidden"
    CLIENT_ERROR = "client_error"
    RATE_LIMITED = "rate_limited"
    UNAVAILABLE = "unavailable"
    SERVER_ERROR = "server_error"
    TIMEOUT = "timeout"
    DNS_FAILURE = "dns_failure"
    TLS_FAILURE = "tls_failure"
    CONNECTION_FAILURE = "connection_failure"
    BLOCKED_ADDRESS = "blocked_address"
    INVALID_URL = "invalid_url"
    BAD_REDIRECT = "bad_redirect"
    TOO_MANY_REDIRECTS = "too_many_redirects"
    TOO_LARGE = "too_large"
    INCOMPLETE_BODY = "incomplete_body"
    DECODE_ERROR = "decode_error"
    EMPTY_BODY = "empty_body"
    NOT_A_FEED = "not_a_feed"
    NOT_A_NEWS_SITEMAP = "not_a_news_sitemap"
    PARSE_FAILURE = "parse_failure"
    UNSUPPORTED_TYPE = "unsupported_type"
    ROBOTS_DISALLOWED = "robots_disallowed"
    ROBOTS_UNREACHABLE = "robots_unreachable"
    HOST_HELD = "host_held"
    BOT_CHALLENGE = "bot_challenge"
    CONSENT_WALL = "consent_wall"
    PAYWALL = "paywall"
    LOGIN_WALL = "login_wall"
    ERROR_PAGE = "error_page"
    NETWORK_DOWN = "network_down"


class Weight(StrEnum):
    """How much a failure says against a feed: soft ones count half of hard ones, free ones nothing."""

    NONE = "none"
    SOFT = "soft"
    HARD = "hard"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What an outcome means: is it worth another try, how heavy is it, and how a person would say it."""

    is_transient: bool
    weight: Weight
    words: str


MEANINGS: dict[Outcome, Meaning] = {
    Outcome.OK: Meaning(False, Weight.NONE, "answered with a readable document"),
    Outcome.NOT_MODIFIED: Meaning(False, Weight.NONE, "the server says that nothing has changed"),
    Outcome.UNCHANGED: Meaning(False, Weight.NONE, "the document is byte for byte the one of the last poll"),
    Outcome.GONE: Meaning(False, Weight.HARD, "the server says that the address is gone for good (410)"),
    Outcome.NOT_FOUND: Meaning(False, Weight.SOFT, "there is nothing at this address (404)"),
    Outcome.FORBIDDEN: Meaning(False, Weight.SOFT, "the server refuses access (401, 402, 403 or 451)"),
    Outcome.CLIENT_ERROR: Meaning(False, Weight.SOFT, "the server rejects the request (another 4xx)"),
    Outcome.RATE_LIMITED: Meaning(True, Weight.NONE, "the server asks for fewer requests (429); its host rests"),
    Outcome.UNAVAILABLE: Meaning(True, Weight.SOFT, "the server is unavailable for now (503)"),
    Outcome.SERVER_ERROR: Meaning(True, Weight.SOFT, "the server failed (5xx)"),
    Outcome.TIMEOUT: Meaning(True, Weight.SOFT, "no complete answer within the time allowed"),
    Outcome.DNS_FAILURE: Meaning(True, Weight.SOFT, "the host name cannot be resolved"),
    Outcome.TLS_FAILURE: Meaning(True, Weight.HARD, "the secure connection cannot be trusted"),
    Outcome.CONNECTION_FAILURE: Meaning(True, Weight.SOFT, "the connection was refused or broke"),
    Outcome.BLOCKED_ADDRESS: Meaning(False, Weight.HARD, "the address leads into a private network and is refused"),
    Outcome.INVALID_URL: Meaning(False, Weight.HARD, "the address is not a usable http or https address"),
    Outcome.BAD_REDIRECT: Meaning(False, Weight.HARD, "the server redirects to something that is not http or https"),
    Outcome.TOO_MANY_REDIRECTS: Meaning(False, Weight.SOFT, "the server redirects in circles or more than five times"),
    Outcome.TOO_LARGE: Meaning(False, Weight.HARD, "the document is larger than the limit"),
    Outcome.INCOMPLETE_BODY: Meaning(True, Weight.SOFT, "the document ended before its announced end"),
    Outcome.DECODE_ERROR: Meaning(True, Weight.SOFT, "the compressed body cannot be unpacked"),
    Outcome.EMPTY_BODY: Meaning(True, Weight.SOFT, "the server answered with no content at all"),
    Outcome.NOT_A_FEED: Meaning(True, Weight.SOFT, "the document is not a feed"),
    Outcome.NOT_A_NEWS_SITEMAP: Meaning(False, Weight.SOFT, "the sitemap has no news entries"),
    Outcome.PARSE_FAILURE: Meaning(True, Weight.SOFT, "the document could not be parsed in the time allowed"),
    Outcome.UNSUPPORTED_TYPE: Meaning(False, Weight.SOFT, "the document is not HTML (a PDF, a film, an image ...)"),
    Outcome.ROBOTS_DISALLOWED: Meaning(False, Weight.NONE, "the site's robots.txt does not allow this address"),
    Outcome.ROBOTS_UNREACHABLE: Meaning(
        True, Weight.NONE, "the site's robots.txt fails; nothing is fetched until it answers"
    ),
    Outcome.HOST_HELD: Meaning(True, Weight.NONE, "the host asked for a pause that is not over yet"),
    Outcome.BOT_CHALLENGE: Meaning(False, Weight.SOFT, "the site wants proof of a human reader; it is left alone"),
    Outcome.CONSENT_WALL: Meaning(False, Weight.NONE, "a consent form stands in place of the article"),
    Outcome.PAYWALL: Meaning(False, Weight.NONE, "the article is for subscribers"),
    Outcome.LOGIN_WALL: Meaning(False, Weight.NONE, "the article is behind a login"),
    Outcome.ERROR_PAGE: Meaning(True, Weight.NONE, "an error page with status 200 stands in place of the article"),
    Outcome.NETWORK_DOWN: Meaning(True, Weight.NONE, "most hosts failed at once: our own network is at fault"),
}

SUCCESSES = frozenset({Outcome.OK, Outcome.NOT_MODIFIED, Outcome.UNCHANGED})

# Failures that our own network could have caused; the rest prove that a server answered.
NETWORK_FAILURES = frozenset({Outcome.TIMEOUT, Outcome.DNS_FAILURE, Outcome.CONNECTION_FAILURE})

# Walls: the page is there, the article is not; the feed's own summary is kept as a partial article.
WALLS = frozenset(
    {Outcome.CONSENT_WALL, Outcome.PAYWALL, Outcome.LOGIN_WALL, Outcome.BOT_CHALLENGE, Outcome.ERROR_PAGE}
)


def outcome_of_status(status: int) -> Outcome:
    """The outcome that an HTTP status stands for, body unseen."""
    if status == 304:
        return Outcome.NOT_MODIFIED
    if 200 <= status < 300:
        return Outcome.OK
    named = {
        401: Outcome.FORBIDDEN,
        402: Outcome.FORBIDDEN,
        403: Outcome.FORBIDDEN,
        404: Outcome.NOT_FOUND,
        410: Outcome.GONE,
        429: Outcome.RATE_LIMITED,
        451: Outcome.FORBIDDEN,
        503: Outcome.UNAVAILABLE,
    }
    return named.get(status) or (Outcome.SERVER_ERROR if status >= 500 else Outcome.CLIENT_ERROR)
