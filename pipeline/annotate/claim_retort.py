"""Whether a governing word calls what stands below it false, or takes back what the speaker said before."""

from __future__ import annotations

from spacy.tokens import Token

from pipeline.annotate.claim_syntax import is_verb

FALSE = frozenset(
    {
        "false", "untrue", "baseless", "groundless", "unfounded", "fabrication", "fabricated", "lie", "nonsense", "fiction",
        "invention", "slander", "propaganda", "hoax", "absurd", "ridiculous", "incorrect", "disinformation", "fake",
        "misinformation", "preposterous", "ludicrous", "bogus", "rubbish", "fantasy", "myth", "unsubstantiated", "libel",
        "smear", "calumny", "wrong", "inaccurate",
    }
)  # fmt: skip
TRUE = frozenset({"true", "correct", "accurate", "fact", "factual", "case", "so"})
CALLING = frozenset(
    {"call", "describe", "brand", "label", "dub", "term", "characterise", "characterize", "dismiss", "decry"}
)
WITHDRAWING = frozenset({"withdraw", "retract", "recant", "disavow", "correct", "revoke", "delete", "amend", "remove"})
WITHDRAWING_PARTICLES = frozenset({("take", "back"), ("walk", "back"), ("row", "back"), ("back", "down")})
REGRETTING = frozenset({"apologise", "apologize", "regret", "err"})
MISTAKEN = frozenset({"wrong", "mistaken", "incorrect", "premature"})
SAYINGS = frozenset(
    {
        "claim", "statement", "report", "allegation", "accusation", "assertion", "remark", "article", "story", "charge",
        "announcement", "suggestion", "contention", "comment", "assessment", "finding",
    }
)  # fmt: skip
OWNERS = frozenset({"its", "our", "their", "my", "his", "her"})
EARLIER = frozenset({"earlier", "previous", "initial", "own", "original", "former", "recent"})


def calls_false(head: Token, child: Token) -> bool:
    """Whether `head` says of what hangs on it by `child` that it is not so: "called … a lie", "reports … are false"."""
    if not is_verb(head):
        return head.lemma_.lower() == "truth" and any(c.dep_ == "det" and c.lower_ == "no" for c in head.children)
    lemma = head.lemma_.lower()
    if lemma in CALLING:
        return any(token.lemma_.lower() in FALSE for token in head.subtree if token.i > head.i)
    if lemma != "be":
        return False
    predicates = [c for c in head.children if c.dep_ in {"acomp", "attr", "oprd"} and c.i != child.i]
    is_negated = any(c.dep_ == "neg" for c in head.children)
    words = {p.lemma_.lower() for p in predicates}
    if words & TRUE:
        return is_negated
    return bool(words & FALSE) and not is_negated and child.dep_ in {"nsubj", "ccomp", "csubj"}


def leaves_open(verb: Token) -> bool:
    """Whether a source says neither yes nor no: "would neither confirm nor deny that"."""
    lemmas = {token.lemma_.lower() for token in (verb, *verb.conjuncts)}
    return {"confirm", "deny"} <= lemmas


def takes_back(head: Token, child: Token, speech: frozenset[str]) -> bool:
    """Whether `head` withdraws the speaker's own words, which hang on it by `child`."""
    lemma = head.lemma_.lower()
    if is_verb(head):
        particles = {(lemma, c.lower_) for c in head.children if c.dep_ in {"prt", "advmod"}}
        if (lemma in WITHDRAWING or particles & WITHDRAWING_PARTICLES) and child.dep_ in {"dobj", "nsubjpass"}:
            return _is_own_saying(child)
        if lemma in speech and child.dep_ == "ccomp":
            return any(c.lower_ == "longer" for c in head.children if c.dep_ in {"advmod", "neg"})
        if child.dep_ == "prep" and lemma in REGRETTING:
            return any(c.dep_ == "pcomp" and c.lemma_.lower() in speech for c in child.children)
        return lemma in {"regret", "err"} and child.dep_ in {"xcomp", "dobj"} and child.lemma_.lower() in speech
    if lemma in MISTAKEN and child.dep_ in {"xcomp", "prep", "ccomp", "advcl"}:
        inner = {child.lemma_.lower(), *(c.lemma_.lower() for c in child.children if c.dep_ == "pcomp")}
        return bool(inner & speech)
    return False


def _is_own_saying(noun: Token) -> bool:
    """Whether a noun is something said before by who speaks now: "its earlier claim", "our report"."""
    if noun.lemma_.lower() not in SAYINGS:
        return False
    return any(
        (c.dep_ == "poss" and c.lower_ in OWNERS) or (c.dep_ == "amod" and c.lower_ in EARLIER) for c in noun.children
    )
