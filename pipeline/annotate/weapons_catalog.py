"""Reads the weapon catalog (pipeline/catalog/weapons and a user's overlay) and looks names and terms up in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from pipeline.errors import ConfigurationError

Category = Literal[
    "aircraft",
    "air-defence",
    "anti-submarine",
    "armoured-vehicles",
    "artillery",
    "engines",
    "missiles",
    "naval-weapons",
    "satellites",
    "sensors",
    "ships",
    "other",
    "ammunition",
    "small-arms",
    "unspecified",
]
Strength = Literal["strong", "weak", "general"]

START_LENGTH = 3  # signs of a key by which a token is tested before a lookup
JOINERS = re.compile(r"[-‐‑–/.'’\s]+")
VARIANT = re.compile(
    r"^([a-z]{1,8}\d{1,4})[a-z]\w{0,7}$"
)  # "f16v", "s300pmu2": a letter after the number begins a variant


class SystemGroup(BaseModel):
    """Systems of one sort: name and its other spellings."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    category: Category
    sort: str
    names: dict[str, list[str]] = Field(default_factory=dict)
    ambiguous: dict[str, list[str]] = Field(default_factory=dict)


class SystemFile(BaseModel):
    """A catalog file of named systems."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["systems"]
    groups: list[SystemGroup]


class TermFile(BaseModel):
    """A catalog file of words for weapons that name no system."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["terms"]
    terms: dict[Category, dict[Strength, list[str]]] = Field(default_factory=dict)
    carriers: list[str] = Field(default_factory=list)
    not_weapon_heads: list[str] = Field(default_factory=list)
    military_words: list[str] = Field(default_factory=list)
    civil_words: list[str] = Field(default_factory=list)
    owners: list[str] = Field(default_factory=list)
    people: list[str] = Field(default_factory=list)


class PartyFile(BaseModel):
    """A catalog file of arms firms and armed groups with their countries."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["parties"]
    firms: dict[str, list[str]] = Field(default_factory=dict)
    groups: dict[str, list[str]] = Field(default_factory=dict)
    homeless: list[str] = Field(default_factory=list)


AnyFile = SystemFile | TermFile | PartyFile
CatalogFile = TypeAdapter[AnyFile](Annotated[AnyFile, Field(discriminator="kind")])


@dataclass(frozen=True, slots=True)
class KnownParty:
    """An arms firm or an armed group; `country` is None for a group without one home."""

    country: str | None
    kind: str  # firm, group


@dataclass(frozen=True, slots=True)
class System:
    """A weapon system of the catalog; an ambiguous name is also an ordinary word ("Patriot")."""

    designation: str
    category: str
    is_ambiguous: bool
    is_acronym: bool = False  # written in capitals throughout, so that "HOT" is not "hot"


@dataclass(frozen=True, slots=True)
class Term:
    """A word or phrase for weapons; see terms.yaml for the strengths."""

    category: str
    strength: str


@dataclass(slots=True)
class WeaponCatalog:
    """All names and terms, keyed for lookup."""

    systems: dict[str, System] = field(default_factory=dict)
    terms: dict[tuple[str, ...], Term] = field(default_factory=dict)
    carriers: set[str] = field(default_factory=set)
    not_weapon_heads: set[str] = field(default_factory=set)
    military_words: set[str] = field(default_factory=set)
    civil_words: set[str] = field(default_factory=set)
    owners: set[str] = field(default_factory=set)
    people: set[str] = field(default_factory=set)
    parties: dict[str, KnownParty] = field(default_factory=dict)
    # For speed: how keys of systems begin, on which words terms end, and the words of parties' names.
    system_starts: set[str] = field(default_factory=set)
    term_ends: set[str] = field(default_factory=set)
    party_words: set[str] = field(default_factory=set)

    def may_begin_system(self, word: str) -> bool:
        """Whether a system's name can begin with this word; a quick test before the lookup."""
        key = name_key(word)
        return key[:START_LENGTH] in self.system_starts or key.removesuffix("s") in self.systems

    def may_be_system(self, name: str) -> bool:
        """Whether the name is a spelling of a system, leaving aside capitals and what stands beside it."""
        return any(spelling in self.systems for spelling in _spellings(name_key(name), has_variant=" " not in name))

    def system(self, name: str, is_beside_weapon: bool = False) -> System | None:
        """The system that a spelling names: hyphens, blanks and points do not matter, nor a plural or a variant.

        A name without a digit must be written as a name, with a capital (or stand before a weapon word: "patriot
        missiles"), and a short acronym in capitals ("Himars" is as good as "HIMARS").
        """
        for candidate in _spellings(name_key(name), has_variant=" " not in name):
            found = self.systems.get(candidate)
            if found is None:
                continue
            if _has_digit(candidate) and name[:1].islower() and not name[1:2].isalpha():
                continue  # "a 10 to 20 mg dose" is no A-10
            is_spelled_out = not found.is_acronym or len(candidate) >= SPOKEN_ACRONYM
            is_as_written = name[:1].isupper() if is_spelled_out else name.rstrip("s").isupper()
            if _has_digit(candidate) or is_as_written:
                return found
            if not found.is_acronym and is_beside_weapon:
                return found
        return None

    def term(self, words: tuple[str, ...]) -> Term | None:
        """The term that these lower-case words are."""
        return self.terms.get(words)


