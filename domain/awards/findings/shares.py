"""What rules ask of all dossiers together: quotas, and the share of those who work directly."""

from collections.abc import Mapping
from datetime import date
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from domain.awards.findings.facts import DossierFacts, Tally
from domain.awards.findings.wording import percent
from domain.errors import Text

Parameters = Mapping[str, Any]


def quota(facts: DossierFacts, parameters: Parameters, _today: date) -> Text | None:
    """Find that a number or a share leaves no place for the dossier, in the movement or in the unit."""
    of_unit = parameters.get("per") == "UNIT"
    tally = facts.in_unit if of_unit else facts.in_movement
    where = (
        Text(f"đơn vị {facts.unit.code}", f"unit {facts.unit.code}")
        if of_unit
        else Text(f"phong trào {facts.movement.code}", f"movement {facts.movement.code}")
    )
    exceeded = [text for allowed, text in _limits(tally, parameters) if tally.of_form > allowed]
    if not exceeded:
        return None
    vi, en = "; ".join(text.vi for text in exceeded), "; ".join(text.en for text in exceeded)
    count, code = tally.of_form, facts.asked.code
    return Text(
        f"Kể cả hồ sơ này có {count} hồ sơ {code} đã trình hoặc đã duyệt trong {where.vi}, vượt {vi}.",
        f"With this one, {count} dossiers for {code} are proposed or decided in {where.en}, over {en}.",
    )


def _limits(tally: Tally, parameters: Parameters) -> list[tuple[int, Text]]:
    """Return what is allowed, in number, with the words for it."""
    limits = []
    if parameters.get("max_count") is not None:
        most = int(parameters["max_count"])
        limits.append((most, Text(f"số tối đa {most}", f"the maximum of {most}")))
    if parameters.get("max_share") is not None:
        share = Decimal(str(parameters["max_share"]))
        of_people = parameters.get("of") == "HEADCOUNT"
        base = tally.headcount if of_people else tally.nominees
        most = int((share * base).to_integral_value(ROUND_FLOOR))
        said, what = (
            percent(share),
            Text("người", "people") if of_people else Text("đối tượng được đề nghị", "nominees"),
        )
        vi, en = f"tỷ lệ {said.vi} của {base} {what.vi} ({most})", f"{said.en} of {base} {what.en} ({most})"
        limits.append((most, Text(vi, en)))
    return limits


def direct_workers(facts: DossierFacts, parameters: Parameters, _today: date) -> Text | None:
    """Find too few direct workers among the movement's individual nominees."""
    least, workers = Decimal(str(parameters["min_share"])), facts.direct_workers
    if facts.is_collective or not workers.of or workers.share >= least:
        return None
    share, target, movement = percent(workers.share), percent(least), facts.movement.code
    return Text(
        f"Người trực tiếp công tác chiếm {workers.some}/{workers.of} cá nhân được đề nghị của phong trào {movement} "
        f"({share.vi}), dưới mục tiêu {target.vi}.",
        f"{workers.some} of {workers.of} persons nominated in movement {movement} work directly ({share.en}), "
        f"below the target of {target.en}.",
    )
