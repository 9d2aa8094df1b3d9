"""Places documents one after another: copies at their root, originals in a story; the index behind it may be any."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from pipeline.group.compare import Comparison, compare
from pipeline.group.profile import Profile
from pipeline.group.relation import describe_copy, is_look_alike, is_recurring_notice, name_relation
from pipeline.group.story import StoryTerms, TermStatistics, salient, similarity, story_terms
from pipeline.group.verify import Rule, load_rule, probability
from pipeline.records import Placement

GROUP_VERSION = "group-1"
MIN_SHARED_SHINGLES = 2
MAX_CANDIDATES = 24  # of a document, those with most shared shingles
STORY_KEYS = 24  # salient terms by which a story is looked up
MAX_STORY_CANDIDATES = 60
STORY_THRESHOLD = 0.15


@dataclass(frozen=True, slots=True)
class Window:
    """Within which time another document is looked for; None on either side is open, undated documents always count."""

    start: datetime | None
    end: datetime | None

    def holds(self, moment: datetime | None) -> bool:
        """Whether a document of that time lies within."""
        if moment is None or self.start is None or self.end is None:
            return True
        return self.start <= moment <= self.end


@dataclass(frozen=True)
class Member:
    """A placed document."""

    profile: Profile
    placement: Placement

    @property
    def root(self) -> str:
        """The id of the original of its copies, its own for an original."""
        return self.placement.duplicate_of or self.placement.id


class CandidateIndex(Protocol):
    """Where placed documents are found again."""

    def exact(self, key: str, window: Window) -> Sequence[str]:
        """Ids of documents with the same normalised text, earliest first."""

    def lookup(self, sampled: Sequence[int], window: Window) -> Mapping[str, int]:
        """Ids of documents that share sampled shingles, with their number; shingles found everywhere do not count."""

    def related(self, terms: Sequence[str], window: Window) -> Mapping[str, int]:
        """Ids of originals that share salient terms, with their number."""

    def member(self, document_id: str) -> Member:
        """A placed document."""

    def copies(self, root_id: str) -> Sequence[str]:
        """Ids of the copies of an original."""

    def story(self, story_id: str) -> Sequence[str]:
        """Ids of the originals of a story."""

    def add(self, profile: Profile, placement: Placement, terms: Sequence[str]) -> None:
        """Keep a document with its place; `terms` are its salient terms, none for a copy."""

    def move(self, placement: Placement) -> None:
        """Change the place of a document that is kept already."""


class Placer:
    """Places documents in an index; what was placed before is changed only where a late original takes over."""

    def __init__(
        self,
        index: CandidateIndex,
        statistics: TermStatistics,
        copy_window_days: int = 14,
        story_window_days: int = 3,
        rule: Rule | None = None,
    ) -> None:
        """`statistics` weigh terms for stories; the windows reach as far into the future as into the past."""
        self._index = index
        self._statistics = statistics
        self._copy_window = timedelta(days=copy_window_days)
        self._story_window = timedelta(days=story_window_days)
        self._rule = rule or load_rule()

    def place(self, profile: Profile) -> list[Placement]:
        """The document's place first, then the changed places of documents that it is the original of."""
        look_alikes: set[str] = set()
        found = self._exact_copy(profile) or self._near_copy(profile, look_alikes)
        if found is None:
            return [self._place_original(profile, look_alikes)]
        member, placement, comparison = found
        root = self._index.member(member.root)
        if _precedes(profile, root.profile):
            return self._take_over(profile, root, placement, comparison)
        placement = replace(placement, duplicate_of=root.profile.id, story_id=root.placement.story_id)
        self._index.add(profile, placement, ())
        return [placement]

    def _exact_copy(self, profile: Profile) -> tuple[Member, Placement, Comparison | None] | None:
        for document_id in self._index.exact(profile.exact_key, _window(profile, self._copy_window)):
            member = self._index.member(document_id)
            if not is_recurring_notice(profile, member.profile):
                reason = "same words"
                return member, Placement(profile.id, "", "exact_copy", document_id, 1.0, reason), None
        return None

    def _near_copy(self, profile: Profile, look_alikes: set[str]) -> tuple[Member, Placement, Comparison | None] | None:
        """The best copy among the candidates; what looks alike and is another event is put into `look_alikes`."""
        hits = self._index.lookup(profile.sampled, _window(profile, self._copy_window))
        least = MIN_SHARED_SHINGLES if len(profile.sampled) > MIN_SHARED_SHINGLES else 1
        ranked = sorted((name for name in hits if hits[name] >= least), key=lambda name: (-hits[name], name))
        best: tuple[float, Member, Comparison] | None = None
        for document_id in ranked[:MAX_CANDIDATES]:
            member = self._index.member(document_id)
            comparison = compare(profile, member.profile)
            chance = probability(comparison, self._rule)
            if is_recurring_notice(profile, member.profile):
                look_alikes.add(member.placement.story_id)
            elif chance >= self._rule.threshold:
                if best is None or chance > best[0]:
                    best = chance, member, comparison
            elif is_look_alike(comparison):
                look_alikes.add(member.placement.story_id)
        if best is None:
            return None
        chance, member, comparison = best
        relation = name_relation(profile, member.profile, comparison)
        reason = describe_copy(profile, member.profile, comparison)
        return member, Placement(profile.id, "", relation, member.profile.id, round(chance, 4), reason), comparison

    def _take_over(
        self, profile: Profile, root: Member, placement: Placement, comparison: Comparison | None
    ) -> list[Placement]:
        """A late original becomes the root: the old root and all its copies now point at it."""
        why = "credited agency" if profile.credit.is_agency and not root.profile.credit.is_agency else "earlier"
        own = Placement(
            profile.id,
            root.placement.story_id,
            root.placement.relation,
            reason=f"took over as original from {root.profile.id}: {why}",
        )
        self._index.add(profile, own, salient(story_terms(profile), self._statistics, STORY_KEYS))
        relation = placement.relation
        if comparison is not None:
            relation = name_relation(root.profile, profile, comparison)
        moved = [
            Placement(root.profile.id, own.story_id, relation, profile.id, placement.similarity, placement.reason),
            *(
                replace(self._index.member(copy).placement, duplicate_of=profile.id)
                for copy in self._index.copies(root.profile.id)
            ),
        ]
        for change in moved:
            self._index.move(change)
        return [own, *moved]

    def _place_original(self, profile: Profile, look_alikes: set[str]) -> Placement:
        terms = story_terms(profile)
        keys = salient(terms, self._statistics, STORY_KEYS)
        story_id, score = self._best_story(profile, terms, keys, look_alikes)
        if story_id is None:
            placement = Placement(profile.id, profile.id, "original", reason="nothing like it before")
        else:
            placement = Placement(
                profile.id,
                story_id,
                "same_story",
                None,
                round(score, 4),
                f"tells the event of story {story_id} in other words",
            )
        self._index.add(profile, placement, keys)
        return placement

    def _best_story(
        self, profile: Profile, terms: StoryTerms, keys: Sequence[str], look_alikes: set[str]
    ) -> tuple[str | None, float]:
        hits = self._index.related(keys, _window(profile, self._story_window))
        ranked = sorted(hits, key=lambda name: (-hits[name], name))[:MAX_STORY_CANDIDATES]
        stories = dict.fromkeys(self._index.member(name).placement.story_id for name in ranked)
        best, best_score = None, STORY_THRESHOLD
        for story_id in stories:
            if story_id in look_alikes:
                continue
            score = self._story_score(profile, terms, self._index.story(story_id))
            if score >= best_score:
                best, best_score = story_id, score
        return best, best_score

    def _story_score(self, profile: Profile, terms: StoryTerms, members: Iterable[str]) -> float:
        window = _window(profile, self._story_window)
        scores = sorted(
            (
                similarity(terms, story_terms(member.profile), self._statistics)
                for member in map(self._index.member, members)
                if window.holds(member.profile.document.published_at)
            ),
            reverse=True,
        )[:5]
        return sum(scores) / len(scores) if scores else 0.0


def _window(profile: Profile, reach: timedelta) -> Window:
    moment = profile.document.published_at
    return Window(moment - reach, moment + reach) if moment else Window(None, None)


def _precedes(profile: Profile, root: Profile) -> bool:
    """Whether a document is the original rather than the present root: the credited agency first, else the earlier."""
    if profile.credit.is_agency != root.credit.is_agency:
        agency, other = (profile, root) if profile.credit.is_agency else (root, profile)
        if other.credit.agency == agency.credit.agency:
            return profile.credit.is_agency
    mine, theirs = profile.document.published_at, root.document.published_at
    return bool(mine and theirs and mine < theirs)
