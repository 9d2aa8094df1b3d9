"""How long the marts take for one new day as the warehouse grows; the last line gives the growth, which should be near 1.

    python benchmarks/track.py                      # 10k, 100k and 1M articles
    python benchmarks/track.py --sizes 10000 100000

The rows are generated: 1,000 articles a day from 200 sources, one in fifty with a claim, one in twenty with an event.
A longer history is more days, not fuller ones, so the work of a new day is the same. Three topics watch, one with a panel.
"""

from __future__ import annotations

import argparse
import tempfile
import time
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import psycopg

from pipeline.settings import Settings
from pipeline.steps.reference import RunReference
from pipeline.steps.track import refresh_marts
from pipeline.warehouse.embedded import Server, ensure_server, remove_server
from pipeline.warehouse.migrate import migrate

PER_DAY, SOURCES = 1000, 200
LAST = date(2031, 6, 30)  # the new day
ROUNDS = 3

# Runs once: sources, feeds, topics, the version that coded everything.
_CAST = """
INSERT INTO core.source (domain, name, owner_group)
SELECT 'paper' || n || '.example', 'Paper ' || n, 'group' || n / 3 FROM generate_series(1, %(sources)s) AS s (n);
INSERT INTO raw.feed (source_id, url, is_verified, created_at)
SELECT source_id, 'https://' || domain || '/feed', TRUE, %(first)s::date FROM core.source ORDER BY source_id;
INSERT INTO ops.extractor_version (component, version, rules_sha256, first_used_at) VALUES ('annotate', '1', '', now());
INSERT INTO core.topic (topic_key, title, definition, definition_sha256, changed_at)
SELECT
    key, key, jsonb_build_object(
        'key', key, 'title', key, 'actors', jsonb_build_array(actor), 'frames', '["arms_transfer"]'::jsonb,
        'languages', '["en"]'::jsonb, 'panel', panel
    ), '', now()
FROM (VALUES ('north', 'PRK', 'panel'), ('iran', 'IRN', NULL), ('russia', 'RUS', NULL)) AS given (key, actor, panel);
INSERT INTO core.topic_panel SELECT topic_id, source_id, date '2000-01-01', 'infinity' FROM core.topic, core.source
WHERE topic_key = 'north' AND source_id <= %(sources)s / 2;
"""

