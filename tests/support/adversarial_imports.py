"""Jobs of every kind by anybody, whether or not they may still ask for them; what they found; tables imported."""

from itertools import product
from typing import Any

from domain.jobs.rules import JobKind, JobState
from tests.support.factories import NOW
from tests.support.plain_rows import Draft

#: Who asks: somebody who watches, somebody who may enter sheets only, somebody without any role, nobody.
ASKING = ("personnel", "secretary who writes", "nobody in particular", None)


def add_imports(draft: Draft) -> None:
    """Add jobs that are done, each with what it found, and a table for every import."""
    for kind, name in product(JobKind, ASKING):
        about: dict[str, Any] = {"round_id": draft.any_of(*draft["rounds"])["id"]}
        if kind in (JobKind.IMPORT_TABLE, JobKind.MAKE_DOCUMENT):
            about = {"round_id": None}
        asked = {"requested_by_id": draft.people[name]["id"] if name else None, "parameters": {}}
        job = draft.add("jobs", kind=kind, state=JobState.DONE, finished_at=NOW, progress=1, **about, **asked)
        for ordinal in (1, 2):
            draft.add("job_findings", job_id=job["id"], ordinal=ordinal)
        if kind is JobKind.IMPORT_TABLE:
            movement_id = draft.any_of(*draft["movements"])["id"] if name else None
            who = {"imported_by_id": asked["requested_by_id"]}
            table = draft.add("score_tables", id=job["id"], movement_id=movement_id, **who)
            for place in (1, 2, None):
                draft.add("score_table_entries", table_id=table["id"], place=place, name=str(place))
