"""A world made to break row filters: everything in every state, and people whose roles were never meant to meet.

Chance, always the same, puts it together; then traps are set by hand. The guards that keep such a world from coming
about are off while it is written: a filter may rely on none of them.
"""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from decimal import Decimal
from itertools import product
from random import Random

from sqlalchemy import text
from sqlalchemy.ext.asyncio import AsyncConnection

from domain import ids
from domain.access.permissions import Permission
from domain.actor import ANONYMOUS, SYSTEM, Actor, Role
from domain.awards.rules import NominationState
from domain.conflicts.rules import ConflictKind, ConflictOrigin
from domain.discussions.rules import Audience
from domain.evaluations.rules import AssignmentState, RoundKind, RoundState, ScoresSeen, SheetState
from domain.initiatives.rules import InitiativeState
from domain.movements.rules import MovementForm, MovementState
from domain.results.rules import ResultState
from tests.support import plain_rows
from tests.support.adversarial_comparisons import add_comparisons
from tests.support.adversarial_councils import add_councils
from tests.support.adversarial_dossiers import add_dossiers
from tests.support.adversarial_exemplars import add_exemplars, add_spreading
from tests.support.adversarial_findings import add_findings
from tests.support.adversarial_imports import add_imports
from tests.support.adversarial_integrity import add_holds
from tests.support.adversarial_ledger import add_ledgers
from tests.support.adversarial_papers import add_papers
from tests.support.adversarial_regulations import add_regulations
from tests.support.adversarial_reports import add_reports
from tests.support.adversarial_results import add_results
from tests.support.adversarial_rows import assign, compute, enter, grant, initiative, nominate, post, revise
from tests.support.factories import NOW, days
from tests.support.plain_rows import KEPT, Draft, Row, Rows

SEED = 20240603
UNITS = 8
INITIATIVES = 40
#: What the phases of rounds let be seen, every combination of it: fellows' scores, authors, evaluators; and no phase.
SIGHTS = (*product(ScoresSeen, (True, False), (True, False)), None)
ROUNDS = tuple(tuple(RoundState)[number % len(RoundState)] for number in range(len(SIGHTS)))
#: Of these states an initiative cannot be without having been submitted.
SUBMITTED = ("SUBMITTED", "SCREENED", "INELIGIBLE", "SCORING", "SCORED")

