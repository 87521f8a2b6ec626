"""The words of rows, and what is said when a cell cannot be used."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from enum import StrEnum

from domain.engine.documents import decimal_text
from domain.engine.problem import Criterion
from domain.errors import Text
from domain.tables.cells import Odd
from domain.tables.numbers import Unread


class RowKind(StrEnum):
    """What a row is: a sheet, factors of an entry, something to add or take away, or an entry without marks."""

    MARK = "mark"
    FACTOR = "factor"
    AMOUNT = "amount"
    ENTRY = "entry"


#: What people write in the column `row`; compared after `folded`.
ROW_WORDS: Mapping[RowKind, tuple[str, ...]] = {
    RowKind.MARK: ("mark", "marks", "sheet", "điểm", "phiếu", "phiếu chấm", "chấm"),
    RowKind.FACTOR: ("factor", "factors", "difficulty", "hệ số", "độ khó"),
    RowKind.AMOUNT: ("amount", "cộng trừ", "điểm cộng trừ"),
    RowKind.ENTRY: ("entry", "bài dự thi", "sáng kiến", "thông tin"),
}

ODD: Mapping[Odd, Unread] = {
    Odd.UNCOMPUTED: Unread(
        "FORMULA_UNCOMPUTED",
        Text(
            "Ô có công thức nhưng chưa có giá trị; hãy mở tệp bằng Excel rồi lưu lại, hoặc dán giá trị.",
            "The cell holds a formula without a value; open and save the file in a spreadsheet, or paste values.",
        ),
    ),
    Odd.ERROR: Unread("FORMULA_FAILED", Text("Công thức trong ô bị lỗi.", "The formula in the cell fails.")),
    Odd.DURATION: Unread(
        "CELL_IS_TIME", Text("Ô chứa giờ, không phải số.", "The cell holds a time of day, not a number.")
    ),
    Odd.TRUTH: Unread(
        "CELL_IS_TRUTH", Text("Ô chứa TRUE/FALSE, không phải số.", "The cell holds TRUE or FALSE, not a number.")
    ),
}
DATE = Unread(
    "CELL_IS_DATE",
    Text(
        "Bảng tính đã đổi số thành ngày tháng; hãy định dạng cột là số rồi nhập lại.",
        "The spreadsheet turned the number into a date; format the column as numbers and enter it again.",
    ),
)
NEGATIVE_FACTOR = Unread(
    "FACTOR_NEGATIVE",
    Text(
        "Hệ số không được âm; 0 nghĩa là bài này không có tiêu chí đó.",
        "A factor may not be negative; 0 means that the entry lacks this criterion.",
    ),
)
MISSING = Text("Ô này không được để trống.", "This cell must not be empty.")
NOT_HERE = Text("Ô này phải để trống ở loại dòng này.", "This cell must be empty in a row of this kind.")
NAME_WRONG = Text(
    "Tên dài hơn 200 ký tự hoặc có ký tự không in được.", "The name is longer than 200 signs or has unprintable ones."
)
MOMENT_WRONG = Text(
    "Cần ngày dạng 2026-03-05 hoặc 05/03/2026, có thể kèm giờ 08:30.",
    "A date like 2026-03-05 or 05/03/2026 is wanted, with a time like 08:30 if need be.",
)


def unknown_word(word: str, known: Iterable[str]) -> Text:
    """Say that a word is none of those that may stand here."""
    names = ", ".join(known)
    return Text(f"Không có “{word}”; có thể là: {names}.", f"“{word}” is unknown; known are: {names}.")


def not_in_round(criterion: str, stage: str) -> Text:
    """Say that a round does not judge by a criterion."""
    return Text(
        f"Vòng {stage} không chấm tiêu chí {criterion}; ô phải để trống.",
        f"Round {stage} has no criterion {criterion}; the cell must be empty.",
    )


def off_scale(mark: Decimal, criterion: Criterion) -> Unread | None:
    """Say why a mark is not on the scale of its criterion: out of range, or between the steps counted from `low`."""
    low, high, value = (decimal_text(number) for number in (criterion.low, criterion.high, mark))
    if not criterion.low <= mark <= criterion.high:
        text = Text(
            f"Điểm phải từ {low} đến {high}; đã nhận {value}.", f"A mark is from {low} to {high}; {value} came."
        )
        return Unread("MARK_OUT_OF_RANGE", text)
    if criterion.step is not None and (mark - criterion.low) % criterion.step:
        step = decimal_text(criterion.step)
        return Unread(
            "MARK_OFF_STEP",
            Text(
                f"Điểm từ {low} tăng theo bước {step}; đã nhận {value}.",
                f"Marks go up from {low} in steps of {step}; {value} came.",
            ),
        )
    return None
