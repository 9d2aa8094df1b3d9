"""Which query parameters say how a reader came to a page and never which page it is, each family with its reason.

What is in no family stays: a parameter that is kept by mistake costs one fetch, one that is dropped loses an article.
"""

from __future__ import annotations

import re

# Families of campaign and analytics systems: they document that their parameters never change the page.
_CAMPAIGN_PREFIXES = (
    "utm_", "at_",  # Google Analytics and its imitators; AT Internet / Piano
    "mtm_", "pk_", "piwik_", "matomo_",  # Matomo
    "ga_", "_ga", "gaa_", "_gl",  # Google Analytics linker, Google subscriptions
    "mc_", "mkt_", "hsa_", "_hs", "__hs", "elq", "vero_", "oly_", "sfmc_", "ss_email", "cm_mm", "cm_ven",  # newsletters
    "itm_", "int_c", "stm_", "spm", "trk", "sc_camp", "sc_src", "sc_l", "sc_uid", "s_cid", "s_kwcid",  # site promotion
    "ns_", "wt_", "wt.", "dm_", "soc_", "guce_", "guccounter",  # Comscore, Webtrekk, Webtrends, dotmailer, Yahoo
    "fb_", "__twitter", "ref_src", "ref_url", "_branch", "xing_", "hss_", "pcampaign", "wpmm", "wpisrc",  # networks
    "aff_", "awc", "irclick", "cjevent", "mkcp", "mkev",  # affiliate networks
)  # fmt: skip

# Identifiers of one click or one share, made by the network that sent the reader.
_CLICK_IDS = frozenset(
    [
        "fbclid",
        "gclid",
        "gclsrc",
        "dclid",
        "msclkid",
        "yclid",
        "ysclid",
        "twclid",
        "ttclid",
        "igshid",
        "igsh",
        "wbraid",
        "gbraid",
        "mibextid",
        "li_fat_id",
        "epik",
        "srsltid",
        "rdt_cid",
        "sccid",
        "zanpid",
        "dicbo",
        "oicd",
        "vgo_ee",
        "_openstat",
        "openstat",
        "clickid",
        "click_id",
        "clid",
        "wickedid",
        "mindbox-click-id",
        "share_id",
        "shareid",
        "share_token",
        "sharetoken",
        "smid",
        "smtyp",
        "smprod",
        "emc",
        "nsukey",
        "isappinstalled",
        "wx_share",
        "cx_testid",
    ]
)

# Campaign names of publishers, known under these names and nothing else.
_PUBLISHER_CAMPAIGNS = frozenset(
    [
        "cmp",
        "cmpid",
        "cmp_id",
        "campaignid",
        "campaign_id",
        "camp_id",
        "campid",
        "xtor",
        "xts",
        "itid",
        "itm",
        "intcid",
        "intcmp",
        "icid",
        "ico",
        "ocid",
        "ncid",
        "cmpguid",
        "fsrc",
        "eref",
        "maca",
        "ito",
        "rpc",
        "srnd",
        "sref",
        "traffic_source",
        "traffic_medium",
        "trafficsource",
        "sourceid_campaign",
        "tpcc",
        "taid",
        "ftag",
        "ftcamp",
        "mbid",
        "reflink",
        "referrer",
        "referer",
        "refsrc",
        "ref_source",
        "ref_medium",
        "ref_campaign",
        "rss_source",
        "wprss",
        "hpid",
        "hp_ref",
        "socialref",
        "cn-track",
        "leadsource",
        "lead_source",
        "linkid_source",
        "partner_ref",
        "utm",
        "xtref",
        "mkt_tok",
        "et_rid",
        "et_cid",
        "recip_id",
        "cid_campaign",
        "nlid",
        "nl_id",
        "newsletter_id",
        "embedded-checkout",
        "feedtype",
        "feedname",
        "feed_name",
        "tracking_id",
        "trackingid",
        "trackid",
        "track_id",
        "tracking_code",
        "yptr",
        "tsrc",
        "ved",
        "usqp",
        "amp_gsa",
        "amp_js_v",
        "amp_ct",
        "amp_tf",
        "amp_r",
        "amp_kit",
        "aoh",
    ]
)

# State of one visit.
_SESSIONS = frozenset(
    ["sessionid", "session_id", "jsessionid", "phpsessid", "aspsessionid", "cfid", "cftoken", "zenid", "oscsid"]
)

# What is open on the page, not which page: reply forms, comment boxes, cache breakers.
_VIEW_STATE = frozenset(
    [
        "replytocom",
        "showcomment",
        "showcomments",
        "show_comments",
        "comment_view",
        "like_comment",
        "unapproved",
        "moderation-hash",
        "nocache",
        "no_cache",
        "cachebuster",
        "cache_buster",
        "cachebust",
        "pagewanted",
        "_r",
    ]
)

# Switches for another presentation of the same article; only with these values.
_PRESENTATION = {
    "amp", "isamp", "is_amp", "embed", "embedded", "isembed", "mobile", "ismobile", "is_mobile", "nomobile", "no_mobile",
    "desktop", "print", "printable", "isprint", "printpage", "printerfriendly", "rss", "outputtype", "output", "app",
    "webview", "inapp", "noamp", "lite", "fullsite", "viewtype", "layout", "display", "render", "amphtml", "m",
}  # fmt: skip
_SWITCH_VALUES = frozenset(
    [
        "",
        "1",
        "0",
        "y",
        "n",
        "yes",
        "no",
        "true",
        "false",
        "on",
        "off",
        "amp",
        "mobile",
        "desktop",
        "print",
        "rss",
        "embed",
    ]
)

