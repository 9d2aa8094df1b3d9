"""Which query parameters say how a reader came to a page and never which page it is, each family with its reason.

What is in no family stays: a parameter that is kept by mistake costs one fetch, one that is dropped loses an article.
Parameter names are compared in lower case.
"""

from __future__ import annotations

import re
from enum import IntEnum


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


# Families of campaign and analytics systems, whose documentation says that they never change the page: Google, Piano,
# Matomo, HubSpot, Marketo, Eloqua, Vero, Omeda, Salesforce, Taboola, Alibaba, Adobe, Webtrekk, Yahoo, Facebook, Xing.
_CAMPAIGN_PREFIXES = tuple(
    _set(
        "utm_ at_ mtm_ piwik_ matomo_ ga_ _ga gaa_ gad_ _gl hsa_ _hs __hs hscta mkt_ elq vero_ oly_ sfmc_ itm_ int_c stm_ "
        "spm trk sc_camp sc_src sc_lid sc_llid sc_uid s_cid s_kwcid wt_ wt. soc_ guce_ guccounter fb_ __twitter "
        "ref_src ref_url _branch xing_ hss_ pcampaign wpmm wpisrc aff_ awc irclick cjevent mkcp mkev __cf_ _bta "
        "ml_subscriber ck_subscriber nr_email_ cm_mm cm_ven cm_ite bsft_ relatedposts_ doing_wp_cron __tn __xts"
    )
)
_CAMPAIGNS = _set(
    "pk_campaign pk_kwd pk_keyword pk_source pk_medium pk_content pk_cpn mc_cid mc_eid mc_tc ns_mchannel "
    "ns_source ns_fee ns_campaign ns_linkname dm_i ss_email_id ss_source ss_campaign_id sb_referer_host _kx mtag "
    "utm mkt_tok et_rid et_cid __s bbeml sms_click sms_source sms_uph twcamp twterm twgr"
)
# Words that no name of content ends in: whatever a site writes before them, they speak of how a reader was led here.
_CAMPAIGN_NAME = re.compile(
    r"[a-z0-9]+[_.-](?:campaign|medium|referr?er|affiliate|tracking|utm|clid|gclid|fbclid)(?:[_-]?(?:id|name|type|code))?"
)
_NUMBERED = re.compile(r"sf\d{5,}|ir_?\d{6,}")  # names that are themselves the number of a share or a campaign

# Identifiers of one click or one share, made by the network that sent the reader.
_CLICKS = _set(
    "fbclid gclid gclsrc dclid msclkid yclid ysclid twclid ttclid igshid igsh wbraid gbraid mibextid li_fat_id "
    "epik srsltid rdt_cid sccid zanpid dicbo vgo_ee _openstat openstat clickid click_id clid wickedid rb_clickid "
    "mindbox-click-id shareid share_id share_token sharetoken smid smtyp smprod emc nsukey isappinstalled echobox "
    "usqp ved aoh amp_gsa amp_js_v amp_ct amp_tf amp_r amp_kit unlocked_article_code pwapi_token msockid ndclid "
    "sharetype share_type sharing_token giftcode gift_code gifttoken gift_token giftcopy"
)

# Campaign parameters of publishers and their agencies, which mean nothing else under these names.
_PUBLISHERS = _set(
    "cmp cmpid cmp_id xtor xts xtref itid intcid intcmp icid ico ito ocid ncid n_cid iref fsrc eref maca srnd "
    "sref tpcc taid ftag ftcamp mbid reflink rpc referrer referer refsrc ref_source ref_medium ref_campaign "
    "traffic_source traffic_medium trafficsource hpid hp_ref socialref cn-track leadsource lead_source rss_source "
    "embedded-checkout tracking_code yptr tsrc intlink_from_url intlink_from_ts link_location cx_testid cx_artpos "
    "__source referringsource wprss nlid nl_id hpt mtrref gwh gwt"
)

# State of one visit, and what is open on the page: reply forms, comment boxes, cache breakers.
_VISITS = _set(
    "sessionid session_id jsessionid phpsessid cfid cftoken zenid oscsid replytocom showcomment showcomments "
    "show_comments like_comment unapproved moderation-hash nocache no_cache cachebuster cache_buster cachebust _r"
)
_SESSIONS = _set("sessionid session_id")  # a short number here is that of a sitting of a parliament or a conference

