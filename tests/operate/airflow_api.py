"""A client of Airflow's REST API for tests: signs in, triggers runs, waits for what they come to."""

from __future__ import annotations

import json
import urllib.request
from dataclasses import dataclass
from typing import Any

from tests.waiting import eventually

FINISHED = ("success", "failed")


@dataclass(frozen=True)
class AirflowApi:
    """The API of a running Airflow at `base` (http://127.0.0.1:port), as the user to whom `token` belongs."""

    base: str
    token: str

    @classmethod
    def sign_in(cls, base: str, user: str, password: str) -> AirflowApi:
        """Exchange a password for a token."""
        answer = _ask(f"{base}/auth/token", "POST", {"username": user, "password": password})
        return cls(base, answer["access_token"])

    def get(self, path: str) -> dict[str, Any]:
        """The answer of `/api/v2/{path}`."""
        return _ask(f"{self.base}/api/v2/{path}", "GET", None, self.token)

    def unpause(self, dag_id: str) -> None:
        """Let the scheduler run the DAG."""
        _ask(f"{self.base}/api/v2/dags/{dag_id}", "PATCH", {"is_paused": False}, self.token)

    def trigger(self, dag_id: str, **form: object) -> str:
        """Start a run by hand, with what its form holds; returns its run id."""
        body = {"logical_date": None, "conf": form}
        run = _ask(f"{self.base}/api/v2/dags/{dag_id}/dagRuns", "POST", body, self.token)
        return str(run["dag_run_id"])

    def runs(self, dag_id: str) -> list[dict[str, Any]]:
        """All runs of the DAG."""
        found: list[dict[str, Any]] = self.get(f"dags/{dag_id}/dagRuns")["dag_runs"]
        return found

    def tasks(self, dag_id: str, run_id: str) -> list[dict[str, Any]]:
        """The task instances of a run, mapped ones each for itself."""
        found: list[dict[str, Any]] = self.get(f"dags/{dag_id}/dagRuns/{run_id}/taskInstances")["task_instances"]
        return found

    def tries(self, dag_id: str, run_id: str, task_id: str) -> list[dict[str, Any]]:
        """Every try of an unmapped task, the earliest first."""
        path = f"dags/{dag_id}/dagRuns/{run_id}/taskInstances/{task_id}/tries"
        return sorted(self.get(path)["task_instances"], key=lambda one: one["try_number"])

    def state_when_finished(self, dag_id: str, run_id: str, seconds: float = 300) -> str:
        """Wait for the end of a run; returns how it ended."""
        return str(
            eventually(
                lambda: next(
                    (
                        run["state"]
                        for run in self.runs(dag_id)
                        if run["dag_run_id"] == run_id and run["state"] in FINISHED
                    ),
                    None,
                ),
                seconds,
                f"the end of {dag_id} {run_id}",
            )
        )


def _ask(url: str, method: str, body: dict[str, Any] | None, token: str | None = None) -> dict[str, Any]:
    request = urllib.request.Request(
        url,
        method=method,
        data=None if body is None else json.dumps(body).encode(),
        headers={"Content-Type": "application/json", **({"Authorization": f"Bearer {token}"} if token else {})},
    )
    with urllib.request.urlopen(request, timeout=120) as answer:
        found: dict[str, Any] = json.load(answer)
    return found
