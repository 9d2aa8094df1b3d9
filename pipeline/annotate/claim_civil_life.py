"""Arms, and words for them, in the life of civilians: citizens' guns, rescue, aid of food and money, games."""

from __future__ import annotations

from pipeline.annotate.claim_frames import FrameCatalog
from pipeline.annotate.claim_merge import Transfer
from pipeline.annotate.claim_syntax import prepositions_of
from pipeline.annotate.words import wordset

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
PLAIN_AID = frozenset({"supply", "stockpile", "aid", "assistance", "support", "help", "package", "u.s.", "foreign"})
SPORT = wordset(
    "game season playoff postseason coach quarterback touchdown league team victory goal match player "
    "championship tournament score inning defender striker midfielder fan"
)


def is_rescue(lemmas: set[str]) -> bool:
    """Whether the sentence is about fires, floods and rescuers, and no army: "sent helicopters to fight wildfires"."""
    is_civil = bool(lemmas & CIVIL) or {"civil", "protection"} <= lemmas
    return is_civil and not lemmas & {"army", "military", "troop", "weapon", "arm"}


def is_at_home(transfer: Transfer, lemmas: set[str]) -> bool:
    """Whether citizens' guns are spoken of, or mines that are dug."""
    head = transfer.trigger.doc[transfer.main.head].lemma_.lower()
    is_one_sided = not (transfer.supplier.countries and transfer.recipient.countries)
    if head == "mine":
        return bool(lemmas & MINING)
    is_gun_talk = head in CIVIL_GUNS - {"weapon"} or bool(lemmas & GUN_TALK)
    is_carried = head in CIVIL_GUNS and transfer.category in {"small-arms", "unspecified"}
    return is_carried and is_gun_talk and is_one_sided and transfer.deal_type not in {"smuggling", "interception"}


def is_for_civil_use(transfer: Transfer) -> bool:
    """Whether it is said that the goods serve peace: "drone parts for farm use"."""
    for head in (transfer.trigger.doc[transfer.main.head], transfer.trigger):
        for prep, purpose in prepositions_of(head):
            words = {purpose.lemma_.lower(), *(child.lemma_.lower() for child in purpose.children)}
            if prep == "for" and words & CIVIL_USE:
                return True
    return False


def is_plain_aid(transfer: Transfer) -> bool:
    """Whether "aid" is spoken of without a word of arms beside it: food and money mostly."""
    words = {token.lemma_.lower() for token in transfer.trigger.doc[transfer.main.start : transfer.main.end]}
    return bool(words) and words <= PLAIN_AID


def is_sport(lemmas: set[str], frames: FrameCatalog) -> bool:
    """Whether the sentence is about games, whose teams are called after weapons and much else."""
    return len(lemmas & SPORT) >= 2 and not lemmas & frames.words["military_talk"]
