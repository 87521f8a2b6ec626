"""Rows of an adversarial world, one kind after the other: what they are about is left to the caller, likely or not."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any
from uuid import UUID

from domain.actor import ROUND_ROLES, UNIT_ROLES, Role
from domain.awards.rules import EFFECTIVE, NominationState, NomineeKind
from domain.discussions.rules import Audience
from domain.evaluations.rules import AssignmentState, SheetState
from domain.initiatives.rules import InitiativeState, Punctuality
from domain.people.rules import LeadershipTier
from domain.results.rules import ResultState
from tests.support.factories import LONG_AGO, NOW
from tests.support.plain_rows import Draft, Row


def grant(draft: Draft, name: str, role: Role, number: int, **period: Any) -> None:
    """Grant a role for the unit or the round of that number, where it is for one."""
    unit = {"unit_id": draft["units"][number]["id"]} if role in UNIT_ROLES else {}
    round_ = {"round_id": draft["rounds"][number]["id"]} if role in ROUND_ROLES else {}
    held = {"person_id": draft.people[name]["id"], "role": role, "starts_at": LONG_AGO}
    draft.add("role_grants", **{**held, **unit, **round_, **period})


def initiative(draft: Draft, state: InitiativeState, *, submitted: bool, **given: Any) -> Row:
    """Add an initiative of any unit."""
    values = {
        "movement_id": draft.any_of(*draft["movements"])["id"],
        "unit_id": draft.any_of(*draft["units"])["id"],
        "state_reason": "Lời của người xem xét",
        **({"first_submitted_at": NOW, "punctuality": Punctuality.LATE} if submitted else {}),
    }
    return draft.add("initiatives", state=state, **{**values, **given})


def revise(draft: Draft, of: Row, *authors: Row) -> Row:
    """Let an initiative say something new."""
    number = 1 + sum(row["initiative_id"] == of["id"] for row in draft["initiative_revisions"])
    revision = draft.add("initiative_revisions", initiative_id=of["id"], number=number)
    of["current_revision_id"] = revision["id"]
    for ordinal, author in enumerate(authors):
        draft.add("initiative_authors", revision_id=revision["id"], person_id=author["id"], ordinal=ordinal)
    if draft.any_of(True, False):
        draft.add("evidence_links", revision_id=revision["id"])
    return revision


def enter(draft: Draft, round_: Row, of: Row, revision: Row) -> None:
    """Put an initiative into a round as it was at one time."""
    number = 1 + sum(row["round_id"] == round_["id"] for row in draft["round_entries"])
    draft.add(
        "round_entries",
        round_id=round_["id"],
        initiative_id=of["id"],
        revision_id=revision["id"],
        number=number,
    )


def assign(
    draft: Draft, round_: Row, of: Row, person: Row, state: AssignmentState, sheet: SheetState | None = None
) -> None:
    """Give an entry to a person, who may have scored it whatever became of the assignment."""
    keys = {"round_id": round_["id"], "initiative_id": of["id"], "evaluator_id": person["id"]}
    reason = None if state is AssignmentState.ASSIGNED else "Quen biết tác giả"
    given = draft.add("assignments", state=state, reason=reason, **keys)
    if sheet is None:
        return
    # Sheets differ by turns, so that some entries are disputed.
    total = Decimal(50 + 30 * (len(draft["score_sheets"]) % 2))
    sent = {"submitted_at": NOW, "total": total} if sheet is SheetState.SUBMITTED else {}
    typed = {"reopened_reason": "Gửi nhầm", "entered_by_id": draft.anybody()}
    made = draft.add("score_sheets", assignment_id=given["id"], state=sheet, **keys, **sent, **typed)
    for criterion in draft["criteria"]:
        if criterion["rubric_id"] == round_["rubric_id"]:
            draft.add("marks", sheet_id=made["id"], criterion_id=criterion["id"])


def post(draft: Draft, entry: Row, author_id: UUID, audience: Audience) -> None:
    """Let a person have said something about an entry, whoever they are to it."""
    of = {"entry_id": entry["id"], "round_id": entry["round_id"], "initiative_id": entry["initiative_id"]}
    draft.add("discussion_posts", author_id=author_id, audience=audience, **of)


def compute(draft: Draft, round_: Row, number: int, state: ResultState, ranked: Sequence[Row]) -> list[Row]:
    """Add a version of a result; an initiative may have changed its unit since."""
    said = {
        "published_at": NOW if state is ResultState.PUBLISHED else None,
        "verified_at": None if state is ResultState.STAGED else NOW,
        "verified_by_id": None,
        "reason": "Tính lại" if number > 1 else None,
    }
    result = draft.add("results", round_id=round_["id"], number=number, state=state, **said)
    return [
        draft.add(
            "result_entries",
            result_id=result["id"],
            initiative_id=each["id"],
            revision_id=each["current_revision_id"],
            unit_id=draft.any_of(each["unit_id"], draft.any_of(*draft["units"])["id"]),
            score=Decimal(50),
            place=place,
        )
        for place, each in enumerate(ranked, 1)
    ]


#: States that come after a decision.
DECIDED = {*EFFECTIVE, NominationState.REVOKED}


def nominate(draft: Draft, entry: Row, person_id: UUID, state: NominationState, **given: Any) -> None:
    """Nominate a person for where an initiative stands, whatever unit they are of."""
    draft.add(
        "nominations",
        movement_id=draft["movements"][0]["id"],
        result_entry_id=entry["id"],
        initiative_id=entry["initiative_id"],
        nominee_kind=NomineeKind.INDIVIDUAL,
        person_id=person_id,
        leadership_tier=LeadershipTier.DIRECT_WORKER,
        unit_id=entry["unit_id"],
        form_id=draft.any_of(*draft["award_forms"])["id"],
        state=state,
        reason="Chưa đủ",
        held_from=NominationState.SUBMITTED if state is NominationState.HELD else None,
        opinion=draft.any_of(None, "Đủ điều kiện"),
        decision_id=draft.any_of(*draft["award_decisions"])["id"] if state in DECIDED else None,
        **given,
    )