# Articles from number %(from)s to before %(to)s, with what the steps before `track` make of them.
_ARTICLES = """
CREATE TEMPORARY TABLE made ON COMMIT DROP AS
SELECT n AS id, n %% %(sources)s + 1 AS source_id, %(first)s::date + (n / %(per_day)s)::integer AS day,
    (%(first)s::date + (n / %(per_day)s)::integer)::timestamp AT TIME ZONE 'UTC' + interval '9 hours' AS seen_at,
    'https://paper' || n %% %(sources)s + 1 || '.example/' || n AS url
FROM generate_series(%(from)s::bigint, %(to)s::bigint - 1) AS s (n);
INSERT INTO raw.page_key (page_id, canonical_url, url, source_id, first_seen_at) OVERRIDING SYSTEM VALUE
SELECT id, url, url, source_id, seen_at FROM made;
INSERT INTO raw.page_version_key (page_version_id, page_id, body_sha256, origin_type, fetched_at, first_seen_at)
OVERRIDING SYSTEM VALUE SELECT id, id, id::text, 'fetch', seen_at, seen_at FROM made;
INSERT INTO core.article_key (article_id, page_id, first_seen_at) OVERRIDING SYSTEM VALUE SELECT id, id, seen_at FROM made;
INSERT INTO core.article (
    article_version_id, article_id, first_seen_at, page_version_id, extractor_version_id, is_current, source_id, title,
    text, quality_type, language_code, published_at, effective_date, date_basis_type, coding_level_type, extracted_at
) OVERRIDING SYSTEM VALUE
SELECT id, id, seen_at, id, 1, TRUE, source_id, 'Title ' || id, repeat('Words of article ' || id || '. ', 20), 'article',
    CASE WHEN id %% 10 = 0 THEN 'ko' ELSE 'en' END, seen_at, day, 'published', 'full', seen_at FROM made;
INSERT INTO core.sentence SELECT id, seen_at, 0, 0, 20, 0 FROM made;
INSERT INTO core.story (story_id, root_article_id, created_at) OVERRIDING SYSTEM VALUE SELECT id, id, seen_at FROM made;
INSERT INTO core.story_article (article_id, story_id, relation_type, root_article_id, origin, placed_at)
SELECT id, id, 'original', id, 'group' || source_id / 3, seen_at FROM made;
INSERT INTO core.claim (
    claim_key, article_id, article_version_id, extractor_version_id, is_current, sentence_ordinal, start_char, end_char,
    weapon_start_char, weapon_end_char, supplier_codes, recipient_codes, intermediary_codes, weapon_text, category_code,
    delivery_from_date, delivery_to_date, date_precision_type, claimant_text, claimant_class_type, stance_type,
    modality_type, is_negated, confidence, rule
)
SELECT md5(id::text), id, id, 1, TRUE, 0, 0, 20, 0, 5, ARRAY[(ARRAY['PRK', 'IRN', 'RUS', 'CHN', 'USA'])[1 + id / 50 %% 5]],
    ARRAY[(ARRAY['SYR', 'MMR', 'RUS', 'YEM', 'SDN', 'MLI', 'UGA'])[1 + id / 50 %% 7]], '{}', 'arms',
    (ARRAY['ammunition', 'missiles', 'artillery', 'aircraft', 'small-arms', 'other'])[1 + id / 50 %% 6],
    CASE WHEN id %% 100 = 0 THEN day - 3 END, CASE WHEN id %% 100 = 0 THEN day - 3 END,
    CASE WHEN id %% 100 = 0 THEN 'day' ELSE 'unknown' END, 'outlet', 'outlet', 'alleges', 'asserted', FALSE, 0.9, 'made'
FROM made WHERE id %% 50 = 0;
INSERT INTO core.event (
    event_id, story_id, event_type, source_actor_id, target_actor_id, source_country_code, target_country_code,
    quad_class_code, cameo_root_code, intensity, first_collected_at
) OVERRIDING SYSTEM VALUE
SELECT id, id, 'AID', 'PRK', 'RUS', (ARRAY['PRK', 'IRN', 'USA'])[1 + id / 20 %% 3], 'RUS', 2, '07', 7, seen_at
FROM made WHERE id %% 20 = 0;
INSERT INTO core.event_evidence (
    event_id, event_key, article_id, article_version_id, extractor_version_id, is_current, sentence_ordinal, start_char,
    end_char, trigger_start_char, trigger_end_char, modality_type, is_negated, event_date, date_precision_type, confidence,
    rule
)
SELECT id, id::text, id, id, 1, TRUE, 0, 0, 20, 0, 5, 'asserted', FALSE, day, 'day', 0.9, 'made'
FROM made WHERE id %% 20 = 0;
INSERT INTO raw.feed_poll (feed_id, polled_at, outcome_code, is_good, covers_from_at)
SELECT feed_id, (day + 1)::timestamp AT TIME ZONE 'UTC', 'ok', TRUE, day::timestamp AT TIME ZONE 'UTC'
FROM raw.feed CROSS JOIN (SELECT DISTINCT day FROM made) AS days;
INSERT INTO raw.feed_item_key (feed_id, item_key, key_basis_type, status_type, page_id, first_seen_at, last_seen_at)
SELECT source_id, id::text, 'guid', 'new', id, seen_at, seen_at FROM made;
"""

