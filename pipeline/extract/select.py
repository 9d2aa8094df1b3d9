"""Chooses the blocks of a page that are its article: trafilatura first, a second opinion where it is in doubt."""

from __future__ import annotations

from dataclasses import dataclass

import trafilatura
from lxml import etree
from resiliparse.extract.html2text import extract_plain_text
from trafilatura.settings import use_config

from pipeline.extract.dom import marked
from pipeline.extract.outline import Outline

_CONFIG = use_config()
_CONFIG.set("DEFAULT", "EXTRACTION_TIMEOUT", "0")


@dataclass(frozen=True, slots=True)
class Selection:
    """Indices of the blocks taken for the article, in order, and who chose them."""

    indices: tuple[int, ...]
    chosen_by: str


def select_blocks(page: Outline, url: str) -> Selection:
    """The article's blocks; none where no extractor finds any."""
    indices = by_trafilatura(page, url)
    if indices:
        return Selection(tuple(indices), "trafilatura")
    return Selection(tuple(by_resiliparse(page)), "resiliparse")


def by_trafilatura(page: Outline, url: str, *, precise: bool = False, thorough: bool = False) -> list[int]:
    """Blocks that trafilatura keeps; `precise` prefers less text, `thorough` asks its own fallbacks too."""
    document = trafilatura.bare_extraction(
        page.root,
        url=url,
        fast=not thorough,
        favor_precision=precise,
        include_comments=False,
        with_metadata=False,
        config=_CONFIG,
    )
    return sorted(marked(document.text or "")) if document is not None else []


def by_resiliparse(page: Outline) -> list[int]:
    """Blocks that resiliparse takes for main content."""
    source = etree.tostring(page.root, encoding="unicode", method="html")
    return sorted(
        marked(
            extract_plain_text(source, main_content=True, alt_texts=False, list_bullets=False, preserve_formatting=True)
        )
    )
