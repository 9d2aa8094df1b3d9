"""Parts of speech that are asked for together, by the names that the parse gives them."""

from __future__ import annotations

VERBAL = frozenset({"VERB", "AUX"})
NOMINAL = frozenset({"NOUN", "PROPN", "PRON"})
