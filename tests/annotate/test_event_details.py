"""How an act is done and what it is about: modes and contexts as PLOVER has them."""

from __future__ import annotations

import pytest

from pipeline.annotate.event_details import SPOKEN_OF, details
from pipeline.annotate.event_lexicon import lexicon
from pipeline.annotate.plover import CONTEXTS, MODES
from tests.annotate.event_pipeline import events, first


def test_entries_use_modes_and_contexts_of_plover_alone() -> None:
    wrong = [e.id for e in lexicon().entries if e.mode is not None and e.mode not in MODES.get(e.type, ())]
    wrong += [e.id for e in lexicon().entries if e.context is not None and e.context not in CONTEXTS]
    assert wrong == []


def test_words_tell_modes_and_contexts_of_plover_alone() -> None:
    unknown = {(name, mode) for name, modes in details().modes.items() for mode in modes if mode not in MODES[name]}
    unknown |= {(name, mode) for name, table in SPOKEN_OF.items() for mode in table.values() if mode not in MODES[name]}
    assert unknown == set()
    assert set(details().contexts) <= CONTEXTS


@pytest.mark.parametrize(
    ("text", "event_type", "mode"),
    [
        ("Kenyan jets struck a Ugandan village.", "ASSAULT", "heavy-weapons"),
        ("A Kenyan drone hit a Ugandan barracks.", "ASSAULT", "heavy-weapons"),
        ("Kenya attacked Uganda.", "ASSAULT", None),
        ("Kenyan rebels attacked a Ugandan tank.", "ASSAULT", None),
        ("Kenyan gunmen shot two Ugandan traders.", "ASSAULT", "firearms"),
        ("Kenyan rebels stabbed a Ugandan trader.", "ASSAULT", "primitive"),
        ("Kenyan rebels kidnapped a Ugandan nurse.", "ASSAULT", "abduct"),
        ("Kenyan guards tortured a Ugandan trader.", "ASSAULT", "torture"),
        ("Kenya freed two Ugandan pilots.", "RETREAT", "release"),
        ("Kenya's premier resigned.", "RETREAT", "resign"),
        ("Kenya returned the crown to Uganda.", "RETREAT", "return"),
        ("Kenya gave Ugandan inspectors access to the dam.", "RETREAT", "access"),
        ("Kenya lifted sanctions on Uganda.", "CONCEDE", None),
        ("Kenya pardoned a Ugandan trader.", "CONCEDE", None),
        ("Kenya demanded that Uganda release the crew.", "REQUEST", "yield"),
        ("Kenya asked Uganda for aid.", "REQUEST", "assist"),
        ("Kenya refused to lift the sanctions on Uganda.", "REJECT", "yield"),
        ("Kenya refused to meet Uganda.", "REJECT", "meet"),
        ("Kenya will not lift the sanctions on Uganda.", "REJECT", "yield"),
        ("Kenya threatened to attack Uganda.", "THREATEN", "violence"),
        ("Kenya threatened to expel the Ugandan ambassador.", "THREATEN", "expel"),
        ("Kenya will impose sanctions on Uganda.", "THREATEN", "restrict"),
        ("Kenyan police arrested a Ugandan trader.", "COERCE", "arrest"),
        ("Kenya seized a Ugandan ship.", "COERCE", "confiscate"),
        ("Kenya imposed a curfew on Ugandan villages.", "COERCE", "curfew"),
        ("Kenya closed its border with Uganda.", "COERCE", "restrict"),
        ("Kenya blocked a Ugandan newspaper.", "COERCE", "censor"),
        ("Kenya sued Uganda over the lake.", "ACCUSE", "allege"),
        ("Kenya is investigating a Ugandan bank.", "ACCUSE", "investigate"),
        ("Kenya massed troops along the border with Uganda.", "MOBILIZE", "troops"),
        ("The Kenyan president visited Uganda.", "CONSULT", "visit"),
        ("The Kenyan president telephoned Uganda's premier.", "CONSULT", "phone"),
        ("Kenya mediated between Uganda and Rwanda.", "CONSULT", "third-party"),
        ("Kenyan miners went on strike against Uganda.", "PROTEST", "strike"),
        ("Kenya sent food to Uganda.", "AID", None),
    ],
)
def test_the_mode_is_told_by_the_act_and_its_words(text: str, event_type: str, mode: str | None) -> None:
    event = first(text)
    assert (event.type, event.mode) == (event_type, mode)


@pytest.mark.parametrize(
    ("text", "context"),
    [
        ("Kenya imposed tariffs on Uganda.", "economic"),
        ("Kenya took in refugees from Uganda.", "migration"),
        ("Kenya accused Uganda of hacking its parliament.", "cyber"),
        ("Kenya condemned Uganda's nuclear test.", "cbrn"),
        ("Kenya deployed peacekeepers to Uganda.", "peacekeeping"),
        ("Kenya accused Uganda of bribery.", "corruption"),
        ("Kenya sent doctors to Uganda after the earthquake.", "enviro_disaster"),
        ("Kenya summoned the Ugandan ambassador.", "diplomatic"),
        ("Kenya praised Uganda.", None),
    ],
)
def test_the_context_is_told_by_the_words_of_the_clause(text: str, context: str | None) -> None:
    assert first(text).context == context


def test_what_is_not_done_is_refused_where_it_was_asked_and_negated_where_it_was_not() -> None:
    refused, negated = (
        first("Kenya did not release the Ugandan pilots."),
        first("Kenya did not withdraw its troops from Uganda."),
    )
    assert (refused.type, refused.negated) == ("REJECT", False)
    assert (negated.type, negated.negated) == ("RETREAT", True)
    assert events("Kenya did not release a report on Uganda.") == ()
