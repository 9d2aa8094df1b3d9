"""Registers the versions of rules and models that make rows; a version is written once and never changed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from pipeline.steps.work import Connection
from pipeline.warehouse.sqlfiles import load_sql


def ensure_version(connection: Connection, version: Mapping[str, str | None], now: datetime) -> int:
    """The id of a version with the keys component, version, model and rules_sha256; inserted when it is new."""
    parameters = {
        "component": version["component"],
        "version": version["version"],
        "model": version.get("model") or "",
        "rules_sha256": version["rules_sha256"],
        "now": now,
    }
    connection.execute(load_sql("steps/add_version.sql"), parameters)
    row = connection.execute(load_sql("steps/find_version.sql"), parameters).fetchone()
    assert row is not None  # noqa: S101 (it was inserted or was there)
    return int(row[0])


def mark_days(connection: Connection, article_ids: list[int], now: datetime) -> None:
    """Remember that the marts of these articles' days are older than the articles."""
    if article_ids:
        connection.execute(load_sql("steps/mark_days.sql"), {"article_ids": sorted(article_ids), "now": now})
