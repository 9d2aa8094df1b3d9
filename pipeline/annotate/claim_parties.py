"""Which countries a phrase names as a party to a transfer: states, firms by home, armed groups by where they fight."""

from __future__ import annotations

from collections import Counter

from spacy.tokens import Span, Token

from pipeline.annotate.claim_frames import FrameCatalog
from pipeline.annotate.claim_nationality import MODIFIERS, known_party, nationality, place_in_clause, place_of
from pipeline.annotate.claim_party import PartyReading, at_span, at_token, countries_of
from pipeline.annotate.claim_pronouns import is_pronoun, party_of_pronoun
from pipeline.annotate.claim_syntax import described_by
from pipeline.annotate.parties import expand_conjuncts
from pipeline.annotate.weapons_catalog import WeaponCatalog
from pipeline.annotate.words import wordset
from pipeline.records import Mention

BLOCS = frozenset(
    {"west", "nato", "eu", "european union", "allies", "europe", "united nations", "un", "u.n.", "arab league"}
)
RELATED = frozenset({"enemy", "rival", "foe", "adversary", "neighbour", "neighbor", "ally"})
ARMED = wordset(
    "rebel militant insurgent guerrilla fighter separatist group terrorist jihadist militia paramilitary "
    "opposition faction mercenary warlord resistance jihadis extremist movement militiaman"
)
ARMED_ROLES = frozenset({"REB", "UAF"})


