"""The index of grouping in the warehouse: loads what a batch may belong to, and writes the batch's own entries."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

import xxhash

from pipeline.group.fingerprint import FINGERPRINT_VERSION
from pipeline.group.memory import MAX_DOCUMENTS_OF_SHINGLE, MemoryIndex
from pipeline.group.place import MAX_CANDIDATES, least_shared
from pipeline.group.profile import Profile, profile
from pipeline.group.story import WEIGHT_DIGITS, StoryTerms, Telling, TermStatistics
from pipeline.records import Document, Placement
from pipeline.steps.work import Connection
from pipeline.warehouse.sqlfiles import load_sql

ALL_DOCUMENTS = 0  # the term under which core.term_count keeps the number of originals
LEAST_SHARED_KEYS = 2  # key terms that a story must share to be looked at
STORIES_OF_ARTICLE = 20
EXACT_KEY_BYTES = 16  # of the SHA-256
_WEIGHT_UNITS = 10**WEIGHT_DIGITS  # weights are kept as whole numbers


@dataclass(frozen=True, slots=True)
class ArticleText:
    """An article as grouping reads it."""

    article_id: int
    first_seen_at: datetime
    document: Document
    owner_group: str

    @property
    def seen_date(self) -> date:
        """The partition key of its rows in the index."""
        return self.first_seen_at.astimezone(UTC).date()


@dataclass(frozen=True, slots=True)
class Reach:
    """The dates of first sight between which a batch's copies and stories are looked for."""

    start: date
    end: date

    @classmethod
    def of(cls, articles: Iterable[ArticleText], window: timedelta) -> Reach:
        """From the window before the earliest to the window after the latest, by first sight and by publication."""
        moments = [moment for each in articles for moment in (each.first_seen_at, each.document.published_at) if moment]
        return cls((min(moments) - window).astimezone(UTC).date(), (max(moments) + window).astimezone(UTC).date())


def document_id(article_id: int) -> str:
    """The id under which grouping knows an article."""
    return f"a{article_id}"


def article_id_of(name: str) -> int:
    """The article of a document id."""
    return int(name[1:])


def load_articles(connection: Connection, article_ids: Iterable[int]) -> dict[int, ArticleText]:
    """The current texts of articles."""
    rows = connection.execute(load_sql("steps/group_articles.sql"), {"article_ids": sorted(article_ids)}).fetchall()
    return {
        int(row[0]): ArticleText(
            int(row[0]), row[1], Document(document_id(row[0]), row[2], row[3], row[4], row[5], row[6]), row[7]
        )
        for row in rows
    }


