"""Deeds on legal texts and on what a movement rests on."""

from datetime import date

import strawberry
from strawberry import UNSET

from domain.access.permissions import Permission
from domain.movements import legal_bases
from schema.movements import texts
from schema.mutation import Deed, Made, MutationInput, Ref, made, mutation, payload, ref, value
from schema.refs import LegalBasisRef, MovementRef
from schema.texts import READ_VERSION, T, describe

BASIS_MADE = T("Văn bản; rỗng khi bị từ chối.", "The legal text; null when refused.")


@strawberry.input(description=describe(T("Căn cứ pháp lý mới.", "A new legal text.")))
class CreateLegalBasisInput(MutationInput):
    """What a legal text is recorded from."""

    code: str = value(texts.CODE)
    title: str = value(texts.TITLE)
    number: str | None = value(texts.NUMBER)
    issued_on: date | None = value(texts.ISSUED_ON)
    valid_from: date = value(texts.VALID_FROM)
    valid_to: date | None = value(texts.VALID_TO)
    is_verified: bool = value(texts.IS_VERIFIED, default=False)
    source: str = value(texts.SOURCE)


@payload(T("Kết quả thêm căn cứ pháp lý.", "The answer of createLegalBasis."))
class CreateLegalBasisPayload:
    """The legal text recorded."""

    legal_basis = made("LegalBasis", LegalBasisRef, BASIS_MADE)


async def create_legal_basis(deed: Deed, input: CreateLegalBasisInput) -> Made[CreateLegalBasisPayload]:
    """Record a legal text."""
    basis = await legal_bases.create_legal_basis(
        deed.session,
        deed.actor,
        code=input.code,
        title=input.title,
        number=input.number,
        issued_on=input.issued_on,
        valid_from=input.valid_from,
        valid_to=input.valid_to,
        is_verified=input.is_verified,
        source=input.source,
    )
    return Made(legal_basis=basis.id)


@strawberry.input(
    description=describe(
        T(
            "Thay đổi của văn bản: trường không gửi thì giữ nguyên, null thì xóa.",
            "What changes: what is left out stays, null clears.",
        )
    )
)
class UpdateLegalBasisInput(MutationInput):
    """What changes of a legal text."""

    legal_basis_id: Ref = ref("LegalBasis", texts.LEGAL_BASIS)
    expected_version: int = value(READ_VERSION)
    title: str | None = value(texts.TITLE, default=UNSET)
    number: str | None = value(texts.NUMBER, default=UNSET)
    issued_on: date | None = value(texts.ISSUED_ON, default=UNSET)
    valid_from: date | None = value(texts.VALID_FROM, default=UNSET)
    valid_to: date | None = value(texts.VALID_TO, default=UNSET)
    is_verified: bool | None = value(texts.IS_VERIFIED, default=UNSET)
    source: str | None = value(texts.SOURCE, default=UNSET)


@payload(T("Kết quả sửa căn cứ pháp lý.", "The answer of updateLegalBasis."))
class UpdateLegalBasisPayload:
    """The legal text changed."""

    legal_basis = made("LegalBasis", LegalBasisRef, BASIS_MADE)


async def update_legal_basis(deed: Deed, input: UpdateLegalBasisInput) -> Made[UpdateLegalBasisPayload]:
    """Change a legal text's particulars."""
    basis = await legal_bases.update_legal_basis(
        deed.session,
        deed.actor,
        legal_basis_id=input.legal_basis_id,
        expected_version=input.expected_version,
        title=input.title,
        number=input.number,
        issued_on=input.issued_on,
        valid_from=input.valid_from,
        valid_to=input.valid_to,
        is_verified=input.is_verified,
        source=input.source,
    )
    return Made(legal_basis=basis.id)


@strawberry.input(description=describe(T("Viện dẫn căn cứ pháp lý.", "A legal text to cite.")))
class CiteLegalBasisInput(MutationInput):
    """Which movement rests on which text."""

    movement_id: Ref = ref("Movement", texts.MOVEMENT)
    legal_basis_id: Ref = ref("LegalBasis", texts.LEGAL_BASIS)


@payload(T("Kết quả viện dẫn căn cứ pháp lý.", "The answer of citeLegalBasis."))
class CiteLegalBasisPayload:
    """The movement with its legal bases."""

    movement = made("Movement", MovementRef, texts.MOVEMENT_MADE)


async def cite_legal_basis(deed: Deed, input: CiteLegalBasisInput) -> Made[CiteLegalBasisPayload]:
    """Let a movement rest on a legal text."""
    movement = await legal_bases.cite_legal_basis(
        deed.session, deed.actor, movement_id=input.movement_id, legal_basis_id=input.legal_basis_id
    )
    return Made(movement=movement.id)


@strawberry.input(description=describe(T("Bỏ viện dẫn căn cứ pháp lý.", "A legal text to drop.")))
class DropLegalBasisInput(MutationInput):
    """Which movement no longer rests on which text."""

    movement_id: Ref = ref("Movement", texts.MOVEMENT)
    legal_basis_id: Ref = ref("LegalBasis", texts.LEGAL_BASIS)


@payload(T("Kết quả bỏ viện dẫn căn cứ pháp lý.", "The answer of dropLegalBasis."))
class DropLegalBasisPayload:
    """The movement without the legal text."""

    movement = made("Movement", MovementRef, texts.MOVEMENT_MADE)


async def drop_legal_basis(deed: Deed, input: DropLegalBasisInput) -> Made[DropLegalBasisPayload]:
    """Let a movement no longer rest on a legal text."""
    movement = await legal_bases.drop_legal_basis(
        deed.session, deed.actor, movement_id=input.movement_id, legal_basis_id=input.legal_basis_id
    )
    return Made(movement=movement.id)


@strawberry.type
class LegalBasisMutations:
    """Deeds on legal texts."""

    create_legal_basis = mutation(
        create_legal_basis,
        Permission.CATALOGUE_MANAGE,
        T("Thêm căn cứ pháp lý vào danh mục.", "Add a legal text to the catalogue."),
    )
    update_legal_basis = mutation(
        update_legal_basis, Permission.CATALOGUE_MANAGE, T("Sửa căn cứ pháp lý.", "Change a legal text's particulars.")
    )
    cite_legal_basis = mutation(
        cite_legal_basis,
        Permission.MOVEMENT_MANAGE,
        T(
            "Viện dẫn căn cứ pháp lý cho phong trào đang soạn.",
            "Let a draft or returned movement rest on a text.",
        ),
    )
    drop_legal_basis = mutation(
        drop_legal_basis,
        Permission.MOVEMENT_MANAGE,
        T("Bỏ viện dẫn căn cứ pháp lý.", "Let a draft or returned movement no longer rest on a text."),
    )
