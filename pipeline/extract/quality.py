"""Decides what a page is worth: article, partial (summary only) or refused with a reason, and a score."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from pipeline.extract.dom import Block
from pipeline.extract.lexicon import concepts
from pipeline.extract.memory import fingerprint
from pipeline.extract.outline import Outline, is_prose, wide_share
from pipeline.extract.structured import StructuredData

ARTICLE, PARTIAL, REFUSED = "article", "partial", "refused"
MIN_ARTICLE_CHARS = 250  # of prose; scripts without spaces say as much in two fifths of it
MIN_PARTIAL_CHARS = 60
WALL_CHARS = 1500  # behind a wall or on an error page there is less prose than this
_WIDE_FACTOR = 2.5
_ERROR_TITLE = re.compile(
    r"\b40[34]\b|\b50[0234]\b|not (?:be )?found|(?:cannot|can.t|could not|couldn.t) (?:be )?f(?:ind|ound)"
    r"|no longer (?:available|exists)"
    r"|access denied|forbidden|just a moment|are you (?:a )?(?:human|robot)|nicht gefunden|zugriff verweigert"
    r"|introuvable"
    r"|no (?:se )?(?:ha )?encontrad|não encontrad|non trovat|niet gevonden|hittades inte|ikke funnet|ikke fundet|ei löytyn"
    r"|nie znaleziono|nenalezen"
    r"|не найден|не знайден|bulunamadı|δεν βρέθηκε|見つかりません|찾을 수 없|未找到|找不到|不存在|غير موجود|לא נמצא",
    re.IGNORECASE,
)
_READ_ON = re.compile(
    r"\b(?:free|remaining|monthly) (?:articles?|pieces?|stories)|(?:for|to) (?:our )?(?:subscribers|members|readers)\b"
    r"|unlock|subscriber|read (?:on|the rest)|keep reading|continue reading"
    r"|weiterlesen|abonnent|abonné|suscriptor|assinante|abbonat"
    r"|подписчик|購読者|有料会員|会員限定|구독자|订阅用户|訂戶",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The quality of a page, why, and a score from 0 (certainly no article) to 1."""

    quality: str
    reason: str | None
    score: float


@dataclass(frozen=True, slots=True)
class PageSigns:
    """What a verdict rests on: the page, its kept blocks, what it says of itself and what is known of its site."""

    page: Outline
    kept: Sequence[Block]
    text: str
    title: str | None
    url: str
    status: int
    data: StructuredData
    language: str | None
    site_furniture: Collection[int] = frozenset()


def assess(signs: PageSigns, allowed_languages: tuple[str, ...] = ()) -> Verdict:
    """Judge an extracted page; the first reason that holds is given."""
    prose = prose_chars(signs)
    if signs.status >= 400 or (signs.title and _ERROR_TITLE.search(signs.title) and prose < WALL_CHARS / 3):
        return Verdict(REFUSED, "error_page", 0.0)
    if prose < WALL_CHARS and (wall := _wall(signs, prose)):
        return Verdict(REFUSED, wall, 0.1)
    if _is_index(signs, prose):
        return Verdict(REFUSED, "index_page", 0.1)
    if signs.text and _repeated_chars(signs) > 0.6 * len(signs.text):
        return Verdict(REFUSED, "duplicate_boilerplate", 0.1)
    if prose < MIN_PARTIAL_CHARS:
        return Verdict(REFUSED, "too_short", 0.0)
    if allowed_languages and signs.language and signs.language not in allowed_languages:
        return Verdict(REFUSED, "language_not_allowed", 0.5)
    if prose < MIN_ARTICLE_CHARS:
        return Verdict(PARTIAL, "too_short", 0.4)
    return Verdict(ARTICLE, None, _score(signs, prose))


def _repeated_chars(signs: PageSigns) -> int:
    """Characters of what was kept that the site prints on many pages."""
    known = signs.site_furniture
    return sum(len(block.text) for block in signs.kept if fingerprint(block.text) in known) if known else 0


def prose_chars(signs: PageSigns) -> float:
    """Characters of running text among what was kept, counted as in a spaced script."""
    texts = [block.text for block in signs.kept if is_prose(block)] if signs.kept else [signs.text]
    return sum(len(text) * (_WIDE_FACTOR if wide_share(text) > 0.5 else 1.0) for text in texts)


def _wall(signs: PageSigns, prose: float) -> str | None:
    """What stands between the reader and the article, if anything."""
    closed = any(str(node.get("isAccessibleForFree")).lower() in ("false", "no") for node in signs.data.article_nodes)
    rest = [block for block in signs.page.blocks if len(block.text) < 400]
    offers = [block for block in rest if _READ_ON.search(block.text)]
    consents = [block for block in rest if is_prose(block) and "cookie" in concepts(block.text)]
    if closed and offers:
        return "paywall"
    asked = sum(len(block.text) for block in consents)
    if asked and prose < MIN_ARTICLE_CHARS and asked > prose / 2:
        return "consent_wall"
    near_end = {block.index for block in signs.kept[-2:]} | {block.index + 1 for block in signs.kept[-1:]}
    if any(block.index in near_end for block in offers):
        return "paywall"
    return None


def _is_index(signs: PageSigns, prose: float) -> bool:
    """Whether the page is a list of other pages: by its own word, or by headlines that are links."""
    path = urlsplit(signs.url).path.strip("/")
    says_article = bool(signs.data.article_nodes) or "article" in (signs.data.meta("og:type") or "")
    if signs.data.declares_other_page and not says_article:
        return True
    headlines = sum(1 for block in signs.kept if block.link_share > 0.8 and len(block.text) > 20)
    headings = [block for block in signs.page.blocks if block.tag in ("h2", "h3") and block.link_share > 0.8]
    if len(path) < 2 and not says_article and len(headings) >= 5:
        return True
    if says_article and prose > WALL_CHARS:
        return False
    linked = sum(1 for heading in headings if any(heading.index + 1 == block.index for block in signs.kept))
    return (headlines >= 5 and headlines > len(signs.kept) / 3) or (linked >= 5 and linked > len(signs.kept) / 3)


def _score(signs: PageSigns, prose: float) -> float:
    """How sure it is that the text is a whole article: length, declarations, share of prose."""
    declared = bool(signs.data.article_nodes) or "article" in (signs.data.meta("og:type") or "")
    share = prose / max(1.0, len(signs.text))
    return 0.4 + 0.3 * min(1.0, prose / 2000) + 0.15 * declared + 0.15 * min(1.0, share)
