"""Deeds on delegations of signing."""

from datetime import date

import strawberry

from domain.access.permissions import Permission
from domain.awards import signing
from domain.awards.rules import SigningCapacity
from domain.awards.signing_rules import SigningMatter
from schema.awards import concluding_lists as lists
from schema.mutation import Deed, Made, MutationInput, Ref, made, mutation, payload, ref, value
from schema.refs import SigningDelegationRef
from schema.texts import READ_VERSION, REASON, T, describe

DELEGATION = T("Việc giao ký, ủy quyền; rỗng khi bị từ chối.", "The delegation; null when refused.")


@strawberry.input(description=describe(T("Giao ký, ủy quyền.", "A new delegation of signing.")))
class DelegateSigningInput(MutationInput):
    """Who may sign, in whose name, what, and from when to when."""

    delegate_id: Ref = ref("Person", lists.DELEGATE)
    capacity: SigningCapacity = value(
        T("KT. (cấp phó), TL. hoặc TUQ. (thủ trưởng đơn vị).", "KT. (deputies), TL. or TUQ. (heads of units).")
    )
    document: str = value(lists.DOCUMENT)
    starts_on: date = value(lists.STARTS_ON)
    ends_on: date = value(lists.ENDS_ON)
    movement_id: Ref | None = ref("Movement", lists.MOVEMENT_SCOPE)
    form_id: Ref | None = ref("AwardForm", lists.FORM_SCOPE)
    matter: SigningMatter = value(lists.MATTER, default=SigningMatter.AWARD_DECISIONS)
    unit_id: Ref | None = ref("Unit", lists.OF_UNIT)


@payload(T("Kết quả giao ký.", "The answer of delegateSigning."))
class DelegateSigningPayload:
    """The delegation made."""

    signing_delegation = made("SigningDelegation", SigningDelegationRef, DELEGATION)


async def delegate_signing(deed: Deed, input: DelegateSigningInput) -> Made[DelegateSigningPayload]:
    """Delegate signing."""
    delegation = await signing.delegate_signing(
        deed.session,
        deed.actor,
        delegate_id=input.delegate_id,
        capacity=input.capacity,
        document=input.document,
        starts_on=input.starts_on,
        ends_on=input.ends_on,
        movement_id=input.movement_id,
        form_id=input.form_id,
        matter=input.matter,
        unit_id=input.unit_id,
    )
    return Made(signing_delegation=delegation.id)


@strawberry.input(description=describe(T("Thu hồi việc giao ký, ủy quyền.", "A delegation to end.")))
class RevokeSigningInput(MutationInput):
    """Which delegation ends, and why."""

    delegation_id: Ref = ref("SigningDelegation", T("Việc giao ký, ủy quyền.", "The delegation."))
    expected_version: int = value(READ_VERSION)
    reason: str = value(REASON)


@payload(T("Kết quả thu hồi.", "The answer of revokeSigning."))
class RevokeSigningPayload:
    """The delegation ended."""

    signing_delegation = made("SigningDelegation", SigningDelegationRef, DELEGATION)


async def revoke_signing(deed: Deed, input: RevokeSigningInput) -> Made[RevokeSigningPayload]:
    """End a delegation."""
    delegation = await signing.revoke_signing(
        deed.session,
        deed.actor,
        delegation_id=input.delegation_id,
        expected_version=input.expected_version,
        reason=input.reason,
    )
    return Made(signing_delegation=delegation.id)


@strawberry.type
class SigningMutations:
    """Deeds on delegations of signing."""

    delegate_signing = mutation(
        delegate_signing,
        Permission.SIGNING_DELEGATE,
        T(
            "Người đứng đầu giao ký thay, thừa lệnh hoặc ủy quyền; cấp phó và người được giao không giao lại.",
            "The head lets somebody sign; deputies and delegates delegate nobody.",
        ),
    )
    revoke_signing = mutation(
        revoke_signing, Permission.SIGNING_DELEGATE, T("Thu hồi việc giao ký.", "End a delegation.")
    )
