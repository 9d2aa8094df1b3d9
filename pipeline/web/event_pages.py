"""One event with the clauses that tell it and their corrections, and the list of all corrections."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

from fastapi import APIRouter, Query
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from pipeline.errors import ConfigurationError
from pipeline.steps.corrections import correct_event
from pipeline.web.corrections import EVENT_TITLES, given_correction, read_form, sentence_of
from pipeline.web.site import Site, address, words_of

Text = Annotated[str | None, Query()]


def router(site: Site) -> APIRouter:
    """The routes of events and corrections."""
    routes = APIRouter()

    @routes.get("/events/{event_key}")
    def event(request: Request, event_key: str, kept: Text = None) -> HTMLResponse:
        """One event: every clause that tells it."""
        return _event_page(request, event_key, notice=kept is not None)

    @routes.post("/corrections/events")
    async def correct(request: Request) -> Response:
        """Keep a correction of an event, with the visitor as its author."""
        form = await read_form(request)
        return await run_in_threadpool(_keep, request, form)

    @routes.get("/corrections")
    def corrections(request: Request) -> HTMLResponse:
        """What people corrected, who and why."""
        return site.page(
            request, "corrections.html", corrections=site.rows("corrections", target_keys=None, row_count=200)
        )

    def _keep(request: Request, form: dict[str, str]) -> Response:
        event_key = words_of(form.get("key")) or ""
        site.check_token(request, f"correct {event_key}", form)
        try:
            with site.warehouse.transaction() as connection:
                correct_event(
                    connection,
                    event_key,
                    **given_correction(form),
                    author=site.visitor(request).name,
                    now=datetime.now(UTC),
                )
        except ConfigurationError as error:
            return _event_page(request, event_key, error=sentence_of(error), form=form, status=422)
        return RedirectResponse(address(request, f"/events/{event_key}", kept=1), status_code=303)

    def _event_page(
        request: Request,
        event_key: str,
        *,
        notice: bool = False,
        error: str | None = None,
        form: dict[str, str] | None = None,
        status: int = 200,
    ) -> HTMLResponse:
        clauses = site.rows("event", event_key=event_key)
        if not clauses:
            raise HTTPException(404, "No current article tells this event.")
        return site.page(
            request,
            "event.html",
            status,
            event=clauses[0],
            clauses=clauses,
            corrections=site.rows("corrections", target_keys=[event_key], row_count=100),
            fields=EVENT_TITLES,
            notice=notice,
            error=error,
            form=form or {},
        )

    return routes
