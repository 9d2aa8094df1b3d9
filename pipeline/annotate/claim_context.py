"""Fills the parties that a frame left open from the words around: "bound for", "the island", "the rebels"."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

from spacy.tokens import Doc, Span

from pipeline.annotate.claim_merge import Transfer
from pipeline.annotate.claim_parties import PartyReader
from pipeline.annotate.claim_party import PartyReading
from pipeline.annotate.claim_slots import Slot
from pipeline.annotate.claim_source import Voice
from pipeline.annotate.claim_syntax import is_passive, is_verb, prepositions_of, surface_subject
from pipeline.annotate.words import wordset
from pipeline.records import Mention

BOUND = wordset("bound destined headed heading en intended meant addressed travelling traveling sailing way")
ANAPHORS = wordset("country state nation island kingdom republic latter former neighbour neighbor regime")
# The programme through which the United States sell arms to states.
AMERICAN_SALES = re.compile(r"\b(?:foreign military sales?|foreign military financing|FMS)\b", re.IGNORECASE)
COMING = frozenset({"coming", "travelling", "traveling", "sailing", "arriving", "heading"})
ANSWERS = frozenset({"deny", "admit", "acknowledge", "confirm", "concede", "announce"})
GETTING = frozenset({"get", "receive"})
TELLING = frozenset({"say", "tell", "announce", "promise", "declare", "pledge", "insist", "confirm"})
# Nouns that take up a transfer told before.
DEALS = wordset("deal contract agreement order sale purchase delivery shipment pact package donation")
DEFINITE = frozenset({"the", "this", "that", "these", "those"})
SURE = frozenset({"grammar", "nationality", "control"})
FARTHEST_BEFORE = 90  # tokens
FARTHEST_WORDS = 9  # words between a trigger and "bound for"


def fill_from_context(transfer: Transfer, sentence: Span, reader: PartyReader) -> None:
    """Fill roles that the frame left open: "bound for", "the island", rebels whose country is told nearby."""
    doc = sentence.doc
    if not transfer.recipient.countries:
        bound = _bound_for(transfer, sentence, reader)
        if bound is not None:
            transfer.recipient.parties, transfer.recipient.basis = [bound], "linear"
    if not transfer.supplier.is_told and "USA" not in transfer.recipient.countries:
        programme = AMERICAN_SALES.search(sentence.text)
        if programme is not None and transfer.recipient.countries:
            place = (sentence.start_char + programme.start(), sentence.start_char + programme.end())
            transfer.supplier.fill([PartyReading(("USA",), "state", *place)], "context")
    if not transfer.supplier.is_told and transfer.recipient.countries:
        origin = _coming_from(transfer, sentence, reader)
        if origin is not None:
            transfer.supplier.parties, transfer.supplier.basis = [origin], "linear"
    if (
        transfer.supplier.countries
        and not transfer.recipient.is_told
        and transfer.frame_id in {"send", "supply", "provide"}
    ):
        group = _group_in(sentence, reader, set(transfer.supplier.countries))
        if group is not None:
            transfer.recipient.parties, transfer.recipient.basis = [group], "context"
    is_coming = transfer.frame_id == "arrive" or transfer.trigger.lemma_.lower() == "come"
    if is_coming and transfer.supplier.countries and not transfer.recipient.is_told:
        home = _speaker_at_home(transfer, reader)
        if home is not None:
            transfer.recipient.parties, transfer.recipient.basis = [home], "context"
    if transfer.trigger.lemma_.lower() in GETTING and transfer.recipient.countries and not transfer.supplier.is_told:
        giver = _speaker_elsewhere(transfer, reader)
        if giver is not None:
            transfer.supplier.parties, transfer.supplier.basis = [giver], "context"
    for slot, other in ((transfer.recipient, transfer.supplier), (transfer.supplier, transfer.recipient)):
        _resolve_vague(slot, {*other.countries, *transfer.intermediary.countries}, doc, sentence)


def fill_from_answer(transfer: Transfer, voice: Voice | None, *, is_negated: bool) -> None:
    """Who denies or admits that "arms were sent" to somebody answers for sending them."""
    if voice is None or voice.cue is None or voice.country is None or not voice.is_official:
        return
    trigger = transfer.trigger
    is_given = is_passive(trigger) if is_verb(trigger) else transfer.rule in {"noun:sale", "noun:shipment"}
    is_open = is_given and not transfer.supplier.parties
    is_answer = is_negated or voice.cue.lemma_.lower() in ANSWERS
    if is_open and is_answer and voice.country not in transfer.recipient.countries:
        span = (voice.start, voice.end)
        transfer.supplier.fill([PartyReading((voice.country,), "state", *span, "context")], "context")


def fill_from_before(transfer: Transfer, sentence: Span, before: Sequence[tuple[Span, Transfer]]) -> None:
    """Fill what "the deal", "the jets" or "under the contract" leaves open from the sentences before.

    Another transfer of the same side fills the other; else the two states of the sentence before do, where it names
    no third.
    """
    supplier, recipient = transfer.supplier, transfer.recipient
    if (supplier.is_told and recipient.is_told) or not _points_back(transfer, sentence):
        return
    for earlier, other in reversed(before):
        if sentence.start - earlier.start > FARTHEST_BEFORE or not (
            other.supplier.countries and other.recipient.countries
        ):
            continue
        if transfer.category not in {other.category, "unspecified"} and other.category != "unspecified":
            continue
        fits = all(
            not mine.is_told or set(mine.countries) == set(theirs.countries)
            for mine, theirs in ((supplier, other.supplier), (recipient, other.recipient))
        )
        if fits:
            supplier.fill(other.supplier.parties, "context")
            recipient.fill(other.recipient.parties, "context")
            return
    known = supplier.countries or recipient.countries
    if len(known) == 1 and (supplier.basis in SURE or recipient.basis in SURE):
        other_side = _other_state_before(sentence, known[0])
        if other_side is not None:
            (recipient if supplier.countries else supplier).fill([other_side], "context")


def _points_back(transfer: Transfer, sentence: Span) -> bool:
    """Whether "the deal", "that order" or "the jets" takes up what was told before."""
    goods = sentence.doc[transfer.main.head]
    dealings = [t for t in sentence if t.lemma_.lower() in DEALS and t.pos_ == "NOUN"]
    return any(
        child.dep_ == "det" and child.lower_ in DEFINITE for noun in (goods, *dealings) for child in noun.children
    )


def _other_state_before(sentence: Span, known: str) -> PartyReading | None:
    """The other of the only two states that the sentence before names."""
    if sentence.start == 0:
        return None
    before = sentence.doc[sentence.start - 1].sent
    inside = [m for m in _mentions(sentence.doc) if before.start_char <= m.start < before.end_char]
    here = {m.country for m in _mentions(sentence.doc) if sentence.start_char <= m.start < sentence.end_char}
    others = list(dict.fromkeys(m.country for m in inside if m.country != known))
    if len(others) != 1 or known not in {m.country for m in inside} or here - {known}:
        return None
    first = next(m for m in inside if m.country == others[0])
    return PartyReading((first.country,), "state", first.start, first.end, "context") if first.country else None


def _speaker_at_home(transfer: Transfer, reader: PartyReader) -> PartyReading | None:
    """The state whose office says that something "has arrived": it came to where the speaker is."""
    for verb in transfer.trigger.ancestors:
        subject = surface_subject(verb) if is_verb(verb) else None
        if subject is None or subject.is_ancestor(transfer.trigger):
            continue
        told = reader.read(subject)
        if told is not None and told.kind == "state" and len(told.countries) == 1:
            return told if told.countries != transfer.supplier.countries else None
    return None


def _speaker_elsewhere(transfer: Transfer, reader: PartyReader) -> PartyReading | None:
    """The state whose leader says that another one "will be getting" weapons: he speaks of his own."""
    if not any(child.dep_ in {"aux", "neg"} for child in transfer.trigger.children):
        return None
    for verb in transfer.trigger.ancestors:
        subject = surface_subject(verb) if is_verb(verb) and verb.lemma_.lower() in TELLING else None
        told = reader.read(subject) if subject is not None else None
        if told is not None and told.kind == "state" and len(told.countries) == 1:
            return told if not set(told.countries) & set(transfer.recipient.countries) else None
    return None


def drop_guesses(transfer: Transfer) -> None:
    """Take back a guessed country ("the rebels") where it is the other side's: nobody supplies itself."""
    for slot, other in ((transfer.recipient, transfer.supplier), (transfer.supplier, transfer.recipient)):
        if set(slot.countries) & set(other.countries) and all(party.basis == "context" for party in slot.parties):
            slot.parties = [replace(party, countries=()) for party in slot.parties]
            slot.basis = "none"


