"""Comment sections and appeals to the reader in odd markups leave no trace; what only sounds like them stays."""

from __future__ import annotations

from functools import lru_cache
from pathlib import Path

import pytest
import yaml

from pipeline.extract.article import extract_article
from tests.extract.pages import NOW, PARAGRAPHS, newsroom_page, page
from tests.extract.test_comment_sections import PLACES, text_of

SECTIONS: dict[str, str] = yaml.safe_load(Path(__file__).with_name("odd_sections.yaml").read_text(encoding="utf-8"))

# They speak of comments, votes, newsletters, closed debates; some have a link, which an appeal often has too.
GENUINE = (
    "The council received 412 comments on the draft, most of them from people who live within a mile of the bridge.",
    "Residents can leave a comment on the plans at the library until Friday, and the council will reply in writing.",
    "“Follow us,” shouted one of the marchers, and about two hundred people turned off the road and down to the harbour.",
    "In its reply to the letter from Rabat, the ministry said it would share the data with all states on the coast.",
    "Cookies baked with seaweed flour were handed out on the quay while the crew told reporters how they had found it.",
    "Users who click here on the false page are led to a <a href='/x'>Telegram</a> channel, the police said.",
    "Comments are closed to the press at the session, and the public may follow it from the gallery.",
    "The discussion was moderated by <a href='/x'>Anna Lind</a>, a former judge.",
    "The ministry found an error in the figures for March and will publish new ones.",
    "Notifications on Facebook and Twitter were turned off for the whole country on Saturday.",
    "Her newsletter reaches 40,000 people, and <a href='/x'>the last one</a> told you how to read a tide table.",
    "How did you like the new bridge? That was the first question in the survey of 900 residents.",
    "Support our troops, read the banners along the road; <a href='/x'>others</a> asked for peace.",
    "The total votes counted by midnight came to 41,000, more than in any year before.",
    "Das Formular hatte siebzehn Pflichtfelder, und wer eines davon ausließ, bekam den Zuschuss erst Monate später.",
    "Der Verein zählt 4.000 Abonnenten, und <a href='/x'>die Zahl</a> steigt, wie der Vorstand mitteilt.",
    "Los comentarios del alcalde fueron cerrados y breves, según <a href='/x'>la agencia</a>.",
    "Le débat a été modéré par <a href='/x'>une ancienne juge</a> et a duré trois heures.",
    "Обсуждение проекта закрыто для прессы, сообщили в <a href='/x'>мэрии</a>.",
    "用户点击该链接后会被引导关注一个微信公众号，警方提醒市民注意防范。",
)

STRUCTURES = {
    "people and what is said of them": """<div class="people"><div class="p"><p><b>Martha Dunning, 54</b></p>
        <p>She has been chief engineer since 2016 and built the pier at Quill.</p></div><div class="p">
        <p><b>Peter Alwyn, 61</b></p><p>He has sat on the council for three terms and runs a boatyard.</p></div></div>""",
    "places with one end": """<div class="towns"><div class="t"><p><b>Northcove</b></p><p>The road along the quay floods
        twice a year.</p><p>Risk: high</p></div><div class="t"><p><b>Quill</b></p><p>The new wall was built in 2019 and has
        held since.</p><p>Risk: high</p></div></div>""",
    "an interview": """<p><b>Herald:</b> Did you expect that result?</p><p><b>Dunning:</b> No, I had thought that two piers
        were bad and the rest sound.</p><p><b>Herald:</b> And now?</p><p><b>Dunning:</b> Now we start with the worst.</p>""",
    "a heading that speaks of comments": """<h2>Comment from the ministry</h2><p>The ministry said that it had no objection
        to the plan as long as the study of the ferry is finished in time.</p>""",
    "a discussion": """<h2>Discussion</h2><p>Three points were raised by members of the public during the meeting on Tuesday
        evening:</p><ul><li>The ferry should be free for pupils.</li><li>The toll should be paid by the county.</li></ul>""",
    "a letter": """<p>In a letter to the council, the Friends of the Bridge wrote: “We ask you to leave the old lamps where
        they are and to share your plans with us.”</p>""",
}


@lru_cache
def genuine_text(body: str) -> str:
    paragraphs = [f"<p>{paragraph}</p>" for paragraph in PARAGRAPHS]
    return extract_article(page(newsroom_page("".join([*paragraphs[:3], body, *paragraphs[3:]]), "")), now=NOW).text


@pytest.mark.parametrize("place", range(len(PLACES)))
def test_an_article_reads_the_same_with_an_odd_section(place: int) -> None:
    without = text_of(place, "")
    assert [name for name, section in SECTIONS.items() if text_of(place, section) != without] == []


@pytest.mark.parametrize("paragraph", GENUINE)
def test_a_paragraph_that_speaks_of_comments_or_votes_stays(paragraph: str) -> None:
    said = paragraph.replace("<a href='/x'>", "").replace("</a>", "")
    assert said in genuine_text(f"<p>{paragraph}</p>")


@pytest.mark.parametrize("structure", STRUCTURES)
def test_lists_of_an_article_that_look_like_remarks_stay(structure: str) -> None:
    body = STRUCTURES[structure]
    text = " ".join(genuine_text(body).split())
    words = [" ".join(piece.split()) for piece in body.replace(">", "<").split("<")[::2]]
    assert [word for word in words if word and word not in text] == []
