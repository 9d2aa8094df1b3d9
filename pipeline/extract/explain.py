"""Tells in words what was taken out of a page and why."""

from __future__ import annotations

import textwrap
from collections import Counter

from pipeline.records import Article

# What each rule means; a rule that is missing here is shown by its name.
RULES = {
    "not_main_text": "no extractor takes it for the article",
    "navigation": "navigation, header or footer of the site",
    "sidebar": "beside the article",
    "comments": "readers' comments",
    "comment_form": "form for a comment",
    "form": "form",
    "consent": "cookie or consent notice",
    "newsletter": "offer of a newsletter or subscription",
    "share_bar": "share and follow links",
    "related": "links to other articles",
    "advert": "advertising",
    "advert_label": "advertising label",
    "author_box": "about the author",
    "tags": "tags",
    "reading_time": "how long the article takes to read",
    "paywall": "offer of a subscription",
    "invitation": "asks the reader to comment, share or follow",
    "call": "a box that wants the reader to press, fill in or follow something",
    "credit_line": "who edited the page",
    "photo_credit": "credit of a picture",
    "other_article": "another article below this one",
    "overlay": "opens over a line, or is for a screen reader alone",
    "copyright": "copyright notice",
    "title": "the title, kept as a field",
    "site_memory": "repeats on the pages of this site",
}
_SHOWN_CHARS = 300


def explain_extraction(article: Article, *, width: int = 100) -> str:
    """The decision on `article`, then the removed blocks in the order of the page, each with its rule."""
    lines = [
        f"{article.url}",
        f"quality    {article.quality}"
        + (f" ({article.quality_reason})" if article.quality_reason else "")
        + f", score {article.quality_score}",
        f"title      {article.title}",
        f"published  {article.published_at} by {article.published_basis}"
        if article.published_at
        else "published  unknown",
    ]
    lines += [
        f"           {witness.basis}: {witness.value} ({witness.precision})" for witness in article.date_witnesses
    ]
    lines.append(
        f"text       {len(article.text)} characters, {len(article.sentences)} sentences, language {article.language}"
    )
    counts = Counter(block.rule for block in article.removed)
    lines.append(
        f"removed    {len(article.removed)} blocks: "
        + ", ".join(f"{rule} {count}" for rule, count in counts.most_common())
    )
    for block in article.removed:
        shown = textwrap.shorten(block.text, _SHOWN_CHARS, placeholder=" …")
        lines.append(f"  [{block.rule}] {RULES.get(block.rule, block.rule)}")
        lines += textwrap.wrap(shown, width, initial_indent="      ", subsequent_indent="      ")
    return "\n".join(lines)
