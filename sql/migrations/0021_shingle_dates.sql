-- Look-ups of common shingles read the days of the window alone, instead of skipping all other rows of the month.

CREATE INDEX article_shingle_shingle_seen_date ON core.article_shingle (shingle, seen_date);
DROP INDEX core.article_shingle_shingle;
