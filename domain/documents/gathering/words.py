"""How documents call kinds and states, and how they write a score."""

from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal

from domain.awards.rules import EFFECTIVE, WITH_APPRAISERS, WITH_DECIDERS
from domain.documents.numbering import decimal_text
from domain.initiatives.rules import InitiativeKind, InitiativeState
from domain.people.rules import Gender
from domain.results.model import Result

KINDS: Mapping[InitiativeKind, str] = {
    InitiativeKind.DIGITAL: "Giải pháp số",
    InitiativeKind.AI: "Trí tuệ nhân tạo",
    InitiativeKind.VIRTUAL_ASSISTANT: "Trợ lý ảo",
}
STATES: Mapping[InitiativeState, str] = {
    InitiativeState.SUBMITTED: "Đã gửi",
    InitiativeState.SCREENED: "Đủ điều kiện",
    InitiativeState.INELIGIBLE: "Không đủ điều kiện",
    InitiativeState.SCORING: "Đang chấm điểm",
    InitiativeState.SCORED: "Đã chấm điểm",
}
#: Dossiers that stand. One that is held is told of nowhere: a hold says of somebody what may turn out to be nothing.
STANDING = sorted(WITH_APPRAISERS | WITH_DECIDERS | EFFECTIVE)
_HONORIFICS = {Gender.FEMALE: "Bà", Gender.MALE: "Ông"}


def honorific(gender: Gender | None) -> str:
    """Return what stands before a person's name; both where nobody said whether it is a man or a woman."""
    return "Ông/Bà" if gender is None else _HONORIFICS[gender]


def bare(value: Decimal) -> Decimal:
    """Drop the zeros that a column keeps after a number: 40 hours, not 40,00."""
    return value.normalize()


def score(value: Decimal, result: Result) -> str:
    """Write a score with the decimals that its result is published with."""
    return decimal_text(rounded(value, result))


def rounded(value: Decimal, result: Result) -> Decimal:
    """Round a score as its result is published."""
    return value.quantize(Decimal(1).scaleb(-result.score_places), ROUND_HALF_UP)
