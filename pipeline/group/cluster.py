"""Joins new originals to stories and to each other: average linkage over sparse similarities, with pairs kept apart."""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import timedelta

import numpy as np
from scipy.sparse import csr_matrix

from pipeline.group.story import Telling, tells_another

_LEAST_SIMILARITY = 0.02  # less is nothing


def assign(
    told: Sequence[Telling],
    new: Sequence[Telling],
    apart: Mapping[str, set[str]],
    threshold: float,
    window: timedelta,
) -> dict[str, tuple[str, float]]:
    """The story of each new telling with the mean similarity at which it joined (0 where it founds one).

    The two nearest clusters are joined again and again, as long as the mean similarity over all pairs of their
    tellings reaches the threshold. Tellings further apart in time than the window are not similar. Stories that exist
    stay as they are: they gain tellings and are never joined. `apart` names, for a new document, the documents that
    look like it and tell another event; their clusters are not joined. The founder of a story is its first telling.
    """
    everyone = [*told, *new]
    clusters = _start(told, len(everyone))
    existing = {number: everyone[members[0]].story_id for number, members in clusters.items() if members[0] < len(told)}
    similar = _similarities(everyone, window)
    links = _cluster_links(similar, clusters)
    forbidden = _forbidden(everyone, clusters, apart, _series(everyone, similar, threshold))
    joined_at: dict[int, float] = dict.fromkeys(range(len(told), len(everyone)), 0.0)
    heap = [
        (-total / (len(clusters[one]) * len(clusters[other])), one, other)
        for one in links
        for other, total in links[one].items()
        if one < other
    ]
    heapq.heapify(heap)
    following = max(clusters, default=0) + 1
    while heap and -heap[0][0] >= threshold:
        score, one, other = heapq.heappop(heap)
        if one not in clusters or other not in clusters or other in forbidden[one]:
            continue
        if one in existing and other in existing:
            continue
        for member in clusters[one] + clusters[other]:
            if joined_at.get(member) == 0.0:
                joined_at[member] = -score
        _join(following, one, other, clusters, links, forbidden, existing)
        for neighbour, total in links[following].items():
            mean = total / (len(clusters[following]) * len(clusters[neighbour]))
            if mean >= threshold:
                heapq.heappush(heap, (-mean, neighbour, following))
        following += 1
    return _answers(everyone, len(told), clusters, existing, joined_at)


def _start(told: Sequence[Telling], count: int) -> dict[int, list[int]]:
    by_story: dict[str, list[int]] = defaultdict(list)
    for at, telling in enumerate(told):
        by_story[telling.story_id].append(at)
    groups = [*by_story.values(), *([at] for at in range(len(told), count))]
    return dict(enumerate(groups))


def _similarities(tellings: Sequence[Telling], window: timedelta) -> csr_matrix:
    columns: dict[int, int] = {}
    rows, places, weights = [], [], []
    for at, telling in enumerate(tellings):
        for term, weight in telling.vector.items():
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


def _cluster_links(similar: csr_matrix, clusters: Mapping[int, list[int]]) -> dict[int, dict[int, float]]:
    """Sums of similarities between clusters, in both directions."""
    owner = {member: number for number, members in clusters.items() for member in members}
    links: dict[int, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    pairs = similar.tocoo()
    for row, column, value in zip(pairs.row.tolist(), pairs.col.tolist(), pairs.data.tolist(), strict=True):
        one, other = owner[row], owner[column]
        if one != other:
            links[one][other] += value
            links[other][one] += value
    return links


def _forbidden(
    tellings: Sequence[Telling],
    clusters: Mapping[int, list[int]],
    apart: Mapping[str, set[str]],
    series: Sequence[tuple[int, int]],
) -> dict[int, set[int]]:
    owner = {tellings[member].document_id: number for number, members in clusters.items() for member in members}
    pairs = [(name, other) for name, others in apart.items() for other in others if name in owner and other in owner]
    pairs += [(tellings[one].document_id, tellings[other].document_id) for one, other in series]
    forbidden: dict[int, set[int]] = defaultdict(set)
    for name, other_name in pairs:
        one, other = owner[name], owner[other_name]
        if one != other:
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


def _join(
    number: int,
    one: int,
    other: int,
    clusters: dict[int, list[int]],
    links: dict[int, dict[int, float]],
    forbidden: dict[int, set[int]],
    existing: dict[int, str],
) -> None:
    clusters[number] = clusters.pop(one) + clusters.pop(other)
    if one in existing or other in existing:
        existing[number] = existing.get(one) or existing[other]
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
    tellings: Sequence[Telling],
    told_count: int,
    clusters: Mapping[int, list[int]],
    existing: Mapping[int, str],
    joined_at: Mapping[int, float],
) -> dict[str, tuple[str, float]]:
    answers: dict[str, tuple[str, float]] = {}
    for number, members in clusters.items():
        newcomers = sorted(member for member in members if member >= told_count)
        if not newcomers:
            continue
        founder = tellings[newcomers[0]].document_id
        story_id = existing.get(number, founder)
        for member in newcomers:
            document_id = tellings[member].document_id
            answers[document_id] = (story_id, 0.0 if document_id == story_id else joined_at[member])
    return answers
