"""What a sentence with weapons is not: a rule, an attack, a deployment, a surrender, a trend, a figure of speech."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.tokens import Doc, Span, Token

from pipeline.annotate.claim_arrivals import ARRIVALS, is_handed_over
from pipeline.annotate.claim_frames import FrameCatalog
from pipeline.annotate.claim_merge import Transfer
from pipeline.annotate.claim_syntax import governors, is_passive, is_verb, prepositions_of
from pipeline.annotate.weapons import WeaponMention

RULES = frozenset(
    {
        "ban",
        "embargo",
        "prohibit",
        "forbid",
        "sanction",
        "restriction",
        "treaty",
        "bar",
        "regulate",
        "regulation",
        "law",
        "control",
        "outlaw",
        "prohibition",
        "moratorium",
    }
)
BROKEN_RULES = frozenset(
    {
        "violate",
        "breach",
        "lift",
        "defy",
        "circumvent",
        "skirt",
        "evade",
        "flout",
        "violation",
        "break",
        "contravene",
        "ease",
        "ignore",
        "contravention",
    }
)
ATTACK = frozenset(
    {
        "attack",
        "strike",
        "fire",
        "launch",
        "barrage",
        "hit",
        "bombard",
        "shoot",
        "crash",
        "explode",
        "target",
        "raid",
        "slam",
    }
)
DEPLOYMENT = frozenset(
    {"deploy", "deployment", "exercise", "drill", "airbase", "scramble", "flyover", "redeploy", "sortie"}
)
CIVIL = frozenset({"wildfire", "firefighting", "firefighter", "earthquake", "flood", "rescue"})
CIVIL_USE = frozenset(
    {"farm", "farming", "civilian", "civil", "agricultural", "agriculture", "commercial", "peaceful", "hobby"}
)
# Firearms as citizens buy and carry them.
CIVIL_GUNS = frozenset({"gun", "firearm", "handgun", "pistol", "weapon"})
GUN_TALK = frozenset(
    {"gun", "firearm", "handgun", "nra", "shooter", "gunman", "licence", "license", "congress", "senator"}
)
MINING = frozenset(
    {"coal", "mining", "miner", "ore", "gold", "copper", "lithium", "diamond", "bankruptcy", "deposit", "steel"}
)
TAKEN = frozenset({"seize", "capture", "steal", "loot", "take", "confiscate"})
PLAIN_AID = frozenset({"supply", "stockpile", "aid", "assistance", "support", "help", "package", "u.s.", "foreign"})
SENDING_OUT = frozenset({"divert", "dispatch", "release", "return", "move", "shift", "route", "send"})
SPORT = frozenset(
    {
        "game", "season", "playoff", "postseason", "coach", "quarterback", "touchdown", "league", "team", "victory", "goal",
        "match", "player", "championship", "tournament", "score", "inning", "defender", "striker", "midfielder", "fan",
    }
)  # fmt: skip
MAKERS = 32  # so many of the greatest exporters make major arms themselves
CONSENT = frozenset({"approve", "authorize", "authorise", "earmark"})
MOVING = frozenset({"send", "carry"})
PLATFORMS = frozenset({"aircraft", "ships", "armoured-vehicles", "air-defence", "artillery"})
OWN_FORCES = frozenset(
    {"military", "navy", "army", "force", "marines", "fleet", "command", "squadron", "troops", "corps"}
)
DISARMING = frozenset({"hand", "surrender", "give", "turn", "lay", "return", "yield", "deliver"})
TRENDS = frozenset(
    {
        "rise",
        "fall",
        "grow",
        "increase",
        "decline",
        "total",
        "reach",
        "account",
        "drop",
        "soar",
        "double",
        "amount",
        "be",
        "top",
        "hit",
        "surge",
    }
)
COMPOUND_HEADS = frozenset(
    {
        "treaty",
        "control",
        "ban",
        "embargo",
        "licence",
        "license",
        "policy",
        "law",
        "rule",
        "fair",
        "expo",
        "business",
        "industry",
        "ministry",
        "agency",
        "department",
        "officer",
        "regime",
        "regulation",
        "programme",
        "program",
        "firm",
        "company",
    }
)


def is_no_transfer(
    transfer: Transfer, sentence: Span, frames: FrameCatalog, weapons: Sequence[WeaponMention] = ()
) -> bool:
    """Whether the sentence speaks of a rule, an attack, a deployment, a surrender or a figure of speech."""
    doc, trigger = sentence.doc, transfer.trigger
    goods = {i for weapon in transfer.weapons for i in range(weapon.start, weapon.end)}
    lemmas = {token.lemma_.lower() for token in sentence if token.i not in goods}
    main = transfer.main
    words = {token.lower_ for token in doc[main.start : main.end]}
    if "nuclear" in words or (main.start > 0 and doc[main.start - 1].lower_ == "nuclear"):
        return True
    if _is_compound_of(trigger, COMPOUND_HEADS):
        return True
    if _is_rule(transfer, lemmas):
        return True
    if (
        transfer.frame_id in MOVING
        and main.category in {"missiles", "aircraft", "ammunition"}
        and lemmas & ATTACK
        and transfer.supplier.basis != "nationality"
    ):
        if not (
            transfer.supplier.countries
            and transfer.recipient.countries
            and transfer.recipient.parties[0].basis != "place"
        ):
            return True
        if "into" in lemmas or "toward" in lemmas or "towards" in lemmas:
            return True
    if (
        transfer.frame_id in MOVING
        and main.category in PLATFORMS
        and (lemmas & DEPLOYMENT or _is_own_force(transfer, doc))
    ):
        return True
    is_civil = bool(lemmas & CIVIL) or {"civil", "protection"} <= lemmas
    if is_civil and not lemmas & {"army", "military", "troop", "weapon", "arm"}:
        return True
    if _is_at_home(transfer, doc, lemmas) or _is_given_back(transfer, doc):
        return True
    if _is_plain_aid(transfer, doc) or _is_own_move(transfer, doc) or _is_sport(lemmas, frames):
        return True
    if _is_surrender(transfer, doc) or _is_for_civil_use(transfer):
        return True
    is_vague = all(weapon.strength == "weak" for weapon in transfer.weapons)
    has_other = any(weapon.strength == "strong" and weapon not in transfer.weapons for weapon in weapons)
    if is_vague and not has_other and not _is_military_talk(transfer, sentence, frames):
        return True
    return _is_figure(transfer, doc)


def has_needed(transfer: Transfer, sentence: Span, frames: FrameCatalog) -> bool:
    """Whether the roles are told without which the frame says nothing of a transfer between two."""
    is_foreign = transfer.supplier.is_told or _is_lifted(transfer.trigger) or _is_bought_abroad(transfer, frames)
    if "supplier" in transfer.needs and not is_foreign:
        return False
    if transfer.rule.startswith("noun") and _is_trend(transfer):
        return False
    if not transfer.supplier.is_told and transfer.frame_id in {"provide", "supply"} and _is_own_branch(transfer):
        return False
    if transfer.frame_id == "seize" and transfer.main.strength == "weak":
        return False
    if transfer.frame_id == "have" and transfer.supplier.basis != "grammar":  # whose make they are is no transfer
        return False
    sides = (*transfer.supplier.countries, *transfer.recipient.countries)
    is_between_foes = any(f"{one}-{two}" in frames.words["foes"] for one in sides for two in sides)
    if transfer.trigger.lemma_.lower() == "expect" and is_between_foes:  # an attack
        return False
    is_consent = transfer.frame_id == "pledge" and transfer.trigger.lemma_.lower() in CONSENT
    if is_consent and not transfer.recipient.is_told:  # a parliament funds its own army
        return False
    if "recipient" in transfer.needs and not transfer.recipient.countries:
        return False
    if transfer.frame_id in ARRIVALS and not is_handed_over(transfer, sentence, frames):
        return False
    if transfer.frame_id in {"move", "arrive"} and transfer.category in PLATFORMS:
        return bool(transfer.supplier.countries and transfer.recipient.countries)
    if transfer.rule == "noun:talks":
        return bool(transfer.supplier.countries and transfer.recipient.countries)
    if "bound" in transfer.needs:
        return bool(transfer.recipient.countries)
    if transfer.rule == "noun:supplier" and not (transfer.supplier.is_told and _is_called_so(transfer)):
        return False
    if transfer.rule in {"noun:supplier", "noun:sale"} and _is_of_institution(transfer):
        return False
    if transfer.rule in {"noun:deal"}:
        return bool(transfer.supplier.countries and transfer.recipient.countries)
    if transfer.frame_id in MOVING:
        is_brought = is_passive(transfer.trigger) and transfer.category not in PLATFORMS - {"artillery"}
        if is_brought and transfer.supplier.countries and transfer.supplier.basis == "grammar":
            return True
        return bool(
            transfer.recipient.is_told or (transfer.supplier.basis == "grammar" and transfer.frame_id == "carry")
        )
    return True


def _is_called_so(transfer: Transfer) -> bool:
    """Whether a supplier is told to be one, or of whom: "Russia's arms exporter did not comment" tells nothing."""
    return transfer.recipient.is_told or transfer.trigger.dep_ in {"attr", "oprd", "appos", "pobj", "conj", "acomp"}


def _is_of_institution(transfer: Transfer) -> bool:
    """Whether a one-sided transfer only tells what an office or a rule is for: "rules on exports of arms"."""
    if transfer.supplier.is_told and transfer.recipient.is_told:
        return False
    prep = transfer.trigger.head
    if prep.dep_ != "prep" or prep.lower_ not in {"for", "on"} or prep.i == 0:
        return False
    return bool({prep.head.lemma_.lower(), prep.nbor(-1).lemma_.lower()} & (COMPOUND_HEADS - RULES))


def _is_bought_abroad(transfer: Transfer, frames: FrameCatalog) -> bool:
    """Whether a named system is bought by a state that makes no major arms: then somebody abroad sells it."""
    buyers = transfer.recipient.countries
    is_purchase = transfer.frame_id in {"buy", "order", "purchase", "need"}
    makers = {country for country, rank in frames.exporters.items() if rank < MAKERS}
    return is_purchase and transfer.designation is not None and bool(buyers) and not set(buyers) & makers


def _is_own_branch(transfer: Transfer) -> bool:
    """Whether goods go to a branch of the armed forces from nobody named: a country equips itself."""
    doc = transfer.trigger.doc
    words = {
        token.lemma_.lower()
        for party in transfer.recipient.parties
        if (span := doc.char_span(party.start, party.end, alignment_mode="expand")) is not None
        for token in span
    }
    return bool(words & {"navy", "army", "force", "pla", "marines"})


def _is_trend(transfer: Transfer) -> bool:
    """Whether a country's exports as such are spoken of: "Norway's arms exports rose"."""
    verb = transfer.trigger.head
    if verb.lemma_ == "be" and any(child.dep_ == "acomp" and child.pos_ == "ADJ" for child in verb.children):
        return False  # "arms sales to Oman were unlawful"
    is_one_sided = not (transfer.supplier.is_told and transfer.recipient.is_told)
    return is_one_sided and transfer.trigger.dep_ in {"nsubj", "nsubjpass"} and verb.lemma_.lower() in TRENDS