# Words for a channel through which a link was shared or the place where it stood; decided by the value, not the name.
_BY_VALUE = frozenset(
    [
        "ref",
        "src",
        "source",
        "from",
        "via",
        "origin",
        "medium",
        "share",
        "partner",
        "feature",
        "platform",
        "mod",
        "cid",
        "pos",
        "position",
        "placement",
        "wt",
        "link_source",
        "linksource",
        "entry",
        "entrypoint",
        "sh",
        "channel",
        "campaign",
        "affiliate",
        "referral",
        "sender",
        "app_source",
    ]
)
_CHANNEL_WORDS = frozenset(
    [
        "rss",
        "rss2",
        "atom",
        "feed",
        "feeds",
        "feedburner",
        "xml",
        "twitter",
        "tw",
        "tweet",
        "x",
        "facebook",
        "fb",
        "instagram",
        "ig",
        "linkedin",
        "li",
        "reddit",
        "whatsapp",
        "wa",
        "telegram",
        "tg",
        "line",
        "kakao",
        "kakaotalk",
        "naver",
        "weibo",
        "wechat",
        "timeline",
        "singlemessage",
        "groupmessage",
        "vk",
        "viber",
        "pinterest",
        "threads",
        "bluesky",
        "mastodon",
        "tiktok",
        "youtube",
        "snapchat",
        "messenger",
        "signal",
        "social",
        "sns",
        "socialmedia",
        "share",
        "sharing",
        "shared",
        "sharebar",
        "sharebtn",
        "btn",
        "button",
        "copy",
        "link",
        "copylink",
        "url",
        "email",
        "mail",
        "e-mail",
        "newsletter",
        "nl",
        "nltr",
        "digest",
        "alert",
        "alerts",
        "breaking",
        "push",
        "notification",
        "notifications",
        "webpush",
        "app",
        "apps",
        "ios",
        "android",
        "iphone",
        "ipad",
        "mobile",
        "web",
        "desktop",
        "amp",
        "home",
        "homepage",
        "hp",
        "front",
        "frontpage",
        "index",
        "top",
        "topstories",
        "main",
        "latest",
        "headline",
        "headlines",
        "trending",
        "popular",
        "mostread",
        "mostviewed",
        "mostpopular",
        "related",
        "recommended",
        "recommendation",
        "recirc",
        "readmore",
        "more",
        "next",
        "previous",
        "inline",
        "carousel",
        "sidebar",
        "widget",
        "menu",
        "nav",
        "navigation",
        "footer",
        "header",
        "banner",
        "ticker",
        "hero",
        "list",
        "section",
        "search",
        "google",
        "googlenews",
        "bing",
        "yahoo",
        "msn",
        "apple",
        "applenews",
        "news",
        "flipboard",
        "pocket",
        "feedly",
        "smartnews",
        "newsbreak",
        "upday",
        "hootsuite",
        "buffer",
        "dlvr",
        "dlvrit",
        "ifttt",
        "zapier",
        "syndication",
        "synd",
        "partner",
        "direct",
        "organic",
        "referral",
        "internal",
        "external",
        "default",
        "embed",
        "iframe",
        "qr",
        "sms",
    ]
)

# Where the link stood, in sites that carry the reader's way through the menus along: void where the path names the article.
_WAY_THROUGH_SITE = frozenset(
    [
        "section",
        "sec",
        "campaign",
        "module",
        "channel",
        "menu",
        "category",
        "categoryname",
        "rubric",
        "ref",
        "src",
        "source",
        "from",
        "via",
        "origin",
        "medium",
        "feature",
        "share",
        "partner",
        "position",
        "pos",
        "placement",
        "list",
        "back",
        "returnurl",
        "return_url",
        "list_url",
        "referral",
    ]
)

_HEX_TOKEN = re.compile(r"[0-9a-f]{6,}$", re.I)


def is_noise(name: str, value: str, path_names_article: bool) -> bool:
    """True where a parameter cannot tell two articles apart.

    `path_names_article` says that the path alone is the name of an article.
    """
    key = name.lower()
    if key.startswith(_CAMPAIGN_PREFIXES) or key in _CLICK_IDS or key in _PUBLISHER_CAMPAIGNS:
        return True
    if key in _SESSIONS or key.startswith("aspsessionid") or key in _VIEW_STATE:
        return True
    if key in _PRESENTATION and value.lower() in _SWITCH_VALUES:
        return key != "m" or path_names_article
    if key in _BY_VALUE and _is_channel(value):
        return True
    if key == "_" and value.isdigit():
        return True  # jQuery's cache breaker
    return path_names_article and (key in _WAY_THROUGH_SITE or (key == "sh" and bool(_HEX_TOKEN.match(value))))


def _is_channel(value: str) -> bool:
    """True where a value is made of channel words alone, such as rss, tw-share or home_top2."""
    words = [word for word in re.split(r"[^a-z]+", value.lower()) if word]
    if not words or re.search(r"\d{3,}", value):
        return False
    return all(word in _CHANNEL_WORDS for word in words)
