"""The index of `wirewatch group`: all in memory, for as many documents as one process holds."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

from pipeline.group.place import Member, Window
from pipeline.group.profile import Profile
from pipeline.records import Placement

MAX_DOCUMENTS_OF_SHINGLE = 50  # a shingle of more documents is house style or a tail
MAX_DOCUMENTS_OF_TERM = 2000


class MemoryIndex:
    """A CandidateIndex in dictionaries."""

    def __init__(self) -> None:
        """An empty index."""
        self._members: dict[str, Member] = {}
        self._exact: dict[str, list[str]] = defaultdict(list)
        self._shingles: dict[int, list[str]] = defaultdict(list)
        self._terms: dict[str, list[str]] = defaultdict(list)
        self._copies: dict[str, list[str]] = defaultdict(list)
        self._stories: dict[str, list[str]] = defaultdict(list)

    def exact(self, key: str, window: Window) -> Sequence[str]:
        """Ids of documents with the same normalised text, in the order of their arrival."""
        return [name for name in self._exact.get(key, ()) if self._within(name, window)]

    def lookup(self, sampled: Sequence[int], window: Window) -> Mapping[str, int]:
        """Ids of documents that share sampled shingles, with their number."""
        hits: Counter[str] = Counter()
        for shingle in sampled:
            names = self._shingles.get(shingle, ())
            if len(names) <= MAX_DOCUMENTS_OF_SHINGLE:
                hits.update(name for name in names if self._within(name, window))
        return hits

    def related(self, terms: Sequence[str], window: Window) -> Mapping[str, int]:
        """Ids of originals that share salient terms, with their number."""
        hits: Counter[str] = Counter()
        for term in terms:
            names = self._terms.get(term, ())
            if len(names) <= MAX_DOCUMENTS_OF_TERM:
                hits.update(name for name in names if self._within(name, window))
        return hits

    def member(self, document_id: str) -> Member:
        """A placed document."""
        return self._members[document_id]

    def copies(self, root_id: str) -> Sequence[str]:
        """Ids of the copies of an original."""
        return tuple(self._copies.get(root_id, ()))

    def story(self, story_id: str) -> Sequence[str]:
        """Ids of the originals of a story."""
        return tuple(self._stories.get(story_id, ()))

    def add(self, profile: Profile, placement: Placement, terms: Sequence[str]) -> None:
        """Keep a document with its place."""
        self._members[profile.id] = Member(profile, placement)
        self._exact[profile.exact_key].append(profile.id)
        for shingle in profile.sampled:
            self._shingles[shingle].append(profile.id)
        for term in terms:
            self._terms[term].append(profile.id)
        self._list(placement)

    def move(self, placement: Placement) -> None:
        """Change the place of a document that is kept already."""
        member = self._members[placement.id]
        if member.placement.duplicate_of:
            self._copies[member.placement.duplicate_of].remove(placement.id)
        else:
            self._stories[member.placement.story_id].remove(placement.id)
        self._members[placement.id] = replace(member, placement=placement)
        self._list(placement)

    def _list(self, placement: Placement) -> None:
        if placement.duplicate_of:
            self._copies[placement.duplicate_of].append(placement.id)
        else:
            self._stories[placement.story_id].append(placement.id)

    def _within(self, document_id: str, window: Window) -> bool:
        return window.holds(self._members[document_id].profile.document.published_at)
