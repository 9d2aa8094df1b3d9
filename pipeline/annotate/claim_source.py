"""What a source is that vouches for a claim: its words, the state it speaks for, its class, and whether it can speak."""

from __future__ import annotations

from dataclasses import dataclass

from spacy.tokens import Token

from pipeline.annotate.claim_frames import FrameCatalog
from pipeline.annotate.claim_nationality import nationality
from pipeline.annotate.claim_parties import PartyReader
from pipeline.annotate.claim_pronouns import FIRST, PERSONAL, is_pronoun
from pipeline.annotate.claim_speech import attributions_over
from pipeline.annotate.claim_syntax import agent_of, governors, is_passive, is_verb, prepositions_of, surface_subject
from pipeline.annotate.parties import phrase_of
from pipeline.annotate.words import wordset

OUTLET = "outlet"
# Nouns that hold a claim; who made it stands in "by" or as possessor, else the noun itself vouches.
REPORTS = wordset(
    "report intelligence allegation accusation claim evidence statement announcement analysis inquiry "
    "investigation probe imagery assessment comment remark study document charge complaint resolution indictment "
    "lawsuit testimony suggestion assertion denial suspicion admission confirmation revelation warning "
    "speculation rumour rumor sign indication figure statistic data record filing invoice photo photograph image "
    "footage video cable memo letter log dossier finding paper leak notion idea"
)
ACCUSING = frozenset(
    {"accuse", "blame", "charge", "suspect", "allege", "claim", "criticise", "criticize", "denounce", "condemn"}
)
# Lists of the frame catalog whose words name somebody who can speak.
SPEAKERS = ("party_nouns", "unnamed", "research", "international", "court", "firm", "media", "not_official")
HUMAN_SPEECH = frozenset(
    {"say", "tell", "add", "deny", "insist", "argue", "claim", "allege", "state", "warn", "vow", "testify"}
)
# Offices that speak for a state even where their phrase does not name it.
OFFICES = wordset(
    "minister ministry president premier chief army military navy government spokesman spokeswoman spokesperson "
    "cabinet commander pentagon kremlin department official general chancellor secretary force admiral colonel"
)
VISITORS = frozenset({"diplomat", "source", "analyst", "observer", "correspondent", "trader", "worker"})
# Where the name stands that a later pronoun takes up.
NAMING = frozenset({"nsubj", "nsubjpass", "poss", "agent", "pobj"})
SIDES = frozenset({"government", "country", "side", "state", "nation", "neighbour", "neighbor", "capital", "ministry"})


@dataclass(frozen=True, slots=True)
class Voice:
    """A claimant: words, country where it speaks for a state, group or firm, class, and the verb of saying."""

    text: str
    country: str | None
    claimant_class: str  # state, igo, court, research, firm, unnamed_official, media; party is decided with the dyad
    cue: Token | None
    is_denial: bool = False
    is_accusation: bool = False
    is_retraction: bool = False
    is_group: bool = False
    start: int = 0  # offsets of the word that names the claimant
    end: int = 0
    is_both: bool = False  # "the two governments": the sides of the transfer speak together

    @property
    def is_official(self) -> bool:
        """Whether the words of this claimant are those of a government, an armed group or a firm."""
        return self.claimant_class in {"state", "firm"}


