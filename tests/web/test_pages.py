"""The pages inside a real Airflow: every route asks who comes, and a real Chromium goes from the chart to the archive.

One module, so that one Airflow serves all of it.
"""

from __future__ import annotations

import json
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import parse_qs, quote, urlencode, urlsplit

import psycopg
import pytest
from fastapi import FastAPI
from fastapi.routing import APIRoute
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from starlette.requests import Request
from starlette.testclient import TestClient

from pipeline.web.access import Visitor, form_token, is_token_valid
from pipeline.web.app import create_app
from pipeline.web.exports import EXPORTS
from tests.operate.airflow_api import AirflowApi
from tests.web.conftest import DAY, GAP, PASSWORDS, PREFIX, Airflow, Planted

pytestmark = [pytest.mark.airflow, pytest.mark.browser]
WAIT = 60_000  # milliseconds; the machine may be loaded
FORM = {"Content-Type": "application/x-www-form-urlencoded"}


class StubHost:
    """A host with one visitor and no warehouse: for what has to be refused before anything is read."""

    def __init__(self, visitor: Visitor | None) -> None:
        self._visitor = visitor

    async def visitor(self, request: Request) -> Visitor | None:
        return self._visitor

    def login_url(self, next_url: str) -> str:
        return f"/login?next={quote(next_url)}"

    def secret(self) -> bytes:
        return b"key"

    def warehouse(self) -> str:
        raise AssertionError("nobody may get as far as the warehouse")


def values(planted: Planted) -> dict[str, str]:
    """A value for each parameter that a path has; a route with a new one fails until it is added here."""
    return {
        "topic_key": "north",
        "day_date": str(DAY),
        "transfer_key": planted.transfer_key,
        "event_key": planted.event_key,
        "source": "PRK",
        "target": "RUS",
        "actor_id": "PRK",
        "article_id": str(planted.article_id),
        "page_version_id": str(planted.page_version_id),
    }


def requests_of(app: FastAPI, planted: Planted) -> Iterator[tuple[str, str]]:
    """Method and path of every route, downloads and assets each with all their names."""
    known = values(planted)
    for route in app.routes:
        assert isinstance(route, APIRoute), f"{route} is not covered by this test"
        path = re.sub(r"{(\w+):path}", r"{\1}", route.path)
        for method in route.methods:
            if path == "/assets/{name}":
                yield from ((method, f"/assets/{name}") for name in ("style.css", "wirewatch.js", "icon.svg"))
            elif path == "/export/{name}.{ending}":
                yield from (
                    (method, f"/export/{name}.{ending}?{query_of(name, planted)}")
                    for name in EXPORTS
                    for ending in ("csv", "json")
                )
            else:
                yield method, path.format(**known)


def query_of(name: str, planted: Planted) -> str:
    known = {
        **values(planted),
        "source_country_code": "PRK",
        "target_country_code": "RUS",
        "words": "shells",
    }
    return urlencode({parameter: known[parameter] for parameter in EXPORTS[name].required})


@pytest.fixture(scope="module")
def all_requests(planted: Planted) -> list[tuple[str, str]]:
    found = list(requests_of(create_app(StubHost(None)), planted))
    assert len(found) > 50
    return found


def test_anonymous_pages_go_to_the_login_and_data_get_401(
    airflow: Airflow, all_requests: list[tuple[str, str]]
) -> None:
    for method, path in [
        *all_requests,
        ("GET", "/nowhere"),
        ("GET", "/docs"),
        ("DELETE", "/ledger"),
        ("PUT", "/x.csv"),
    ]:
        answer = airflow.ask(path, method=method, body=b"" if method == "POST" else None)
        is_file = urlsplit(path).path.endswith((".csv", ".json", ".css", ".js", ".svg", ".bin"))
        if is_file or method not in ("GET", "HEAD"):
            assert answer.status == 401, (method, path, answer)
        else:
            assert answer.status == 302, (method, path, answer)
            place = urlsplit(answer.headers["location"])
            assert place.path == f"{PREFIX}/api/v2/auth/login"
            assert parse_qs(place.query)["next"] == [f"{PREFIX}/wirewatch{path}"]
        assert "paper0" not in answer.body


