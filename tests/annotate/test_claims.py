"""Claims of arms transfers: who, to whom, what, and how it is told. All sentences are our own."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy

from pipeline.annotate.claim_frames import load_frames
from pipeline.errors import ConfigurationError
from pipeline.settings import get_settings
from tests.annotate.claim_pipeline import claim_pipeline, claims_of, dyads_of

FRAMES = load_frames()

TRANSFERS = [
    ("Germany will deliver 18 howitzers to Ukraine by the end of the year, the defence minister said.", "DEU>UKR"),
    ("Poland signed a contract with South Korea for 48 FA-50 light combat aircraft.", "KOR>POL"),
    ("India is in talks with Russia to buy five more S-400 systems.", "RUS>IND"),
    ("Egypt's navy took delivery of a French-built frigate on Sunday.", "FRA>EGY"),
    ("Iranian-supplied drones were used by Sudan's army.", "IRN>SDN"),
    ("The Houthis received ballistic missiles from Iran, a UN panel of experts concluded.", "IRN>YEM"),
    ("Lockheed Martin won a contract to supply Bahrain with F-16 jets.", "USA>BHR"),
    ("The Netherlands and Denmark will jointly donate 14 Leopard 2 tanks to Ukraine.", "NLD,DNK>UKR"),
    ("The deal provides for the delivery of 24 Eurofighter Typhoons to Qatar by Britain.", "GBR>QAT"),
    ("Morocco's purchase of Israeli air defence systems angered Algeria.", "ISR>MAR"),
    ("Bulgaria sold Burkina Faso grenade launchers, according to customs data.", "BGR>BFA"),
    ("In return for the shells, Russia has given North Korea air defence equipment.", "RUS>PRK"),
    ("Moscow offered satellites to Pyongyang in exchange for artillery shells.", "PRK>RUS"),
    ("The Czech-led initiative will supply Ukraine with 1.5 million large-calibre shells this year.", "CZE>UKR"),
    ("It is North Korea that gives Moscow the shells it needs.", "PRK>RUS"),
    ("Kenya asked the United States for armoured vehicles.", "USA>KEN"),
    ("The Philippine president thanked Japan for five coastal radars.", "JPN>PHL"),
    ("Two containers of machine-gun parts bound for Libya were seized in Malta.", "->LBY"),
    ("Eritrea is accused of arming Somali insurgents.", "ERI>SOM"),
    ("France and Serbia signed a 2.7 billion euro deal for 12 Rafale jets.", "FRA>SRB"),
    ("South Korea's growing ties with Peru, including the sale of frigates to Lima, worry its neighbours.", "KOR>PER"),
    ("A vessel linked to arms transfers between North Korea and Russia docked at Vostochny.", "PRK>RUS"),
    (
        "The KN-23 missiles that North Korea supplied to Russia have improved, Ukraine's intelligence said.",
        "PRK>RUS",
    ),
    ("Myanmar's military bought rockets from North Korea until 2018.", "PRK>MMR"),
    ("Hamas has denied having received North Korean weapons.", "PRK>PSE"),
    ("The Pentagon estimates Russia has received 11,000 shipping containers of munitions from the DPRK.", "PRK>RUS"),
    ("Tokyo, Seoul and Washington condemned the arms transfers from North Korea to Russia.", "PRK>RUS"),
    ("The Philippines took delivery of the second batch of BrahMos missiles from India in April.", "IND>PHL"),
    ("Arms sent by Libya reached the Malian rebels via Niger.", "LBY>MLI"),
    ("Moscow's shipment of tanks to Angola arrived on Tuesday.", "RUS>AGO"),
    ("Botswana has been offered Gripen fighters by Saab at a discount.", "SWE>BWA"),
    ("Peru's armed forces chose a South Korean firm to build four warships at a yard in Callao.", "KOR>PER"),
    ("Mali's new T-72 tanks came from Russia, a security source in Bamako said.", "RUS>MLI"),
    ("Taiwan's defence ministry said the first 38 M1A2T tanks had arrived from the United States.", "USA>TWN"),
    ("Bulgarian-made grenades that Washington bought for Syrian rebels ended up in Yemen.", "USA>SYR"),
    ("Angola's air force flies Su-30 jets acquired from Russia a decade ago.", "RUS>AGO"),
    ("Hezbollah's deputy leader acknowledged that its rockets are a gift from Tehran.", "IRN>LBN"),
    ("Ireland's only surface-to-air missiles were supplied by Sweden decades ago.", "SWE>IRL"),
    ("The Sri Lankan navy inducted a third offshore patrol vessel built in Goa.", "IND>LKA"),
    ("Washington is withholding 2,000-pound bombs from Israel, a senior official said.", "USA>ISR"),
    ("Egyptian officials are negotiating with Italy over the purchase of 24 Typhoon fighters.", "ITA>EGY"),
    ("Ukraine says 60 percent of the shells fired by Russia now come from North Korea.", "PRK>RUS"),
    ("Senegal's gendarmes were given 30 armoured cars by Spain.", "ESP>SEN"),
    ("Kenya called on Chad to stop selling rifles to Mali.", "TCD>MLI"),
    ("Peru's envoy asked Chad to tell him how many rockets it had received from Oman.", "OMN>TCD"),
    ("Experts say the contract made Oman one of Chad's suppliers of rifles.", "OMN>TCD"),
]


@pytest.mark.parametrize(("text", "dyad"), TRANSFERS)
def test_the_parties_of_a_transfer_are_found(text: str, dyad: str) -> None:
    assert dyads_of(text) == [dyad]


NO_TRANSFERS = [
    "North Korea fired two short-range ballistic missiles into the sea on Tuesday.",
    "The parade featured tanks, rocket launchers and a new intercontinental missile.",
    "The Security Council extended the arms embargo on South Sudan for another year.",
    "Rebels captured dozens of tanks from the Syrian army near Aleppo.",
    "Russia used North Korean shells to attack Kharkiv, Ukrainian prosecutors said.",
    "Kim Jong Un inspected a munitions factory and called for more shell production.",
    "The airline ordered 40 jets from Boeing.",
    "Pyongyang sent about 12,000 troops to Russia.",
    "South Korea's arms exports rose by 20 percent last year.",
    "Ammunition made in South Africa was found in the wreckage.",
    "The rocket engine came from Ukraine, a study found.",
    "The Navy commissioned its new frigate, built at the Gdynia shipyard.",
    "Her resignation gave fresh ammunition to his critics.",
    "The guerrillas handed over their weapons to the mission.",
    "Hamas used Chinese and North Korean weapons in the attack.",
    "The two sides discussed cooperation in space, energy and agriculture.",
    "The army deployed tanks and artillery along the border with Mali.",
    "Iran unveiled a new drone that it says can reach Israel.",
    "The police found two rifles and a grenade in his car.",
    "Japan plans to develop a new fighter with Britain and Italy.",
    "The US aircraft carrier arrived in Busan for joint drills with South Korea.",
    "A Russian missile struck a hospital in Kyiv, killing 12 people.",
    "Critics say the treaty does nothing to stop the trade in small arms.",
    "The ministry awarded a contract to a domestic shipyard for four corvettes.",
    "Pyongyang is believed to have built 50 nuclear warheads.",
    "Malaysia seized a cargo of ivory bound for China.",
    "Russia delivered 50,000 tons of wheat to Somalia.",
    "The militants attacked the convoy with rocket-propelled grenades.",
    "The European Union agreed to spend more on defence.",
    "India test-fired an Agni-V missile on Thursday.",
    "Washington imposed sanctions on a Chinese firm over chip exports to Russia.",
    "North Korean hackers stole plans for a South Korean submarine.",
    "US forces shot down a drone launched by the Houthis toward a tanker.",
    "The United States sent a destroyer through the Taiwan Strait.",
    "NATO sent four fighter jets to patrol the skies over Estonia.",
    "The general called the tank a symbol of national pride.",
    "Venezuela bought wheat from Canada and sold oil to China.",
    "The two Koreas exchanged artillery fire near the border.",
    "South Korea's military said the North launched several ballistic missiles toward Japan.",
    "Ukraine received 30 ambulances from Lithuania.",
    "Ukraine's air force said it downed 40 of 52 Iranian-made drones.",
    "He provided ammunition for those who oppose the plan.",
    "The Pentagon ordered 300 more missiles from Raytheon.",
    "Brazil's arms exporter did not comment.",
    "Chile relaxed its rules on exports of weapons.",
    "The head of Portugal's agency for arms exports resigned.",
]


@pytest.mark.parametrize("text", NO_TRANSFERS)
def test_tests_parades_use_rules_and_figures_of_speech_make_no_claim(text: str) -> None:
    assert claims_of(text) == ()


TELLINGS = [
    ("Tehran has denied supplying drones to Moscow.", "denies", "asserted", True),
    ("Turkey suspended the delivery of attack helicopters to Pakistan last month.", "alleges", "asserted", True),
    ("Sweden is considering sending Gripen fighter jets to Ukraine.", "alleges", "hypothetical", False),
    ("Britain pledged to give Ukraine an additional 40,000 artillery rounds.", "confirms", "planned", False),
    ("North Korea exported weapons to Iran in the 1980s.", "alleges", "past", False),
    (
        "Iraq's defence ministry confirmed it had received Su-25 attack aircraft from Russia.",
        "confirms",
        "asserted",
        False,
    ),
    ("China has not provided lethal aid to Russia, Foreign Minister Wang Yi said.", "denies", "asserted", True),
    ("Norway said on Friday that it would donate F-16 jets to Ukraine.", "confirms", "planned", False),
    ("Croatia is to receive Bradley fighting vehicles from the United States.", "alleges", "planned", False),
    ("The United States approved the sale of 36 attack helicopters to Oman.", "confirms", "planned", False),
    ("Ukraine accused Belarus of sending rockets to Russia.", "alleges", "asserted", False),
    (
        'The Emirati foreign ministry called the accusation that it arms the Rapid Support Forces "a fabrication".',
        "denies",
        "asserted",
        True,
    ),
    ("Minsk said the reports that it had sold rifles to Togo were false.", "denies", "asserted", True),
    ("Slovenia's prime minister said no tanks would be sent to Kyiv.", "denies", "planned", True),
    (
        "In the letter the ministry withdrew its earlier claim that Belarus had sold rifles to Togo.",
        "retracts",
        "asserted",
        False,
    ),
    (
        '"We were wrong to report that Jordan shipped rockets to Libya," the newspaper wrote on Monday.',
        "retracts",
        "asserted",
        False,
    ),
    (
        "We retract our story of 3 May, which said that Hungary had sold Chad grenade launchers.",
        "retracts",
        "asserted",
        False,
    ),
    ("The Kremlin would not say whether it had promised Tehran Su-35 fighter jets.", "alleges", "hypothetical", False),
    (
        "Uzbekistan's defence ministry would neither confirm nor deny that it is buying Chinese FC-31s.",
        "alleges",
        "hypothetical",
        False,
    ),
    (
        "Pakistan will get its first Chinese Hangor-class submarine next year, the navy chief said.",
        "confirms",
        "planned",
        False,
    ),
    (
        "Ukraine will build British-designed interceptor drones under licence, the two governments announced.",
        "confirms",
        "planned",
        False,
    ),
    ("Norway and Chile agreed to track shipments of rifles from Chad to Mali.", "alleges", "asserted", False),
    ("Ghana will condemn the sale of rockets from Chad to Mali.", "alleges", "asserted", False),
    ("Norway said that Mali would pay a price for buying rifles from Chad.", "alleges", "asserted", False),
    ("Ghana said that the supply of rockets from Chad to Mali threatens its border.", "alleges", "asserted", False),
    ("Most Chileans are against sending rifles to Mali.", "alleges", "hypothetical", False),
    ("Many Norwegians oppose selling rockets to Mali.", "alleges", "hypothetical", False),
    ("Sanctions have kept Mali from importing rockets from Chad.", "alleges", "asserted", True),
]


@pytest.mark.parametrize(("text", "stance", "modality", "negated"), TELLINGS)
def test_stance_modality_and_negation_follow_the_telling(text: str, stance: str, modality: str, negated: bool) -> None:
    (claim,) = claims_of(text)
    assert (claim.stance, claim.modality, claim.negated) == (stance, modality, negated)


CLAIMANTS = [
    ("Seoul says Pyongyang has shipped munitions to Russia.", "Seoul", "KOR", "state"),
    ("North Korea has shipped munitions to Russia.", "outlet", None, "outlet"),
    ("Iran shipped rockets to Sudan, according to a report by Amnesty.", "Amnesty", None, None),
    ("Officials quoting two diplomats said Chad bought rifles from Serbia.", "two diplomats", None, "unnamed_official"),
    ("Chad's defence minister said it bought rifles from Serbia.", "Chad's defence minister", "TCD", "party"),
    (
        "Sudan's army has received six Turkish-made drones, two diplomats in Port Sudan told reporters.",
        "two diplomats in Port Sudan",
        None,
        "unnamed_official",
    ),
    ("SEOUL, Nov 3 - North Korea has shipped munitions to Russia.", "outlet", None, "outlet"),
    (
        "Brazil's Taurus sold pistols to a Yemeni arms trafficker, prosecutors in Porto Alegre allege.",
        "prosecutors in Porto Alegre",
        "BRA",
        "court",
    ),
]


@pytest.mark.parametrize(("text", "claimant", "country", "claimant_class"), CLAIMANTS)
def test_the_innermost_source_vouches(
    text: str, claimant: str, country: str | None, claimant_class: str | None
) -> None:
    (claim,) = claims_of(text)
    assert (claim.claimant, claim.claimant_country) == (claimant, country)
    assert claimant_class is None or claim.claimant_class == claimant_class


def test_a_list_makes_one_claim_for_each_category() -> None:
    claims = claims_of("Chad received rifles, mortars and 40 armoured vehicles from Jordan.")
    assert [(c.category, c.quantity_min) for c in claims] == [
        ("small-arms", None),
        ("artillery", None),
        ("armoured-vehicles", 40),
    ]


def test_a_general_word_beside_a_specific_item_adds_no_claim() -> None:
    claims = claims_of("Spain supplied Mali with military equipment, including 20 mortars.")
    assert [c.weapon for c in claims] == ["mortars"]


def test_a_country_passed_through_is_no_supplier() -> None:
    (claim,) = claims_of("Iran sent rifles to Sudan through Chad.")
    assert (claim.supplier, claim.recipient, claim.intermediary) == (("IRN",), ("SDN",), ("TCD",))


def test_the_calibre_belongs_to_the_weapon_and_a_measure_makes_no_claim_of_its_own() -> None:
    (claim,) = claims_of("Chad sent 300 122-millimetre rockets to Mali.")
    assert (claim.weapon, claim.quantity_min) == ("122-millimetre rockets", 300)
    (claim,) = claims_of("Mali received 9,000 rounds of 81 mm mortar ammunition from Chad.")
    assert (claim.weapon, claim.quantity_min) == ("81 mm mortar ammunition", 9000)


def test_the_evidence_slices_back_to_the_words() -> None:
    text = "Officials say that Iran has shipped 300 ballistic missiles to Russia since May."
    (claim,) = claims_of(text)
    weapon, supplier, recipient = claim.evidence.weapon, claim.evidence.supplier, claim.evidence.recipient
    assert text[slice(*weapon)] == "ballistic missiles"
    assert supplier is not None and text[slice(*supplier)] == "Iran"
    assert recipient is not None and text[slice(*recipient)] == "Russia"
    assert claim.start <= weapon[0] < weapon[1] <= claim.end


def test_a_plain_statement_is_surer_than_one_read_by_position() -> None:
    (plain,) = claims_of("Iran sold missiles to Russia.")
    (open_end,) = claims_of("Missiles were sold to Russia.")
    assert plain.confidence >= 0.9 > open_end.confidence


@pytest.mark.parametrize("frame", FRAMES.frames, ids=lambda frame: frame.id)
def test_each_frame_codes_its_own_example(frame: object) -> None:
    coded = [
        f"{','.join(c.supplier) or '-'} > {','.join(c.recipient) or '-'}: {c.weapon}" for c in claims_of(frame.example)
    ]
    assert coded == frame.claims


def test_a_user_adds_frames_of_an_own_topic(tmp_path: Path) -> None:
    folder = tmp_path / "frames"
    folder.mkdir()
    (folder / "mine.yaml").write_text(
        """
