"""The rules of rounds through the API: kinds, phases, tiers, anchors, paper sheets."""

from typing import Any

from sqlalchemy import func, select

from domain.actor import Role
from domain.evaluations.model import RoundEntry, ScoreSheet
from domain.evaluations.rules import RoundState
from tests.support import evaluations as make_
from tests.support.evaluations import Scene, scene
from tests.support.factories import Factory
from tests.support.graphql import data, deed
from tests.support.movements import movement, participation, rubric


def marks_input(there: Scene, *values: str) -> list[dict[str, Any]]:
    return [
        {"criterionId": f"Criterion:{one.id}", "value": value}
        for one, value in zip(there.criteria, values, strict=False)
    ]


RULES = """round { version kind method scorePlaces dropHigh dropLow ties quorum passShare perEntry disputeSpread
  phase { name }
  phases { ordinal name nameEn canScore canDiscuss othersScores hidesAuthors hidesEvaluators opensAt closesAt }
  tiers { ordinal name nameEn seats percent minimum perUnit } }"""


async def test_round_is_created_with_all_its_rules_and_they_are_set_anew(database, make: Factory):
    of = await movement(make)
    by = await rubric(make, of)
    center = await make.actor(Role.INFORMATION_CENTER)
    blind = {"name": "Kín", "nameEn": "Blind", "canScore": True, "hidesAuthors": True, "hidesEvaluators": True}
    asked = {
        "movementId": f"Movement:{of.id}",
        "rubricId": f"Rubric:{by.id}",
        "name": "Sơ loại",
        "opensAt": "2024-01-01T00:00:00Z",
        "closesAt": "2030-01-01T00:00:00Z",
        "kind": "SCREENING",
        "method": "TRIMMED",
        "scorePlaces": 1,
        "dropHigh": 1,
        "ties": ["criterion:C1", "lot"],
        "quorum": 2,
        "passShare": "0.6667",
        "perEntry": 3,
        "disputeSpread": "12.5",
        "phases": [blind],
        "tiers": [{"name": "Nhất", "seats": 1, "perUnit": 1, "minimum": "80"}],
    }

    made = (await deed(database, center, "createRound", asked, "round { id } " + RULES))["round"]
    given = {"roundId": made.pop("id"), "expectedVersion": 1}
    phases = [{"name": "Mở", "canScore": True, "canDiscuss": True, "othersScores": "ALWAYS"}]
    with_phases = await deed(
        database, center, "setRoundPhases", {**given, "phases": phases}, "round { version phases { id name } }"
    )
    tiers = [{"name": "A", "percent": "10"}, {"name": "B"}]
    with_tiers = await deed(
        database,
        center,
        "setRoundTiers",
        {**given, "expectedVersion": 2, "tiers": tiers},
        "round { version tiers { name seats percent } }",
    )
    (phase,) = with_phases["round"]["phases"]
    moved = await deed(
        database,
        center,
        "moveRoundPhaseDates",
        {"phaseId": phase["id"], "expectedVersion": 3, "opensAt": "2024-02-01T00:00:00Z", "reason": "Hoãn"},
        "phase { name opensAt closesAt round { version } }",
    )

    assert made == {
        "version": 1,
        "kind": "SCREENING",
        "method": "TRIMMED",
        "scorePlaces": 1,
        "dropHigh": 1,
        "dropLow": 0,
        "ties": ["criterion:C1", "lot"],
        "quorum": 2,
        "passShare": "0.6667",
        "perEntry": 3,
        "disputeSpread": "12.5",
        "phase": None,
        "phases": [
            {"ordinal": 1, **blind, "canDiscuss": False, "othersScores": "NEVER", "opensAt": None, "closesAt": None}
        ],
        "tiers": [
            {
                "ordinal": 1,
                "name": "Nhất",
                "nameEn": None,
                "seats": 1,
                "percent": None,
                "minimum": "80",
                "perUnit": 1,
            }
        ],
    }
    assert (with_phases["round"]["version"], phase["name"]) == (2, "Mở")
    assert with_tiers["round"] == {
        "version": 3,
        "tiers": [{"name": "A", "seats": None, "percent": "10"}, {"name": "B", "seats": None, "percent": None}],
    }
    assert moved["phase"] == {
        "name": "Mở",
        "opensAt": "2024-02-01T00:00:00Z",
        "closesAt": None,
        "round": {"version": 4},
    }


