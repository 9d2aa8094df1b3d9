"""Places extracted articles: copies at their original, originals in stories; one batch after another, all or nothing.

Words are counted and hashed before the lock is taken. Under the lock the batch sees all that was placed before, so that
copies which two workers hold at the same moment still find each other. A batch that comes again changes nothing.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from pipeline.group.fingerprint import FINGERPRINT_VERSION
from pipeline.group.place import Placer
from pipeline.group.profile import Profile, profile
from pipeline.group.story import StoryTerms, story_terms
from pipeline.group.version import group_version
from pipeline.records import Placement
from pipeline.steps.group_index import (
    ArticleText,
    Reach,
    WarehouseIndex,
    add_entries,
    add_statistics,
    article_id_of,
    exact_key_of,
    load_articles,
    load_statistics,
)
from pipeline.steps.reference import RunReference
from pipeline.steps.session import do_step, plan_step
from pipeline.steps.versions import ensure_version, mark_days
from pipeline.steps.work import Connection, Outcome, Step, StepRun, offer
from pipeline.warehouse.sqlfiles import load_sql

STEP = "group"
NEXT_STEP = "annotate"


@dataclass(frozen=True, slots=True)
class Fingerprinted:
    """An article with its profile and terms, hashed outside the lock."""

    article: ArticleText
    profile: Profile
    terms: StoryTerms


def plan_grouping(warehouse: str, reference: RunReference) -> list[int]:
    """Numbers of the mapped tasks that the extracted articles are worth."""
    return plan_step(warehouse, reference, STEP)


def group_articles(warehouse: str, reference: RunReference) -> str:
    """Place extracted articles until none is left; returns the counts in words."""
    return do_step(warehouse, reference, group_step())


def group_step() -> Step[ArticleText, Fingerprinted]:
    """The step over the queue."""
    return Step(STEP, load=load_articles, compute=_fingerprint, store=store_places)


def _fingerprint(articles: dict[int, ArticleText]) -> Iterator[tuple[int, Fingerprinted | Exception]]:
    for article_id, article in articles.items():
        one = profile(article.document)
        _ = (one.exact_key, one.sampled, one.facts, one.credit)  # computed now, not under the lock
        yield article_id, Fingerprinted(article, one, story_terms(one))


def store_places(
    connection: Connection, results: list[tuple[int, ArticleText, Fingerprinted]], run: StepRun
) -> list[Outcome]:
    """Place the batch and pass it on to annotation; articles whose words did not change keep their place."""
    connection.execute(load_sql("steps/group_lock.sql"))
    for month in sorted({article.first_seen_at.strftime("%Y-%m-01") for _, article, _ in results}):
        connection.execute("SELECT ops.ensure_partitions(%s)", (month,))
    batch = {article_id: result for article_id, _, result in results}
    unchanged = _unchanged(connection, batch)
    leaders = _leaders(connection, [article_id for article_id in batch if article_id not in unchanged])
    refreshed = {article_id: batch[article_id] for article_id in leaders}
    new = {article_id: batch[article_id] for article_id in batch if article_id not in unchanged | leaders}
    placements = _place(connection, new, run) if new else {}
    if refreshed:
        add_entries(connection, [(one.article, one.profile) for one in refreshed.values()], {})
    # In the order of publication, whatever ids the server gave.
    keys = {
        article_id: f"{one.article.document.published_at} {one.profile.exact_key}" for article_id, one in batch.items()
    }
    offer(connection, NEXT_STEP, keys, run.now, again=True)
    return [
        Outcome(article_id, "done", placements[article_id].relation if article_id in placements else "unchanged")
        for article_id in sorted(batch)
    ]


def _place(connection: Connection, new: Mapping[int, Fingerprinted], run: StepRun) -> dict[int, Placement]:
    # Between articles of one time their words decide, so that ids, which depend on who answered first, never do.
    profiles = sorted((one.profile for one in new.values()), key=lambda one: (one.exact_key, one.id))
    window = timedelta(days=max(run.settings.copy_window_days, run.settings.story_window_days) + 1)
    reach = Reach.of((one.article for one in new.values()), window)
    statistics = load_statistics(connection, {term for one in new.values() for term in one.terms.all()})
    index = WarehouseIndex.around(connection, profiles, reach, statistics)
    known = statistics.documents
    placer = Placer(index, statistics, run.settings.copy_window_days, run.settings.story_window_days)
    changed = placer.place(profiles)
    _write_places(connection, changed, new, index, run)
    add_entries(connection, [(one.article, one.profile) for one in new.values()], index.tellings)
    counts: Counter[int] = Counter()
    for one in new.values():
        if not changed[one.profile.id].duplicate_of:
            counts.update(one.terms.all())
    add_statistics(connection, statistics.documents - known, counts)
    mark_days(connection, [article_id_of(name) for name in changed], run.now)
    return {article_id_of(name): placement for name, placement in changed.items()}


def _unchanged(connection: Connection, batch: Mapping[int, Fingerprinted]) -> set[int]:
    """The articles that were placed before with the very words that they have now."""
    rows = connection.execute(
        load_sql("steps/group_known_keys.sql"),
        {"article_ids": sorted(batch), "fingerprint_version": FINGERPRINT_VERSION},
    )
    return {int(article_id) for article_id, key in rows if bytes(key) == exact_key_of(batch[int(article_id)].profile)}


def _leaders(connection: Connection, article_ids: Sequence[int]) -> set[int]:
    """The changed articles that others stand on: they keep their place."""
    rows = connection.execute(load_sql("steps/group_leaders.sql"), {"article_ids": sorted(article_ids)})
    return {int(row[0]) for row in rows}


def _write_places(
    connection: Connection,
    changed: Mapping[str, Placement],
    new: Mapping[int, Fingerprinted],
    index: WarehouseIndex,
    run: StepRun,
) -> None:
    version_id = ensure_version(connection, group_version(), run.now)
    article_ids = sorted(map(article_id_of, changed))
    former = [
        row[0] for row in connection.execute(load_sql("steps/group_former_stories.sql"), {"article_ids": article_ids})
    ]
    stories = _stories(connection, changed, new, index, run)
    origins = _origins(changed, new, index)
    became_copies = [article_id_of(name) for name, place in changed.items() if place.duplicate_of]
    connection.execute(load_sql("steps/group_forget_telling.sql"), {"article_ids": sorted(became_copies)})
    rows: list[dict[str, Any]] = [
        {
            "article_id": article_id_of(name),
            "story_id": stories[place.story_id],
            "relation_type": place.relation,
            "root_article_id": article_id_of(place.duplicate_of or name),
            "similarity": place.similarity,
            "reason": place.reason,
            "origin": origins[name],
            "extractor_version_id": version_id,
            "now": run.now,
        }
        for name, place in sorted(changed.items(), key=lambda entry: article_id_of(entry[0]))
    ]
    with connection.cursor() as cursor:
        cursor.executemany(load_sql("steps/group_put_place.sql"), rows)
    if former:
        _follow(connection, article_ids, former)


def _follow(connection: Connection, article_ids: Sequence[int], former: Sequence[int]) -> None:
    """Put in order what hangs on the stories that articles belonged to: their leads, and the events of the articles."""
    for name in ("group_lead_stories", "group_merge_stories"):
        connection.execute(load_sql(f"steps/{name}.sql"), {"story_ids": former})
    connection.execute(load_sql("steps/group_move_events.sql"), {"article_ids": article_ids})
    connection.execute(load_sql("steps/group_drop_events.sql"), {"story_ids": former})


def _stories(
    connection: Connection,
    changed: Mapping[str, Placement],
    new: Mapping[int, Fingerprinted],
    index: WarehouseIndex,
    run: StepRun,
) -> dict[str, int]:
    """The key of each story in the warehouse; stories that begin with this batch are founded."""
    stories: dict[str, int] = {}
    for story_id in sorted({place.story_id for place in changed.values()}, key=_founding_order):
        if story_id.startswith("s"):
            stories[story_id] = int(story_id[1:])
            continue
        founder = article_id_of(story_id)
        row = connection.execute(
            load_sql("steps/group_add_story.sql"),
            {"article_id": founder, "published_at": index.tellings[story_id].published_at, "now": run.now},
        ).fetchone()
        assert row is not None  # noqa: S101 (INSERT ... RETURNING always gives a row)
        stories[story_id] = int(row[0])
    return stories


def _founding_order(story_id: str) -> tuple[str, int]:
    return story_id[0], int(story_id[1:])


def _origins(
    changed: Mapping[str, Placement], new: Mapping[int, Fingerprinted], index: WarehouseIndex
) -> dict[str, str | None]:
    """Who reported it independently: the credited agency, else the origin of the root, else the owner of the outlet."""
    origins: dict[str, str | None] = dict(index.origins)
    own = {one.profile.id: one.profile.credit.agency for one in new.values()}
    for one in new.values():
        origins[one.profile.id] = own[one.profile.id] or one.article.owner_group
    for name in _roots_first(changed):
        place = changed[name]
        if name not in own and place.duplicate_of not in own:
            continue  # only its story changed
        if place.duplicate_of and not own.get(name):
            before = index.member(name).profile.credit.agency if name not in own and index.holds(name) else None
            origins[name] = before or origins[place.duplicate_of]
    return origins


def _roots_first(changed: Mapping[str, Placement]) -> Iterable[str]:
    return sorted(changed, key=lambda name: (changed[name].duplicate_of is not None, name))
