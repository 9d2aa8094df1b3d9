"""Runs DAGs one after another in this process, each to its end: `python run_once.py DAG_ID…`. Defines no DAG itself.

It is `airflow dags test` for each of them, without starting Airflow anew each time; `make run` calls it. After each DAG a
line that begins with DONE goes to standard output; a failed run ends it with a status that is not 0. The file
.airflowignore keeps Airflow from reading it as a DAG file.
"""

from __future__ import annotations

import sys

from airflow.__main__ import main

DONE = "WIREWATCH DAG DONE"


def run(dag_ids: list[str]) -> None:
    """Run the DAGs in order; raises SystemExit at the first that fails."""
    for dag_id in dag_ids:
        sys.argv = ["airflow", "dags", "test", dag_id]
        main()
        print(f"{DONE} {dag_id}", flush=True)


if __name__ == "__main__":
    run(sys.argv[1:])
