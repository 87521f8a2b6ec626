"""What may be written of a round: its name and time, its rules, its phases, its classes of awards."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from domain.engine.problem import Criterion, Method, Problem, Rules, Stage
from domain.engine.ties import is_tie_key
from domain.errors import DomainError, Invalid, Text
from domain.evaluations.rules import RoundKind, ScoresSeen, plain

MAX_SCORE_PLACES = 6
#: How many sheets an entry can be asked to have, and how many marks can be dropped at either end.
MAX_SHEETS = 1000
#: Owned lists are bounded when they are written, so that they can be read whole.
MAX_TIES, MAX_PHASES, MAX_TIERS = 20, 20, 20
#: Shares and points are kept with four decimals; finer ones are refused rather than rounded.
PLACES = 4
FULL = Decimal(100)


@dataclass(frozen=True, slots=True)
class RoundRules:
    """How a round is judged, as it is asked for. Keys of the tie chain name criteria by their codes."""

    kind: RoundKind = RoundKind.EXPERT
    method: Method = Method.ADJUSTED
    score_places: int = 2
    drop_high: int = 0
    drop_low: int = 0
    ties: Sequence[str] = ()
    quorum: int | None = None
    pass_share: Decimal | None = None
    per_entry: int | None = None
    dispute_spread: Decimal = Decimal(20)


@dataclass(frozen=True, slots=True)
class PhaseSpec:
    """A phase as it is asked for: one row of capabilities. Its dates are planned; it begins when it is entered."""

    name: str
    name_en: str | None = None
    can_score: bool = False
    can_discuss: bool = False
    others_scores: ScoresSeen = ScoresSeen.NEVER
    hides_authors: bool = False
    hides_evaluators: bool = False
    opens_at: datetime | None = None
    closes_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class TierSpec:
    """A class of awards as it is asked for: `seats`, or `percent` of the ranked entries, or no limit."""

    name: str
    name_en: str | None = None
    seats: int | None = None
    percent: Decimal | None = None
    minimum: Decimal | None = None
    per_unit: int | None = None


def problems_of_round(*, name: str, opens_at: datetime, closes_at: datetime) -> list[DomainError]:
    """List what is wrong with a round's name and time."""
    return [*_blank(name, ("name",)), *problems_of_period(opens_at, closes_at, ("closesAt",))]


def problems_of_period(opens_at: datetime | None, closes_at: datetime | None, path: tuple[str, ...]) -> list[Invalid]:
    """Say whether what opens at one moment closes after it; a moment that is not planned is no problem."""
    if opens_at is None or closes_at is None or closes_at > opens_at:
        return []
    text = Text("Thời điểm đóng phải sau thời điểm mở.", "It must close after it opens.")
    return [Invalid("PERIOD_REVERSED", text, path, f"> {opens_at.isoformat()}")]


def problems_of_rules(rules: RoundRules, codes: Collection[str]) -> list[DomainError]:
    """List what is wrong with a round's rules; `codes` are those of the rubric's criteria."""
    return [
        *_tie_break(rules),
        *_out_of_range("scorePlaces", rules.score_places, 0, MAX_SCORE_PLACES, "SCORE_PLACES_RANGE"),
        *problems_of_method(rules.method, rules.drop_high, rules.drop_low),
        *problems_of_ties(rules.ties, codes),
        *_out_of_range("quorum", rules.quorum, 1, MAX_SHEETS, "QUORUM_RANGE"),
        *_out_of_range("perEntry", rules.per_entry, 1, MAX_SHEETS, "PER_ENTRY_RANGE"),
        *_quorum(rules),
        *_screening(rules),
        *_number(("disputeSpread",), rules.dispute_spread, FULL),
    ]


def _tie_break(rules: RoundRules) -> Iterable[DomainError]:
    text = Text(
        "Vòng phân định được tạo từ một kết quả, bằng createTieBreakRound.",
        "A tie-break comes from a result, by createTieBreakRound.",
    )
    if rules.kind is RoundKind.TIE_BREAK:
        yield Invalid("TIE_BREAK_FROM_RESULT", text, ("kind",))
    if rules.method is Method.PAIRWISE:
        yield Invalid("TIE_BREAK_FROM_RESULT", text, ("method",))