class WarehouseIndex(MemoryIndex):
    """What a batch may belong to, read from the warehouse; it remembers which tellings were added."""

    def __init__(
        self, connection: Connection, reach: Reach, common_shingles: Iterable[int], statistics: TermStatistics
    ) -> None:
        """An index that holds nothing yet and ignores shingles that are found everywhere."""
        super().__init__(frozenset(common_shingles))
        self._connection = connection
        self._reach = reach
        self._statistics = statistics
        self._whole: set[str] = set()  # originals whose copies are all known
        self.origins: dict[str, str | None] = {}  # of the documents that were placed before
        self.tellings: dict[str, Telling] = {}  # as they were told last

    @classmethod
    def around(
        cls, connection: Connection, profiles: Sequence[Profile], reach: Reach, statistics: TermStatistics
    ) -> WarehouseIndex:
        """The index with all documents that may be copies of the batch's, their roots and the roots' other copies.

        The counts of terms that earlier tellings have are added to `statistics`.
        """
        candidates, common = cls.candidates(connection, profiles, reach)
        index = cls(connection, reach, common, statistics)
        batch = {article_id_of(one.id) for one in profiles}
        candidates -= batch
        places = _places(connection, candidates)
        texts = load_articles(connection, (candidates | {place.root for place in places.values()}) - batch)
        for article_id, place in sorted(places.items()):
            if article_id in batch:
                continue
            index.origins[place.placement.id] = place.origin
            index._whole.add(document_id(place.root))
            if article_id in texts:
                index.add(profile(texts[article_id].document), place.placement)
            else:
                index.know(place.placement)
        index._whole |= {one.id for one in profiles}
        return index

    @staticmethod
    def candidates(connection: Connection, profiles: Sequence[Profile], reach: Reach) -> tuple[set[int], list[int]]:
        """The articles that may be copies of documents, and the shingles that are too common to say so."""
        holders = _shingle_holders(connection, profiles, reach)
        common = [shingle for shingle, names in holders.items() if len(names) > MAX_DOCUMENTS_OF_SHINGLE]
        return _exact_copies(connection, profiles, reach) | _sharing(profiles, holders), common

    def told_near(self, new: Sequence[Telling], reach: timedelta) -> Sequence[Telling]:
        """The tellings of all stories that share key terms with one of the new tellings within that time of it."""
        if not new:
            return []
        moments = [telling.published_at for telling in new if telling.published_at]
        dates = {"seen_from": self._reach.start, "seen_to": self._reach.end}
        stories = self._connection.execute(
            load_sql("steps/group_stories.sql"),
            {
                "day_keys": [_array(_days_around(telling, reach)) for telling in new],
                "least_shared": LEAST_SHARED_KEYS,
                "story_limit": STORIES_OF_ARTICLE,
                **dates,
            },
        ).fetchall()
        rows = self._connection.execute(
            load_sql("steps/group_tellings.sql"),
            {
                "story_ids": [row[0] for row in stories],
                "published_from": min(moments) - reach,
                "published_to": max(moments) + reach,
                **dates,
            },
        ).fetchall()
        told = {telling.document_id: telling for telling in map(self._told, rows)}
        fresh = {one.document_id: one for one in super().told_near(new, reach)}
        moved = {name for name in told if self._places[name].duplicate_of}
        batch = {telling.document_id for telling in new}
        near = [telling for name, telling in (told | fresh).items() if name not in moved | batch]
        unknown = {term for one in near for term in one.terms.all()} - self._statistics.counts.keys()
        self._statistics.counts.update(load_statistics(self._connection, unknown).counts)
        self.tellings.update((one.document_id, one) for one in near)
        return near

    def copies(self, root_id: str) -> Sequence[Placement]:
        """The copies of an original."""
        if root_id not in self._whole:
            self._whole.add(root_id)
            for place in _places(self._connection, [article_id_of(root_id)]).values():
                if place.placement.id not in self._places:
                    self.origins[place.placement.id] = place.origin
                    self.know(place.placement)
        return super().copies(root_id)

    def tell(self, telling: Telling) -> None:
        """Keep an original with its story, to be written."""
        super().tell(telling)
        self.tellings[telling.document_id] = telling

    def _told(self, row: Sequence[Any]) -> Telling:
        article_id, story, published_at, terms, weights, apart, title, source, relation, similarity, reason, origin = (
            row
        )
        name = document_id(article_id)
        if name not in self._places:
            self.know(Placement(name, f"s{story}", relation, None, similarity, reason))
            self.origins[name] = origin
        weighed = [(term, weight / _WEIGHT_UNITS) for term, weight in zip(terms, weights, strict=True)]
        return Telling(
            name,
            f"s{story}",
            published_at,
            StoryTerms(
                {term: weight for term, weight in weighed if weight > 0},
                {term: -weight for term, weight in weighed if weight < 0},
            ),
            title,
            source,
            relation == "original",
            apart=frozenset(map(document_id, apart or ())),
        )


def load_statistics(connection: Connection, terms: Iterable[int]) -> TermStatistics:
    """The counts of these terms over all originals of the warehouse."""
    asked = sorted({ALL_DOCUMENTS, *terms})
    counts = {
        int(term): int(count)
        for term, count in connection.execute(load_sql("steps/group_term_counts.sql"), {"terms": asked})
    }
    return TermStatistics(counts.pop(ALL_DOCUMENTS, 0), Counter(counts))


def add_statistics(connection: Connection, documents: int, counts: Mapping[int, int]) -> None:
    """Count the terms of new originals."""
    if not documents:
        return
    counted = {**counts, ALL_DOCUMENTS: documents}
    terms = sorted(counted)
    parameters = {"terms": terms, "counts": [counted[term] for term in terms]}
    connection.execute(load_sql("steps/group_add_term_counts.sql"), parameters)


def add_entries(
    connection: Connection, entries: Sequence[tuple[ArticleText, Profile]], tellings: Mapping[str, Telling]
) -> None:
    """Write the index rows of the batch, in the order of their keys."""
    ordered = sorted(entries, key=lambda entry: entry[0].article_id)
    with connection.cursor() as cursor:
        cursor.executemany(
            load_sql("steps/group_put_fingerprint.sql"),
            [_fingerprint(article, one, tellings.get(one.id)) for article, one in ordered],
        )
        with cursor.copy("COPY core.article_shingle (article_id, shingle, seen_date) FROM STDIN") as copy:
            for article, one in ordered:
                for shingle in one.sampled:
                    copy.write_row((article.article_id, shingle, article.seen_date))


