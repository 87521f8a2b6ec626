"""Digits as Vietnamese administrative documents write them: numbers, dates, amounts, and amounts in words.

Leading zeros are the decree's (30/2020/NĐ-CP, Annex I, II.3a and II.4b): before numbers and days below 10, and before
the months 1 and 2 only. Thousands are parted by a point, decimals by a comma.
"""

from datetime import date, datetime
from decimal import Decimal

BLANK = "…"
_DIGITS = ("không", "một", "hai", "ba", "bốn", "năm", "sáu", "bảy", "tám", "chín")
_BILLION = 10**9
#: What is said of units after tens from twenty on, and of five after any ten.
_AFTER_TENS = {1: "mốt", 4: "tư", 5: "lăm"}
_ROMAN = ((10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"))


def number_text(number: int | None) -> str:
    """The number of a document: "05", "123"; a blank for the clerk where there is none."""
    return BLANK if number is None else f"{number:02d}"


def number_and_symbol(number: int | None, symbol: str) -> str:
    """Number and symbol as one: "05/TTr-TTTT"."""
    return f"{number_text(number)}/{symbol}"


def day_text(day: date | None) -> str:
    """A day in full: "ngày 05 tháng 01 năm 2024", "ngày 15 tháng 9 năm 2024"; blanks where there is none."""
    if day is None:
        return f"ngày {BLANK} tháng {BLANK} năm {BLANK}"
    return f"ngày {day.day:02d} tháng {month_text(day.month)} năm {day.year}"


def month_text(month: int) -> str:
    """A month: "01", "02", "3" … "12"."""
    return f"{month:02d}" if month <= 2 else str(month)  # noqa: PLR2004 -- the decree's months 1 and 2


def hour_text(moment: datetime) -> str:
    """A time of day as told, in the moment's own zone: "14 giờ 05 phút"."""
    return f"{moment.hour:02d} giờ {moment.minute:02d} phút"


def decimal_text(value: Decimal | int, places: int | None = None) -> str:
    """A number: "1.234,5". With `places`, that many decimals after rounding half up; without, those that it has."""
    exact = Decimal(value)
    if places is not None:
        exact = exact.quantize(Decimal(1).scaleb(-places), rounding="ROUND_HALF_UP")
    return f"{exact:,f}".translate(str.maketrans(",.", ".,"))


def quantity_text(value: Decimal | int) -> str:
    """A measured quantity: "7.579,5", "7.579"; zeros at the end, which a sum may have, say nothing of it."""
    return decimal_text(Decimal(value).normalize())


def percent_text(part: Decimal | int, whole: Decimal | int, places: int = 1) -> str:
    """A share: "66,5%", "80%"; a dash where the whole is nothing."""
    if not whole:
        return "–"
    said = decimal_text(Decimal(part) * 100 / Decimal(whole), places)
    return f"{said.rstrip('0').rstrip(',') if ',' in said else said}%"


def money_text(amount: int) -> str:
    """An amount of đồng: "3.510.000 đồng"."""
    return f"{decimal_text(amount)} đồng"


def money_in_words(amount: int) -> str:
    """An amount of đồng as read: "Ba triệu năm trăm mười nghìn đồng". ValueError if it is negative."""
    if amount < 0:
        raise ValueError("amounts to be paid are not negative")
    words = f"{' '.join(_words(amount, leads=True)) or _DIGITS[0]} đồng"
    return words[0].upper() + words[1:]


def roman(number: int) -> str:
    """A Roman numeral, from 1: annexes and parts are numbered so."""
    signs = ""
    for value, sign in _ROMAN:
        count, number = divmod(number, value)
        signs += sign * count
    return signs


def _words(number: int, *, leads: bool) -> list[str]:
    """The words of a number; one that does not lead says its empty hundreds ("không trăm"). None for zero."""
    billions, rest = divmod(number, _BILLION)
    said = [*_words(billions, leads=leads), "tỷ"] if billions else []
    for size, name in ((10**6, "triệu"), (10**3, "nghìn"), (1, "")):
        group, rest = divmod(rest, size)
        if group:
            said += [*_group(group, leads=leads and not said), *([name] if name else [])]
    return said


def _group(group: int, *, leads: bool) -> list[str]:
    hundreds, rest = divmod(group, 100)
    tens, units = divmod(rest, 10)
    said = [] if leads and not hundreds else [_DIGITS[hundreds], "trăm"]
    if tens > 1:
        said += [_DIGITS[tens], "mươi"]
    elif tens == 1:
        said.append("mười")
    elif units and said:
        said.append("linh")
    if units:
        said.append(_unit(tens, units))
    return said


def _unit(tens: int, units: int) -> str:
    if tens > 1:
        return _AFTER_TENS.get(units, _DIGITS[units])
    return "lăm" if tens == 1 and units == 5 else _DIGITS[units]  # noqa: PLR2004 -- mười lăm
