"""Grammar that transfer frames need: subjects, objects, prepositions and governors of a verb or noun in the parse."""

from __future__ import annotations

from collections.abc import Iterator

from spacy.tokens import Token

# What things do themselves: after "were sold to Chad and" no passive.
UNDERGONE = frozenset(
    {"arrive", "land", "dock", "reach", "end", "turn", "go", "come", "leave", "enter", "fall", "sink", "remain", "fail"}
)
# What is done to goods before they are passed on.
COURSE = frozenset(
    {"make", "build", "produce", "manufacture", "buy", "purchase", "sell", "donate", "give", "hand", "ship", "send"}
)
# What is lent or given to somebody to do something with: "lent Oman money to buy".
MEANS = frozenset({"money", "loan", "credit", "fund", "grant", "permission", "licence", "license", "right", "cash"})
CLAUSES = frozenset({"relcl", "ccomp", "advcl", "acl", "csubj", "parataxis", "xcomp", "conj"})
RELATIVES = frozenset({"which", "that", "who", "whom"})
# Verbs whose object, not subject, does what the dependent clause says: "urged Oman to sell", "accused Oman of selling".
OBJECT_CONTROL = frozenset(
    {
        "urge", "ask", "allow", "appeal", "help", "let", "make", "see", "tell", "persuade", "permit", "enable", "force",
        "press", "pressure", "push", "call", "warn", "accuse", "suspect", "blame", "charge", "criticise", "criticize",
        "condemn", "prevent", "keep", "deter", "stop", "block", "ban", "prohibit", "forbid", "bar", "encourage", "invite",
        "convince", "get", "authorize", "authorise", "license", "show", "catch", "order", "thank", "praise",
        "denounce", "lead", "want", "expect", "require", "dissuade", "discourage", "beg", "request", "find",
        "sanction", "punish", "fault", "watch",
    }
)  # fmt: skip
INTENTIONS = frozenset({"interest", "intention", "plan", "desire", "hope", "willingness", "readiness", "wish", "aim"})
TIMES = frozenset({"day", "week", "month", "year", "decade", "hour", "morning", "night", "century"})
DEEPEST = 6  # how many governors are asked for a subject that a verb itself lacks


def is_verb(token: Token) -> bool:
    """Whether the token heads a clause or a verbal phrase; "including" and "according" head none."""
    return token.pos_ in {"VERB", "AUX"} and token.dep_ != "prep"


def is_passive(verb: Token) -> bool:
    """Whether the verb is a passive: "were sent", "missiles sent by", "had missiles sent"."""
    if any(child.dep_ in {"nsubjpass", "auxpass"} for child in verb.children):
        return True
    if verb.tag_ == "VBN" and not _has_own_auxiliary(verb) and any(child.dep_ == "agent" for child in verb.children):
        return True
    is_joined = verb.dep_ == "conj" and is_verb(verb.head) and not _has_own_auxiliary(verb)
    if is_joined and (verb.tag_ == "VBN" or (verb.tag_ == "VBD" and verb.lemma_.lower() not in UNDERGONE)):
        return is_passive(verb.head) and not any(child.dep_ == "dobj" for child in verb.children)
    if verb.tag_ == "VBN" and verb.dep_ == "advcl" and not _has_own_auxiliary(verb):  # "made in Chad, sold to Mali"
        is_course = verb.head.lemma_.lower() in COURSE and is_passive(verb.head)
        return is_course and not any(child.dep_ == "dobj" for child in verb.children)
    return verb.tag_ == "VBN" and verb.dep_ in {"acl", "amod"} and not _has_own_auxiliary(verb)


def subject_of(verb: Token, depth: int = DEEPEST) -> Token | None:
    """Who does it: the subject of an active verb, the agent of a passive, found through control and coordination."""
    if is_passive(verb):
        return agent_of(verb)
    return surface_subject(verb, depth)


def surface_subject(verb: Token, depth: int = DEEPEST) -> Token | None:
    """The grammatical subject, whatever the voice, found through control, relative clauses and coordination."""
    subjects = [child for child in verb.children if child.dep_ in {"nsubj", "nsubjpass"}]
    if subjects:
        return antecedent_of(subjects[-1])
    if depth == 0:
        return None
    head = verb.head
    if verb.dep_ == "conj" and is_verb(head):
        return surface_subject(head, depth - 1)
    if verb.dep_ in {"xcomp", "ccomp", "advcl", "dep"} and is_verb(head):
        lent = _lent_to(head) if is_infinitive(verb) else None
        if lent is not None:
            return lent
        if head.lemma_.lower() in OBJECT_CONTROL and verb.dep_ != "advcl":
            own = object_of(head) or _called_on(head)
            if own is not None:
                return own
        return surface_subject(head, depth - 1)
    if verb.dep_ in {"xcomp", "acomp"} and head.pos_ == "ADJ" and is_verb(head.head):
        return surface_subject(head.head, depth - 1)
    if verb.dep_ in {"acl", "relcl"}:
        if is_infinitive(verb):
            lent = _lent_to(head.head) if head.lemma_.lower() in MEANS and is_verb(head.head) else None
            return lent if lent is not None else owner_of(head, depth - 1)
        return head
    if is_gerund_as_adjective(verb):
        return _subject_of_gerund(verb.head.head, depth)
    if verb.dep_ == "pcomp":
        return _subject_of_gerund(head, depth)
    return None


