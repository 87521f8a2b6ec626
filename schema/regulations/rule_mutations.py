"""The deeds on award rules."""

from datetime import date

import strawberry
from strawberry import UNSET
from strawberry.scalars import JSON

from domain.regulations import award_rules
from domain.regulations.rules import RuleCode, Severity
from schema.mutation import Deed, Made, MutationInput, Ref, made, payload, ref, value
from schema.refs import AwardRuleRef
from schema.regulations import lists
from schema.texts import READ_VERSION, T, describe

MADE = T("Quy tắc khen thưởng; rỗng khi bị từ chối.", "The award rule; null when refused.")


@strawberry.input(description=describe(T("Quy tắc khen thưởng mới.", "A new one: the award rule.")))
class CreateAwardRuleInput(MutationInput):
    """What award rules are made from."""

    code: RuleCode = value(lists.RULE_CODE)
    form_id: Ref | None = ref("AwardForm", lists.RULE_FORM)
    severity: Severity = value(lists.SEVERITY)
    parameters: JSON = value(lists.PARAMETERS)
    legal_basis_id: Ref = ref("LegalBasis", lists.LEGAL_BASIS)
    clause: str = value(lists.CLAUSE)
    valid_from: date = value(lists.VALID_FROM)
    valid_to: date | None = value(lists.VALID_TO)
    is_verified: bool = value(lists.IS_VERIFIED, default=False)


@payload(T("Kết quả thêm.", "The answer of createAwardRule."))
class CreateAwardRulePayload:
    """The row made."""

    award_rule = made("AwardRule", AwardRuleRef, MADE)


async def create_award_rule(deed: Deed, input: CreateAwardRuleInput) -> Made[CreateAwardRulePayload]:
    """Add one."""
    row = await award_rules.create_award_rule(
        deed.session,
        deed.actor,
        code=input.code,
        form_id=input.form_id,
        severity=input.severity,
        parameters=input.parameters,
        legal_basis_id=input.legal_basis_id,
        clause=input.clause,
        valid_from=input.valid_from,
        valid_to=input.valid_to,
        is_verified=input.is_verified,
    )
    return Made(award_rule=row.id)


@strawberry.input(
    description=describe(
        T(
            "Thay đổi: trường không gửi thì giữ nguyên, null thì xóa.",
            "What changes: what is left out stays, null clears.",
        )
    )
)
class UpdateAwardRuleInput(MutationInput):
    """What changes; what it is of never does."""

    rule_id: Ref = ref("AwardRule", T("Quy tắc khen thưởng.", "The award rule."))
    expected_version: int = value(READ_VERSION)
    severity: Severity | None = value(lists.SEVERITY, default=UNSET)
    parameters: JSON | None = value(lists.PARAMETERS, default=UNSET)
    legal_basis_id: Ref | None = ref("LegalBasis", lists.LEGAL_BASIS, default=UNSET)
    clause: str | None = value(lists.CLAUSE, default=UNSET)
    valid_from: date | None = value(lists.VALID_FROM, default=UNSET)
    valid_to: date | None = value(lists.VALID_TO, default=UNSET)
    is_verified: bool | None = value(lists.IS_VERIFIED, default=UNSET)


@payload(T("Kết quả sửa.", "The answer of updateAwardRule."))
class UpdateAwardRulePayload:
    """The row changed."""

    award_rule = made("AwardRule", AwardRuleRef, MADE)


async def update_award_rule(deed: Deed, input: UpdateAwardRuleInput) -> Made[UpdateAwardRulePayload]:
    """Change one."""
    row = await award_rules.update_award_rule(
        deed.session,
        deed.actor,
        rule_id=input.rule_id,
        expected_version=input.expected_version,
        severity=input.severity,
        parameters=input.parameters,
        legal_basis_id=input.legal_basis_id,
        clause=input.clause,
        valid_from=input.valid_from,
        valid_to=input.valid_to,
        is_verified=input.is_verified,
    )
    return Made(award_rule=row.id)
