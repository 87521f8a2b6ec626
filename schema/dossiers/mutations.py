"""The deeds of checking a dossier, and those on its papers."""

import strawberry

from domain.access.permissions import Permission
from domain.awards.findings import checking
from domain.awards.papers import actions
from domain.awards.papers.rules import MAX_REFERENCE, MAX_TITLE, PaperKind
from schema.dossiers.enums import PAPER_KIND
from schema.dossiers.record_mutations import RecordMutations
from schema.mutation import Deed, Made, MutationInput, Ref, made, mutation, payload, ref, value
from schema.refs import DossierPaperRef, NominationRef
from schema.texts import T, describe

DOSSIER = T("Hồ sơ.", "The dossier.")
CHANGED = T("Hồ sơ; rỗng khi bị từ chối.", "The dossier; null when refused.")


@strawberry.input(description=describe(T("Kiểm tra hồ sơ.", "A dossier to check.")))
class CheckNominationInput(MutationInput):
    """Which dossier is judged anew."""

    nomination_id: Ref = ref("Nomination", DOSSIER)


@payload(T("Kết quả kiểm tra hồ sơ.", "The answer of checkNomination."))
class CheckNominationPayload:
    """The dossier checked."""

    nomination = made("Nomination", NominationRef, CHANGED)


async def check_nomination(deed: Deed, input: CheckNominationInput) -> Made[CheckNominationPayload]:
    """Check a dossier."""
    nomination = await checking.check_nomination(deed.session, deed.actor, nomination_id=input.nomination_id)
    return Made(nomination=nomination.id)


@strawberry.input(description=describe(T("Bổ sung giấy tờ.", "A paper to add.")))
class AddDossierPaperInput(MutationInput):
    """What is added to which dossier."""

    nomination_id: Ref = ref("Nomination", DOSSIER)
    kind: PaperKind = value(PAPER_KIND)
    title: str = value(T(f"Tên giấy tờ, 1-{MAX_TITLE} ký tự.", f"What it is called, 1 to {MAX_TITLE} characters."))
    reference: str = value(
        T(
            f"Nơi lưu: địa chỉ, mã văn bản; 1-{MAX_REFERENCE} ký tự.",
            f"Where it is: address or document id; 1 to {MAX_REFERENCE} characters.",
        )
    )
    content_hash: str | None = value(T("SHA-256 của tệp, viết thường.", "The file's SHA-256 in lower-case hex."))


@payload(T("Kết quả bổ sung giấy tờ.", "The answer of addDossierPaper."))
class AddDossierPaperPayload:
    """The paper added."""

    dossier_paper = made(
        "DossierPaper", DossierPaperRef, T("Giấy tờ; rỗng khi bị từ chối.", "The paper; null when refused.")
    )


async def add_dossier_paper(deed: Deed, input: AddDossierPaperInput) -> Made[AddDossierPaperPayload]:
    """Add a paper."""
    paper = await actions.add_dossier_paper(
        deed.session,
        deed.actor,
        nomination_id=input.nomination_id,
        kind=input.kind,
        title=input.title,
        reference=input.reference,
        content_hash=input.content_hash,
    )
    return Made(dossier_paper=paper.id)


@strawberry.input(description=describe(T("Bỏ giấy tờ.", "A paper to remove.")))
class RemoveDossierPaperInput(MutationInput):
    """Which paper is taken out."""

    paper_id: Ref = ref("DossierPaper", T("Giấy tờ.", "The paper."))


@payload(T("Kết quả bỏ giấy tờ.", "The answer of removeDossierPaper."))
class RemoveDossierPaperPayload:
    """The dossier without it."""

    nomination = made("Nomination", NominationRef, CHANGED)


async def remove_dossier_paper(deed: Deed, input: RemoveDossierPaperInput) -> Made[RemoveDossierPaperPayload]:
    """Remove a paper."""
    nomination = await actions.remove_dossier_paper(deed.session, deed.actor, paper_id=input.paper_id)
    return Made(nomination=nomination.id)


@strawberry.type
class DossierMutations(RecordMutations):
    """Deeds on what belongs to dossiers."""

    check_nomination = mutation(
        check_nomination,
        checking.PERMISSIONS[0],
        T("Kiểm tra hồ sơ theo các quy tắc đang có hiệu lực.", "Judge a dossier by the rules in force."),
        also=checking.PERMISSIONS[1:],
    )
    add_dossier_paper = mutation(
        add_dossier_paper,
        Permission.NOMINATION_PREPARE,
        T("Bổ sung giấy tờ vào hồ sơ chưa thẩm định.", "Add a paper to a dossier that is not appraised yet."),
        also=(Permission.NOMINATION_SUGGEST,),
    )
    remove_dossier_paper = mutation(
        remove_dossier_paper,
        Permission.NOMINATION_PREPARE,
        T("Bỏ giấy tờ khỏi hồ sơ chưa thẩm định.", "Take a paper out of a dossier that is not appraised yet."),
        also=(Permission.NOMINATION_SUGGEST,),
    )