@pytest.mark.parametrize("token", ["nonsense", "eyJhbGciOiJub25lIn0.eyJzdWIiOiJlZGl0b3IifQ."])
def test_a_forged_cookie_is_nobody(airflow: Airflow, token: str) -> None:
    assert airflow.ask("/ledger", token).status == 302
    assert airflow.ask("/export/ledger.csv", token).status == 401
    assert airflow.ask("/corrections/claims", token, "POST", b"").status == 401


def test_a_viewer_reads_everything_and_corrects_nothing(
    airflow: Airflow, planted: Planted, all_requests: list[tuple[str, str]]
) -> None:
    token = airflow.token("viewer")
    for method, path in all_requests:
        answer = airflow.ask(path, token, method, b"" if method == "POST" else None, FORM)
        assert answer.status == (200 if method == "GET" else 403), (method, path, answer.status, answer.body[:600])
        policy = answer.headers["content-security-policy"]
        assert "default-src 'none'" in policy and "frame-ancestors 'self'" in policy
        assert answer.headers["x-content-type-options"] == "nosniff"
    assert "Correct this claim" not in airflow.ask(f"/ledger/{planted.transfer_key}", token).body


def test_one_who_may_edit_corrects_with_the_token_of_the_form_only(airflow: Airflow, planted: Planted) -> None:
    token = airflow.token("editor")
    page = airflow.ask(f"/ledger/{planted.transfer_key}", token).body
    found = re.search(r'name="token" value="([^"]+)"', page)
    assert found is not None
    form = {"key": planted.claim_key, "field": "unit", "value": "rounds", "reason": "the agency says rounds"}

    def send(**changed: str) -> int:
        body = urlencode({**form, "token": found.group(1), **changed}).encode()
        return airflow.ask("/corrections/claims", token, "POST", body, FORM).status

    assert send(token="") == 403
    assert send(token=form_token(b"another key", Visitor("editor", True, True), f"correct {planted.claim_key}")) == 403
    assert send(key="0" * 32) == 403
    assert send(field="claim_id") == 422
    assert send(reason=" ") == 422
    assert send(field="quantity_min", value="many") == 422
    assert kept(planted) == []
    assert send(repeats="1") == 303
    assert kept(planted) == [("unit", None, "rounds", "the agency says rounds", "editor")] * 2
    assert "the agency says rounds" in airflow.ask("/corrections", token).body


def test_an_event_is_corrected_on_its_page(airflow: Airflow, planted: Planted) -> None:
    token = airflow.token("editor")
    address = f"/events/{planted.event_key}"
    assert "Correct this event" not in airflow.ask(address, airflow.token("viewer")).body
    found = re.search(r'name="token" value="([^"]+)"', airflow.ask(address, token).body)
    assert found is not None
    form = {"key": planted.event_key, "field": "modality", "value": "alleged", "reason": "said so by one side"}

    def send(given: str) -> int:
        body = urlencode({**form, "token": given}).encode()
        return airflow.ask("/corrections/events", token, "POST", body, FORM).status

    assert send("") == 403
    assert send(found.group(1)) == 303
    assert send(found.group(1)) == 422  # it says so already
    assert "said so by one side" in airflow.ask(address, token).body
    assert address in airflow.ask("/corrections", token).body


def kept(planted: Planted) -> list[tuple[object, ...]]:
    with psycopg.connect(planted.warehouse.analyst) as connection:
        return connection.execute(
            "SELECT field, old_value, new_value, reason, author FROM core.correction WHERE target_type = 'claim' "
            "ORDER BY correction_id"
        ).fetchall()


