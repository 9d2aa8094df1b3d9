"""Finds furniture by the structure of a page: elements that say what they are, comment sections, forms. No words of prose."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from pipeline.extract.dom import Element
from pipeline.extract.lexicon import concepts, has
from pipeline.extract.outline import Outline, is_prose

_NAMED = (
    ("comments", r"(?:^|[\s_-])(?:comments?(?!ary)|commentlist|comment-?(?:s|list|form|area|section|thread|wrapper|container|box)\w*|respond|disqus\w*|dsq\w*|livefyre|fyre|coral-?talk|viafoura|spot-?im\w*|hyvor\w*"
     r"|kommentar\w*|commentaires?|comentarios?|commenti|reacties|komentar\w*|kommentit)(?:$|[\s_-])"),
    ("consent", r"cookie-?(?:bar|banner|notice|consent|law|popup|policy|box)|gdpr|onetrust|didomi|cmp-?(?:box|banner|container|wrapper)|consent-?(?:banner|popup|modal|box|bar|manager)|cc-window|eu-cookie"),
    ("newsletter", r"newsletter|news-letter|mailing-?list|subscribe-?(?:box|form|block|widget|banner|cta)|signup|sign-up|mc4wp|mailchimp|optin|subscription-(?:box|form|widget)|email-?(?:form|capture)"),
    ("share_bar", r"(?:^|[\s_-])(?:sharedaddy|addtoany\w*|addthis\w*|share-?(?:bar|buttons?|links?|tools?|icons?|this|box|list|widget|container|wrap\w*)|social-?(?:share|sharing|bar|links?|media|icons?|buttons?|follow|list)|sharing|sharebar|ssba\w*|post-share|article-share|jp-relatedposts-share)(?:$|[\s_-])"),
    ("related", r"(?:^|[\s_-])(?:related\w*|jp-relatedposts|yarpp\w*|recommend\w*|recirc\w*|outbrain\w*|taboola\w*|zergnet|more-?(?:stories|news|articles|posts|on|from)|also-?(?:like|read)|read-?(?:also|next|more)|see-?also|most-?(?:read|popular|viewed|commented)|popular-?posts?|trending|up-?next|next-?article|latest-?(?:news|posts|stories)|crp_related|teaser-?list|post-?navigation|nav-(?:links|previous|next)|next-?prev)(?:$|[\s_-])"),
    ("advert", r"(?:^|[\s_-])(?:ad|ads|advert\w*|adsbygoogle|ad-?(?:slot|unit|container|wrapper|box|label|banner|block|placeholder)\w*|dfp\w*|google-?ad\w*|sponsor(?:ed)?-?(?:content|block|links?|post)?|promo-?(?:box|block|banner|unit)?|paid-?content|anzeige)(?:$|[\s_-])"),
    ("author_box", r"(?:^|[\s_-])(?:author-?(?:bio|box|info|card|description|profile|block|details|about|section|vcard)\w*|about-?(?:the-)?author|(?:entry|post|article)-author-(?:bio|box|info)|bio-?box|writer-?bio|contributor-?bio|saboxplugin\w*|molongui\w*)(?:$|[\s_-])"),
    ("navigation", r"(?:^|[\s_-])(?:breadcrumbs?|pagination|pager|skip-?link|screen-reader-(?:text|shortcut)|main-?menu|nav-?menu|menu-?toggle|site-?(?:header|footer|nav\w*)|masthead|colophon|sub-?nav|navbar|page-?footer|global-?(?:header|footer|nav))(?:$|[\s_-])"),
    ("sidebar", r"(?:^|[\s_-])(?:sidebar\w*|widget-?area|secondary|right-?rail|rail-right|side-?column)(?:$|[\s_-])"),
    ("tags", r"(?:^|[\s_-])(?:tags?-?(?:list|links|cloud|box|wrap\w*)|post-?tags|entry-?tags|article-?tags|cat-?links|tagcloud|keywords?-?list|topics?-?list)(?:$|[\s_-])"),
)  # fmt: skip
_NAMED_RULES = tuple((rule, re.compile(pattern, re.IGNORECASE)) for rule, pattern in _NAMED)
_ANY_NAMED = re.compile("|".join(f"(?:{pattern})" for _, pattern in _NAMED), re.IGNORECASE)
_TAG_RULES = {
    "nav": "navigation",
    "aside": "sidebar",
    "footer": "navigation",
    "form": "form",
    "dialog": "consent",
    "menu": "navigation",
}
_ROLES = {"navigation": "navigation", "search": "form", "contentinfo": "navigation", "complementary": "sidebar", "dialog": "consent",
          "alertdialog": "consent", "banner": "navigation"}  # fmt: skip
_UNTOUCHABLE = frozenset(("html", "body", "main", "h1"))
_MAX_PROSE_SHARE = 0.3  # an element with more of the page's prose than this is no furniture, whatever it is called
_LITTLE_PROSE = 1500  # characters; a page with less is a table, a list or a gallery
_COMMENT_START_SHARE = 0.3  # comments begin after at least this share of the prose outside them
_FORM_CONCEPTS = frozenset(("comment", "leave", "email", "publish", "required", "field", "cookie", "subscribe"))
_DIGITS = re.compile(r"\d+")
_DATE_LIKE = re.compile(r"\d{1,4}[./:-]\d{1,2}|\d{4}|\d+\s?(?:h|m|min|d|w)\b")


@dataclass(frozen=True, slots=True)
class Found:
    """An element, or some of its children in a row, that is furniture by `rule`."""

    elements: tuple[Element, ...]
    rule: str


def find_furniture(page: Outline) -> list[Found]:
    """The furniture elements of a page, outermost only, in document order."""
    found: dict[Element, str] = {}
    for section in _comment_sections(page):
        for element in section.elements:
            found.setdefault(element, section.rule)
    heading_index = next((block.index for block in page.blocks if block.tag == "h1"), -1)
    for element, (first, end) in page.spans.items():
        rule = _named_rule(element)
        if rule is None or element in found:
            continue
        if first <= heading_index < end and page.prose(heading_index, end) > 0:
            continue
        if page.prose(first, end) > _MAX_PROSE_SHARE * page.total_prose and rule != "comments":
            continue
        if rule == "comments" and not _after_article(page, first, end):
            continue
        found[element] = rule
    return [Found((element,), rule) for element, rule in found.items() if not _inside(element, found)]


def _inside(element: Element, found: dict[Element, str]) -> bool:
    return any(ancestor in found for ancestor in element.iterancestors())


def _named_rule(element: Element) -> str | None:
    """The rule by which an element's tag, role, class or id says that it is furniture."""
    tag = element.tag
    if tag in _UNTOUCHABLE:
        return None
    if tag in _TAG_RULES:
        return _TAG_RULES[tag]
    attributes = element.attrib
    if not attributes:
        return None
    role = attributes.get("role")
    if role in _ROLES:
        return _ROLES[role]
    name = f"{attributes.get('class', '')} {attributes.get('id', '')} {attributes.get('data-component', '')}"
    if len(name) < 4 or len(name) > 2000 or not _ANY_NAMED.search(name):
        return None
    return next((rule for rule, pattern in _NAMED_RULES if pattern.search(name)), None)