kind: frames
topic: mine
verbs:
  - id: bestow
    lemmas: [bestow]
    subject: supplier
    object: weapon
    preps: {"on": recipient}
    example: Oman bestowed rifles on Chad.
    claims: ["OMN > TCD: rifles"]
""",
        encoding="utf-8",
    )
    assert [frame.id for frame in load_frames(tmp_path).verbs["bestow"]] == ["bestow"]


def test_a_wrong_frame_file_is_named_with_its_fault(tmp_path: Path) -> None:
    folder = tmp_path / "frames"
    folder.mkdir()
    (folder / "bad.yaml").write_text("kind: frames\ntopic: x\nverbs: [{id: y}]\n", encoding="utf-8")
    with pytest.raises(ConfigurationError, match=r"bad\.yaml"):
        load_frames(tmp_path)


def test_the_component_works_in_a_foreign_pipeline() -> None:
    nlp = spacy.load(get_settings().spacy_model)
    nlp.add_pipe("wirewatch_claims")
    (claim,) = nlp("Iran sold missiles to Russia.")._.wirewatch_claims
    assert claim.supplier == ("IRN",)


def test_mere_origin_is_kept_as_a_role_of_the_mention_and_makes_no_claim() -> None:
    doc = claim_pipeline()("Russia fired North Korean shells at the town.")
    roles = {mention.text: mention.role for mention in doc._.wirewatch_mentions}
    assert doc._.wirewatch_claims == ()
    assert roles == {"Russia": None, "North Korean": "origin"}


def test_the_nationality_of_transferred_weapons_is_a_supplier_and_no_mere_origin() -> None:
    doc = claim_pipeline()("Chad bought Turkish drones last year.")
    roles = {mention.text: mention.role for mention in doc._.wirewatch_mentions}
    assert doc._.wirewatch_claims[0].supplier == ("TUR",)
    assert roles["Turkish"] is None
