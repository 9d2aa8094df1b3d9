"""PLOVER's sixteen event types with their CAMEO root, quad class and intensity; tables only.

The roots follow the correspondence in the PLOVER manual (openeventdata/PLOVER). The intensities follow the scale of
Goldstein (1992) from -10 to +10 as CAMEO applies it to its roots; values marked "own" fill what that scale leaves open.
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
    "CONCEDE": 2,
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
    ("ASSAULT", "abduct"): "18",
    ("ASSAULT", "primitive"): "18",
    ("ASSAULT", "assassinate"): "18",
    ("ASSAULT", "cleansing"): "20",
}

INTENSITY = {
    "AGREE": 4.0,
    "CONSULT": 1.0,
    "SUPPORT": 3.5,
    "COOPERATE": 6.0,
    "AID": 7.0,
    "CONCEDE": 5.0,
    "RETREAT": 6.0,  # own: between CAMEO's yield (5) and its ceasefires and retreats (7 to 9)
    "REQUEST": -2.0,  # own: CAMEO gives +3 to appeals and -5 to demands, which PLOVER joins
    "ACCUSE": -2.0,
    "REJECT": -4.0,
    "THREATEN": -6.0,
    "PROTEST": -6.5,
    "MOBILIZE": -7.2,
    "SANCTION": -4.0,
    "COERCE": -7.0,
    "ASSAULT": -10.0,
}
INTENSITY_OF_MODE = {
    ("CONSULT", "phone"): 1.0,
    ("CONSULT", "visit"): 1.9,
    ("CONSULT", "host"): 2.8,
    ("CONSULT", "mediate"): 3.4,
    ("SUPPORT", "sign"): 6.0,
    ("SUPPORT", "apologize"): 4.0,
    ("AID", "economic"): 7.4,
    ("AID", "military"): 8.3,
    ("AID", "military-peacekeeping"): 8.5,
    ("AID", "asylum"): 7.0,
    ("COOPERATE", "military"): 7.4,
    ("CONCEDE", "release"): 7.0,
    ("RETREAT", "ceasefire"): 8.0,
    ("RETREAT", "withdraw"): 9.0,
    ("RETREAT", "surrender"): 10.0,
    ("REQUEST", "assist"): 3.0,
    ("SANCTION", "expel"): -5.0,
    ("COERCE", "arrest"): -5.0,
    ("COERCE", "restrict"): -7.0,
    ("COERCE", "seize"): -9.2,
    ("COERCE", "cyber"): -7.0,  # own
    ("PROTEST", "riot"): -7.5,
    ("ASSAULT", "abduct"): -9.0,
    ("ASSAULT", "primitive"): -9.0,
}

COOPERATIVE = frozenset(name for name, quad in QUAD_CLASS.items() if quad in (1, 2))
# Types that announce a hostile act when they are only intended.
HOSTILE = frozenset({"PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"})


def quad_class(event_type: str) -> int:
    """1 verbal or 2 material cooperation, 3 verbal or 4 material conflict; KeyError for no PLOVER type."""
    return QUAD_CLASS[event_type]


def cameo_root(event_type: str, mode: str | None = None) -> str:
    """The two digits of the CAMEO root; KeyError for no PLOVER type."""
    return CAMEO_ROOT_OF_MODE.get((event_type, mode or ""), CAMEO_ROOT[event_type])


def intensity(event_type: str, mode: str | None = None) -> float:
    """How cooperative (up to +10) or hostile (down to -10) an event is; KeyError for no PLOVER type."""
    return INTENSITY_OF_MODE.get((event_type, mode or ""), INTENSITY[event_type])
