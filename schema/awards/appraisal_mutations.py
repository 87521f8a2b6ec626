"""Deeds of those who appraise dossiers."""

import strawberry

from domain.access.permissions import Permission
from domain.awards import appraising
from schema.awards.texts import NOMINATION, NOMINATION_MADE, OPINION
from schema.mutation import Deed, Made, MutationInput, Ref, made, mutation, payload, ref, value
from schema.refs import NominationRef
from schema.texts import READ_VERSION, REASON, T, describe


@strawberry.input(description=describe(T("Hồ sơ đầy đủ thành phần.", "A dossier to find complete.")))
class AcceptNominationInput(MutationInput):
    """Which dossier, as it was read."""

    nomination_id: Ref = ref("Nomination", NOMINATION)
    expected_version: int = value(READ_VERSION)


@payload(T("Kết quả thao tác.", "The answer of acceptNomination."))
class AcceptNominationPayload:
    """The dossier as it stands now."""

    nomination = made("Nomination", NominationRef, NOMINATION_MADE)


async def accept_nomination(deed: Deed, input: AcceptNominationInput) -> Made[AcceptNominationPayload]:
    """Find a dossier complete."""
    nomination = await appraising.accept_nomination(
        deed.session,
        deed.actor,
        nomination_id=input.nomination_id,
        expected_version=input.expected_version,
    )
    return Made(nomination=nomination.id)


@strawberry.input(description=describe(T("Thẩm định một hồ sơ.", "A dossier to appraise.")))
class AppraiseNominationInput(MutationInput):
    """Which dossier, as it was read."""

    nomination_id: Ref = ref("Nomination", NOMINATION)
    expected_version: int = value(READ_VERSION)
    opinion: str = value(OPINION)


@payload(T("Kết quả thao tác.", "The answer of appraiseNomination."))
class AppraiseNominationPayload:
    """The dossier as it stands now."""

    nomination = made("Nomination", NominationRef, NOMINATION_MADE)


async def appraise_nomination(deed: Deed, input: AppraiseNominationInput) -> Made[AppraiseNominationPayload]:
    """Appraise a dossier."""
    nomination = await appraising.appraise_nomination(
        deed.session,
        deed.actor,
        nomination_id=input.nomination_id,
        expected_version=input.expected_version,
        opinion=input.opinion,
    )
    return Made(nomination=nomination.id)


@strawberry.input(description=describe(T("Tạm giữ một hồ sơ.", "A dossier to hold.")))
class HoldNominationInput(MutationInput):
    """Which dossier, as it was read."""

    nomination_id: Ref = ref("Nomination", NOMINATION)
    expected_version: int = value(READ_VERSION)
    reason: str = value(REASON)


@payload(T("Kết quả thao tác.", "The answer of holdNomination."))
class HoldNominationPayload:
    """The dossier as it stands now."""

    nomination = made("Nomination", NominationRef, NOMINATION_MADE)


async def hold_nomination(deed: Deed, input: HoldNominationInput) -> Made[HoldNominationPayload]:
    """Hold a dossier."""
    nomination = await appraising.hold_nomination(
        deed.session,
        deed.actor,
        nomination_id=input.nomination_id,
        expected_version=input.expected_version,
        reason=input.reason,
    )
    return Made(nomination=nomination.id)


@strawberry.input(description=describe(T("Cho hồ sơ tiếp tục.", "A held dossier to let go on.")))
class ReleaseNominationInput(MutationInput):
    """Which dossier, as it was read."""

    nomination_id: Ref = ref("Nomination", NOMINATION)
    expected_version: int = value(READ_VERSION)
    reason: str = value(REASON)


@payload(T("Kết quả thao tác.", "The answer of releaseNomination."))
class ReleaseNominationPayload:
    """The dossier as it stands now."""

    nomination = made("Nomination", NominationRef, NOMINATION_MADE)


async def release_nomination(deed: Deed, input: ReleaseNominationInput) -> Made[ReleaseNominationPayload]:
    """Let a held dossier go on."""
    nomination = await appraising.release_nomination(
        deed.session,
        deed.actor,
        nomination_id=input.nomination_id,
        expected_version=input.expected_version,
        reason=input.reason,
    )
    return Made(nomination=nomination.id)


@strawberry.type
class AppraisalMutations:
    """Deeds of those who appraise dossiers."""

    accept_nomination = mutation(
        accept_nomination,
        Permission.NOMINATION_APPRAISE,
        T("Xác nhận hồ sơ đầy đủ.", "Find a dossier complete."),
    )
    appraise_nomination = mutation(
        appraise_nomination, Permission.NOMINATION_APPRAISE, T("Thẩm định hồ sơ.", "Appraise a dossier.")
    )
    hold_nomination = mutation(
        hold_nomination,
        Permission.NOMINATION_APPRAISE,
        T("Tạm giữ hồ sơ cho đến khi làm rõ.", "Hold a dossier until something is cleared up."),
    )
    release_nomination = mutation(
        release_nomination,
        Permission.NOMINATION_APPRAISE,
        T("Cho hồ sơ tiếp tục từ chỗ đã tạm giữ.", "Let a held dossier go on from where it was."),
    )
