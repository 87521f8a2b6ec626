"""Filters and orders of the lists of jobs."""

import strawberry

from domain.jobs import model
from domain.jobs.rules import JobKind, JobState
from schema.bindings import OrderField
from schema.filters import is_one_of, ordering, refers_to
from schema.texts import T, describe

CREATED_AT = T("Thời điểm yêu cầu.", "When it was asked for.")


@strawberry.input(description=describe(T("Lọc tác vụ.", "What jobs to keep.")))
class JobFilter:
    """Filters of lists of jobs."""

    round_id: strawberry.ID | None = refers_to(model.Job.round_id, "Round", T("Vòng chấm.", "The round."))
    kind: list[JobKind] | None = is_one_of(model.Job.kind, T("Thuộc các loại.", "Of these kinds."))
    state: list[JobState] | None = is_one_of(model.Job.state, T("Ở các trạng thái.", "In these states."))


JOB_ORDER = ordering(
    "Job", {"CREATED_AT": OrderField(model.Job.created_at, CREATED_AT)}, default="CREATED_AT", descending=True
)


@strawberry.input(description=describe(T("Lọc những điều sai.", "What findings to keep.")))
class JobFindingFilter:
    """Filters of lists of findings."""

    kind: list[str] | None = is_one_of(model.JobFinding.kind, T("Theo các quy tắc.", "Of these rules."))


JOB_FINDING_ORDER = ordering(
    "JobFinding",
    {"ORDINAL": OrderField(model.JobFinding.ordinal, T("Số thứ tự.", "The number in the job."))},
    default="ORDINAL",
)
