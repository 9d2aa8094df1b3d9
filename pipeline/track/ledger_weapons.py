"""Which claims of one dyad can mean the same weapons: by designation, else by the kind that their words tell.

The kinds are the weapon descriptions of the SIPRI arms transfers register ("trainer aircraft", "UAV", "fighter aircraft")
within its categories: a contract for trainers confirms no fighters.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from typing import Protocol, TypeVar

# Category: kind: the words that tell it. Where several kinds are told by one name, the first listed wins: an "attack
# drone" is no attack aircraft, a "combat helicopter" is a helicopter.
KINDS: dict[str, dict[str, frozenset[str]]] = {
    "aircraft": {
        "unmanned": frozenset({"drone", "uav", "ucav", "unmanned", "loitering", "quadcopter"}),
        "helicopter": frozenset({"helicopter", "chopper", "gunship"}),
        "trainer": frozenset({"trainer", "training"}),
        "transport": frozenset({"transport", "tanker", "refuelling", "refueling", "airlifter"}),
        "reconnaissance": frozenset(
            {"patrol", "surveillance", "reconnaissance", "awacs", "warning", "spy", "spyplane"}
        ),
        "combat": frozenset({"fighter", "bomber", "warplane", "combat", "attack", "strike", "multirole"}),
    },
    "missiles": {
        "anti-tank": frozenset({"antitank", "tank", "armor", "armour", "atgm"}),
        "anti-ship": frozenset({"ship", "antiship"}),
        "anti-aircraft": frozenset({"aircraft", "surface-to-air", "manpad", "shoulder"}),
        "air-launched": frozenset({"air", "radiation"}),
        "torpedo": frozenset({"torpedo", "torpedoe"}),
        "bomb": frozenset({"bomb", "bunker"}),
        "cruise": frozenset({"cruise"}),
        "ballistic": frozenset({"ballistic", "icbm", "srbm", "slbm"}),
    },
    "ammunition": {
        "mortar": frozenset({"mortar"}),
        "rocket": frozenset({"rocket", "katyusha"}),
        "small-arms": frozenset({"cartridge", "bullet", "small"}),
        "mine": frozenset({"mine", "landmine"}),
        "bomb": frozenset({"bomb", "bomblet", "cluster"}),
        "grenade": frozenset({"grenade"}),
        "explosive": frozenset({"explosive", "dynamite", "tnt", "detonator", "propellant", "gunpowder"}),
        "shell": frozenset({"shell", "artillery"}),
    },
    "artillery": {
        "rocket": frozenset({"rocket", "mlrs"}),
        "mortar": frozenset({"mortar"}),
        "gun": frozenset({"gun", "howitzer", "cannon"}),
    },
    "armoured-vehicles": {
        "carrier": frozenset({"carrier", "apc", "ifv", "infantry", "personnel"}),
        "patrol": frozenset({"patrol", "mine", "truck", "bulldozer"}),
        "tank": frozenset({"tank"}),
    },
    "small-arms": {
        "grenade-launcher": frozenset({"grenade", "launcher", "rpg"}),
        "machine-gun": frozenset({"machine", "machinegun", "submachine", "submachinegun"}),
        "rifle": frozenset({"rifle", "carbine"}),
        "pistol": frozenset({"pistol", "handgun", "revolver"}),
    },
    "ships": {
        "unmanned": frozenset({"unmanned", "drone"}),
        "submarine": frozenset({"submarine"}),
        "patrol": frozenset({"patrol", "cutter", "gunboat"}),
        "combatant": frozenset({"frigate", "destroyer", "corvette"}),
        "mine-warfare": frozenset({"minesweeper", "minehunter", "mine"}),
        "landing": frozenset({"landing", "amphibious"}),
        "carrier": frozenset({"carrier"}),
    },
    "sensors": {
        "radar": frozenset({"radar"}),
        "sonar": frozenset({"sonar"}),
        "electronic-warfare": frozenset({"jamming", "jammer", "electronic"}),
        "night-vision": frozenset({"night", "thermal"}),
    },
}


class WeaponClaim(Protocol):
    """What of a claim tells its weapon."""

    @property
    def weapon(self) -> str:
        """The words of the weapon."""

    @property
    def category(self) -> str:
        """The SIPRI category."""

    @property
    def designation(self) -> str | None:
        """The catalog name of the system."""


Claim = TypeVar("Claim", bound=WeaponClaim)


def kind_of(weapon: str, category: str) -> str | None:
    """The kind within a category that the words tell; None where they tell none or several ("jets, drones").

    >>> kind_of("trainer aircraft", "aircraft"), kind_of("attack drones", "aircraft"), kind_of("aircraft", "aircraft")
    ('trainer', 'unmanned', None)
    """
    told = {_kind_of_name(name, category) for name in re.split(r", | and | or ", weapon)}
    return told.pop() if len(told) == 1 else None


def by_weapon(claims: Sequence[Claim]) -> list[list[Claim]]:
    """Claims whose weapons are compatible, as groups: one designation, one kind, or one category without either.

    A claim that tells only a kind joins a designation, and one that tells only the category joins a designation or a
    kind, where its dyad knows exactly one that it can mean. Each claim is in exactly one group.
    """
    categories: dict[str, list[Claim]] = defaultdict(list)
    for claim in claims:
        categories[claim.category].append(claim)
    return [group for members in categories.values() for group in _by_weapon_of_category(members)]


def _by_weapon_of_category(claims: list[Claim]) -> list[list[Claim]]:
    designated: dict[str, list[Claim]] = defaultdict(list)
    kinds: dict[str, list[Claim]] = defaultdict(list)
    plain: list[Claim] = []
    for claim in claims:
        kind = kind_of(claim.weapon, claim.category)
        if claim.designation:
            designated[claim.designation].append(claim)
        elif kind:
            kinds[kind].append(claim)
        else:
            plain.append(claim)
    told = {
        name: {kind_of(claim.weapon, claim.category) for claim in members} - {None}
        for name, members in designated.items()
    }
    groups = {name: list(members) for name, members in designated.items()}
    for kind, members in kinds.items():
        homes = [name for name in designated if not told[name] or kind in told[name]]
        groups.setdefault(homes[0] if len(homes) == 1 else f"kind {kind}", []).extend(members)
    if plain:
        homes = list(groups)
        groups.setdefault(homes[0] if len(homes) == 1 else "category", []).extend(plain)
    return list(groups.values())


def _kind_of_name(name: str, category: str) -> str | None:
    compounds = re.split(r"[^a-z-]+", name.casefold())
    words = {word.removesuffix("s") for compound in compounds for word in (compound, *compound.split("-"))}
    return next((kind for kind, marks in KINDS.get(category, {}).items() if words & marks), None)
