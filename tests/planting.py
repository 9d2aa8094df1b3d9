"""Plants sources, polls, articles and claims in a warehouse, as the steps before `track` would have left them."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from itertools import count

from psycopg.types.json import Jsonb

from pipeline.steps.work import Connection
from pipeline.track.keys import claim_key

Claimed = dict[str, object]  # columns of core.claim


def at(day: date, hour: int = 12) -> datetime:
    """A time of the day in UTC."""
    return datetime.combine(day, time(hour), UTC)


@dataclass
class Planter:
    """Writes planted facts over one connection; the caller commits."""

    connection: Connection
    sources: dict[str, int] = field(default_factory=dict)
    feeds: dict[str, int] = field(default_factory=dict)
    version_id: int = 0
    numbers: count[int] = field(default_factory=lambda: count(1))

    def version(self) -> int:
        """The version that read and coded everything."""
        if not self.version_id:
            self.version_id = self._one(
                "INSERT INTO ops.extractor_version (component, version, rules_sha256, first_used_at) "
                "VALUES ('annotate', '1', '', now()) ON CONFLICT (component, version, model, rules_sha256) "
                "DO UPDATE SET version = '1' RETURNING extractor_version_id"
            )
        return self.version_id

    def topic(self, key: str = "north", **definition: object) -> int:
        """A topic on every source (or a panel added by `panel`), whose actor is PRK."""
        given = {"key": key, "title": key.title(), "actors": ["PRK"], "frames": ["arms_transfer"], "languages": ["en"]}
        return self._one(
            "INSERT INTO core.topic (topic_key, title, definition, definition_sha256, changed_at) "
            "VALUES (%s, %s, %s, '', now()) RETURNING topic_id",
            key,
            key.title(),
            Jsonb({**given, **definition}),
        )

    def panel(self, topic_id: int, *domains: str, first: date = date(2000, 1, 1), last: date = date.max) -> None:
        """Put sources into a topic's panel."""
        for domain in domains:
            self._do(
                "INSERT INTO core.topic_panel VALUES (%s, %s, %s, %s)", topic_id, self.sources[domain], first, last
            )

    def source(self, domain: str, owner: str | None = None, since: date | None = None) -> int:
        """A source with one feed."""
        self.sources[domain] = self._one(
            "INSERT INTO core.source (domain, name, owner_group) VALUES (%s, %s, %s) RETURNING source_id",
            domain,
            domain.title(),
            owner or domain,
        )
        self.feeds[domain] = self._one(
            "INSERT INTO raw.feed (source_id, url, is_verified, created_at) VALUES (%s, %s, TRUE, %s) "
            "RETURNING feed_id",
            self.sources[domain],
            f"https://{domain}/feed",
            at(since or date(2026, 1, 1), 0),
        )
        return self.sources[domain]

    def poll(self, domain: str, day: date, *, is_good: bool = True, items: int = 0) -> None:
        """A poll at the end of the day that covers it all, or a failed one; with new items, if told."""
        self._do(
            "INSERT INTO raw.feed_poll (feed_id, polled_at, outcome_code, is_good, covers_from_at, new_item_count) "
            "VALUES (%s, %s, %s, %s, %s, %s)",
            self.feeds[domain],
            at(day + timedelta(days=1), 0),
            "ok" if is_good else "timeout",
            is_good,
            at(day, 0) if is_good else None,
            items,
        )
        self._do(
            "INSERT INTO raw.feed_poll (feed_id, polled_at, outcome_code, is_good, covers_from_at) "
            "VALUES (%s, %s, %s, %s, %s)",
            self.feeds[domain],
            at(day, 12),
            "ok" if is_good else "timeout",
            is_good,
            at(day, 0) if is_good else None,
        )
        for _ in range(items):
            number = next(self.numbers)
            self._do(
                "INSERT INTO raw.feed_item_key (feed_id, item_key, key_basis_type, status_type, first_seen_at, "
                "last_seen_at) VALUES (%s, %s, 'guid', 'new', %s, %s)",
                self.feeds[domain],
                f"item {number}",
                at(day),
                at(day),
            )
        self.dirty(day)

    def article(
        self,
        domain: str,
        day: date,
        text: str = "Nothing of note happened here.",
        *claims: Claimed,
        copy_of: int | None = None,
        language: str = "en",
        agency: str | None = None,
        events: tuple[tuple[str, str, str], ...] = (),
    ) -> int:
        """An article of one sentence with its claims and events, in a story of its own or as a copy; returns its id."""
        self._do("SELECT ops.ensure_partitions(%s)", at(day))
        number = next(self.numbers)
        url = f"https://{domain}/{number}"
        body = hashlib.sha256(f"{url} {text}".encode()).hexdigest()
        page_id = self._one(
            "INSERT INTO raw.page_key (canonical_url, url, source_id, first_seen_at) VALUES (%s, %s, %s, %s) "
            "RETURNING page_id",
            url,
            url,
            self.sources[domain],
            at(day),
        )
        page_version_id = self._one(
            "INSERT INTO raw.page_version_key (page_id, body_sha256, origin_type, fetched_at, first_seen_at) "
            "VALUES (%s, %s, 'fetch', %s, %s) RETURNING page_version_id",
            page_id,
            body,
            at(day),
            at(day),
        )
        article_id = self._one(
            "INSERT INTO core.article_key (page_id, first_seen_at) VALUES (%s, %s) RETURNING article_id",
            page_id,
            at(day),
        )
        article_version_id = self._one(
            "INSERT INTO core.article (article_id, first_seen_at, page_version_id, extractor_version_id, is_current, "
            "source_id, title, text, quality_type, language_code, published_at, agency, effective_date, "
            "date_basis_type, coding_level_type, extracted_at) "
            "VALUES (%s, %s, %s, %s, TRUE, %s, %s, %s, 'article', %s, %s, %s, %s, 'published', 'full', %s) "
            "RETURNING article_version_id",
            article_id, at(day), page_version_id, self.version(), self.sources[domain], f"Title {number}", text,
            language, at(day), agency, day, at(day),
        )  # fmt: skip
        self._do("INSERT INTO core.sentence VALUES (%s, %s, 0, 0, %s, 0)", article_version_id, at(day), len(text))
        story_id = self._place(article_id, domain, day, copy_of, agency)
        for claim in claims:
            self.claim(article_id, article_version_id, body, text, claim)
        for event_type, source, target in events:
            self._event(article_id, article_version_id, story_id, day, text, event_type, source, target)
        self.dirty(day)
        return article_id

    def claim(self, article_id: int, article_version_id: int, body: str, text: str, given: Claimed) -> str:
        """A claim about the whole sentence; returns its key."""
        row: Claimed = {
            "supplier_codes": ["PRK"], "recipient_codes": ["RUS"], "intermediary_codes": [], "weapon_text": "shells",
            "category_code": "ammunition", "claimant_text": "outlet", "claimant_class_type": "outlet",
            "stance_type": "alleges", "modality_type": "asserted", "is_negated": False, "confidence": 0.9,
            "rule": "planted", **given,
        }  # fmt: skip
        suppliers, recipients = row["supplier_codes"], row["recipient_codes"]
        assert isinstance(suppliers, list) and isinstance(recipients, list)
        key = claim_key(body, text, 0, suppliers, recipients, str(row["weapon_text"]), str(row["claimant_text"]))
        row |= {
            "claim_key": key, "article_id": article_id, "article_version_id": article_version_id,
            "extractor_version_id": self.version(), "is_current": True, "sentence_ordinal": 0, "start_char": 0,
            "end_char": len(text), "weapon_start_char": 0, "weapon_end_char": 1,
        }  # fmt: skip
        names = ", ".join(row)
        places = ", ".join(["%s"] * len(row))
        self._do(f"INSERT INTO core.claim ({names}) VALUES ({places})", *row.values())
        return key

    def dirty(self, day: date) -> None:
        """Mark a day, as the steps do."""
        self._do("INSERT INTO ops.dirty_day VALUES (%s, now()) ON CONFLICT DO NOTHING", day)

    def _place(self, article_id: int, domain: str, day: date, copy_of: int | None, agency: str | None) -> int:
        owner = self._do("SELECT owner_group FROM core.source WHERE source_id = %s", self.sources[domain]).fetchone()
        if copy_of is None:
            story_id = self._one(
                "INSERT INTO core.story (root_article_id, created_at) VALUES (%s, %s) RETURNING story_id",
                article_id,
                at(day),
            )
            origin = agency or (owner[0] if owner else domain)
        else:
            row = self._do("SELECT story_id, origin FROM core.story_article WHERE article_id = %s", copy_of).fetchone()
            assert row is not None
            story_id, origin = row
        self._do(
            "INSERT INTO core.story_article (article_id, story_id, relation_type, root_article_id, similarity, origin, "
            "placed_at) VALUES (%s, %s, %s, %s, 1, %s, %s)",
            article_id,
            story_id,
            "exact_copy" if copy_of else "original",
            copy_of or article_id,
            origin,
            at(day),
        )
        return story_id

    def _event(
        self, article_id: int, version_id: int, story_id: int, day: date, text: str, kind: str, source: str, target: str
    ) -> None:
        key = hashlib.sha256(f"{version_id}{kind}{source}{target}".encode()).hexdigest()[:16]
        event_id = self._one(
            "INSERT INTO core.event (story_id, event_type, source_actor_id, target_actor_id, source_country_code, "
            "target_country_code, quad_class_code, cameo_root_code, intensity, first_collected_at) "
            "VALUES (%s, %s, %s, %s, %s, %s, 2, '07', 7, %s) "
            "ON CONFLICT (story_id, event_type, source_actor_id, target_actor_id) "
            "DO UPDATE SET intensity = 7 RETURNING event_id",
            story_id, kind, source, target, source, target, at(day),
        )  # fmt: skip
        self._do(
            "INSERT INTO core.event_evidence (event_id, event_key, article_id, article_version_id, "
            "extractor_version_id, is_current, sentence_ordinal, start_char, end_char, trigger_start_char, "
            "trigger_end_char, modality_type, is_negated, event_date, date_precision_type, confidence, rule) "
            "VALUES (%s, %s, %s, %s, %s, TRUE, 0, 0, %s, 0, 1, 'asserted', FALSE, %s, 'day', 0.9, 'planted')",
            event_id, key, article_id, version_id, self.version(), len(text), day,
        )  # fmt: skip

    def _do(self, statement: str, *values: object):  # type: ignore[no-untyped-def]
        return self.connection.execute(statement, values)

    def _one(self, statement: str, *values: object) -> int:
        row = self._do(statement, *values).fetchone()
        assert row is not None
        return int(row[0])