def _is_lifted(trigger: Token) -> bool:
    """Whether an embargo is spoken of: who buys then buys abroad."""
    lemmas = {token.lemma_.lower() for token in trigger.sent}
    return bool(lemmas & {"embargo", "ban"} and lemmas & {"lift", "end", "ease"})


def _is_compound_of(trigger: Token, heads: frozenset[str]) -> bool:
    """Whether the trigger only describes another noun: "arms trade treaty", "arms export controls"."""
    if trigger.i + 1 >= len(trigger.doc) or is_verb(trigger):
        return False
    following = trigger.nbor()
    return following.pos_ in {"NOUN", "PROPN"} and following.lemma_.lower() in heads


def _is_rule(transfer: Transfer, lemmas: set[str]) -> bool:
    """Whether the transfer is what a rule forbids, and nobody says that the rule was broken or lifted."""
    if lemmas & BROKEN_RULES:
        return False
    for head, child in governors(transfer.trigger):
        is_against = head.dep_ == "prep" and head.i > 0 and head.lower_ in {"on", "against"} and child.dep_ == "pobj"
        if is_against and head.nbor(-1).lemma_.lower() in RULES:  # "keep its ban on", where "on" hangs on the verb
            return True
        if head.lemma_.lower() in RULES and child.dep_ in {
            "prep",
            "pobj",
            "pcomp",
            "xcomp",
            "dobj",
            "acl",
            "nsubj",
            "nsubjpass",
        }:
            return True
        if child.dep_ in {"ccomp", "advcl", "relcl"} and is_verb(child):
            return False
        if is_verb(head) and child.dep_ in {"nsubj", "nsubjpass"}:
            return head.lemma_.lower() in RULES
    return False