# What earlier refreshes left of the history; the last hundred days are then refreshed in earnest.
_HISTORY = """
INSERT INTO core.article_topic
SELECT claim.article_id, topic.topic_id, '{claim}', now() FROM core.claim INNER JOIN core.topic
    ON topic.definition -> 'actors' ?| (claim.supplier_codes || claim.recipient_codes);
INSERT INTO mart.feed_day
SELECT feed_id, feed_id, day::date, TRUE, NULL, 1, 0, 5, 5, now()
FROM raw.feed CROSS JOIN generate_series(%(first)s::date, %(last)s::date - 1, interval '1 day') AS s (day);
INSERT INTO mart.topic_day (
    topic_id, day_date, total_count, article_count, story_count, owner_count, origin_count, original_count, event_count,
    claim_count, other_language_count, share, live_feed_count, feed_count, completeness, is_gap, is_open, computed_at
)
SELECT topic_id, day::date, 900, 4, 4, 4, 4, 4, 1, 4, 100, 0.004, 200, 200, 1, FALSE, FALSE, now()
FROM core.topic CROSS JOIN generate_series(%(first)s::date, %(last)s::date - 1, interval '1 day') AS s (day);
"""


def measure(server: Server, articles: int) -> tuple[float, float]:
    """Seconds to build a warehouse of so many articles, and to refresh its marts for one new day."""
    name = f"track_{articles}"
    with psycopg.connect(server.conninfo("admin", "postgres"), autocommit=True) as admin:
        admin.execute(f"CREATE DATABASE {name} OWNER wirewatch_owner")
    owner, writer = (psycopg.conninfo.make_conninfo(server.conninfo(role), dbname=name) for role in ("owner", "writer"))
    migrate(owner)
    days = articles // PER_DAY
    first = LAST - timedelta(days=days - 1)
    began = time.perf_counter()
    with psycopg.connect(owner, cursor_factory=psycopg.ClientCursor) as connection:
        given = {"sources": SOURCES, "per_day": PER_DAY, "first": first, "last": LAST}
        connection.execute(_CAST, given)
        for at in range(0, days + 31, 28):
            connection.execute(
                "SELECT ops.ensure_partitions(%s)",
                [datetime.combine(first, datetime.min.time(), UTC) + timedelta(days=at)],
            )
        chunk = 100 * PER_DAY
        for start in range(0, articles - PER_DAY, chunk):
            connection.execute(_ARTICLES, {**given, "from": start, "to": min(start + chunk, articles - PER_DAY)})
            connection.execute("DROP TABLE made")
        connection.execute(_HISTORY, given)
        connection.execute("TRUNCATE ops.dirty_day")
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
    _refresh(writer, LAST - timedelta(days=1))
    with psycopg.connect(owner, cursor_factory=psycopg.ClientCursor) as connection:
        connection.execute(_ARTICLES, {**given, "from": articles - PER_DAY, "to": articles})
    built = time.perf_counter() - began
    return built, min(_refresh(writer, LAST) for _ in range(ROUNDS))


def _refresh(writer: str, day: date) -> float:
    """Seconds of a refresh at noon of `day`, which changed."""
    with psycopg.connect(writer) as connection:
        connection.execute("INSERT INTO ops.dirty_day VALUES (%s, now()) ON CONFLICT DO NOTHING", [day])
    now = datetime(day.year, day.month, day.day, 23, 59, tzinfo=UTC)
    began = time.perf_counter()
    refresh_marts(writer, RunReference("benchmark", str(time.time()), now))
    return time.perf_counter() - began


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[10_000, 100_000, 1_000_000])
    given = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="wirewatch-track-") as home:
        settings = Settings(home=Path(home), profile="main", warehouse_url=None)
        server = ensure_server(settings)
        try:
            print(f"{'articles':>10} {'built s':>8} {'refresh of one new day s':>25}", flush=True)
            seconds = []
            for size in given.sizes:
                built, refreshed = measure(server, size)
                seconds.append(refreshed)
                print(f"{size:>10,} {built:>8.1f} {refreshed:>25.2f}", flush=True)
            print(
                f"growth {seconds[-1] / seconds[0]:.2f} for {given.sizes[-1] / given.sizes[0]:.0f} times the articles"
            )
        finally:
            remove_server(settings)


if __name__ == "__main__":
    main()
