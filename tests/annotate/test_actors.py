"""Who is named, of which state and in which role."""

import pytest
import spacy

import pipeline.annotate.actors
from pipeline.annotate.parties import parties_of, party_of
from tests.annotate.reading import mention, read


@pytest.mark.parametrize(
    ("text", "words", "country", "role"),
    [
        ("Pyongyang rejected the offer.", "Pyongyang", "PRK", "GOV"),
        ("They landed in Pyongyang.", "Pyongyang", "PRK", None),
        ("The Kremlin rejected the offer.", "Kremlin", "RUS", "GOV"),
        ("The Blue House rejected the offer.", "Blue House", "KOR", "GOV"),
        ("Norwegian troops left the port.", "Norwegian troops", "NOR", "MIL"),
        ("Kenya's defence ministry denied the report.", "defence ministry", "KEN", "GOV"),
        ("Rebels in Chad seized a town.", "Rebels", "TCD", "REB"),
        ("NATO called for calm.", "NATO", None, "IGO"),
        ("Hezbollah fired rockets.", "Hezbollah", "LBN", "REB"),
        ("The Burmese army shelled a village.", "Burmese army", "MMR", "MIL"),
        ("Peruvian lawmakers passed the bill.", "Peruvian lawmakers", "PER", "LEG"),
    ],
)
def test_a_name_tells_country_and_role(text, words, country, role):
    found = mention(text, words)

    assert (found.country, found.role) == (country, role)


def test_a_title_gives_an_unknown_minister_country_and_role():
    found = mention(
        "Paraguayan Foreign Minister Alba Ferreyra Duarte arrived in Lima on Sunday.", "Alba Ferreyra Duarte"
    )

    assert (found.country, found.role, found.is_resolved) == ("PRY", "GOV", False)


def test_an_apposition_before_the_name_gives_country_and_role():
    text = "The senior British defence official for Asia, Martin Halloway, warned of new shipments."

    found = mention(text, "Martin Halloway")

    assert (found.country, found.role) == ("GBR", "GOV")


def test_an_apposition_after_the_name_gives_country_and_role():
    found = mention("Rosa Quispe, a Bolivian senator, criticised the plan.", "Rosa Quispe")

    assert (found.country, found.role) == ("BOL", "LEG")


def test_a_surname_later_in_the_text_names_the_person_named_in_full_before():
    text = "Danish Defence Minister Troels Lindqvist spoke first. Lindqvist then left for Oslo."

    later = mention(text, "Lindqvist")

    assert (later.actor, later.country, later.role) == ("troels lindqvist", "DNK", "GOV")


def test_obama_is_a_president_and_no_japanese_city():
    found = mention("Obama met Japanese officials in Tokyo.", "Obama")

    assert (found.actor, found.country, found.type) == ("barack-obama", "USA", "PER")


def test_an_acronym_in_brackets_names_its_organisation_later():
    text = "The Sahel People's Liberation Front (SPLF) took the town. The SPLF promised elections."

    actors = {m.actor for m in read(text)._.wirewatch_mentions if m.text == "SPLF"}

    assert len(actors) == 1
    assert None not in actors


def test_the_north_is_north_korea_in_an_article_on_korea():
    text = "North Korea fired a missile. The North said it was a test."

    assert mention(text, "North").country == "PRK"


def test_unknown_names_are_kept_as_unresolved_actors():
    found = mention("Ulla Brandström criticised the decision.", "Ulla Brandström")

    assert found.actor == "ulla brandstrom"
    assert not found.is_resolved


def test_pro_russian_says_nothing_of_the_country_of_the_actor():
    countries = {m.country for m in read("Pro-Russian demonstrators gathered.")._.wirewatch_mentions}

    assert "RUS" not in countries


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Rossija", None),
        ("북한은 미사일을 쐈다", "PRK"),
        ("朝鲜发射导弹", "PRK"),
        ("北朝鮮が発射", "PRK"),
        ("ракеты из Северной Кореи", "PRK"),
    ],
)
def test_countries_are_found_in_their_own_scripts(text, country):
    found = pipeline.annotate.actors.shared_finder().find(spacy.blank("xx").make_doc(text))

    assert [m.country for m in found] == ([country] if country else [])


