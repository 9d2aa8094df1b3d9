-- Adds the row of a poll.
-- Parameters: the columns of raw.feed_poll.
INSERT INTO raw.feed_poll (
    feed_id, polled_at, outcome_code, is_good, http_status, covers_from_at, new_item_count, known_item_count,
    dropped_item_count, body_byte_count, elapsed_seconds, is_conditional, warnings, error, run_id, batch_number
)
VALUES (
    %(feed_id)s, %(polled_at)s, %(outcome_code)s, %(is_good)s, %(http_status)s, %(covers_from_at)s, %(new_item_count)s,
    %(known_item_count)s, %(dropped_item_count)s, %(body_byte_count)s, %(elapsed_seconds)s, %(is_conditional)s,
    %(warnings)s, %(error)s, %(run_id)s, %(batch_number)s
);
