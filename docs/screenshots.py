"""Makes the pictures of docs/operate.md from a real run: the grid, a mapped task, the Assets page, a run that failed.

Run it after `make run`: .venv/bin/python docs/screenshots.py

It starts the services of `make up DEMO=1`, lets ingest_news fail at a data check (the offsets of one sentence are broken and
then mended), and takes the pictures with Debian's Chromium.
"""

from __future__ import annotations

import re
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg
from playwright.sync_api import Page, sync_playwright

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]

from pipeline.settings import Settings  # noqa: E402
from pipeline.warehouse.conninfo import conninfo  # noqa: E402
from tests.operate.airflow_api import AirflowApi  # noqa: E402
from tests.waiting import eventually  # noqa: E402

IMAGES = ROOT / "docs" / "images" / "operate"
SIZE = {"width": 1280, "height": 760}
# The mark of folded JSON in the editors that Airflow's UI shows it in.
FOLDED = ".codicon-folding-collapsed, .inline-folded, .cm-foldPlaceholder, [title='Unfold line'], [title='unfold']"
BREAK = "UPDATE core.sentence SET end_char = -end_char WHERE ordinal = 0 AND article_version_id = %s"
ONE_VERSION = "SELECT min(article_version_id) FROM core.sentence"


def main() -> None:
    """Take the pictures."""
    settings = Settings(profile="demo")
    IMAGES.mkdir(parents=True, exist_ok=True)
    with services() as (base, password), sync_playwright() as playwright:
        api = AirflowApi.sign_in(base, "admin", password)
        for dag_id in ("collect_feeds", "ingest_news"):
            eventually(lambda dag_id=dag_id: dag_id in {dag["dag_id"] for dag in api.get("dags")["dags"]}, 120, dag_id)
        failed = failing_run(api, settings)
        browser = playwright.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])
        context = browser.new_context(viewport=SIZE, device_scale_factor=1)
        context.add_cookies([{"name": "_token", "value": api.token, "url": base}])
        page = context.new_page()
        collect = next(run["dag_run_id"] for run in api.runs("collect_feeds") if has_polled(api, run["dag_run_id"]))
        shoot(page, f"{base}/dags/ingest_news", "grid")
        shoot(page, f"{base}/dags/collect_feeds/runs/{collect}/tasks/poll_feeds/mapped", "mapped_task")
        asset = next(one for one in api.get("assets")["assets"] if one["name"] == "articles")
        shoot(page, f"{base}/assets/{asset['id']}", "assets", unfold=True)
        shoot(page, f"{base}/dags/ingest_news/runs/{failed}/tasks/check_data", "failed_run")
        browser.close()


def has_polled(api: AirflowApi, run_id: str) -> bool:
    """Whether a run polled feeds, and did not find them all polled already."""
    return any(
        task["state"] == "success" for task in api.tasks("collect_feeds", run_id) if task["task_id"] == "poll_feeds"
    )


def failing_run(api: AirflowApi, settings: Settings) -> str:
    """Let ingest_news meet a broken row, and mend the row; the id of the run that failed."""
    before = {run["dag_run_id"] for run in api.runs("ingest_news")}
    api.unpause("ingest_news")
    # A DAG that is switched on makes up for the last run of its schedule, once.
    deadline = time.monotonic() + 40
    while time.monotonic() < deadline and {run["dag_run_id"] for run in api.runs("ingest_news")} == before:
        time.sleep(1)
    for run in api.runs("ingest_news"):
        api.state_when_finished("ingest_news", run["dag_run_id"])
    with psycopg.connect(conninfo(settings, "owner"), autocommit=True) as connection:
        version = connection.execute(ONE_VERSION).fetchone()
        connection.execute(BREAK, version)
        try:
            run_id = api.trigger("ingest_news")
            api.state_when_finished("ingest_news", run_id)
        finally:
            connection.execute(BREAK, version)
    return run_id


def shoot(page: Page, address: str, name: str, *, unfold: bool = False) -> None:
    """A picture of a page once it has stopped loading; `unfold` opens the JSON on it."""
    page.goto(address)
    page.wait_for_load_state("networkidle")
    page.wait_for_timeout(2500)
    if unfold:
        for fold in page.locator(FOLDED).all()[:1]:
            fold.click(force=True)
        page.wait_for_timeout(500)
    page.screenshot(path=str(IMAGES / f"{name}.png"))
    print(IMAGES / f"{name}.png")


@contextmanager
def services() -> Iterator[tuple[str, str]]:
    """The services of `make up DEMO=1`: where the UI is, and the password."""
    with tempfile.NamedTemporaryFile() as log:
        process = subprocess.Popen(
            [sys.executable, "-m", "pipeline.cli", "up", "--demo"], stdout=log, stderr=subprocess.STDOUT
        )
        try:
            found = eventually(
                lambda: re.search(
                    r"UI: (http://127\.0\.0\.1:\d+)\s+User admin, password (\S+)", Path(log.name).read_text()
                ),
                240,
                "the UI",
            )
            yield found[1], found[2]
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)


if __name__ == "__main__":
    main()
