"""The deeds on signed and issued documents: number, issue, correct, replace, recall."""

from datetime import date

import strawberry

from domain.access.permissions import Permission
from domain.documents import asking, issuing, mending
from domain.documents.particulars import MAX_LINE
from domain.documents.rules import MAX_NUMBER
from schema.mutation import Deed, Made, MutationInput, Ref, made, mutation, payload, ref, value
from schema.papers.making_mutations import DOCUMENT, MADE, MakingMutations
from schema.refs import JobRef, OfficialDocumentRef
from schema.texts import READ_VERSION, REASON, T, describe


@strawberry.input(description=describe(T("Cấp số văn bản.", "A document to number.")))
class NumberDocumentInput(MutationInput):
    """Which signed document, with what number and day."""

    document_id: Ref = ref("OfficialDocument", DOCUMENT)
    expected_version: int = value(READ_VERSION)
    number: int | None = value(
        T(
            f"Số, 1-{MAX_NUMBER}; mặc định là số tiếp theo trong năm của đơn vị và ký hiệu.",
            f"The number, 1 to {MAX_NUMBER}; the next of the unit, symbol and year without it.",
        )
    )
    issued_on: date = value(T("Ngày của văn bản.", "Its day: not before the signing, not after today."))


@payload(T("Kết quả cấp số.", "The answer of numberDocument."))
class NumberDocumentPayload:
    """The document numbered."""

    official_document = made("OfficialDocument", OfficialDocumentRef, MADE)


async def number_document(deed: Deed, input: NumberDocumentInput) -> Made[NumberDocumentPayload]:
    """Number a document."""
    document = await issuing.number_document(
        deed.session,
        deed.actor,
        document_id=input.document_id,
        expected_version=input.expected_version,
        number=input.number,
        issued_on=input.issued_on,
    )
    return Made(official_document=document.id)


@strawberry.input(description=describe(T("Ban hành văn bản.", "A document to give out.")))
class IssueDocumentInput(MutationInput):
    """Which numbered document."""

    document_id: Ref = ref("OfficialDocument", DOCUMENT)
    expected_version: int = value(READ_VERSION)
    reason: str | None = value(
        T(
            "Lý do phát hành chậm hơn ngày làm việc tiếp theo ngày ký.",
            "Why it is given out later than the working day after the signing.",
        )
    )


@payload(T("Kết quả ban hành.", "The answer of issueDocument."))
class IssueDocumentPayload:
    """The document given out."""

    official_document = made("OfficialDocument", OfficialDocumentRef, MADE)


async def issue_document(deed: Deed, input: IssueDocumentInput) -> Made[IssueDocumentPayload]:
    """Give a document out."""
    document = await issuing.issue_document(
        deed.session,
        deed.actor,
        document_id=input.document_id,
        expected_version=input.expected_version,
        reason=input.reason,
    )
    return Made(official_document=document.id)


@strawberry.input(description=describe(T("Lập lại tệp văn bản.", "A document whose files are missing.")))
class ReprintDocumentInput(MutationInput):
    """Which document."""

    document_id: Ref = ref("OfficialDocument", DOCUMENT)


@payload(T("Kết quả yêu cầu lập lại tệp.", "The answer of reprintDocument."))
class ReprintDocumentPayload:
    """The job asked for."""

    job = made("Job", JobRef, T("Tác vụ lập tệp; rỗng khi bị từ chối.", "The job that makes them; null when refused."))


async def reprint_document(deed: Deed, input: ReprintDocumentInput) -> Made[ReprintDocumentPayload]:
    """Have missing files made."""
    job = await asking.reprint_document(deed.session, deed.actor, document_id=input.document_id)
    return Made(job=job.id)


@strawberry.input(description=describe(T("Đính chính văn bản.", "A document that a letter corrects.")))
class CorrectDocumentInput(MutationInput):
    """Which document, by which letter, why."""

    document_id: Ref = ref("OfficialDocument", DOCUMENT)
    expected_version: int = value(READ_VERSION)
    letter: str = value(
        T(
            f"Số, ngày của công văn đính chính, 1-{MAX_LINE} ký tự.",
            f"The letter that corrects it, 1 to {MAX_LINE} characters.",
        )
    )
    reason: str = value(REASON)


