-- Declares the days of a source that an import covers.
-- Parameters: source_id, from_date, to_date, now.
INSERT INTO ops.collected_range (source_id, from_date, to_date, declared_at)
VALUES (%(source_id)s, %(from_date)s, %(to_date)s, %(now)s)
ON CONFLICT (source_id, from_date, to_date) DO NOTHING;
