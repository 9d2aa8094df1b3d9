"""The transfer ledger, and one row of it with its claims in time order and their corrections."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Query
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from pipeline.errors import ConfigurationError
from pipeline.steps.corrections import correct_claim
from pipeline.web.claims import grouped_claims
from pipeline.web.corrections import TITLES, given_correction, read_form, sentence_of
from pipeline.web.database import Row
from pipeline.web.site import Site, address, words_of

_MOST_ROWS = 300
Text = Annotated[str | None, Query()]


def router(site: Site) -> APIRouter:
    """The routes of the ledger."""
    routes = APIRouter()

    @routes.get("/ledger")
    def ledger(
        request: Request,
        supplier: Text = None,
        recipient: Text = None,
        category: Text = None,
        status: Text = None,
        weapon: Text = None,
    ) -> HTMLResponse:
        """The rows of the ledger that pass the filters."""
        chosen = {
            "supplier_code": words_of(supplier),
            "recipient_code": words_of(recipient),
            "category_code": words_of(category),
            "status_type": words_of(status),
            "weapon_words": words_of(weapon),
        }
        choices: dict[str, list[str]] = {}
        for row in site.rows("ledger_choices"):
            choices.setdefault(row["field"], []).append(row["value"])
        return site.page(
            request,
            "ledger.html",
            transfers=site.rows("ledger", **chosen, row_count=_MOST_ROWS),
            row_limit=_MOST_ROWS,
            chosen=chosen,
            choices=choices,
            csv_address=address(request, "/export/ledger.csv", **chosen),
        )

    @routes.get("/ledger/{transfer_key}")
    def transfer(request: Request, transfer_key: str, kept: Text = None) -> HTMLResponse:
        """One row with its claims in time order."""
        return _transfer_page(request, transfer_key, notice=kept is not None)

    @routes.post("/corrections/claims")
    async def correct(request: Request) -> Response:
        """Keep a correction of a claim, with the visitor as its author."""
        form = await read_form(request)
        return await run_in_threadpool(_keep, request, form)

    def _keep(request: Request, form: dict[str, str]) -> Response:
        claim_key = words_of(form.get("key")) or ""
        site.check_token(request, f"correct {claim_key}", form)
        claim = site.row("claim", claim_key=claim_key)
        try:
            _write(request, form, claim)
        except ConfigurationError as error:
            if claim["transfer_key"] is None:
                raise HTTPException(422, sentence_of(error)) from error
            return _transfer_page(request, claim["transfer_key"], error=sentence_of(error), form=form, status=422)
        place = f"/ledger/{claim['transfer_key']}" if claim["transfer_key"] else "/corrections"
        return RedirectResponse(address(request, place, kept=1) + f"#claim-{claim_key}", status_code=303)

    def _write(request: Request, form: dict[str, str], claim: Row) -> None:
        """Keep the correction for the claim and, where asked, for those that repeat it; all of them or none."""
        repeats = _repeats(claim) if form.get("repeats") else []
        given = given_correction(form)
        with site.warehouse.transaction() as connection:

            def keep(key: str) -> None:
                correct_claim(connection, key, **given, author=site.visitor(request).name, now=datetime.now(UTC))

            keep(claim["claim_key"])
            for key in repeats:
                # A copy that says so already needs no correction.
                with suppress(ConfigurationError):
                    keep(key)

    def _repeats(claim: Row) -> list[str]:
        """The keys of the claims that say the same in the same sentence, on the same row of the ledger."""
        rows = site.rows("transfer_claims", transfer_key=claim["transfer_key"])
        groups = [_keys(group) for group in grouped_claims(rows)]
        own = next((keys for keys in groups if claim["claim_key"] in keys), [])
        return [key for key in own if key != claim["claim_key"]]

    def _transfer_page(
        request: Request,
        transfer_key: str,
        *,
        notice: bool = False,
        error: str | None = None,
        form: dict[str, str] | None = None,
        status: int = 200,
    ) -> HTMLResponse:
        row = site.row("transfer", transfer_key=transfer_key)
        claims = grouped_claims(site.rows("transfer_claims", transfer_key=transfer_key))
        kept: dict[str, list[dict[str, object]]] = {}
        keys = [key for claim in claims for key in _keys(claim)]
        for correction in site.rows("corrections", target_keys=keys, row_count=500):
            kept.setdefault(correction["claim_key"], []).append(correction)
        for claim in claims:
            claim["corrections"] = kept.get(claim["claim_key"], [])
        return site.page(
            request,
            "transfer.html",
            status,
            transfer=row,
            claims=claims,
            fields=TITLES,
            notice=notice,
            error=error,
            form=form or {},
        )

    return routes


def _keys(claim: Mapping[str, Any]) -> list[str]:
    return [claim["claim_key"], *(one["claim_key"] for one in claim["repeats"])]
