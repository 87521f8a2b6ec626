"""The engine of findings: the rules in force applied to what is known of one dossier. Severity is the rule's data."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from uuid import UUID

from domain.awards.findings import achievement, nominee, procedure, shares
from domain.awards.findings.facts import DossierFacts
from domain.awards.findings.wording import listed
from domain.errors import Conflict, Text
from domain.regulations.rules import RuleCode, RuleInForce, Severity, rule_for

#: Says what of a rule is not fulfilled, on a day in Viet Nam; None when all is.
Check = Callable[[DossierFacts, Mapping[str, Any], date], Text | None]


@dataclass(frozen=True, slots=True)
class Finding:
    """What one rule says of a dossier, with the clause and the legal text that it rests on."""

    rule_id: UUID
    code: RuleCode
    severity: Severity
    clause: str
    basis: str
    message: Text


CHECKS: Mapping[RuleCode, Check] = {
    RuleCode.INTEGRITY_HOLD: nominee.integrity_hold,
    RuleCode.ONE_REWARD: achievement.one_reward,
    RuleCode.SIMILAR_ACHIEVEMENT: achievement.similar_achievement,
    RuleCode.THEMATIC_NOT_FOR_MERIT: achievement.thematic_not_for_merit,
    RuleCode.AUTHORITY: nominee.authority,
    RuleCode.PREREQUISITE: achievement.prerequisite,
    RuleCode.QUOTA: shares.quota,
    RuleCode.DIRECT_WORKERS: shares.direct_workers,
    RuleCode.PAPERS: procedure.papers,
    RuleCode.PARTICIPATION: nominee.participation,
    RuleCode.FORMER_UNIT_COMMENT: nominee.former_unit_comment,
    RuleCode.GENDER_PREFERENCE: nominee.gender_preference,
    RuleCode.APPRAISAL_DEADLINE: procedure.appraisal_deadline,
    RuleCode.NOTICE_DEADLINE: procedure.notice_deadline,
    RuleCode.PUBLICATION_DEADLINE: procedure.publication_deadline,
    RuleCode.COUNCIL_VOTE: procedure.council_vote,
}
#: Never stop a dossier here, whatever their severity: holds and missing votes do so by themselves, at the steps that
#: ask for them (domain/awards/holding.py and judged_by.py); a preference is no fault; what is late must still go on.
TOLD_ONLY = frozenset(
    {
        RuleCode.INTEGRITY_HOLD,
        RuleCode.COUNCIL_VOTE,
        RuleCode.GENDER_PREFERENCE,
        RuleCode.APPRAISAL_DEADLINE,
        RuleCode.NOTICE_DEADLINE,
        RuleCode.PUBLICATION_DEADLINE,
    }
)


_UNTOLD = Text("Hồ sơ không đáp ứng quy tắc.", "The dossier does not satisfy the rule.")


def findings(facts: DossierFacts, rules: Sequence[RuleInForce], today: date) -> list[Finding]:
    """Return what the rules in force find, one for each rule at most, in the order of the rules' codes.

    Of two rules of a code, the one of the form asked for is applied, not the general one.
    """
    found = []
    for code, check in CHECKS.items():
        rule = rule_for(rules, code, facts.asked.form_id)
        message = check(facts, rule.parameters, today) if rule else None
        if rule and message:
            found.append(Finding(rule.id, code, rule.severity, rule.clause, rule.basis, message))
    return found


def refuse_blocking(found: Sequence[Finding], may_read: Callable[[RuleCode], bool] = lambda _: True) -> None:
    """Raise Conflict when a finding blocks, naming each such rule with its clause, and saying what was found.

    What is found by rules that may not be read is left out.
    """
    blocking = [each for each in found if each.severity is Severity.BLOCKING and each.code not in TOLD_ONLY]
    if blocking:
        said = listed((_with_rule(each, each.message if may_read(each.code) else _UNTOLD) for each in blocking), " ")
        raise Conflict("RULE_BLOCKS", said)


def _with_rule(each: Finding, said: Text) -> Text:
    rests_on = f"[{each.code}; {each.clause}, {each.basis}]"
    return Text(f"{said.vi} {rests_on}", f"{said.en} {rests_on}")