# Switches for another presentation of the same article: by a truth value, or by the presentation's name.
_SWITCHES = _set(
    "amp isamp is_amp noamp _amp amphtml embed embedded isembed mobile ismobile is_mobile nomobile no_mobile desktop "
    "fullsite print printable isprint printpage printerfriendly printer_friendly webview inapp lite noredirect "
    "no_redirect singlepage single_page onepage one_page viewall view_all showall show_all fullarticle full_article rss"
)
_TRUTHS = {"", *_set("1 0 y n yes no true false on off")}
_PRESENTATIONS = _set("outputtype output output_type view viewmode mode format layout display version type")
_PRESENTATION_NAMES = _set("amp mobile print printable desktop embed webview print-friendly printerfriendly valid-amp")
_PAGERS = _set("pagewanted page")
_WHOLE = _set("all print full single")  # the whole article on one page

# Words for a channel through which a link was shared or for the place where it stood; the value decides, not the name.
_BY_VALUE = _set(
    "ref refer rf src source from via origin medium share partner feature platform wt link_source linksource "
    "entry entrypoint referral sender app_source campaign sh input"
)
_CHANNEL_ENDINGS = _set("ref refer referral src source via medium channel")
_HOST = re.compile(r"^(?:https?://)?(?:www\.|m\.|l\.|lm\.|out\.)?([a-z]+)\.(?:com|net|org|ru|be|co|me|gg|app)/?$")
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

# Beside a path that names an article by a number or by its date and slug, the reader's way through the menus of the site.
# Beside a slug alone these words may choose what is shown ("?region=north"), and only channels are folded.
_WAY_THROUGH_SITE = _set(
    "section sec sect module mod channel menu category categoryname rubric src source from via origin medium feature "
    "share partner pos position placement list region feedtype feedname feed_name virtualbrandchannel rss sender il"
)
# Where a link stood or who sent it: beside any path that names an article, a slug included.
_SENDERS = _set(
    "ref refer rf rref referral pgtype contentcollection clicksource searchresultposition instance_id segment_id "
    "segmentid regi_id campaign campaignid campaign_id camp_id campid newsletter_id trackid track_id tracking_id "
    "trackingid back returnurl return_url list_url"
)
_STAMPS = _set("ts t _t _ts timestamp time rand random rnd cb nc")  # cache breakers, where the value is a long number
_COMMENTS = _set("commentid comment_id commentpage comment_page cpage")  # a comment below the article


class PathName(IntEnum):
    """How well the path of an address alone names an article."""

    NOTHING = 0
    SLUG = 1  # by words only
    ARTICLE = 2  # by a number, or by date and slug


def is_noise(name: str, value: str, path: PathName) -> bool:
    """True where a parameter cannot tell two articles apart, beside a path that names one so well."""
    key, word = name.lower().lstrip("?.#"), value.lower()
    if key.startswith(_CAMPAIGN_PREFIXES) or key in _CAMPAIGNS or key in _CLICKS:
        return True
    if _CAMPAIGN_NAME.fullmatch(key) or _NUMBERED.fullmatch(key):
        return True
    if key in _PUBLISHERS:
        return path > PathName.NOTHING or not _is_short_number(word)
    if key in _VISITS or key.startswith("aspsessionid"):
        return key not in _SESSIONS or not _is_short_number(word)
    if key in _SWITCHES and (word in _TRUTHS or word in _PRESENTATION_NAMES):
        return True
    if key in _PRESENTATIONS and word in _PRESENTATION_NAMES:
        return True
    if key in _PAGERS and word in _WHOLE:
        return True
    if _says_channel(key) and _is_channel(word):
        return True
    if key == "_" and value.isdigit():
        return True  # jQuery's cache breaker
    return path > PathName.NOTHING and _is_void_beside_article(key, word, path)


def _is_void_beside_article(key: str, value: str, path: PathName) -> bool:
    if key in _SENDERS:
        return path is PathName.ARTICLE or not value.isdigit()
    if key in _WAY_THROUGH_SITE:
        return path is PathName.ARTICLE
    if key in _COMMENTS:
        return value.isdigit()
    if key in _STAMPS:
        return value.isdigit() and len(value) >= 9
    if key == "m":
        return value in ("0", "1")  # the mobile switch of blogs
    if key == "action":
        return value in ("click", "share")
    return key == "sh" and re.fullmatch(r"[0-9a-f]{6,}", value) is not None  # a share's token


def _is_short_number(value: str) -> bool:
    return value.isdigit() and len(value) < 6


def _says_channel(key: str) -> bool:
    """True for a word for a channel, alone or at the end of a longer name such as article_source."""
    return key in _BY_VALUE or re.split(r"[_.-]", key)[-1] in _CHANNEL_ENDINGS


def _is_channel(value: str) -> bool:
    """True where a value is made of channel words alone, such as rss, tw-share, home_top2 or twitter.com."""
    value = _HOST.sub(r"\1", value)
    words = [word for word in re.split(r"[^a-z]+", value) if word]
    return bool(words) and re.search(r"\d{3,}", value) is None and all(word in _CHANNELS for word in words)