def _is_own_force(transfer: Transfer, doc: Doc) -> bool:
    """Whether an armed force sends its own platforms: "the navy sent two frigates"."""
    for party in transfer.supplier.parties:
        span = doc.char_span(party.start, party.end, alignment_mode="expand")
        if span is not None and {t.lemma_.lower() for t in span.root.subtree} & OWN_FORCES:
            return True
    subject = next((child for child in transfer.trigger.children if child.dep_ == "nsubj"), None)
    return subject is not None and subject.lemma_.lower() in OWN_FORCES


def _is_surrender(transfer: Transfer, doc: Doc) -> bool:
    """Whether a group gives up its own arms: "handed over their weapons"."""
    if transfer.trigger.lemma_.lower() not in DISARMING:
        return False
    if any(child.dep_ == "prt" and child.lower_ in {"in", "down"} for child in transfer.trigger.children):
        return True
    owned = any(child.dep_ == "poss" and child.lower_ == "their" for child in doc[transfer.main.head].children)
    return owned and not transfer.recipient.countries


def _is_at_home(transfer: Transfer, doc: Doc, lemmas: set[str]) -> bool:
    """Whether citizens' guns are spoken of, or mines that are dug."""
    head = doc[transfer.main.head].lemma_.lower()
    is_one_sided = not (transfer.supplier.countries and transfer.recipient.countries)
    if head == "mine":
        return bool(lemmas & MINING)
    is_gun_talk = head in CIVIL_GUNS - {"weapon"} or bool(lemmas & GUN_TALK)
    is_carried = head in CIVIL_GUNS and transfer.category in {"small-arms", "unspecified"}
    return is_carried and is_gun_talk and is_one_sided and transfer.deal_type not in {"smuggling", "interception"}


