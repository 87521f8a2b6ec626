"""Deeds on results."""

from domain.results import actions, excluding, soundness
from schema.mutation import Deed, Made, made, payload
from schema.refs import JobRef, ResultRef, SheetExclusionRef
from schema.results.inputs import (
    ComputeResultInput,
    ExcludeSheetInput,
    PublishResultInput,
    RestoreSheetInput,
    VerifyResultInput,
    VerifyRoundInput,
)
from schema.texts import T

RESULT = T("Kết quả; rỗng khi bị từ chối.", "The result; null when refused.")


@payload(T("Kết quả yêu cầu tính lại.", "The answer of computeResult."))
class ComputeResultPayload:
    """The job that computes the version."""

    job = made("Job", JobRef, T("Tác vụ; rỗng khi bị từ chối.", "The job; null when refused."))


async def compute_result(deed: Deed, input: ComputeResultInput) -> Made[ComputeResultPayload]:
    """Ask for a further version."""
    job = await actions.compute_result(
        deed.session,
        deed.actor,
        round_id=input.round_id,
        reason=input.reason,
        method=input.method,
        drop_high=input.drop_high,
        drop_low=input.drop_low,
    )
    return Made(job=job.id)


@payload(T("Kết quả kiểm tra.", "The answer of verifyResult."))
class VerifyResultPayload:
    """The version verified."""

    result = made("Result", ResultRef, RESULT)


async def verify_result(deed: Deed, input: VerifyResultInput) -> Made[VerifyResultPayload]:
    """Verify a result."""
    result = await actions.verify_result(deed.session, deed.actor, result_id=input.result_id)
    return Made(result=result.id)


@payload(T("Kết quả công bố.", "The answer of publishResult."))
class PublishResultPayload:
    """The version published."""

    result = made("Result", ResultRef, RESULT)


async def publish_result(deed: Deed, input: PublishResultInput) -> Made[PublishResultPayload]:
    """Publish a result."""
    result = await actions.publish_result(deed.session, deed.actor, result_id=input.result_id)
    return Made(result=result.id)


@payload(T("Kết quả yêu cầu kiểm chứng.", "The answer of verifyRound."))
class VerifyRoundPayload:
    """The job that verifies the round."""

    job = made("Job", JobRef, T("Tác vụ; rỗng khi bị từ chối.", "The job; null when refused."))


async def verify_round(deed: Deed, input: VerifyRoundInput) -> Made[VerifyRoundPayload]:
    """Ask for a verification."""
    job = await soundness.verify_round(deed.session, deed.actor, round_id=input.round_id)
    return Made(job=job.id)


EXCLUSION = T("Quyết định loại phiếu; rỗng khi bị từ chối.", "The exclusion; null when refused.")


@payload(T("Kết quả loại phiếu.", "The answer of excludeSheet."))
class ExcludeSheetPayload:
    """The exclusion made."""

    exclusion = made("SheetExclusion", SheetExclusionRef, EXCLUSION)


async def exclude_sheet(deed: Deed, input: ExcludeSheetInput) -> Made[ExcludeSheetPayload]:
    """Exclude a sheet."""
    exclusion = await excluding.exclude_sheet(deed.session, deed.actor, sheet_id=input.sheet_id, reason=input.reason)
    return Made(exclusion=exclusion.id)


@payload(T("Kết quả khôi phục phiếu.", "The answer of restoreSheet."))
class RestoreSheetPayload:
    """The exclusion ended."""

    exclusion = made("SheetExclusion", SheetExclusionRef, EXCLUSION)


async def restore_sheet(deed: Deed, input: RestoreSheetInput) -> Made[RestoreSheetPayload]:
    """Restore a sheet."""
    exclusion = await excluding.restore_sheet(
        deed.session, deed.actor, exclusion_id=input.exclusion_id, reason=input.reason
    )
    return Made(exclusion=exclusion.id)
