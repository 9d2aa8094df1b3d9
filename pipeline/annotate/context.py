"""What the words around a name tell of it: titles, appositions, the country in an institution's name."""

from __future__ import annotations

from spacy.tokens import Doc, Span, Token

from pipeline.annotate.drafts import Draft, span_of
from pipeline.annotate.extensions import text_of
from pipeline.annotate.matching import Matcher
from pipeline.annotate.roles import RoleWords

IGO, ELITE = "IGO", "ELI"
FORMER = frozenset({"former", "ex", "late", "ousted", "deposed", "onetime"})
NOT_OF_STATE = frozenset({"REB", "UAF", "PTY", "OPP", "NGO", "BUS", "MED", "JRN", "EDU", "CRM"})
FURTHEST_APPOSITION = 18  # tokens of a phrase set off by commas beside a name
FURTHEST_COUNTRY = (
    7  # tokens between a country and the name it belongs to ("the senior U.S. State Department official for ...")
)


def resolve_context(doc: Doc, drafts: list[Draft], words: RoleWords, matcher: Matcher) -> list[Draft]:
    """Give unresolved names the role and country that their titles, appositions and own words tell; changes the drafts.

    Names that are part of a title ("Secretary of State") are left out of the answer.
    """
    for draft in drafts:
        if draft.type == "ORG" and not draft.is_resolved:
            _read_institution(doc, draft, words, matcher)
    at = _by_token(doc, drafts)
    for draft in drafts:
        if draft.type == "ORG" and draft.country is None and draft.kind == "name":
            draft.country = _country_before(doc, span_of(doc, draft).start, at)
    for draft in drafts:
        if draft.type == "PER":
            _read_title(doc, draft, words, at)
        if draft.type == "PER" and not draft.is_resolved:
            if draft.role is None or draft.country is None:
                _read_apposition(doc, draft, words, at)
            if draft.role is not None and draft.country is None:
                draft.country = _country_after(doc, span_of(doc, draft).end, at)
    _share_among_equal_names(doc, drafts)
    in_titles = {i for draft in drafts if draft.title is not None for i in range(*draft.title)}
    return [
        d
        for d in drafts
        if not (d.type == "ORG" and d.kind == "name" and span_of(doc, d).start in in_titles and d.country is None)
    ]


def _by_token(doc: Doc, drafts: list[Draft]) -> dict[int, Draft]:
    found: dict[int, Draft] = {}
    for draft in drafts:
        for token in span_of(doc, draft):
            found[token.i] = draft
    return found


def _read_institution(doc: Doc, draft: Draft, words: RoleWords, matcher: Matcher) -> None:
    name = text_of(doc)[draft.start : draft.end]
    draft.role = draft.role or words.of_institution(name)
    if draft.country is None:
        countries = [hit.alias.country for hit in matcher.find(name) if hit.alias.country]
        draft.country = countries[0] if countries else None
    if draft.country and draft.role and draft.role not in {"BUS", "NGO", "JRN", "EDU"}:
        draft.actor = f"{draft.country}-{draft.role}"
        draft.is_resolved = True


def _country_before(doc: Doc, start: int, at: dict[int, Draft]) -> str | None:
    """The country directly before a token: "Russian" or "Russia's"."""
    i = start - 1
    while i >= 0 and start - i <= 3 and doc[i].lower_ in {"'s", "’s", "'", "’", "the"}:
        i -= 1
    draft = at.get(i) if i >= 0 else None
    return draft.country if draft is not None and draft.type in {"GPE", "NORP", "LOC"} else None


def _country_after(doc: Doc, end: int, at: dict[int, Draft]) -> str | None:
    """The country in "Prime Minister Fumio Kishida of Japan"."""
    if end + 1 >= len(doc) or doc[end].lower_ != "of":
        return None
    i = end + 2 if doc[end + 1].lower_ == "the" else end + 1
    return at[i].country if i in at and at[i].type == "GPE" else None


def _share_among_equal_names(doc: Doc, drafts: list[Draft]) -> None:
    """What one place of a name tells holds for all its places."""
    told: dict[str, Draft] = {}
    persons = [draft for draft in drafts if draft.type == "PER" and not draft.is_resolved]
    for draft in persons:
        name = text_of(doc)[draft.start : draft.end]
        if draft.role or draft.country:
            known = told.setdefault(name, draft)
            known.role, known.country = known.role or draft.role, known.country or draft.country
    for draft in persons:
        known = told.get(text_of(doc)[draft.start : draft.end], draft)
        draft.role, draft.country = draft.role or known.role, draft.country or known.country


def _read_title(doc: Doc, draft: Draft, words: RoleWords, at: dict[int, Draft]) -> None:
    """The run of title words directly before a person's name, and the country before them."""
    start = span_of(doc, draft).start
    first, role = _title_start(doc, start, words, at)
    if first == start:
        return
    draft.title = (first, start)
    if draft.role != IGO:
        draft.role = role or draft.role  # the title of the day tells more than the registry: "Senator Obama"
        if any(doc[i].lower_ in FORMER for i in range(max(0, first - 2), start)):
            draft.role = ELITE
    if draft.country is None:
        draft.country = _country_near(doc, first, start, at)
    inside = {at[i].role for i in range(first, start) if i in at and at[i].type == "ORG" and at[i].role}
    if inside and (draft.role is None or (draft.role == "GOV" and not draft.is_resolved and inside <= NOT_OF_STATE)):
        draft.role = inside.pop()  # the leader of a party or a militia holds no office of state


