"""Root fields that read jobs."""

import strawberry

from schema.fields import connection, lookup
from schema.jobs import lists
from schema.refs import JobRef
from schema.texts import T


@strawberry.type
class JobQueries:
    """Long computations and how far they are."""

    job = lookup("Job", JobRef, T("Một tác vụ.", "One job."))
    jobs = connection(
        "Job",
        JobRef,
        T("Các tác vụ, mới nhất trước.", "The jobs, the latest first."),
        filters=lists.JobFilter,
        ordering=lists.JOB_ORDER,
    )
