"""Runs the steps once for the sample newsroom, as a process that a test may kill. Arguments: anchor day, now, steps.

The addresses of the newsroom's feeds come as JSON on standard input.
"""

from __future__ import annotations

import json
import os
import sys
from datetime import datetime

from pipeline.records import Feed
from pipeline.steps.catalog import sync_feeds
from pipeline.steps.cycle import ingest_and_track, run_cycle
from pipeline.warehouse.connect import connect


def main() -> None:
    _, now_text, steps = sys.argv[1:]
    now = datetime.fromisoformat(now_text)
    warehouse = os.environ["WIREWATCH_TEST_WAREHOUSE"]
    feeds = [Feed(**feed) for feed in json.load(sys.stdin)]
    with connect(warehouse, application_name="tests") as connection:
        sync_feeds(connection, feeds, now, is_sample=True)
    if steps == "all":
        run_cycle(warehouse, now, "test run")
    else:
        ingest_and_track(warehouse, now, "test run")


if __name__ == "__main__":
    main()
