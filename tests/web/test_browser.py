"""A real Chromium: from the login through the chart to the sentence and the archived page; nobody else is asked."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.web.conftest import DAY, PASSWORDS, Airflow, Planted

pytestmark = [pytest.mark.airflow, pytest.mark.browser, pytest.mark.xdist_group("pages")]
WAIT = 60_000  # milliseconds; the machine may be loaded


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
    asked: tuple[BrowserContext, list[str]], airflow: Airflow, planted: Planted
) -> None:
    context, addresses = asked
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    for path in (
        "/", "/topics/north", f"/topics/north/{DAY}", "/ledger", f"/ledger/{planted.transfer_key}", "/corrections",
        "/dyads", "/dyads/PRK/RUS", "/actors", "/actors/PRK", "/search?q=shells", f"/articles/{planted.article_id}",
        f"/archive/{planted.page_version_id}", "/feeds", "/alerts", "/checks", "/nowhere",
    ):  # fmt: skip
        page.goto(airflow.pages + path, wait_until="networkidle")
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
