"""The component wirewatch_attribution: who says, thinks or shows what, from the parse and from quotation marks."""

from __future__ import annotations

from spacy.language import Language
from spacy.tokens import Doc, Span, Token

from pipeline.annotate import attribution_quotes, extensions
from pipeline.annotate.attribution_content import SPOKEN_ABOUT, content_of
from pipeline.annotate.attribution_cues import EVIDENCE, SPEECH, Cues, cues
from pipeline.annotate.attribution_source import (
    SUBJECTS,
    agent_of,
    is_passive,
    name_beside,
    owner_of,
    source_span,
    subject_of,
)
from pipeline.annotate.attribution_spans import joined, outside, subtree, trimmed
from pipeline.annotate.parties import phrase_of
from pipeline.annotate.parts_of_speech import VERBAL
from pipeline.annotate.words import wordset
from pipeline.records import Attribution

extensions.register()

# "went on to say", "began to complain": the first verb only tells how the saying went.
ASPECTUAL = frozenset({"use", "begin", "start", "continue", "go", "come", "proceed", "seem", "appear", "happen"})
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
        """The attribution whose cue is the token, or None."""
        if token.lower_ == "according":
            return _according_to(token)
        if attribution_quotes.is_quoted(token) or _is_concession(token):
            return None
        if token.pos_ in VERBAL:
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
        # The lemmatizer makes "hoped" a form of "hop".
        lemma = "hope" if verb.lower_ in {"hoping", "hoped", "hopes"} else verb.lemma_.lower()
        kind = self.lexicon.verbs.get(lemma)
        if kind is None or not _is_reported(verb, kind):
            return None
        if is_passive(verb):
            return self._passive(verb, lemma)
        if verb.lower_ == "asked" and verb.dep_ == "advcl" and not any(c.dep_ in SUBJECTS for c in verb.children):
            return _asked(verb)
        source = subject_of(verb) or name_beside(verb, kind)
        content = content_of(verb, lemma in self.lexicon.objects, kind)
        if content is None or source is None:
            return None
        if lemma in self.lexicon.evidence and source.lemma_.lower() in COMMON_SUBJECTS_OF_EVIDENCE:
            kind = EVIDENCE
        elif kind == EVIDENCE and lemma in {"appear", "seem"}:
            return None
        return _attribution(source, verb, content, kind)

    def _passive(self, verb: Token, lemma: str) -> Attribution | None:
        """ "was accused by X of", "is believed to have": the source is the agent, or nobody."""
        source = agent_of(verb)
        content = content_of(verb, False, SPEECH)
        subject = next((child for child in verb.children if child.dep_ in {"nsubjpass", "csubjpass"}), None)
        if source is None and lemma not in self.lexicon.impersonal and lemma not in {"tell", "ask"}:
            return None
        if content is None and subject is None:
            return None
        if content is None or (subject is not None and lemma in self.lexicon.impersonal):
            told = phrase_of(subject) if subject is not None else None
            content = joined([span for span in (told, content) if span is not None])
        return _attribution(source, verb, content, self.lexicon.verbs[lemma])

    def _noun(self, noun: Token) -> Attribution | None:
        """ "the ministry's claim that ...", "a denial by Moscow of ..."."""
        clause = next(
            (child for child in noun.children if child.dep_ in {"acl", "ccomp", "relcl"} and _has_mark(child)), None
        )
        if clause is None:
            return None
        source = next((child for child in noun.children if child.dep_ == "poss"), None) or owner_of(noun)
        by = next((child for child in noun.children if child.dep_ == "prep" and child.lower_ in {"by", "from"}), None)
        if source is None and by is not None:
            source = next((child for child in by.children if child.dep_ == "pobj"), None)
        return _attribution(source, noun, subtree(clause), self.lexicon.nouns[noun.lemma_.lower()])

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
        source = subject_of(adjective.head)
        if content is None or source is None or source.lower_ in {"it", "that", "this", "there"}:
            return None
        return _attribution(source, adjective, subtree(content), self.lexicon.adjectives[adjective.lemma_.lower()])


