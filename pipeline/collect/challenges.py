"""Tells refusals apart by general signals: bot challenges, consent forms, logins, paywalls, and errors with status 200.

Nothing is tuned to one site; a page that holds an article of some length is never called a wall for its words alone.
The patterns are for text in small letters: to ignore case costs them five times the time.
"""

from __future__ import annotations

import re

from pipeline.collect.charset import decode_html
from pipeline.collect.client import FetchResult
from pipeline.collect.outcomes import Outcome

_READ = 200_000  # characters of a page that are looked at
_ARTICLE_WORDS = 220  # words of prose; a page with so many is an article, whatever else stands on it
_STUB_WORDS = 120
_RUN_WORDS = 8  # a shorter stretch is a menu entry or a button
_BEGINNING = 20_000  # characters in which a challenge's script stands

_CHALLENGE_HEADERS = (("cf-mitigated", "challenge"), ("x-datadome", ""), ("x-px-", ""), ("x-sucuri-block", ""))
# One of these stands in every challenge; to look for them costs a hundredth of what the pattern does.
_CHALLENGE_HINTS = (
    *("human", "robot", "your browser", "site connection", "enable javascript", "just a moment", "attention required"),
    *("access to this page", "please wait", "pardon our", "ddos", "security check", "one moment", "challenge-platform"),
    *("captcha", "_incapsula_", "awswaf", "__cf_chl", "unusual traffic", "unusual activity"),
)
_CHALLENGE = re.compile(
    r"(?:checking|verifying) (?:if the site connection is secure|(?:that )?you(?:r browser| are (?:a )?human))"
    r"|verify (?:that )?you are (?:a )?human|are you a (?:human|robot)\b|prove (?:that )?you(?:'re| are) not a robot"
    r"|enable javascript and cookies to continue"
    r"|<title>\s*(?:just a moment|attention required|access to this page has been denied|please wait)"
    r"|<title>\s*(?:pardon our interruption|ddos protection|security check|one moment)"
    r"|(?:/cdn-cgi/challenge-platform/|captcha-delivery\.com|/_incapsula_resource|px-captcha|awswafintegration|__cf_chl)"
    r"|unusual (?:traffic|activity) from your (?:computer )?network|complete the (?:captcha|security check)"
)
_CONSENT_TITLE = re.compile(
    r"<title>[^<]{0,80}(?:cookie|consent|privacy (?:choices|settings)|before you continue|datenschutz|einwilligung"
    r"|zustimmung|consentement|consentimiento|consenso)[^<]{0,80}</title>"
)
_CONSENT_ADDRESS = re.compile(
    r"(?:^|[./_-])(?:consent|cookie-?wall|cookies?-?consent|gdpr|privacy-?wall)(?:[./?_-]|$)", re.I
)
_CONSENT_WORDS = re.compile(
    r"(?:accept|agree|allow|reject|refuse|decline) (?:all|the use of|and continue|&amp; continue)"
    r"|we (?:and our partners )?use cookies|alle akzeptieren|tout accepter|aceptar todo|accetta tutt|쿠키"
)
_FREE_FALSE = re.compile(r""""isaccessibleforfree"\s*:\s*"?false""")
_PAYWALL = re.compile(
    r"subscribe (?:now )?to (?:continue|keep|read)|subscribers[- ]only|already a (?:subscriber|member)\?"
    r"|(?:this|the) (?:article|content|story) is (?:only )?(?:available |reserved )?(?:for|to) (?:our )?"
    r"(?:paying |premium )?(?:subscribers|members)"
    r"|to (?:continue|keep) reading,? (?:please )?(?:subscribe|sign up|register|log ?in)|unlock this (?:article|story)"
    r"|(?:réservé aux|réservée aux) abonnés|nur für abonnenten|exclusivo para suscriptores|riservato agli abbonati"
    r"|会員限定|有料会員|유료 ?회원"
)
_LOGIN = re.compile(
    r"<title>[^<]{0,60}\b(?:log ?in|sign ?in|anmelden|connexion|iniciar sesi[oó]n|ログイン|로그인)\b[^<]{0,60}</title>"
)
_PASSWORD = re.compile(r"<input\b[^>]*\btype\s*=\s*[\"']?password")
_ERROR_TITLE = re.compile(
    r"<title>[^<]{0,80}(?:\b(?:404|403|410|500|502|503|504)\b(?!\s*(?:billion|million|people|dead|troops|km|miles))"
    r"|page (?:not found|cannot be found|unavailable)|not found|service (?:temporarily )?unavailable|bad gateway"
    r"|gateway time-?out|internal server error|forbidden|access denied|error (?:page|occurred)|under maintenance"
    r"|maintenance|temporarily (?:unavailable|down)|seite nicht gefunden|page introuvable|página no encontrada"
    r"|ページが見つかりません|페이지를 찾을 수)[^<]{0,80}</title>"
)
_INLINE = re.compile(r"</?(?:a|abbr|b|bdi|cite|em|font|i|mark|q|small|span|strong|sub|sup|time|u|wbr)\b[^>]*>")
_HIDDEN = re.compile(r"<(script|style|noscript|template|svg|form)\b.*?</\1\s*>|<!--.*?-->", re.S)
_DENSE = re.compile("[\u3040-\u9fff\u0e00-\u0eff]")
_TAG = re.compile(r"<[^>]+>")
_ARTICLE_BODY = re.compile(r'"articlebody"\s*:\s*"(?:[^"\\]|\\.){1200,}')


