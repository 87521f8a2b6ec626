"""The kinds of legal parameters and of award rules, and how those in force on a day are chosen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any
from uuid import UUID


class ParameterKind(StrEnum):
    """What a number of the law is: amounts are in đồng; coefficients multiply the base salary."""

    BASE_SALARY = "BASE_SALARY"
    PRIZE_COEFFICIENT = "PRIZE_COEFFICIENT"
    COLLECTIVE_FACTOR = "COLLECTIVE_FACTOR"
    PRIZE_ROUNDING = "PRIZE_ROUNDING"


class RuleCode(StrEnum):
    """What an award rule asks; its parameters are the rule's own."""

    INTEGRITY_HOLD = "INTEGRITY_HOLD"
    ONE_REWARD = "ONE_REWARD"
    SIMILAR_ACHIEVEMENT = "SIMILAR_ACHIEVEMENT"
    THEMATIC_NOT_FOR_MERIT = "THEMATIC_NOT_FOR_MERIT"
    AUTHORITY = "AUTHORITY"
    PREREQUISITE = "PREREQUISITE"
    QUOTA = "QUOTA"
    DIRECT_WORKERS = "DIRECT_WORKERS"
    PAPERS = "PAPERS"
    PARTICIPATION = "PARTICIPATION"
    FORMER_UNIT_COMMENT = "FORMER_UNIT_COMMENT"
    GENDER_PREFERENCE = "GENDER_PREFERENCE"
    APPRAISAL_DEADLINE = "APPRAISAL_DEADLINE"
    NOTICE_DEADLINE = "NOTICE_DEADLINE"
    PUBLICATION_DEADLINE = "PUBLICATION_DEADLINE"
    COUNCIL_VOTE = "COUNCIL_VOTE"


class Severity(StrEnum):
    """What a finding does: it stops the dossier, it warns, or it only tells."""

    BLOCKING = "BLOCKING"
    WARNING = "WARNING"
    NOTE = "NOTE"


class DayKind(StrEnum):
    """What a day is, whatever its weekday: off work, or worked (làm bù, or a holiday that was withdrawn)."""

    HOLIDAY = "HOLIDAY"
    WORKING = "WORKING"


@dataclass(frozen=True, slots=True)
class RuleInForce:
    """A rule as it is applied: for every award (`form_id` is None) or for one form of reward."""

    id: UUID
    code: RuleCode
    severity: Severity
    parameters: Mapping[str, Any]
    #: The legal text by its name, and the clause of it.
    basis: str
    clause: str
    form_id: UUID | None = None


def rule_for(rules: Iterable[RuleInForce], code: RuleCode, form_id: UUID | None) -> RuleInForce | None:
    """Return the rule of a code that holds for a form: its own before the one for all. None when there is none."""
    of_code = [rule for rule in rules if rule.code is code and rule.form_id in (form_id, None)]
    return max(of_code, key=lambda rule: rule.form_id is not None, default=None)
