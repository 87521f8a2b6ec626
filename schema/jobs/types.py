"""The type of jobs."""

from datetime import datetime
from decimal import Decimal

from domain.imports.model import ScoreTable
from domain.jobs import model, queries
from domain.jobs.rules import JobKind, JobState
from domain.results.opened import finding_words
from schema.bindings import Node, column, entity
from schema.enums import expose
from schema.fields import connection, one
from schema.jobs.lists import CREATED_AT, JOB_FINDING_ORDER, JobFindingFilter
from schema.refs import JobFindingRef, JobRef, OfficialDocumentRef, PersonRef, RoundRef, ScoreTableRef
from schema.texts import T

expose(
    JobKind,
    T("Loại tác vụ.", "What a job computes."),
    {
        "COMPUTE_RESULT": ("Tính kết quả của vòng chấm.", "The result of a round."),
        "PROPOSE_ASSIGNMENT": ("Lập phương án phân công chấm.", "A proposal of who scores what."),
        "VERIFY_ROUND": ("Kiểm chứng sổ cái và các kết quả.", "A check of the ledger and of every result."),
        "IMPORT_TABLE": ("Nhập bảng điểm từ tệp.", "The import of a score table from a file."),
        "IMPORT_SHEETS": ("Nhập phiếu chấm giấy từ tệp.", "The import of a round's paper sheets from a file."),
        "MAKE_DOCUMENT": ("Lập văn bản và các tệp của nó.", "A document and its files."),
    },
)
expose(
    JobState,
    T("Trạng thái tác vụ.", "The state of a job."),
    {
        "QUEUED": ("Đang chờ.", "It waits."),
        "RUNNING": ("Đang chạy.", "It runs."),
        "DONE": ("Đã xong.", "It is done."),
        "FAILED": ("Đã hỏng; xem lý do.", "It failed; see why."),
        "CANCELLED": ("Đã hủy.", "It was cancelled."),
    },
)


@entity(queries.JOBS, T("Tác vụ tính toán dài.", "A long computation."))
class Job(Node):
    """A long computation."""

    kind: JobKind = column(model.Job.kind, T("Loại.", "What it computes."))
    state: JobState = column(model.Job.state, T("Trạng thái.", "The state."))
    progress: Decimal = column(model.Job.progress, T("Phần đã xong, từ 0 đến 1.", "The share done, 0 to 1."))
    step: str | None = column(model.Job.step, T("Bước đang chạy.", "The step that runs."))
    attempts: int = column(model.Job.attempts, T("Số lần đã chạy.", "How often it was begun."))
    error: str | None = column(model.Job.error, T("Lý do hỏng.", "Why it failed."))
    created_at: datetime = column(model.Job.created_at, CREATED_AT)
    started_at: datetime | None = column(model.Job.started_at, T("Bắt đầu chạy.", "When it was begun."))
    finished_at: datetime | None = column(model.Job.finished_at, T("Kết thúc.", "When it ended."))
    is_sound: bool | None = column(
        model.Job.report["is_sound"].as_boolean(),
        T("Kiểm chứng: nguyên vẹn hay không; rỗng với tác vụ khác.", "Of a verification: whether all is sound."),
    )
    round = one(
        "Round", RoundRef, model.Job.round_id, T("Vòng chấm; rỗng khi không thuộc vòng nào.", "Its round, if any.")
    )
    requested_by = one("Person", PersonRef, model.Job.requested_by_id, T("Người yêu cầu.", "Who asked for it."))
    score_table = one(
        "ScoreTable",
        ScoreTableRef,
        model.Job.id,
        T("Bảng điểm đã nhập; rỗng khi không có.", "The score table that it imported, if any."),
        to=ScoreTable.id,
    )
    official_document = one(
        "OfficialDocument",
        OfficialDocumentRef,
        model.Job.outcome_id,
        T("Văn bản đã lập; rỗng khi không có.", "The document that it made, if any."),
    )
    findings = connection(
        "JobFinding",
        JobFindingRef,
        T("Những gì tác vụ thấy sai, theo thứ tự.", "What it found wrong, in its order."),
        filters=JobFindingFilter,
        ordering=JOB_FINDING_ORDER,
        parent=model.JobFinding.job_id,
    )


@entity(queries.FINDINGS, T("Một điều sai mà tác vụ thấy.", "One thing that a job found wrong."))
class JobFinding(Node):
    """One thing that a job found wrong."""

    ordinal: int = column(model.JobFinding.ordinal, T("Số thứ tự.", "Its number in the job."))
    kind: str = column(model.JobFinding.kind, T("Tên quy tắc, ổn định.", "The rule, a stable SCREAMING_SNAKE name."))
    subject: str = column(
        model.JobFinding.subject,
        T('Ở đâu, ví dụ "row:5/column:Tính mới".', 'Where, such as "row:5/column:Tính mới" or "event:12".'),
    )
    message: str | None = column(
        model.JobFinding.message,
        T("Điều sai, bằng lời; hạn chế người xem.", "What is wrong, in Vietnamese words; restricted."),
        mask=finding_words,
    )
    message_en: str | None = column(
        model.JobFinding.message_en, T("Như trên, tiếng Anh.", "The same in English."), mask=finding_words
    )
    job = one("Job", JobRef, model.JobFinding.job_id, T("Tác vụ.", "The job."))
