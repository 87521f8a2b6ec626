"""The documents that are offered to Personnel: one query brings all that there is to say of a movement's dossiers."""

from datetime import date
from pathlib import Path

from api.explorer.examples import load_examples
from domain.awards.concluding_model import DecisionPublication
from domain.awards.rules import NominationState
from schema import node_ids
from tests.support import awards
from tests.support.factories import NOW, Factory
from tests.support.graphql import data
from tests.support.prizes import prize, terms

EXAMPLES = {each.title.en: each for each in load_examples()}
DOSSIERS = EXAMPLES["All that Personnel needs of a movement's dossiers"]
STANDINGS = EXAMPLES["What units achieved, one factor of their review at the end of the year"]
DOCS = Path(__file__).parents[2] / "docs" / "examples" / "personnel"


async def test_one_query_brings_all_of_a_dossier_in_one_statement(make: Factory, database, statements):
    of = await awards.scene(make)
    decision = await awards.decision(make, of)
    paid = await awards.nomination(
        make,
        of,
        state=NominationState.PAID,
        decision_id=decision.id,
        submitted_at=NOW,
        opinion="Đủ điều kiện",
        presented_on=date(2024, 6, 5),
        presented_where="Hội trường",
    )
    await make.add(DecisionPublication(decision_id=decision.id, channel="Cổng thông tin", published_at=NOW))
    await prize(make, await terms(make, of.form), paid.id, paid_on=date(2024, 6, 6), payment_reference="PC-1")
    await awards.nomination(make, await awards.another(make, of), state=NominationState.WITHDRAWN)
    wanted = {**DOSSIERS.variables, "movementId": node_ids.encode("Movement", of.movement.id)}
    statements.clear()

    page = (await data(database, of.personnel, DOSSIERS.query, wanted))["nominations"]

    assert len(statements) == 1
    (row,) = page["nodes"]
    assert page["totalCount"] == 1
    signer = await make.session.get_one(type(of.author), decision.signer_id)
    assert row == {
        "id": node_ids.encode("Nomination", paid.id),
        "state": "PAID",
        "reason": None,
        "nomineeKind": "INDIVIDUAL",
        "person": {"fullName": of.author.full_name, "position": "Phó phòng"},
        "position": "Phó phòng",
        "leadershipTier": "DIRECT_WORKER",
        "unit": {"code": of.unit.code, "name": of.unit.name},
        "form": {"code": of.form.code, "name": of.form.name, "level": "MINISTRY"},
        "summary": "Giảm 30 giờ tra cứu mỗi tháng",
        "byHandReason": None,
        "initiative": {"title": of.initiative.title},
        "resultEntry": {"place": 1, "score": "91.5"},
        "submittedAt": "2024-06-03T08:00:00Z",
        "opinion": "Đủ điều kiện",
        "findings": {"totalCount": 0, "nodes": []},
        "papers": {"totalCount": 0, "nodes": []},
        "votes": [],
        "decision": {
            "number": "1234/QĐ-BTTTT",
            "signedOn": "2024-06-01",
            "signingCapacity": "HEAD",
            "signer": {"fullName": signer.full_name},
            "publication": {"publishedAt": "2024-06-03T08:00:00Z", "channel": "Cổng thông tin"},
        },
        "prize": {"amount": "3510000", "paidOn": "2024-06-06", "paymentReference": "PC-1"},
        "presentedOn": "2024-06-05",
        "presentedWhere": "Hội trường",
        "countsForMerit": False,
    }
    units = (await data(database, of.personnel, STANDINGS.query))["unitStandings"]
    assert {each["unit"]["code"]: each["awardsEffective"] for each in units["nodes"]}[of.unit.code] == 1


async def test_pages_bring_every_dossier_and_every_unit_once_in_one_statement_each(make: Factory, database, statements):
    of = await awards.scene(make)
    kept = [await awards.nomination(make, of, state=NominationState.PROPOSED)]
    for place in (2, 3):
        more = await awards.another(make, of, place=place)
        kept.append(await awards.nomination(make, more, state=NominationState.PROPOSED))
    movement = {"movementId": node_ids.encode("Movement", of.movement.id)}

    async def pages(document, field: str) -> list[list[dict]]:
        found, after = [], None
        while True:
            statements.clear()
            wanted = {**(document.variables or {}), **movement, "first": 2, "after": after}
            page = (await data(database, of.personnel, document.query, wanted))[field]
            assert (len(statements), page["totalCount"]) == (1, 3)
            found.append(page["nodes"])
            if not page["pageInfo"]["hasNextPage"]:
                return found
            after = page["pageInfo"]["endCursor"]

    dossiers = await pages(DOSSIERS, "nominations")
    assert [len(page) for page in dossiers] == [2, 1]
    ids = [node["id"] for page in dossiers for node in page]
    assert sorted(ids) == sorted(node_ids.encode("Nomination", each.id) for each in kept)
    units = await pages(STANDINGS, "unitStandings")
    assert len({node["unit"]["code"] for page in units for node in page}) == 3


def test_the_documentation_has_the_same_documents():
    told = {path.stem: path.read_text(encoding="utf-8").strip() for path in DOCS.glob("*.graphql")}

    assert told == {"nominations": DOSSIERS.query, "unit-standings": STANDINGS.query}
