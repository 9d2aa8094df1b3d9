"""Places documents: copies at their root, originals in a story; the index behind it may be any."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Protocol

from pipeline.group.cluster import Assignment, assign
from pipeline.group.compare import Comparison, compare
from pipeline.group.profile import Profile
from pipeline.group.relation import (
    describe_copy,
    is_look_alike,
    is_recurring_notice,
    is_refilled,
    name_relation,
    tells_next_event,
)
from pipeline.group.story import Telling, TermStatistics, new_telling, story_terms
from pipeline.group.verify import Rule, load_rule, probability
from pipeline.records import Placement

GROUP_VERSION = "group-1"
SHORT_SAMPLE = 10  # shingles
MAX_CANDIDATES = 24  # of a document, those with most shared shingles
STORY_THRESHOLD = 0.16  # mean similarity from which originals tell one story


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


_Found = tuple[Member, Placement, Comparison | None]


class CandidateIndex(Protocol):
    """Where placed documents are found again."""

    def exact(self, key: str, window: Window) -> Sequence[str]:
        """Ids of documents with the same normalised text, in the order of their arrival."""

    def lookup(self, sampled: Sequence[int], window: Window) -> Mapping[str, int]:
        """Ids of documents that share sampled shingles, with their number; shingles found everywhere do not count."""

    def member(self, document_id: str) -> Member:
        """A placed document."""

    def place_of(self, document_id: str) -> Placement:
        """The place of a document that is placed or told."""

    def copies(self, root_id: str) -> Sequence[Placement]:
        """The copies of an original."""

    def told_near(self, new: Sequence[Telling], reach: timedelta) -> Sequence[Telling]:
        """The tellings of all stories that share key terms with one of the new tellings within that time of it."""

    def add(self, profile: Profile, placement: Placement) -> None:
        """Keep a document with its place."""

    def tell(self, telling: Telling) -> None:
        """Keep an original with its story."""

    def move(self, placement: Placement) -> None:
        """Change the place of a document that is kept already."""


class Placer:
    """Places batches of documents.

    What was placed before changes where a late original takes over, and where new originals show that the stories of
    the window are others.
    """

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

    def place(self, profiles: Sequence[Profile]) -> dict[str, Placement]:
        """The places of new documents, and the changed places of earlier ones, by id.

        Documents are taken in order of publication, undated ones last, those of one time as they are given. First the
        copies are found; then the originals that are left join stories, all of the batch at once, so that their order
        does not matter.
        """
        changed: dict[str, Placement] = {}
        apart: dict[str, set[str]] = defaultdict(set)
        for profile in sorted(profiles, key=_order):
            changed.update((placement.id, placement) for placement in self._find_root(profile, apart))
        originals = [
            profile
            for profile in sorted(profiles, key=_order)
            if not (changed[profile.id].story_id or changed[profile.id].duplicate_of)
        ]
        changed.update(self._find_stories(originals, apart))
        return changed

    def _find_root(self, profile: Profile, apart: dict[str, set[str]]) -> list[Placement]:
        found = self._exact_copy(profile, apart) or self._near_copy(profile, apart)
        if found is None:
            placement = Placement(profile.id, "", "original")
            self._index.add(profile, placement)
            return [placement]
        member, placement, comparison = found
        root = self._index.member(member.root)
        if _precedes(profile, root.profile):
            if comparison is None:
                self._near_copy(profile, apart)  # an original must know what it only looks like
            return self._take_over(profile, root, placement, comparison, apart[profile.id])
        placement = replace(placement, duplicate_of=root.profile.id, story_id=root.placement.story_id)
        self._index.add(profile, placement)
        return [placement]

    def _exact_copy(self, profile: Profile, apart: dict[str, set[str]]) -> _Found | None:
        for document_id in self._index.exact(
            profile.exact_key, window_around(profile.document.published_at, self._copy_window)
        ):
            member = self._index.member(document_id)
            if not is_recurring_notice(profile, member.profile):
                return member, Placement(profile.id, "", "exact_copy", document_id, 1.0, "the same words"), None
            apart[profile.id].add(member.root)
        return None

    def _near_copy(self, profile: Profile, apart: dict[str, set[str]]) -> _Found | None:
        """The best copy among the candidates; those that look alike and tell another event are noted in `apart`."""
        hits = self._index.lookup(profile.sampled, window_around(profile.document.published_at, self._copy_window))
        least = least_shared(profile)
        ranked = sorted((name for name in hits if hits[name] >= least), key=lambda name: (-hits[name], name))
        best: tuple[float, Member, Comparison] | None = None
        for document_id in ranked[:MAX_CANDIDATES]:
            member = self._index.member(document_id)
            comparison = compare(profile, member.profile)
            chance = probability(comparison, self._rule)
            is_other = (
                is_recurring_notice(profile, member.profile)
                or is_refilled(comparison)
                or tells_next_event(profile, member.profile, comparison)
            )
            if is_other or (chance < self._rule.threshold and is_look_alike(comparison)):
                apart[profile.id].add(member.root)
            elif chance >= self._rule.threshold and (best is None or chance > best[0]):
                best = chance, member, comparison
        if best is None:
            return None
        chance, member, comparison = best
        relation = name_relation(profile, member.profile, comparison)
        reason = describe_copy(profile, member.profile, comparison)
        return member, Placement(profile.id, "", relation, member.profile.id, round(chance, 4), reason), comparison

    def _take_over(
        self, profile: Profile, root: Member, placement: Placement, comparison: Comparison | None, apart: set[str]
    ) -> list[Placement]:
        """A late original becomes the root: the old root and all its copies now point at it."""
        why = "the credited agency" if profile.credit.is_agency and not root.profile.credit.is_agency else "earlier"
        reason = f"took over as original from {root.profile.id}: {why}"
        own = Placement(profile.id, root.placement.story_id, root.placement.relation, reason=reason)
        self._index.add(profile, own)
        relation = placement.relation
        if comparison is not None:
            relation = name_relation(root.profile, profile, comparison)
        moved = [
            Placement(root.profile.id, own.story_id, relation, profile.id, placement.similarity, placement.reason),
            *(replace(copy, duplicate_of=profile.id) for copy in self._index.copies(root.profile.id)),
        ]
        for change in moved:
            self._index.move(change)
        if own.story_id:
            telling = new_telling(profile, story_terms(profile), self._statistics, apart)
            is_founder = own.relation == "original"
            self._index.tell(replace(telling, story_id=own.story_id, is_founder=is_founder))
        return [own, *moved]

    def _find_stories(self, originals: Sequence[Profile], apart: Mapping[str, set[str]]) -> dict[str, Placement]:
        """The stories of new originals; with them those of the window are clustered anew, so earlier places may change."""
        terms = {profile.id: story_terms(profile) for profile in originals}
        for each in terms.values():
            self._statistics.add(each.all())
        new = [
            new_telling(profile, terms[profile.id], self._statistics, apart.get(profile.id, ()))
            for profile in originals
        ]
        told = self._index.told_near(new, self._story_window)
        assigned = assign(told, new, self._statistics, STORY_THRESHOLD, self._story_window)
        placements: dict[str, Placement] = {}
        for telling in (*told, *new):
            assignment = assigned[telling.document_id]
            if (assignment.story_id, assignment.is_founder) != (telling.story_id, telling.is_founder):
                placements.update(self._tell(telling, assignment))
        return placements

    def _tell(self, telling: Telling, assignment: Assignment) -> dict[str, Placement]:
        """Put an original, with its copies, into a story."""
        own = self._index.place_of(telling.document_id)
        if assignment.is_founder:
            reason = own.reason if own.relation == "original" and own.reason else "first of its story"
            placement = replace(own, story_id=assignment.story_id, relation="original", similarity=None, reason=reason)
        else:
            reason = "tells the event of an earlier report in words of its own"
            placement = replace(
                own,
                story_id=assignment.story_id,
                relation="same_story",
                similarity=round(assignment.score, 4),
                reason=reason,
            )
        copies = [replace(copy, story_id=assignment.story_id) for copy in self._index.copies(telling.document_id)]
        for each in (placement, *copies):
            self._index.move(each)
        self._index.tell(replace(telling, story_id=assignment.story_id, is_founder=assignment.is_founder))
        return {each.id: each for each in (placement, *copies)}


def least_shared(profile: Profile) -> int:
    """How many sampled shingles a candidate must share: short texts have too few to ask for two."""
    return 2 if len(profile.sampled) > SHORT_SAMPLE else 1


def _order(profile: Profile) -> tuple[bool, float]:
    """Order of publication, undated ones last; equal times keep the order in which the caller gave them."""
    moment = profile.document.published_at
    return (False, moment.timestamp()) if moment else (True, 0.0)


def window_around(moment: datetime | None, reach: timedelta) -> Window:
    """The window from `reach` before a moment to `reach` after it, open where the moment is unknown."""
    return Window(moment - reach, moment + reach) if moment else Window(None, None)


def _precedes(profile: Profile, root: Profile) -> bool:
    """Whether a document is the original rather than the present root: the credited agency first, else the earlier."""
    if profile.credit.is_agency != root.credit.is_agency:
        agency, other = (profile, root) if profile.credit.is_agency else (root, profile)
        if other.credit.agency == agency.credit.agency:
            return profile.credit.is_agency
    mine, theirs = profile.document.published_at, root.document.published_at
    return bool(mine and theirs and mine < theirs)
