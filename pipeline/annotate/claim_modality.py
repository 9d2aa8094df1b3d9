"""Whether a transfer is told as fact, plan, possibility or history, negated or hedged: the modalities of claims."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from spacy.tokens import Span, Token

from pipeline.annotate.claim_frames import FrameCatalog
from pipeline.annotate.claim_retort import leaves_open
from pipeline.annotate.claim_syntax import governors, is_infinitive, is_verb

FUTURE = frozenset({"will", "shall", "'ll", "’ll", "wo"})
POSSIBLE = frozenset({"may", "might", "could", "would", "can", "should", "must", "ca", "'d", "’d", "ought"})
NEGATIONS = frozenset({"not", "n't", "n’t", "never", "no", "neither", "nor", "without"})
CONDITIONS = frozenset({"if", "unless", "whether", "should", "lest", "until"})
HEDGES = frozenset(
    {
        "reportedly", "allegedly", "apparently", "probably", "possibly", "likely", "presumably", "supposedly",
        "purportedly",
        "suspected", "alleged", "reported", "unconfirmed", "rumoured", "rumored", "believed", "thought", "perhaps",
        "seemingly",
        "purported", "ostensibly", "potentially", "suspect", "rumours", "rumors", "illegal",
    }
)  # fmt: skip
HEDGING_PASSIVES = frozenset(
    {
        "believe",
        "think",
        "suspect",
        "report",
        "say",
        "allege",
        "rumour",
        "rumor",
        "understand",
        "expect",
        "estimate",
        "fear",
    }
)
POSSIBLE_NOUNS = frozenset(
    {"potential", "possible", "proposed", "prospective", "would-be", "attempted", "hypothetical", "conditional"}
)
PLANNED_NOUNS = frozenset(
    {"planned", "future", "upcoming", "forthcoming", "pending", "further", "scheduled", "next", "imminent"}
)
STOPPED_NOUNS = frozenset(
    {"failed", "cancelled", "canceled", "suspended", "halted", "aborted", "frozen", "abandoned", "blocked"}
)
NONE = frozenset({"none", "nothing"})  # "none of the rifles were sent"
HISTORY = re.compile(
    "|".join(
        (
            r"\bworld war\b",
            r"\bcold war\b",
            r"\b\w+(?:\s+\w+)?\s+(?:years|decades)\s+(?:ago|earlier)\b",
            r"\bdecades?\s+ago\b",
            r"\bin the past\b(?! \w+ (?:days|weeks|months|years?))",
            r"\bin the (?:19|20)?\d0s\b",
            r"\bthe (?:late|early|mid)?-?\s?(?:19)\d0s\b",
            r"\bduring the (?:presidency|reign|rule|era|war|cold)\b",
            r"\b(?:historically|formerly|wartime|long ago|last century|soviet era|for a while|at the time)\b",
            r"\byears? before\b",
        )
    ),
    re.IGNORECASE,
)
YEAR = re.compile(
    r"(?<![\d$€£,.-])(?P<since>since\s+(?:\w+\s+)?)?(?P<year>(?:19|20)\d\d)"
    r"(?!\d|[,.]\d| (?:mm|tons|missiles|shells))(?:[/-]\d\d)?"
)
# What makes a "possible" or "proposed" sale a decided one.
GRANTING = frozenset(
    {"approve", "clear", "authorize", "authorise", "endorse", "green-light", "approval", "okay", "greenlight"}
)
PROOFS = frozenset({"evidence", "proof", "sign", "indication", "trace", "truth"})
# Verbs with a particle that call a transfer off.
CALLED_OFF = frozenset(
    {("back", "out"), ("pull", "out"), ("walk", "away"), ("call", "off"), ("turn", "down"), ("back", "away")}
)
WARDING = frozenset({"block", "stop", "halt", "thwart", "foil", "end"})  # as an aim they have not stopped anything yet
BEFORE_YEARS = frozenset(
    {
        "jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec", "in", "sin", "fro", "by", "unt",
        "bet", "dur", "the", "as", "ear", "lat", "mid", "win", "spr", "sum", "aut", "fal", "and", "to", "aft", "bef",
    }
)  # fmt: skip
RULE_NOUNS = frozenset({"ban", "embargo", "sanction", "prohibition", "restriction", "moratorium"})
LIFTING = frozenset({"lift", "ease", "relax", "remove", "end", "drop", "scrap", "waive"})
# Views on whether to do it: who opposes sending it has not seen it sent.
OPINIONS = frozenset({"oppose", "favour", "favor", "support", "advocate", "mind"})
# What is done about transfers that happen: nothing above tells whether they do ("agreed to monitor shipments").
PRESUPPOSING = frozenset(
    {
        "follow", "monitor", "track", "watch", "trace", "observe", "document", "expose", "publicise", "publicize", "record",
        "regret", "condemn", "denounce", "deplore", "decry", "criticise", "criticize", "punish", "avenge", "protest",
        "investigate", "probe", "count", "tally", "map",
    }
)  # fmt: skip
# What somebody gets for a deed done: "would pay a price for buying".
REQUITALS = frozenset(
    {
        "price", "penalty", "consequence", "punish", "punishment", "criticise", "criticize", "condemn", "thank", "blame",
        "rebuke", "praise", "sanction", "fine", "arrest", "jail", "convict", "apologise", "apologize", "denounce", "cost",
    }
)  # fmt: skip
WAITING = frozenset({"require", "await"})  # a transfer that does this is not yet decided
RANKS = {"asserted": 0, "past": 1, "planned": 2, "hypothetical": 3}


@dataclass(frozen=True, slots=True)
class ClaimModality:
    """asserted, planned, hypothetical or past; `negation` is plain ("did not"), stopped ("suspended") or None."""

    modality: str
    negation: str | None
    hedge: str | None


class ModalityReader:
    """Reads the modality of a trigger, up to the verb of saying."""

    def __init__(self, frames: FrameCatalog) -> None:
        self.words = frames.words

    def read(
        self, trigger: Token, base: str, cue: Token | None, report_year: int | None, others: Sequence[Token] = ()
    ) -> ClaimModality:
        """The modality of a transfer.

        `base` is the frame's own; `cue` the claimant's verb, above which nothing counts; `report_year` the year of
        publication, None where it is unknown: then the latest year of the text stands for it; `others` are further
        triggers that tell of the same goods ("paid for rifles that were not delivered").
        """
        modality, negation = base, None
        hedges: list[str] = []
        modality, negation = self._local(trigger, modality, negation, hedges)
        for head, child in governors(trigger):
            if is_verb(head) and any((head.lemma_.lower(), c.lower_) in CALLED_OFF for c in head.children):
                negation = negation or "stopped"
            is_reduced = child.dep_ == "acl" and child.tag_ == "VBN"
            if child.dep_ == "relcl" and not is_infinitive(child):
                break
            if is_reduced or (child.dep_ == "conj" and is_verb(child) and child.i != trigger.i and not is_verb(head)):
                break
            if child.dep_ == "advcl" and is_verb(child):
                if any(mark.lower_ in CONDITIONS for mark in child.children if mark.dep_ in {"mark", "advmod", "aux"}):
                    modality = _stronger(modality, "hypothetical")
                if not self._is_purpose(child):
                    break
                modality = (
                    _stronger(modality, "hypothetical")
                    if child.lemma_.lower() in self.words["hypothetical"]
                    else modality
                )
                if head.lemma_.lower() not in self.words["hypothetical"]:
                    break
            if _is_presupposed(head, child):
                break
            if child.dep_ == "conj":
                if is_verb(head) and is_verb(child) and not _has_aux(child):
                    modality, negation = self._auxiliaries(head, modality, negation)
                continue
            if child.dep_ == "ccomp" and any(
                mark.lower_ in CONDITIONS for mark in child.children if mark.dep_ == "mark"
            ):
                modality = _stronger(modality, "hypothetical")
            if leaves_open(head) and child.dep_ in {"ccomp", "dobj"}:
                modality, negation = "hypothetical", None
                break
            if child.dep_ == "ccomp" and _is_withheld(head, child, self.words["speech"]):
                modality, negation = "hypothetical", None
                break
            modality, negation = self._governor(
                head, child, modality, negation, hedges, is_cue=cue is not None and head.i == cue.i
            )
            if cue is not None and head.i == cue.i:
                break
        for other in others:
            if negation is None and is_verb(other) and other.dep_ == "relcl" and _is_negated(other):
                negation = "stopped"
        if negation is None and self._is_denied_goods(trigger):
            negation = "plain"
        if negation == "plain" and modality == "hypothetical" and base != "hypothetical" and _only_would(trigger):
            modality = "planned"
        hedge_words = self._hedges(trigger, cue)
        hedges += [word for word in hedge_words if word not in hedges]
        is_present = any(head.tag_ in {"VBZ", "VBP", "VBG"} for head, _ in governors(trigger)) or trigger.tag_ in {
            "VBZ",
            "VBG",
        }
        if (modality == "asserted" or (modality == "planned" and not is_present)) and self._is_history(
            trigger, report_year
        ):
            modality = "past"
        return ClaimModality(modality, negation, hedges[0] if hedges else None)

    def _is_denied_goods(self, trigger: Token) -> bool:
        """ "no more transfers", "humanitarian help, not military aid": the negation stands before the noun."""
        first = trigger.left_edge.i if not is_verb(trigger) else trigger.i
        words = [token.lower_ for token in trigger.doc[max(first - 2, trigger.sent.start) : trigger.i]]
        if not is_verb(trigger) and "no" in words:
            return True
        goods = [child for child in trigger.subtree if child.dep_ in {"dobj", "appos", "conj"} and child.i > trigger.i]
        return any(
            token.lower_ == "not" and token.dep_ in {"neg", "advmod", "preconj", "cc"} and token.head.pos_ == "NOUN"
            for noun in goods
            for token in noun.children
        )

    def _local(self, token: Token, modality: str, negation: str | None, hedges: list[str]) -> tuple[str, str | None]:
        """Auxiliaries, negations and adjectives of the trigger itself."""
        if is_verb(token):
            modality, negation = self._auxiliaries(token, modality, negation)
            if token.lemma_.lower() == "withhold":
                negation = negation or "stopped"
        for child in token.children:
            low = child.lower_
            is_goods = is_verb(token) and child.dep_ in {"dobj", "nsubjpass"}
            if is_goods and (child.lower_ in NONE or any(_is_none(c) for c in child.children)):
                negation = "plain"
            if child.dep_ == "det" and low in {"no", "neither"}:
                negation = "plain"
            elif child.dep_ == "amod" and low in POSSIBLE_NOUNS:
                is_granted = not is_verb(token) and token.head.lemma_.lower() in GRANTING
                modality = _stronger(modality, "planned" if is_granted else "hypothetical")
            elif child.dep_ == "amod" and low in PLANNED_NOUNS - {"further"}:
                modality = _stronger(modality, "planned")
            elif child.dep_ == "amod" and low in STOPPED_NOUNS:
                negation = negation or "stopped"
            elif low in HEDGES:
                hedges.append(child.text)
        return modality, negation

    def _auxiliaries(self, verb: Token, modality: str, negation: str | None) -> tuple[str, str | None]:
        """Modal verbs, "going to", and negations that hang on a verb."""
        for child in verb.children:
            low = child.lower_
            is_future = low in FUTURE or (low in {"would", "'d"} and self._is_reported(verb))
            if child.dep_ == "aux" and child.lemma_.lower() in OPINIONS:  # the parser's reading of "oppose sending"
                modality = _stronger(modality, "hypothetical")
            elif child.dep_ == "aux" and is_future:
                modality = _stronger(modality, "planned")
            elif child.dep_ == "aux" and low in POSSIBLE:
                modality = _stronger(modality, "hypothetical")
            elif child.dep_ == "neg" or (child.dep_ in {"preconj", "advmod"} and low in {"never", "longer"}):
                negation = negation or "plain"
        if verb.lemma_ == "go" and any(child.dep_ == "xcomp" for child in verb.children) and verb.tag_ == "VBG":
            modality = _stronger(modality, "planned")
        return modality, negation

    def _is_reported(self, verb: Token) -> bool:
        """Whether "would" is the future of reported speech: "said it would send"."""
        head = verb.head
        is_told = verb.dep_ == "ccomp" and head.tag_ in {"VBD", "VBN"} and head.lemma_.lower() in self.words["speech"]
        return is_told and not any(t.lower_ in CONDITIONS for t in verb.subtree if t.dep_ == "mark")

    def _governor(
        self, head: Token, child: Token, modality: str, negation: str | None, hedges: list[str], is_cue: bool
    ) -> tuple[str, str | None]:
        """What a governing word does to the transfer below it."""
        lemma = head.lemma_.lower()
        is_subject_path = child.dep_ in {"nsubj", "nsubjpass"}
        if lemma == "rule" and any(c.dep_ == "prt" and c.lower_ == "out" for c in head.children):
            is_open = any(c.dep_ == "neg" for c in head.children)
            return _stronger(modality, "hypothetical"), negation if is_open else negation or "plain"
        is_near = lemma in {"close", "near"} and not is_verb(head) and child.dep_ in {"prep", "pobj"}
        if is_near and head.dep_ in {"acomp", "prep", "advmod"} and head.head.lemma_ in {"be", "get", "come"}:
            return _stronger(modality, "hypothetical"), negation
        is_unproved = head.pos_ == "NOUN" and lemma in PROOFS and child.dep_ in {"acl", "ccomp", "relcl", "prep"}
        if is_unproved and any(c.dep_ == "det" and c.lower_ == "no" for c in head.children):
            return modality, negation or "plain"
        if lemma in RULE_NOUNS:
            above = {token.lemma_.lower() for token in (head, *head.ancestors)}
            return ("hypothetical" if above & LIFTING else modality), negation
        if lemma in {"keep", "deter"} and child.dep_ == "prep" and child.lower_ == "from":
            return modality, negation or "stopped"
        is_open = lemma in self.words["hypothetical"] and not (
            (child.dep_ == "nsubj" and lemma not in WAITING)
            or (child.dep_ == "nsubjpass" and lemma in {"call", "need", "push"})
            or (child.dep_ == "dobj" and lemma == "call")
        )
        if is_open or _is_opinion(head, child):
            modality = _stronger(modality, "hypothetical")
        elif lemma == "be" and child.dep_ == "xcomp" and is_infinitive(child):
            modality = _stronger(modality, "planned")
        elif lemma in self.words["planned"]:
            is_report = (
                is_cue and is_verb(child) and child.dep_ == "ccomp" and lemma not in {"pledge", "promise", "vow"}
            )
            if not is_report:
                modality = _stronger(modality, "planned")
        elif (
            lemma in self.words["stopped"]
            and not (lemma in WARDING and is_infinitive(head))
            and child.dep_
            in {
                "dobj",
                "xcomp",
                "nsubjpass",
                "pobj",
                "prep",
                "pcomp",
                "acl",
                "nsubj",
            }
        ):
            negation = negation or ("plain" if lemma in {"refuse", "refusal", "decline"} else "stopped")
        if is_verb(head) and not (is_cue and lemma not in self.words["acts"]):
            before = negation
            modality, negation = self._auxiliaries(head, modality, negation)
            if (
                lemma in self.words["hypothetical"]
                and before is None
                and negation == "plain"
                and lemma not in {"want", "plan", "intend", "offer", "seek"}
            ):
                negation = None
            if is_subject_path and any(c.dep_ == "auxpass" for c in head.children) and lemma in HEDGING_PASSIVES:
                hedges.append(f"is {head.text}")
        for grandchild in head.children:
            if (
                grandchild.dep_ == "det"
                and grandchild.lower_ == "no"
                and head.pos_ == "NOUN"
                and lemma in self.words["planned"]
            ):
                negation = negation or "plain"
            if grandchild.dep_ == "acomp" and grandchild.lemma_.lower() in self.words["hypothetical"] and not is_cue:
                modality = _stronger(modality, "hypothetical")
        return modality, negation

    def _is_purpose(self, verb: Token) -> bool:
        return any(child.dep_ == "aux" and child.lower_ == "to" for child in verb.children)

    def _hedges(self, trigger: Token, cue: Token | None) -> list[str]:
        """Hedging words around the trigger, in the order of the text."""
        found: list[str] = []
        for token in trigger.sent:
            if abs(token.i - trigger.i) > 12 or (cue is not None and token.i == cue.i):
                continue
            if token.lower_ in HEDGES and token.dep_ in {"advmod", "amod", "acomp", "npadvmod"}:
                found.append(token.text)
            elif token.lemma_ in {"believe", "think", "suspect", "rumour", "understand"} and any(
                c.dep_ == "auxpass" for c in token.children
            ):
                auxiliary = next(c for c in token.children if c.dep_ == "auxpass")
                found.append(f"{auxiliary.text} {token.text} to" if token.i > auxiliary.i else token.text)
        return found

    def _is_history(self, trigger: Token, report_year: int | None) -> bool:
        """Whether the transfer is dated a full year or more before the report, or told as history."""
        clause = _clause_of(trigger)
        if HISTORY.search(clause.text):
            return True
        years = [
            m for m in YEAR.finditer(clause.text) if not m.group("since") and not _is_model(clause.text, m.start())
        ]
        if not years:
            return False
        latest = max(int(m.group("year")) for m in years)
        if report_year is None:
            others = [int(m.group("year")) for m in YEAR.finditer(trigger.doc.text)]
            report_year = max([*others, latest + 1])
        return latest < report_year and "expect" not in clause.text


def _is_model(text: str, position: int) -> bool:
    """Whether a number that could be a year belongs to a name: "Mirage 2000"."""
    word = text[:position].split()[-1:] or [""]
    return word[0].isalpha() and word[0][:1].isupper() and word[0][:3].lower() not in BEFORE_YEARS


def _clause_of(trigger: Token) -> Span:
    """The sentence around a trigger; semicolons end it."""
    sentence = trigger.sent
    start, end = sentence.start, sentence.end
    for token in sentence:
        if token.text == ";":
            if token.i < trigger.i:
                start = token.i + 1
            else:
                end = min(end, token.i)
    return trigger.doc[start:end]


def _is_opinion(head: Token, child: Token) -> bool:
    """Whether somebody is for or against doing it: "against sending", "in favour of selling", "opposes supplying"."""
    if head.lower_ == "against":
        return child.dep_ == "pcomp"
    if head.lower_ in {"favour", "favor"}:
        return child.dep_ == "prep" and child.lower_ == "of"
    return head.lemma_.lower() in OPINIONS and is_verb(head) and is_verb(child) and child.dep_ in {"xcomp", "pcomp"}


def _is_presupposed(head: Token, child: Token) -> bool:
    """Whether the words above only react to what is told below: "will monitor shipments", "pay a price for selling"."""
    if child.dep_ == "pcomp" and head.lower_ == "for":
        return head.head.lemma_.lower() in REQUITALS
    if child.dep_ == "prep" and child.lower_ == "for" and is_verb(head):
        return head.lemma_.lower() in REQUITALS
    return is_verb(head) and head.lemma_.lower() in PRESUPPOSING and child.dep_ in {"dobj", "nsubjpass"}


def _is_withheld(head: Token, child: Token, speech: frozenset[str]) -> bool:
    """Whether a source leaves open whether it is so: "would not say whether", "declined to confirm if"."""
    is_open = any(mark.dep_ == "mark" and mark.lower_ in {"whether", "if"} for mark in child.children)
    return is_open and head.lemma_.lower() in speech


def _is_none(word: Token) -> bool:
    """The "no" of "no rifles", the "not" of "not one bullet"."""
    return (word.dep_ == "det" and word.lower_ == "no") or (word.dep_ == "neg" and word.lower_ == "not")


def _is_negated(verb: Token) -> bool:
    return any(child.dep_ == "neg" for child in verb.children)


def _only_would(trigger: Token) -> bool:
    """Whether nothing but "would" makes it hypothetical: the future seen from the past."""
    auxiliaries = {c.lower_ for t in (trigger, *trigger.ancestors) for c in t.children if c.dep_ == "aux"}
    return bool(auxiliaries & {"would", "will", "'d"}) and not auxiliaries & (POSSIBLE - {"would", "'d", "’d"})


def _has_aux(verb: Token) -> bool:
    return any(child.dep_ in {"aux", "auxpass", "neg"} for child in verb.children)


def _stronger(one: str, other: str) -> str:
    return one if RANKS[one] >= RANKS[other] else other