def is_gerund_as_adjective(verb: Token) -> bool:
    """Whether the "flying" of "accused Oman of flying weapons to" was taken for an adjective."""
    return (
        verb.tag_ == "VBG"
        and verb.dep_ == "amod"
        and verb.i > 0
        and verb.head.head.i == verb.i - 1
        and verb.head.dep_ == "pobj"
    )


def _lent_to(verb: Token) -> Token | None:
    """Who is to do something with what is lent: the Oman of "lent Oman money to buy", however it was parsed."""
    means = next((c for c in verb.children if c.dep_ == "dobj" and c.lemma_.lower() in MEANS), None)
    if means is None:
        return None
    named = next((child for child in means.children if child.dep_ == "compound" and child.pos_ == "PROPN"), None)
    return next(datives_of(verb), named)


def _called_on(verb: Token) -> Token | None:
    """Whom somebody turns to: the Oman of "called on Oman to", "appealed to Oman to"."""
    if verb.lemma_.lower() not in {"call", "appeal", "prevail"}:
        return None
    for child in verb.children:
        if child.dep_ == "prep" and child.lower_ in {"on", "upon", "to"}:
            return next((pobj for pobj in child.children if pobj.dep_ == "pobj"), None)
    return None


def controlled_above(token: Token) -> Token | None:
    """Who is to do what the clause around a token hangs on: the Oman of "asked Oman to say how many *it* had sent"."""
    for head, child in governors(token):
        if is_verb(child) and child.dep_ == "xcomp" and is_infinitive(child) and child is not token.head:
            own = (object_of(head) if head.lemma_.lower() in OBJECT_CONTROL else None) or _called_on(head)
            if own is not None:
                return own
    return None


def _subject_of_gerund(prep: Token, depth: int) -> Token | None:
    """The subject of "of selling", "by sending", "in return for supplying"."""
    governor = prep.head.head if prep.head.pos_ == "ADP" else prep.head
    if is_verb(governor):
        if prep.lower_ == "for" and governor.lemma_.lower() in {"impose", "slap", "place", "levy"}:
            return _target_of(governor)
        controlled = object_of(governor) if governor.lemma_.lower() in OBJECT_CONTROL else None
        return controlled if controlled is not None else surface_subject(governor, depth - 1)
    if (
        governor.dep_ in {"dobj", "nsubjpass"}
        and is_verb(governor.head)
        and governor.head.lemma_.lower() in OBJECT_CONTROL
        and governor.lemma_.lower() not in INTENTIONS
    ):
        return governor
    return owner_of(governor, depth - 1)


def _target_of(verb: Token) -> Token | None:
    """Whom measures are taken against: "imposed sanctions on Eritrea for"."""
    for prep, pobj in prepositions_of(verb):
        if prep in {"on", "against"}:
            return pobj
    return None


def owner_of(noun: Token, depth: int = DEEPEST) -> Token | None:
    """Whose deal, plan or sale it is: the possessor, else the subject of the verb that governs the noun."""
    for child in noun.children:
        if child.dep_ == "poss":
            return child
    if depth <= 0:
        return None
    verb = governing_verb(noun)
    if verb is None:
        return None
    subject = subject_of(verb, depth - 1)
    return subject if subject is not None and subject.i != noun.i else None


def governing_verb(noun: Token) -> Token | None:
    """The verb that a noun completes, through prepositions: the "signed" of "signed a contract for the delivery"."""
    current = noun
    for _ in range(DEEPEST):
        head = current.head
        if head.i == current.i:
            return None
        if is_verb(head):
            return head if current.dep_ not in {"nsubj"} else None
        if current.dep_ in {"nsubj", "nsubjpass", "relcl", "appos"}:
            return None
        current = head
    return None


def is_infinitive(verb: Token) -> bool:
    """Whether "to" stands before the verb."""
    return any(child.dep_ == "aux" and child.lower_ == "to" for child in verb.children)


