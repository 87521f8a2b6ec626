"""A world made to break row filters: everything in every state, and people whose roles were never meant to meet.

Chance, always the same, puts it together; then traps are set by hand. The guards that keep such a world from coming
about are off while it is written: a filter may rely on none of them.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from itertools import product
from random import Random

from sqlalchemy.ext.asyncio import AsyncConnection

from domain import ids
from domain.access.permissions import Permission
from domain.actor import ANONYMOUS, SYSTEM, Actor, Role
from domain.awards.rules import NominationState
from domain.evaluations.rules import AssignmentState, ResultState, RoundState, SheetState
from domain.initiatives.rules import InitiativeState
from domain.movements.rules import MovementState
from tests.support import plain_rows
from tests.support.adversarial_rows import assign, compute, enter, grant, initiative, nominate, revise
from tests.support.factories import NOW, days
from tests.support.plain_rows import KEPT, Draft, Row, Rows

SEED = 20240603
UNITS = 8
INITIATIVES = 40
ROUNDS = (RoundState.DRAFT, RoundState.OPEN, RoundState.CLOSED) * 2
#: Of these states an initiative cannot be without having been submitted.
SUBMITTED = ("SUBMITTED", "SCREENED", "INELIGIBLE", "SCORING", "SCORED")

#: Who acts: each role alone, then together. The number is that of the unit or the round that a role is for.
CAST: Mapping[str, Sequence[tuple[Role, int]]] = {
    **{role.value.lower(): [(role, 1)] for role in Role},
    "nobody in particular": [],
    "leader who judges": [(Role.UNIT_LEADER, 2), (Role.EVALUATOR, 1)],
    "leader here, officer there": [(Role.UNIT_LEADER, 3), (Role.FOCAL_OFFICER, 4)],
    "judge in preparation": [(Role.EVALUATOR, 0), (Role.EVALUATOR, 2)],
    "judge of one round left": [(Role.EVALUATOR, 5)],
    "auditor who judges": [(Role.AUDITOR, 0), (Role.EVALUATOR, 4)],
    "administrator who leads": [(Role.SYSTEM_ADMINISTRATOR, 0), (Role.UNIT_LEADER, 5)],
    "secretary who writes": [(Role.COUNCIL_SECRETARY, 0), (Role.STAFF, 0)],
    **{f"by chance {number}": [] for number in (1, 2)},
}
ACTORS = ("anonymous", "system", *CAST)
LEAVERS: Mapping[str, tuple[Role, int]] = {
    "left as leader": (Role.UNIT_LEADER, 0),
    "left as auditor": (Role.AUDITOR, 0),
}

#: When a grant holds: now; until this very moment; no more; not yet.
IN_FORCE: Row = {}
ENDED: Row = {"ends_at": NOW}
REVOKED: Row = {"revoked_at": NOW - days(1), "revoked_reason": "Hết nhiệm vụ"}
TO_COME: Row = {"starts_at": NOW + days(1)}


async def furnish(connection: AsyncConnection) -> None:
    """Write the world into the connection's transaction."""
    with ids.seeded(SEED):
        draft = Draft(Random(SEED))  # noqa: S311 -- reproducible, not secret
        for build in (_organisation, _movements, _rubrics, _initiatives, _rounds, _results, _awards, _traps, _trail):
            build(draft)
    await plain_rows.write(connection, draft)


def actors(rows: Rows) -> dict[str, Actor]:
    """Return everybody who acts."""
    people = {row["full_name"]: row for row in rows["Person"].values()}
    cast = {name: plain_rows.acting(rows, people[name]) for name in CAST}
    return {"anonymous": ANONYMOUS, "system": SYSTEM, **cast}


