from dataclasses import fields, replace
from datetime import date
from decimal import Decimal

from domain.awards.rules import NominationState, NomineeKind
from domain.errors import Text
from domain.exports.nomination_table import COLUMNS, WORDS, ExportRow, cells_of
from domain.people.rules import LeadershipTier

ROW = ExportRow(
    order=1,
    nominee_name="Nguyễn Thị Ánh",
    kind=NomineeKind.INDIVIDUAL,
    position="Phó phòng",
    unit_code="CUC-TS",
    unit_name="Cục Tần số vô tuyến điện",
    leadership_tier=LeadershipTier.DIVISION_LEADER,
    form_name="Bằng khen của Bộ trưởng",
    by_hand_reason=None,
    initiative_title="Trợ lý ảo",
    place=2,
    score=Decimal("91.500000"),
    summary="Giảm 30 giờ",
    state=NominationState.PAID,
    submitted_on=date(2024, 11, 1),
    opinion="Đủ điều kiện",
    votes_for=7,
    members=9,
    blocking=1,
    warnings=2,
    findings="Đang bị giữ",
    findings_en="Held",
    papers=[("UNIT_MINUTES", "Biên bản", "12/BB")],
    decision_number="1234/QĐ-BTTTT",
    signed_on=date(2024, 12, 5),
    prize=Decimal(3510000),
    published_on=date(2024, 12, 6),
    presented_on=date(2024, 12, 7),
    paid_on=date(2024, 12, 8),
)


def test_a_cell_stands_under_its_heading():
    assert {column.heading.en: cell for column, cell in zip(COLUMNS, cells_of(ROW), strict=True)} == {
        "No.": 1,
        "Nominee": "Nguyễn Thị Ánh",
        "Kind": Text("Cá nhân", "Individual"),
        "Position": "Phó phòng",
        "Unit code": "CUC-TS",
        "Unit": "Cục Tần số vô tuyến điện",
        "Leadership tier": Text("Lãnh đạo cấp phòng", "Leader of a division"),
        "Form of reward": "Bằng khen của Bộ trưởng",
        "Basis": Text("Kết quả đánh giá", "Result of an evaluation"),
        "Reason when by hand": None,
        "Initiative": "Trợ lý ảo",
        "Place": 2,
        "Score": Decimal("91.5"),
        "Achievement": "Giảm 30 giờ",
        "State": Text("Đã chi thưởng", "Paid"),
        "Submitted on": date(2024, 11, 1),
        "Opinion of the appraisal": "Đủ điều kiện",
        "Votes for": Text("7/9 phiếu", "7 of 9"),
        "Blocking findings": 1,
        "Warnings": 2,
        "Findings": Text("Đang bị giữ", "Held"),
        "Papers of the dossier": Text(
            "Biên bản xét khen thưởng của đơn vị: Biên bản (12/BB)", "Minutes of the unit's council: Biên bản (12/BB)"
        ),
        "Decision number": "1234/QĐ-BTTTT",
        "Signed on": date(2024, 12, 5),
        "Prize (VND)": Decimal(3510000),
        "Published on": date(2024, 12, 6),
        "Presented on": date(2024, 12, 7),
        "Paid on": date(2024, 12, 8),
    }


def test_what_is_not_there_is_an_empty_cell():
    optional = {each.name: None for each in fields(ExportRow) if "None" in str(each.type)}
    cells = cells_of(replace(ROW, **optional))

    empty = {column.heading.en for column, cell in zip(COLUMNS, cells, strict=True) if cell is None}
    filled = {"No.", "Nominee", "Kind", "Unit code", "Unit", "Form of reward", "Basis", "Achievement", "State"}
    filled |= {"Blocking findings", "Warnings"}
    assert empty == {column.heading.en for column in COLUMNS} - filled


def test_every_value_has_a_word_in_both_languages():
    values = [*NomineeKind, *LeadershipTier, *NominationState]

    assert set(WORDS) == set(values)
    assert all(WORDS[value].vi and WORDS[value].en for value in values)
