-- Which transfers of a topic's actors were first claimed, and which changed their status, in some days?
-- Grain: one row per row of the ledger that is new or changed, the new ones first, then by number of origins.
-- Parameters: topic_key, from_date, to_date.
WITH changed AS (
    SELECT DISTINCT ON (transfer_key)
        transfer_key,
        old_status_type,
        changed_at
    FROM mart.transfer_change
    WHERE
        change_type = 'status'
        AND changed_at >= %(from_date)s::date::timestamp AT TIME ZONE 'UTC'
        AND changed_at < (%(to_date)s::date + 1)::timestamp AT TIME ZONE 'UTC'
    ORDER BY transfer_key, changed_at
)

SELECT
    transfer_ledger.transfer_key,
    transfer_ledger.supplier_code,
    transfer_ledger.recipient_code,
    transfer_ledger.weapon,
    transfer_ledger.stage_type,
    transfer_ledger.status_type,
    changed.old_status_type,
    transfer_ledger.has_party_denial,
    transfer_ledger.number_delivered_min,
    transfer_ledger.number_delivered_max,
    transfer_ledger.number_delivered_texts,
    transfer_ledger.number_ordered_min,
    transfer_ledger.number_ordered_max,
    transfer_ledger.claim_count,
    transfer_ledger.owner_count,
    transfer_ledger.origin_count,
    transfer_ledger.first_claim_date,
    transfer_ledger.last_claim_date,
    transfer_ledger.first_claim_date >= %(from_date)s::date AS is_new
FROM mart.dim_topic
INNER JOIN mart.transfer_ledger
    ON
        jsonb_array_length(coalesce(dim_topic.definition -> 'actors', '[]')) = 0
        OR (dim_topic.definition -> 'actors') ?| ARRAY[transfer_ledger.supplier_code, transfer_ledger.recipient_code]
LEFT JOIN changed ON transfer_ledger.transfer_key = changed.transfer_key
WHERE
    dim_topic.topic_key = %(topic_key)s
    AND jsonb_array_length(coalesce(dim_topic.definition -> 'frames', '[]')) > 0
    AND transfer_ledger.first_claim_date <= %(to_date)s::date
    AND (
        transfer_ledger.first_claim_date >= %(from_date)s::date
        OR changed.old_status_type IS NOT NULL
    )
ORDER BY is_new DESC, transfer_ledger.origin_count DESC, transfer_ledger.claim_count DESC, transfer_ledger.transfer_key ASC;
