"""Which rules and which model made a coding: the digest of code and catalogs, and the model's version."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import lru_cache
from pathlib import Path

import spacy

import pipeline.annotate
import pipeline.catalog
from pipeline import __version__
from pipeline.settings import Settings

COMPONENT = "annotate"
SUFFIXES = frozenset({".py", ".yaml", ".gz"})


def annotator_version(settings: Settings) -> dict[str, str]:
    """What ops.extractor_version stores of a coding made now: component, version, model and rules_sha256.

    A user's catalog changes the digest as the shipped one does.
    """
    return {
        "component": COMPONENT,
        "version": __version__,
        "model": model_version(settings.spacy_model),
        "rules_sha256": rules_sha256(settings.catalog),
    }


@lru_cache(maxsize=4)
def rules_sha256(overlay: Path | None = None) -> str:
    """SHA-256 over the names and bytes of all code and catalog files that the coding rests on."""
    digest = hashlib.sha256()
    roots = [Path(pipeline.annotate.__file__).parent, Path(pipeline.catalog.__file__).parent]
    for root in [*roots, *([overlay] if overlay is not None else [])]:
        for path in _files(root):
            digest.update(path.relative_to(root).as_posix().encode())
            digest.update(b"\0")
            digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def model_version(name: str) -> str:
    """The model with its version, such as en_core_web_sm-3.8.0, not loading it; the bare name if it is no package."""
    try:
        meta = spacy.util.get_package_path(name) / "meta.json"
        facts = spacy.util.load_meta(meta)
    except (ImportError, ModuleNotFoundError, OSError, ValueError):
        return name
    return f"{facts.get('lang', '')}_{facts.get('name', name)}-{facts.get('version', '')}"


def _files(root: Path) -> Iterator[Path]:
    return iter(sorted(path for path in root.rglob("*") if path.suffix in SUFFIXES and "__pycache__" not in path.parts))
