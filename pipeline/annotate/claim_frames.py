"""Reads the transfer frames (pipeline/catalog/frames and a user's overlay): what tells of a transfer."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, ValidationError

from pipeline.errors import ConfigurationError

Modality = Literal["asserted", "planned", "hypothetical", "past"]
DealType = Literal["sale", "aid", "licence", "upgrade", "smuggling", "interception"]
PrepRole = Literal["supplier", "recipient", "weapon", "intermediary", "carrier", "partner", "partners", "beneficiary"]


class VerbFrame(BaseModel):
    """How a group of verbs tells of a transfer."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    lemmas: list[str]
    subject: Literal["supplier", "recipient", "carrier", "weapon"]
    object: Literal["weapon", "recipient", "supplier", "none"] = "none"
    beside: list[str] = Field(default_factory=list)  # one of these words must hang on the verb: "find their *way*"
    dative: Literal["supplier", "recipient"] = "recipient"  # the role of a party named without a preposition
    preps: dict[str, PrepRole] = Field(default_factory=dict)
    modality: Modality = "asserted"
    deal_type: DealType | None = None
    needs: list[Literal["supplier", "recipient", "bound", "licence"]] = Field(default_factory=list)
    strength: Literal["strong", "weak"] = "strong"
    is_weapon: bool = False  # the verb itself stands for the weapons: "to arm"
    example: str
    claims: list[str]


class NounFrame(BaseModel):
    """How a group of nouns tells of a transfer, or names a party to one."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    id: str
    lemmas: list[str]
    owner: Literal["supplier", "recipient", "either"]
    preps: dict[str, PrepRole] = Field(default_factory=dict)
    modality: Modality = "asserted"
    deal_type: DealType | None = None
    needs: list[Literal["supplier", "recipient", "bound"]] = Field(default_factory=list)
    is_agent: Literal["supplier", "recipient"] | None = None  # the noun names this party itself: "supplier", "buyer"
    example: str
    claims: list[str]


class FrameFile(BaseModel):
    """A catalog file of frames for one topic."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["frames"]
    topic: str
    verbs: list[VerbFrame] = Field(default_factory=list)
    nouns: list[NounFrame] = Field(default_factory=list)


class WordFile(BaseModel):
    """A catalog file of the words around a transfer that change what is said of it; see governors.yaml."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    kind: Literal["words"]
    words: dict[str, list[str]]


FramesDocument = TypeAdapter[FrameFile | WordFile](Annotated[FrameFile | WordFile, Field(discriminator="kind")])


@dataclass(slots=True)
class FrameCatalog:
    """Frames by lemma, and the word lists."""

    verbs: dict[str, list[VerbFrame]] = field(default_factory=dict)
    nouns: dict[str, NounFrame] = field(default_factory=dict)
    words: dict[str, frozenset[str]] = field(default_factory=dict)
    frames: list[VerbFrame | NounFrame] = field(default_factory=list)
    exporters: dict[str, int] = field(default_factory=dict)  # country to its place among exporters of major arms


IRREGULAR = {"resold": "resell", "re-sold": "resell", "unsold": "sell"}


def verb_lemma(text: str, lemma: str, known: dict[str, list[VerbFrame]]) -> str:
    """The lemma under which a verb stands in the frames; mends what the model gets wrong: "resupplied"."""
    if lemma in known or text == lemma:
        return lemma
    options = [IRREGULAR.get(text, "")]
    if text.endswith("ied"):
        options.append(text[:-3] + "y")
    if text.endswith("ed"):
        options += [text[:-2], text[:-1], text[:-3]]
    if text.endswith("ing"):
        options += [text[:-3], text[:-3] + "e", text[:-4]]
    return next((option for option in options if option in known), lemma)


@lru_cache(maxsize=4)
def load_frames(overlay: Path | None = None) -> FrameCatalog:
    """The shipped frames and those of `overlay`/frames; a user's frame for a lemma comes before the shipped ones.

    Raises ConfigurationError that names the file and the fault.
    """
    catalog = FrameCatalog()
    for name, text in _sources(overlay):
        try:
            document = FramesDocument.validate_python(yaml.safe_load(text))
        except (yaml.YAMLError, ValidationError) as error:
            raise ConfigurationError(f"frames {name}: {error}; mend the file or take it away") from error
        if isinstance(document, WordFile):
            for key, words in document.words.items():
                catalog.words[key] = catalog.words.get(key, frozenset()) | frozenset(words)
                if key == "exporters":
                    catalog.exporters = {country: place for place, country in enumerate(words)}
            continue
        for verb in document.verbs:
            catalog.frames.append(verb)
            for lemma in verb.lemmas:
                catalog.verbs.setdefault(lemma, []).append(verb)
        for noun in document.nouns:
            catalog.frames.append(noun)
            for lemma in noun.lemmas:
                catalog.nouns.setdefault(lemma, noun)
    return catalog


def _sources(overlay: Path | None) -> Iterator[tuple[str, str]]:
    """Name and text of each file, the user's first."""
    if overlay is not None and (overlay / "frames").is_dir():
        for path in sorted((overlay / "frames").glob("*.yaml")):
            yield str(path), path.read_text(encoding="utf-8")
    shipped = files("pipeline.catalog") / "frames"
    for entry in sorted(shipped.iterdir(), key=lambda item: item.name):
        if entry.name.endswith(".yaml"):
            yield entry.name, entry.read_text(encoding="utf-8")
