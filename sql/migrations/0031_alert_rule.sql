-- The alert rule asks for independent voices; event dates are found by the articles that tell them.
COMMENT ON COLUMN mart.topic_day_signal.is_alert IS 'True where surprising and told by enough independent owners';

DROP TABLE mart.event_day_report;
CREATE TABLE mart.event_day_report (
    topic_id bigint NOT NULL REFERENCES core.topic (topic_id),
    event_date date NOT NULL,
    article_id bigint NOT NULL REFERENCES core.article_key (article_id),
    day_date date NOT NULL,
    PRIMARY KEY (topic_id, event_date, article_id)
);
COMMENT ON TABLE mart.event_day_report IS 'One row per topic, event date and article that tells of it';
COMMENT ON COLUMN mart.event_day_report.topic_id IS 'The topic';
COMMENT ON COLUMN mart.event_day_report.event_date IS 'A day that the article tells of';
COMMENT ON COLUMN mart.event_day_report.article_id IS 'The article';
COMMENT ON COLUMN mart.event_day_report.day_date IS 'The day of the article when it was last refreshed';
CREATE INDEX event_day_report_day ON mart.event_day_report (day_date);
