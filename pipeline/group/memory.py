"""The index of `wirewatch group`: all in memory, for as many documents as one process holds."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import timedelta

from pipeline.group.place import Member, Window, window_around
from pipeline.group.profile import Profile
from pipeline.group.story import Telling
from pipeline.records import Placement

MAX_DOCUMENTS_OF_SHINGLE = 50  # a shingle of more documents is house style or a tail
MAX_TELLINGS_OF_KEY = 2000  # a term of more originals says nothing of a story


class MemoryIndex:
    """A CandidateIndex in dictionaries."""

    def __init__(self, ignored_shingles: Collection[int] = ()) -> None:
        """An empty index; ignored shingles never bring a candidate."""
        self._ignored = frozenset(ignored_shingles)
        self._profiles: dict[str, Profile] = {}
        self._places: dict[str, Placement] = {}
        self._exact: dict[str, list[str]] = defaultdict(list)
        self._shingles: dict[int, list[str]] = defaultdict(list)
        self._copies: dict[str, list[str]] = defaultdict(list)
        self._tellings: dict[str, Telling] = {}
        self._stories: dict[str, list[str]] = defaultdict(list)
        self._keys: dict[int, list[str]] = defaultdict(list)

    def exact(self, key: str, window: Window) -> Sequence[str]:
        """Ids of documents with the same normalised text, in the order of their arrival."""
        return [name for name in self._exact.get(key, ()) if self._within(name, window)]

    def lookup(self, sampled: Sequence[int], window: Window) -> Mapping[str, int]:
        """Ids of documents that share sampled shingles, with their number."""
        hits: Counter[str] = Counter()
        for shingle in sampled:
            names = self._shingles.get(shingle, ())
            if len(names) <= MAX_DOCUMENTS_OF_SHINGLE and shingle not in self._ignored:
                hits.update(name for name in names if self._within(name, window))
        return hits

    def member(self, document_id: str) -> Member:
        """A placed document."""
        return Member(self._profiles[document_id], self._places[document_id])

    def place_of(self, document_id: str) -> Placement:
        """The place of a document that is placed or told."""
        return self._places[document_id]

    def holds(self, document_id: str) -> bool:
        """Whether a document is kept with its text."""
        return document_id in self._profiles

    def copies(self, root_id: str) -> Sequence[Placement]:
        """The copies of an original."""
        return [self._places[name] for name in self._copies.get(root_id, ())]

    def told_near(self, new: Sequence[Telling], reach: timedelta) -> Sequence[Telling]:
        """The tellings of all stories that share key terms with one of the new tellings within that time of it."""
        stories: dict[str, None] = {}
        for telling in new:
            window = window_around(telling.published_at, reach)
            for key in telling.keys:
                names = self._keys.get(key, ())
                if len(names) <= MAX_TELLINGS_OF_KEY:
                    near = (self._tellings[name] for name in names)
                    stories.update((one.story_id, None) for one in near if window.holds(one.published_at))
        return [self._tellings[name] for story_id in stories for name in self._stories[story_id]]

    def add(self, profile: Profile, placement: Placement) -> None:
        """Keep a document with its place."""
        self._profiles[profile.id] = profile
        self._exact[profile.exact_key].append(profile.id)
        for shingle in profile.sampled:
            self._shingles[shingle].append(profile.id)
        self.know(placement)

    def know(self, placement: Placement) -> None:
        """Keep the place of a document that need not be found itself, such as one copy of many."""
        self._places[placement.id] = placement
        if placement.duplicate_of:
            self._copies[placement.duplicate_of].append(placement.id)

    def tell(self, telling: Telling) -> None:
        """Keep an original with its story, in place of the one that it had before."""
        self._untell(telling.document_id)
        self._tellings[telling.document_id] = telling
        self._stories[telling.story_id].append(telling.document_id)
        for key in telling.keys:
            self._keys[key].append(telling.document_id)

    def move(self, placement: Placement) -> None:
        """Change a place; an original that became a copy tells its story no more."""
        before = self._places[placement.id]
        if before.duplicate_of:
            self._copies[before.duplicate_of].remove(placement.id)
        elif placement.duplicate_of:
            self._untell(placement.id)
        self.know(placement)

    def _untell(self, document_id: str) -> None:
        telling = self._tellings.pop(document_id, None)
        if telling is None:
            return
        self._stories[telling.story_id].remove(document_id)
        for key in telling.keys:
            self._keys[key].remove(document_id)

    def _within(self, document_id: str, window: Window) -> bool:
        return window.holds(self._profiles[document_id].document.published_at)