def _is_given_back(transfer: Transfer, doc: Doc) -> bool:
    """Whether what was taken is returned: "will return weapons seized from the army"."""
    if transfer.trigger.lemma_.lower() != "return":
        return False
    goods = [doc[weapon.head] for weapon in transfer.weapons]
    return any(
        child.dep_ in {"acl", "relcl"} and child.lemma_.lower() in TAKEN for noun in goods for child in noun.subtree
    )


def _is_plain_aid(transfer: Transfer, doc: Doc) -> bool:
    """Whether "aid" is spoken of without a word of arms beside it: food and money mostly."""
    words = {token.lemma_.lower() for token in doc[transfer.main.start : transfer.main.end]}
    return bool(words) and words <= PLAIN_AID


def _is_own_move(transfer: Transfer, doc: Doc) -> bool:
    """Whether a force sends its own vessels or planes somewhere, or somebody flies one: "diverted a warship"."""
    lemma = transfer.trigger.lemma_.lower()
    if transfer.category not in PLATFORMS:
        return False
    if lemma in {"fly", "pilot"} and transfer.category == "aircraft" and transfer.recipient.basis != "grammar":
        return True
    is_open = not (transfer.supplier.is_told and transfer.recipient.is_told)
    return lemma in SENDING_OUT and is_open and _is_own_force(transfer, doc)


def _is_sport(lemmas: set[str], frames: FrameCatalog) -> bool:
    """Whether the sentence is about games, whose teams are called after weapons and much else."""
    return len(lemmas & SPORT) >= 2 and not lemmas & frames.words["military_talk"]


def _is_for_civil_use(transfer: Transfer) -> bool:
    """Whether it is said that the goods serve peace: "drone parts for farm use"."""
    goods = transfer.trigger.doc[transfer.main.head]
    for head in (goods, transfer.trigger):
        for prep, purpose in prepositions_of(head):
            words = {purpose.lemma_.lower(), *(child.lemma_.lower() for child in purpose.children)}
            if prep == "for" and words & CIVIL_USE:
                return True
    return False


def _is_military_talk(transfer: Transfer, sentence: Span, frames: FrameCatalog) -> bool:
    """Whether the sentence speaks of arms apart from the weak word itself: "planes", "vehicles", "equipment"."""
    taken = {i for weapon in transfer.weapons for i in range(weapon.start, weapon.end)}
    named = {token.lower_ for token in sentence.doc[transfer.main.start : transfer.main.end]}
    if named & {"launcher", "launchers"} and not named & {"space", "satellite", "rubber", "app"}:
        return True
    words = frames.words["military_talk"]
    sides = (*transfer.supplier.parties, *transfer.recipient.parties)
    is_between_states = bool(transfer.supplier.countries and transfer.recipient.countries) and all(
        party.kind == "state" for party in sides
    )
    if is_between_states and transfer.main.text(sentence.doc).lower().endswith(
        ("helicopter", "helicopters", "jet", "jets")
    ):
        return True
    return any(token.i not in taken and (token.lemma_.lower() in words or token.lower_ in words) for token in sentence)


def _is_figure(transfer: Transfer, doc: Doc) -> bool:
    """ "gave ammunition to her critics": a gift of a weapon to nobody that can be a party."""
    if transfer.trigger.lemma_.lower() not in {"give", "provide", "hand", "offer", "supply", "lend", "find"}:
        return False
    return (
        transfer.main.text(doc)
        .lower()
        .endswith(("ammunition", "weapon", "ammo", "arsenal", "shield", "armor", "armour"))
        and (not transfer.recipient.countries or doc[transfer.main.start].lower_ in {"much", "plenty", "fresh"})
        and doc[transfer.main.head].tag_ == "NN"
    )
