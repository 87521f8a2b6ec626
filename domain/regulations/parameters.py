"""What parameters each award rule takes, strictly: nothing unknown, nothing missing, nothing out of range.

Exact numbers are texts ("0.60"), as everywhere; they have at most 4 decimals. A rule that is not named here takes none.

SIMILAR_ACHIEVEMENT   threshold: share                      how alike two achievements must be to be pointed out
PREREQUISITE          awards: codes of titles and forms     of these awards a nominee holds
                      count: 1..20                          so many,
                      within_years: 1..30                   given in so many years up to the nomination's,
                      consecutive: true | false             and in years that follow each other, if true
QUOTA                 max_count: 1..10000, and/or           at most so many dossiers proposed, and at most
                      max_share: share, with                this share
                      of: NOMINEES | HEADCOUNT              of all nominated, refused or not, or of all employed,
                      per: MOVEMENT | UNIT                  in the whole movement, or in each unit
DIRECT_WORKERS        min_share: share                      of the individuals nominated, those who lead nobody
PAPERS                papers: kinds of `Paper`, each once   what a dossier must have
FORMER_UNIT_COMMENT   months: 1..120                        so long at a former unit asks for its comment
GENDER_PREFERENCE     collective_share: share               share of women from which a collective is preferred
APPRAISAL_DEADLINE    working_days: 1..250                  how long appraising a dossier takes at most
NOTICE_DEADLINE       working_days: 1..250                  how long telling the outcome takes at most
PUBLICATION_DEADLINE  working_days: 1..250                  how long publishing a decision takes at most
COUNCIL_VOTE          threshold: share                      votes in favour that carry a nomination,
                      quorum: share                         and members who must have voted: both are shares of the
                                                            council's total membership, never of those present
                      secret: true | false                  whether ballots are secret

A share is above 0 and at most 1. The defaults that a ministry begins with are data, with their source.
"""

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import StrEnum
from typing import Any

from domain.errors import DomainError, Invalid, Text
from domain.regulations.rules import RuleCode

_SHARE = re.compile(r"0\.[0-9]{1,4}|1(\.0{1,4})?")
_CODE = re.compile(r"[0-9A-ZĐ][0-9A-ZĐ&._-]{0,31}")
_MAX_AWARDS = 20


class Paper(StrEnum):
    """A kind of paper of a dossier: the report with its confirmation, the minutes, what proves the achievement."""

    ACHIEVEMENT_REPORT = "ACHIEVEMENT_REPORT"
    UNIT_CONFIRMATION = "UNIT_CONFIRMATION"
    UNIT_MINUTES = "UNIT_MINUTES"
    RECOGNITION_DECISION = "RECOGNITION_DECISION"
    EVIDENCE = "EVIDENCE"


class QuotaOf(StrEnum):
    """What a quota's share is of: those nominated, or everybody employed."""

    NOMINEES = "NOMINEES"
    HEADCOUNT = "HEADCOUNT"


class QuotaPer(StrEnum):
    """What a quota is counted over: the whole movement, or each unit."""

    MOVEMENT = "MOVEMENT"
    UNIT = "UNIT"


class Parameter:
    """One parameter of a rule: what it may hold (`allowed`, for people), and the test of it."""

    __slots__ = ("allowed", "fits", "is_needed")

    def __init__(self, allowed: str, fits: Callable[[Any], bool], *, is_needed: bool = True) -> None:
        self.allowed = allowed
        self.fits = fits
        self.is_needed = is_needed


def _share(*, is_needed: bool = True) -> Parameter:
    return Parameter('"0.0001".."1"', _is_share, is_needed=is_needed)


def _is_share(given: Any) -> bool:
    return isinstance(given, str) and _SHARE.fullmatch(given) is not None and Decimal(given) > 0


def _whole(most: int, *, is_needed: bool = True) -> Parameter:
    return Parameter(f"1..{most}", lambda given: type(given) is int and 1 <= given <= most, is_needed=is_needed)


def _one_of(kind: type[StrEnum], *, is_needed: bool = True) -> Parameter:
    members = tuple(member.value for member in kind)
    return Parameter(" | ".join(members), lambda given: given in members, is_needed=is_needed)


