"""What the rules of a problem may not be: methods that do not go together, counts, places, keys and tiers."""

from collections.abc import Collection, Iterator

from domain.engine.problem import Aggregate, Gate, Method, Problem, Rules, Scale, Tier
from domain.engine.refusals import Refusal, refusal, twice, unreadable
from domain.engine.ties import is_tie_key

#: The most decimals that anything is rounded to.
MAX_PLACES = 9


def problems_of_rules(problem: Problem) -> Iterator[Refusal]:
    """Find what is wrong with `problem.rules`, in the order of its fields; `where` starts with "rules"."""
    rules = problem.rules
    yield from _methods(problem)
    yield from _least(rules)
    rounding = rules.rounding
    decimals = {"mark": rounding.mark, "product": rounding.product, "total": rounding.total}
    for name, places in {"score_places": rules.score_places, **decimals}.items():
        if places is not None and not 0 <= places <= MAX_PLACES:
            where = ("rules", name) if name == "score_places" else ("rules", "rounding", name)
            vi, en = f"Số chữ số thập phân phải từ 0 đến {MAX_PLACES}.", f"Decimals must be 0 to {MAX_PLACES}."
            yield refusal("PLACES_OUT_OF_RANGE", where, vi, en)
    for key in rules.ties:
        if not is_tie_key(key, problem):
            vi = f"Không có tiêu chí phân hạng nào tên {key}."
            yield refusal("TIE_KEY_UNKNOWN", ("rules", "ties", key), vi, f"There is no tie key {key}.")
    yield from twice(("rules", "ties"), rules.ties)
    yield from twice(("rules", "tiers"), (tier.id for tier in rules.tiers))
    for tier in rules.tiers:
        yield from _tier(tier)
    for number, given in enumerate(problem.tie_breaks):
        for entry, place in given.items():
            if place < 1:
                yield _too_small(("tie_breaks", str(number), entry), 1)
    if rules.gate is not None:
        yield from _gate(rules.gate, {criterion.id for stage in problem.stages for criterion in stage.criteria})


def _methods(problem: Problem) -> Iterator[Refusal]:
    rules = problem.rules
    if rules.method is Method.PAIRWISE and (len(problem.stages) > 1 or rules.gate or rules.quorum):
        yield refusal(
            "PAIRWISE_STANDS_ALONE",
            ("rules", "method"),
            "So sánh từng cặp chỉ có một vòng, không có ngưỡng đạt và số phiếu tối thiểu.",
            "Where pairs are judged there is one stage, with no gate and no quorum.",
        )
    if rules.aggregate is not Aggregate.SUM:
        return
    if rules.method is Method.ADJUSTED:
        yield refusal(
            "SUM_NOT_ADJUSTABLE",
            ("rules", "aggregate"),
            "Không thể hiệu chỉnh độ nghiêm khi điểm của hội đồng được cộng lại.",
            "Severity cannot be adjusted for where the points of a panel are added up.",
        )
    if rules.scale is Scale.PERCENT:
        yield refusal(
            "SUM_NEEDS_POINTS",
            ("rules", "aggregate"),
            "Cộng điểm của hội đồng chỉ dùng với thang POINTS.",
            "The points of a panel are added up on the scale POINTS only.",
        )


def _least(rules: Rules) -> Iterator[Refusal]:
    for name, count, least in (
        ("drop_high", rules.drop_high, 0),
        ("drop_low", rules.drop_low, 0),
        ("quorum", rules.quorum, 1),
        ("per_entry", rules.per_entry, 1),
        ("places", rules.places, 1),
    ):
        if count is not None and count < least:
            yield _too_small(("rules", name), least)


def _tier(tier: Tier) -> Iterator[Refusal]:
    where = ("rules", "tiers", tier.id)
    yield from unreadable((*where, "minimum"), tier.minimum)
    if tier.percent is not None and not (tier.percent.is_finite() and 0 <= tier.percent <= 100):  # noqa: PLR2004 - per cent
        vi, en = "Tỷ lệ phải từ 0 đến 100 %.", "A percentage must be 0 to 100."
        yield refusal("PERCENT_OUT_OF_RANGE", (*where, "percent"), vi, en)
    if tier.seats is not None and tier.seats < 0:
        yield _too_small((*where, "seats"), 0)
    if tier.per_group is not None and tier.per_group < 1:
        yield _too_small((*where, "per_group"), 1)


def _gate(gate: Gate, criteria: Collection[str]) -> Iterator[Refusal]:
    where = ("rules", "gate")
    if not (gate.share.is_finite() and 0 < gate.share <= 1):
        vi, en = "Tỷ lệ đạt phải lớn hơn 0 và không quá 1.", "The share to pass must be above 0 and at most 1."
        yield refusal("GATE_SHARE_OUT_OF_RANGE", (*where, "share"), vi, en)
    yield from unreadable((*where, "total"), gate.total)
    for key, least in gate.minimums.items():
        yield from unreadable((*where, "minimums", key), least)
        if key not in criteria:
            vi, en = f"Không có tiêu chí {key}.", f"There is no criterion {key}."
            yield refusal("GATE_CRITERION_UNKNOWN", (*where, "minimums", key), vi, en)


def _too_small(where: tuple[str, ...], least: int) -> Refusal:
    return refusal("COUNT_TOO_SMALL", where, f"Phải là số từ {least} trở lên.", f"Must be {least} or more.")