def problems_of_method(method: Method, drop_high: int, drop_low: int) -> Iterable[DomainError]:
    """Find what does not go together of a method and the marks that are dropped."""
    drops = {"dropHigh": drop_high, "dropLow": drop_low}
    for field, count in drops.items():
        yield from _out_of_range(field, count, 0, MAX_SHEETS, "DROPS_RANGE")
        if count and method is not Method.TRIMMED:
            vi, en = "Chỉ phương pháp TRIMMED bỏ điểm.", "Only the method TRIMMED drops marks."
            yield Invalid("DROPS_NEED_TRIMMED", Text(vi, en), (field,), "0")
    if method is Method.TRIMMED and not any(drops.values()):
        vi = "Phương pháp TRIMMED cần số điểm cao hoặc thấp nhất bị bỏ."
        text = Text(vi, "The method TRIMMED needs a number of marks to drop.")
        yield Invalid("DROPS_MISSING", text, ("dropHigh",), f"1..{MAX_SHEETS}")


def problems_of_ties(ties: Sequence[str], codes: Collection[str]) -> list[DomainError]:
    """List the keys of a tie chain that do not exist or stand twice."""
    if len(ties) > MAX_TIES:
        text = Text(f"Tối đa {MAX_TIES} tiêu chí phân hạng.", f"At most {MAX_TIES} tie keys.")
        return [Invalid("TIES_COUNT", text, ("ties",), f"0..{MAX_TIES}")]
    criteria = [Criterion(code, Decimal(1), Decimal(0), Decimal(1)) for code in codes]
    problem = Problem([Stage("", criteria, (), ())], Rules())
    problems: list[DomainError] = []
    for at, key in enumerate(ties):
        kind, colon, _argument = key.partition(":")
        # A round is one stage without components: of the keys that name something only those of criteria are left.
        if not is_tie_key(key, problem) or (colon and kind != "criterion"):
            text = Text(f"Không có tiêu chí phân hạng nào tên {key}.", f"There is no tie key {key}.")
            problems.append(Invalid("TIE_KEY_UNKNOWN", text, ("ties", str(at))))
        elif key in ties[:at]:
            text = Text(f"Tiêu chí phân hạng {key} bị lặp.", f"The tie key {key} stands twice.")
            problems.append(Invalid("TIE_KEY_TWICE", text, ("ties", str(at))))
    return problems


def _quorum(rules: RoundRules) -> Iterable[DomainError]:
    if rules.quorum is not None and rules.per_entry is not None and rules.quorum > rules.per_entry:
        text = Text(
            f"Số phiếu tối thiểu không được lớn hơn số phiếu mỗi sáng kiến ({rules.per_entry}).",
            f"A quorum is at most the number of sheets per entry ({rules.per_entry}).",
        )
        yield Invalid("QUORUM_ABOVE_PER_ENTRY", text, ("quorum",), f"1..{rules.per_entry}")


def _screening(rules: RoundRules) -> Iterable[DomainError]:
    if rules.pass_share is not None:
        yield from _number(("passShare",), rules.pass_share, Decimal(1))
    if rules.kind is not RoundKind.SCREENING:
        if rules.pass_share is not None:
            text = Text("Chỉ vòng sơ loại có tỷ lệ đạt.", "Only a screening has a share to pass.")
            yield Invalid("PASS_SHARE_NEEDS_SCREENING", text, ("passShare",))
        return
    if rules.pass_share is None:
        text = Text("Vòng sơ loại cần tỷ lệ đạt.", "A screening needs a share to pass.")
        yield Invalid("PASS_SHARE_MISSING", text, ("passShare",), "0..1")
    if rules.quorum is None:
        text = Text("Vòng sơ loại cần số phiếu tối thiểu.", "A screening needs a quorum.")
        yield Invalid("QUORUM_MISSING", text, ("quorum",), f"1..{MAX_SHEETS}")


