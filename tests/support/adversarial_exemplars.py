"""Benefit, replications, pilots and exemplars at whatever unit and of whomever, in every state."""

from datetime import date
from decimal import Decimal
from uuid import UUID

from domain.benefits.rules import Verdict
from domain.exemplars.rules import ExemplarState
from domain.replications.rules import ENDED, IN_USE, FailureReason, PilotState, ReplicationState
from tests.support.factories import LONG_AGO, NOW
from tests.support.plain_rows import Draft, Row


def add_spreading(draft: Draft) -> None:
    """Let units measure and take over every third initiative, and put some under pilot."""
    for number, of in enumerate(draft["initiatives"][::3]):
        for unit in draft.some(draft["units"], 1, 3):
            _measure(draft, of["id"], unit["id"])
        for unit in draft.some(draft["units"], 1, 2):
            _take_over(draft, of["id"], unit["id"])
        state = tuple(PilotState)[number % len(PilotState)]
        is_open, is_model = state is PilotState.UNDERWAY, state is PilotState.APPROVED
        decided = {} if is_open else {"decided_at": NOW, "reason": "Theo minh chứng"}
        evidence = {"benefit_id": draft["benefits"][-1]["id"]} if is_model else {}
        unit_id = draft.any_of(*draft["units"])["id"]
        draft.add("pilots", initiative_id=of["id"], unit_id=unit_id, state=state, **decided, **evidence)


def _measure(draft: Draft, initiative_id: UUID, unit_id: UUID) -> None:
    verifier = draft.any_of(None, *draft["units"])
    of = draft.add(
        "benefits",
        initiative_id=initiative_id,
        unit_id=unit_id,
        verifier_unit_id=verifier and verifier["id"],
        baseline=Decimal(10),
        baseline_locked_at=draft.any_of(None, LONG_AGO),
        **draft.any_of({}, {}, {"withdrawn_at": NOW, "withdrawn_reason": "Đo nhầm"}),
    )
    if draft.any_of(True, False):
        month = draft.add("benefit_measurements", benefit_id=of["id"], month=date(2024, 5, 1))
        verdict = draft.any_of(None, *Verdict)
        if verdict is not None:
            value = None if verdict is Verdict.REJECTED else Decimal(1)
            said = {"verdict": verdict, "value": value, "reason": "Đã đối chiếu", "verifier_unit_id": unit_id}
            draft.add("benefit_verifications", measurement_id=month["id"], **said)


def _take_over(draft: Draft, initiative_id: UUID, unit_id: UUID) -> None:
    of = {"initiative_id": initiative_id, "unit_id": unit_id}
    state = draft.any_of(*ReplicationState)
    adoption = {"adoption_id": draft.add("adopting_units", ended_at=NOW, **of)["id"]} if state in IN_USE else {}
    failure = {"failure": FailureReason.TECHNICAL} if state in ENDED else {}
    measure = {"benefit_id": draft.any_of(None, draft["benefits"][-1]["id"])}
    row = draft.add("replications", state=state, **of, **adoption, **failure, **measure)
    draft.add("replication_events", replication_id=row["id"], to_state=state)


def add_exemplars(draft: Draft) -> None:
    """Hold everybody up in some state, units and initiatives besides, whether or not anybody agreed."""
    for number, person in enumerate(draft["people"]):
        row = _hold_up(draft, number, kind="PERSON", person_id=person["id"])
        for withdrawn in draft.any_of((), (None,), (NOW, None)):
            agreed = {"covers_name": True, "withdrawn_at": withdrawn}
            who = draft.any_of(person["id"], draft.anybody())
            draft.add("exemplar_consents", exemplar_id=row["id"], person_id=who, **agreed)
    for number, unit in enumerate(draft["units"]):
        _hold_up(draft, number, kind="UNIT", unit_id=unit["id"])
    for number, of in enumerate(draft["initiatives"][::4]):
        _hold_up(draft, number, kind="INITIATIVE", initiative_id=of["id"])


def _hold_up(draft: Draft, number: int, **subject: object) -> Row:
    state = tuple(ExemplarState)[number % len(ExemplarState)]
    moments = {"published_at": NOW} if state is ExemplarState.PUBLISHED else {}
    if state is ExemplarState.WITHDRAWN:
        moments = {"withdrawn_at": NOW, "withdrawn_reason": "Không còn phù hợp"}
    movement_id = draft.any_of(*draft["movements"])["id"]
    entry = {"result_entry_id": draft["result_entries"][number]["id"] if number % 2 else None}
    nobody = dict.fromkeys(("person_id", "unit_id", "initiative_id"))
    row = draft.add("exemplars", movement_id=movement_id, state=state, **{**nobody, **subject}, **moments, **entry)
    draft.add("exemplar_honours", exemplar_id=row["id"])
    draft.add("communications", exemplar_id=row["id"])
    return row
