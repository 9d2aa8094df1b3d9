"""Which place a name means."""

from pipeline.annotate.gazetteer import shared_gazetteer
from tests.annotate.reading import read


def placed(text: str, words: str) -> tuple[float, float]:
    found = next(p for p in read(text)._.wirewatch_places if text[p.start : p.end] == words)
    return round(found.lat), round(found.lon)


def test_a_large_city_is_meant_where_nothing_tells_otherwise():
    assert placed("The talks were held in Paris.", "Paris") == (49, 2)


def test_the_state_named_after_a_town_decides():
    assert placed("A shop in Paris, Texas, burned down.", "Paris") == (34, -96)


def test_the_actors_of_a_text_speak_for_their_country():
    text = "President Emmanuel Macron and Chancellor Friedrich Merz met in Berlin."
    assert placed(text, "Berlin") == (53, 13)


def test_a_name_does_not_vouch_for_its_own_namesakes():
    assert placed("The talks in Geneva ended without a deal.", "Geneva") == (46, 6)


def test_the_places_around_decide_between_towns_of_one_name():
    text = "Deputies in Lexington and Louisville, Kentucky, searched a house in Frankfort and one in Paris."

    assert placed(text, "Paris") == (38, -84)


def test_a_country_lies_in_its_middle():
    assert placed("North Korea opened a factory.", "North Korea") == (40, 127)


def test_a_county_without_coordinates_is_placed_by_its_name_and_state():
    lat, lon = placed("Police in Fayette County, Kentucky, made an arrest.", "Fayette County")

    assert 36 <= lat <= 39
    assert -90 <= lon <= -82


def test_offsets_slice_back_to_the_name():
    text = "They flew from Busan to Nagoya."

    assert [text[p.start : p.end] for p in read(text)._.wirewatch_places] == ["Busan", "Nagoya"]


def test_other_spellings_of_a_large_city_are_known():
    assert [place.country for place in shared_gazetteer().find("Pyeongyang")] or shared_gazetteer().find("Peking")
