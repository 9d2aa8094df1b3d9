"""Which query parameters say how a reader came to a page and never which page it is, each family with its reason.

What is in no family stays: a parameter that is kept by mistake costs one fetch, one that is dropped loses an article.
Parameter names are compared in lower case.
"""

from __future__ import annotations

import re


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Families of campaign and analytics systems, whose documentation says that they never change the page: Google, Piano,
# Matomo, HubSpot, Marketo, Eloqua, Vero, Omeda, Salesforce, Taboola, Alibaba, Adobe, Webtrekk, Yahoo, Facebook, Xing.
_CAMPAIGN_PREFIXES = tuple(
    _set(
        "utm_ at_ mtm_ piwik_ matomo_ ga_ _ga gaa_ gad_ _gl hsa_ _hs __hs mkt_ elq vero_ oly_ sfmc_ itm_ int_c stm_ "
        "spm trk sc_camp sc_src sc_lid sc_llid sc_uid s_cid s_kwcid wt_ wt. soc_ guce_ guccounter fb_ __twitter "
        "ref_src ref_url _branch xing_ hss_ pcampaign wpmm wpisrc aff_ awc irclick cjevent mkcp mkev __cf_ _bta "
        "ml_subscriber ck_subscriber nr_email_ cm_mm cm_ven cm_ite"
    )
)
_CAMPAIGNS = _set(
    "pk_campaign pk_kwd pk_keyword pk_source pk_medium pk_content pk_cpn mc_cid mc_eid mc_tc ns_mchannel "
    "ns_source ns_fee ns_campaign ns_linkname dm_i ss_email_id ss_source ss_campaign_id sb_referer_host _kx mtag "
    "utm mkt_tok et_rid et_cid"
)

# Identifiers of one click or one share, made by the network that sent the reader.
_CLICKS = _set(
    "fbclid gclid gclsrc dclid msclkid yclid ysclid twclid ttclid igshid igsh wbraid gbraid mibextid li_fat_id "
    "epik srsltid rdt_cid sccid zanpid dicbo vgo_ee _openstat openstat clickid click_id clid wickedid rb_clickid "
    "mindbox-click-id shareid share_id share_token sharetoken smid smtyp smprod emc nsukey isappinstalled echobox "
    "usqp ved aoh amp_gsa amp_js_v amp_ct amp_tf amp_r amp_kit unlocked_article_code pwapi_token"
)

# Campaign parameters of publishers and their agencies, which mean nothing else under these names.
_PUBLISHERS = _set(
    "cmp cmpid cmp_id xtor xts xtref itid intcid intcmp icid ico ito ocid ncid n_cid iref fsrc eref maca srnd "
    "sref tpcc taid ftag ftcamp mbid reflink rpc referrer referer refsrc ref_source ref_medium ref_campaign "
    "traffic_source traffic_medium trafficsource hpid hp_ref socialref cn-track leadsource lead_source rss_source "
    "embedded-checkout tracking_code yptr tsrc intlink_from_url intlink_from_ts link_location cx_testid cx_artpos "
    "__source referringsource wprss nlid nl_id"
)

# State of one visit, and what is open on the page: reply forms, comment boxes, cache breakers.
_VISITS = _set(
    "sessionid session_id jsessionid phpsessid cfid cftoken zenid oscsid replytocom showcomment showcomments "
    "show_comments like_comment unapproved moderation-hash nocache no_cache cachebuster cache_buster cachebust _r"
)

# Switches for another presentation of the same article: by a truth value, or by the presentation's name.
_SWITCHES = _set(
    "amp isamp is_amp noamp amphtml embed embedded isembed mobile ismobile is_mobile nomobile no_mobile desktop "
    "fullsite print printable isprint printpage printerfriendly printer_friendly webview inapp lite"
)
_TRUTHS = {"", *_set("1 0 y n yes no true false on off")}
_PRESENTATIONS = _set("outputtype output output_type view viewmode mode format layout display version type")
_PRESENTATION_NAMES = _set("amp mobile print printable desktop embed webview print-friendly printerfriendly")

