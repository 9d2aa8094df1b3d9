"""The component wirewatch_attribution: who says, thinks or shows what, from the parse and from quotation marks."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from pipeline.annotate import attribution_quotes, extensions
from pipeline.annotate.attribution_cues import EVIDENCE, INTENTION, SPEECH, THOUGHT, Cues, cues
from pipeline.annotate.attribution_quotes import SPEAKING_NOUNS
from pipeline.annotate.parties import phrase_of
from pipeline.annotate.words import wordset
from pipeline.records import Attribution

extensions.register()

CLAUSES = frozenset({"ccomp", "xcomp", "advcl", "csubj", "parataxis"})
SUBJECTS = frozenset({"nsubj", "nsubjpass", "expl"})
# What a clause may hang on before "he said" is taken for its frame: the quoted verb is then the head.
OUTSIDE_CONTENT = frozenset(
    {
        "aux",
        "auxpass",
        "neg",
        "nsubj",
        "nsubjpass",
        "mark",
        "punct",
        "cc",
        "conj",
        "advmod",
        "dative",
        "npadvmod",
        "agent",
        "expl",
    }
)
TOPIC_PREPOSITIONS = frozenset({"about", "of", "for", "on", "to", "with", "against", "at", "in", "as"})
SPOKEN_ABOUT = frozenset({"about", "of", "against"})
# Verbs whose object is the one spoken to, not what is said.
SPOKEN_TO = frozenset({"tell", "ask", "inform", "remind", "assure", "reassure", "brief", "notify", "interview", "say"})
# Verbs whose plain object is no content: "asked a friend", "continued the tour".
NO_OBJECT = wordset(
    "continue conclude call term name direct lie rail cry sing order invite teach charge air broadcast write maintain advise "
    "cast observe note signal project seek contend"
)
SHORTEST_CONTINUATION = 4  # tokens of a sentence after an inserted cue that are more than its adverbs
# "went on to say", "began to complain": the first verb only tells how the saying went.
ASPECTUAL = frozenset({"use", "begin", "start", "continue", "go", "come", "proceed", "seem", "appear", "happen"})
PLAIN_SPEECH = frozenset(
    {
        "say",
        "tell",
        "add",
        "write",
        "tweet",
        "ask",
        "reply",
        "explain",
        "note",
        "recall",
        "declare",
    }
)
COMMON_SUBJECTS_OF_EVIDENCE = wordset(
    "report study poll survey data figure record document evidence image photo footage video analysis research "
    "finding letter test result email message statistic number paper memo investigation audit filing imagery "
    "intelligence transcript tape article newspaper statement release estimate sign indication ad"
)


class AttributionFinder:
    """Attributions of a parsed document."""

    def __init__(self, lexicon: Cues) -> None:
        self.lexicon = lexicon

    def __call__(self, doc: Doc) -> Doc:
        doc._.wirewatch_attributions = self.find(doc)
        return doc

    def find(self, doc: Doc) -> tuple[Attribution, ...]:
        """The attributions, sorted by cue; one for each cue."""
        found: dict[int, Attribution] = {}
        for token in doc:
            attribution = self._at(token)
            if attribution is not None:
                found.setdefault(attribution.cue[0], attribution)
        for attribution in attribution_quotes.headline_colons(doc):
            found.setdefault(attribution.cue[0], attribution)
        ordered = [found[start] for start in sorted(found)]
        return tuple(attribution_quotes.with_following_quotes(doc, ordered))

    def _at(self, token: Token) -> Attribution | None:
        if token.lower_ == "according":
            return _according_to(token)
        if attribution_quotes.is_quoted(token):
            return None
        if _is_concession(token):
            return None
        if token.pos_ in {"VERB", "AUX"}:
            return self._verb(token)
        if token.lemma_ in {"clear", "plain", "known"} and token.head.lemma_ == "make":
            return _made_clear(token)
        if token.pos_ == "NOUN" and token.lemma_.lower() in self.lexicon.nouns:
            return self._noun(token)
        if token.pos_ == "ADJ" and token.lemma_.lower() in self.lexicon.adjectives:
            return self._adjective(token)
        if token.pos_ == "ADV" and token.lower_ in self.lexicon.hearsay:
            return _hearsay(token)
        return None

    def _verb(self, verb: Token) -> Attribution | None:
        lemma = (
            "hope" if verb.lower_ in {"hoping", "hoped", "hopes"} else verb.lemma_.lower()
        )  # the lemmatizer makes it hop
        kind = self.lexicon.verbs.get(lemma)
        if kind is None or not _is_reported(verb, kind):
            return None
        if _is_passive(verb):
            return self._passive(verb, lemma)
        if verb.lower_ == "asked" and verb.dep_ == "advcl" and not any(c.dep_ in SUBJECTS for c in verb.children):
            return _asked(verb)
        source = _subject(verb) or _name_beside(verb, kind)
        content = _content(verb, lemma in self.lexicon.objects, kind)
        if content is None or source is None:
            return None
        if (
            source is not None
            and lemma in self.lexicon.evidence
            and source.lemma_.lower() in COMMON_SUBJECTS_OF_EVIDENCE
        ):
            kind = EVIDENCE
        elif kind == EVIDENCE and source is not None and lemma in {"appear", "seem"}:
            return None
        return _attribution(source, verb, content, kind)

    def _passive(self, verb: Token, lemma: str) -> Attribution | None:
        """ "was accused by X of", "is believed to have": the source is the agent, or nobody."""
        agent = next((child for child in verb.children if child.dep_ == "agent"), None)
        source = next((child for child in agent.children if child.dep_ == "pobj"), None) if agent is not None else None
        content = _content(verb, False, SPEECH)
        subject = next((child for child in verb.children if child.dep_ in {"nsubjpass", "csubjpass"}), None)
        if source is None and lemma not in self.lexicon.impersonal and lemma not in {"tell", "ask"}:
            return None
        if content is None and subject is None:
            return None
        if content is None or (subject is not None and lemma in self.lexicon.impersonal):
            spans = [
                span for span in (phrase_of(subject) if subject is not None else None, content) if span is not None
            ]
            content = _joined(spans)
        return _attribution(source, verb, content, self.lexicon.verbs[lemma])

    def _noun(self, noun: Token) -> Attribution | None:
        """ "the ministry's claim that ...", "a denial by Moscow of ..."."""
        clause = next(
            (child for child in noun.children if child.dep_ in {"acl", "ccomp", "relcl"} and _has_mark(child)), None
        )
        source = next((child for child in noun.children if child.dep_ == "poss"), None)
        source = source or _owner_of(noun)
        by = next((child for child in noun.children if child.dep_ == "prep" and child.lower_ in {"by", "from"}), None)
        if source is None and by is not None:
            source = next((child for child in by.children if child.dep_ == "pobj"), None)
        if clause is None:
            return None
        return _attribution(source, noun, _subtree(clause), self.lexicon.nouns[noun.lemma_.lower()])

    def _adjective(self, adjective: Token) -> Attribution | None:
        """ "he is confident that ..."."""
        if adjective.dep_ not in {"acomp", "conj", "oprd"}:
            return None
        content = next(
            (
                c
                for c in adjective.children
                if c.dep_ in {"ccomp", "xcomp"}
                or (c.dep_ == "prep" and c.lower_ in {"of", "about", "with", "for", "at"})
            ),
            None,
        )
        source = _subject(adjective.head)
        if content is None or source is None or source.lower_ in {"it", "that", "this", "there"}:
            return None
        return _attribution(source, adjective, _subtree(content), self.lexicon.adjectives[adjective.lemma_.lower()])


def _is_concession(token: Token) -> bool:
    """ "That said, ..." quotes nobody."""
    doc = token.doc
    is_first = token.i > 0 and doc[token.i - 1].lower_ == "that" and doc[token.i - 1].is_sent_start
    return token.lower_ == "said" and bool(is_first) and token.i + 1 < len(doc) and doc[token.i + 1].text == ","


def _asked(verb: Token) -> Attribution | None:
    """ "Asked whether ..., the minister said": who asked is seldom named."""
    content = next(
        (c for c in verb.children if c.dep_ in {"ccomp", "advcl"} or (c.dep_ == "prep" and c.lower_ in SPOKEN_ABOUT)),
        None,
    )
    agent = next((child for child in verb.children if child.dep_ == "agent"), None)
    asker = next((child for child in agent.children if child.dep_ == "pobj"), None) if agent is not None else None
    return _attribution(asker, verb, _subtree(content), SPEECH) if content is not None else None


def _is_reported(verb: Token, kind: str) -> bool:
    """Does the text itself report the act? Infinitives, reduced clauses and what others say of it do not."""
    if verb.dep_ == "xcomp" and verb.head.lemma_ in ASPECTUAL and kind == SPEECH:
        return True
    if verb.tag_ == "VB" and not any(child.lemma_ == "do" and child.dep_ == "aux" for child in verb.children):
        return False
    if verb.dep_ == "acl" and verb.tag_ == "VBG":
        return True
    if verb.dep_ in {"acl", "xcomp", "csubj", "amod"}:
        return False
    if verb.dep_ in {"ccomp", "pcomp"}:
        return kind == SPEECH
    return True


def _has_mark(clause: Token) -> bool:
    return any(child.dep_ == "mark" and child.lower_ in {"that", "whether"} for child in clause.children)


def _owner_of(noun: Token) -> Token | None:
    """The subject in "Moscow made the claim that ..."."""
    if noun.dep_ == "dobj" and noun.head.lemma_ in {
        "make",
        "issue",
        "express",
        "give",
        "repeat",
        "voice",
        "raise",
        "have",
        "reject",
        "deny",
    }:
        return _subject(noun.head)
    return None


def _is_passive(verb: Token) -> bool:
    return any(child.dep_ in {"auxpass", "nsubjpass"} for child in verb.children)


def _subject(verb: Token) -> Token | None:
    """The subject of a verb, of the verb it is coordinated with, or of the clause that a participle adds to."""
    own = next((child for child in verb.children if child.dep_ in SUBJECTS and child.dep_ != "expl"), None)
    if own is not None:
        return own
    if verb.dep_ == "conj" and verb.head.pos_ in {"VERB", "AUX"}:
        return _subject(verb.head)
    if verb.dep_ == "xcomp" and verb.head.pos_ in {"VERB", "AUX"}:
        return _subject(verb.head)
    if verb.dep_ in {"advcl", "pcomp"} and verb.tag_ == "VBG":
        head = verb.head.head if verb.dep_ == "pcomp" else verb.head
        return _subject(head) if head.pos_ in {"VERB", "AUX"} and head != verb else None
    if verb.dep_ == "acl" and verb.head.pos_ in {"NOUN", "PROPN"} and verb.tag_ == "VBG":
        return _issuer(verb.head) or verb.head
    return None


def _issuer(noun: Token) -> Token | None:
    """Who speaks in "the group issued a statement saying": the subject, where the noun itself names nobody."""
    mention = noun._.wirewatch_mention
    if (
        noun.dep_ not in {"dobj", "pobj"}
        or noun.pos_ == "PROPN"
        or mention is not None
        or noun.lemma_ in SPEAKING_NOUNS
    ):
        return None
    verb = next((above for above in noun.ancestors if above.pos_ in {"VERB", "AUX"}), None)
    if verb is None or _is_passive(verb) or verb.lemma_ == "be":
        return None
    return _subject(verb)


def _name_beside(verb: Token, kind: str) -> Token | None:
    """The name right before a finite verb of saying that the parse gives no subject: "..., Will said"."""
    if kind not in {SPEECH, EVIDENCE} or verb.tag_ not in {"VBD", "VBZ", "VBP"} or verb.dep_ == "conj":
        return None
    for token in reversed(verb.doc[verb.sent.start : verb.i]):
        if token.pos_ in {"ADV", "AUX"} or token.text == ",":
            continue
        return token if token.pos_ in {"PROPN", "PRON", "NOUN"} and token.dep_ not in {"pobj", "dobj"} else None
    return None


def _content(verb: Token, takes_object: bool, kind: str) -> Span | None:
    """What is said: the clause, the quotation that the verb introduces or is put into, the object, the rest."""
    clause = next((c for c in verb.children if c.dep_ == "ccomp"), None)
    if clause is not None:
        beside = [_subtree(c) for c in verb.children if c.dep_ == "parataxis"]
        return _continued(verb, _joined([_subtree(clause), *beside]))
    if verb.dep_ == "parataxis":
        return _continued(verb, _outside(verb.head, verb))
    if kind == SPEECH:
        quotation = attribution_quotes.quotation_beside(verb)
        if quotation is not None:
            return quotation
    found = _complement(verb, takes_object or (kind == SPEECH and verb.lemma_.lower() not in NO_OBJECT))
    if found is None and verb.dep_ == "advcl" and any(c.lower_ == "as" for c in verb.children):
        return _outside(verb.head, verb)  # "As the ministry noted, ..."
    has_object = any(child.dep_ in {"dobj", "xcomp"} for child in verb.children)
    if found is None and verb.lemma_ in PLAIN_SPEECH and (verb.lemma_ in SPOKEN_TO or not has_object):
        return _rest_of_sentence(verb)
    return found


def _complement(verb: Token, takes_object: bool) -> Span | None:
    """The infinitive, the object with what is said of it, or the prepositional phrase."""
    lemma = verb.lemma_.lower()
    if lemma == "continue":
        return None
    embedded = next((c for c in verb.children if c.dep_ == "xcomp" or (c.dep_ == "advcl" and _is_for_clause(c))), None)
    if embedded is not None:
        return _subtree(embedded)
    objects = [c for c in verb.children if c.dep_ in {"dobj", "oprd", "attr"}]
    topics = SPOKEN_ABOUT if lemma in {"speak", "talk"} else TOPIC_PREPOSITIONS
    prepositions = [c for c in verb.children if c.dep_ == "prep" and c.lower_ in topics]
    if objects and takes_object and lemma not in SPOKEN_TO:
        return _joined([_subtree(c) for c in objects + [p for p in prepositions if p.lower_ in {"as", "of", "for"}]])
    if prepositions and takes_object and lemma not in PLAIN_SPEECH | {"say"}:
        return _subtree(prepositions[0])
    return None


def _is_for_clause(clause: Token) -> bool:
    """ "called for the troops to leave"."""
    return any(child.lower_ == "for" and child.dep_ == "mark" for child in clause.children)


def _continued(verb: Token, content: Span | None) -> Span | None:
    """What follows an inserted "he said" belongs to the content: "It is no surprise, he said, that ..."."""
    if content is None or content.end > verb.i:
        return content
    doc, subject = verb.doc, _subject(verb)
    end = max(verb.i, subject.right_edge.i if subject is not None and subject.head == verb else verb.i) + 1
    sentence_end = verb.sent.end
    if end >= sentence_end or doc[end].text != "," or sentence_end - end < SHORTEST_CONTINUATION:
        return content
    following = doc[end + 1]
    if (
        (following.dep_ in {"prep", "advmod", "npadvmod"} and following.head == verb)
        or following.tag_ == "VBG"
        or following.lower_ in {"who", "and", "but", "adding"}
    ):
        return content
    return doc[content.start : sentence_end]


def _subtree(token: Token) -> Span:
    return token.doc[token.left_edge.i : token.right_edge.i + 1]


def _rest_of_sentence(verb: Token) -> Span | None:
    """The longer side of the sentence of a plain "he said" whose clause the parse did not find."""
    sentence, doc = verb.sent, verb.doc
    subject = _subject(verb)
    clause_start = min(verb.i, subject.left_edge.i if subject is not None else verb.i)
    clause_end = max(verb.i, subject.right_edge.i if subject is not None and subject.i > verb.i else verb.i)
    before, after = doc[sentence.start : clause_start], doc[clause_end + 1 : sentence.end]
    longer = before if len(before) > len(after) else after
    return longer if len(longer) > 2 else None


def _outside(head: Token, inner: Token) -> Span:
    """The clause of `head` without the inserted clause of `inner` at its edge."""
    first, last = head.left_edge.i, head.right_edge.i
    if inner.left_edge.i <= first:
        first = inner.right_edge.i + 1
    elif inner.right_edge.i >= last or all(t.is_punct for t in head.doc[inner.right_edge.i + 1 : last + 1]):
        last = inner.left_edge.i - 1
    return head.doc[first : max(first, last) + 1]


def _joined(spans: list[Span]) -> Span | None:
    if not spans:
        return None
    return spans[0].doc[min(span.start for span in spans) : max(span.end for span in spans)]


def _according_to(token: Token) -> Attribution | None:
    to = next((child for child in token.children if child.lower_ == "to"), None)
    source = next((child for child in to.children if child.dep_ in {"pobj", "pcomp"}), None) if to is not None else None
    if to is None or source is None:
        return None
    sentence = token.sent
    before, after = token.doc[sentence.start : token.left_edge.i], token.doc[token.right_edge.i + 1 : sentence.end]
    content = before if len(before) > len(after) else after
    if token.head.pos_ in {"VERB", "AUX"} and token.head != token:
        clause = _outside(token.head, token)
        content = clause if len(clause) > 2 else content
    cue = token.doc[token.i : to.i + 1]
    content, named = _without_apposed_name(content, source)
    trimmed = _trimmed(content)
    span = (_source_span(source)[0], named) if named is not None else _source_span(source)
    return Attribution(span, (cue.start_char, cue.end_char), trimmed) if trimmed else None


def _without_apposed_name(content: Span, source: Token) -> tuple[Span, int | None]:
    """The content without "Jane Starner," in "According to his aunt, Jane Starner, ...", and where that name ends."""
    doc = content.doc
    start = source.right_edge.i + 1
    if source.pos_ == "PROPN" or start + 1 >= len(doc) or doc[start].text != ",":
        return content, None
    end = start + 1
    while end < content.end and doc[end].pos_ == "PROPN":
        end += 1
    mention = doc[start + 1]._.wirewatch_mention
    is_person = mention is not None and mention.type == "PER"
    is_name = is_person and start + 1 < end < content.end and doc[end].text == "," and content.start <= start + 1
    return (doc[end + 1 : content.end], doc[end - 1].idx + len(doc[end - 1])) if is_name else (content, None)


def _made_clear(adjective: Token) -> Attribution | None:
    """ "she made clear that ..."."""
    source = _subject(adjective.head)
    clause = next((c for c in (*adjective.children, *adjective.head.children) if c.dep_ in {"ccomp", "advcl"}), None)
    if source is None or clause is None:
        return None
    return _attribution(source, adjective, _subtree(clause), SPEECH)


def _hearsay(token: Token) -> Attribution | None:
    """ "reportedly": nobody is named; the content is the clause that the adverb modifies."""
    if token.head.pos_ not in {"VERB", "AUX"}:
        return None
    content = _trimmed(_subtree(token.head))
    return Attribution(None, (token.idx, token.idx + len(token)), content) if content else None


def _attribution(source: Token | None, cue: Token, content: Span | None, kind: str) -> Attribution | None:
    if content is None:
        return None
    trimmed = _trimmed(_without_source(source, content))
    if trimmed is None:
        return None
    return Attribution(
        _source_span(source) if source is not None else None, (cue.idx, cue.idx + len(cue)), trimmed, kind
    )


def _without_source(source: Token | None, content: Span) -> Span:
    """A content that wrongly takes in its own source at its edge is cut there."""
    if source is None:
        return content
    if content.start <= source.left_edge.i < content.end and source.left_edge.i - content.start <= 1:
        return content.doc[min(source.right_edge.i + 1, content.end) : content.end]
    return content


def _source_span(source: Token) -> tuple[int, int]:
    head = _antecedent(source)
    span = phrase_of(head)
    first = span[0]
    if first.dep_ == "conj" and first.head.i < span.start and first.head.head.i == head.i:
        span = head.doc[first.head.left_edge.i : span.end]  # "Russian and Syrian ministries"
    return span.start_char, span.end_char


def _antecedent(source: Token) -> Token:
    """The noun before "that" and "which"; "who" names the speaker well enough."""
    if source.lower_ in {"that", "which"} and source.head.dep_ == "relcl":
        return source.head.head
    return source


def _trimmed(span: Span) -> tuple[int, int] | None:
    """Without the commas and spaces at its ends."""
    start, end = span.start, span.end
    while start < end and (span.doc[start].is_space or span.doc[start].text in {",", ";", "-", "—", "–"}):
        start += 1
    while end > start and (span.doc[end - 1].is_space or span.doc[end - 1].text in {",", ";", "-", "—", "–", "."}):
        end -= 1
    if start == end:
        return None
    trimmed = span.doc[start:end]
    return trimmed.start_char, trimmed.end_char


@Language.factory(extensions.ATTRIBUTION, assigns=["doc._.wirewatch_attributions"])
def create_attribution(nlp: Language, name: str) -> AttributionFinder:
    """spaCy factory of wirewatch_attribution; it needs a parser."""
    extensions.require(nlp, extensions.ATTRIBUTION)
    return AttributionFinder(cues())


__all__ = ["INTENTION", "SPEECH", "THOUGHT", "AttributionFinder", "create_attribution"]
