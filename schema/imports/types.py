"""The types of imported score tables."""

from datetime import datetime
from decimal import Decimal

from domain.imports import model, queries
from schema.bindings import Node, column, entity
from schema.fields import connection, one
from schema.imports import lists
from schema.refs import MovementRef, PersonRef, ScoreTableEntryRef, ScoreTableRef
from schema.results.enums import EntryStatus, ResultFlag
from schema.texts import T


@entity(
    queries.TABLES,
    T(
        "Bảng điểm của một cuộc thi khác, đã nhập và tính. Tải tài liệu ở /score-tables/<id>/problem.json, "
        "evaluation.json và rules.txt.",
        "A score table of another competition, imported and computed. Its documents are at "
        "/score-tables/<id>/problem.json, evaluation.json and rules.txt.",
    ),
)
class ScoreTable(Node):
    """An imported score table."""

    name: str = column(model.ScoreTable.name, T("Tên.", "The name."))
    file_name: str = column(model.ScoreTable.file_name, T("Tên tệp.", "The name of the file."))
    sheet: str = column(model.ScoreTable.sheet, T("Trang tính; rỗng với CSV.", "The sheet; empty for CSV."))
    content_hash: str = column(model.ScoreTable.content_hash, T("SHA-256 của tệp.", "The SHA-256 of the file."))
    rules_hash: str = column(model.ScoreTable.rules_hash, T("SHA-256 của quy tắc.", "The SHA-256 of the rules."))
    inputs_hash: str = column(
        model.ScoreTable.inputs_hash,
        T("SHA-256 của dữ liệu đã tính (problem.json).", "The SHA-256 of what it was computed from (problem.json)."),
    )
    outputs_hash: str = column(
        model.ScoreTable.outputs_hash,
        T("SHA-256 của kết quả (evaluation.json).", "The SHA-256 of what was computed (evaluation.json)."),
    )
    engine_version: str = column(model.ScoreTable.engine_version, T("Phiên bản bộ tính.", "The engine's version."))
    entry_count: int = column(model.ScoreTable.entries, T("Số bài dự thi.", "How many entries it has."))
    judge_count: int = column(model.ScoreTable.judges, T("Số người chấm.", "How many judges it has."))
    sheet_count: int = column(model.ScoreTable.sheets, T("Số phiếu.", "How many sheets it has."))
    imported_at: datetime = column(model.ScoreTable.imported_at, lists.IMPORTED_AT)
    imported_by = one("Person", PersonRef, model.ScoreTable.imported_by_id, T("Người nhập.", "Who imported it."))
    movement = one("Movement", MovementRef, model.ScoreTable.movement_id, lists.MOVEMENT)
    standings = connection(
        "ScoreTableEntry",
        ScoreTableEntryRef,
        T("Xếp hạng, hạng cao trước.", "The standings, the best place first."),
        filters=lists.ScoreTableEntryFilter,
        ordering=lists.SCORE_TABLE_ENTRY_ORDER,
        parent=model.ScoreTableEntry.table_id,
    )


@entity(queries.ENTRIES, T("Xếp hạng của một bài dự thi.", "Where an entry of an imported table stands."))
class ScoreTableEntry(Node):
    """Where one entry stands, on the table's own scale."""

    name: str = column(model.ScoreTableEntry.name, T("Bài dự thi.", "The entry, as the table calls it."))
    status: EntryStatus = column(model.ScoreTableEntry.status, T("Tình trạng.", "The status."))
    place: int | None = column(model.ScoreTableEntry.place, lists.PLACE)
    is_tied: bool = column(model.ScoreTableEntry.is_tied, T("Đồng hạng.", "Whether it shares its place."))
    score: Decimal | None = column(
        model.ScoreTableEntry.score, T("Điểm, theo thang của bảng.", "The score, on the table's own scale.")
    )
    raw_mean: Decimal | None = column(model.ScoreTableEntry.raw_mean, T("Trung bình thô.", "The plain mean."))
    score_low: Decimal | None = column(
        model.ScoreTableEntry.score_low, T("Cận dưới khoảng 90 %.", "The lower end of the 90 % interval.")
    )
    score_high: Decimal | None = column(
        model.ScoreTableEntry.score_high, T("Cận trên khoảng 90 %.", "The upper end of the 90 % interval.")
    )
    p_top: Decimal | None = column(
        model.ScoreTableEntry.p_top, T("Xác suất thuộc các vị trí đầu.", "The probability of one of the first places.")
    )
    rank_best: int | None = column(
        model.ScoreTableEntry.rank_best, T("Hạng cao nhất trong khoảng 90 %.", "The best rank of the 90 % interval.")
    )
    rank_worst: int | None = column(
        model.ScoreTableEntry.rank_worst, T("Hạng thấp nhất trong khoảng 90 %.", "The worst rank of it.")
    )
    tier: str | None = column(model.ScoreTableEntry.tier, T("Mức giải.", "The award that it gets."))
    decided_by: str | None = column(
        model.ScoreTableEntry.decided_by, T("Khóa phân định khi bằng điểm.", "What decided between equal scores.")
    )
    sheets: int = column(model.ScoreTableEntry.sheets, T("Số phiếu được tính.", "How many sheets count."))
    flags: list[ResultFlag] = column(model.ScoreTableEntry.flags, T("Cờ cần xem lại.", "What a person should look at."))
    table = one("ScoreTable", ScoreTableRef, model.ScoreTableEntry.table_id, T("Bảng điểm.", "The table."))
