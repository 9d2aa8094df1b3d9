"""Names the present rules of grouping: what must change for the same articles to be placed elsewhere."""

from __future__ import annotations

import hashlib
from functools import lru_cache
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path


@lru_cache(maxsize=1)
def rules_sha256() -> str:
    """The sha256 over all modules of this folder, the verifier's weights and the catalog of agencies."""
    digest = hashlib.sha256()
    folder = Path(__file__).parent
    for path in sorted([*folder.glob("*.py"), *folder.glob("*.yaml")]):
        digest.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    digest.update((files("pipeline.catalog") / "agencies.yaml").read_bytes())
    return digest.hexdigest()


def group_version() -> dict[str, str]:
    """component, version of this package, model (the library that hashes), rules_sha256."""
    return {
        "component": "group",
        "version": f"wirewatch={version('wirewatch')}",
        "model": f"xxhash={version('xxhash')}",
        "rules_sha256": rules_sha256(),
    }
