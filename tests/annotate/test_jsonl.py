"""The filter behind `wirewatch annotate`."""

import json

from pipeline.annotate.jsonl import answer

TEXT = "Moscow said on Friday that Iran had sold drones to Sudan."


def test_each_record_gets_one_answer_in_order_and_damaged_ones_an_error():
    records = [
        {"id": "a", "text": TEXT},
        {"id": "b"},
        {"id": "c", "text": 7},
        {"id": "d", "text": TEXT, "published_at": "soon"},
    ]

    answers = list(answer(records))

    assert [a["id"] for a in answers] == ["a", "b", "c", "d"]
    assert ["error" in a for a in answers] == [False, True, True, True]


def test_the_answer_has_the_fields_of_the_contract():
    (result,) = answer([{"id": "a", "text": TEXT, "title": "Drones", "published_at": "2024-02-20"}])

    assert {"id", "mentions", "events", "claims", "attributions", "dates", "places"} <= set(result)
    assert {"start", "end", "text", "actor", "country", "role", "type"} <= set(result["mentions"][0])
    assert result["dates"] == [{"start": 15, "end": 21, "value": "2024-02-16"}]
    for attribution in result["attributions"]:
        assert set(attribution) == {"source", "cue", "content"}
    for claim in result["claims"]:
        assert {"weapon", "supplier", "recipient"} <= set(claim["evidence"])
    for event in result["events"]:
        assert {"type", "source", "target", "modality", "negated", "attribution", "start", "end", "trigger"} <= set(
            event
        )


def test_the_answer_is_plain_json():
    (result,) = answer([{"id": "a", "text": TEXT}])

    assert json.loads(json.dumps(result)) == result