#: Who acts: each role alone, then together. The number is that of the unit or the round that a role is for.
CAST: Mapping[str, Sequence[tuple[Role, int]]] = {
    **{role.value.lower(): [(role, 1)] for role in Role},
    "nobody in particular": [],
    "leader who judges": [(Role.UNIT_LEADER, 2), (Role.EVALUATOR, 1)],
    "leader here, officer there": [(Role.UNIT_LEADER, 3), (Role.FOCAL_OFFICER, 4)],
    "judge in preparation": [(Role.EVALUATOR, 0), (Role.EVALUATOR, 2)],
    "judge of every round": [(Role.EVALUATOR, number) for number in range(len(SIGHTS))],
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
        for build in BUILDERS:
            build(draft)
    await plain_rows.write(connection, draft)
    # Whatever autovacuum thought of the empty tables: plans are made for the rows that are there.
    await connection.execute(text("ANALYZE"))


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
    for at, state in enumerate(MovementState):
        form = tuple(MovementForm)[at % 2]
        of = {"movement_id": draft.add("movements", code=f"PT-{state}", state=state, form=form)["id"]}
        for unit in draft.some(draft["units"], 1, 4):
            draft.add("participations", unit_id=unit["id"], **of)
        for number, units in enumerate((draft["units"][:2], draft["units"][2:4])):
            block = draft.add("blocks", name=f"Khối {number}", **of)
            for unit in units:
                draft.add("block_units", block_id=block["id"], unit_id=unit["id"], **of)
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
        kind = RoundKind.EXPERT if ordinal % 4 else RoundKind.SELF_SCORE
        round_ = draft.add("rounds", state=state, kind=kind, closes_at=NOW + days(1), **of, **opened, **closed)
        _phases(draft, round_, SIGHTS[ordinal])
        draft.add("round_tiers", round_id=round_["id"])
    _grants(draft)
    for row in draft["rounds"]:
        holders = {each["person_id"] for each in draft["role_grants"] if each["round_id"] == row["id"]}
        judges = [each for each in draft["people"] if each["id"] in holders] + draft.some(draft["people"], 2, 2)
        for each in draft.some(draft["initiatives"], 2, 3):
            revision = draft.any_of(*_revisions(draft, each))
            enter(draft, row, each, revision)
            for _ in range(draft.any_of(0, 1, 2)):
                draft.add("redacted_revisions", revision_id=revision["id"], number=1 + _redactions(draft, revision))
            for person in {judge["id"]: judge for judge in draft.some(judges, 0, 3)}.values():
                assign(draft, row, each, person, draft.any_of(*AssignmentState), draft.any_of(None, *SheetState))


def _phases(draft: Draft, round_: Row, sight: tuple[ScoresSeen, bool, bool] | None) -> None:
    """Give a round the phase that it is in, if it is in one, between others that let everything be seen."""
    for ordinal in range(3):
        others, authors, evaluators = (sight if ordinal == 1 else None) or (ScoresSeen.ALWAYS, False, False)
        hidden = {"others_scores": others, "hides_authors": authors, "hides_evaluators": evaluators}
        phase = draft.add("round_phases", round_id=round_["id"], ordinal=ordinal, **hidden)
        if ordinal == 1 and sight is not None:
            round_["phase_id"] = phase["id"]


def _redactions(draft: Draft, revision: Row) -> int:
    return sum(row["revision_id"] == revision["id"] for row in draft["redacted_revisions"])


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
    for round_ in draft["rounds"][::2]:
        for number in range(1, draft.any_of(2, 3, 4)):
            compute(draft, round_, number, draft.any_of(*ResultState), draft.some(draft["initiatives"], 3, 5))


def _conflicts(draft: Draft) -> None:
    """Add to the conflicts that follow from facts those that are declared, and all that can become of a waiver."""
    for person in draft["people"]:
        for each in draft.some(draft["initiatives"], 1, 2):
            pair = {"person_id": person["id"], "initiative_id": each["id"]}
            ended = draft.any_of({}, {}, {}, {"ended_at": NOW, "ended_reason": "Hết"})
            draft.add("declared_conflicts", origin=ConflictOrigin.PERSON, **pair, **ended)
            if draft.any_of(True, False, False):
                _waive(draft, pair)
        for each in draft.some([row for row in draft["initiatives"] if row["unit_id"] == person["unit_id"]], 0, 1):
            _waive(draft, {"person_id": person["id"], "initiative_id": each["id"]})
    for unit in draft["units"]:
        for each in draft.some(draft["initiatives"], 0, 2):
            draft.add("adopting_units", unit_id=unit["id"], initiative_id=each["id"], ended_at=draft.any_of(None, NOW))
    # Who left a unit on the day on which its initiatives were begun, and who left it the day before.
    for name, day in (("personnel", NOW.date()), ("auditor", NOW.date() - timedelta(days=1))):
        period = {"starts_on": NOW.date() - timedelta(days=99), "ends_on": day}
        draft.add("unit_memberships", person_id=draft.people[name]["id"], unit_id=draft["units"][7]["id"], **period)


def _waive(draft: Draft, pair: Row) -> None:
    known = [row for row in draft["conflict_waivers"] if pair.items() <= row.items()]
    if known:
        return
    asked, approver = [each["id"] for each in draft.some(draft["people"], 2, 2)]
    if pair["person_id"] in (asked, approver):
        return
    approved = draft.any_of({}, {"approved_at": NOW, "approved_by_id": approver})
    ended = draft.any_of({}, {}, {"ended_at": NOW, "ended_reason": "Hết"})
    kinds = draft.any_of(list(ConflictKind), [ConflictKind.DECLARED], [ConflictKind.OWN_UNIT])
    nobody = {"approved_by_id": None, "approved_at": None}
    draft.add("conflict_waivers", **pair, kinds=kinds, requested_by_id=asked, **{**nobody, **approved}, **ended)


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
    _fellows(draft)
    # A published result, superseded by a published one, superseded by a staged one.
    for number, state in ((11, ResultState.PUBLISHED), (12, ResultState.PUBLISHED), (13, ResultState.STAGED)):
        (entry,) = compute(draft, rounds[1], number, state, [former])
    # A leader's suggestion: still a draft, about somebody of another unit.
    suggested = {**entry, "unit_id": units[6]["id"]}
    leader = people["leader who judges"]["id"]
    nominate(draft, suggested, people["staff"]["id"], NominationState.DRAFT, created_by_id=leader)


def _fellows(draft: Draft) -> None:
    """Let one evaluator score in every round with a fellow who has sent their sheet: with and without their own.

    Both entries say what the initiatives say now, and are scored by name in some round: who sees an initiative by name
    must not find out which of the entries without names it is.
    """
    mine, free = draft.people["judge of every round"], [row for row in draft["initiatives"] if _is_far(draft, row)]
    fellow = draft.people["nobody in particular"]
    for round_ in draft["rounds"]:
        taken = {row["initiative_id"] for row in draft["round_entries"] if row["round_id"] == round_["id"]}
        scored, waiting = [row for row in free if row["id"] not in taken][:2]
        for each, sheet in ((scored, SheetState.SUBMITTED), (waiting, SheetState.DRAFT)):
            revision = next(row for row in draft["initiative_revisions"] if row["id"] == each["current_revision_id"])
            enter(draft, round_, each, revision)
            draft.add("redacted_revisions", revision_id=revision["id"], number=1 + _redactions(draft, revision))
            assign(draft, round_, each, mine, AssignmentState.ASSIGNED, sheet)
            assign(draft, round_, each, fellow, AssignmentState.ASSIGNED, SheetState.SUBMITTED)


def _is_far(draft: Draft, initiative_: Row) -> bool:
    """Say whether nothing that is known of an initiative brings it near the evaluator of every round."""
    mine = draft.people["judge of every round"]["id"]
    declared = {row["initiative_id"] for row in draft["declared_conflicts"] if row["person_id"] == mine}
    return initiative_["id"] not in declared and initiative_["created_by_id"] != mine


def _discussions(draft: Draft) -> None:
    """Let an evaluator of each entry and somebody who may be nobody to it speak, to either audience."""
    for number, entry in enumerate(draft["round_entries"]):
        of = {"round_id": entry["round_id"], "initiative_id": entry["initiative_id"]}
        judges = [row["evaluator_id"] for row in draft["assignments"] if of.items() <= row.items()]
        audiences = tuple(Audience)[:: 1 if number % 2 else -1]
        for author_id, audience in zip((*judges[-1:], draft.anybody()), audiences, strict=False):
            post(draft, entry, author_id, audience)


def _trail(draft: Draft) -> None:
    for (name, entity), deed in product(KEPT.items(), ("SHEET_SAVED", "CHANGED")):
        subjects = draft.tables.get(entity.source.rows.name) or draft["units"]
        draft.add(
            "audit_entries",
            deed=deed,
            subject_type=name,
            subject_id=draft.any_of(*subjects)["id"],
            before=draft.any_of(None, {"note": "cũ"}),
            after={"note": "mới"},
            reason="Vì lý do này",
        )
    for each in draft["initiatives"][::8]:
        told = {"pairs": [{"evaluator_id": str(draft.anybody()), "initiative_id": str(each["id"])}]}
        draft.add("audit_entries", deed="ASSIGNED", subject_type="Round", subject_id=each["id"], after=told)
        taken = {"initiative_id": str(each["id"])}
        draft.add("audit_entries", deed="UNASSIGNED", subject_type="Assignment", subject_id=each["id"], before=taken)


def _blind_conflicts(draft: Draft) -> None:
    """Add conflicts that were declared of an entry, some beside one with the initiative; nothing is left to chance."""
    entries = draft["round_entries"]
    for number, person in enumerate(draft["people"]):
        entry = entries[number * 7 % len(entries)]
        if person is not draft.people["judge of every round"]:
            pair = {"person_id": person["id"], "initiative_id": entry["initiative_id"]}
            by = {"declared_by_id": person["id"], "ended_by_id": None}
            draft.add("declared_conflicts", origin=ConflictOrigin.PERSON, entry_id=entry["id"], **pair, **by)


BUILDERS = (
    _organisation,
    _movements,
    _rubrics,
    _initiatives,
    _rounds,
    _results,
    _conflicts,
    _awards,
    _traps,
    _discussions,
    _trail,
    _blind_conflicts,
    add_imports,
    add_ledgers,
    add_results,
    add_comparisons,
    add_holds,
    add_councils,
    add_regulations,
    add_dossiers,
    add_findings,
    add_spreading,
    add_exemplars,
    add_papers,
    add_reports,
)
