"""Importing this module registers all spaCy factories of Wirewatch; `add_all` puts them into a pipeline in order."""

from __future__ import annotations

from spacy.language import Language

import pipeline.annotate.actors
import pipeline.annotate.attribution
import pipeline.annotate.claims
import pipeline.annotate.dates
import pipeline.annotate.events
import pipeline.annotate.places  # noqa: F401
from pipeline.annotate import extensions


def add_all(nlp: Language) -> Language:
    """Add to a pipeline those of our components that it lacks; the same pipeline is returned."""
    for name in extensions.ORDER:
        if name not in nlp.pipe_names:
            nlp.add_pipe(name)
    return nlp
