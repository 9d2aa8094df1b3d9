"""Importing this module registers all spaCy factories of Wirewatch; `add_all` puts them into a pipeline in order."""

from __future__ import annotations

import importlib
from importlib.util import find_spec

from spacy.language import Language

from pipeline.annotate import extensions

MODULES = ("actors", "dates", "places", "attribution", "events", "claims")
for _module in MODULES:
    if find_spec(f"pipeline.annotate.{_module}") is not None:
        importlib.import_module(f"pipeline.annotate.{_module}")


def add_all(nlp: Language) -> Language:
    """Add to a pipeline those of our components that it lacks; the same pipeline is returned."""
    for name in extensions.ORDER:
        if name not in nlp.pipe_names and name in Language.factories:
            nlp.add_pipe(name)
    return nlp
