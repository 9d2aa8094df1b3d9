"""Who vouches for a claim: the innermost source named in the text, or the outlet."""

from __future__ import annotations

from dataclasses import dataclass, replace

from spacy.tokens import Doc, Token

from pipeline.annotate.claim_frames import FrameCatalog
from pipeline.annotate.claim_nationality import nationality
from pipeline.annotate.claim_parties import PartyReader
from pipeline.annotate.claim_pronouns import FIRST, PERSONAL, is_pronoun
from pipeline.annotate.claim_retort import calls_false, leaves_open, takes_back
from pipeline.annotate.claim_syntax import (
    agent_of,
    antecedent_of,
    governors,
    is_infinitive,
    is_passive,
    is_verb,
    prepositions_of,
    surface_subject,
)
from pipeline.annotate.parties import phrase_of

OUTLET = "outlet"
# Nouns that hold a claim; who made it stands in "by" or as possessor, else the noun itself vouches.
REPORTS = frozenset(
    {
        "report", "intelligence", "allegation", "accusation", "claim", "evidence", "statement", "announcement",
        "analysis",
        "inquiry", "investigation", "probe", "imagery", "assessment", "comment", "remark", "study", "document",
        "charge",
        "complaint", "resolution", "indictment", "lawsuit", "testimony", "suggestion", "assertion", "denial",
        "suspicion",
        "admission", "confirmation", "revelation", "warning", "speculation", "rumour", "rumor", "sign", "indication",
        "figure", "statistic", "data", "record", "filing", "invoice", "photo", "photograph", "image", "footage", "video",
        "cable", "memo", "letter", "log", "dossier", "finding", "paper", "leak", "notion", "idea",
    }
)  # fmt: skip
# Nouns that vouch by themselves only when nobody stands behind them and they are named as a source.
OWN_VOICE = frozenset(
    {"report", "intelligence", "analysis", "resolution", "document", "study", "assessment", "imagery", "indictment"}
)
SPOKEN = frozenset(
    {
        "comment",
        "remark",
        "statement",
        "report",
        "interview",
        "testimony",
        "announcement",
        "speech",
        "complaint",
        "resolution",
    }
)
ACCUSING = frozenset(
    {"accuse", "blame", "charge", "suspect", "allege", "claim", "criticise", "criticize", "denounce", "condemn"}
)
HUMAN_SPEECH = frozenset(
    {"say", "tell", "add", "deny", "insist", "argue", "claim", "allege", "state", "warn", "vow", "testify"}
)
# Offices that speak for a state even where their phrase does not name it.
OFFICES = frozenset(
    {
        "minister", "ministry", "president", "premier", "chief", "army", "military", "navy", "government", "spokesman",
        "spokeswoman", "spokesperson", "cabinet", "commander", "pentagon", "kremlin", "department", "official", "general",
        "chancellor", "secretary", "force", "admiral", "colonel",
    }
)  # fmt: skip
VISITORS = frozenset({"diplomat", "source", "analyst", "observer", "correspondent", "trader", "worker"})
SIDES = frozenset({"government", "country", "side", "state", "nation", "neighbour", "neighbor", "capital", "ministry"})
LATEST_SPEECH = 4  # tokens from the end in which a last verb of saying may stand: "... claimed on Monday"
LONGEST_SOURCE = 10
QUOTES = '"“”«»'
CONTENT = frozenset(
    {
        "ccomp",
        "xcomp",
        "dobj",
        "prep",
        "pobj",
        "pcomp",
        "acl",
        "parataxis",
        "advcl",
        "dep",
        "conj",
        "relcl",
        "attr",
        "dative",
        "oprd",
        "acomp",
        "appos",
        "agent",
    }
)


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