def refusal_kind(answer: FetchResult) -> Outcome | None:
    """bot_challenge where an answer of any status asks for proof of a human reader, else None."""
    if answer.status is None or answer.status == 304:
        return None
    for name, word in _CHALLENGE_HEADERS:
        if any(key.lower().startswith(name) and word in value.lower() for key, value in answer.headers):
            is_refused = answer.status >= 400 or name == "cf-mitigated"
            if is_refused:
                return Outcome.BOT_CHALLENGE
    if answer.status in (401, 403, 405, 429, 503) or answer.outcome is Outcome.OK:
        text = decode_html(answer.body[:_READ], answer.headers).text.lower()
        if _asks_for_proof(text) and prose_words(_HIDDEN.sub(" ", text)) < _ARTICLE_WORDS:
            return Outcome.BOT_CHALLENGE if answer.status != 429 else None
    return None


def wall_kind(text: str, final_url: str) -> Outcome | None:
    """What stands in place of the article on a page that came with status 200, or None where nothing says so."""
    text = text.lower()
    if '"articlebody"' in text and _ARTICLE_BODY.search(text):
        return None
    visible = _HIDDEN.sub(" ", text)
    words = prose_words(visible)
    if words >= _ARTICLE_WORDS:
        return None
    is_stub = words < _STUB_WORDS
    shown = visible[:_READ]
    if is_stub and (_asks_for_proof(shown) or _asks_for_proof(text[:_BEGINNING])):
        return Outcome.BOT_CHALLENGE
    if _CONSENT_ADDRESS.search(final_url) and _CONSENT_WORDS.search(shown):
        return Outcome.CONSENT_WALL
    if is_stub and _CONSENT_TITLE.search(shown):
        return Outcome.CONSENT_WALL
    if is_stub and _ERROR_TITLE.search(shown):
        return Outcome.ERROR_PAGE
    if is_stub and _LOGIN.search(shown) and _PASSWORD.search(text[:_READ]):
        return Outcome.LOGIN_WALL
    is_closed = '"isaccessibleforfree"' in text and _FREE_FALSE.search(text) is not None
    return Outcome.PAYWALL if (is_stub or is_closed) and _PAYWALL.search(shown) else None


def _asks_for_proof(text: str) -> bool:
    return any(hint in text for hint in _CHALLENGE_HINTS) and _CHALLENGE.search(text) is not None


def prose_words(visible: str, enough: int = _ARTICLE_WORDS) -> int:
    """Words in the longer stretches of running text of a page, whatever elements hold them, counted up to `enough`.

    `visible` is the page in small letters, without scripts and forms. Of writing without spaces two signs count as a word.
    """
    total = 0
    for run in _TAG.split(_INLINE.sub("", visible)):
        words = len(run.split()) + (0 if run.isascii() else len(_DENSE.findall(run)) // 2)
        if words >= _RUN_WORDS:
            total += words
            if total >= enough:
                break
    return total