@payload(T("Kết quả đính chính.", "The answer of correctDocument."))
class CorrectDocumentPayload:
    """The document corrected."""

    official_document = made("OfficialDocument", OfficialDocumentRef, MADE)


async def correct_document(deed: Deed, input: CorrectDocumentInput) -> Made[CorrectDocumentPayload]:
    """Correct a document."""
    document = await mending.correct_document(
        deed.session,
        deed.actor,
        document_id=input.document_id,
        expected_version=input.expected_version,
        letter=input.letter,
        reason=input.reason,
    )
    return Made(official_document=document.id)


@strawberry.input(description=describe(T("Thay thế văn bản.", "A document to replace.")))
class ReplaceDocumentInput(MutationInput):
    """Which document, by which, why."""

    document_id: Ref = ref("OfficialDocument", DOCUMENT)
    expected_version: int = value(READ_VERSION)
    replacement_id: Ref = ref(
        "OfficialDocument",
        T("Văn bản cùng loại, cùng đối tượng, đã ban hành.", "Another of the kind about the same, issued itself."),
    )
    reason: str = value(REASON)


@payload(T("Kết quả thay thế.", "The answer of replaceDocument."))
class ReplaceDocumentPayload:
    """The document replaced."""

    official_document = made("OfficialDocument", OfficialDocumentRef, MADE)


async def replace_document(deed: Deed, input: ReplaceDocumentInput) -> Made[ReplaceDocumentPayload]:
    """Replace a document."""
    document = await mending.replace_document(
        deed.session,
        deed.actor,
        document_id=input.document_id,
        expected_version=input.expected_version,
        replacement_id=input.replacement_id,
        reason=input.reason,
    )
    return Made(official_document=document.id)


@strawberry.input(description=describe(T("Thu hồi văn bản.", "A document to take back.")))
class RecallDocumentInput(MutationInput):
    """Which document, why."""

    document_id: Ref = ref("OfficialDocument", DOCUMENT)
    expected_version: int = value(READ_VERSION)
    reason: str = value(REASON)


@payload(T("Kết quả thu hồi.", "The answer of recallDocument."))
class RecallDocumentPayload:
    """The document taken back."""

    official_document = made("OfficialDocument", OfficialDocumentRef, MADE)


async def recall_document(deed: Deed, input: RecallDocumentInput) -> Made[RecallDocumentPayload]:
    """Take a document back."""
    document = await mending.recall_document(
        deed.session,
        deed.actor,
        document_id=input.document_id,
        expected_version=input.expected_version,
        reason=input.reason,
    )
    return Made(official_document=document.id)


@strawberry.type
class PaperMutations(MakingMutations):
    """All deeds on documents."""

    number_document = mutation(
        number_document,
        Permission.DOCUMENT_ISSUE,
        T(
            "Cấp số, ngày cho văn bản đã ký; tệp được lập lại.",
            "Number and date a signed document; files are made anew.",
        ),
    )
    issue_document = mutation(issue_document, Permission.DOCUMENT_ISSUE, T("Ban hành văn bản.", "Give a document out."))
    reprint_document = mutation(
        reprint_document,
        Permission.DOCUMENT_ISSUE,
        T(
            "Lập lại tệp còn thiếu khi tác vụ lập tệp đã thất bại hoặc bị hủy.",
            "Have files made that are missing because their job failed or was cancelled.",
        ),
    )
    correct_document = mutation(
        correct_document,
        Permission.DOCUMENT_ISSUE,
        T("Đính chính thể thức bằng công văn.", "Note the letter that corrects a document's format."),
    )
    replace_document = mutation(
        replace_document,
        Permission.DOCUMENT_ISSUE,
        T("Thay thế văn bản sai nội dung.", "Let another document stand in for one whose content is wrong."),
    )
    recall_document = mutation(
        recall_document, Permission.DOCUMENT_ISSUE, T("Thu hồi văn bản.", "Take an issued document back.")
    )