def drop_own_share(transfer: Transfer) -> None:
    """Take the supplier out of several receivers: "Belgium and Oman bought frigates from Oman's yards"."""
    suppliers = set(transfer.supplier.countries)
    others = [party for party in transfer.recipient.parties if not set(party.countries) & suppliers]
    if len(others) < len(transfer.recipient.parties) and any(party.countries for party in others):
        transfer.recipient.parties = others


def _bound_for(transfer: Transfer, sentence: Span, reader: PartyReader) -> PartyReading | None:
    """The destination in "a ship bound for Sudan", "destined for rebels in Mali"."""
    for token in sentence:
        if token.lower_ not in BOUND or token.i < min(transfer.trigger.i, transfer.main.start) - FARTHEST_WORDS:
            continue
        for following in token.doc[token.i + 1 : min(token.i + 4, sentence.end)]:
            if following.lower_ in {"for", "to", "towards", "toward"} and following.pos_ in {"ADP", "PART", "SCONJ"}:
                for child in following.children:
                    if child.dep_ == "pobj":
                        reading = reader.read(child)
                        if (
                            reading is not None
                            and reading.countries
                            and not set(reading.countries) & set(transfer.supplier.countries)
                        ):
                            return reading
    return None


def _coming_from(transfer: Transfer, sentence: Span, reader: PartyReader) -> PartyReading | None:
    """Where the vehicle of the goods comes from: "aboard trucks travelling from Iran to Syria"."""
    for token in sentence:
        if token.lower_ not in COMING or token.tag_ != "VBG" or token.i < transfer.main.start:
            continue
        for prep, place in prepositions_of(token):
            told = reader.read(place) if prep == "from" else None
            if told is not None and told.countries and not set(told.countries) & set(transfer.recipient.countries):
                return told
    return None