class VoiceFinder:
    """Finds the claimant of a transfer from its trigger."""

    def __init__(self, frames: FrameCatalog, parties: PartyReader) -> None:
        self.words = frames.words
        self.parties = parties

    def find(self, trigger: Token) -> Voice | None:
        """The innermost named source, or None where the outlet itself vouches."""
        quoted = self._quoted_source(trigger)
        if quoted is not None:
            return quoted
        climbed = self._climb(trigger)
        if climbed is not None:
            return climbed
        according = self._according_to(trigger)
        if according is not None:
            return according
        return self._attributed(trigger) or self._trailing(trigger)

    # -- ways to a source --------------------------------------------------------------------------------------------

    def _climb(self, trigger: Token) -> Voice | None:
        """The nearest governing verb of saying, act or noun of report."""
        found = self._nearest(trigger)
        if found is None:
            return None
        is_false = is_withdrawn = False
        is_open = found.cue is not None and leaves_open(found.cue)
        for head, child in governors(trigger):
            if not is_withdrawn and takes_back(head, child, self.words["speech"]):
                is_withdrawn = True
                found = self._own_voice(head) or found
            is_below = found.cue is None or head.i == found.cue.i or found.cue.is_ancestor(head)
            is_false = is_false or (is_below and calls_false(head, child))
        return replace(
            found,
            is_denial=(found.is_denial or (is_false and not is_withdrawn)) and not is_open,
            is_retraction=found.is_retraction or is_withdrawn,
        )

    def _own_voice(self, head: Token) -> Voice | None:
        """Who takes words back: the subject, or the outlet where "we" has no other speaker."""
        verb = head if is_verb(head) else head.head
        subject = surface_subject(verb) if is_verb(verb) else None
        if subject is None:
            return None
        voice = self._voice(subject, verb)
        is_we = voice.text.lower() in FIRST
        return replace(voice, text=OUTLET, country=None, claimant_class="media") if is_we else voice

    def _nearest(self, trigger: Token) -> Voice | None:
        waiting: Voice | None = None
        aside = self._aside(trigger)
        if aside is not None:
            return aside
        is_aside = is_disputed = False
        if is_verb(trigger) and trigger.lemma_.lower() in self.words["acts"] and not is_passive(trigger):
            actor = surface_subject(trigger)
            if actor is not None and self._can_act(actor):
                return self._voice(actor, trigger)
        for head, child in governors(trigger):
            lemma = head.lemma_.lower()
            is_aside = is_aside or (child.dep_ == "relcl" and not is_infinitive(child))
            if is_verb(head):
                is_withdrawn = takes_back(head, child, self.words["speech"])
                is_disputed = is_disputed or calls_false(head, child)
                is_retort = is_withdrawn or (lemma != "be" and calls_false(head, child))
                speaks = is_retort or lemma in self.words["speech"] or (lemma in self.words["acts"] and not is_aside)
                speaks = speaks and not any(
                    particle.dep_ == "prt" and particle.lower_ == "off" for particle in head.children
                )
                if speaks and (child.dep_ in CONTENT or (is_passive(head) and child.dep_ == "nsubjpass")):
                    voice = self._voice_of_verb(head, child)
                    if voice is not None:
                        is_about_report = (
                            is_retort
                            or is_disputed
                            or (
                                lemma in self.words["denial"]
                                or (child.lemma_.lower() in REPORTS and child.dep_ in {"dobj", "nsubjpass"})
                            )
                        )
                        return waiting if waiting is not None and not is_about_report else voice
                aside = self._aside(head)
                if aside is not None and waiting is None:
                    return aside
            elif (
                lemma in REPORTS
                and child.dep_ in {"acl", "prep", "relcl", "pobj", "ccomp", "dep", "appos", "pcomp"}
                and waiting is None
            ):
                waiting = self._voice_of_report(head)
        return waiting

    def _voice_of_verb(self, verb: Token, content: Token) -> Voice | None:
        lemma = verb.lemma_.lower()
        if content.dep_ == "conj" and is_verb(content):
            # "said X and sold Y": the second verb is not said
            return None
        if content.dep_ == "advcl" and lemma in self.words["acts"]:
            return None
        subject = agent_of(verb) if is_passive(verb) else surface_subject(verb)
        if subject is None or subject.i == content.i:
            return None
        subject = antecedent_of(subject)
        if content.i in {token.i for token in subject.subtree} and subject.i > verb.i:
            return None
        if lemma in {"show", "suggest", "indicate", "reveal", "document"}:
            behind = self._publisher(subject)
            if behind is not None:
                return self._voice(behind, verb)
        if not self._can_speak(subject, lemma):
            return None
        if lemma in self.words["acts"] and lemma not in self.words["speech"] and not self._can_act(subject):
            return None
        return self._voice(subject, verb)

    def _can_act(self, subject: Token) -> bool:
        reading = self.parties.read(subject)
        return reading is not None and (bool(reading.countries) or subject.pos_ in {"PROPN", "PRON"})

    def _can_speak(self, subject: Token, verb: str) -> bool:
        """Whether the subject is somebody, or a paper that somebody wrote: no missile says anything."""
        if verb in HUMAN_SPEECH:
            return self.parties.catalog.term((subject.lemma_.lower(),)) is None
        if subject.pos_ in {"PROPN", "PRON"} or subject.ent_type_ in {"PERSON", "ORG", "GPE", "NORP"}:
            return self.parties.catalog.term((subject.lemma_.lower(),)) is None
        lemma = subject.lemma_.lower()
        lists = ("party_nouns", "unnamed", "research", "international", "court", "firm", "media", "not_official")
        is_listed = lemma in REPORTS or any(lemma in self.words[name] for name in lists)
        mention = subject._.wirewatch_mention
        return is_listed or (mention is not None and self.parties.catalog.term((lemma,)) is None)

    def _publisher(self, subject: Token) -> Token | None:
        """Who released the pictures or papers that show it."""
        for head, child in governors(subject):
            if (
                is_verb(head)
                and head.lemma_.lower() in {"release", "publish", "issue", "share", "unveil"}
                and child.dep_ in {"dobj", "nsubjpass"}
            ):
                return surface_subject(head) if not is_passive(head) else agent_of(head)
        return None

    def _aside(self, verb: Token) -> Voice | None:
        """ "..., officials say, ...": a verb of saying hung on the verb as parenthesis."""
        for child in verb.children:
            if child.dep_ in {"parataxis", "ccomp"} and is_verb(child) and child.lemma_.lower() in self.words["speech"]:
                if child.dep_ == "ccomp" and any(grand.dep_ in {"mark", "ccomp", "dobj"} for grand in child.children):
                    continue
                subject = next((grand for grand in child.children if grand.dep_ == "nsubj"), None)
                if subject is not None and (child.dep_ == "parataxis" or child.i < verb.i):
                    return self._voice(subject, child)
        return None

    def _voice_of_report(self, noun: Token) -> Voice | None:
        """Who stands behind a report: "allegations by X", "X's statement", "a police inquiry"."""
        if noun.lemma_.lower() == "denial":
            owner = next((child for child in noun.children if child.dep_ == "poss"), None)
            return self._voice(owner, noun) if owner is not None else None
        for child in noun.children:
            if child.dep_ == "prep" and child.lower_ in {"by", "from"}:
                pobj = next((grand for grand in child.children if grand.dep_ == "pobj"), None)
                if pobj is not None:
                    return self._voice(pobj, noun)
            if child.dep_ == "acl" and child.lemma_.lower() in {
                "make",
                "publish",
                "release",
                "present",
                "issue",
                "compile",
                "write",
            }:
                agent = agent_of(child)
                if agent is not None:
                    return self._voice(agent, noun)
        for child in noun.children:
            if (
                child.dep_ in {"poss", "compound"}
                and (child.pos_ in {"NOUN", "PROPN"})
                and child.lemma_.lower() not in {"news", "satellite"}
                and (child.dep_ == "poss" or child.lemma_.lower() in {"police", "army", "government", "intelligence"})
            ):
                return self._voice(child, noun)
        return self._voice(noun, noun) if noun.lemma_.lower() in OWN_VOICE else None

    def _according_to(self, trigger: Token) -> Voice | None:
        for token in trigger.sent:
            if token.lower_ != "according":
                continue
            for child in token.children:
                if child.lower_ == "to":
                    pobj = next((grand for grand in child.children if grand.dep_ in {"pobj", "pcomp"}), None)
                    if pobj is not None:
                        if pobj.lemma_.lower() in SPOKEN:
                            behind = self._voice_of_report(pobj)
                            if behind is not None:
                                return behind
                        return self._voice(pobj, token)
        return None

    def _trailing(self, trigger: Token) -> Voice | None:
        """ "..., prosecutors in Lima allege.": a verb of saying at the end, which the parser took for something else."""
        sentence = [token for token in trigger.sent if not token.is_punct or token.text == ","]
        for token in reversed(sentence[-LATEST_SPEECH:]):
            is_speech = (
                token.lemma_.lower() in self.words["speech"] or token.lower_.removesuffix("s") in self.words["speech"]
            )
            if token.text == "," or not is_speech:
                continue
            before = trigger.doc[trigger.sent.start : token.i]
            comma = next((t.i for t in reversed(before) if t.text == ","), None)
            if comma is None or comma < trigger.i or not 1 < token.i - comma <= LONGEST_SOURCE:
                return None
            source = trigger.doc[comma + 1 : token.i]
            head = next(
                (t for t in source if t.pos_ in {"NOUN", "PROPN"} and t.nbor().pos_ not in {"NOUN", "PROPN"}), None
            )
            if head is None or source[0].pos_ in {"ADP", "CCONJ", "SCONJ", "VERB", "PRON"}:
                return None
            return replace(self._voice(head, token), text=source.text) if self._can_speak(head, "show") else None
        return None

    def _quoted_source(self, trigger: Token) -> Voice | None:
        """ "NBC, quoting officials, reported": the innermost are the officials."""
        for token in trigger.sent:
            if token.lower_ in {"quoting", "citing"}:
                target = next((child for child in token.children if child.dep_ in {"dobj", "pobj"}), None)
                if target is not None and self._can_speak(target, "show"):
                    return self._voice(target, token)
                following = next(
                    (
                        t
                        for t in trigger.doc[token.i + 1 : token.i + 9]
                        if t.pos_ in {"NOUN"} and t.lemma_.lower() in {"source", "official", "report"}
                    ),
                    None,
                )
                if following is not None:
                    return self._voice(following, token)
        return None

    def _attributed(self, trigger: Token) -> Voice | None:
        """The innermost attribution of the document whose content covers the trigger."""
        doc = trigger.doc
        covering = [a for a in doc._.wirewatch_attributions if a.source and a.content[0] <= trigger.idx < a.content[1]]
        for attribution in sorted(covering, key=lambda a: a.content[1] - a.content[0]):
            source = attribution.source
            span = doc.char_span(source[0], source[1], alignment_mode="expand") if source else None
            cue = doc.char_span(attribution.cue[0], attribution.cue[1], alignment_mode="expand")
            if span is None or cue is None or cue.root.lemma_.lower() not in self.words["speech"] | {"accord"}:
                continue
            in_quotes = any(
                mark in doc.text[attribution.content[0] - 1 : attribution.content[1] + 1] for mark in QUOTES
            )
            if cue.root.sent.start == trigger.sent.start or in_quotes:
                return self._voice(span.root, cue.root)
        return None

    # -- what a source is --------------------------------------------------------------------------------------------

    def _voice(self, token: Token, cue: Token) -> Voice:
        head = self._antecedent(token)
        text = _words_of(head)
        lemma, cue_lemma = head.lemma_.lower(), cue.lemma_.lower()
        words = {t.lemma_.lower() for t in phrase_of(head)} | {t.lower_ for t in phrase_of(head)}
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
            text=text,
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
            if candidate.dep_ not in {"nsubj", "nsubjpass", "poss", "agent", "pobj"} or candidate.pos_ not in {
                "PROPN",
                "NOUN",
            }:
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
        doc = token.doc
        covering = [a for a in doc._.wirewatch_attributions if a.source and a.content[0] <= token.idx < a.content[1]]
        for attribution in sorted(covering, key=lambda a: a.content[1] - a.content[0]):
            span = doc.char_span(attribution.source[0], attribution.source[1]) if attribution.source else None
            if span is not None and span.root.lower_ not in FIRST:
                return self._antecedent(span.root)
        return token


def _words_of(head: Token) -> str:
    """The words of a source without relative clauses and the like; a name keeps its titles."""
    phrase = phrase_of(head)
    start = phrase.start
    doc: Doc = head.doc
    while phrase.end > start and doc[start].is_punct:
        start += 1
    return doc[start : phrase.end].text.strip(" \"'“”‘’,")