class PartyReader:
    """Reads parties off tokens; needs the mentions of wirewatch_actors."""

    def __init__(self, catalog: WeaponCatalog, frames: FrameCatalog) -> None:
        self.catalog = catalog
        self.nouns = frames.words["party_nouns"]
        self._being_read: set[int] = set()

    def read(self, token: Token) -> PartyReading | None:
        """The party that the phrase around this head names, or None where it names none.

        A head whose reading leads back to itself (a pronoun inside the apposition of its own antecedent) names none.
        """
        if token.i in self._being_read:
            return None
        self._being_read.add(token.i)
        try:
            return self._read(token)
        finally:
            self._being_read.discard(token.i)

    def read_all(self, token: Token) -> tuple[PartyReading, ...]:
        """The parties of a head and of what is coordinated with it."""
        readings = (self.read(member) for member in expand_conjuncts(token))
        return tuple(reading for reading in readings if reading is not None)

    def _read(self, token: Token) -> PartyReading | None:
        if token.tag_ in {"WDT", "WP", "WP$"}:
            named = described_by(token)
            return self.read(named) if named is not None else None
        if token.pos_ == "PRON" or is_pronoun(token):
            return party_of_pronoun(token, self.read, self.nouns)
        firm = _firm_of_ticker(token)
        if firm is not None:
            return firm
        if _is_former_soviet(token):
            return at_token(token, (), "state")
        korea = _half_of_korea(token)
        if korea is not None:
            return korea
        known = known_party(token, self.catalog)
        if known is not None:
            party, span = known
            if party.country:
                return at_span(span, (party.country,), party.kind)
            return self._homeless(token, span)
        mention: Mention | None = token._.wirewatch_mention
        if mention is not None and mention.country and not self._is_goods(token):
            return self._read_mention(token, mention, mention.country)
        if token.lower_ in BLOCS or (mention is not None and mention.text.casefold() in BLOCS):
            return at_token(token, (), "bloc")
        lemma = token.lemma_.lower()
        if (
            lemma in self.nouns
            or (mention is not None and mention.type == "ROLE")
            or token.pos_ == "PROPN"
            or token.ent_type_ in {"ORG", "PERSON", "NORP", "GPE"}
        ):
            return self._read_common(token, lemma)
        return self._steered(token)

    def _read_mention(self, token: Token, mention: Mention, country: str) -> PartyReading:
        """A mention with a country, and the places beside it: "the armies of Mali and Chad"."""
        kind = "group" if mention.role in ARMED_ROLES else "firm" if mention.role == "BUS" else "state"
        place = place_of(token, self.catalog) if mention.type == "ROLE" else None
        beside = place.countries if place is not None and country in place.countries else ()
        # "the rebels": the country is a guess from the words around
        is_named = any(child.dep_ in MODIFIERS and nationality(child, self.catalog) for child in token.children)
        is_guess = mention.type == "ROLE" and mention.text.islower() and not is_named and place is None
        countries = tuple(dict.fromkeys((country, *beside)))
        return PartyReading(countries, kind, mention.start, mention.end, "context" if is_guess else "direct")

    def _is_goods(self, token: Token) -> bool:
        """Whether a phrase with a nationality is a weapon and no party: "Russian tanks"."""
        lemma = token.lemma_.lower()
        return lemma not in self.nouns and self.catalog.term((lemma,)) is not None

    def _steered(self, token: Token) -> PartyReading | None:
        """Who leads or runs it: "the Czech-led initiative"."""
        for child in token.children:
            if child.lower_ in {"led", "run"} and child.dep_ == "amod":
                for leader in child.children:
                    named = nationality(leader, self.catalog)
                    if named is not None:
                        return named
            if child.lower_.endswith(("-led", "-run")) and (named := nationality(child, self.catalog)) is not None:
                return named
        return None

    def _homeless(self, token: Token, span: Span) -> PartyReading:
        """A group without one home: the country that its phrase names, Kurds by the country most spoken of."""
        place = place_of(token, self.catalog) or place_in_clause(token, self.catalog)
        if place is not None:
            return at_span(span, place.countries, "group", "place")
        if span.text.casefold().startswith("kurd"):
            counts = Counter(m.country for m in span.doc._.wirewatch_mentions if m.country in {"IRQ", "SYR"})
            home = counts.most_common(1)[0][0] if counts else "IRQ"
            return at_span(span, (home,), "group", "context")
        return at_span(span, (), "group")

    def _read_common(self, token: Token, lemma: str) -> PartyReading | None:
        """A common noun or unresolved name: by its modifiers, its place, its apposition, its clause."""
        kind = "group" if lemma in ARMED else "state"
        told = self._steered(token) or self._apposed(token, kind)
        if told is not None:
            return told
        homeless: PartyReading | None = None
        for child in token.children:
            if child.dep_ not in MODIFIERS or (lemma in RELATED and child.dep_ == "poss"):
                continue  # "Armenia's enemies in Baku" are not Armenia
            if child.dep_ == "poss" and is_pronoun(child):
                owner = party_of_pronoun(child, self.read, self.nouns)
                if owner is not None and owner.countries:
                    return at_token(token, owner.countries, kind, "context")
                continue
            named = nationality(child, self.catalog) or (self.read(child) if child.pos_ == "PROPN" else None)
            if named is not None and named.countries:
                return PartyReading(
                    named.countries, "group" if named.is_group else kind, child.idx, token.idx + len(token)
                )
            known = known_party(child, self.catalog)
            if known is not None and known[0].country is None:
                homeless = self._homeless(token, known[1])
        if homeless is not None:
            return homeless
        place = place_of(token, self.catalog)
        if place is not None:
            return PartyReading(place.countries, kind, token.idx, place.end, "place")
        if token.dep_ == "appos":
            mention: Mention | None = token.head._.wirewatch_mention
            if mention is not None and mention.country:
                return PartyReading((mention.country,), kind, mention.start, mention.end)
        if kind == "group":
            place = place_in_clause(token, self.catalog)
            if place is not None:
                return at_token(token, place.countries, kind, "context")
        examples = self._examples_of(token)
        if examples is not None and lemma in self.nouns:
            return examples
        if lemma in self.nouns and lemma not in {"hand", "hands", "capital", "unit", "air"}:
            is_bloc = lemma in {"ally", "partner", "country", "state", "nation", "side"} and token.tag_ == "NNS"
            return at_token(token, (), "bloc" if is_bloc else "group" if kind == "group" else "unknown")
        return None

    def _examples_of(self, token: Token) -> PartyReading | None:
        """The names in "countries such as Mali and Chad", "third parties like Oman"."""
        for child in token.children:
            if child.dep_ == "prep" and child.lower_ in {"like", "as", "including"}:
                for pobj in child.children:
                    named = self._read_as_one(pobj, "state") if pobj.dep_ == "pobj" else None
                    if named is not None:
                        return named
        return None

    def _apposed(self, token: Token, kind: str) -> PartyReading | None:
        """The names after "its two suppliers, Iran and Syria"."""
        for child in token.children:
            named = self._read_as_one(child, kind) if child.dep_ == "appos" and child.i > token.i else None
            if named is not None:
                return named
        return None

    def _read_as_one(self, head: Token, kind: str) -> PartyReading | None:
        """The parties of a head and its conjuncts that have a country, as one."""
        named = [reading for reading in self.read_all(head) if reading.countries]
        return PartyReading(countries_of(named), kind, named[0].start, named[-1].end) if named else None


def _firm_of_ticker(token: Token) -> PartyReading | None:
    """The firm before its short name on the exchange: "Bath Iron Works <BIW>"."""
    if token.i == 0 or token.doc[token.i - 1].text != "<":
        return None
    before = next((m for m in token.doc._.wirewatch_mentions if 0 <= token.idx - 1 - m.end <= 2), None)
    return PartyReading((before.country,), "firm", before.start, before.end) if before and before.country else None


def _is_former_soviet(token: Token) -> bool:
    """Whether it is "the former Soviet republic", of which there are many."""
    words = {child.lower_ for child in token.children}
    return token.lemma_.lower() in {"republic", "state", "country", "satellite"} and {"former", "soviet"} <= words


def _half_of_korea(token: Token) -> PartyReading | None:
    """ "the North" and "the South" in a text about Korea."""
    country = {"north": "PRK", "south": "KOR"}.get(token.lower_)
    if country is None or token.i == 0 or token.nbor(-1).lower_ != "the" or token.dep_ in {"compound", "amod"}:
        return None
    if token.i + 1 < len(token.doc) and token.nbor().lower_ == "of":
        return None
    if not any(mention.country in {"PRK", "KOR"} for mention in token.doc._.wirewatch_mentions):
        return None
    return at_token(token, (country,), "state")
