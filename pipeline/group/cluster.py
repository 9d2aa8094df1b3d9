"""Finds the stories of originals: average linkage over sparse similarities, with pairs kept apart; stories keep names."""

from __future__ import annotations

import heapq
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta

import numpy as np
from scipy.sparse import csr_matrix
from scipy.sparse.csgraph import connected_components

from pipeline.group.story import Telling, TermStatistics, is_number_term, story_vector, tells_another

_LEAST_SIMILARITY = 0.02  # less is nothing
# Two clusters tell two events when each of them has a name or figure that nearly all its tellings give and hardly
# any of the other's does; of fewer tellings than that, it may be chance. Figures alone do not count: tolls rise.
_OWN_FACT_TELLINGS = 4
_OWN_FACT_SHARE = 0.85
_OTHERS_FACT_SHARE = 0.1


@dataclass(frozen=True, slots=True)
class Assignment:
    """The story of a telling; its founder bears the relation `original`."""

    story_id: str
    is_founder: bool
    score: float  # mean similarity at which it joined its story, 0 for what stands alone


def assign(
    told: Sequence[Telling], new: Sequence[Telling], statistics: TermStatistics, threshold: float, window: timedelta
) -> dict[str, Assignment]:
    """The story of each telling, of those that were told before too.

    The two nearest clusters are joined again and again, as long as the mean similarity over all pairs of their
    tellings reaches the threshold. Tellings further apart in time than the window are not similar. Clusters are not
    joined that hold documents which look alike and tell another event, issues of one series, or facts of their own.

    Where batches end makes no difference: what was told before is clustered anew with what is told now. A story
    goes where its founder goes, and where two founders meet, the earlier one's story goes on; a cluster without a
    founder continues the story that most of its tellings are from, if that story's founder lies outside, else its
    first telling founds a story.
    """
    everyone = [*told, *new]
    clusters = {at: [at] for at in range(len(everyone))}
    similar = _within_reach(_similarities(everyone, statistics, window), threshold)
    links = _links(similar)
    forbidden = _forbidden(everyone, _series(everyone, similar, threshold))
    joined_at = dict.fromkeys(range(len(everyone)), 0.0)
    heap = [
        (-total, one, other)
        for one in links
        for other, total in links[one].items()
        if one < other and total >= threshold
    ]
    heapq.heapify(heap)
    following = len(everyone)
    while heap:
        score, one, other = heapq.heappop(heap)
        if one not in clusters or other not in clusters or other in forbidden[one]:
            continue
        if _tell_facts_of_their_own(everyone, clusters[one], clusters[other]):
            forbidden[one].add(other)
            forbidden[other].add(one)
            continue
        for member in clusters[one] + clusters[other]:
            if joined_at[member] == 0.0:
                joined_at[member] = -score
        _join(following, one, other, clusters, links, forbidden)
        for neighbour, total in links[following].items():
            mean = total / (len(clusters[following]) * len(clusters[neighbour]))
            if mean >= threshold:
                heapq.heappush(heap, (-mean, neighbour, following))
        following += 1
    return _answers(everyone, clusters.values(), joined_at)


def _similarities(tellings: Sequence[Telling], statistics: TermStatistics, window: timedelta) -> csr_matrix:
    columns: dict[int, int] = {}
    rows, places, weights = [], [], []
    for at, telling in enumerate(tellings):
        for term, weight in story_vector(telling.terms, statistics).items():
            rows.append(at)
            places.append(columns.setdefault(term, len(columns)))
            weights.append(weight)
    shape = (len(tellings), max(1, len(columns)))
    matrix = csr_matrix((weights, (rows, places)), shape=shape, dtype=np.float64)
    product = (matrix @ matrix.T).tocoo()
    hours = np.array(
        [telling.published_at.timestamp() / 3600 if telling.published_at else np.nan for telling in tellings]
    )
    too_far = np.abs(hours[product.row] - hours[product.col]) > window.total_seconds() / 3600  # False where unknown
    kept = (product.data >= _LEAST_SIMILARITY) & (product.row < product.col) & ~too_far
    return csr_matrix((product.data[kept], (product.row[kept], product.col[kept])), shape=product.shape)


def _within_reach(similar: csr_matrix, threshold: float) -> csr_matrix:
    """Without the pairs that can never meet: a mean reaches the threshold only where one of its pairs does."""
    pairs = similar.tocoo()
    near = pairs.data >= threshold
    graph = csr_matrix((pairs.data[near], (pairs.row[near], pairs.col[near])), shape=pairs.shape)
    _, component = connected_components(graph, directed=False)
    together = component[pairs.row] == component[pairs.col]
    return csr_matrix((pairs.data[together], (pairs.row[together], pairs.col[together])), shape=pairs.shape)


