"""The words that tell an actor's role, read from catalog/actors/roles.yaml: titles, role nouns, institutions."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

from pipeline.annotate.registry import ROLES, SHIPPED
from pipeline.errors import ConfigurationError

PATH = SHIPPED / "roles.yaml"


class _File(BaseModel):
    model_config = ConfigDict(extra="forbid")

    basis: str
    is_verified: bool
    heads: dict[str, list[str]]
    neutral: dict[str, str | None]
    overriding: dict[str, list[str]]
    modifiers: dict[str, list[str]]
    titles: dict[str, list[str]]
    institutions: dict[str, list[str]]


@dataclass(frozen=True)
class RoleWords:
    """The lexicon, turned round for look-up."""

    heads: dict[str, str]
    neutral: dict[str, str | None]
    overriding: dict[str, str]
    modifiers: dict[str, str]
    titles: dict[str, str | None]
    institutions: tuple[tuple[re.Pattern[str], str], ...]
    longest_title: int  # tokens

    def lemma_of(self, lemma: str) -> str:
        """The lemma in small letters; taggers leave the plural of capitalised nouns ("Rebels"), its s is cut here."""
        lowered = lemma.lower()
        if not self.is_role_noun(lowered) and lowered.endswith("s") and self.is_role_noun(lowered[:-1]):
            return lowered[:-1]
        return lowered

    def is_role_noun(self, lemma: str) -> bool:
        """Can the noun head a phrase that names an actor by its role?"""
        return lemma in self.heads or lemma in self.neutral

    def of_phrase(self, lemmas: Sequence[str]) -> str | None:
        """The role of a noun phrase given as lemmas in small letters, head last; None where no word tells it."""
        if not lemmas:
            return None
        *before, head = lemmas
        for word in reversed(before):
            if word in self.overriding and (head in self.heads or head in self.neutral):
                return self.overriding[word]
        compound = "-".join(lemmas[-2:])
        if compound in self.heads:
            return self.heads[compound]
        if head in self.heads and head not in self.neutral:
            return self.heads[head]
        if head in self.neutral:
            for word in reversed(before):
                role = self.modifiers.get(word) or self.heads.get(word)
                if role:
                    return role
            return self.neutral[head]
        return None

    def tells_by_itself(self, lemmas: Sequence[str]) -> bool:
        """Does the phrase name a role even without a country ("rebels", "army chief", but not "officials")?"""
        *before, head = lemmas
        if head in self.heads and head not in self.neutral:
            return True
        return head in self.neutral and any(word in self.overriding or word in self.modifiers for word in before)

    def of_institution(self, name: str) -> str | None:
        """The role of an organisation by the words of its name, such as GOV for "Ministry of Trade"."""
        for pattern, role in self.institutions:
            if pattern.search(name):
                return role
        return None


@lru_cache(maxsize=1)
def words() -> RoleWords:
    """The lexicon, read once; raises ConfigurationError where the file is wrong."""
    try:
        file = _File.model_validate(yaml.safe_load(PATH.read_text(encoding="utf-8")))
    except (ValidationError, yaml.YAMLError) as error:
        raise ConfigurationError(f"{PATH} does not fit its schema: {error}") from error
    for section in (file.heads, file.overriding, file.modifiers, file.institutions):
        if set(section) - ROLES:
            raise ConfigurationError(f"{PATH} names unknown roles {sorted(set(section) - ROLES)}")
    titles = {title: None if role == "NONE" else role for role, names in file.titles.items() for title in names}
    return RoleWords(
        heads=_turned(file.heads),
        neutral=file.neutral,
        overriding=_turned(file.overriding),
        modifiers=_turned(file.modifiers),
        titles=titles,
        institutions=tuple(
            (re.compile(r"(?<!\w)" + re.escape(name) + r"(?!\w)"), role)
            for role, name in sorted(
                ((role, name) for role, names in file.institutions.items() for name in names),
                key=lambda pair: -len(pair[1]),
            )
        ),
        longest_title=max(len(re.findall(r"[\w.]+|-", title)) for title in titles),
    )


def _turned(section: dict[str, list[str]]) -> dict[str, str]:
    return {word: role for role, names in section.items() for word in names}
