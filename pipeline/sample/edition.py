"""From drafts to dated articles: each page of the newsroom with its address and exact text, for one anchor day."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone

from pipeline.sample import content, wording
from pipeline.sample.content import CopyPlan, Draft, Moment, Outlet

_LINK = re.compile(r"\[([^\]]+)\]\(([^)]+)\)")
_FIRST_NUMBER = 2001  # article numbers in addresses start here
_FORBIDDEN = "/members"  # a folder that the outlets' robots.txt disallows


@dataclass(frozen=True, slots=True)
class Version:
    """The words of an article from `at` (UTC) on; paragraphs may hold links as [words](address)."""

    at: datetime
    title: str
    paragraphs: tuple[str, ...]

    @property
    def text(self) -> str:
        """The plain text that a reader sees: paragraphs joined by an empty line."""
        return "\n\n".join(_LINK.sub(r"\1", paragraph) for paragraph in self.paragraphs)


@dataclass(frozen=True, slots=True)
class SourceArticle:
    """One page of one outlet, with the exact text that a correct extraction gives back."""

    id: str
    outlet: Outlet
    path: str
    number: int
    url: str
    kind: str
    language: str
    section: str
    versions: tuple[Version, ...] = field(repr=False)
    author: str | None = None
    photo: str | None = None
    tags: tuple[str, ...] = ()
    copy_of: str | None = None  # id of the article that this one repeats
    copy_style: str | None = None  # exact, shortened, reheadlined

    @property
    def published_at(self) -> datetime:
        """When it first appeared (UTC)."""
        return self.versions[0].at

    @property
    def title(self) -> str:
        """The headline of the last version."""
        return self.versions[-1].title

    @property
    def text(self) -> str:
        """The text of the last version."""
        return self.versions[-1].text

    def version(self, as_of: datetime) -> Version:
        """What the address shows at that moment; before publication, the first version."""
        return next((version for version in reversed(self.versions) if version.at <= as_of), self.versions[0])


@dataclass(frozen=True, slots=True)
class _Leaf:
    """An article that has no address yet."""

    id: str
    outlet: Outlet
    draft: Draft
    versions: tuple[Version, ...]
    copy: CopyPlan | None = None


def edition(anchor_day: date, bases: Mapping[str, str]) -> tuple[SourceArticle, ...]:
    """All pages in order of publication; `bases` gives each outlet's address without a trailing slash."""
    outlets = content.load_outlets()
    leaves = []
    for draft in content.load_drafts():
        leaves.append(_original(draft, outlets, anchor_day))
        leaves.extend(_copy(draft, plan, outlets, anchor_day) for plan in draft.copies)
    leaves.sort(key=lambda leaf: (leaf.versions[0].at, leaf.id))
    numbers: dict[str, int] = {}
    articles = []
    for leaf in leaves:
        key = leaf.outlet.key
        number = numbers[key] = numbers.get(key, _FIRST_NUMBER - 1) + 1
        articles.append(_addressed(leaf, number, bases[key]))
    return tuple(articles)


def moment_of(anchor_day: date, moment: Moment) -> datetime:
    """A time written as days before the anchor day, hour and minute (UTC)."""
    days, hour, minute = moment
    return datetime.combine(anchor_day - timedelta(days=days), time(hour, minute), UTC)


def local_time(outlet: Outlet, moment: datetime) -> datetime:
    """The moment in the outlet's own time, without daylight saving."""
    hours, minutes = outlet.utc_offset[1:].split(":")
    shift = timedelta(hours=int(hours), minutes=int(minutes))
    return moment.astimezone(timezone(-shift if outlet.utc_offset.startswith("-") else shift))


def _original(draft: Draft, outlets: Mapping[str, Outlet], anchor_day: date) -> _Leaf:
    outlet = outlets[draft.outlet]
    parts = [(draft.at, draft.title, draft.body)]
    parts += [(revision.at, revision.title or draft.title, revision.body) for revision in draft.revisions]
    versions = tuple(_version(anchor_day, at, title, body) for at, title, body in parts)
    return _Leaf(draft.id, outlet, draft, versions)


def _copy(draft: Draft, plan: CopyPlan, outlets: Mapping[str, Outlet], anchor_day: date) -> _Leaf:
    # A copy repeats the first version, so its weekdays are those of the original's day.
    first = _version(anchor_day, draft.at, plan.title or draft.title, draft.body)
    version = Version(moment_of(anchor_day, plan.at), first.title, first.paragraphs[: plan.paragraphs])
    return _Leaf(f"{draft.id}--{plan.outlet}", outlets[plan.outlet], draft, (version,), plan)


def _version(anchor_day: date, at: Moment, title: str, body: str) -> Version:
    moment = moment_of(anchor_day, at)
    day = moment.date()  # reports name weekdays where they happen; the drafts' times are chosen so that UTC agrees
    paragraphs = (" ".join(part.split()) for part in wording.fill(body, day).split("\n\n"))
    return Version(moment, wording.fill(title, day), tuple(paragraph for paragraph in paragraphs if paragraph))


def _addressed(leaf: _Leaf, number: int, base: str) -> SourceArticle:
    draft = leaf.draft
    path = _path(leaf, number)
    return SourceArticle(
        id=leaf.id,
        outlet=leaf.outlet,
        path=path,
        number=number,
        url=base + path,
        kind=draft.kind,
        language=draft.language,
        section=draft.section,
        versions=leaf.versions,
        author=content.load_outlets()[draft.outlet].name if leaf.copy else draft.author,
        photo=None if leaf.copy else draft.photo,
        tags=draft.tags,
        copy_of=draft.id if leaf.copy else None,
        copy_style=leaf.copy.style if leaf.copy else None,
    )


def _path(leaf: _Leaf, number: int) -> str:
    first = leaf.versions[0]
    local = local_time(leaf.outlet, first.at)
    path = leaf.outlet.permalink.format(
        y=local.year,
        m=f"{local.month:02}",
        d=f"{local.day:02}",
        slug=re.sub(r"[^a-z0-9]+", "-", first.title.lower()).strip("-")[:70].rstrip("-"),
        number=number,
        section=leaf.draft.section.lower(),
    )
    match leaf.draft.kind:
        case "robots":
            return _FORBIDDEN + path
        case "pdf":
            return path.rstrip("/") + ".pdf"
        case _:
            return path