def antecedent_of(token: Token) -> Token:
    """The noun that a relative pronoun stands for, else the token itself."""
    if token.lower_ in RELATIVES and token.pos_ in {"PRON", "DET", "SCONJ"}:
        clause = token.head
        if clause.head.lemma_ == "be" and clause.head.i < clause.i:  # "it is X that sends"
            named = next((child for child in clause.head.children if child.dep_ == "attr"), None)
            if named is not None and clause.dep_ in {"ccomp", "relcl", "advcl", "acl"}:
                return named
        for _ in range(DEEPEST):
            if clause.dep_ == "relcl":
                return clause.head
            if clause.dep_ not in {"xcomp", "ccomp", "conj", "pcomp", "prep"}:
                break
            clause = clause.head
    return token


def described_by(pronoun: Token) -> Token | None:
    """The noun that the relative clause around "whose" or "to which" describes."""
    for head, child in governors(pronoun):
        if child.dep_ == "relcl":
            return head
    return None


def object_of(verb: Token) -> Token | None:
    """The direct object, or the grammatical subject of a passive."""
    for child in verb.children:
        if child.dep_ == "dobj" and not is_passive(verb):
            return antecedent_of(child)
    if is_passive(verb):
        return patient_of(verb)
    for child in verb.children:
        if child.dep_ == "dobj":
            return antecedent_of(child)
    if verb.dep_ == "relcl" and not is_infinitive(verb) and not any(child.dep_ == "dobj" for child in verb.children):
        subject = next((child for child in verb.children if child.dep_ == "nsubj"), None)
        if subject is not None and subject.lower_ not in RELATIVES:
            return verb.head
    return None


def patient_of(verb: Token) -> Token | None:
    """What a passive verb happens to."""
    for child in verb.children:
        if child.dep_ == "nsubjpass":
            return antecedent_of(child)
    if verb.dep_ in {"acl", "amod", "relcl"}:
        return verb.head
    is_loose = verb.tag_ == "VBN" and verb.dep_ in {"advcl", "ccomp", "dep"} and not _has_helper(verb)
    if is_loose and verb.head.lemma_.lower() not in COURSE:
        return None  # "shot down using a missile, supplied by": not what was shot down
    return surface_subject(verb)


def _has_helper(verb: Token) -> bool:
    return any(child.dep_ in {"aux", "auxpass"} for child in verb.children)


def agent_of(verb: Token) -> Token | None:
    """The "by" of a passive."""
    for child in verb.children:
        if child.dep_ == "agent" or (child.dep_ == "prep" and child.lower_ == "by"):
            for grandchild in child.children:
                if grandchild.dep_ == "pobj":
                    return _without_time(grandchild)
    return None


def _without_time(noun: Token) -> Token:
    """The name in "by Sweden decades ago", which the parser takes for one phrase."""
    if noun.lemma_.lower() in TIMES:
        named = [child for child in noun.children if child.dep_ == "compound" and child.pos_ == "PROPN"]
        if named:
            return named[-1]
    return noun


def datives_of(verb: Token) -> Iterator[Token]:
    """The receivers named without a preposition: "sold *Peru* two tankers"."""
    for child in verb.children:
        if child.dep_ in {"dative", "iobj"} and child.pos_ != "ADP":
            yield child


def prepositions_of(head: Token) -> Iterator[tuple[str, Token]]:
    """Each preposition of a phrase with its noun, those inside its objects too, not those of clauses within.

    The parser often hangs "to Sudan" on the goods or on another preposition; all of these are seen.
    """
    queue = list(head.children)
    while queue:
        child = queue.pop(0)
        if child.dep_ in CLAUSES and child.dep_ not in {"xcomp"} and not (child.dep_ == "conj" and not is_verb(child)):
            continue
        if child.dep_ in {"nsubj", "nsubjpass"} and is_verb(head) and not is_passive(head):
            continue
        if child.dep_ in {"prep", "dative", "agent"} and child.pos_ in {"ADP", "SCONJ", "VERB", "ADV", "PART"}:
            for grandchild in child.children:
                if grandchild.dep_ in {"pobj", "pcomp"}:
                    yield child.lower_, grandchild
        queue.extend(child.children)


def governors(token: Token) -> Iterator[tuple[Token, Token]]:
    """The chain from a token to the root of its sentence, as pairs of head and dependent."""
    current = token
    for _ in range(60):
        if current.head.i == current.i:
            return
        yield current.head, current
        current = current.head


def _has_own_auxiliary(verb: Token) -> bool:
    return any(child.dep_ in {"aux", "nsubj"} for child in verb.children)
