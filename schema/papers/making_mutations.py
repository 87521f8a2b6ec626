"""The deeds on documents up to the signature: have one made, check it, sign it."""

import strawberry

from domain.access.permissions import Permission
from domain.awards.rules import SigningCapacity
from domain.documents import asking, signing
from domain.documents.particulars import MAX_LINE, MAX_PARAGRAPH, MAX_PARAGRAPHS, About, Texts
from domain.documents.rules import DocumentKind
from schema.mutation import Deed, Made, MutationInput, Ref, made, mutation, payload, ref, value
from schema.papers.lists import KIND, MOVEMENT
from schema.refs import JobRef, OfficialDocumentRef
from schema.texts import READ_VERSION, T, describe

DOCUMENT = T("Văn bản.", "The document.")
MADE = T("Văn bản; rỗng khi bị từ chối.", "The document; null when refused.")


def _section(vi: str, en: str) -> list[str]:
    text = T(
        f"{vi}; tối đa {MAX_PARAGRAPHS} đoạn, mỗi đoạn 1-{MAX_PARAGRAPH} ký tự.",
        f"{en}; at most {MAX_PARAGRAPHS} paragraphs of 1 to {MAX_PARAGRAPH} characters.",
    )
    said: list[str] = value(text, default_factory=list)
    return said


@strawberry.input(
    description=describe(T("Phần lời mà chỉ người soạn nói được.", "What only a person can say, in paragraphs."))
)
class DocumentTextsInput:
    """Paragraphs of reports and submissions."""

    situation: list[str] = _section("Tình hình, hoặc quá trình xét", "How it went, or what was done to decide")
    shortcomings: list[str] = _section("Tồn tại, hạn chế", "What fell short")
    lessons: list[str] = _section("Bài học", "What was learnt")
    requests: list[str] = _section("Kiến nghị, đề xuất", "What is asked for")


@strawberry.input(description=describe(T("Lập văn bản.", "A document to make.")))
class MakeDocumentInput(MutationInput):
    """What kind, about what."""

    kind: DocumentKind = value(KIND)
    movement_id: Ref = ref("Movement", MOVEMENT)
    unit_id: Ref | None = ref(
        "Unit",
        T(
            "Đơn vị: của báo cáo, nơi nhận đôn đốc, hoặc quyết định khen thưởng cấp đơn vị.",
            "The unit of a report, that is reminded, or that decides on an award of its level.",
        ),
    )
    result_id: Ref | None = ref(
        "Result",
        T("Kết quả đã công bố; mặc định là kết quả mới nhất.", "The published result; the latest without it."),
    )
    sheet_id: Ref | None = ref("ScoreSheet", T("Phiếu chấm đã gửi.", "The submitted score sheet."))
    session_id: Ref | None = ref("CouncilSession", T("Phiên họp đã kết luận.", "The concluded session of a council."))
    form_id: Ref | None = ref("AwardForm", T("Hình thức khen thưởng của quyết định.", "The award of a decision."))
    decision_id: Ref | None = ref(
        "AwardDecision",
        T(
            "Quyết định đã ban hành; không có thì lấy các đề nghị đã duyệt.",
            "An issued decision; else what is approved.",
        ),
    )
    texts: DocumentTextsInput = value(T("Phần lời.", "What is said in words."), default_factory=DocumentTextsInput)


@payload(T("Kết quả yêu cầu lập văn bản.", "The answer of makeDocument."))
class MakeDocumentPayload:
    """The job asked for."""

    job = made(
        "Job", JobRef, T("Tác vụ lập văn bản; rỗng khi bị từ chối.", "The job that makes it; null when refused.")
    )


async def make_document(deed: Deed, input: MakeDocumentInput) -> Made[MakeDocumentPayload]:
    """Ask for a document."""
    job = await asking.make_document(
        deed.session,
        deed.actor,
        kind=input.kind,
        movement_id=input.movement_id,
        about=About(
            unit_id=input.unit_id,
            result_id=input.result_id,
            sheet_id=input.sheet_id,
            session_id=input.session_id,
            form_id=input.form_id,
            decision_id=input.decision_id,
        ),
        texts=Texts(**{name: tuple(getattr(input.texts, name)) for name in Texts.__slots__}),
    )
    return Made(job=job.id)


@strawberry.input(description=describe(T("Kiểm tra văn bản.", "A draft found right.")))
class CheckDocumentInput(MutationInput):
    """Which draft."""

    document_id: Ref = ref("OfficialDocument", DOCUMENT)
    expected_version: int = value(READ_VERSION)


@payload(T("Kết quả kiểm tra văn bản.", "The answer of checkDocument."))
class CheckDocumentPayload:
    """The document checked."""

    official_document = made("OfficialDocument", OfficialDocumentRef, MADE)


async def check_document(deed: Deed, input: CheckDocumentInput) -> Made[CheckDocumentPayload]:
    """Check a draft."""
    document = await signing.check_document(
        deed.session, deed.actor, document_id=input.document_id, expected_version=input.expected_version
    )
    return Made(official_document=document.id)


@strawberry.input(description=describe(T("Ký văn bản.", "A document that was signed.")))
class SignDocumentInput(MutationInput):
    """Which document, and how it was signed."""

    document_id: Ref = ref("OfficialDocument", DOCUMENT)
    expected_version: int = value(READ_VERSION)
    signed_hash: str = value(
        T(
            "SHA-256 của tệp DOCX hoặc PDF đã ký, khi chưa ký.",
            "The SHA-256 of the DOCX or PDF that was signed, unsigned.",
        )
    )
    capacity: SigningCapacity = value(
        T(
            "Ký trực tiếp; hoặc KT., TL., TUQ. theo việc giao ký, ủy quyền còn hiệu lực. Chức vụ lấy từ dữ liệu.",
            "As the head; or KT., TL., TUQ. by a delegation in force. Titles come from the data.",
        ),
        default=SigningCapacity.HEAD,
    )
    certificate_serial: str | None = value(
        T(
            f"Số chứng thư số, tối đa {MAX_LINE} ký tự.",
            f"The serial number of the certificate, at most {MAX_LINE} characters.",
        )
    )


@payload(T("Kết quả ký văn bản.", "The answer of signDocument."))
class SignDocumentPayload:
    """The document signed."""

    official_document = made("OfficialDocument", OfficialDocumentRef, MADE)


async def sign_document(deed: Deed, input: SignDocumentInput) -> Made[SignDocumentPayload]:
    """Sign a checked document."""
    document = await signing.sign_document(
        deed.session,
        deed.actor,
        document_id=input.document_id,
        expected_version=input.expected_version,
        signed_hash=input.signed_hash,
        capacity=input.capacity,
        certificate_serial=input.certificate_serial,
    )
    return Made(official_document=document.id)


@strawberry.type
class MakingMutations:
    """Deeds on documents up to the signature."""

    make_document = mutation(
        make_document,
        Permission.DOCUMENT_MAKE,
        T(
            "Lập văn bản từ dữ liệu mà người yêu cầu được xem; tác vụ ghi DOCX và PDF.",
            "Make a document of what the asker may see; a job writes its DOCX and PDF.",
        ),
    )
    check_document = mutation(
        check_document,
        Permission.DOCUMENT_CHECK,
        T("Kiểm tra dự thảo do người khác lập.", "Find right a draft that another person had made."),
    )
    sign_document = mutation(
        sign_document,
        Permission.DOCUMENT_SIGN,
        T("Ghi nhận chữ ký; tệp được lập lại với tên người ký.", "Sign a checked document; its files are made anew."),
    )