def problems_of_phases(phases: Sequence[PhaseSpec]) -> list[DomainError]:
    """List what is wrong with a round's phases, in the order in which it goes through them."""
    if not 1 <= len(phases) <= MAX_PHASES:
        text = Text(f"Vòng chấm có từ 1 đến {MAX_PHASES} giai đoạn.", f"A round has 1 to {MAX_PHASES} phases.")
        return [Invalid("PHASES_COUNT", text, ("phases",), f"1..{MAX_PHASES}")]
    problems: list[DomainError] = []
    for at, phase in enumerate(phases):
        here = ("phases", str(at))
        problems += [*_blank(phase.name, (*here, "name"))]
        problems += problems_of_period(phase.opens_at, phase.closes_at, (*here, "closesAt"))
    if not any(phase.can_score for phase in phases):
        text = Text("Phải có giai đoạn cho chấm điểm.", "There must be a phase in which evaluators score.")
        problems.append(Invalid("PHASES_NEED_SCORING", text, ("phases",)))
    return [*problems, *_names_twice("phases", [phase.name for phase in phases])]


def problems_of_tiers(tiers: Sequence[TierSpec]) -> list[DomainError]:
    """List what is wrong with a round's classes of awards, the best first."""
    if len(tiers) > MAX_TIERS:
        text = Text(f"Tối đa {MAX_TIERS} hạng giải.", f"At most {MAX_TIERS} tiers.")
        return [Invalid("TIERS_COUNT", text, ("tiers",), f"0..{MAX_TIERS}")]
    problems = [problem for at, tier in enumerate(tiers) for problem in _tier(tier, ("tiers", str(at)))]
    return [*problems, *_names_twice("tiers", [tier.name for tier in tiers])]


def _tier(tier: TierSpec, here: tuple[str, ...]) -> Iterable[DomainError]:
    yield from _blank(tier.name, (*here, "name"))
    for field, count in (("seats", tier.seats), ("perUnit", tier.per_unit)):
        if count is not None and count < 1:
            text = Text("Phải là số từ 1 trở lên.", "It must be 1 or more.")
            yield Invalid("COUNT_TOO_SMALL", text, (*here, field), ">= 1")
    if tier.percent is not None:
        yield from _number((*here, "percent"), tier.percent, FULL)
    if tier.minimum:  # none and zero are both in order
        yield from _number((*here, "minimum"), tier.minimum, FULL)
    if tier.seats is not None and tier.percent is not None:
        text = Text("Chỉ nêu số giải hoặc tỷ lệ.", "Give seats or a percentage, not both.")
        yield Invalid("TIER_TWO_LIMITS", text, (*here, "percent"))


def _blank(name: str, path: tuple[str, ...]) -> list[DomainError]:
    text = Text("Tên không được để trống.", "The name is empty.")
    return [] if name.strip() else [Invalid("NAME_EMPTY", text, path)]


def _names_twice(field: str, names: Sequence[str]) -> list[DomainError]:
    said = [name.strip() for name in names]
    text = Text("Tên bị lặp.", "The name stands twice.")
    return [Invalid("NAME_TWICE", text, (field, str(at), "name")) for at, name in enumerate(said) if name in said[:at]]


def _out_of_range(field: str, count: int | None, low: int, high: int, rule: str) -> list[DomainError]:
    if count is None or low <= count <= high:
        return []
    text = Text(f"Phải là số từ {low} đến {high}.", f"It must be {low} to {high}.")
    return [Invalid(rule, text, (field,), f"{low}..{high}")]


def _number(path: tuple[str, ...], number: Decimal, most: Decimal) -> list[DomainError]:
    """Say whether a number is above 0, at most `most`, and no finer than what is kept."""
    if number.is_finite() and 0 < number <= most and number == round(number, PLACES):
        return []
    text = Text(
        f"Phải là số lớn hơn 0, không quá {plain(most)}, tối đa {PLACES} chữ số thập phân.",
        f"It must be above 0, at most {plain(most)}, with at most {PLACES} decimals.",
    )
    return [Invalid("NUMBER_RANGE", text, path, f"0 < x <= {plain(most)}")]
