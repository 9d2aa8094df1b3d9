"""Words of page furniture as concepts in many languages: stems that mean "comment", "to leave", "newsletter" and so on.

A concept alone proves nothing; rules in `furniture` ask for several of them in a short block and in a place where
furniture stands. Stems are matched at the beginning of a word (anywhere in scripts without spaces), on case-folded text.
"""

from __future__ import annotations

import re
from functools import lru_cache

_STEMS: dict[str, str] = {
    "comment": "comment|repl(?:y|ies)|respon[sd]|thoughts? on|kommentar|kommentier|antwort|réponse|réagi|comentari|comenta|respuesta|resposta|responder"
    "|comment[oi]|rispost|reactie|reageer|reacties|svar\\b|kommentoi|kommentti|vastaus|vastaa|komentarz|komentarze|odpowiedź|koment|odpověď|odpoveď|hozzászól"
    "|vélemény|comentariu|răspuns|коммент|ответ|коментар|отговор|відповід|yorum|yanıt|cevap|σχόλι|σχολίασ|απάντηση|تعليق|تعقيب|دیدگاه|نظر|پاسخ|תגוב|टिप्पणी|उत्तर"
    "|ความ(?:คิด)?เห็น|bình luận|trả lời|balasan|コメント|返信|评论|評論|留言|回复|回覆|댓글|답글|의견",
    "leave": "leave|post\\b|write|add\\b|submit|join|share your|have your say|hinterlass|schreib|verfass|laiss|écri|ajout|dejar?\\b|escrib|añad|lasci|scriv"
    "|aggiung|deixe|deixar|escrev|adicion|geef|plaats|schrijf|lämna|skriv|legg igjen|jätä|kirjoita|lisää|dodaj|napisz|zostaw|naps|napíš|přid|pridaj|írj|szólj"
    "|lăsa|lasă|scrie|adaug|остав|добав|напис|напиш|залиш|дода|yaz|bırak|ekle|γράψ|αφήσ|προσθ|اترك|أضف|اكتب|بنویس|כתוב|כתיבת|השאר|הוסף|जोड़|छोड़|लिख|दें|เขียน|ใส่|แสดง"
    "|để lại|viết|gửi|tinggalkan|tulis|tambah|残す|残し|書く|書き|投稿|する|发表|發表|發佈|发布|撰写|留下|남기|남겨|쓰기|달기|작성|등록",
    "email": "e-?mail|mail-?ad|messagerie|courriel|correo|posta elettronica|почт|пошт|имейл|e-?posta|メール|邮箱|郵箱|邮件|郵件|邮址|信箱|이메일|البريد|بريد|ایمیل|נשאני"
    "|אימייל|דוא|ईमेल|อีเมล|sähköposti|adresu? e-|drøss",
    "publish": "publish|displayed|shown|veröffentlich|publi[éec]|public|publik|pubblic|gepubliceerd|vis(?:es|as)|offentlig|julkais|opublikowan|zveřejn|zverejn|közzé"
    "|опубликов|оприлюдн|публикув|yayınlan|yayımlan|δημοσιε|公開|公开|공개|نشر|منتشر|פורסם|יוצג|प्रकाशित|แสดง|เผยแพร่|hiển thị|công khai|dipublikasi",
    "required": "required|mandatory|compulsory|erforderlich|pflichtfeld|benötigt|obligatoir|obligatori|requerid|necesari|richiest|vereist|verplicht|obligatorisk"
    "|påkrev|påkræv|nødvendig|krävs|pakolli|vaadi|wymagan|vyžadov|povinn|kötelez|обязательн|обов['’]язков|задължит|gerekli|zorunlu|απαιτ|υποχρεωτικ|必須|必填|必须|필수"
    "|مطلوب|إلزامي|الزامي|الزامی|موردنیاز|ضروری|חובה|आवश्यक|จำเป็น|bắt buộc|wajib|ruas",
    "field": "field|feld|champ|campo|camp|veld|fält|felt|kent|pole|pola|pól|mező|пол[яе]|alan|πεδί|項目|欄|字段|项|필드|항목|입력|الحقول|حقل|بخش|שדות|फ़ील्ड|ช่อง|trường|bidang",
    "cookie": "cookie|クッキー|쿠키|куки|כוגיות|עוגיות|الكوكيز|ملفات تعريف|tracking technolog|gdpr|consent|einwilligung|dsgvo|consentement|consentimiento|consenso",
    "newsletter": "newsletter|mailing list|daily (?:brief|digest|e-?mail)|weekly (?:brief|digest|e-?mail)|morning brief|inbox|rundbrief|boletín|boletim|infolettre|nieuwsbrief"
    "|nyhetsbrev|nyhedsbrev|uutiskirje|hírlevél|biuletyn|рассылк|розсилк|bülten|メルマガ|ニュースレター|メールマガジン|电子报|電子報|邮件列表|뉴스레터|النشرة|خبرنامه|bản tin|buletin|ενημερωτικ",
    "subscribe": "subscri|sign(?:ing)? ?up|sign in|log ?in|register|abonn|suscr[ií]|inscri|iscriv|assin|anmeld|registrier|prenumer|tilmeld|meld (?:je|u|deg)|tilaa|zapisz|prenumeruj"
    "|odebír|odober|feliratkoz|aboneaz|подпи[шс]|підпи[шс]|абонир|abone|εγγραφ|登録|購読|订阅|訂閱|구독|가입|اشترك|مشترک|הירשמו|הרשמ|सदस्यता|สมัคร|đăng ký|berlangganan",
    "share": "shar(?:e|ing)|teil(?:e|en)|partag|compart|condivid|delen\\b|deel\\b|dela\\b|del på|jaa\\b|udostępnij|podziel się|sdíl|zdieľ|megoszt|distribui|подели|поширит|сподели|paylaş"
    "|κοινοπο|シェア|共有|分享|转发|공유|شارك|مشاركة|اشتراک‌گذاری|שתפ|साझा|शेयर|แชร์|chia sẻ|bagikan|send by|e-?mail this|print this",
    "network": "facebook|twitter|whats ?app|linkedin|telegram|pinterest|reddit|instagram|youtube|tiktok|viber|weibo|wechat|вконтакте|kakao|bluesky|threads|mastodon|messenger|flipboard"
    "|tumblr|copy link|link kopieren|google news|카카오|페이스북|트위터|微信|微博|ライン",
    "follow": "follow|folg(?:e|en|t)|suivez|suivre|s[íi]gue|seguir|seguici|segui\\b|siga|volg|följ|følg|seuraa|obserwuj|sleduj|kövess|urmăr|следи|подпис|takip|ακολουθ|フォロー|关注|關注|팔로우"
    "|تابع|دنبال|עקבו|फॉलो|ติดตาม|theo dõi|ikuti|like us|join us|find us|connect with",
    "related": "related|also read|read (?:more|also|next|the full)|more (?:from|on|about|stories|news|in)|see (?:also|more)|recommend|you (?:may|might)|don.t miss|popular|trending"
    "|most (?:read|viewed|popular)|latest|up next|editor.s pick|top stories|in other news|keep reading|further reading|continue reading|mehr (?:zum|zu|aus|von|lesen|news|artikel)"
    "|lesen sie|auch interessant|weiterlesen|passend|meistgelesen|das könnte|zum thema|à lire|lire (?:aussi|plus|la suite)|voir aussi|sur le même|les plus lus|te puede|le puede"
    "|puede interesar|lea (?:también|más)|leer más|lee también|ver también|relacionad|más (?:leíd|noticias)|leia|veja (?:também|mais)|saiba mais|mais lid|leggi (?:anche|tutto)|potrebbe"
    "|lees (?:ook|meer|verder)|meer (?:over|nieuws)|läs (?:också|mer|även|vidare)|les (?:også|mer)|læs (?:også|mere)|lue (?:myös|lisää)|czytaj|zobacz|przeczytaj|przečtěte|přečtěte|čtěte"
    "|čítajte|mohlo by|olvas|kapcsolód|citește|citiţi|читайте|прочет|смотрите|по теме|ещё по|ще по|oku\\b|okuyun|ilgili|benzer|関連|あわせて|おすすめ|ランキング|相关|相關|推荐|推薦|延伸|热门|熱門"
    "|관련|추천|인기|많이 본|اقرأ|ذات صلة|مواضيع|بیشتر|مرتبط|קראו|עוד ב|यह भी|ये भी|अधिक|อ่าน|ข่าวที่|xem thêm|đọc thêm|liên quan|baca|terkait|διαβάστε|σχετικ|preberi|pročitaj|vezane",
    "advert": "advert|anzeige|werbung|publicité|publicidad|pubblicità|publicidade|advertentie|annons|annonse|annonce|mainos|reklam|реклам|広告|スポンサー|广告|廣告|광고|إعلان|آگهی|פרסומת"
    "|विज्ञापन|โฆษณา|quảng cáo|iklan|διαφήμιση|sponsor|hirdetés|publicitate|promoted|paid content|ad feedback",
    "rights": "©|\\(c\\) ?(?:19|20)\\d\\d|copyright|rights? (?:are )?reserv|not be (?:published|reproduced|republished)|rechte (?:vorbehalten|voorbehouden)|droits (?:de reproduction|réservés)"
    "|derechos reservad|direitos reservad|diritti riservat|prawa zastrzeżone|práva vyhrazena|права защищ|права захищ|hakkı saklı|無断|転載|版权|版權|不得转载|未经授权|무단|재배포|전재|저작권|حقوق|कॉपीराइट",
    "photo": "photo|foto|picture|image|bild\\b|bilder|credit|crédit|illustration|fotograf|фото|φωτο|写真|撮影|图片|圖|摄影|사진|صورة|תמונה|ảnh|getty|shutterstock|istock|imago"
    "|picture[- ]alliance|unsplash|wikimedia|handout|courtesy",
    "byline": "by\\b|von\\b|par\\b|por\\b|di\\b|door\\b|av\\b|af\\b|written|author|autor|auteur|autore|redakt|redac|reporter|correspondent|korrespondent|автор|記者|记者|기자|editor",
    "update": "updated|published|posted|last modified|first published|aktualisiert|veröffentlicht|erstellt|stand:|mis à jour|publié|actualizad|publicad|aggiornat|pubblicat|atualizad"
    "|bijgewerkt|gepubliceerd|uppdaterad|publicerad|oppdatert|publisert|opdateret|päivitetty|julkaistu|aktualizacja|opublikowano|обновлен|опубликован|оновлено|güncelleme|yayınlanma"
    "|更新|公開|发布|發布|发表|입력|수정|تحديث|نشر",
    "bio": "about the author|the author|the writer|über den autor|zur person|à propos de l|sobre el autor|sobre o autor|l.autore|over de auteur|об авторе|про автора|yazar hakkında|作者|筆者"
    "|关于作者|著者|기자 소개|reporter|correspondent|journalist|columnist|contributor|freelance|editor|writes? (?:about|for|on)|professor|fellow|director|author of|redakteur|journaliste"
    "|periodista|giornalista|jornalista|journalistin|kolumnist|reach (?:him|her|them|out)|can be reached|contact (?:him|her|the)|follow (?:him|her|them)",
    "time": "ago\\b|vor \\d|il y a|hace \\d|\\d fa\\b|há \\d|geleden|sedan\\b|siden\\b|sitten|temu\\b|před|ezelőtt|назад|тому|önce|πριν|前|전\\b|منذ|לפני|पहले|ที่แล้ว|trước|lalu",
}
_NO_SPACE = re.compile("[\u0590-\u08ff\u0900-\u0fff\u3040-\ud7ff\uf900-\ufaff]")


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    patterns = {}
    for concept, stems in _STEMS.items():
        joined = [stem for stem in re.split(r"\|(?![^(]*\))", stems)]
        spaced = "|".join(stem for stem in joined if not _NO_SPACE.search(stem))
        unspaced = "|".join(stem for stem in joined if _NO_SPACE.search(stem))
        expression = rf"(?<![^\W\d_])(?:{spaced})" + (f"|{unspaced}" if unspaced else "")
        patterns[concept] = re.compile(expression)
    return patterns


def concepts(text: str, among: tuple[str, ...] | None = None) -> frozenset[str]:
    """The concepts that occur in `text` (all, or those named)."""
    folded = text.casefold()
    patterns = _patterns()
    return frozenset(name for name in (among or patterns) if patterns[name].search(folded))


def has(text: str, concept: str) -> bool:
    """Whether `concept` occurs in `text`."""
    return _patterns()[concept].search(text.casefold()) is not None


def covered(text: str, *names: str) -> float:
    """The share of the letters of `text` that lie in words of the named concepts."""
    folded = text.casefold()
    patterns = _patterns()
    hit = bytearray(len(folded))
    for name in names:
        for match in patterns[name].finditer(folded):
            end = match.end()
            while end < len(folded) and folded[end].isalpha() and not _NO_SPACE.match(folded[end]):
                end += 1
            hit[match.start() : end] = b"\x01" * (end - match.start())
    total = sum(1 for character in folded if character.isalnum())
    return sum(1 for index, flag in enumerate(hit) if flag and folded[index].isalnum()) / max(1, total)