def _title_start(doc: Doc, start: int, words: RoleWords, at: dict[int, Draft]) -> tuple[int, str | None]:
    """The first token of the title before token `start`, and its role."""
    role: str | None = None
    for length in range(min(words.longest_title, start), 0, -1):
        title = doc[start - length : start].text
        if title in words.titles and not (start > length and doc[start - length - 1].text == "-"):
            first, own = start - length, words.titles[title]
            before, earlier = _title_start(doc, first, words, at) if first > 0 else (first, None)
            return before, own or earlier or role
    i = start
    lemmas: list[str] = []
    while i > 0 and start - i < FURTHEST_COUNTRY and _is_title_word(doc[i - 1], i - 1, at):
        i -= 1
        lemmas.insert(0, doc[i].lemma_.lower())
    heads = [n for n, lemma in enumerate(lemmas) if words.is_role_noun(lemma)]
    if not heads or heads[-1] != len(lemmas) - 1:
        return start, None
    return i, words.of_phrase([lemma for lemma in lemmas if lemma not in {"'s", "’s", "the"}])


def _is_title_word(token: Token, i: int, at: dict[int, Draft]) -> bool:
    draft = at.get(i)
    if draft is not None:
        return draft.type in {"GPE", "NORP", "ORG", "LOC"}
    return token.pos_ in {"NOUN", "PROPN", "ADJ"} or token.lower_ in {"'s", "’s", "-", "and"}


def _country_near(doc: Doc, first: int, start: int, at: dict[int, Draft]) -> str | None:
    """The country inside a title, directly before it, or before the institution it names."""
    for i in range(start - 1, first - 1, -1):
        if i in at and at[i].country:
            return at[i].country
    return _country_before(doc, first, at)


def _read_apposition(doc: Doc, draft: Draft, words: RoleWords, at: dict[int, Draft]) -> None:
    """ "the U.S. official for Asia, Jung Pak," and "Jung Pak, the U.S. official for Asia,"."""
    span = span_of(doc, draft)
    for phrase in _beside(doc, span, at):
        head = _role_head(phrase, words, at)
        if head is None:
            continue
        lemmas = [token.lemma_.lower() for token in doc[phrase.start : head.i + 1]]
        role = words.of_phrase(lemmas)
        if role is None and not words.is_role_noun(head.lemma_.lower()):
            continue
        draft.role = draft.role or _institution_role(phrase.start, head.i, at) or role
        draft.country = draft.country or _country_of_phrase(phrase, head, at)
        return


def _beside(doc: Doc, span: Span, at: dict[int, Draft]) -> list[Span]:
    """The phrases set off by a comma after and before a name, within its sentence."""
    phrases = []
    after = span.end
    if after < len(doc) and doc[after].text in {",", "("}:
        stop = after + 1
        while stop < len(doc) and stop - after < FURTHEST_APPOSITION and not _ends_phrase(doc[stop]):
            stop += 1
        if stop > after + 1 and _may_start_phrase(doc[after + 1], at):
            phrases.append(doc[after + 1 : stop])
    before = span.start - 1
    if before > 0 and doc[before].text == ",":
        first = before
        while first > 0 and before - first < FURTHEST_APPOSITION and not _ends_phrase(doc[first - 1]):
            first -= 1
        if doc[first].lower_ in {"the", "a", "an"} or first in at:
            phrases.append(doc[first:before])
    return phrases


def _ends_phrase(token: Token) -> bool:
    return token.is_space or token.is_quote or token.text in {",", ".", ")", "(", ";", ":", "who", "said"}


def _may_start_phrase(token: Token, at: dict[int, Draft]) -> bool:
    return token.lower_ in {"the", "a", "an", "then"} or token.i in at or token.pos_ in {"NOUN", "ADJ"}


def _role_head(phrase: Span, words: RoleWords, at: dict[int, Draft]) -> Token | None:
    """The head of the phrase, if it is a role noun: the last noun before a preposition."""
    head: Token | None = None
    for token in phrase:
        if token.pos_ in {"ADP", "VERB", "AUX", "SCONJ"} and head is not None:
            break
        if token.i in at and at[token.i].type == "PER":
            return None
        if words.is_role_noun(token.lemma_.lower()):
            head = token
    return head


def _institution_role(start: int, stop: int, at: dict[int, Draft]) -> str | None:
    roles = [at[i].role for i in range(start, stop) if i in at and at[i].type == "ORG" and at[i].role]
    return roles[-1] if roles else None


def _country_of_phrase(phrase: Span, head: Token, at: dict[int, Draft]) -> str | None:
    """The country before the role noun; else that after "of"."""
    for i in range(head.i, phrase.start - 1, -1):
        if i in at and at[i].country:
            return at[i].country
    doc = phrase.doc
    if head.i + 1 < phrase.end and doc[head.i + 1].lower_ in {"of", "at", "in", "with"}:
        for i in range(head.i + 1, phrase.end):
            if i in at and at[i].country:
                return at[i].country
    return _country_before(doc, phrase.start, at)