def _organisation(draft: Draft) -> None:
    for number in range(UNITS):
        above = draft["units"][number // 3]["id"] if number else None
        draft.add("units", code=f"U{number}", parent_id=above, successor_id=above if number == UNITS - 1 else None)
    for number, name in enumerate((*CAST, *LEAVERS)):
        home = draft["units"][number % UNITS]["id"]
        contact = {"email": f"{number}@thidua.example", "subject": str(number)}
        left = {"left_on": NOW.date()} if name in LEAVERS else {}
        person = draft.people[name] = draft.add("people", full_name=name, unit_id=home, **contact, **left)
        for age in range(draft.any_of(1, 2, 3)):
            first = NOW.date() - timedelta(days=1000 * (age + 1))
            period = {"starts_on": first, "ends_on": first + timedelta(days=900)}
            draft.add("unit_memberships", person_id=person["id"], unit_id=draft.any_of(*draft["units"])["id"], **period)


def _movements(draft: Draft) -> None:
    for number in range(4):
        draft.add("legal_bases", code=f"VB-{number}")
    for state in MovementState:
        of = {"movement_id": draft.add("movements", code=f"PT-{state}", state=state)["id"]}
        for unit in draft.some(draft["units"], 1, 4):
            draft.add("participations", unit_id=unit["id"], **of)
        for basis in draft.some(draft["legal_bases"], 0, 2):
            draft.add("movement_legal_bases", legal_basis_id=basis["id"], **of)
        for _ in range(draft.any_of(0, 1, 2)):
            draft.add("movement_transitions", **of)
        for ordinal in range(draft.any_of(1, 2)):
            phase = draft.add("phases", ordinal=ordinal, closes_at=NOW + days(1), **of)
            for role, permission in draft.some(tuple(product(Role, Permission)), 0, 3):
                draft.add("phase_capabilities", phase_id=phase["id"], role=role, permission=permission)


def _rubrics(draft: Draft) -> None:
    for movement, frozen in product(draft["movements"], (True, False)):
        state = {"state": "FROZEN", "frozen_at": NOW} if frozen else {}
        rubric = draft.add("rubrics", movement_id=movement["id"], **state)
        for ordinal in range(draft.any_of(1, 2)):
            scale = {"scale_min": Decimal(0), "scale_max": Decimal(10)}
            criterion = draft.add("criteria", rubric_id=rubric["id"], ordinal=ordinal, **scale)
            if draft.any_of(True, False):
                draft.add("criterion_bands", criterion_id=criterion["id"])


def _initiatives(draft: Draft) -> None:
    states = (*InitiativeState, *draft.chance.choices(tuple(InitiativeState), k=INITIATIVES - len(InitiativeState)))
    for state in states:
        made = initiative(draft, state, submitted=state in SUBMITTED or draft.any_of(True, False))
        for _ in range(draft.any_of(1, 1, 2)):
            revise(draft, made, *draft.some(draft["people"], 1, 2))
        for _ in range(draft.any_of(0, 1, 2)):
            judged = {"initiative_id": made["id"], "revision_id": made["current_revision_id"]}
            draft.add("initiative_reviews", **judged)


def _rounds(draft: Draft) -> None:
    for ordinal, state in enumerate(ROUNDS):
        rubric = draft.any_of(*draft["rubrics"])
        of = {"movement_id": rubric["movement_id"], "rubric_id": rubric["id"], "ordinal": ordinal}
        opened = {} if state is RoundState.DRAFT else {"opened_at": NOW}
        closed = {"closed_at": NOW} if state is RoundState.CLOSED else {}
        draft.add("rounds", state=state, closes_at=NOW + days(1), **of, **opened, **closed)
    _grants(draft)
    for row in draft["rounds"]:
        holders = {each["person_id"] for each in draft["role_grants"] if each["round_id"] == row["id"]}
        judges = [each for each in draft["people"] if each["id"] in holders] + draft.some(draft["people"], 2, 2)
        for each in draft.some(draft["initiatives"], 6, 7):
            enter(draft, row, each, draft.any_of(*_revisions(draft, each)))
            for person in {judge["id"]: judge for judge in draft.some(judges, 0, 2)}.values():
                assign(draft, row, each, person, draft.any_of(*AssignmentState), draft.any_of(None, *SheetState))


def _revisions(draft: Draft, of: Row) -> list[Row]:
    return [each for each in draft["initiative_revisions"] if each["initiative_id"] == of["id"]]


def _grants(draft: Draft) -> None:
    for name, roles in CAST.items():
        for role, number in roles:
            grant(draft, name, role, number)
    for name, (role, number) in LEAVERS.items():
        grant(draft, name, role, number)
    for number, period in ((1, ENDED), (2, REVOKED), (4, TO_COME)):
        grant(draft, "judge of one round left", Role.EVALUATOR, number, **period)
    for name in CAST:
        if name.startswith("by chance"):
            for role in draft.some(tuple(Role), 2, 4):
                period = draft.any_of(IN_FORCE, IN_FORCE, ENDED, REVOKED, TO_COME)
                grant(draft, name, role, draft.any_of(*range(len(ROUNDS))), **period)


def _results(draft: Draft) -> None:
    for round_ in draft["rounds"]:
        for number in range(1, draft.any_of(2, 3, 4)):
            compute(draft, round_, number, draft.any_of(*ResultState), draft.some(draft["initiatives"], 3, 5))


def _awards(draft: Draft) -> None:
    for number in range(3):
        draft.add("award_titles", code=f"DH-{number}")
        draft.add("award_forms", code=f"HT-{number}")
        of = {"movement_id": draft.any_of(*draft["movements"])["id"], "signer_id": draft.anybody()}
        draft.add("award_decisions", number=f"{number}/QĐ", **of)
    nominees = {(each["initiative_id"], draft.anybody()): each for each in draft["result_entries"]}
    for number, ((_initiative, person), entry) in enumerate(nominees.items()):
        nominate(draft, entry, person, tuple(NominationState)[number % len(NominationState)])


def _traps(draft: Draft) -> None:
    """Set what each filter is most likely to overlook."""
    people, rounds, units = draft.people, draft["rounds"], draft["units"]
    # An author of what was said first and nothing since; its creator wrote none of it; it never left its unit.
    former = initiative(
        draft,
        InitiativeState.WITHDRAWN,
        submitted=False,
        unit_id=units[7]["id"],
        created_by_id=people["nobody in particular"]["id"],
    )
    first = revise(draft, former, people["staff"])
    revise(draft, former, people["secretary who writes"])
    # In every round: what the evaluators may judge is the first revision, whatever each answered, in force or not.
    judges = ("evaluator", "leader who judges", "judge in preparation", "judge of one round left", "auditor who judges")
    for round_ in rounds:
        enter(draft, round_, former, first)
        for name, state in zip(judges, (*AssignmentState, *AssignmentState), strict=False):
            assign(draft, round_, former, people[name], state, SheetState.DRAFT)
    # A published result, superseded by a published one, superseded by a staged one.
    for number, state in ((11, ResultState.PUBLISHED), (12, ResultState.PUBLISHED), (13, ResultState.STAGED)):
        (entry,) = compute(draft, rounds[1], number, state, [former])
    # A leader's suggestion: still a draft, about somebody of another unit.
    suggested = {**entry, "unit_id": units[6]["id"]}
    leader = people["leader who judges"]["id"]
    nominate(draft, suggested, people["staff"]["id"], NominationState.DRAFT, created_by_id=leader)


def _trail(draft: Draft) -> None:
    for (name, entity), deed in product(KEPT.items(), ("SHEET_SAVED", "CHANGED")):
        subjects = draft[entity.source.rows.name] or draft["units"]
        draft.add(
            "audit_entries",
            deed=deed,
            subject_type=name,
            subject_id=draft.any_of(*subjects)["id"],
            before=draft.any_of(None, {"note": "cũ"}),
            after={"note": "mới"},
            reason="Vì lý do này",
        )
