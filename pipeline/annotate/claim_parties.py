"""Which countries a phrase names as a party to a transfer: states, firms by home, armed groups by where they fight."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from functools import lru_cache

from spacy.tokens import Doc, Span, Token

from pipeline.annotate import registry
from pipeline.annotate.claim_frames import FrameCatalog
from pipeline.annotate.claim_syntax import controlled_above, described_by
from pipeline.annotate.weapons_catalog import KnownParty, WeaponCatalog, party_key
from pipeline.records import Mention

MODIFIERS = frozenset({"amod", "compound", "poss", "nmod", "det"})
PLACE_PREPS = frozenset({"of", "in", "from", "inside", "within", "across", "throughout"})
THIRD = frozenset({"it", "its", "they", "them", "their", "itself", "themselves", "theirs"})
PERSONAL = frozenset({"he", "she", "him", "her", "his", "hers"})
FIRST = frozenset({"we", "us", "our", "i", "my", "ours", "ourselves"})
BLOCS = frozenset(
    {"west", "nato", "eu", "european union", "allies", "europe", "united nations", "un", "u.n.", "arab league"}
)
ANAPHORS = frozenset(
    {
        "country",
        "state",
        "nation",
        "island",
        "kingdom",
        "republic",
        "latter",
        "former",
        "neighbour",
        "neighbor",
        "regime",
    }
)
RELATED = frozenset({"enemy", "rival", "foe", "adversary", "neighbour", "neighbor", "ally"})
ARMED = frozenset(
    {
        "rebel", "militant", "insurgent", "guerrilla", "fighter", "separatist", "group", "terrorist", "jihadist",
        "militia", "paramilitary",
        "opposition", "faction", "mercenary", "warlord", "resistance", "jihadis", "extremist", "movement", "militiaman",
    }
)  # fmt: skip
ARMED_ROLES = frozenset({"REB", "UAF"})
LONGEST_NAME = 6  # tokens of a party's name in the catalog


@dataclass(frozen=True, slots=True)
class PartyReading:
    """What a phrase names; `countries` is empty for a bloc, a homeless group and whatever has no country."""

    countries: tuple[str, ...]
    kind: str  # state, group, firm, bloc, unknown
    start: int  # character offsets of the words that name it
    end: int
    basis: str = "direct"  # direct, place, context

    @property
    def is_group(self) -> bool:
        """An armed group rather than a state."""
        return self.kind == "group"


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

    def _read(self, token: Token) -> PartyReading | None:
        if token.tag_ in {"WDT", "WP", "WP$"}:
            named = described_by(token)
            return self.read(named) if named is not None else None
        if token.pos_ == "PRON" or is_pronoun(token):
            return self._read_pronoun(token)
        if token.i > 0 and token.doc[token.i - 1].text == "<":
            before = next((m for m in token.doc._.wirewatch_mentions if 0 <= token.idx - 1 - m.end <= 2), None)
            if before is not None and before.country:
                return PartyReading((before.country,), "firm", before.start, before.end)
        if _is_former_soviet(token):  # "the former Soviet republic" is one of many: told by the words before
            return PartyReading((), "state", token.idx, token.idx + len(token))
        korea = _half_of_korea(token)
        if korea is not None:
            return korea
        known = self._known(token)
        if known is not None:
            party, span = known
            if party.country:
                return _reading((party.country,), party.kind, span)
            return self._homeless(token, span)
        mention: Mention | None = token._.wirewatch_mention
        is_role = mention is not None and mention.type == "ROLE"
        if mention is not None and mention.country and not self._is_goods(token):
            kind = "group" if mention.role in ARMED_ROLES else "firm" if mention.role == "BUS" else "state"
            countries = [mention.country]
            if is_role and (place := self.place_of(token)) is not None and mention.country in place.countries:
                countries += place.countries
            # "the rebels": the country is a guess from the words around
            is_named = any(child.dep_ in MODIFIERS and self.nationality(child) for child in token.children)
            is_guess = is_role and mention.text.islower() and not is_named and self.place_of(token) is None
            basis = "context" if is_guess else "direct"
            return PartyReading(tuple(dict.fromkeys(countries)), kind, mention.start, mention.end, basis)
        if token.lower_ in BLOCS or (mention is not None and mention.text.casefold() in BLOCS):
            return _reading((), "bloc", token.doc[token.i : token.i + 1])
        lemma = token.lemma_.lower()
        if (
            lemma in self.nouns
            or is_role
            or token.pos_ == "PROPN"
            or token.ent_type_ in {"ORG", "PERSON", "NORP", "GPE"}
        ):
            return self._read_common(token, lemma)
        return self._steered(token)

    def _steered(self, token: Token) -> PartyReading | None:
        """Who leads or runs it: "the Czech-led initiative"."""
        for child in token.children:
            if child.lower_ in {"led", "run"} and child.dep_ == "amod":
                for leader in child.children:
                    named = self.nationality(leader)
                    if named is not None:
                        return named
            if child.lower_.endswith(("-led", "-run")) and (named := self.nationality(child)) is not None:
                return named
        return None

    def read_all(self, token: Token) -> tuple[PartyReading, ...]:
        """The parties of a head and of what is coordinated with it."""
        members = sorted({token, *token.conjuncts}, key=lambda member: member.i)
        readings = [reading for member in members if (reading := self.read(member)) is not None]
        return tuple(readings)

    def nationality(self, token: Token) -> PartyReading | None:
        """The country of an adjective or noun used as one: the "Chinese" of "Chinese shells"."""
        mention: Mention | None = token._.wirewatch_mention
        if _names_class(token):
            return None
        if (
            mention is not None
            and mention.type == "ORG"
            and mention.start == token.idx
            and len(token) < len(mention.text)
        ):
            code = adjectives().get(token.text)  # "Swedish Gripen", taken for one name
            if code is not None:
                return PartyReading((code,), "state", token.idx, token.idx + len(token))
        if mention is not None and mention.country and mention.type in {"GPE", "NORP", "LOC"}:
            return PartyReading((mention.country,), "state", mention.start, mention.end)
        begins_role = (
            mention is not None
            and mention.type == "ROLE"
            and (mention.start == token.idx or token.ent_type_ in {"NORP", "GPE"})
        )
        is_steered = mention is not None and token.lower_.endswith(("-run", "-led"))
        if mention is not None and mention.country and token.pos_ in {"ADJ", "PROPN"} and (begins_role or is_steered):
            return PartyReading((mention.country,), "state", token.idx, token.idx + len(token))
        known = self._known(token)
        if known is not None and known[0].country:
            return _reading((known[0].country,), known[0].kind, known[1])
        return None

    def nationalities(self, token: Token) -> list[PartyReading]:
        """All countries inside one token: "U.S.-Saudi" has two."""
        end = token.idx + len(token)
        inside = [m for m in token.doc._.wirewatch_mentions if token.idx <= m.start and m.end <= end and m.country]
        if len(inside) > 1:
            return [PartyReading((m.country,), "state", m.start, m.end) for m in inside if m.country]
        own = self.nationality(token)
        return [own] if own is not None else []

    def _is_goods(self, token: Token) -> bool:
        """Whether a phrase with a nationality is a weapon and no party: "Russian tanks"."""
        lemma = token.lemma_.lower()
        return lemma not in self.nouns and self.catalog.term((lemma,)) is not None

    def _known(self, token: Token) -> tuple[KnownParty, Span] | None:
        """The firm or group of the catalog whose name covers the token; the longest name wins."""
        doc, sentence = token.doc, token.sent
        if not token.text[:1].isupper() or token.lower_.split("-")[-1] not in self.catalog.party_words:
            return None
        for length in range(LONGEST_NAME, 0, -1):
            for start in range(max(sentence.start, token.i - length + 1), min(token.i, sentence.end - length) + 1):
                span = doc[start : start + length]
                if not span.text[:1].isupper():
                    continue
                party = self.catalog.parties.get(party_key(span.text)) or (
                    self.catalog.parties.get(party_key(span.text.title()))
                    if span.text.isupper() and length > 0
                    else None
                )
                is_neo = start >= 2 and doc[start - 2].lower_ == "neo"
                if party is not None and not is_neo and not (length == 1 and span.text in {"Is", "He"}):
                    return party, span
        return None

    def _homeless(self, token: Token, span: Span) -> PartyReading:
        """A group without one home: the country that its phrase names, Kurds by the country most spoken of."""
        place = self.place_of(token) or self._place_in_clause(token)
        if place is not None:
            return PartyReading(place.countries, "group", span.start_char, span.end_char, "place")
        if span.text.casefold().startswith("kurd"):
            counts = Counter(m.country for m in span.doc._.wirewatch_mentions if m.country in {"IRQ", "SYR"})
            home = counts.most_common(1)[0][0] if counts else "IRQ"
            return PartyReading((home,), "group", span.start_char, span.end_char, "context")
        return _reading((), "group", span)

    def _read_common(self, token: Token, lemma: str) -> PartyReading | None:
        """A common noun or unresolved name: by its modifiers, its place, its apposition, its clause."""
        kind = "group" if lemma in ARMED else "state"
        homeless: PartyReading | None = None
        steered = self._steered(token)
        if steered is not None:
            return steered
        apposed = self._apposed(token, kind)
        if apposed is not None:
            return apposed
        for child in token.children:
            if child.dep_ not in MODIFIERS or (lemma in RELATED and child.dep_ == "poss"):
                continue  # "Armenia's enemies in Baku" are not Armenia
            if child.dep_ == "poss" and is_pronoun(child):
                owner = self._read_pronoun(child)
                if owner is not None and owner.countries:
                    return PartyReading(owner.countries, kind, token.idx, token.idx + len(token), "context")
                continue
            named = self.nationality(child) or (self.read(child) if child.pos_ == "PROPN" else None)
            if named is not None and named.countries:
                return PartyReading(
                    named.countries, "group" if named.is_group else kind, child.idx, token.idx + len(token)
                )
            known = self._known(child)
            if known is not None and known[0].country is None:
                homeless = self._homeless(token, known[1])
        if homeless is not None:
            return homeless
        place = self.place_of(token)
        if place is not None:
            return PartyReading(place.countries, kind, token.idx, place.end, "place")
        if token.dep_ == "appos":
            mention: Mention | None = token.head._.wirewatch_mention
            if mention is not None and mention.country:
                return PartyReading((mention.country,), kind, mention.start, mention.end)
        if kind == "group":
            place = self._place_in_clause(token)
            if place is not None:
                return PartyReading(place.countries, kind, token.idx, token.idx + len(token), "context")
        examples = self._examples_of(token)
        if examples is not None and lemma in self.nouns:
            return examples
        if lemma in self.nouns and lemma not in {"hand", "hands", "capital", "unit", "air"}:
            is_bloc = lemma in {"ally", "partner", "country", "state", "nation", "side"} and token.tag_ == "NNS"
            return PartyReading(
                (), "bloc" if is_bloc else "group" if kind == "group" else "unknown", token.idx, token.idx + len(token)
            )
        return None

    def _examples_of(self, token: Token) -> PartyReading | None:
        """The names in "countries such as Mali and Chad", "third parties like Oman"."""
        for child in token.children:
            if child.dep_ == "prep" and child.lower_ in {"like", "as", "including"}:
                for pobj in child.children:
                    named = [reading for reading in self.read_all(pobj) if reading.countries]
                    if pobj.dep_ == "pobj" and named:
                        countries = tuple(dict.fromkeys(country for reading in named for country in reading.countries))
                        return PartyReading(countries, "state", named[0].start, named[-1].end)
        return None

    def _apposed(self, token: Token, kind: str) -> PartyReading | None:
        """The names after "its two suppliers, Iran and Syria"."""
        for child in token.children:
            if child.dep_ != "appos" or child.i < token.i:
                continue
            named = [reading for reading in self.read_all(child) if reading.countries]
            if named:
                countries = tuple(dict.fromkeys(country for reading in named for country in reading.countries))
                return PartyReading(countries, kind, named[0].start, named[-1].end)
        return None

    def place_of(self, token: Token) -> PartyReading | None:
        """The country of "rebels in Mali", "the army of Chad"."""
        for child in token.children:
            if child.dep_ == "prep" and child.lower_ in PLACE_PREPS:
                for pobj in child.children:
                    if pobj.dep_ == "pobj":
                        countries = tuple(
                            dict.fromkeys(
                                country
                                for member in (pobj, *pobj.conjuncts)
                                if (named := self._place(member)) is not None
                                for country in named.countries
                            )
                        )
                        if countries:
                            return PartyReading(countries, "state", pobj.idx, pobj.idx + len(pobj))
        return None

    def _place(self, token: Token) -> PartyReading | None:
        own = self.nationality(token)
        if own is not None:
            return own
        for child in token.children:
            if child.dep_ in MODIFIERS and (named := self.nationality(child)) is not None:
                return named
        return self.place_of(token)

    def _place_in_clause(self, token: Token) -> PartyReading | None:
        """The country in a clause that describes a group: "fighters battling militants in northern Iraq"."""
        for child in token.children:
            if child.dep_ in {"acl", "relcl"}:
                for inner in child.subtree:
                    if inner.dep_ == "pobj" and inner.head.lower_ in PLACE_PREPS:
                        place = self._place(inner)
                        if place is not None and place.countries:
                            return place
        return None

    # -- pronouns ----------------------------------------------------------------------------------------------------

    def _read_pronoun(self, token: Token) -> PartyReading | None:
        """The party that a pronoun stands for, by the subjects before it; "we" is the speaker's country."""
        word = token.lower_
        if word in THIRD:
            told = controlled_above(token)
            antecedent = self.read(told) if told is not None and not is_pronoun(told) else None
            if antecedent is None or not antecedent.countries:
                antecedent = self._subject_before(token, is_person=False) or self._state_before(token)
        elif word in PERSONAL:
            antecedent = self._subject_before(token, is_person=True)
        elif word in FIRST:
            antecedent = self._speaker(token)
        else:
            return None
        if antecedent is None or not antecedent.countries:
            return None
        return PartyReading(antecedent.countries, antecedent.kind, token.idx, token.idx + len(token), "context")

    def _subject_before(self, token: Token, is_person: bool) -> PartyReading | None:
        """The nearest subject before the pronoun that names a country (or a person of one)."""
        doc = token.doc
        own_sentence = token.sent.start
        for candidate in _subjects_before(doc, token.i, own_sentence):
            if is_pronoun(candidate) or candidate.pos_ == "PRON":
                continue
            if token.dep_ in {"dobj", "dative"} and candidate.head.i == token.head.i:
                continue  # "Oman will lend it two": not Oman itself
            mention: Mention | None = candidate._.wirewatch_mention
            is_office = candidate.lemma_.lower() in self.nouns and candidate.tag_ != "NNP"
            if is_person and not is_office and not (mention is not None and mention.type in {"PER", "ROLE"}):
                continue
            reading = self.read(candidate)
            if reading is not None and reading.countries:
                return reading
        return None

    def _state_before(self, token: Token) -> PartyReading | None:
        """The last state named before the pronoun in its sentence."""
        sentence = token.sent
        named = [
            m
            for m in token.doc._.wirewatch_mentions
            if sentence.start_char <= m.start and m.end <= token.idx and m.country and m.type == "GPE"
        ]
        return PartyReading((named[-1].country,), "state", named[-1].start, named[-1].end) if named else None

    def _speaker(self, token: Token) -> PartyReading | None:
        """Who speaks the words around the token: the innermost attribution over it, else the last speaker named."""
        doc = token.doc
        inside = [a for a in doc._.wirewatch_attributions if a.source and a.content[0] <= token.idx < a.content[1]]
        for attribution in sorted(inside, key=lambda a: a.content[1] - a.content[0]):
            start, end = attribution.source
            span = doc.char_span(start, end, alignment_mode="expand")
            if span is not None and not is_pronoun(span.root):
                reading = self.read(span.root)
                if reading is not None and reading.countries:
                    return reading
        for verb in _speech_around(token):
            for child in verb.children:
                if child.dep_ == "nsubj" and not is_pronoun(child):
                    reading = self.read(child)
                    if reading is not None and reading.countries:
                        return reading
        return None