def _is_concession(token: Token) -> bool:
    """ "That said, ..." quotes nobody."""
    doc = token.doc
    is_first = token.i > 0 and doc[token.i - 1].lower_ == "that" and doc[token.i - 1].is_sent_start
    return token.lower_ == "said" and bool(is_first) and token.i + 1 < len(doc) and doc[token.i + 1].text == ","


def _according_to(token: Token) -> Attribution | None:
    """ "..., according to the ministry": the content is the clause that it hangs on, else the longer side of it."""
    to = next((child for child in token.children if child.lower_ == "to"), None)
    source = next((child for child in to.children if child.dep_ in {"pobj", "pcomp"}), None) if to is not None else None
    if to is None or source is None:
        return None
    sentence = token.sent
    before, after = token.doc[sentence.start : token.left_edge.i], token.doc[token.right_edge.i + 1 : sentence.end]
    content = before if len(before) > len(after) else after
    if token.head.pos_ in VERBAL and token.head != token:
        clause = outside(token.head, token)
        content = clause if len(clause) > 2 else content
    cue = token.doc[token.i : to.i + 1]
    content, named = _without_apposed_name(content, source)
    said = trimmed(content)
    span = (source_span(source)[0], named) if named is not None else source_span(source)
    return Attribution(span, (cue.start_char, cue.end_char), said) if said else None


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


def _asked(verb: Token) -> Attribution | None:
    """ "Asked whether ..., the minister said": who asked is seldom named."""
    content = next(
        (c for c in verb.children if c.dep_ in {"ccomp", "advcl"} or (c.dep_ == "prep" and c.lower_ in SPOKEN_ABOUT)),
        None,
    )
    return _attribution(agent_of(verb), verb, subtree(content), SPEECH) if content is not None else None


def _made_clear(adjective: Token) -> Attribution | None:
    """ "she made clear that ..."."""
    source = subject_of(adjective.head)
    clause = next((c for c in (*adjective.children, *adjective.head.children) if c.dep_ in {"ccomp", "advcl"}), None)
    if source is None or clause is None:
        return None
    return _attribution(source, adjective, subtree(clause), SPEECH)


def _has_mark(clause: Token) -> bool:
    """Does "that" or "whether" begin the clause?"""
    return any(child.dep_ == "mark" and child.lower_ in {"that", "whether"} for child in clause.children)


def _hearsay(token: Token) -> Attribution | None:
    """ "reportedly": nobody is named; the content is the clause that the adverb modifies."""
    if token.head.pos_ not in VERBAL:
        return None
    content = trimmed(subtree(token.head))
    return Attribution(None, (token.idx, token.idx + len(token)), content) if content else None


def _attribution(source: Token | None, cue: Token, content: Span | None, kind: str) -> Attribution | None:
    """The attribution of these words; None without a content."""
    if content is None:
        return None
    said = trimmed(_without_source(source, content))
    if said is None:
        return None
    return Attribution(source_span(source) if source is not None else None, (cue.idx, cue.idx + len(cue)), said, kind)


def _without_source(source: Token | None, content: Span) -> Span:
    """A content that wrongly takes in its own source at its edge is cut there."""
    if source is None:
        return content
    if content.start <= source.left_edge.i < content.end and source.left_edge.i - content.start <= 1:
        return content.doc[min(source.right_edge.i + 1, content.end) : content.end]
    return content


@Language.factory(extensions.ATTRIBUTION, assigns=["doc._.wirewatch_attributions"])
def create_attribution(nlp: Language, name: str) -> AttributionFinder:
    """spaCy factory of wirewatch_attribution; it needs a parser."""
    extensions.require(nlp, extensions.ATTRIBUTION)
    return AttributionFinder(cues())
