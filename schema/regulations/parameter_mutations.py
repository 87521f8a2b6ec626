"""The deeds on legal parameters."""

from datetime import date
from decimal import Decimal

import strawberry
from strawberry import UNSET

from domain.regulations import legal_parameters
from domain.regulations.rules import ParameterKind
from schema import mutation
from schema.mutation import Deed, Made, MutationInput, Ref, made, payload, ref
from schema.refs import LegalParameterRef
from schema.regulations import lists
from schema.texts import READ_VERSION, T, describe

MADE = T("Tham số pháp lý; rỗng khi bị từ chối.", "The legal parameter; null when refused.")


@strawberry.input(description=describe(T("Tham số pháp lý mới.", "A new one: the legal parameter.")))
class CreateLegalParameterInput(MutationInput):
    """What legal parameters are made from."""

    kind: ParameterKind = mutation.value(lists.PARAMETER_KIND)
    form_id: Ref | None = ref("AwardForm", lists.FORM)
    title_id: Ref | None = ref("AwardTitle", lists.TITLE)
    value: Decimal = mutation.value(lists.VALUE)
    legal_basis_id: Ref = ref("LegalBasis", lists.LEGAL_BASIS)
    clause: str = mutation.value(lists.CLAUSE)
    valid_from: date = mutation.value(lists.VALID_FROM)
    valid_to: date | None = mutation.value(lists.VALID_TO)
    is_verified: bool = mutation.value(lists.IS_VERIFIED, default=False)


@payload(T("Kết quả thêm.", "The answer of createLegalParameter."))
class CreateLegalParameterPayload:
    """The row made."""

    legal_parameter = made("LegalParameter", LegalParameterRef, MADE)


async def create_legal_parameter(deed: Deed, input: CreateLegalParameterInput) -> Made[CreateLegalParameterPayload]:
    """Add one."""
    row = await legal_parameters.create_legal_parameter(
        deed.session,
        deed.actor,
        kind=input.kind,
        form_id=input.form_id,
        title_id=input.title_id,
        value=input.value,
        legal_basis_id=input.legal_basis_id,
        clause=input.clause,
        valid_from=input.valid_from,
        valid_to=input.valid_to,
        is_verified=input.is_verified,
    )
    return Made(legal_parameter=row.id)


@strawberry.input(
    description=describe(
        T(
            "Thay đổi: trường không gửi thì giữ nguyên, null thì xóa.",
            "What changes: what is left out stays, null clears.",
        )
    )
)
class UpdateLegalParameterInput(MutationInput):
    """What changes; what it is of never does."""

    parameter_id: Ref = ref("LegalParameter", T("Tham số pháp lý.", "The legal parameter."))
    expected_version: int = mutation.value(READ_VERSION)
    value: Decimal | None = mutation.value(lists.VALUE, default=UNSET)
    legal_basis_id: Ref | None = ref("LegalBasis", lists.LEGAL_BASIS, default=UNSET)
    clause: str | None = mutation.value(lists.CLAUSE, default=UNSET)
    valid_from: date | None = mutation.value(lists.VALID_FROM, default=UNSET)
    valid_to: date | None = mutation.value(lists.VALID_TO, default=UNSET)
    is_verified: bool | None = mutation.value(lists.IS_VERIFIED, default=UNSET)


@payload(T("Kết quả sửa.", "The answer of updateLegalParameter."))
class UpdateLegalParameterPayload:
    """The row changed."""

    legal_parameter = made("LegalParameter", LegalParameterRef, MADE)


async def update_legal_parameter(deed: Deed, input: UpdateLegalParameterInput) -> Made[UpdateLegalParameterPayload]:
    """Change one."""
    row = await legal_parameters.update_legal_parameter(
        deed.session,
        deed.actor,
        parameter_id=input.parameter_id,
        expected_version=input.expected_version,
        value=input.value,
        legal_basis_id=input.legal_basis_id,
        clause=input.clause,
        valid_from=input.valid_from,
        valid_to=input.valid_to,
        is_verified=input.is_verified,
    )
    return Made(legal_parameter=row.id)
