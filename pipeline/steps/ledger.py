"""Brings the transfer ledger up to date for the parties that the articles of changed days speak of."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from psycopg.rows import dict_row

from pipeline.records import Claim, ClaimEvidence, Transfer
from pipeline.steps.work import Connection
from pipeline.track.corrections import CATEGORIES
from pipeline.track.ledger import UNSPECIFIED, LedgerClaim, build_ledger, expand_claim
from pipeline.warehouse.sqlfiles import load_sql

# A part of the ledger that is built by itself: supplier, recipient ("" = unknown), category.
Scope = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class _Row:
    """A row of the ledger as it stood before the refresh."""

    transfer_key: str
    supplier: str | None
    recipient: str | None
    weapon: str
    status: str
    claim_keys: frozenset[str]


def refresh_ledger(connection: Connection, days: Sequence[date], now: datetime) -> int:
    """Build the touched parts of the ledger anew and note what changed; returns the number of their rows."""
    touched = {tuple(row) for row in connection.execute(load_sql("steps/ledger_scopes.sql"), {"days": list(days)})}
    if not touched:
        return 0
    pairs = sorted({(supplier, recipient) for supplier, recipient, _ in touched})
    parties = {"suppliers": [pair[0] for pair in pairs], "recipients": [pair[1] for pair in pairs]}
    days_of_claims, transfers = _build(connection, touched)
    before = _present_rows(connection, parties, touched)
    _write(connection, transfers, before, days_of_claims, now)
    _note_changes(connection, transfers, before, now)
    return len(transfers)


def _is_touched(touched: set[tuple[Any, ...]], supplier: str | None, recipient: str | None, category: str) -> bool:
    """Whether a row is built anew: a general denial covers the specific rows of its parties, so it touches them, too."""
    pair = (supplier or "", recipient or "")
    return (*pair, category) in touched or (*pair, UNSPECIFIED) in touched


def _build(connection: Connection, touched: set[tuple[Any, ...]]) -> tuple[dict[str, date], list[Transfer]]:
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(load_sql("steps/ledger_claims.sql"), {"scopes": _scopes_to_read(touched)}).fetchall()
    claims = [
        claim
        for row in rows
        for claim in _ledger_claims(row)
        if _is_touched(touched, claim.supplier, claim.recipient, claim.category)
        or (claim.category == UNSPECIFIED and _has_pair(touched, claim))
    ]
    transfers = [
        transfer
        for transfer in build_ledger(claims)
        if _is_touched(touched, transfer.supplier, transfer.recipient, transfer.category)
    ]
    return {row["claim_key"]: row["effective_date"] for row in rows}, transfers


def _scopes_to_read(touched: set[tuple[Any, ...]]) -> list[str]:
    """The touched scopes as core.ledger_scopes writes them, with the general claims of their parties.

    General claims touch every category of their parties.
    """
    read = set()
    for supplier, recipient, category in touched:
        categories = CATEGORIES if category == UNSPECIFIED else (category, UNSPECIFIED)
        read |= {f"{supplier}>{recipient}:{one}" for one in categories}
    return sorted(read)


def _has_pair(touched: set[tuple[Any, ...]], claim: LedgerClaim) -> bool:
    pair = (claim.supplier or "", claim.recipient or "")
    return any(scope[:2] == pair for scope in touched)


def _present_rows(
    connection: Connection, parties: dict[str, list[str]], touched: set[tuple[Any, ...]]
) -> dict[str, _Row]:
    rows = connection.execute(load_sql("steps/ledger_rows.sql"), parties).fetchall()
    return {
        key: _Row(key, supplier, recipient, weapon, status, frozenset(claim_keys))
        for key, supplier, recipient, category, weapon, status, claim_keys in rows
        if _is_touched(touched, supplier, recipient, category)
    }


def _write(
    connection: Connection,
    transfers: Sequence[Transfer],
    before: dict[str, _Row],
    days_of_claims: dict[str, date],
    now: datetime,
) -> None:
    keys = {str(transfer.transfer_key) for transfer in transfers}
    connection.execute(load_sql("steps/drop_transfers.sql"), {"transfer_keys": sorted(before.keys() - keys)})
    connection.execute(load_sql("steps/forget_transfer_claims.sql"), {"transfer_keys": sorted(keys)})
    columns = "transfer_key, claim_key, link_type, day_date"
    with connection.cursor() as cursor:
        cursor.executemany(
            load_sql("steps/put_transfer.sql"), [{**_transfer_row(transfer), "now": now} for transfer in transfers]
        )
        with cursor.copy(f"COPY mart.transfer_ledger_claim ({columns}) FROM STDIN") as copy:
            for transfer in transfers:
                for key in transfer.claim_keys:
                    copy.write_row((transfer.transfer_key, key, "claim", days_of_claims[key]))
                for key in sorted(set(transfer.general_denial_keys) - set(transfer.claim_keys)):
                    copy.write_row((transfer.transfer_key, key, "general_denial", days_of_claims[key]))


def _note_changes(
    connection: Connection, transfers: Sequence[Transfer], before: dict[str, _Row], now: datetime
) -> None:
    """Keep what came, changed its status and went; a row under another key is the same one if it shares a claim."""
    after = {str(transfer.transfer_key): transfer for transfer in transfers}
    gone = {key: row for key, row in before.items() if key not in after}
    changes: list[dict[str, Any]] = []
    for key, transfer in after.items():
        old = before.get(key)
        if old is None:
            old = next((row for row in gone.values() if row.claim_keys & set(transfer.claim_keys)), None)
            if old is not None:
                del gone[old.transfer_key]
        if old is None or old.status != transfer.status:
            kind = "new" if old is None else "status"
            changes.append(_change(key, kind, transfer, old.status if old else None, transfer.status, now))
    changes += [_change(key, "gone", row, row.status, None, now) for key, row in gone.items()]
    with connection.cursor() as cursor:
        cursor.executemany(load_sql("steps/add_transfer_change.sql"), changes)


def _change(
    key: str, kind: str, row: Transfer | _Row, old_status: str | None, new_status: str | None, now: datetime
) -> dict[str, Any]:
    return {
        "transfer_key": key,
        "change_type": kind,
        "supplier_code": row.supplier,
        "recipient_code": row.recipient,
        "weapon": row.weapon,
        "old_status_type": old_status,
        "new_status_type": new_status,
        "now": now,
    }


def _ledger_claims(row: dict[str, Any]) -> tuple[LedgerClaim, ...]:
    """A row of ledger_claims.sql as claims about one supplier and one recipient each."""
    claim = Claim(
        supplier=tuple(row["supplier_codes"]),
        recipient=tuple(row["recipient_codes"]),
        intermediary=tuple(row["intermediary_codes"]),
        weapon=row["weapon_text"],
        category=row["category_code"],
        designation=row["designation"],
        quantity_min=row["quantity_min"],
        quantity_max=row["quantity_max"],
        unit=row["unit"],
        quantity_text=row["quantity_text"],
        period_start=row["delivery_from_date"],
        period_end=row["delivery_to_date"],
        period_precision=row["date_precision_type"],
        modality=row["modality_type"],
        stance=row["stance_type"],
        negated=row["is_negated"],
        claimant=row["claimant_text"],
        claimant_country=row["claimant_country_code"],
        claimant_class=row["claimant_class_type"],
        deal_type=row["deal_type"],
        hedge=row["hedge_text"],
        start=row["start_char"],
        end=row["end_char"],
        evidence=ClaimEvidence((row["weapon_start_char"], row["weapon_end_char"])),
        confidence=row["confidence"],
        rule=row["rule"],
    )
    return expand_claim(
        claim,
        row["claim_key"],
        owner_group=row["owner_group"],
        agency=row["agency"],
        article_date=row["effective_date"],
    )


def _transfer_row(transfer: Transfer) -> dict[str, Any]:
    return {
        "transfer_key": transfer.transfer_key,
        "supplier_code": transfer.supplier,
        "recipient_code": transfer.recipient,
        "weapon": transfer.weapon,
        "designation": transfer.designation,
        "category_code": transfer.category,
        "status_type": transfer.status,
        "stage_type": transfer.stage,
        "has_party_denial": transfer.has_party_denial,
        "number_ordered_min": transfer.number_ordered_min,
        "number_ordered_max": transfer.number_ordered_max,
        "number_ordered_unit": transfer.number_ordered_unit,
        "number_ordered_texts": list(transfer.number_ordered_text),
        "number_delivered_min": transfer.number_delivered_min,
        "number_delivered_max": transfer.number_delivered_max,
        "number_delivered_unit": transfer.number_delivered_unit,
        "number_delivered_texts": list(transfer.number_delivered_text),
        "order_year": transfer.order_year,
        "delivery_from_date": transfer.delivery_from,
        "delivery_to_date": transfer.delivery_to,
        "date_precision_type": transfer.date_precision,
        "deal_type": transfer.deal_type,
        "intermediary_codes": list(transfer.intermediary),
        "claim_count": len(transfer.claim_keys),
        "owner_count": transfer.owner_count,
        "origin_count": transfer.origin_count,
        "claimant_class_counts": json.dumps(transfer.claimant_classes),
        "first_claim_date": transfer.first_claim_date,
        "last_claim_date": transfer.last_claim_date,
    }
