"""The deed on jobs."""

import strawberry

from domain.access.permissions import Permission
from domain.jobs import actions
from schema.mutation import Deed, Made, MutationInput, Ref, made, mutation, payload, ref
from schema.refs import JobRef
from schema.texts import T, describe


@strawberry.input(description=describe(T("Hủy tác vụ.", "A job to cancel.")))
class CancelJobInput(MutationInput):
    """Which waiting job is cancelled."""

    job_id: Ref = ref("Job", T("Tác vụ đang chờ.", "The waiting job."))


@payload(T("Kết quả hủy tác vụ.", "The answer of cancelJob."))
class CancelJobPayload:
    """The job cancelled."""

    job = made("Job", JobRef, T("Tác vụ; rỗng khi bị từ chối.", "The job; null when refused."))


async def cancel_job(deed: Deed, input: CancelJobInput) -> Made[CancelJobPayload]:
    """Cancel a job."""
    job = await actions.cancel_job(deed.session, deed.actor, job_id=input.job_id)
    return Made(job=job.id)


@strawberry.type
class JobMutations:
    """The deed on jobs."""

    cancel_job = mutation(
        cancel_job,
        Permission.LEDGER_VERIFY,
        T("Hủy tác vụ đang chờ; cần quyền đã yêu cầu nó.", "Cancel a waiting job; needs the right to ask for it."),
        also=set(actions.PERMISSIONS.values()),
    )
