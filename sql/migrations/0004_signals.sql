-- How surprising each day of a topic is; pipeline/steps/signals.py refreshes it.

CREATE TABLE mart.topic_day_signal (
    topic_id bigint NOT NULL REFERENCES core.topic (topic_id),
    day_date date NOT NULL,
    share double precision,
    expected_count double precision,
    z_score double precision,
    surprise double precision,
    ewma double precision,
    cusum double precision,
    high_day_count integer,
    is_gap boolean NOT NULL,
    is_alert boolean NOT NULL,
    computed_at timestamptz NOT NULL,
    PRIMARY KEY (topic_id, day_date)
);
COMMENT ON TABLE mart.topic_day_signal IS 'One row per topic and UTC day: its surprise against the days before';
COMMENT ON COLUMN mart.topic_day_signal.topic_id IS 'The topic';
COMMENT ON COLUMN mart.topic_day_signal.day_date IS 'The day, in UTC';
COMMENT ON COLUMN mart.topic_day_signal.share IS 'Matching articles divided by all articles; null on gap days';
COMMENT ON COLUMN mart.topic_day_signal.expected_count IS 'Matching articles expected by the 28 days before';
COMMENT ON COLUMN mart.topic_day_signal.z_score IS 'Standard deviations above the expectation';
COMMENT ON COLUMN mart.topic_day_signal.surprise IS '-log10 of the probability of as many matching articles or more';
COMMENT ON COLUMN mart.topic_day_signal.ewma IS 'Exponentially weighted mean of the z scores of 14 days';
COMMENT ON COLUMN mart.topic_day_signal.cusum IS 'One-sided cumulative sum of the z scores of 14 days';
COMMENT ON COLUMN mart.topic_day_signal.high_day_count IS 'Days back without as many; null under 5';
COMMENT ON COLUMN mart.topic_day_signal.is_gap IS 'True where the day was not collected';
COMMENT ON COLUMN mart.topic_day_signal.is_alert IS 'True where surprising and told by 3 owner groups';
COMMENT ON COLUMN mart.topic_day_signal.computed_at IS 'When the row was computed';
