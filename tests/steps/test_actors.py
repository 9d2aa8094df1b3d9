"""The actors of an article in the warehouse: what the registry knows of them, and names that it does not know."""

from __future__ import annotations

from pipeline.annotate import registry
from pipeline.records import Mention
from pipeline.steps.actors import store_actors
from pipeline.warehouse.connect import connect
from tests.conftest import Warehouse

MENTIONS = (
    Mention(0, 10, "Pyongyang", "GPE", "PRK", "PRK", is_resolved=True),
    Mention(20, 25, "Putin", "PER", "vladimir-putin", "RUS", "GOV", is_resolved=True),
    Mention(30, 40, "Jane Roe", "PER", "jane roe", "GBR", "GOV"),
)


def test_an_actor_carries_what_the_registry_knows_and_a_stranger_only_the_name(warehouse: Warehouse) -> None:
    with connect(warehouse.writer, application_name="tests") as connection:
        for _ in range(2):
            store_actors(connection, MENTIONS, registry.shared())
        rows = connection.execute(
            "SELECT actor_id, name, actor_type, wikidata_id, is_resolved FROM mart.dim_actor ORDER BY actor_id"
        ).fetchall()
        aliases = connection.execute(
            "SELECT language_code FROM core.actor_alias WHERE actor_id = 'PRK' AND alias IN ('북한', 'Северная Корея')"
        ).fetchall()
        (offices,) = connection.execute("SELECT count(start_date) FROM core.actor_office").fetchone() or (0,)

    assert rows == [
        ("PRK", "North Korea", "state", None, True),
        ("jane roe", "Jane Roe", "person", None, False),
        ("vladimir-putin", "Vladimir Putin", "person", "Q7747", True),
    ]
    assert aliases
    assert offices == 4
