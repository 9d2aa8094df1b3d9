"""A day of many articles through the DAGs, with one and two workers and without Airflow: articles a second, memory.

    python benchmarks/day.py PAGES.warc.gz [--articles 10000] [--copies 0.3]

The day is made of real pages: each keeps its layout, its paragraphs are drawn anew from all pages and their figures
changed; `--copies` of the articles are copies of others at other addresses, with other lines around them. Each of three
runs gets a warehouse of its own with the same pages in it: the steps one after another in this process; the DAGs
ingest_news and track_topics under the services of `wirewatch up` with one task at a time, and with two.

An article costs half a second of processor: a day of 10,000 takes hours on two cores. Rates hardly depend on the number,
so a few hundred tell as much; what 200,000 a day would take is reckoned from them at the end.
"""

from __future__ import annotations

import argparse
import io
import os
import random
import re
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import lxml.html
import psutil

ROOT = Path(__file__).resolve().parents[1]
sys.path[:0] = [str(ROOT)]

from pipeline.collect.warc import read_archive, write_warc  # noqa: E402
from pipeline.records import Page  # noqa: E402
from pipeline.settings import Settings, get_settings  # noqa: E402
from pipeline.steps import annotate, extract, group, track  # noqa: E402
from pipeline.steps.imports import import_path  # noqa: E402
from pipeline.steps.reference import RunReference  # noqa: E402
from pipeline.warehouse.connect import connect  # noqa: E402
from pipeline.warehouse.conninfo import conninfo  # noqa: E402
from pipeline.warehouse.embedded import ensure_server, remove_server  # noqa: E402
from pipeline.warehouse.migrate import migrate  # noqa: E402
from tests.operate.airflow_api import AirflowApi  # noqa: E402
from tests.waiting import eventually  # noqa: E402

NOW = datetime.now(UTC).replace(microsecond=0)
DEFAULT_PAGES = ROOT.parent / "shared" / "quality" / "pages" / "real_pages.warc.gz"
LEAST_WORDS = 12  # of a paragraph that is drawn anew
STAGES = {
    "extract": "extract_articles",
    "group": "group_articles",
    "annotate": "annotate_articles",
    "track": "refresh_marts",
}
NEVER = "0 0 29 2 *"
LARGE_DAY = 200_000


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=Path, nargs="?", default=DEFAULT_PAGES, help="a WARC file with real pages")
    parser.add_argument("--articles", type=int, default=600, help="articles of the day")
    parser.add_argument("--copies", type=float, default=0.3, help="share of them that are copies of others")
    wanted = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="day") as folder:
        day = Path(folder) / "day.warc.gz"
        count = write_day(wanted.pages, day, wanted.articles, wanted.copies)
        print(f"{count} pages, {os.cpu_count()} cores")
        floor = without_airflow(Path(folder) / "floor", day)
        show("without Airflow", count, floor, sum(floor.values()), None)
        for workers in (1, 2):
            stages, seconds, memory = with_airflow(Path(folder) / f"workers{workers}", day, workers)
            name = f"Airflow, {workers} {'worker' if workers == 1 else 'workers'}"
            show(name, count, stages, seconds, sum(floor.values()) if workers == 1 else None)
            print("    peak memory: " + ", ".join(f"{role} {size:.0f} MB" for role, size in sorted(memory.items())))
            if workers == 2:
                hours = LARGE_DAY / count * seconds / 3600
                print(f"A day of {LARGE_DAY:,} articles would take {hours:.0f} hours on this machine with two workers.")


def show(name: str, count: int, stages: dict[str, float], seconds: float, floor: float | None) -> None:
    """A line for a run: articles a second of each stage and of the whole, and Airflow's share of the time."""
    rates = "  ".join(f"{stage} {count / max(spent, 0.001):.1f}/s" for stage, spent in stages.items())
    share = f"  Airflow's own share {max(0.0, 1 - floor / seconds):.0%}" if floor is not None else ""
    print(f"{name:20} {seconds:7.0f} s  {count / seconds:5.2f} articles/s   {rates}{share}", flush=True)


# -- the day ---------------------------------------------------------------------------------------------------------


def write_day(source: Path, target: Path, articles: int, copies: float) -> int:
    """Write the generated day as a WARC file; returns its number of pages. The same call writes the same day."""
    chance = random.Random(7)
    pages = [page for page in read_archive(source) if isinstance(page, Page) and page.status == 200]
    pool = [words for page in pages for words in paragraphs_of(page)]
    made: list[Page] = []
    for number in range(articles):
        if made and chance.random() < copies:
            made.append(copy_of(chance.choice(made), number, chance))
        else:
            made.append(anew(chance.choice(pages), number, pool, chance))
    buffer = io.BytesIO()
    write_warc(made, buffer)
    target.write_bytes(buffer.getvalue())
    return len(made)


def paragraphs_of(page: Page) -> Iterator[str]:
    for element in lxml.html.fromstring(page.body).iter("p"):
        words = " ".join(element.text_content().split())
        if len(words.split()) >= LEAST_WORDS:
            yield words


def anew(template: Page, number: int, pool: list[str], chance: random.Random) -> Page:
    """A page in the layout of another, with paragraphs drawn from all pages and other figures in them."""
    tree = lxml.html.fromstring(template.body)
    for element in tree.iter("p"):
        if len(element.text_content().split()) >= LEAST_WORDS:
            words = re.sub(r"(?<=[1-9])\d", lambda _: str(chance.randint(0, 9)), chance.choice(pool))
            tail = element.tail
            element.clear()
            element.text, element.tail = words, tail
    host = re.sub(r"^https?://([^/]+).*", r"\1", template.url)
    return moved(template, f"https://{host}/{NOW:%Y/%m/%d}/generated-report-{number}", lxml.html.tostring(tree))