def _group_in(sentence: Span, reader: PartyReader, taken: set[str]) -> PartyReading | None:
    """The only armed group that the sentence names: whom a supplier fights beside, it supplies."""
    readings = [
        reading
        for token in sentence
        if token.pos_ == "NOUN"
        and token.dep_ in {"pobj", "dobj", "conj"}
        and (reading := reader.read(token)) is not None
    ]
    groups = [reading for reading in readings if reading.is_group and not set(reading.countries) & taken]
    return groups[0] if len(groups) == 1 else None


def _resolve_vague(slot: Slot, excluded: set[str], doc: Doc, sentence: Span) -> None:
    """Give a country to "the island" and "the rebels": the one named nearest before, and most often around."""
    if slot.countries or not slot.parties:
        return
    party = slot.parties[0]
    span = doc.char_span(party.start, party.end, alignment_mode="expand")
    if span is None or party.kind == "bloc":
        return
    lemma = span.root.lemma_.lower()
    is_definite = any(child.dep_ == "det" and child.lower_ in {"the", "this", "that"} for child in span.root.children)
    country: str | None = None
    is_pronoun = span.root.lower_ in {"it", "them"} and party.basis == "context"
    is_anaphor = lemma in ANAPHORS and is_definite and span.root.tag_ in {"NN", "NNP"}
    if is_pronoun or is_anaphor:
        country = _last_country_before(doc, party.start, excluded)
    elif party.is_group:
        country = _country_around(doc, sentence, party.start, excluded)
    if country is not None:
        slot.parties = [PartyReading((country,), party.kind, party.start, party.end, "context")]
        slot.basis = "context"


def _mentions(doc: Doc) -> list[Mention]:
    return [
        mention
        for mention in doc._.wirewatch_mentions
        if mention.country and mention.type in {"GPE", "NORP", "ROLE", "LOC"}
    ]


def _last_country_before(doc: Doc, position: int, excluded: set[str]) -> str | None:
    before = [m for m in _mentions(doc) if m.end <= position and m.country not in excluded]
    subjects = [
        m for m in before if (span := doc.char_span(m.start, m.end)) and span.root.dep_ in {"nsubj", "nsubjpass"}
    ]
    token = doc.char_span(position, position + 1, alignment_mode="expand")
    first = token.sent.start_char if token is not None else 0
    inside = [m for m in before if m.start >= first]
    spans = ((m, doc.char_span(m.start, m.end)) for m in inside)
    named = [m for m, span in spans if span is not None and span.root.dep_ in {"nsubj", "nsubjpass", "pobj", "dobj"}]
    nearest = named or inside or subjects or before
    return nearest[-1].country if nearest else None


def _country_around(doc: Doc, sentence: Span, position: int, excluded: set[str]) -> str | None:
    """The country nearest in the sentence, else the one most often named in the text."""
    mentions = [m for m in _mentions(doc) if m.country not in excluded]
    inside = [m for m in mentions if sentence.start_char <= m.start < sentence.end_char]
    if inside:
        return min(inside, key=lambda m: abs(m.start - position)).country
    counts = Counter(m.country for m in mentions)
    return counts.most_common(1)[0][0] if counts else None
