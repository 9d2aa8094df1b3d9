"""Which entry of the lexicon a word carries: checks what must stand around it and takes the most specific one."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from pipeline.annotate.event_arguments import agent_of, object_of, subject_of
from pipeline.annotate.event_clauses import complements_of
from pipeline.annotate.event_lexicon import Entry, Lexicon
from pipeline.annotate.event_phrases import content_of, modifier_lemmas, noun_lemmas, particles_of, prepositional
from pipeline.annotate.modality_words import modality_words
from pipeline.annotate.parts_of_speech import VERBAL
from pipeline.annotate.plover import COOPERATIVE, HOSTILE
from pipeline.annotate.syntax_words import syntax_words

PERSON_TYPES = frozenset({"PER", "NORP", "ORG", "GPE"})
HUMAN_NOUNS = syntax_words().people


@dataclass(frozen=True, slots=True)
class Match:
    """An entry at a word: `trigger` names the act, `carrier` is the predicate with subject, tense and prepositions."""

    entry: Entry
    trigger: Token
    carrier: Token
    object: Token | None
    complement: Token | None
    inner: Match | None
    specificity: float

    @property
    def is_nominal(self) -> bool:
        """Does a noun name the act?"""
        return self.trigger.pos_ in {"NOUN", "PROPN"} and self.carrier.i == self.trigger.i


def find_matches(tokens: list[Token], lexicon: Lexicon) -> dict[int, Match]:
    """The best match of each word that triggers one, by token index."""
    found: dict[int, Match] = {}
    for token in tokens:
        match_at(token, lexicon, found, 0)
    return found


def match_at(token: Token, lexicon: Lexicon, found: dict[int, Match], depth: int) -> Match | None:
    """The best match at a token, remembered in `found`."""
    if token.i in found:
        return found[token.i]
    if depth > 4:
        return None
    candidates: list[Match] = []
    if token.pos_ in VERBAL or (token.tag_.startswith("VB") and token.dep_ != "amod"):
        entries = lexicon.verbs.get(_lemma(token, lexicon), ())
        obj = object_of(token) if entries else None
        for entry, particle in entries:
            match = _match_verb(entry, particle, token, obj, lexicon, found, depth)
            if match is not None:
                candidates.append(match)
    elif token.pos_ in {"NOUN", "PROPN"}:
        for entry in lexicon.nouns.get(token.lemma_.lower(), ()):
            match = _match_noun(entry, token, lexicon, found, depth)
            if match is not None:
                candidates.append(match)
    elif token.pos_ == "ADJ":
        for entry in lexicon.adjectives.get(token.lemma_.lower(), ()):
            match = _match_adjective(entry, token, lexicon, found, depth)
            if match is not None:
                candidates.append(match)
    if not candidates:
        return None
    best = max(candidates, key=lambda match: match.specificity)
    found[token.i] = best
    return best


def _lemma(verb: Token, lexicon: Lexicon) -> str:
    """The lemma in small letters; the model cuts "staged" and "waged" to "stag" and "wag", which is mended here."""
    lemma = verb.lemma_.lower()
    return f"{lemma}e" if lemma not in lexicon.verbs and f"{lemma}e" in lexicon.verbs else lemma


# -- verbs -----------------------------------------------------------------------------------------------------------


def _match_verb(
    entry: Entry, particle: str, verb: Token, obj: Token | None, lexicon: Lexicon, found: dict[int, Match], depth: int
) -> Match | None:
    score = entry.weight
    if particle:
        if not _has_particle(verb, particle):
            return None
        score += 1.5
    if entry.object or entry.object_modifier:
        checked = _check_object(entry, obj)
        if checked is None:
            return None
        score += checked
    elif entry.with_object and obj is None:
        return None
    if obj is not None and entry.barred_modifier and modifier_lemmas(obj) & entry.barred_modifier:
        return None
    if entry.object_person and obj is not None and not is_human(obj):
        return None
    if entry.subject:
        subject = agent_of(verb) or subject_of(verb)
        if subject is None or not (noun_lemmas(subject) | modifier_lemmas(subject)) & entry.subject:
            return None
        score += 2.0
    if entry.oprd:
        if not any(
            child.dep_ in {"oprd", "acomp", "attr", "xcomp", "ccomp", "prep", "dobj", "amod", "advcl"}
            and ({t.lower_ for t in child.subtree} | {child.lemma_.lower()}) & entry.oprd
            for child in verb.children
        ):
            return None
        score += 2.0
    prepositions = _check_prepositions(entry, verb, obj)
    if prepositions is None:
        return None
    score += prepositions
    checked_complement = _check_complement(entry, verb, lexicon, found, depth)
    if checked_complement is None:
        return None
    complement, inner, gained = checked_complement
    return Match(entry, verb, verb, obj, complement, inner, score + gained)


def _has_particle(verb: Token, particle: str) -> bool:
    words = particle.split()
    if words[0] in particles_of(verb):
        return True
    follower = verb.doc[verb.i + 1].lower_ if verb.i + 1 < len(verb.doc) else ""
    return follower == words[0]


def _check_object(entry: Entry, obj: Token | None) -> float | None:
    """What the object adds to the score; None where it does not fit."""
    if obj is None:
        return None
    score = 0.0
    if entry.object:
        lemmas = noun_lemmas(obj)
        if lemmas & entry.object:
            score += 2.0
        elif "person" in entry.object and is_human(obj):
            score += 1.0
        else:
            return None
    if entry.object_modifier:
        if not modifier_lemmas(obj) & entry.object_modifier:
            return None
        score += 1.5
    return score


def _check_prepositions(entry: Entry, head: Token, obj: Token | None) -> float | None:
    """The best score of a preposition that the entry lists; None where it lists some and none is there."""
    if not entry.preposition:
        return 0.0
    best: float | None = None
    for preposition, words in entry.preposition.items():
        for noun in _nouns_under(head, obj, preposition):
            if not words:
                best = max(best or 0.0, 0.5)
            elif noun_lemmas(noun) & words or {f"~{word}" for word in modifier_lemmas(noun)} & words:
                best = max(best or 0.0, 2.0)
        if not words and best is None and preposition in particles_of(head):
            best = 0.4
    return best


def _nouns_under(head: Token, obj: Token | None, preposition: str) -> list[Token]:
    under = list(prepositional(head, preposition))
    if obj is not None:
        under += prepositional(obj, preposition)
    for child in head.children:
        if child.dep_ == "prep" and child.lower_ == preposition:
            under += [grand for grand in child.children if grand.dep_ == "pcomp"]
    return under


def _check_complement(
    entry: Entry, head: Token, lexicon: Lexicon, found: dict[int, Match], depth: int
) -> tuple[Token | None, Match | None, float] | None:
    """The complement clause, its own match, and what it adds to the score; None where a needed one is missing."""
    chosen: tuple[Token | None, Match | None, float] | None = None
    for kind, verb in complements_of(head):
        if entry.complement and kind not in entry.complement:
            continue
        if not entry.complement and kind not in {"to", "that", "ing"}:
            continue
        inner = match_at(verb, lexicon, found, depth + 1) or _inner_noun(verb, lexicon, found, depth)
        gained = 1.5 if entry.complement else 0.0
        gained += 0.5 if kind == "must" else 0.0
        if entry.required_complement_verb:
            if verb.lemma_.lower() not in entry.required_complement_verb:
                continue
            gained += 1.0
        if verb.lemma_.lower() in entry.barred_complement_verb:
            return None
        if entry.complement_word:
            if not any(
                word.lower_ in entry.complement_word for child in verb.children for word in (child, *child.children)
            ):
                continue
            gained += 1.0
        if entry.other_subject and not _has_other_subject(verb):
            continue
        if entry.required_complement or entry.cooperative or entry.hostile:
            if kind == "to" and any(child.dep_ == "nsubj" for child in verb.children):
                continue  # "wants Spain to mediate" is no intention of one's own
            kind_of_inner = _attitude(inner)
            wanted = entry.required_complement
            if wanted and kind_of_inner != wanted:
                continue
            if entry.cooperative and kind_of_inner == "hostile":
                continue
        if chosen is None or gained > chosen[2]:
            chosen = (verb, inner, gained)
    if chosen is None:
        return None if entry.complement and not _complement_optional(entry, head) else (None, None, 0.0)
    return chosen


def _has_other_subject(verb: Token) -> bool:
    """Does the clause speak of somebody else than its speaker? A pronoun mostly means the speaker."""
    subject = next((child for child in verb.children if child.dep_ in {"nsubj", "nsubjpass"}), None)
    return subject is not None and subject.pos_ != "PRON"


def _complement_optional(entry: Entry, head: Token) -> bool:
    """Entries of requests take "for" as a complement: "asked Kenya for rice"."""
    return "for" in entry.complement and any(child.dep_ == "prep" and child.lower_ == "for" for child in head.children)


def _inner_noun(verb: Token, lexicon: Lexicon, found: dict[int, Match], depth: int) -> Match | None:
    """The act of a light complement: "agreed to hold talks", "agreed to a ceasefire"."""
    obj = object_of(verb)
    return match_at(content_of(obj), lexicon, found, depth + 1) if obj is not None else None


def _attitude(inner: Match | None) -> str | None:
    if inner is None:
        return None
    if inner.entry.type in COOPERATIVE:
        return "cooperative"
    if inner.entry.type in HOSTILE or inner.entry.type == "THREATEN":
        return "hostile"
    return None


# -- nouns and adjectives --------------------------------------------------------------------------------------------


def _match_noun(entry: Entry, noun: Token, lexicon: Lexicon, found: dict[int, Match], depth: int) -> Match | None:
    if noun.dep_ in {"compound", "amod", "nmod"} and noun.head.i != noun.i:
        return None
    carrier = support_verb_of(noun) or noun
    score = entry.weight
    if entry.object_modifier:
        if not modifier_lemmas(noun) & entry.object_modifier:
            return None
        score += 1.0
    if entry.copula:
        if noun.dep_ != "attr":
            return None
        carrier = noun.head
    fitting = _check_prepositions(entry, noun, None)
    if carrier.i != noun.i and not entry.copula:
        fitting = max(fitting or 0.0, 0.0) + 0.3  # "launched a raid": the verb lends its subject and its prepositions
    if fitting is None and (any(child.dep_ == "poss" for child in noun.children) or entry.complement):
        fitting = 0.0
    if fitting is None:
        return None
    complement = inner = None
    if entry.complement:
        checked = _check_complement(entry, noun, lexicon, found, depth)
        if checked is None and not entry.preposition:
            return None
        if checked is None and fitting == 0.0:
            return None
        if checked is not None:
            complement, inner, gained = checked
            score += gained
    return Match(entry, noun, carrier, None, complement, inner, score + fitting)


def support_verb_of(noun: Token) -> Token | None:
    """The light verb of which the noun is the object, the passive subject or, after "in", the complement."""
    top = noun
    for _ in range(3):
        if top.dep_ == "conj" and top.head.pos_ in {"NOUN", "PROPN"}:
            top = top.head
        elif top.dep_ == "pobj" and top.head.lower_ == "of" and content_of(top.head.head).i == top.i:
            top = top.head.head
        else:
            break
    verbs = modality_words().support.verbs
    if top.dep_ in {"dobj", "nsubjpass"} and top.head.pos_ == "VERB" and top.head.lemma_.lower() in verbs:
        return top.head
    if (
        top.dep_ == "pobj"
        and top.head.lower_ in {"in", "to", "for"}
        and top.head.head.lemma_.lower() in {"engage", "participate", "involve", "join"}
    ):
        return top.head.head
    return None


def _match_adjective(
    entry: Entry, adjective: Token, lexicon: Lexicon, found: dict[int, Match], depth: int
) -> Match | None:
    carrier = adjective
    if adjective.dep_ in {"acomp", "oprd", "conj"} and adjective.head.pos_ in VERBAL:
        carrier = adjective.head
    elif adjective.dep_ == "amod":
        return None
    fitting = _check_prepositions(entry, adjective, None)
    if fitting is None:
        return None
    checked = _check_complement(entry, adjective, lexicon, found, depth)
    if checked is None:
        return None
    complement, inner, gained = checked
    if not entry.preposition and not entry.complement and not any(child.dep_ == "prep" for child in adjective.children):
        return None
    return Match(entry, adjective, carrier, None, complement, inner, entry.weight + fitting + gained)


# -- who counts as a person ------------------------------------------------------------------------------------------


def is_human(noun: Token) -> bool:
    """Does the noun name people or a body of people?"""
    for token in (noun, content_of(noun)):
        mention = token._.wirewatch_mention
        if mention is not None and mention.type in PERSON_TYPES:
            return True
        if token.lemma_.lower() in HUMAN_NOUNS or token.ent_type_ in {"PERSON", "NORP"}:
            return True
        if token.pos_ == "PROPN" and any(child.lemma_.lower() in HUMAN_NOUNS for child in token.children):
            return True  # "Sergeant Smith"
        if token.pos_ == "PRON" and token.lower_ in {
            "him",
            "her",
            "them",
            "he",
            "she",
            "they",
            "us",
            "me",
            "who",
            "whom",
        }:
            return True
    return False
