"""What follows nominations and decisions, whatever state they are in and whoever they are about."""

from domain.awards.rules import NominationState, RevocationGround, SigningCapacity
from domain.awards.signing_rules import SigningMatter
from tests.support.plain_rows import Draft


def add_dossiers(draft: Draft) -> None:
    """Give every nomination two steps, every other a prize or a revocation, some decisions a publication.

    Delegate to everybody; end every other of these delegations.
    """
    salary = draft["legal_parameters"][0]["id"]
    for number, nomination in enumerate(draft["nominations"]):
        of = {"nomination_id": nomination["id"]}
        for ordinal in (1, 2):
            states = {"from_state": NominationState.DRAFT, "to_state": draft.any_of(*NominationState)}
            draft.add("nomination_steps", ordinal=ordinal, **of, **states)
        if number % 2:
            terms = dict.fromkeys(("coefficient_id", "base_salary_id", "rounding_id"), salary)
            draft.add("prizes", factor_id=None, **of, **terms)
        else:
            signer = {"signer_id": draft.anybody(), "ground": draft.any_of(*RevocationGround)}
            draft.add("revocations", **of, **signer)
    for decision in draft["award_decisions"][::2]:
        draft.add("decision_publications", decision_id=decision["id"])
    for number, person in enumerate(draft["people"]):
        ended = {"revoked_at": None, "revoked_reason": None}
        if number % 2:
            ended = {"revoked_at": person["created_at"], "revoked_reason": "Hết nhiệm kỳ"}
        scope = {
            "capacity": draft.any_of(SigningCapacity.KT, SigningCapacity.TL, SigningCapacity.TUQ),
            "movement_id": draft.any_of(None, draft["movements"][0]["id"], draft["movements"][-1]["id"]),
            "form_id": draft.any_of(None, draft["award_forms"][0]["id"]),
            "matter": SigningMatter.AWARD_DECISIONS,
            "unit_id": None,
            "authority": "Bộ trưởng",
            "granted_by_id": draft["people"][number - 1]["id"],
        }
        if number % 3 == 0:
            # A unit's head lets a deputy sign what the unit issues.
            own = {"capacity": SigningCapacity.KT, "unit_id": draft.any_of(*draft["units"])["id"], "form_id": None}
            scope |= {**own, "matter": SigningMatter.DOCUMENTS, "authority": "Vụ trưởng"}
        draft.add("signing_delegations", delegate_id=person["id"], **scope, **ended)
