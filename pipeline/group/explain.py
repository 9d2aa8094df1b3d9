"""Why each member of a cluster is in it, in words, with the passages in which a copy differs from its original."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from pipeline.group.align import gaps
from pipeline.group.carry import map_offsets
from pipeline.group.credit import read_credit
from pipeline.records import Document, Placement

MAX_DIFFERENCES = 12
MAX_WORDS = 30  # of a passage that is shown


@dataclass(frozen=True, slots=True)
class Difference:
    """A place where two texts part: what the original has there and what the copy has; either may be empty."""

    in_original: str
    in_copy: str


@dataclass(frozen=True, slots=True)
class MemberExplanation:
    """Why a document is in its cluster."""

    id: str
    relation: str
    title: str | None
    source: str | None
    agency: str | None
    similarity: float | None
    reason: str
    differences: tuple[Difference, ...] = ()
    more_differences: int = 0


def explain_cluster(members: Sequence[tuple[Document, Placement]]) -> list[MemberExplanation]:
    """The members of a story, originals first and each followed by its copies; copies with what differs."""
    documents = {placement.id: document for document, placement in members}

    def order(member: tuple[Document, Placement]) -> tuple[str, bool, str]:
        _, placement = member
        return placement.duplicate_of or placement.id, placement.duplicate_of is not None, placement.id

    explained = []
    for document, placement in sorted(members, key=order):
        original = documents.get(placement.duplicate_of or "")
        found = differences(original.text, document.text) if original else []
        explained.append(
            MemberExplanation(
                placement.id,
                placement.relation,
                document.title,
                document.source,
                read_credit(document).agency,
                placement.similarity,
                placement.reason or _plain_reason(placement),
                tuple(found[:MAX_DIFFERENCES]),
                max(0, len(found) - MAX_DIFFERENCES),
            )
        )
    return explained


def explain_lines(members: Sequence[tuple[Document, Placement]]) -> list[str]:
    """The explanation of a cluster as lines for a terminal: `-` is the original's, `+` the copy's."""
    lines = []
    for one in explain_cluster(members):
        score = f" {one.similarity:.2f}" if one.similarity is not None else ""
        credit = f", credits {one.agency}" if one.agency else ""
        lines.append(f"{one.relation}{score}  {one.title or one.id} ({one.source or 'unknown outlet'}{credit})")
        lines.append(f"    {one.reason}")
        for difference in one.differences:
            lines += [f"    - {difference.in_original}"] if difference.in_original else []
            lines += [f"    + {difference.in_copy}"] if difference.in_copy else []
        if one.more_differences:
            lines.append(f"    and {one.more_differences} more differences")
    return lines


def differences(original: str, copy: str) -> list[Difference]:
    """The passages in which a copy differs from its original, in order; long ones are shortened in the middle."""
    mapping = map_offsets(original, copy)
    found = []
    for gap in gaps(list(mapping.blocks), len(mapping.root_words), len(mapping.copy_words)):
        ours = mapping.root_words[gap.left_start : gap.left_end]
        theirs = mapping.copy_words[gap.right_start : gap.right_end]
        found.append(
            Difference(
                _shortened(original[ours[0].start : ours[-1].end]) if ours else "",
                _shortened(copy[theirs[0].start : theirs[-1].end]) if theirs else "",
            )
        )
    return found


def _shortened(passage: str) -> str:
    words = passage.split()
    if len(words) <= MAX_WORDS:
        return " ".join(words)
    half = MAX_WORDS // 2
    return f"{' '.join(words[:half])} [… {len(words) - 2 * half} words …] {' '.join(words[-half:])}"


def _plain_reason(placement: Placement) -> str:
    return "first of its story" if placement.relation == "original" else placement.relation.replace("_", " ")