def _after_article(page: Outline, first: int, end: int) -> bool:
    """Whether a fair share of what stands outside a range stands before it; all text counts where there is hardly prose."""
    outside = page.total_prose - page.prose(first, end)
    if outside >= _LITTLE_PROSE:
        return page.prose(0, first) >= _COMMENT_START_SHARE * outside
    total = page.chars(0, len(page.blocks)) - page.chars(first, end)
    return page.chars(0, first) >= _COMMENT_START_SHARE * total > 0


# -- comment sections without a name -----------------------------------------------------------------------------------


def _comment_sections(page: Outline) -> Iterator[Found]:
    """Comment lists by their repetition, and forms that ask for a comment, wherever they stand."""
    for element, (first, end) in list(page.spans.items()):
        if end - first < 4 or not _after_article(page, first, end):
            continue
        items = _repeated_items(page, element)
        if items:
            yield Found(tuple(_with_frame(page, element, items)), "comments")
    for form in _comment_forms(page):
        yield Found((form,), "comment_form")


def _repeated_items(page: Outline, element: Element) -> list[Element]:
    """Children of `element` that are comments: alike in tag and in their labels, each with a date or a reply control."""
    children = [child for child in element if isinstance(child.tag, str) and child in page.spans]
    if len(children) < 2:
        return []
    tag, count = Counter(child.tag for child in children).most_common(1)[0]
    items = [child for child in children if child.tag == tag]
    if count < 2 or tag in ("p", "tr", "td", "h2", "h3"):
        return []
    labels: Counter[str] = Counter()
    sizes = []
    for item in items:
        first, end = page.spans[item]
        sizes.append(end - first)
        if end - first < 2 or end - first > 400:
            continue
        labels.update(
            {_DIGITS.sub("0", block.text.casefold()) for block in page.blocks[first:end] if len(block.text) <= 60}
        )
    shared = [label for label, number in labels.items() if number >= max(2, 0.8 * len(items))]
    if not shared or min(sizes) < 2:
        return []
    if any(
        descendant.tag in ("h2", "h3", "h4", "img", "picture")
        for item in items[:3]
        for descendant in item.iter("h2", "h3", "h4")
    ):
        return []
    replies = sum(1 for label in shared if has(label, "comment") and len(label) < 30)
    return items if replies else []


def _with_frame(page: Outline, element: Element, items: list[Element]) -> list[Element]:
    """The list of comments with what frames it: the largest section around it that holds little of the page's other prose."""
    first, end = page.spans[element]
    frame = element
    parent = element.getparent()
    while parent is not None and parent.tag not in _UNTOUCHABLE and parent in page.spans:
        begin, stop = page.spans[parent]
        if page.prose(begin, first) + page.prose(end, stop) > 200 or any(
            b.tag == "h1" for b in page.blocks[begin:stop]
        ):
            break
        frame, parent = parent, parent.getparent()
    if frame is element and len(items) < sum(1 for child in element if child in page.spans):
        inner = items[0]
        return [inner, *(child for child in inner.itersiblings() if child in page.spans)]
    return [frame]


def _comment_forms(page: Outline) -> Iterator[Element]:
    """Elements around a text field for comments: the largest that holds no prose of the article."""
    for field in page.root.iter("textarea"):
        frame = None
        for ancestor in field.iterancestors():
            if ancestor.tag in _UNTOUCHABLE:
                break
            span = page.spans.get(ancestor)
            if span is None:
                continue
            if any(is_prose(block) and not _form_words(block.text) for block in page.blocks[span[0] : span[1]]):
                break
            frame = ancestor
        if frame is not None:
            yield frame


def _form_words(text: str) -> bool:
    return len(concepts(text) & _FORM_CONCEPTS) >= 2
