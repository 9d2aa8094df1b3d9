"""PLOVER's sixteen event types with their CAMEO root, quad class and intensity; tables only.

Types, modes, contexts, quad classes and intensities follow the PLOVER manual (openeventdata/PLOVER), the roots its
correspondence with CAMEO. Where this coder departs from the manual stands in docs/method.md.
"""

from __future__ import annotations

TYPES = (
    "AGREE",
    "CONSULT",
    "SUPPORT",
    "CONCEDE",
    "COOPERATE",
    "AID",
    "RETREAT",
    "REQUEST",
    "ACCUSE",
    "REJECT",
    "THREATEN",
    "PROTEST",
    "SANCTION",
    "MOBILIZE",
    "COERCE",
    "ASSAULT",
)

# 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
QUAD_CLASS = {
    "AGREE": 1,
    "CONSULT": 1,
    "SUPPORT": 1,
    "CONCEDE": 1,  # a concession in words; what is given in deed is RETREAT
    "COOPERATE": 2,
    "AID": 2,
    "RETREAT": 2,
    "REQUEST": 3,
    "ACCUSE": 3,
    "REJECT": 3,
    "THREATEN": 3,
    "PROTEST": 4,
    "SANCTION": 4,
    "MOBILIZE": 4,
    "COERCE": 4,
    "ASSAULT": 4,
}

CAMEO_ROOT = {
    "AGREE": "03",
    "CONSULT": "04",
    "SUPPORT": "05",
    "COOPERATE": "06",
    "AID": "07",
    "CONCEDE": "08",
    "RETREAT": "08",
    "REQUEST": "10",
    "ACCUSE": "11",
    "REJECT": "12",
    "THREATEN": "13",
    "PROTEST": "14",
    "MOBILIZE": "15",
    "SANCTION": "16",
    "COERCE": "17",
    "ASSAULT": "19",
}
# Where a mode moves a type to another CAMEO root: 02 appeal, 09 investigate, 18 assault, 20 mass violence.
CAMEO_ROOT_OF_MODE = {
    ("REQUEST", "assist"): "02",
    ("ACCUSE", "investigate"): "09",
    **dict.fromkeys(
        (
            ("ASSAULT", mode)
            for mode in (
                "abduct",
                "beat",
                "torture",
                "sexual",
                "assassinate",
                "primitive",
                "suicide-attack",
                "explosives",
            )
        ),
        "18",
    ),
    **dict.fromkeys((("ASSAULT", mode) for mode in ("cleansing", "massacre", "unconventional")), "20"),
}

# PLOVER's own scale: CAMEO's values after Goldstein, averaged over each type by how often its acts were reported.
INTENSITY = {
    "AGREE": 4.2,
    "CONSULT": 2.1,
    "SUPPORT": 4.6,
    "CONCEDE": 5.0,
    "COOPERATE": 6.8,
    "AID": 7.4,
    "RETREAT": 7.6,
    "REQUEST": -2.0,  # own: PLOVER gives demands -5.0 and codes no appeals, CAMEO gives appeals +3
    "ACCUSE": -2.0,
    "REJECT": -4.2,
    "THREATEN": -5.1,
    "PROTEST": -6.6,
    "MOBILIZE": -5.3,
    "SANCTION": -5.2,
    "COERCE": -7.2,
    "ASSAULT": -9.3,
}

# The modes that PLOVER knows for each type; the others have none. "visit" means that the source visits the target.
ASKED = frozenset({"assist", "change", "yield", "meet"})
MODES: dict[str, frozenset[str]] = {
    "CONSULT": frozenset({"visit", "third-party", "multilateral", "phone"}),
    "RETREAT": frozenset({"withdraw", "release", "return", "disarm", "ceasefire", "access", "resign"}),
    "REQUEST": ASKED,
    "REJECT": ASKED,
    "ACCUSE": frozenset({"disapprove", "investigate", "allege"}),
    "THREATEN": frozenset({"restrict", "ban", "arrest", "relations", "expel", "territory", "violence"}),
    "PROTEST": frozenset({"demo", "riot", "general", "strike", "hunger", "boycott", "obstruct"}),
    "SANCTION": frozenset({"convict", "expel", "withdraw", "discontinue"}),
    "MOBILIZE": frozenset({"troops", "weapons", "police", "militia"}),
    "COERCE": frozenset(
        {"confiscate", "restrict", "ban", "censor", "curfew", "martial-law", "arrest", "deport", "withhold"}
    ),
    "ASSAULT": frozenset(
        {"abduct", "beat", "torture", "execute", "sexual", "assassinate", "destroy", "primitive", "firearms"}
        | {"explosives", "suicide-attack", "heavy-weapons", "cleansing", "massacre", "unconventional"}
    ),
}
# The contexts of PLOVER that this coder tells. What PLOVER calls future, historical, hypothetical and negation is the
# modality and the negation of an event here.
CONTEXTS = frozenset(
    {"military", "intelligence", "peacekeeping", "economic", "diplomatic", "resource", "disease", "enviro_disaster"}
    | {"migration", "humanitarian", "legal", "human_rights", "terrorism", "election", "legislative", "cbrn", "cyber"}
    | {"corruption"}
)

COOPERATIVE = frozenset(name for name, quad in QUAD_CLASS.items() if quad in (1, 2))
# Types that announce a hostile act when they are only intended.
HOSTILE = frozenset({"PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"})


def quad_class(event_type: str) -> int:
    """1 verbal or 2 material cooperation, 3 verbal or 4 material conflict; KeyError for no PLOVER type."""
    return QUAD_CLASS[event_type]


def cameo_root(event_type: str, mode: str | None = None) -> str:
    """The two digits of the CAMEO root; KeyError for no PLOVER type."""
    return CAMEO_ROOT_OF_MODE.get((event_type, mode or ""), CAMEO_ROOT[event_type])


def intensity(event_type: str) -> float:
    """How cooperative (up to +10) or hostile (down to -10) an event is; KeyError for no PLOVER type."""
    return INTENSITY[event_type]