async def test_round_refused_names_the_fields_of_its_rules(database, make: Factory):
    of = await movement(make)
    by = await rubric(make, of)
    asked = {
        "movementId": f"Movement:{of.id}",
        "rubricId": f"Rubric:{by.id}",
        "name": "Sơ loại",
        "opensAt": "2024-01-01T00:00:00Z",
        "closesAt": "2030-01-01T00:00:00Z",
        "kind": "SCREENING",
        "ties": ["criterion:C9"],
        "phases": [{"name": "Mở"}],
        "tiers": [{"name": "Nhất", "seats": 1, "percent": "5"}],
    }

    answer = await deed(database, await make.actor(Role.PERSONNEL), "createRound", asked, "round { id }")

    assert [(error["rule"], error["path"]) for error in answer["userErrors"]] == [
        ("TIE_KEY_UNKNOWN", ["ties", "0"]),
        ("PASS_SHARE_MISSING", ["passShare"]),
        ("QUORUM_MISSING", ["quorum"]),
        ("PHASES_NEED_SCORING", ["phases"]),
        ("TIER_TWO_LIMITS", ["tiers", "0", "percent"]),
    ]


async def test_phase_is_entered_and_anchor_marked_by_mutation(database, session, make: Factory):
    there = await scene(make, state=RoundState.DRAFT)
    talk = await make_.round_phase(make, there.round, ordinal=2, name="Thảo luận")
    entry_id = await session.scalar(select(RoundEntry.id))

    marked = await deed(
        database,
        there.manager,
        "markAnchor",
        {"entryId": f"RoundEntry:{entry_id}", "expectedVersion": 1},
        "round { version entries(orderBy: {field: NUMBER}) { nodes { number isAnchor } } }",
    )
    await session.refresh(there.round)
    await make_.opened(make, there.round, there.initiative)
    entered = await deed(
        database,
        there.manager,
        "enterRoundPhase",
        {
            "roundId": f"Round:{there.round.id}",
            "expectedVersion": there.round.version,
            "phaseId": f"RoundPhase:{talk.id}",
        },
        "round { phase { ordinal name canScore } }",
    )

    assert marked["round"] == {"version": 2, "entries": {"nodes": [{"number": 1, "isAnchor": True}]}}
    assert entered["round"] == {"phase": {"ordinal": 2, "name": "Thảo luận", "canScore": True}}


async def test_paper_sheets_are_checked_and_typed_in_by_mutation(database, session, make: Factory):
    there = await scene(make)
    secretary = await make.actor(Role.COUNCIL_SECRETARY)
    row = {
        "number": 1,
        "evaluatorId": f"Person:{there.evaluator.person_id}",
        "marks": marks_input(there, "30", "20"),
        "comment": "Tốt",
    }
    asked = {"roundId": f"Round:{there.round.id}", "rows": [row]}

    bad = await deed(database, secretary, "enterScoreSheets", {**asked, "rows": [{**row, "number": 2}]}, "round { id }")
    dry = await deed(database, secretary, "enterScoreSheets", {**asked, "dryRun": True}, "round { state }")
    assert await session.scalar(select(func.count()).select_from(ScoreSheet)) == 0
    entered = await deed(database, secretary, "enterScoreSheets", asked, "round { state }")

    assert [(error["rule"], error["path"]) for error in bad["userErrors"]] == [
        ("NOT_IN_ROUND", ["rows", "0", "number"])
    ]
    assert dry == entered == {"round": {"state": "OPEN"}, "userErrors": []}
    document = "{ scoreSheets { nodes { total comment enteredBy { fullName } assignment { origin } } } }"
    assert (await data(database, there.manager, document))["scoreSheets"]["nodes"] == [
        {
            "total": "50",
            "comment": "Tốt",
            "enteredBy": {"fullName": secretary.name},
            "assignment": {"origin": "BY_HAND"},
        }
    ]


async def test_blocks_are_set_and_read_with_their_units(database, make: Factory):
    of, center = await movement(make), await make.actor(Role.INFORMATION_CENTER)
    units = [await make.unit() for _ in range(3)]
    for unit in units:
        await participation(make, of, unit)
    a, b, c = (f"Unit:{unit.id}" for unit in units)
    asked = {"movementId": f"Movement:{of.id}", "expectedVersion": 1}
    blocks = [{"name": "Khối II", "unitIds": [c]}, {"name": "Khối I", "unitIds": [a, b]}]

    made = await deed(
        database,
        center,
        "setBlocks",
        {**asked, "blocks": blocks},
        "movement { version blocks { name movement { code } units { unit { code } block { name } } } }",
    )
    refused = await deed(
        database, center, "setBlocks", {**asked, "expectedVersion": 2, "blocks": [{"name": "I", "unitIds": [a, a]}]}
    )

    first, second, third = (unit.code for unit in units)
    assert made["movement"] == {
        "version": 2,
        "blocks": [
            {
                "name": "Khối I",
                "movement": {"code": of.code},
                "units": [
                    {"unit": {"code": first}, "block": {"name": "Khối I"}},
                    {"unit": {"code": second}, "block": {"name": "Khối I"}},
                ],
            },
            {
                "name": "Khối II",
                "movement": {"code": of.code},
                "units": [{"unit": {"code": third}, "block": {"name": "Khối II"}}],
            },
        ],
    }
    assert [(error["rule"], error["path"]) for error in refused["userErrors"]] == [
        ("UNIT_IN_TWO_BLOCKS", ["blocks", "0", "unitIds", "1"])
    ]
