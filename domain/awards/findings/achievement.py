"""What rules ask of the achievement: rewarded once, told in one's own words, with the awards that must come before."""

from collections.abc import Collection, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from domain.awards.findings.facts import DossierFacts, Earlier
from domain.awards.findings.wording import dossier, listed, percent
from domain.awards.rules import ABOVE_MINISTRY, AwardLevel
from domain.errors import Text
from domain.movements.rules import MovementForm

Parameters = Mapping[str, Any]


def one_reward(facts: DossierFacts, _parameters: Parameters, _today: date) -> Text | None:
    """Find other awards, given or asked for, of the same nominee for the same achievement."""
    if not facts.same_achievement:
        return None
    others = listed(map(dossier, facts.same_achievement), "; ")
    return Text(
        f"Một thành tích chỉ được khen thưởng một lần; đối tượng này đã có: {others.vi}.",
        f"One achievement is rewarded once; the nominee has already: {others.en}.",
    )


def similar_achievement(facts: DossierFacts, parameters: Parameters, _today: date) -> Text | None:
    """Find summaries that are near copies: of the nominee's own dossiers, and of others' in the movement."""
    threshold = Decimal(str(parameters["threshold"]))
    near = [other for other in facts.alike if other.similarity >= threshold]
    if not near:
        return None
    named = []
    for other in near:
        said, share = dossier(other), percent(other.similarity)
        named.append(Text(f"{said.vi} (giống {share.vi})", f"{said.en} ({share.en} alike)"))
    others, limit = listed(named, "; "), percent(threshold)
    return Text(
        f"Tóm tắt thành tích giống từ {limit.vi} trở lên với hồ sơ khác: {others.vi}.",
        f"The summary is at least {limit.en} like that of other dossiers: {others.en}.",
    )


def thematic_not_for_merit(facts: DossierFacts, _parameters: Parameters, _today: date) -> Text | None:
    """Find a thematic movement's dossier that asks for an award above the ministry."""
    if facts.movement.form is not MovementForm.THEMATIC or facts.asked.level not in ABOVE_MINISTRY:
        return None
    code, movement = facts.asked.code, facts.movement.code
    return Text(
        f"Kết quả thi đua theo chuyên đề (phong trào {movement}) không dùng làm căn cứ đề nghị cấp trên khen thưởng "
        f"công trạng; {code} thuộc cấp {_LEVELS[facts.asked.level].vi}.",
        f"What a thematic movement ({movement}) shows is no basis for rewards for merit from above; "
        f"{code} is given by {_LEVELS[facts.asked.level].en}.",
    )


_LEVELS = {
    AwardLevel.STATE: Text("Nhà nước", "the State"),
    AwardLevel.GOVERNMENT: Text("Chính phủ", "the Government"),
}


def prerequisite(facts: DossierFacts, parameters: Parameters, today: date) -> Text | None:
    """Find that awards are missing which must come before; those that do not count for merit are left out, and told.

    Years are counted back from that in which the dossier was first received, itself the first. What is recorded twice,
    or both recorded and decided here, is one award: of one code, year and decision.
    """
    codes, count = parameters["awards"], int(parameters["count"])
    within, year = int(parameters["within_years"]), (facts.first_received_on or today).year
    recent = {each for each in facts.earlier if each.code in codes and year - within < each.year <= year}
    counted = [each for each in recent if each.counts_for_merit]
    is_consecutive = bool(parameters["consecutive"])
    has = _longest_run({each.year for each in counted}) if is_consecutive else len(counted)
    if has >= count:
        return None
    asked = _asked(codes, count, within, is_consecutive=is_consecutive)
    found, left_out = _named(counted), len(recent) - len(counted)
    return Text(
        f"Cần {asked.vi}; có {has}{found.vi}." + (f" {left_out} khen thưởng chuyên đề không tính." if left_out else ""),
        f"Needed: {asked.en}; there are {has}{found.en}."
        + (f" {left_out} thematic awards do not count." if left_out else ""),
    )


def _asked(codes: Collection[str], count: int, within: int, *, is_consecutive: bool) -> Text:
    either_vi, either_en = " hoặc ".join(codes), " or ".join(codes)
    vi, en = f"{count} lần {either_vi}", f"{count} × {either_en}"
    if is_consecutive:
        vi, en = f"{vi} trong các năm liên tiếp", f"{en} in consecutive years"
    return Text(f"{vi} trong {within} năm gần đây", f"{en} within the last {within} years")


def _named(counted: Collection[Earlier]) -> Text:
    if not counted:
        return Text("", "")
    in_order = sorted(counted, key=lambda each: (each.year, each.code, each.decision or ""))
    said = ", ".join(f"{each.code} {each.year}" + (f" ({each.decision})" if each.decision else "") for each in in_order)
    return Text(f" (đã được: {said})", f" (given: {said})")


def _longest_run(years: Collection[int]) -> int:
    """Return how many years in a row there are at most."""
    best = length = 0
    previous = None
    for year in sorted(years):
        length = length + 1 if previous is not None and year == previous + 1 else 1
        best, previous = max(best, length), year
    return best
