"""Importing this module registers all spaCy factories of Wirewatch, in the order of a pipeline."""

import pipeline.annotate.actors
import pipeline.annotate.attribution
import pipeline.annotate.claims
import pipeline.annotate.dates
import pipeline.annotate.events
import pipeline.annotate.places  # noqa: F401
