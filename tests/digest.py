"""A digest of what a warehouse holds, over business columns: surrogate keys, run times and bookkeeping left out."""

from __future__ import annotations

import hashlib

from pipeline.warehouse.connect import connect

# What two runs over the same world must agree on. Surrogate ids are replaced by what they stand for.
CONTENTS = {
    "raw.page": """
        SELECT k.canonical_url, v.body_sha256, v.origin_type, v.fetched_at, p.http_status, p.url
        FROM raw.page_version_key AS v JOIN raw.page_key AS k USING (page_id)
        JOIN raw.page AS p ON p.page_version_id = v.page_version_id""",
    "raw.feed_item": """
        SELECT f.catalog_url, k.item_key, k.status_type, k.content_hash, i.title, i.published_at, p.canonical_url
        FROM raw.feed_item_key AS k JOIN raw.feed AS f USING (feed_id)
        JOIN raw.feed_item AS i ON i.feed_item_id = k.feed_item_id
        LEFT JOIN raw.page_key AS p ON p.page_id = k.page_id""",
    "core.article": """
        SELECT p.canonical_url, a.title, a.text, a.quality_type, a.quality_reason, a.language_code, a.published_at,
            a.published_basis_type, a.agency, a.effective_date, a.is_current, a.coding_level_type
        FROM core.article AS a JOIN core.article_key USING (article_id) JOIN raw.page_key AS p USING (page_id)""",
    "core.sentence": """
        SELECT p.canonical_url, a.extracted_at, s.ordinal, s.start_char, s.end_char
        FROM core.sentence AS s JOIN core.article AS a USING (article_version_id)
        JOIN core.article_key USING (article_id) JOIN raw.page_key AS p USING (page_id) WHERE a.is_current""",
    "core.story_article": """
        SELECT p.canonical_url, r.canonical_url, s.relation_type, s.origin, round(s.similarity::numeric, 3)
        FROM core.story_article AS s JOIN core.article_key AS k ON k.article_id = s.article_id
        JOIN raw.page_key AS p ON p.page_id = k.page_id
        JOIN core.article_key AS rk ON rk.article_id = s.root_article_id
        JOIN raw.page_key AS r ON r.page_id = rk.page_id""",
    "core.story": """
        SELECT string_agg(p.canonical_url, ' ' ORDER BY p.canonical_url) FROM core.story_article
        JOIN core.article_key USING (article_id) JOIN raw.page_key AS p USING (page_id) GROUP BY story_id""",
    "core.mention": """
        SELECT p.canonical_url, m.start_char, m.end_char, m.mention_type, m.actor_id, m.country_code, m.role_code
        FROM core.mention AS m JOIN core.article AS a USING (article_version_id)
        JOIN core.article_key USING (article_id) JOIN raw.page_key AS p USING (page_id)""",
    "core.event_evidence": """
        SELECT p.canonical_url, e.event_type, e.source_actor_id, e.target_actor_id, v.event_key, v.start_char,
            v.end_char, v.modality_type, v.is_negated, v.rule, round(v.confidence::numeric, 4), v.is_current
        FROM core.event_evidence AS v JOIN core.event AS e USING (event_id)
        JOIN core.article_key USING (article_id) JOIN raw.page_key AS p USING (page_id)""",
    "core.claim": """
        SELECT c.claim_key, p.canonical_url, c.supplier_codes, c.recipient_codes, c.weapon_text, c.quantity_min,
            c.quantity_max, c.stance_type, c.modality_type, c.claimant_text, c.start_char, c.end_char, c.is_current
        FROM core.claim AS c JOIN core.article_key USING (article_id) JOIN raw.page_key AS p USING (page_id)""",
    "core.article_topic": """
        SELECT t.topic_key, p.canonical_url, m.matched_by
        FROM core.article_topic AS m JOIN core.topic AS t USING (topic_id)
        JOIN core.article_key USING (article_id) JOIN raw.page_key AS p USING (page_id)""",
    "mart.feed_day": """
        SELECT f.catalog_url, d.day_date, d.is_covered, d.gap_reason, d.item_count, d.expected_item_count
        FROM mart.feed_day AS d JOIN raw.feed AS f USING (feed_id)""",
    "mart.source_day": """
        SELECT s.domain, d.day_date, d.is_gap, d.gap_reason, d.article_count, d.refused_count
        FROM mart.source_day AS d JOIN core.source AS s USING (source_id)""",
    "mart.topic_day": """
        SELECT t.topic_key, d.day_date, d.total_count, d.article_count, d.story_count, d.owner_count, d.origin_count,
            d.event_count, d.claim_count, d.share, d.completeness, d.is_gap, d.gap_reason, d.is_open
        FROM mart.topic_day AS d JOIN core.topic AS t USING (topic_id)""",
    "mart.dyad_week": """
        SELECT week_date, source_country_code, target_country_code, event_count, story_count, report_count,
            origin_count, round(mean_intensity::numeric, 4), verbal_cooperation_count, material_conflict_count
        FROM mart.dyad_week""",
    "mart.transfer_ledger": """
        SELECT transfer_key, supplier_code, recipient_code, weapon, status_type, number_delivered_min,
            number_delivered_max, claim_count, owner_count, origin_count FROM mart.transfer_ledger""",
    "mart.transfer_ledger_claim": "SELECT transfer_key, claim_key, link_type FROM mart.transfer_ledger_claim",
}


def digest(conninfo: str) -> dict[str, tuple[int, str]]:
    """Rows and SHA-256 of each table's business columns, order of rows aside."""
    found = {}
    with connect(conninfo, application_name="digest") as connection:
        for name, query in CONTENTS.items():
            rows = sorted(repr(row) for row in connection.execute(query).fetchall())
            found[name] = (len(rows), hashlib.sha256("\n".join(rows).encode()).hexdigest())
    return found


def differences(conninfo: str, other: str) -> dict[str, list[str]]:
    """For each table that differs, some rows that only one of the two has."""
    found: dict[str, list[str]] = {}
    with (
        connect(conninfo, application_name="digest") as first,
        connect(other, application_name="digest") as second,
    ):
        for name, query in CONTENTS.items():
            here = {repr(row) for row in first.execute(query).fetchall()}
            there = {repr(row) for row in second.execute(query).fetchall()}
            if here != there:
                found[name] = [f"- {row}" for row in sorted(here - there)[:5]]
                found[name] += [f"+ {row}" for row in sorted(there - here)[:5]]
    return found
