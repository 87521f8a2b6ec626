"""What a unit may be: its type, its code, the dates it exists."""

import re
from datetime import date
from enum import StrEnum

from domain.errors import DomainError, Invalid, Text

_CODE = re.compile(r"[0-9A-ZĐ][0-9A-ZĐ&.-]{0,31}")


class UnitType(StrEnum):
    """Kinds of unit of a ministry (NĐ 48/2022/NĐ-CP), named by their Vietnamese terms."""

    BO = "BO"
    VU = "VU"
    THANH_TRA = "THANH_TRA"
    VAN_PHONG = "VAN_PHONG"
    CUC = "CUC"
    VIEN = "VIEN"
    TRUNG_TAM = "TRUNG_TAM"
    BAO = "BAO"
    TAP_CHI = "TAP_CHI"
    TRUONG = "TRUONG"
    HOC_VIEN = "HOC_VIEN"
    QUY = "QUY"
    NHA_XUAT_BAN = "NHA_XUAT_BAN"


def problems_of_unit(*, code: str, name: str, valid_from: date, valid_to: date | None) -> list[DomainError]:
    """List what is wrong with a unit's particulars; an empty list means nothing is.

    `valid_to` is the last day on which the unit exists, None while it does.
    """
    problems: list[DomainError] = []
    if not _CODE.fullmatch(code):
        problems.append(
            Invalid(
                "CODE_FORM",
                Text(
                    "Mã đơn vị gồm 1-32 chữ hoa, chữ số, dấu - & hoặc .",
                    "A unit code has 1 to 32 capital letters, digits, - & or .",
                ),
                ("code",),
                _CODE.pattern,
            )
        )
    if not name.strip():
        problems.append(Invalid("NAME_EMPTY", Text("Tên không được để trống.", "The name is empty."), ("name",)))
    if valid_to is not None and valid_to < valid_from:
        problems.append(
            Invalid(
                "PERIOD_REVERSED",
                Text(
                    "Ngày kết thúc phải từ ngày bắt đầu trở đi.",
                    "The last day must not be before the first.",
                ),
                ("validTo",),
                f">= {valid_from.isoformat()}",
            )
        )
    return problems