# So many letters make an acronym a word that some papers write with one capital.
SPOKEN_ACRONYM = 5


def name_key(name: str) -> str:
    """A name without case, hyphens, blanks and points: "S-300 PMU" and "s300pmu" are one."""
    return JOINERS.sub("", name.casefold())


@lru_cache(maxsize=4)
def load_weapon_catalog(overlay: Path | None = None) -> WeaponCatalog:
    """The shipped catalog with the files of `overlay`/weapons laid over it.

    Raises ConfigurationError that names the file and the fault.
    """
    catalog = WeaponCatalog()
    for name, text in _sources(overlay):
        try:
            document = CatalogFile.validate_python(yaml.safe_load(text))
        except (yaml.YAMLError, ValidationError) as error:
            raise ConfigurationError(f"weapon catalog {name}: {error}; mend the file or take it away") from error
        if isinstance(document, SystemFile):
            _add_systems(catalog, document)
        elif isinstance(document, PartyFile):
            _add_parties(catalog, document)
        else:
            _add_terms(catalog, document)
    return catalog


def _sources(overlay: Path | None) -> Iterator[tuple[str, str]]:
    """Name and text of each file, the user's last."""
    shipped = files("pipeline.catalog") / "weapons"
    for entry in sorted(shipped.iterdir(), key=lambda item: item.name):
        if entry.name.endswith(".yaml"):
            yield entry.name, entry.read_text(encoding="utf-8")
    if overlay is not None and (overlay / "weapons").is_dir():
        for path in sorted((overlay / "weapons").glob("*.yaml")):
            yield str(path), path.read_text(encoding="utf-8")


def _add_systems(catalog: WeaponCatalog, document: SystemFile) -> None:
    for group in document.groups:
        for names, is_ambiguous in ((group.names, False), (group.ambiguous, True)):
            for designation, spellings in names.items():
                known = [*spellings] if is_ambiguous else [designation, *spellings]
                for spelling in known:
                    is_acronym = spelling.rstrip("s").isupper()
                    key = name_key(spelling)
                    catalog.systems[key] = System(designation, group.category, is_ambiguous, is_acronym)
                    catalog.system_starts.update(key[:length] for length in range(1, START_LENGTH + 1))


def _add_terms(catalog: WeaponCatalog, document: TermFile) -> None:
    for category, strengths in document.terms.items():
        for strength, phrases in strengths.items():
            for phrase in phrases:
                words = phrase_words(phrase)
                catalog.terms[words] = Term(category, strength)
                catalog.term_ends.add(words[-1])
    catalog.carriers.update(document.carriers)
    catalog.not_weapon_heads.update(document.not_weapon_heads)
    catalog.military_words.update(document.military_words)
    catalog.civil_words.update(document.civil_words)
    catalog.owners.update(document.owners)
    catalog.people.update(document.people)


def _add_parties(catalog: WeaponCatalog, document: PartyFile) -> None:
    for kind, table in (("firm", document.firms), ("group", document.groups)):
        for country, names in table.items():
            for name in names:
                _add_party(catalog, name, KnownParty(country, kind))
    for name in document.homeless:
        _add_party(catalog, name, KnownParty(None, "group"))


def _add_party(catalog: WeaponCatalog, name: str, party: KnownParty) -> None:
    catalog.parties[party_key(name)] = party
    catalog.party_words.update(re.split(r"[\s'’&-]+", name.casefold()))


def party_key(name: str) -> str:
    """A party's name without case, hyphens and article; capitals of an acronym of two letters are kept ("IS")."""
    if len(name) <= 3 and name.isupper():
        return name
    return " ".join(phrase_words(name.replace("’", "'"))).removeprefix("the ")


def phrase_words(phrase: str) -> tuple[str, ...]:
    """The lower-case words of a phrase, hyphens as blanks."""
    return tuple(word for word in re.split(r"[-‐‑–\s]+", phrase.casefold()) if word)


def _spellings(key: str, has_variant: bool) -> Iterator[str]:
    """The key itself, without a plural s, and for a single word without the letters of a variant."""
    yield key
    if key.endswith("s"):
        yield key[:-1]
    variant = VARIANT.match(key) if has_variant else None
    if variant:
        yield variant.group(1)


def _has_digit(text: str) -> bool:
    return any(sign.isdigit() for sign in text)