def _links(similar: csr_matrix) -> dict[int, dict[int, float]]:
    """The similarities, in both directions."""
    links: dict[int, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    pairs = similar.tocoo()
    for one, other, value in zip(pairs.row.tolist(), pairs.col.tolist(), pairs.data.tolist(), strict=True):
        links[one][other] = value
        links[other][one] = value
    return links


def _forbidden(tellings: Sequence[Telling], series: Iterable[tuple[int, int]]) -> dict[int, set[int]]:
    places = {telling.document_id: at for at, telling in enumerate(tellings)}
    pairs = [(at, places[name]) for at, one in enumerate(tellings) for name in one.apart if name in places]
    forbidden: dict[int, set[int]] = defaultdict(set)
    for one, other in [*pairs, *series]:
        forbidden[one].add(other)
        forbidden[other].add(one)
    return forbidden


def _series(tellings: Sequence[Telling], similar: csr_matrix, threshold: float) -> list[tuple[int, int]]:
    """The pairs, similar enough to matter, whose headlines are issues of one series."""
    pairs = similar.tocoo()
    near = pairs.data >= threshold / 2
    return [
        (one, other)
        for one, other in zip(pairs.row[near].tolist(), pairs.col[near].tolist(), strict=True)
        if tells_another(tellings[one], tellings[other])
    ]


def _tell_facts_of_their_own(tellings: Sequence[Telling], one: Sequence[int], other: Sequence[int]) -> bool:
    """Whether each cluster is about a name or figure of which the other does not know; one of them must be a name."""
    if min(len(one), len(other)) < _OWN_FACT_TELLINGS:
        return False
    counts = [Counter(term for at in members for term in tellings[at].terms.names) for members in (one, other)]
    sizes = len(one), len(other)
    own = [
        [
            term
            for term, count in counts[side].items()
            if count >= _OWN_FACT_SHARE * sizes[side] and counts[1 - side][term] <= _OTHERS_FACT_SHARE * sizes[1 - side]
        ]
        for side in (0, 1)
    ]
    return all(own) and not all(is_number_term(term) for term in own[0] + own[1])


def _join(
    number: int,
    one: int,
    other: int,
    clusters: dict[int, list[int]],
    links: dict[int, dict[int, float]],
    forbidden: dict[int, set[int]],
) -> None:
    clusters[number] = clusters.pop(one) + clusters.pop(other)
    sums: dict[int, float] = defaultdict(float)
    for part in (one, other):
        for neighbour, total in links.pop(part, {}).items():
            if neighbour in clusters:
                sums[neighbour] += total
                links[neighbour].pop(part, None)
                links[neighbour][number] = sums[neighbour]
        for neighbour in forbidden.pop(part, set()):
            forbidden[neighbour].discard(part)
            forbidden[neighbour].add(number)
            forbidden[number].add(neighbour)
    links[number] = sums


def _answers(
    tellings: Sequence[Telling], clusters: Iterable[list[int]], joined_at: Mapping[int, float]
) -> dict[str, Assignment]:
    founded = {one.story_id for one in tellings if one.is_founder}
    taken: set[str] = set()
    answers: dict[str, Assignment] = {}
    for members in sorted(map(sorted, clusters), key=lambda members: (-len(members), members)):
        story_id, founder = _name(tellings, members, founded, taken)
        taken.add(story_id)
        for at in members:
            is_founder = at == founder
            answers[tellings[at].document_id] = Assignment(story_id, is_founder, 0.0 if is_founder else joined_at[at])
    return answers


def _name(
    tellings: Sequence[Telling], members: Sequence[int], founded: set[str], taken: set[str]
) -> tuple[str, int | None]:
    """The story of a cluster, and which of its tellings founds it (None: one that is not here)."""
    founders = [at for at in members if tellings[at].is_founder]
    if founders:
        first = min(founders, key=lambda at: _order(tellings[at]))
        return tellings[first].story_id, first
    outside = Counter(
        one.story_id for at in members if (one := tellings[at]).story_id and one.story_id not in founded | taken
    )
    if outside:
        return min(outside, key=lambda story_id: (-outside[story_id], story_id)), None
    first = min(members, key=lambda at: _order(tellings[at]))
    return tellings[first].document_id, first


def _order(telling: Telling) -> tuple[bool, float, str]:
    moment = telling.published_at
    return moment is None, moment.timestamp() if moment else 0.0, telling.document_id
