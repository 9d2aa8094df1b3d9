-- Writes what the next poll of a feed needs to know, and gives the lease back.
-- Parameters: feed_id, last_reason and the state's columns of raw.feed.
UPDATE raw.feed
SET
    url = CASE
        -- A move onto the address of another feed is not followed: one of the two is to be switched off by a person.
        WHEN EXISTS (SELECT 1 FROM raw.feed AS other WHERE other.url = %(url)s AND other.feed_id <> %(feed_id)s)
            THEN feed.url
        ELSE %(url)s
    END,
    etag = %(etag)s,
    last_modified = %(last_modified)s,
    body_sha256 = %(body_sha256)s,
    poll_count = %(poll_count)s,
    conditional_count = %(conditional_count)s,
    last_full_at = %(last_full_at)s,
    last_poll_at = %(last_poll_at)s,
    last_success_at = %(last_success_at)s,
    is_verified = is_verified OR %(last_success_at)s::timestamptz IS NOT NULL,
    failure_count = %(failure_count)s,
    failure_weight = %(failure_weight)s,
    gone_count = %(gone_count)s,
    interval_seconds = %(interval_seconds)s,
    next_poll_at = %(next_poll_at)s,
    state_code = %(state_code)s,
    disabled_reason = %(disabled_reason)s,
    redirect = %(redirect)s::jsonb,
    url_history = %(url_history)s::jsonb,
    key_policy_type = %(key_policy_type)s,
    utc_offset_minutes = %(utc_offset_minutes)s,
    has_trusted_dates = %(has_trusted_dates)s,
    verifies_tls = %(verifies_tls)s,
    item_window = %(item_window)s::jsonb,
    schedule = %(schedule)s::jsonb,
    last_reason = %(last_reason)s,
    lease_owner = NULL,
    lease_expires_at = NULL
WHERE feed_id = %(feed_id)s;