def test_a_program_reads_tables_with_a_bearer_token(airflow: Airflow) -> None:
    bearer = {"Authorization": f"Bearer {airflow.token('viewer')}"}
    days = json.loads(airflow.ask("/export/topic_days.json?topic_key=north&day_count=30", headers=bearer).body)
    gap = next(day for day in days if day["day_date"] == str(GAP))
    assert len(days) == 30
    assert (gap["is_gap"], gap["article_count"], gap["share"]) == (True, None, None)
    table = airflow.ask("/export/topic_days.csv?topic_key=north", headers=bearer)
    assert table.body.startswith("\ufeffday_date,article_count,total_count,share")
    assert "wirewatch_topic_days.csv" in table.headers["content-disposition"]


def test_what_is_not_there_is_not_found_and_says_so(airflow: Airflow) -> None:
    token = airflow.token("viewer")
    for path in (
        *("/topics/none", "/topics/north/2020-01-01", "/topics/north/monday", "/ledger/none", "/articles/999999"),
        *("/articles/one", "/archive/999999", "/actors/nobody", "/export/none.csv", "/assets/x.css", "/nowhere"),
    ):
        answer = airflow.ask(path, token)
        assert answer.status == 404, path


def test_the_menu_of_airflow_names_the_pages_under_its_base_path(airflow: Airflow) -> None:
    found = AirflowApi(airflow.base, airflow.token("editor")).get("plugins")["plugins"]
    views = [view for plugin in found for view in plugin["external_views"]]
    assert [(view["name"], view["href"], view["url_route"]) for view in views] == [
        ("Wirewatch", f"{PREFIX}/wirewatch/", "wirewatch")
    ]


@pytest.mark.parametrize(
    ("visitor", "method", "status"),
    [
        (Visitor("none", False, False), "GET", 403),
        (Visitor("none", False, True), "POST", 403),
        (Visitor("viewer", True, False), "POST", 403),
        (Visitor("viewer", True, False), "DELETE", 403),
    ],
)
def test_the_guard_refuses_before_any_route(visitor: Visitor, method: str, status: int) -> None:
    client = TestClient(create_app(StubHost(visitor)))
    assert client.request(method, "/corrections/claims").status_code == status


def test_a_form_token_holds_for_one_visitor_one_purpose_and_a_time() -> None:
    ann, bob = Visitor("ann", True, True), Visitor("bob", True, True)
    token = form_token(b"key", ann, "correct 1", now=1000)
    assert is_token_valid(b"key", ann, "correct 1", token, now=1000 + 3600)
    assert not is_token_valid(b"key", bob, "correct 1", token, now=1001)
    assert not is_token_valid(b"key", ann, "correct 2", token, now=1001)
    assert not is_token_valid(b"key", ann, "correct 1", token, now=1000 + 13 * 3600)
    assert not is_token_valid(b"key", ann, "correct 1", "²." + token[5:], now=1001)


# -- in a browser --------------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = shutil.which("chromium")
    if path is None:
        pytest.skip("there is no chromium")
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def asked(browser: Browser, airflow: Airflow) -> Iterator[tuple[BrowserContext, list[str]]]:
    """A context as the editor's, and every address that it asks for."""
    context = browser.new_context(viewport={"width": 390, "height": 844})
    context.set_default_timeout(WAIT)
    context.add_cookies([{"name": "_token", "value": airflow.token("editor"), "url": airflow.base}])
    addresses: list[str] = []
    context.on("request", lambda request: addresses.append(request.url))
    yield context, addresses
    context.close()


