"""Whose text it is: credits of agencies in the forms of several languages, and words that are none."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from pipeline.group.credit import read_credit
from pipeline.records import Document

BODY = "The ferry that left the port in the morning has not been seen since, and two boats look for it. " * 4
KOREAN = "아침에 항구를 떠난 여객선이 실종되어 배 두 척이 수색하고 있다고 당국이 밝혔다. " * 8
JAPANESE = "朝に港を出たフェリーが行方不明となり、二隻の船が捜索していると当局が明らかにした。" * 8
CHINESE = "早上离开港口的渡轮失踪，两艘船正在搜寻，当局表示尚无伤亡报告。" * 8
RUSSIAN = "Паром, вышедший утром из порта, пропал, его ищут два судна, сообщили власти. " * 6


def credit(text: str, source: str = "The Paper") -> tuple[str | None, str | None]:
    document = Document("1", text, published_at=datetime(2026, 3, 9, tzinfo=UTC), source=source)
    found = read_credit(document)
    return found.agency, found.basis


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        (f"SEOUL, March 3 (Yonhap) -- {BODY}", "Yonhap"),
        (f"Seúl, 3 mar (EFE).- {BODY}", "EFE"),
        (f"Séoul (AFP) – {BODY}", "AFP"),
        (f"Seoul (dpa) - {BODY}", "dpa"),
        (f"(서울=연합뉴스) 홍길동 기자 = {KOREAN}", "Yonhap"),
        (f"[서울=뉴시스] 홍길동 기자 = {KOREAN}", "Newsis"),
        (f"(서울=뉴스1) 홍길동 기자 = {KOREAN}", "News1"),
        (f"【ソウル共同】{JAPANESE}", "Kyodo"),
        (f"【ソウル＝共同】{JAPANESE}", "Kyodo"),
        (f"【北京時事】{JAPANESE}", "Jiji Press"),
        (f"[東京 9日 ロイター] - {JAPANESE}", "Reuters"),
        (f"新华社首尔3月9日电 {CHINESE}", "Xinhua"),
        (f"中新社北京3月9日电 {CHINESE}", "CNS"),
        (f"СЕУЛ, 9 марта. /ТАСС/. {RUSSIAN}", "TASS"),
        (f"МОСКВА, 9 мар — РИА Новости. {RUSSIAN}", "RIA Novosti"),
    ],
)
def test_a_dateline_names_the_agency(text: str, agency: str) -> None:
    assert credit(text) == (agency, "dateline")


@pytest.mark.parametrize(
    ("tail", "agency"),
    [
        ("(Reuters)", "Reuters"),
        ("Source: AFP", "AFP"),
        ("Avec AFP", "AFP"),
        ("avec l’AFP.", "AFP"),
        ("Con información de EFE", "EFE"),
        ("Fuente: EFE", "EFE"),
        ("Quelle: dpa", "dpa"),
        ("Mit Material von dpa", "dpa"),
        ("Источник: Интерфакс", "Interfax"),
        ("来源：新华社", "Xinhua"),
        ("（新华社）", "Xinhua"),
        ("（共同）", "Kyodo"),
        ("출처: 연합뉴스", "Yonhap"),
        ("연합뉴스 제공", "Yonhap"),
        ("<저작권자(c) 연합뉴스, 무단 전재-재배포 금지>", "Yonhap"),
        ("المصدر: رويترز", "Reuters"),
    ],
)
def test_a_credit_line_names_the_agency(tail: str, agency: str) -> None:
    assert credit(f"{BODY}\n\n{tail}") == (agency, "credit line")


@pytest.mark.parametrize(
    "text",
    [
        BODY,
        f"The ministry told AFP that the ferry was late. {BODY}",
        f"{BODY}\n\nThe company did not answer questions of Reuters on Monday, and its offices were closed.",
        f"{BODY}\n\nTwo people were hurt, according to the AP.",
        f"{BODY}\n\nEl ministro habló con EFE.",
        f"{KOREAN}\n\n연합뉴스는 이 여객선이 낡았다고 보도한 바 있다.",
        f"{CHINESE}\n\n据新华社报道，这艘渡轮已有四十年历史。",
        f"{JAPANESE}\n\n両国は共同で捜索を続ける。",
        f"{JAPANESE}\n\n捜索は来週まで続く見通しだ（共同訓練の一環）",
    ],
)
def test_an_agency_that_is_quoted_is_not_credited(text: str) -> None:
    assert credit(text)[0] is None
