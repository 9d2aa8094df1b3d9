-- How well is each feed? Its health in a word and in a sentence, its last good poll, and what it brings.
-- Grain: one row per feed; those that need a look come first.
-- Parameters: none.
SELECT
    feed_id,
    source_name,
    domain,
    country_code,
    language_code,
    url,
    health_code,
    health_reason,
    is_verified,
    last_success_at,
    last_new_item_at,
    daily_item_count,
    silence,
    usual_pause,
    is_silent,
    has_trusted_dates,
    next_poll_at,
    item_count,
    moving_to_url,
    move_count,
    is_added_by_hand,
    state_code,
    disabled_reason,
    failure_count,
    last_reason
FROM mart.feed_health
ORDER BY array_position(ARRAY['failing', 'silent', 'waiting', 'disabled', 'unpolled'], health_code), source_name, url;
