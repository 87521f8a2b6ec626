"""What is asked of the views goes down into every branch: for a person or an initiative no table is read whole."""

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import text

#: Whatever else the planner would choose for tables that are empty here: what could it do without reading them whole?
ONLY_THROUGH_INDEXES = ("enable_seqscan", "enable_hashjoin", "enable_mergejoin")
SCANS = {"Seq Scan", "Index Scan", "Index Only Scan", "Bitmap Heap Scan"}
#: What goes through the tables that grow. Units stay few.
ASKED = {
    "of a person": "SELECT * FROM conflicts_of_interest WHERE person_id = $1",
    "of an initiative": "SELECT * FROM conflicts_of_interest WHERE initiative_id = $1",
    "of a pair": "SELECT * FROM conflicts_of_interest WHERE initiative_id = $1 AND person_id = $1",
    "of pairs": (
        "SELECT * FROM conflicts_of_interest WHERE initiative_id = ANY (ARRAY[$1]) AND person_id = ANY (ARRAY[$1])"
    ),
    "of a round": "SELECT * FROM round_conflicts WHERE round_id = $1",
    "of each of several rows": (
        "SELECT ARRAY (SELECT c.kind FROM conflicts_of_interest c WHERE c.initiative_id = i.id) "
        "FROM initiatives i WHERE i.id = $1"
    ),
}


def scans(node: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Every node of a plan that reads a table."""
    if node["Node Type"] in SCANS:
        yield node
    for inner in node.get("Plans", ()):
        yield from scans(inner)


@pytest.mark.parametrize("name", ASKED)
async def test_no_table_is_read_whole(connection, name):
    # As if nobody had ever looked how few rows there are: autovacuum may have, meanwhile.
    await connection.execute(text("UPDATE pg_class SET reltuples = -1, relpages = 0 WHERE relkind IN ('r', 'i')"))
    for setting in ONLY_THROUGH_INDEXES:
        await connection.execute(text(f"SET LOCAL {setting} = off"))
    value = "'00000000-0000-0000-0000-000000000000'::uuid"
    (told,) = (await connection.execute(text(f"EXPLAIN (FORMAT JSON) {ASKED[name].replace('$1', value)}"))).scalar_one()

    found = list(scans(told["Plan"]))
    whole = {node["Relation Name"] for node in found if not {"Index Cond", "Recheck Cond"} & set(node)}

    assert whole <= {"units"}, whole
    wanted = {"people", "initiatives", "initiative_authors", "initiative_revisions", "unit_memberships", "role_grants"}
    assert {node["Relation Name"] for node in found} >= wanted
