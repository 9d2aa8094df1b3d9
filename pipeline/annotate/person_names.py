"""First names and surnames of many countries, which tell a person's name from a place or a firm.

    uv pip install faker && python -m pipeline.annotate.person_names    # writes catalog/actors/person_names.txt.gz

The lists are those of Faker's person providers (MIT licence), Latin script only; Faker is not needed at run time.
"""

from __future__ import annotations

import gzip
import importlib
import pkgutil
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from pipeline.annotate.matching import fold
from pipeline.annotate.registry import SHIPPED

PATH = SHIPPED / "person_names.txt.gz"
NAME = re.compile(r"[^\W\d_][^\W\d_'’-]{2,}$")
FIRST, LAST = "first", "last"


@dataclass(frozen=True)
class NameLists:
    """Names in small letters without accents."""

    first: frozenset[str]
    last: frozenset[str]


@lru_cache(maxsize=1)
def name_lists() -> NameLists:
    """The shipped lists, read once."""
    found: dict[str, set[str]] = {FIRST: set(), LAST: set()}
    with gzip.open(PATH, "rt", encoding="utf-8") as file:
        for line in file:
            kind, name = line.split()
            found[kind].add(name)
    return NameLists(frozenset(found[FIRST]), frozenset(found[LAST]))


def build() -> Iterator[tuple[str, str]]:
    """Kind and name, sorted, out of all of Faker's locales."""
    import faker.providers.person as persons  # type: ignore[import-not-found]  # a tool of the builder alone

    found: set[tuple[str, str]] = set()
    for module in pkgutil.iter_modules(persons.__path__):
        provider: Any = importlib.import_module(f"{persons.__name__}.{module.name}").Provider
        for attribute in dir(provider):
            kind = FIRST if "first_name" in attribute else LAST if "last_name" in attribute else None
            values = getattr(provider, attribute)
            if kind and isinstance(values, (tuple, list, dict)):
                found.update((kind, fold(name)) for name in values if isinstance(name, str) and _is_latin(name))
    return iter(sorted(found))


def _is_latin(name: str) -> bool:
    return bool(NAME.match(name)) and all(ord(c) < 0x250 for c in name) and name[0].isupper()


def main() -> None:
    """Write the file; the same lists give the same bytes."""
    with PATH.open("wb") as raw, gzip.GzipFile(fileobj=raw, mode="wb", mtime=0, filename="") as file:
        for kind, name in build():
            file.write(f"{kind} {name}\n".encode())


if __name__ == "__main__":
    main()