def copy_of(page: Page, number: int, chance: random.Random) -> Page:
    """The same report at another outlet, with a line of its own at the end."""
    tail = f"<p>This report was first published elsewhere; notice {chance.randint(1, 9)} of the editors.</p></body>"
    body = page.body.replace(b"</body>", tail.encode())
    return moved(page, f"https://outlet{chance.randint(1, 40)}.example/{NOW:%Y/%m/%d}/copied-report-{number}", body)


def moved(page: Page, url: str, body: bytes) -> Page:
    body = re.sub(rb"<link[^>]*canonical[^>]*>|<meta[^>]*og:url[^>]*>", b"", body)
    return Page(url, url, 200, NOW - timedelta(hours=2), body, content_type="text/html; charset=utf-8", final_url=url)


# -- the runs --------------------------------------------------------------------------------------------------------


@contextmanager
def warehouse_with(home: Path, day: Path) -> Iterator[Settings]:
    """A server of its own with the day's pages in its warehouse."""
    settings = Settings(home=home, profile="demo", warehouse_url=None)
    ensure_server(settings)
    try:
        migrate(settings)
        with connect(conninfo(settings, "writer"), application_name="benchmark") as connection:
            import_path(connection, day, NOW)
        yield settings
    finally:
        remove_server(settings)


def without_airflow(home: Path, day: Path) -> dict[str, float]:
    """Seconds of each step, one after another in this process."""
    seconds: dict[str, float] = {}
    with warehouse_with(home, day) as settings:
        writer = conninfo(settings, "writer")
        os.environ.update({"WIREWATCH_HOME": str(home), "WIREWATCH_PROFILE": "demo"})
        get_settings.cache_clear()
        ingest, tracked = RunReference("ingest_news", "floor", NOW), RunReference("track_topics", "floor", NOW)
        steps = {
            "extract": lambda: extract.extract_articles(writer, ingest),
            "group": lambda: group.group_articles(writer, ingest),
            "annotate": lambda: annotate.annotate_articles(writer, ingest),
            "track": lambda: track.refresh_marts(writer, tracked),
        }
        for name, step in steps.items():
            began = time.monotonic()
            step()
            seconds[name] = time.monotonic() - began
    return seconds


def with_airflow(home: Path, day: Path, workers: int) -> tuple[dict[str, float], float, dict[str, float]]:
    """Seconds of each stage from its first task's start to its last task's end, of the whole, and peaks of memory."""
    with warehouse_with(home, day):
        environment = {
            **os.environ,
            "WIREWATCH_HOME": str(home),
            "WIREWATCH_COLLECT_SCHEDULE": NEVER,
            "WIREWATCH_INGEST_SCHEDULE": NEVER,
            "AIRFLOW__CORE__PARALLELISM": str(workers),
        }
        log = home / "up.txt"
        with log.open("wb") as output:
            command = [sys.executable, "-m", "pipeline.cli", "up", "--demo"]
            process = subprocess.Popen(command, env=environment, stdout=output, stderr=subprocess.STDOUT)
        try:
            found = eventually(
                lambda: re.search(r"UI: (http://127\.0\.0\.1:\d+)\s+User admin, password (\S+)", log.read_text()),
                240,
                "the UI",
            )
            api = AirflowApi.sign_in(found[1], "admin", found[2])
            with watched(process.pid) as memory:
                return (*run_both(api), memory)
        finally:
            process.send_signal(signal.SIGTERM)
            process.wait(60)


def run_both(api: AirflowApi) -> tuple[dict[str, float], float]:
    for dag_id in ("ingest_news", "track_topics"):
        eventually(lambda dag_id=dag_id: dag_id in {dag["dag_id"] for dag in api.get("dags")["dags"]}, 120, dag_id)
        api.unpause(dag_id)
    began = time.monotonic()
    ingest = api.trigger("ingest_news")
    if api.state_when_finished("ingest_news", ingest, 24 * 3600) != "success":
        raise SystemExit("ingest_news failed; its log is in the home's airflow/logs")
    tracked = eventually(lambda: next(iter(api.runs("track_topics")), None), 120, "track_topics")["dag_run_id"]
    api.state_when_finished("track_topics", tracked, 24 * 3600)
    seconds = time.monotonic() - began
    tasks = [*api.tasks("ingest_news", ingest), *api.tasks("track_topics", tracked)]
    return {stage: span([task for task in tasks if task["task_id"] == name]) for stage, name in STAGES.items()}, seconds


def span(tasks: list[dict[str, Any]]) -> float:
    """Seconds from the first start to the last end."""
    starts = [datetime.fromisoformat(task["start_date"]) for task in tasks if task["start_date"]]
    ends = [datetime.fromisoformat(task["end_date"]) for task in tasks if task["end_date"]]
    return (max(ends) - min(starts)).total_seconds() if starts and ends else 0.0


@contextmanager
def watched(pid: int) -> Iterator[dict[str, float]]:
    """The largest resident memory of any process of each role below a process, in MB, while the block runs."""
    peaks: dict[str, float] = defaultdict(float)
    done = threading.Event()

    def look() -> None:
        while not done.wait(0.5):
            for process in psutil.Process(pid).children(recursive=True):
                try:
                    role = role_of(process.cmdline())
                    peaks[role] = max(peaks[role], process.memory_info().rss / 1e6)
                except psutil.Error:
                    continue

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield peaks
    finally:
        done.set()
        thread.join()


def role_of(command: list[str]) -> str:
    words = " ".join(command)
    roles = (
        "api-server",
        "api_server",
        "scheduler",
        "dag-processor",
        "triggerer",
        "extract",
        "supervisor",
        "LocalExecutor",
    )
    return next((role for role in roles if role in words), "task or other")


if __name__ == "__main__":
    main()