# Words for a channel through which a link was shared or for the place where it stood; the value decides, not the name.
_BY_VALUE = _set(
    "ref refer rf src source from via origin medium share partner feature platform wt link_source linksource "
    "entry entrypoint referral sender app_source campaign sh"
)
_CHANNELS = _set(
    "rss rss2 atom feed feeds feedburner xml twitter tw tweet x facebook fb instagram ig linkedin li reddit "
    "whatsapp wa telegram tg line kakao kakaotalk naver daum weibo wechat timeline singlemessage groupmessage vk "
    "viber pinterest threads bluesky mastodon tiktok youtube youtu snapchat messenger signal social sns "
    "socialmedia share sharing shared sharebar sharebtn btn button copy link copylink url email mail e newsletter "
    "newsletters nl nltr digest alert alerts breaking push notification notifications webpush app apps ios "
    "android iphone ipad mobile web desktop amp home homepage hp front frontpage index top topstories main latest "
    "headline headlines trending popular mostread mostviewed mostpopular related recommended recommendation "
    "recirc readmore more next previous inline carousel sidebar widget menu nav navigation footer header banner "
    "ticker hero list section search google googlenews bing yahoo msn apple applenews news flipboard pocket "
    "feedly smartnews newsbreak upday hootsuite buffer dlvr dlvrit ifttt zapier syndication synd partner direct "
    "organic referral internal external default embed iframe qr sms"
)

# The reader's way through the menus and campaigns of the site: void where the path alone names the article.
_WAY_THROUGH_SITE = _set(
    "section sec sect module mod channel menu category categoryname rubric ref refer rf rref src source from via "
    "origin medium feature share partner pos position placement list region pgtype contentcollection clicksource "
    "searchresultposition instance_id segment_id regi_id campaign campaignid campaign_id camp_id campid "
    "newsletter_id trackid track_id tracking_id trackingid feedtype feedname feed_name back returnurl return_url "
    "list_url referral rss sender il"
)
_STAMPS = _set("ts t _t _ts timestamp time rand random rnd cb nc")  # cache breakers, where the value is a long number


def is_noise(name: str, value: str, path_names_article: bool) -> bool:
    """True where a parameter cannot tell two articles apart.

    `path_names_article` says that the path alone is the name of an article.
    """
    key, word = name.lower(), value.lower()
    if key.startswith(_CAMPAIGN_PREFIXES) or key in _CAMPAIGNS or key in _CLICKS or key in _PUBLISHERS:
        return True
    if key in _VISITS or key.startswith("aspsessionid"):
        return True
    if key in _SWITCHES and (word in _TRUTHS or word in _PRESENTATION_NAMES):
        return True
    if key in _PRESENTATIONS and word in _PRESENTATION_NAMES:
        return True
    if key == "pagewanted" and word in ("all", "print"):
        return True  # the whole article on one page
    if key in _BY_VALUE and _is_channel(word):
        return True
    if key == "_" and value.isdigit():
        return True  # jQuery's cache breaker
    return path_names_article and _is_void_beside_article(key, word)


def _is_void_beside_article(key: str, value: str) -> bool:
    if key in _WAY_THROUGH_SITE:
        return True
    if key in _STAMPS:
        return value.isdigit() and len(value) >= 9
    if key == "m":
        return value in ("0", "1")  # the mobile switch of blogs
    return key == "sh" and re.fullmatch(r"[0-9a-f]{6,}", value) is not None  # a share's token


def _is_channel(value: str) -> bool:
    """True where a value is made of channel words alone, such as rss, tw-share or home_top2."""
    words = [word for word in re.split(r"[^a-z]+", value) if word]
    return bool(words) and re.search(r"\d{3,}", value) is None and all(word in _CHANNELS for word in words)
