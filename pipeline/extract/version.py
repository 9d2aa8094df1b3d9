"""Names the present extractor: what must change for the same page to give another article."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path

_LIBRARIES = ("trafilatura", "lxml", "resiliparse")


@lru_cache(maxsize=1)
def rules_sha256() -> str:
    """The sha256 over all modules, word lists and weights of this folder, in the order of their names."""
    digest = hashlib.sha256()
    for path in sorted(path for path in Path(__file__).parent.iterdir() if path.suffix in (".py", ".yaml")):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return digest.hexdigest()


def extractor_version() -> dict[str, str]:
    """component, version (of this package and the libraries that decide on text), model (language), rules_sha256."""
    libraries = " ".join(f"{name}={version(name)}" for name in _LIBRARIES)
    return {
        "component": "extract",
        "version": f"wirewatch={version('wirewatch')} {libraries}",
        "model": f"py3langid={version('py3langid')}",
        "rules_sha256": rules_sha256(),
    }
