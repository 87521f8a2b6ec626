"""The states of a job and what may be done in each."""

from enum import StrEnum

from domain.errors import Conflict, Text


class JobKind(StrEnum):
    """What is computed."""

    COMPUTE_RESULT = "COMPUTE_RESULT"
    PROPOSE_ASSIGNMENT = "PROPOSE_ASSIGNMENT"
    VERIFY_ROUND = "VERIFY_ROUND"
    IMPORT_TABLE = "IMPORT_TABLE"
    IMPORT_SHEETS = "IMPORT_SHEETS"
    MAKE_DOCUMENT = "MAKE_DOCUMENT"


class JobState(StrEnum):
    """A job waits, runs, and ends in one of three ways."""

    QUEUED = "QUEUED"
    RUNNING = "RUNNING"
    DONE = "DONE"
    FAILED = "FAILED"
    CANCELLED = "CANCELLED"


#: A job in one of these is not over.
PENDING = (JobState.QUEUED, JobState.RUNNING)


def check_cancellable(state: JobState) -> None:
    """Raise Conflict unless a job still waits: what runs is left to end."""
    if state is not JobState.QUEUED:
        text = Text(
            f"Tác vụ đang ở trạng thái {state}, không hủy được.",
            f"The job is {state}; only a waiting one can be cancelled.",
        )
        raise Conflict("JOB_STATE_FORBIDS", text)
