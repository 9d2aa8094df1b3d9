"""What is said: the clause, quotation, object or rest of the sentence that a verb of saying has as its content."""

from __future__ import annotations

from spacy.tokens import Span, Token

from pipeline.annotate import attribution_quotes
from pipeline.annotate.attribution_cues import SPEECH
from pipeline.annotate.attribution_source import subject_of
from pipeline.annotate.attribution_spans import joined, outside, subtree
from pipeline.annotate.words import wordset

TOPIC_PREPOSITIONS = frozenset({"about", "of", "for", "on", "to", "with", "against", "at", "in", "as"})
SPOKEN_ABOUT = frozenset({"about", "of", "against"})
# Verbs whose object is the one spoken to, not what is said.
SPOKEN_TO = frozenset({"tell", "ask", "inform", "remind", "assure", "reassure", "brief", "notify", "interview", "say"})
# Verbs whose plain object is no content: "asked a friend", "continued the tour".
NO_OBJECT = wordset(
    "continue conclude call term name direct lie rail cry sing order invite teach charge air broadcast write maintain advise "
    "cast observe note signal project seek contend"
)
PLAIN_SPEECH = wordset("say tell add write tweet ask reply explain note recall declare")
SHORTEST_CONTINUATION = 4  # tokens of a sentence after an inserted cue that are more than its adverbs


def content_of(verb: Token, takes_object: bool, kind: str) -> Span | None:
    """What is said: the clause, the quotation that the verb introduces or is put into, the object, the rest."""
    clause = next((c for c in verb.children if c.dep_ == "ccomp"), None)
    if clause is not None:
        beside = [subtree(c) for c in verb.children if c.dep_ == "parataxis"]
        return _continued(verb, joined([subtree(clause), *beside]))
    if verb.dep_ == "parataxis":
        return _continued(verb, outside(verb.head, verb))
    if kind == SPEECH:
        quotation = attribution_quotes.quotation_beside(verb)
        if quotation is not None:
            return quotation
    found = _complement(verb, takes_object or (kind == SPEECH and verb.lemma_.lower() not in NO_OBJECT))
    if found is None and verb.dep_ == "advcl" and any(c.lower_ == "as" for c in verb.children):
        return outside(verb.head, verb)  # "As the ministry noted, ..."
    has_object = any(child.dep_ in {"dobj", "xcomp"} for child in verb.children)
    if found is None and verb.lemma_ in PLAIN_SPEECH and (verb.lemma_ in SPOKEN_TO or not has_object):
        return _rest_of_sentence(verb)
    return found


def _complement(verb: Token, takes_object: bool) -> Span | None:
    """The infinitive, the object with what is said of it, or the prepositional phrase."""
    lemma = verb.lemma_.lower()
    if lemma == "continue":
        return None
    embedded = next((c for c in verb.children if c.dep_ == "xcomp" or (c.dep_ == "advcl" and _is_for_clause(c))), None)
    if embedded is not None:
        return subtree(embedded)
    objects = [c for c in verb.children if c.dep_ in {"dobj", "oprd", "attr"}]
    topics = SPOKEN_ABOUT if lemma in {"speak", "talk"} else TOPIC_PREPOSITIONS
    prepositions = [c for c in verb.children if c.dep_ == "prep" and c.lower_ in topics]
    if objects and takes_object and lemma not in SPOKEN_TO:
        return joined([subtree(c) for c in objects + [p for p in prepositions if p.lower_ in {"as", "of", "for"}]])
    if prepositions and takes_object and lemma not in PLAIN_SPEECH:
        return subtree(prepositions[0])
    return None


def _is_for_clause(clause: Token) -> bool:
    """ "called for the troops to leave"."""
    return any(child.lower_ == "for" and child.dep_ == "mark" for child in clause.children)


def _continued(verb: Token, content: Span | None) -> Span | None:
    """What follows an inserted "he said" belongs to the content: "It is no surprise, he said, that ..."."""
    if content is None or content.end > verb.i:
        return content
    doc, subject = verb.doc, subject_of(verb)
    end = max(verb.i, subject.right_edge.i if subject is not None and subject.head == verb else verb.i) + 1
    sentence_end = verb.sent.end
    if end >= sentence_end or doc[end].text != "," or sentence_end - end < SHORTEST_CONTINUATION:
        return content
    following = doc[end + 1]
    if (
        (following.dep_ in {"prep", "advmod", "npadvmod"} and following.head == verb)
        or following.tag_ == "VBG"
        or following.lower_ in {"who", "and", "but", "adding"}
    ):
        return content
    return doc[content.start : sentence_end]


def _rest_of_sentence(verb: Token) -> Span | None:
    """The longer side of the sentence of a plain "he said" whose clause the parse did not find."""
    sentence, doc = verb.sent, verb.doc
    subject = subject_of(verb)
    clause_start = min(verb.i, subject.left_edge.i if subject is not None else verb.i)
    clause_end = max(verb.i, subject.right_edge.i if subject is not None and subject.i > verb.i else verb.i)
    before, after = doc[sentence.start : clause_start], doc[clause_end + 1 : sentence.end]
    longer = before if len(before) > len(after) else after
    return longer if len(longer) > 2 else None