@lru_cache(maxsize=1)
def adjectives() -> dict[str, str]:
    """Adjectives of nationality with their country."""
    found = (alias for alias in registry.current().aliases if alias.kind == "adjective" and alias.country)
    return {alias.text: alias.country for alias in found if alias.country}


def _is_former_soviet(token: Token) -> bool:
    words = {child.lower_ for child in token.children}
    return token.lemma_.lower() in {"republic", "state", "country", "satellite"} and {"former", "soviet"} <= words


def _names_class(token: Token) -> bool:
    """Whether the token names a class of ships: the Kilo of "Kilo-class submarines"."""
    following = token.doc[token.i + 1 : token.i + 3]
    return any(word.lower_ == "class" for word in following)


def _half_of_korea(token: Token) -> PartyReading | None:
    """ "the North" and "the South" in a text about Korea."""
    country = {"north": "PRK", "south": "KOR"}.get(token.lower_)
    if country is None or token.i == 0 or token.nbor(-1).lower_ != "the" or token.dep_ in {"compound", "amod"}:
        return None
    if token.i + 1 < len(token.doc) and token.nbor().lower_ == "of":
        return None
    if not any(mention.country in {"PRK", "KOR"} for mention in token.doc._.wirewatch_mentions):
        return None
    return PartyReading((country,), "state", token.idx, token.idx + len(token))


