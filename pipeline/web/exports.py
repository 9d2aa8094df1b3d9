"""Every table of the pages as CSV and JSON: one route for all, one entry for each table."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from fastapi import APIRouter
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response

from pipeline.web.database import Row
from pipeline.web.marks import FOUND_END, FOUND_START
from pipeline.web.site import Site, day_of, words_of
from pipeline.web.values import as_csv, as_json

MOST_ROWS = 20_000
Read = Callable[[str], object]


@dataclass(frozen=True, slots=True)
class Export:
    """A table for download: its file of sql/web, the parameters that the address must and may give, fixed ones."""

    query: str
    required: Mapping[str, Read] = field(default_factory=dict)
    optional: Mapping[str, Read] = field(default_factory=dict)
    fixed: Mapping[str, object] = field(default_factory=dict)
    drop: frozenset[str] = frozenset()


def _whole_number(text: str) -> int:
    try:
        return min(max(int(text), 1), 3660)
    except ValueError as error:
        raise HTTPException(422, f"{text} is no whole number.") from error


def _id(text: str) -> int:
    if not text.isdecimal() or len(text) > 18:
        raise HTTPException(404, f"{text} is no id.")
    return int(text)


_LIMIT = {"row_count": MOST_ROWS}
_OFFSETS = frozenset({"context_text", "context_start_char"})
EXPORTS: Mapping[str, Export] = {
    "topics": Export("topics"),
    "topic_days": Export("topic_days", {"topic_key": words_of}, {"day_count": _whole_number}),
    "day_articles": Export("day_articles", {"topic_key": words_of, "day_date": day_of}, fixed=_LIMIT),
    "day_claims": Export("day_claims", {"topic_key": words_of, "day_date": day_of}, fixed=_LIMIT, drop=_OFFSETS),
    "day_events": Export("day_events", {"topic_key": words_of, "day_date": day_of}, fixed=_LIMIT),
    "day_revisions": Export("topic_day_revisions", {"topic_key": words_of, "day_date": day_of}),
    "ledger": Export(
        "ledger",
        optional=dict.fromkeys(
            ("supplier_code", "recipient_code", "category_code", "status_type", "weapon_words"), words_of
        ),
        fixed=_LIMIT,
    ),
    "transfer_claims": Export("transfer_claims", {"transfer_key": words_of}, drop=_OFFSETS),
    "event": Export("event", {"event_key": words_of}),
    "corrections": Export("corrections", fixed={"target_keys": None, **_LIMIT}),
    "dyads": Export("dyads", optional={"week_count": _whole_number}, fixed=_LIMIT),
    "dyad_weeks": Export(
        "dyad_weeks",
        {"source_country_code": words_of, "target_country_code": words_of},
        {"week_count": _whole_number},
    ),
    "dyad_events": Export(
        "dyad_events", {"source_country_code": words_of, "target_country_code": words_of}, fixed=_LIMIT
    ),
    "actors": Export("actors", optional={"name_words": words_of}, fixed={"sample_count": MOST_ROWS, **_LIMIT}),
    "actor_events": Export("actor_events", {"actor_id": words_of}, fixed=_LIMIT),
    "actor_articles": Export("actor_articles", {"actor_id": words_of}, fixed=_LIMIT),
    "article_marks": Export("article_marks", {"article_id": _id}),
    "article_removed": Export("article_removed", {"article_id": _id}),
    "article_relatives": Export("article_relatives", {"article_id": _id}, fixed=_LIMIT),
    "article_versions": Export("article_versions", {"article_id": _id}),
    "feeds": Export("feeds"),
    "checks": Export("checks"),
    "alerts": Export("alerts", optional={"topic_key": words_of}, fixed=_LIMIT),
    "search": Export(
        "search",
        {"words": words_of},
        {"from_date": day_of, "to_date": day_of, "topic_key": words_of},
        {"row_count": 500, "start_mark": FOUND_START, "end_mark": FOUND_END},
    ),
}
_DEFAULTS: Mapping[str, object] = {"day_count": 365, "week_count": 520}


def router(site: Site) -> APIRouter:
    """The route of all downloads."""
    routes = APIRouter()

    @routes.get("/export/{name}.{ending}")
    def export(request: Request, name: str, ending: str) -> Response:
        """A table as CSV or JSON."""
        table = EXPORTS.get(name)
        if table is None or ending not in ("csv", "json"):
            raise HTTPException(404, f"There is no table {name}.{ending}.")
        rows = [_without(row, table.drop) for row in site.rows(table.query, **_parameters(table, request))]
        headers = {"Content-Disposition": f'attachment; filename="wirewatch_{name}.{ending}"'}
        if ending == "json":
            return Response(as_json(rows), media_type="application/json", headers=headers)
        columns = list(rows[0]) if rows else []
        # The mark of byte order lets spreadsheets read the file as UTF-8.
        return Response("\ufeff" + as_csv(rows, columns), media_type="text/csv; charset=utf-8", headers=headers)

    return routes


def _parameters(table: Export, request: Request) -> dict[str, object]:
    parameters: dict[str, object] = dict(table.fixed)
    for name, read in table.required.items():
        parameters[name] = read(request.query_params.get(name, ""))
        if parameters[name] is None:
            raise HTTPException(422, f"The address lacks {name}.")
    for name, read in table.optional.items():
        given = words_of(request.query_params.get(name))
        parameters[name] = _DEFAULTS.get(name) if given is None else read(given)
    return parameters


def _without(row: Row, dropped: frozenset[str]) -> dict[str, Any]:
    return {
        name: value.replace(FOUND_START, "").replace(FOUND_END, "") if isinstance(value, str) else value
        for name, value in row.items()
        if name not in dropped
    }
