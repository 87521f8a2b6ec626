"""The deeds that ask for imports, each with the permission that it needs."""

import binascii
from base64 import b64decode

import strawberry

from domain.access.permissions import Permission
from domain.errors import Invalid, Text
from domain.imports import asking
from domain.imports.asking import GivenFile
from schema.mutation import Deed, Made, MutationInput, Ref, made, mutation, payload, ref, value
from schema.refs import JobRef
from schema.texts import T, describe

JOB = T("Tác vụ đọc tệp; rỗng khi bị từ chối.", "The job that reads the file; null when refused.")
SHEET = T("Trang tính của tệp XLSX; mặc định là trang đầu.", "The sheet of an XLSX file; the first without it.")
DRY_RUN = T("Chỉ kiểm tra, không ghi gì.", "Only check; nothing is kept.")


@strawberry.input(
    description=describe(
        T(
            "Tệp CSV hoặc XLSX: nội dung là text hoặc base64.",
            "A CSV or XLSX file: its content as text or as base64, one of the two.",
        )
    )
)
class ImportFileInput:
    """A file within a request."""

    name: str = value(T("Tên tệp.", "The name of the file."))
    text: str | None = value(T("Nội dung CSV.", "The content of a CSV file."))
    base64: str | None = value(T("Nội dung tệp bất kỳ, dạng base64.", "The content of any file."))


@strawberry.input(description=describe(T("Nhập bảng điểm.", "A score table to import.")))
class ImportScoreTableInput(MutationInput):
    """A score table with its rules."""

    name: str = value(T("Tên của bảng điểm.", "What the table is called."))
    movement_id: Ref | None = ref("Movement", T("Phong trào, nếu có.", "The movement, if any."))
    file: ImportFileInput = value(T("Tệp bảng điểm.", "The file of the table."))
    sheet: str | None = value(SHEET)
    rules: str = value(T("Quy tắc, TOML hoặc JSON.", "The rules, TOML or JSON."))
    dry_run: bool = value(DRY_RUN, default=False)


@payload(T("Kết quả yêu cầu nhập bảng điểm.", "The answer of importScoreTable."))
class ImportScoreTablePayload:
    """The job asked for."""

    job = made("Job", JobRef, JOB)


async def import_score_table(deed: Deed, input: ImportScoreTableInput) -> Made[ImportScoreTablePayload]:
    """Ask for the import of a score table."""
    job = await asking.import_score_table(
        deed.session,
        deed.actor,
        name=input.name,
        movement_id=input.movement_id,
        file=_given(input.file),
        sheet=input.sheet,
        rules=input.rules,
        dry_run=input.dry_run,
    )
    return Made(job=job.id)


@strawberry.input(description=describe(T("Nhập phiếu chấm giấy của một vòng.", "Paper sheets of a round to import.")))
class ImportScoreSheetsInput(MutationInput):
    """The table of a jury that worked on paper."""

    round_id: Ref = ref("Round", T("Vòng chấm đang mở.", "The open round."))
    file: ImportFileInput = value(T("Tệp bảng phiếu chấm.", "The file of the table of sheets."))
    sheet: str | None = value(SHEET)
    dry_run: bool = value(DRY_RUN, default=False)


@payload(T("Kết quả yêu cầu nhập phiếu chấm.", "The answer of importScoreSheets."))
class ImportScoreSheetsPayload:
    """The job asked for."""

    job = made("Job", JobRef, JOB)


async def import_score_sheets(deed: Deed, input: ImportScoreSheetsInput) -> Made[ImportScoreSheetsPayload]:
    """Ask for the import of paper sheets."""
    job = await asking.import_score_sheets(
        deed.session,
        deed.actor,
        round_id=input.round_id,
        file=_given(input.file),
        sheet=input.sheet,
        dry_run=input.dry_run,
    )
    return Made(job=job.id)


def _given(file: ImportFileInput) -> GivenFile:
    """Return the file. Raises Invalid."""
    if (file.text is None) == (file.base64 is None):
        text = Text("Cần đúng một trong text và base64.", "Exactly one of text and base64 is needed.")
        raise Invalid("FILE_CONTENT", text, ("file",))
    try:
        content = (file.text or "").encode() if file.base64 is None else b64decode(file.base64, validate=True)
    except binascii.Error as error:
        text = Text("base64 không hợp lệ.", "This is no base64.")
        raise Invalid("BASE64_WRONG", text, ("file", "base64")) from error
    return GivenFile(file.name, content)


@strawberry.type
class ImportMutations:
    """Deeds that ask for imports."""

    import_score_table = mutation(
        import_score_table,
        Permission.TABLE_IMPORT,
        T("Nhập và tính bảng điểm của một cuộc thi khác.", "Import and compute the table of another competition."),
    )
    import_score_sheets = mutation(
        import_score_sheets,
        Permission.SHEET_ENTER,
        T("Nhập phiếu chấm giấy từ tệp, tất cả hoặc không gì.", "Enter paper sheets from a file, all or none."),
    )