def test_the_component_works_in_a_foreign_pipeline_without_a_parser():
    nlp = spacy.blank("en")
    nlp.add_pipe("wirewatch_actors")

    doc = nlp("Japan and South Korea signed a pact.")

    assert [m.country for m in doc._.wirewatch_mentions] == ["JPN", "KOR"]


def test_a_conjunction_gives_each_party():
    doc = read("Brazil, Chile and Argentina took part.")
    subject = next(token for token in doc if token.dep_ == "nsubj")

    assert [party.country for party in parties_of(subject)] == ["BRA", "CHL", "ARG"]


def test_a_pronoun_stands_for_the_subject_of_saying():
    doc = read("Turkey said it would send drones.")
    pronoun = next(token for token in doc if token.text == "it")

    party = party_of(pronoun)

    assert party is not None
    assert (party.country, doc.text[party.start : party.end]) == ("TUR", "it")


def test_members_of_a_group_are_the_group():
    doc = read("Members of Hamas crossed the border.")
    subject = next(token for token in doc if token.dep_ == "nsubj")

    party = party_of(subject)

    assert party is not None
    assert (party.actor, party.role) == ("hamas", "REB")


@pytest.mark.parametrize(
    ("text", "words", "type_", "country", "role"),
    [
        ("The ship had left Bandar Abbas, Iran said.", "Bandar Abbas", "GPE", "IRN", None),
        ("Ukraine's air force spokesman Yurii Ihnat spoke.", "Yurii Ihnat", "PER", "UKR", "MIL"),
        ("Hezbollah leader Naim Qassem warned Israel.", "Naim Qassem", "PER", "LBN", "REB"),
        ("The firm sits in Paris, Texas.", "Paris", "GPE", "USA", None),
        ("She was born in Victoria, British Columbia.", "Victoria", "GPE", "CAN", None),
        ("South Korea said the North had fired two missiles.", "North", "GPE", "PRK", None),
        ("The two Koreas agreed, but the South closed the port.", "South", "GPE", "KOR", None),
    ],
)
def test_the_words_around_a_name_tell_its_kind_and_home(text, words, type_, country, role):
    found = mention(text, words)

    assert (found.type, found.country, found.role) == (type_, country, role)


@pytest.mark.parametrize(
    ("text", "country"),
    [
        ("Republicans in Congress refused to lift sanctions on Iran.", "USA"),
        ("The White House asked Congress for money.", "USA"),
        ("Congress approved the loan, Peru's president said.", "PER"),
        ("Congress was told of the sale to Egypt.", None),
    ],
)
def test_a_bare_congress_is_that_of_the_state_whose_politics_are_told(text, country):
    assert mention(text, "Congress").country == country


@pytest.mark.parametrize(
    ("text", "words", "role"),
    [
        ("A Kenyan jet landed in Rome.", "Kenyan jet", None),
        ("A Kenyan fighter jet landed in Rome.", "Kenyan fighter jet", "MIL"),
        ("Kenyan tanks rolled into the town.", "Kenyan tanks", "MIL"),
        ("A Kenyan plane crashed.", "Kenyan plane", None),
        ("The Kenyan think tank published a report.", "Kenyan think tank", "NGO"),
    ],
)
def test_machines_are_soldiers_only_where_their_words_say_so(text, words, role):
    assert mention(text, words).role == role


def test_an_official_of_an_organisation_between_states_serves_none():
    found = mention("The United Nations human rights chief voiced alarm at arrests in Ethiopia.", "human rights chief")
    assert (found.country, found.role) == (None, "IGO")


def test_a_role_word_that_begins_a_sentence_is_no_name():
    found = mention("Guerrillas ambushed a patrol in northern Colombia.", "Guerrillas")
    assert (found.country, found.role) == ("COL", "REB")