def is_pronoun(token: Token) -> bool:
    """Whether the token is a personal pronoun; "US" is none."""
    return token.lower_ in THIRD | PERSONAL | FIRST and token.text != "US"


def _reading(countries: tuple[str, ...], kind: str, span: Span) -> PartyReading:
    return PartyReading(countries, kind, span.start_char, span.end_char)


def _subjects_before(doc: Doc, position: int, sentence_start: int) -> list[Token]:
    """Subjects before a position: in its sentence the nearest first, then of earlier sentences, main clauses first."""
    own = [t for t in doc[sentence_start:position] if t.dep_ in {"nsubj", "nsubjpass"}]
    earlier = [sentence for sentence in doc.sents if sentence.start < sentence_start]
    found = own[::-1]
    for sentence in earlier[::-1]:
        subjects = [t for t in sentence if t.dep_ in {"nsubj", "nsubjpass"}]
        found += sorted(subjects, key=lambda t: (_depth(t), t.i))
    return found


def _depth(token: Token) -> int:
    return sum(1 for _ in token.ancestors)


def _speech_around(token: Token) -> list[Token]:
    """Verbs of saying in the token's sentence, then in the sentences before and after, nearest first."""
    doc, sentence = token.doc, token.sent
    verbs = [t for t in doc if t.lemma_.lower() in {"say", "tell", "add", "state", "stress", "warn", "declare", "note"}]
    return sorted(verbs, key=lambda t: 0 if sentence.start <= t.i < sentence.end else abs(t.i - token.i) + 1)
