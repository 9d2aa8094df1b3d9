"""Names the present coder: what must change for the same text to be coded otherwise."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

import pipeline
from pipeline.settings import Settings

_CATALOGS = ("actors", "frames", "verbs", "weapons")


@lru_cache(maxsize=1)
def rules_sha256() -> str:
    """The sha256 over the modules of this folder and the lexicons they read, in the order of their paths."""
    package = Path(pipeline.__file__).parent
    paths = [*Path(__file__).parent.glob("*.py")]
    for catalog in _CATALOGS:
        paths += [path for path in (package / "catalog" / catalog).rglob("*") if path.is_file()]
    digest = hashlib.sha256()
    for path in sorted(path for path in paths if "__pycache__" not in path.parts):
        digest.update(str(path.relative_to(package)).encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def annotator_version(settings: Settings) -> dict[str, str]:
    """component, version (of this package and spaCy), model (name and version), rules_sha256."""
    return {
        "component": "annotate",
        "version": f"wirewatch={version('wirewatch')} spacy={version('spacy')}",
        "model": f"{settings.spacy_model}={_model_version(settings.spacy_model)}",
        "rules_sha256": rules_sha256(),
    }


def _model_version(name: str) -> str:
    """Of the model's package; "path" for a model that lies in a folder."""
    try:
        return version(name.replace("_", "-"))
    except PackageNotFoundError:
        return "path"