def test_from_the_login_over_the_chart_to_the_sentence_and_the_archived_page(
    browser: Browser, airflow: Airflow, tmp_path: Path
) -> None:
    context = browser.new_context(accept_downloads=True)
    context.set_default_timeout(WAIT)
    page = context.new_page()
    page.goto(f"{airflow.pages}/topics/north?days=30")
    page.locator("input[name=username]").fill("viewer")
    page.locator("input[name=password]").fill(PASSWORDS["viewer"])
    page.locator("button[type=submit]").click()
    page.wait_for_url(f"{airflow.pages}/topics/north?days=30", timeout=WAIT)

    with page.expect_download() as started:
        page.get_by_role("link", name="CSV").first.click()
    path = tmp_path / "days.csv"
    started.value.save_as(path)
    assert len(path.read_text("utf-8-sig").splitlines()) == 31

    assert page.locator(".wide-only rect.gap").count() == 1
    page.locator(f".wide-only a.day[href$='{DAY}']").click()
    page.wait_for_url(f"**/topics/north/{DAY}")
    card = page.locator("article.claim-card").first
    assert card.locator("blockquote").inner_text() == "Pyongyang sent 40 <b>shells</b> to Moscow & said so."
    assert "".join(card.locator("mark.supplier").all_inner_texts()) == "Pyongyang"
    assert "1 further article" in card.inner_text()

    card.locator("a.to-archive").click()
    frame = page.frame_locator("iframe.frame")
    expect(frame.locator("mark").first).to_be_visible(timeout=WAIT)
    assert " ".join(" ".join(frame.locator("mark").all_inner_texts()).split()) == (
        "Pyongyang sent 40 <b>shells</b> to Moscow & said so."
    )
    context.close()


def test_an_archived_page_runs_nothing_and_asks_nobody(
    asked: tuple[BrowserContext, list[str]], airflow: Airflow, planted: Planted
) -> None:
    context, addresses = asked
    page = context.new_page()
    page.goto(f"{airflow.pages}/archive/{planted.page_version_id}/page", wait_until="networkidle")
    assert page.title() == "t"
    page.locator("#away").click()
    page.locator("button").click()
    assert page.url.endswith("/page")
    assert foreign(addresses, airflow) == []


def test_no_page_asks_another_host_or_is_wider_than_a_phone(
    asked: tuple[BrowserContext, list[str]], airflow: Airflow, all_requests: list[tuple[str, str]]
) -> None:
    context, addresses = asked
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    # Every route that answers with a page of ours; the archived page has a test of its own.
    no_pages = re.compile(r"/assets/|/export/|/page$|/body\.bin$")
    pages = [path for method, path in all_requests if method == "GET" and not no_pages.search(path)]
    assert len(pages) > 15
    for path in [*pages, "/search?q=shells", "/nowhere"]:
        page.goto(airflow.pages + path)
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, path
        assert page.locator("h1").count() == 1, path
    assert foreign(addresses, airflow) == []
    assert [words for words in complaints if "404" not in words] == []


def test_the_chart_is_walked_with_the_keyboard(asked: tuple[BrowserContext, list[str]], airflow: Airflow) -> None:
    page = asked[0].new_page()
    page.goto(f"{airflow.pages}/topics/north?days=30")
    page.locator(".narrow-only a.day[tabindex='0']").focus()
    page.keyboard.press("End")
    page.keyboard.press("ArrowLeft")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/topics/north/{DAY}")
    assert page.locator("h1").inner_text().startswith("Monday")


def test_inside_airflow_the_pages_stand_in_the_menu_and_open_in_its_frame(
    asked: tuple[BrowserContext, list[str]], airflow: Airflow
) -> None:
    page: Page = asked[0].new_page()
    page.goto(f"{airflow.base}/plugin/wirewatch")
    frame = page.frame_locator("iframe[title=Wirewatch]")
    expect(frame.get_by_role("heading", name="Overview")).to_be_visible(timeout=WAIT)
    with page.context.expect_page() as opened:
        frame.get_by_role("link", name="North").first.click()
        frame.locator(f"tbody a[href$='{DAY}']").click()
        frame.locator("a[data-leave]").first.click()
    assert opened.value.url.startswith("https://paper0.example") or opened.value.url.startswith("chrome-error")


def foreign(addresses: list[str], airflow: Airflow) -> list[str]:
    home = urlsplit(airflow.base).netloc
    return [address for address in addresses if urlsplit(address).netloc != home]
