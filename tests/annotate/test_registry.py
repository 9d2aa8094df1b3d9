"""The registry: its schema, its sources and the filling in of ids."""

import pytest

from pipeline.annotate import countries, registry, verify
from pipeline.annotate.profiles import profile
from pipeline.cli import main
from pipeline.errors import ConfigurationError
from pipeline.settings import get_settings


def test_every_country_of_iso_3166_is_there_with_names_in_four_other_languages():
    rows = registry.shared().countries

    assert len(rows) >= 249
    assert set(rows["PRK"].native) == {"ko", "ru", "zh", "ja"}


def test_the_generated_file_of_countries_is_what_the_libraries_give_today():
    assert [row["id"] for row in countries.build()] == sorted(registry.shared().countries)


def test_every_row_tells_its_basis_and_unchecked_rows_carry_no_dates_or_ids():
    for actor in registry.shared().actors.values():
        assert actor.basis
        if not actor.is_verified:
            assert actor.wikidata_id is None and actor.ofac_id is None and actor.un_id is None
            assert all(office.start is None and office.end is None for office in actor.offices)


def test_no_two_actors_share_an_id_and_checked_rows_name_a_source():
    actors = registry.shared().actors.values()
    for field in ("wikidata_id", "ofac_id", "un_id"):
        ids = [getattr(actor, field) for actor in actors if getattr(actor, field)]
        assert len(ids) == len(set(ids)), field
    checked = [actor for actor in actors if actor.is_verified]
    assert len(checked) >= 200
    assert all(actor.basis != "general knowledge" for actor in checked)
    assert all(office.start <= office.end for a in actors for office in a.offices if office.start and office.end)


def test_at_least_three_hundred_actors_are_registered():
    assert len(registry.shared().actors) >= 300


def test_a_users_file_adds_an_actor(tmp_path):
    folder = tmp_path / "actors"
    folder.mkdir()
    row = (
        "{id: acme-arms, name: Acme Arms, kind: organisation, country: CHE, role: BUS, basis: own, is_verified: false}"
    )
    (folder / "mine.yaml").write_text(f"actors:\n  - {row}\n")

    assert registry.load(tmp_path).actors["acme-arms"].country == "CHE"


@pytest.mark.parametrize(
    "row", ["{id: Bad Id, name: X, kind: person, basis: own, is_verified: false}", "{id: x, name: X}"]
)
def test_a_wrong_row_is_refused_with_file_and_entry(tmp_path, row):
    folder = tmp_path / "actors"
    folder.mkdir()
    (folder / "mine.yaml").write_text(f"actors:\n  - {row}\n")

    with pytest.raises(ConfigurationError, match=r"mine\.yaml"):
        registry.load(tmp_path)


def test_an_export_fills_the_id_of_the_one_actor_that_fits(tmp_path):
    export = tmp_path / "wikidata.csv"
    export.write_text("item,itemLabel,iso3\nhttp://www.wikidata.org/entity/Q900000001,Kim Yo Jong,PRK\n")

    findings = verify.verify(export, registry.shared())

    assert [(f.actor_id, f.field, f.value) for f in findings] == [("kim-yo-jong", "wikidata_id", "Q900000001")]


def test_two_rows_of_one_name_fill_nothing(tmp_path):
    export = tmp_path / "wikidata.csv"
    export.write_text("item,itemLabel\nQ900000001,Wang Yi\nQ900000002,Wang Yi\n")

    (finding,) = verify.verify(export, registry.shared())

    assert finding.value is None
    assert "2 rows" in finding.reason


def test_an_ofac_list_writes_the_family_name_first(tmp_path):
    export = tmp_path / "sdn.csv"
    export.write_text('99001,"RI, Pyong Chol","individual","DPRK3"\n')

    (finding,) = verify.verify(export, registry.shared())

    assert (finding.actor_id, finding.field, finding.value) == ("ri-pyong-chol", "ofac_id", "99001")


def test_a_un_list_gives_its_reference_number(tmp_path):
    export = tmp_path / "un.xml"
    export.write_text(
        "<LIST><INDIVIDUALS><INDIVIDUAL><FIRST_NAME>Pak</FIRST_NAME><SECOND_NAME>Jong Chon</SECOND_NAME>"
        "<REFERENCE_NUMBER>KPi.999</REFERENCE_NUMBER></INDIVIDUAL></INDIVIDUALS></LIST>"
    )

    (finding,) = verify.verify(export, registry.shared())

    assert (finding.actor_id, finding.value) == ("pak-jong-chon", "KPi.999")


def test_an_overlay_of_findings_loads_as_verified(tmp_path):
    export = tmp_path / "wikidata.csv"
    export.write_text("item,itemLabel,iso3\nQ900000001,Kim Yo Jong,PRK\n")
    folder = tmp_path / "actors"
    folder.mkdir()

    findings = verify.verify(export, registry.shared())
    (folder / "verified.yaml").write_text(verify.overlay(findings, registry.shared(), "wikidata.csv"))

    actor = registry.load(tmp_path).actors["kim-yo-jong"]
    assert (actor.wikidata_id, actor.is_verified, actor.basis) == ("Q900000001", True, "wikidata.csv")


def test_an_unknown_export_is_refused_with_the_mend(tmp_path):
    export = tmp_path / "odd.csv"
    export.write_text("colour,shape\nred,round\n")

    with pytest.raises(ConfigurationError, match="needs one of"):
        verify.verify(export, registry.shared())


def test_a_second_export_keeps_what_the_first_one_gave(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("WIREWATCH_CATALOG", str(tmp_path))
    get_settings.cache_clear()
    wikidata, ofac = tmp_path / "wikidata.csv", tmp_path / "sdn.csv"
    wikidata.write_text("position,person,personID,start,end\nDeputy,Kim Yo Jong,Q900000001,2017,\n")
    ofac.write_text('99001,"KIM, Yo Jong","individual","DPRK3"\n')

    assert main(["actors", "verify", str(wikidata), "--write"]) == 0
    assert main(["actors", "verify", str(ofac), "--write"]) == 0

    actor = registry.load(tmp_path).actors["kim-yo-jong"]
    assert (actor.wikidata_id, actor.ofac_id, actor.basis) == ("Q900000001", "99001", "wikidata.csv; sdn.csv")
    assert "1 ids found" in capsys.readouterr().out
    get_settings.cache_clear()
    registry.shared.cache_clear()


def test_the_list_of_actors_finds_names_in_any_script(capsys):
    assert main(["actors", "list", "김정은"]) == 0
    assert "Q56226" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("actor_id", "name", "type_", "country", "role"),
    [
        ("PRK", "North Korea", "state", "PRK", None),
        ("PRK-MIL", "North Korea, MIL", "group", "PRK", "MIL"),
        ("vladimir-putin", "Vladimir Putin", "person", "RUS", "GOV"),
    ],
)
def test_a_profile_tells_what_an_id_stands_for(actor_id, name, type_, country, role):
    found = profile(registry.shared(), actor_id)

    assert (found.name, found.type, found.country, found.role) == (name, type_, country, role)


def test_a_name_that_the_registry_does_not_know_has_no_profile():
    assert profile(registry.shared(), "acme widgets") is None
