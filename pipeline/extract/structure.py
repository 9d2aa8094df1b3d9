"""Finds furniture by the structure of a page: elements that say by tag, role or name what they are; comments.py finds what does not."""

from __future__ import annotations

import re
from functools import lru_cache

from pipeline.extract.calls import calls
from pipeline.extract.comments import Found, comment_sections
from pipeline.extract.dom import Element
from pipeline.extract.outline import UNTOUCHABLE, Outline, after_article

# What class names and ids say, in lower case; each pattern is a whole word of the name, or stands anywhere in it.
_NAMED = (
    ("comments", r"comments?(?!ary)|commentlist|comment-?(?:s|list|form|area|section|thread|wrapper|container|box)\w*|respond|disqus\w*|dsq\w*|livefyre|fyre|coral-?talk|conversation|discussion|guest-?book|viafoura|spot-?im\w*|hyvor\w*"
     r"|kommentar\w*|commentaires?|https?://schema\.org/comment|comentarios?|commenti|reacties|komentar\w*|kommentit"),
    ("consent", r"cookie-?(?:bar|banner|notice|consent|law|popup|policy|box)|gdpr|onetrust|didomi|cmp-?(?:box|banner|container|wrapper)|consent-?(?:banner|popup|modal|box|bar|manager)|cc-window|eu-cookie"),
    ("newsletter", r"newsletter|news-letter|mailing-?list|subscribe-?(?:box|form|block|widget|banner|cta)|signup|sign-up|mc4wp|mailchimp|optin|subscription-(?:box|form|widget)|email-?(?:form|capture)"),
    ("share_bar", r"sharedaddy|addtoany\w*|addthis\w*|share-?(?:bar|buttons?|links?|tools?|icons?|this|box|list|widget|container|wrap\w*)|social-?(?:share|sharing|bar|links?|media|icons?|buttons?|follow|list)|sharing|sharebar|ssba\w*|post-share|article-share|jp-relatedposts-share"),
    ("related", r"related\w*|jp-relatedposts|yarpp\w*|recommend\w*|recirc\w*|outbrain\w*|taboola\w*|zergnet|more-?(?:stories|news|articles|posts|on|from)|also-?(?:like|read)|read-?(?:also|next|more)|see-?also|most-?(?:read|popular|viewed|commented)|popular-?posts?|trending|up-?next|next-?article|latest-?(?:news|posts|stories)|crp_related|teaser-?list|post-?navigation|nav-(?:links|previous|next)|next-?prev"),
    ("advert", r"ad|ads|advert\w*|adsbygoogle|ad-?(?:slot|unit|container|wrapper|box|label|banner|block|placeholder)\w*|dfp\w*|google-?ad\w*|sponsor(?:ed)?-?(?:content|block|links?|post)?|promo-?(?:box|block|banner|unit)?|paid-?content|anzeige"),
    ("author_box", r"author-?(?:bio|box|info|card|description|profile|block|details|about|section|vcard)\w*|about-?(?:the-)?author|(?:entry|post|article)-author-(?:bio|box|info)|bio-?box|writer-?bio|contributor-?bio|saboxplugin\w*|molongui\w*"),
    ("navigation", r"breadcrumbs?|pagination|pager|skip-?link|screen-reader-(?:text|shortcut)|main-?menu|nav-?menu|menu-?toggle|site-?(?:header|footer|nav\w*)|masthead|colophon|sub-?nav|navbar|page-?footer|global-?(?:header|footer|nav)"),
    ("sidebar", r"sidebar\w*|widget-?area|secondary|right-?rail|rail-right|side-?column"),
    ("form", r"gform\w*|wpforms?\w*|wpcf7\w*|contact-?form\w*|hs-?form\w*|poll|polls|opinion-?poll|quiz-?poll"),
    ("tags", r"tags?-?(?:list|links|cloud|box|wrap\w*)|post-?tags|entry-?tags|article-?tags|cat-?links|tagcloud|keywords?-?list|topics?-?list"),
)  # fmt: skip
_ANYWHERE = frozenset(("consent", "newsletter"))
_WHOLE_WORD = r"(?:^|[\s_-])(?:{})(?:$|[\s_-])"
_NAMED_RULES = tuple(
    (rule, re.compile(pattern if rule in _ANYWHERE else _WHOLE_WORD.format(pattern))) for rule, pattern in _NAMED
)
# One pattern that finds any of them sooner than each in turn.
_ANY_WHOLE_WORD = re.compile(_WHOLE_WORD.format("|".join(pattern for rule, pattern in _NAMED if rule not in _ANYWHERE)))
_ANY_ANYWHERE = re.compile("|".join(pattern for rule, pattern in _NAMED if rule in _ANYWHERE))
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
_NAMING = frozenset(("data-module", "data-testid", "itemtype"))
_SHORT_NAME = 4  # characters; an element with a name so short may have other attributes that name it
_ARTICLE_PROSE = 500  # characters
_OPENING_BLOCKS = 6
_MAX_PROSE_SHARE = 0.3  # an element with more of the page's prose than this is no furniture, whatever it is called


