"""Wirewatch: from news feeds to a PostgreSQL warehouse in which every number leads back to a sentence."""

__version__ = "0.1.0"