class SourceReader:
    """Reads what a source is: its full words, the state it speaks for, its class."""

    def __init__(self, frames: FrameCatalog, parties: PartyReader) -> None:
        self.words = frames.words
        self.parties = parties

    def voice(self, token: Token, cue: Token) -> Voice:
        """The claimant that a word names as the source of a cue, a verb or noun of saying."""
        head = self._antecedent(token)
        lemma, cue_lemma = head.lemma_.lower(), cue.lemma_.lower()
        words = {form for t in phrase_of(head) for form in (t.lemma_.lower(), t.lower_)}
        reading = self.parties.read(head)
        country = reading.countries[0] if reading is not None and len(reading.countries) == 1 else None
        if lemma in VISITORS and any(child.dep_ == "prep" and child.lower_ == "in" for child in head.children):
            country = None  # "a diplomat in Chad" speaks for another state than Chad
        is_both = lemma in SIDES and any(child.lower_ in {"two", "both"} for child in head.children)
        if country is None and not is_both and self._is_bare_office(head, lemma):
            country = self._state_spoken_of(head, cue)
        claimant_class = self._class_of(lemma, words, country, is_firm=reading is not None and reading.kind == "firm")
        if claimant_class in {"igo", "research", "media", "unnamed_official"}:
            country = None
        return Voice(
            text=_words_of(head),
            country=country,
            claimant_class=claimant_class,
            cue=cue,
            is_denial=cue_lemma in self.words["denial"],
            is_accusation=cue_lemma in ACCUSING,
            is_retraction=cue_lemma in self.words["retraction"],
            is_group=reading is not None and reading.is_group,
            is_both=is_both,
            start=head.idx,
            end=head.idx + len(head),
        )

    def _is_bare_office(self, head: Token, lemma: str) -> bool:
        """ "the defence minister", "officials": an office whose state the phrase leaves out."""
        if head.ent_type_ == "PERSON" or head.pos_ == "PROPN":
            return any(
                child.dep_ in {"compound", "nmod", "appos"} and child.lemma_.lower() in OFFICES
                for child in head.children
            )
        if lemma not in OFFICES or head.ent_type_ == "GPE":
            return False
        owner = next((child for child in head.children if child.dep_ == "poss"), None)
        if owner is not None and owner.lemma_.lower() in OFFICES:  # "the ministry's spokesman"
            return self._is_bare_office(owner, owner.lemma_.lower())
        return not any(child.dep_ in {"poss", "prep", "relcl"} for child in head.children) and (
            any(child.dep_ == "det" and child.lower_ == "the" for child in head.children) or head.text[:1].isupper()
        )

    def _state_spoken_of(self, head: Token, cue: Token) -> str | None:
        """The state that the words of an office are about: the subject of "Peru bought frigates, the navy said"."""
        for prep, place in prepositions_of(cue):  # "a spokesman said in Lima"
            where = nationality(place, self.parties.catalog) if prep == "in" and place.head.head.i == cue.i else None
            if where is not None:
                return where.countries[0]
        for clause in cue.children:
            if clause.dep_ not in {"ccomp", "parataxis"} or not is_verb(clause):
                continue
            subject = surface_subject(clause)
            reading = self.parties.read(subject) if subject is not None and not is_pronoun(subject) else None
            is_state = reading is not None and reading.kind == "state" and len(reading.countries) == 1
            if reading is not None and is_state and reading.basis == "direct":
                return reading.countries[0]
        return None

    def _class_of(self, lemma: str, words: set[str], country: str | None, is_firm: bool) -> str:
        """The class of a claimant by the words that name it; "other" where they tell none."""
        if lemma in self.words["unnamed"]:
            return "unnamed_official"
        if words & self.words["court"]:
            return "court"
        if words & self.words["international"] and country is None:
            return "igo"
        if words & self.words["not_official"]:
            return "research" if words & self.words["research"] else "other"
        if words & self.words["research"] and country is None:
            return "research"
        if is_firm or (lemma in self.words["firm"]):
            return "firm"
        if words & self.words["media"] and "intelligence" not in words:
            return "media"
        if country is not None:
            return "state"
        return "unnamed_official" if lemma in {"official", "officer", "diplomat"} else "other"

    def _antecedent(self, token: Token) -> Token:
        """The full name behind a pronoun, from the subjects before it, or the pronoun itself."""
        if not is_pronoun(token):
            return token
        if token.lower_ in FIRST:
            return self._speaker_of(token)
        is_person = token.lower_ in PERSONAL
        for candidate in reversed(token.doc[: token.i]):
            if candidate.dep_ not in NAMING or candidate.pos_ not in {"PROPN", "NOUN"}:
                continue
            mention = candidate._.wirewatch_mention
            if mention is None or (candidate.dep_ in {"poss", "pobj"} and not is_person):
                continue
            if is_person and (mention.type == "PER" or (mention.type == "ROLE" and mention.role == "GOV")):
                return candidate
            if not is_person and mention.type in {"ORG", "GPE", "ROLE"} and candidate.dep_ != "pobj":
                return candidate
        return token

    def _speaker_of(self, token: Token) -> Token:
        """Who says "we" or "I": the subject of the verb of saying above it, else of the attribution over it."""
        for head, child in governors(token):
            if is_verb(head) and head.lemma_.lower() in HUMAN_SPEECH | {"write", "announce"} and child.dep_ == "ccomp":
                subject = agent_of(head) if is_passive(head) else surface_subject(head)
                if subject is not None and not (is_pronoun(subject) and subject.lower_ in FIRST):
                    return self._antecedent(subject)
        for _, source in attributions_over(token):
            span = token.doc.char_span(*source)
            if span is not None and span.root.lower_ not in FIRST:
                return self._antecedent(span.root)
        return token

    def can_speak(self, subject: Token, verb: str) -> bool:
        """Whether the subject is somebody, or a paper that somebody wrote: no missile says anything."""
        lemma = subject.lemma_.lower()
        is_weapon = self.parties.catalog.term((lemma,)) is not None
        is_name = subject.pos_ in {"PROPN", "PRON"} or subject.ent_type_ in {"PERSON", "ORG", "GPE", "NORP"}
        if verb in HUMAN_SPEECH or is_name:
            return not is_weapon
        is_listed = lemma in REPORTS or any(lemma in self.words[name] for name in SPEAKERS)
        return is_listed or (subject._.wirewatch_mention is not None and not is_weapon)

    def can_act(self, subject: Token) -> bool:
        """Whether the subject is a party or a name, which vouches for what it does."""
        reading = self.parties.read(subject)
        return reading is not None and (bool(reading.countries) or subject.pos_ in {"PROPN", "PRON"})


def _words_of(head: Token) -> str:
    """The words of a source without relative clauses and the like; a name keeps its titles."""
    phrase = phrase_of(head)
    start = phrase.start
    while phrase.end > start and head.doc[start].is_punct:
        start += 1
    return head.doc[start : phrase.end].text.strip(" \"'“”‘’,")
