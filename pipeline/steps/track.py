"""Matches articles to topics and refreshes the marts for the days that changed."""

from __future__ import annotations

import json
import logging
from collections.abc import Sequence
from datetime import date
from typing import Any

from psycopg.rows import dict_row

from pipeline.catalog.schema import Topic
from pipeline.records import Claim, ClaimEvidence, Transfer
from pipeline.steps.reference import RunReference
from pipeline.steps.session import register_run, warehouse_connection
from pipeline.steps.signals import refresh_signals
from pipeline.steps.work import Connection
from pipeline.track.ledger import LedgerClaim, build_ledger, expand_claim
from pipeline.track.topics import ARMS_TRANSFER, ArticleFacts, match_articles
from pipeline.warehouse.sqlfiles import load_sql

log = logging.getLogger(__name__)

# One refresh at a time: two would see each other's half of the days.
_REFRESH_LOCK = 7_318


def match_topics(warehouse: str, reference: RunReference) -> int:
    """Match the articles of the days that changed to the topics; returns the number of matches."""
    with warehouse_connection(warehouse, reference) as connection:
        register_run(connection, reference)
        with connection.transaction():
            connection.execute("SELECT pg_advisory_xact_lock(%s)", (_REFRESH_LOCK,))
            return _match_days(connection, _dirty_days(connection, reference), reference)


def refresh_marts(warehouse: str, reference: RunReference) -> dict[str, int]:
    """Refresh every mart for the days that changed, in one transaction; returns rows written by mart."""
    with warehouse_connection(warehouse, reference) as connection:
        register_run(connection, reference)
        with connection.transaction():
            connection.execute("SELECT pg_advisory_xact_lock(%s)", (_REFRESH_LOCK,))
            row = connection.execute("SELECT clock_timestamp(), max(marked_at) FROM ops.dirty_day").fetchone()
            days = _dirty_days(connection, reference)
            # Matching again costs little and makes the refresh right whatever came in since match_topics.
            _match_days(connection, days, reference)
            counts = _refresh(connection, days, reference)
            connection.execute(
                load_sql("steps/clean_days.sql"), {"days": days, "marked_before": row[1] if row else reference.now}
            )
    log.info("refreshed %s days: %s", len(days), counts)
    return counts


def _dirty_days(connection: Connection, reference: RunReference) -> list[date]:
    return [row[0] for row in connection.execute(load_sql("steps/dirty_days.sql"), {"now": reference.now}).fetchall()]


def _match_days(connection: Connection, days: Sequence[date], reference: RunReference) -> int:
    parameters = {"days": list(days)}
    topics = [
        Topic.model_validate(row[0]) for row in connection.execute(load_sql("steps/topic_definitions.sql")).fetchall()
    ]
    articles = [
        ArticleFacts(
            article_id=row[0],
            language=row[1],
            coding_level=row[2],
            words=row[3],
            claims=tuple((tuple(parties), ARMS_TRANSFER) for parties in row[4]),
            events=tuple((event[0], event[1], event[2]) for event in row[5]),
        )
        for row in connection.execute(load_sql("steps/article_facts.sql"), parameters).fetchall()
    ]
    matches = match_articles(topics, articles)
    connection.execute(load_sql("steps/forget_matches.sql"), parameters)
    with connection.cursor() as cursor:
        cursor.executemany(
            load_sql("steps/add_match.sql"),
            [
                {"topic_key": key, "article_id": article_id, "matched_by": list(reasons), "now": reference.now}
                for key, article_id, reasons in matches
            ],
        )
    return len(matches)


def _refresh(connection: Connection, days: list[date], reference: RunReference) -> dict[str, int]:
    counts: dict[str, int] = {}
    # What a feed is expected to bring rests on its days before, so those are written first.
    for day in days:
        rows = connection.execute(load_sql("marts/feed_day.sql"), {"days": [day], "now": reference.now}).rowcount
        counts["feed_day"] = counts.get("feed_day", 0) + rows
    parameters: dict[str, Any] = {"days": days, "now": reference.now}
    for name in (
        "source_day",
        "topic_day_revision",
        "topic_day",
        "topic_day_unrevised",
        "dyad_week_forget",
        "dyad_week",
    ):
        counts[name] = connection.execute(load_sql(f"marts/{name}.sql"), parameters).rowcount
    counts["topic_day_signal"] = refresh_signals(connection, days, reference.now)
    counts["transfer_ledger"] = _refresh_ledger(connection, reference)
    return counts


def _refresh_ledger(connection: Connection, reference: RunReference) -> int:
    """Build the ledger from all current claims and write what differs; returns the number of its rows."""
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(load_sql("steps/ledger_claims.sql")).fetchall()
    claims = [claim for row in rows for claim in _ledger_claims(row)]
    transfers = build_ledger(claims)
    present = {row[0] for row in connection.execute(load_sql("steps/ledger_keys.sql")).fetchall()}
    gone = sorted(present - {str(transfer.transfer_key) for transfer in transfers})
    connection.execute(load_sql("steps/forget_transfer_claims.sql"))
    connection.execute(load_sql("steps/drop_transfers.sql"), {"transfer_keys": gone})
    with connection.cursor() as cursor:
        cursor.executemany(
            load_sql("steps/put_transfer.sql"),
            [{**_transfer_row(transfer), "now": reference.now} for transfer in transfers],
        )
        with cursor.copy("COPY mart.transfer_ledger_claim (transfer_key, claim_key, link_type) FROM STDIN") as copy:
            for transfer in transfers:
                for key in transfer.claim_keys:
                    copy.write_row((transfer.transfer_key, key, "claim"))
                for key in sorted(set(transfer.general_denial_keys) - set(transfer.claim_keys)):
                    copy.write_row((transfer.transfer_key, key, "general_denial"))
    return len(transfers)


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
