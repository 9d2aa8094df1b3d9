"""The transfer ledger, one row of it with its claims in time order, and corrections of claims."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Annotated, Any
from urllib.parse import parse_qs

from fastapi import APIRouter, Query
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from pipeline.web.claims import grouped_claims
from pipeline.web.corrections import FIELDS, InvalidCorrectionError, checked_value, kept_value
from pipeline.web.database import Row
from pipeline.web.site import Site, address, words_of

_MOST_ROWS = 300
_MOST_FORM_BYTES = 20_000
_SHORTEST_REASON = 5
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

    @routes.get("/corrections")
    def corrections(request: Request) -> HTMLResponse:
        """What people corrected, who and why."""
        return site.page(
            request, "corrections.html", corrections=site.rows("corrections", target_keys=None, row_count=200)
        )

    @routes.post("/corrections")
    async def correct(request: Request) -> Response:
        """Keep a correction of a claim, with the visitor as its author."""
        form = await _form(request)
        return await run_in_threadpool(_keep, request, form)

    def _keep(request: Request, form: dict[str, str]) -> Response:
        claim_key = words_of(form.get("claim_key")) or ""
        if not site.is_token_valid(request, f"correct {claim_key}", form.get("token", "")):
            raise HTTPException(403, "The form is too old or came from elsewhere. Load the page again.")
        claim = site.row("claim", claim_key=claim_key)
        field, reason = form.get("field", ""), words_of(form.get("reason"), 2000) or ""
        try:
            new_value = checked_value(field, form.get("value", ""))
            old_value = kept_value(field, claim)
            if new_value == old_value:
                raise InvalidCorrectionError(f"{FIELDS[field].title} has this value already.")
            if len(reason) < _SHORTEST_REASON:
                raise InvalidCorrectionError("Say why in a few words; who reads the ledger later wants to know.")
        except InvalidCorrectionError as error:
            if claim["transfer_key"] is None:
                raise HTTPException(422, str(error)) from error
            return _transfer_page(request, claim["transfer_key"], error=str(error), form=form, status=422)
        author = site.visitor(request).name
        for key in _with_repeats(claim) if form.get("repeats") else [claim_key]:
            site.warehouse.run(
                "add_correction",
                claim_key=key,
                field=field,
                old_value=old_value,
                new_value=new_value,
                reason=reason,
                author=author,
            )
        place = f"/ledger/{claim['transfer_key']}" if claim["transfer_key"] else "/corrections"
        return RedirectResponse(address(request, place, kept=1) + f"#claim-{claim_key}", status_code=303)

    def _with_repeats(claim: Row) -> list[str]:
        """The keys of the claim and of those that say the same in the same sentence, on its row of the ledger."""
        rows = site.rows("transfer_claims", transfer_key=claim["transfer_key"])
        groups = [_keys(group) for group in grouped_claims(rows)]
        return next((keys for keys in groups if claim["claim_key"] in keys), [claim["claim_key"]])

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
            kept.setdefault(correction["target_key"], []).append(correction)
        for claim in claims:
            claim["corrections"] = kept.get(claim["claim_key"], [])
        return site.page(
            request,
            "transfer.html",
            status,
            transfer=row,
            claims=claims,
            fields=FIELDS,
            notice=notice,
            error=error,
            form=form or {},
        )

    return routes


def _keys(claim: Mapping[str, Any]) -> list[str]:
    return [claim["claim_key"], *(one["claim_key"] for one in claim["repeats"])]


async def _form(request: Request) -> dict[str, str]:
    if not request.headers.get("content-type", "").startswith("application/x-www-form-urlencoded"):
        raise HTTPException(415, "Send the form as application/x-www-form-urlencoded.")
    body = b""
    async for chunk in request.stream():
        body += chunk
        if len(body) > _MOST_FORM_BYTES:
            raise HTTPException(413, "The form is too long.")
    fields = parse_qs(body.decode("utf-8", "replace"), keep_blank_values=True, max_num_fields=20)
    return {name: found[0] for name, found in fields.items()}