def find_furniture(page: Outline) -> list[Found]:
    """The furniture elements of a page, outermost only, in document order."""
    found: dict[Element, str] = {}
    for section in comment_sections(page):
        for element in section.elements:
            found.setdefault(element, section.rule)
    for element in calls(page):
        found.setdefault(element, "call")
    for element in _other_articles(page):
        found.setdefault(element, "other_article")
    heading_index = next((block.index for block in page.blocks if block.tag == "h1"), -1)
    for element, (first, end) in page.spans.items():
        rule = _named_rule(element)
        if rule is None or element in found:
            continue
        if first <= heading_index < end and page.prose(heading_index, end) > 0:
            continue
        if page.prose(first, end) > _MAX_PROSE_SHARE * page.total_prose and rule != "comments":
            continue
        if rule == "comments" and not after_article(page, first, end):
            continue
        if rule == "share_bar" and page.prose(first, end) > 0:  # a post of a network, quoted
            continue
        found[element] = rule
    return [Found((element,), rule) for element, rule in found.items() if not _inside(element, found)]


def _other_articles(page: Outline) -> list[Element]:
    """Whole articles that a page puts below its own, to be read on without a click: each is an element that says so.

    The page's own is the one that holds the first h1 and prose; another has as much to say as an article, and opens with a heading.
    """
    spans = [(element, span) for element, span in page.spans.items() if element.tag == "article"]
    spans = [(element, span) for element, span in spans if not any(a.tag == "article" for a in element.iterancestors())]
    first = next((block.index for block in page.blocks if block.tag == "h1"), None)
    own = next((span for _, span in spans if first is not None and span[0] <= first < span[1]), None)
    if own is None or page.prose(*own) < _ARTICLE_PROSE:
        return []
    return [
        element
        for element, (begin, end) in spans
        if begin >= own[1]
        and page.prose(begin, end) >= _ARTICLE_PROSE
        and any(block.tag in ("h1", "h2") for block in page.blocks[begin : begin + _OPENING_BLOCKS])
    ]


def _inside(element: Element, found: dict[Element, str]) -> bool:
    return any(ancestor in found for ancestor in element.iterancestors())


def _named_rule(element: Element) -> str | None:
    """The rule by which an element's tag, role, class or id says that it is furniture."""
    tag = element.tag
    if tag in UNTOUCHABLE:
        return None
    if tag == "footer" and next(element.iterancestors("blockquote"), None) is not None:
        return None  # who is quoted
    if tag in _TAG_RULES:
        return _TAG_RULES[tag]
    attributes = element.attrib
    if not attributes:
        return _rule_of_name(tag) if "-" in tag else None
    role = attributes.get("role")
    if role in _ROLES:
        return _ROLES[role]
    name = f"{attributes.get('class', '')} {attributes.get('id', '')} {attributes.get('data-component', '')}"
    if len(attributes) > 2 or len(name) < _SHORT_NAME:
        name = f"{name} {' '.join([attributes[key] for key in attributes if key in _NAMING])}"
    if "-" in tag:  # an element of the site's own making is named by its tag
        name = f"{tag} {name}"
    return _rule_of_name(name) if 4 <= len(name) <= 2000 else None


@lru_cache(maxsize=20_000)
def _rule_of_name(name: str) -> str | None:
    """The rule that the words of a class or id name; pages of a site share their names, so most are known."""
    name = name.lower()
    if not _ANY_WHOLE_WORD.search(name) and not _ANY_ANYWHERE.search(name):
        return None
    return next((rule for rule, pattern in _NAMED_RULES if pattern.search(name)), None)