def exact_key_of(one: Profile) -> bytes:
    """The key of exact copies as the warehouse keeps it."""
    return bytes.fromhex(one.exact_key)[:EXACT_KEY_BYTES]


# -- helpers ---------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Place:
    placement: Placement
    root: int
    origin: str | None


def _places(connection: Connection, article_ids: Iterable[int]) -> dict[int, _Place]:
    """The places of articles, of their roots and of all copies of these."""
    rows = connection.execute(load_sql("steps/group_places.sql"), {"article_ids": sorted(article_ids)}).fetchall()
    return {
        int(row[0]): _Place(
            Placement(
                document_id(row[0]),
                f"s{row[1]}",
                row[2],
                document_id(row[3]) if row[3] != row[0] else None,
                row[4],
                row[5],
            ),
            int(row[3]),
            row[6],
        )
        for row in rows
    }


def _exact_copies(connection: Connection, profiles: Sequence[Profile], reach: Reach) -> set[int]:
    rows = connection.execute(
        load_sql("steps/group_exact.sql"),
        {
            "exact_keys": sorted({exact_key_of(one) for one in profiles}),
            "seen_from": reach.start,
            "seen_to": reach.end,
            "fingerprint_version": FINGERPRINT_VERSION,
        },
    )
    return {int(row[0]) for row in rows}


def _shingle_holders(connection: Connection, profiles: Sequence[Profile], reach: Reach) -> dict[int, list[int]]:
    rows = connection.execute(
        load_sql("steps/group_shingles.sql"),
        {
            "shingles": sorted({shingle for one in profiles for shingle in one.sampled}),
            "seen_from": reach.start,
            "seen_to": reach.end,
            "row_limit": MAX_DOCUMENTS_OF_SHINGLE + 1,
        },
    )
    return {int(shingle): sorted(set(names)) for shingle, names in rows}


def _sharing(profiles: Sequence[Profile], holders: Mapping[int, list[int]]) -> set[int]:
    """For each document, the articles that share most shingles with it."""
    found: set[int] = set()
    for one in profiles:
        hits: Counter[int] = Counter()
        for shingle in one.sampled:
            names = holders.get(shingle, [])
            if len(names) <= MAX_DOCUMENTS_OF_SHINGLE:
                hits.update(names)
        least = least_shared(one)
        ranked = sorted((name for name, count in hits.items() if count >= least), key=lambda name: (-hits[name], name))
        found.update(ranked[:MAX_CANDIDATES])
    return found


def _fingerprint(article: ArticleText, one: Profile, telling: Telling | None) -> dict[str, Any]:
    weights = _signed_weights(telling) if telling else {}
    return {
        "article_id": article.article_id,
        "seen_date": article.seen_date,
        "published_at": article.document.published_at,
        "exact_key": exact_key_of(one),
        "fingerprint_version": FINGERPRINT_VERSION,
        "day_keys": _days_around(telling, timedelta()) if telling else None,
        "vector_terms": sorted(weights) if telling else None,
        "vector_weights": [weights[term] for term in sorted(weights)] if telling else None,
        "apart_article_ids": sorted(map(article_id_of, telling.apart)) if telling and telling.apart else None,
    }


def _signed_weights(telling: Telling) -> dict[int, int]:
    """The weights of all terms in whole units: those of names and numbers below 0."""
    weights = {term: round(weight * _WEIGHT_UNITS) for term, weight in telling.terms.words.items()}
    return weights | {term: -round(weight * _WEIGHT_UNITS) for term, weight in telling.terms.names.items()}


def _days_around(telling: Telling, reach: timedelta) -> list[int]:
    """Each key term hashed with each day of the window (signed 32-bit): a look-up reads those days only."""
    assert telling.published_at is not None  # noqa: S101 (the warehouse gives every article a time)
    first = (telling.published_at - reach).astimezone(UTC).date()
    last = (telling.published_at + reach).astimezone(UTC).date()
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    hashes = (xxhash.xxh32_intdigest(f"{term}:{day.isoformat()}".encode()) for term in telling.keys for day in days)
    return sorted({value - (1 << 32) if value >= 1 << 31 else value for value in hashes})


def _array(values: Sequence[int]) -> str:
    """An array as a PostgreSQL literal: arrays of different lengths do not make a two-dimensional one."""
    return "{" + ",".join(map(str, values)) + "}"