def _several(allowed: str, most: int, fits: Callable[[Any], bool]) -> Parameter:
    def fit(given: Any) -> bool:
        return (
            isinstance(given, list)
            and 1 <= len(given) <= most
            and all(fits(each) for each in given)
            and len(set(given)) == len(given)
        )

    return Parameter(f"[{allowed}], 1..{most}", fit)


def _is_code(given: Any) -> bool:
    return isinstance(given, str) and _CODE.fullmatch(given) is not None


_YES_OR_NO = Parameter("true | false", lambda given: isinstance(given, bool))
_DEADLINE = {"working_days": _whole(250)}
_PAPERS = tuple(paper.value for paper in Paper)

PARAMETERS: Mapping[RuleCode, Mapping[str, Parameter]] = {
    RuleCode.SIMILAR_ACHIEVEMENT: {"threshold": _share()},
    RuleCode.PREREQUISITE: {
        "awards": _several(_CODE.pattern, _MAX_AWARDS, _is_code),
        "count": _whole(20),
        "within_years": _whole(30),
        "consecutive": _YES_OR_NO,
    },
    RuleCode.QUOTA: {
        "max_count": _whole(10_000, is_needed=False),
        "max_share": _share(is_needed=False),
        "of": _one_of(QuotaOf, is_needed=False),
        "per": _one_of(QuotaPer),
    },
    RuleCode.DIRECT_WORKERS: {"min_share": _share()},
    RuleCode.PAPERS: {"papers": _several(" | ".join(_PAPERS), len(_PAPERS), _PAPERS.__contains__)},
    RuleCode.FORMER_UNIT_COMMENT: {"months": _whole(120)},
    RuleCode.GENDER_PREFERENCE: {"collective_share": _share()},
    RuleCode.APPRAISAL_DEADLINE: _DEADLINE,
    RuleCode.NOTICE_DEADLINE: _DEADLINE,
    RuleCode.PUBLICATION_DEADLINE: _DEADLINE,
    RuleCode.COUNCIL_VOTE: {"threshold": _share(), "quorum": _share(), "secret": _YES_OR_NO},
}


def problems_of_parameters(code: RuleCode, given: Any) -> list[DomainError]:
    """List everything that is wrong with a rule's parameters, each with the path to it."""
    known = PARAMETERS.get(code, {})
    if not isinstance(given, dict):
        text = Text("Tham số là một đối tượng JSON.", "Parameters are a JSON object.")
        return [Invalid("PARAMETERS_FORM", text, ("parameters",), _names(known))]
    problems = [_unknown(code, key, known) for key in given if key not in known]
    for key, parameter in known.items():
        if key not in given and parameter.is_needed:
            text = Text(f"Quy tắc {code} cần tham số {key}.", f"The rule {code} needs the parameter {key}.")
            problems.append(Invalid("PARAMETER_MISSING", text, ("parameters", key), parameter.allowed))
        elif key in given and not parameter.fits(given[key]):
            text = Text(
                f"Tham số {key} của quy tắc {code} không hợp lệ: cần {parameter.allowed}.",
                f"The parameter {key} of the rule {code} must be {parameter.allowed}.",
            )
            problems.append(Invalid("PARAMETER_VALUE", text, ("parameters", key), parameter.allowed))
    return problems or (_problems_of_quota(given) if code is RuleCode.QUOTA else [])


def _unknown(code: RuleCode, key: str, known: Mapping[str, Parameter]) -> DomainError:
    text = Text(f"Quy tắc {code} không có tham số này.", f"The rule {code} has no such parameter.")
    return Invalid("PARAMETER_UNKNOWN", text, ("parameters", key), _names(known))


def _names(known: Mapping[str, Parameter]) -> str:
    return ", ".join(known) or "{}"


def _problems_of_quota(given: Mapping[str, Any]) -> list[DomainError]:
    """A quota is a number, a share of something, or both."""
    problems: list[DomainError] = []
    if "max_count" not in given and "max_share" not in given:
        text = Text("Hạn mức cần số lượng hoặc tỷ lệ tối đa.", "A quota is a number or a share, or both.")
        problems.append(Invalid("QUOTA_EMPTY", text, ("parameters", "max_count"), "max_count | max_share"))
    if ("max_share" in given) != ("of" in given):
        text = Text("Tỷ lệ tối đa phải nêu tính trên đâu.", "A share is of something, and only a share is.")
        problems.append(Invalid("QUOTA_SHARE_OF", text, ("parameters", "of"), "max_share & of"))
    return problems
