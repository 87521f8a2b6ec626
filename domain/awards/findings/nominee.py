"""What rules ask of the nominee and the unit: free of holds, taking part, by whom decided, where they came from."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from domain.awards.findings.facts import DossierFacts, Stay
from domain.awards.findings.wording import day, listed, percent
from domain.awards.papers.rules import PaperKind
from domain.awards.rules import AwardLevel
from domain.errors import Text
from domain.integrity.rules import GROUNDS

Parameters = Mapping[str, Any]
_MONTHS_OF_YEAR = 12


def integrity_hold(facts: DossierFacts, _parameters: Parameters, _today: date) -> Text | None:
    """Find that the nominee is held now, on what grounds and by which clauses."""
    if not facts.holds:
        return None
    why = listed(
        Text(f"{GROUNDS[hold.ground].vi} ({hold.clause})", f"{GROUNDS[hold.ground].en} ({hold.clause})")
        for hold in facts.holds
    )
    return Text(f"Đang tạm dừng xét khen thưởng: {why.vi}.", f"The nominee is held: {why.en}.")


def authority(facts: DossierFacts, _parameters: Parameters, _today: date) -> Text | None:
    """Find that a unit's form of reward is not the unit's to give, and say who decides instead."""
    unit = facts.unit
    if facts.asked.level is not AwardLevel.UNIT:
        return None
    if unit.is_legal_person and unit.has_seal:
        return _of_itself(unit.code, facts.asked.code) if facts.is_collective else None
    lacks = listed(
        text
        for is_there, text in (
            (unit.is_legal_person, Text("tư cách pháp nhân", "legal personality")),
            (unit.has_seal, Text("con dấu riêng", "a seal of its own")),
        )
        if not is_there
    )
    return Text(
        f"Đơn vị {unit.code} không có {lacks.vi}: {facts.asked.code} do Bộ trưởng quyết định.",
        f"Unit {unit.code} lacks {lacks.en}: the Minister decides on {facts.asked.code}.",
    )


def _of_itself(unit: str, form: str) -> Text:
    return Text(
        f"Đơn vị {unit} không tự khen thưởng tập thể của chính mình: {form} do Bộ trưởng quyết định.",
        f"Unit {unit} does not reward itself: the Minister decides on {form}.",
    )


def participation(facts: DossierFacts, _parameters: Parameters, _today: date) -> Text | None:
    """Find that the nominee's unit has not registered: taking part is voluntary and by registration."""
    if facts.unit.takes_part:
        return None
    unit, movement = facts.unit.code, facts.movement.code
    return Text(
        f"Đơn vị {unit} chưa đăng ký tham gia phong trào {movement}; tham gia là tự nguyện, có đăng ký.",
        f"Unit {unit} has not registered for movement {movement}; taking part is voluntary and by registration.",
    )


def former_unit_comment(facts: DossierFacts, parameters: Parameters, _today: date) -> Text | None:
    """Find that the comment is missing of a unit that a person left during the movement after long enough a stay."""
    months = int(parameters["months"])
    if facts.is_collective or PaperKind.FORMER_UNIT_COMMENT in facts.papers:
        return None
    for before, after in pairwise(joined(facts.stays)):
        served = months_between(before.starts_on, after.starts_on)
        if after.starts_on >= facts.movement.starts_on and served >= months:
            moved = day(after.starts_on)
            return Text(
                f"Chuyển từ {before.unit_code} sang {after.unit_code} ngày {moved.vi} sau {served} tháng công tác "
                f"(từ {months} tháng trở lên): thiếu nhận xét của đơn vị cũ.",
                f"Moved from {before.unit_code} to {after.unit_code} on {moved.en} after {served} months "
                f"({months} or more): the former unit's comment is missing.",
            )
    return None


def joined(stays: Sequence[Stay]) -> list[Stay]:
    """Return the stays in order, those in the same unit on end (another position there) as one."""
    found: list[Stay] = []
    for stay in sorted(stays, key=lambda each: each.starts_on):
        last = found[-1] if found else None
        if last and last.unit_code == stay.unit_code and last.ends_on == stay.starts_on - timedelta(days=1):
            found[-1] = Stay(last.unit_code, last.starts_on, stay.ends_on)
        else:
            found.append(stay)
    return found


def months_between(first: date, last: date) -> int:
    """Count the whole months from a day to a day."""
    months = (last.year - first.year) * _MONTHS_OF_YEAR + last.month - first.month
    return months - (last.day < first.day)


def gender_preference(facts: DossierFacts, parameters: Parameters, _today: date) -> Text | None:
    """Note that a woman, or a unit mostly of women, is preferred among equals."""
    women = facts.women
    if not facts.is_collective:
        said = Text("Nữ: được ưu tiên khi các điều kiện ngang nhau.", "A woman: preferred among equals.")
        return said if women.some else None
    least = Decimal(str(parameters["collective_share"]))
    if not women.of or women.share < least:
        return None
    share, limit = percent(women.share), percent(least)
    return Text(
        f"Tập thể có {women.some}/{women.of} nữ ({share.vi}, từ {limit.vi}): được ưu tiên khi ngang nhau.",
        f"{women.some} of {women.of} of the unit are women ({share.en}, {limit.en} or more): preferred among equals.",
    )
