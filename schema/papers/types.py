"""The types of documents."""

from datetime import date, datetime

from domain.awards.rules import SigningCapacity
from domain.documents import model, queries
from domain.documents.rules import DocumentFormat, DocumentKind, DocumentState
from schema.bindings import Node, column, entity
from schema.fields import one, owned
from schema.papers import lists
from schema.refs import (
    AwardDecisionRef,
    AwardFormRef,
    CouncilSessionRef,
    DocumentEventRef,
    DocumentFileRef,
    MovementRef,
    OfficialDocumentRef,
    PersonRef,
    ResultRef,
    ScoreSheetRef,
    UnitRef,
)
from schema.texts import VERSION, T

_OF = model.OfficialDocument


@entity(
    queries.DOCUMENTS,
    T(
        "Văn bản hành chính: nội dung đóng băng khi lập; tải tệp ở `files { path }`.",
        "An official document: what it says is frozen when it is made; its files are at `files { path }`.",
    ),
)
class OfficialDocument(Node):
    """A document and its way through the states."""

    version: int = column(_OF.version, VERSION)
    kind: DocumentKind = column(_OF.kind, lists.KIND)
    state: DocumentState = column(_OF.state, lists.STATE)
    edition: int = column(
        _OF.edition, T("Lần lập thứ mấy cho cùng đối tượng.", "Which one of its kind about the same.")
    )
    title: str = column(_OF.title, T("Tên loại và trích yếu.", "What kind it is and what it is about, in words."))
    symbol: str | None = column(
        _OF.symbol, T("Ký hiệu; rỗng khi không đánh số.", "The symbol; null of what bears none.")
    )
    number: int | None = column(_OF.number, T("Số do văn thư cấp.", "The number that the clerk gave it."))
    issued_on: date | None = column(_OF.issued_on, T("Ngày ban hành.", "Its day."))
    content_hash: str = column(
        _OF.content_hash, T("SHA-256 của nội dung đã đóng băng.", "The SHA-256 of the frozen content.")
    )
    ledger_number: int | None = column(
        _OF.ledger_number,
        T("Số sự kiện cuối của sổ cái mà kết quả dựa vào.", "The last event of the ledger that its result rests on."),
    )
    ledger_hash: str | None = column(_OF.ledger_hash, T("Mã băm của sự kiện đó.", "The hash of that event."))
    tells_nominations: bool = column(
        _OF.tells_nominations, T("Có nêu ai được đề nghị khen thưởng.", "Whether it tells who is proposed for awards.")
    )
    made_at: datetime = column(_OF.made_at, lists.MADE_AT)
    checked_at: datetime | None = column(_OF.checked_at, T("Thời điểm kiểm tra.", "When it was checked."))
    signed_at: datetime | None = column(_OF.signed_at, T("Thời điểm ký.", "When it was signed."))
    signed_name: str | None = column(_OF.signed_name, T("Họ tên người ký.", "The signer's name, as it stands on it."))
    signed_position: str | None = column(_OF.signed_position, T("Chức vụ người ký.", "The signer's position."))
    signing_capacity: SigningCapacity | None = column(
        _OF.signing_capacity, T("Ký trực tiếp, KT., TL. hay TUQ.", "As the head, KT., TL. or TUQ.")
    )
    signing_authority: str | None = column(
        _OF.signing_authority, T("Ký thay, thừa lệnh ai.", "In whose name, if not as the head.")
    )
    certificate_serial: str | None = column(
        _OF.certificate_serial, T("Số chứng thư số.", "The serial number of the certificate.")
    )
    signed_hash: str | None = column(
        _OF.signed_hash, T("SHA-256 của tệp đã ký, khi chưa ký.", "The SHA-256 of the file that was signed, unsigned.")
    )
    movement = one("Movement", MovementRef, _OF.movement_id, lists.MOVEMENT)
    issuer = one("Unit", UnitRef, _OF.issuer_id, lists.ISSUER)
    unit = one("Unit", UnitRef, _OF.unit_id, lists.UNIT)
    result = one("Result", ResultRef, _OF.result_id, T("Kết quả làm căn cứ.", "The result that it rests on."))
    score_sheet = one("ScoreSheet", ScoreSheetRef, _OF.sheet_id, T("Phiếu chấm.", "The score sheet."))
    council_session = one(
        "CouncilSession", CouncilSessionRef, _OF.session_id, T("Phiên họp Hội đồng.", "The session of a council.")
    )
    award_form = one("AwardForm", AwardFormRef, _OF.form_id, T("Hình thức khen thưởng.", "The form of reward."))
    award_decision = one(
        "AwardDecision", AwardDecisionRef, _OF.decision_id, T("Quyết định đã ban hành.", "The decision it tells.")
    )
    made_by = one("Person", PersonRef, _OF.made_by_id, T("Người lập.", "Who had it made."))
    checked_by = one("Person", PersonRef, _OF.checked_by_id, T("Người kiểm tra.", "Who checked it."))
    signed_by = one("Person", PersonRef, _OF.signed_by_id, T("Người ký.", "Who signed it."))
    replaced_by = one(
        "OfficialDocument", OfficialDocumentRef, _OF.replaced_by_id, T("Văn bản thay thế.", "What stands in for it.")
    )
    files = owned(
        "DocumentFile",
        DocumentFileRef,
        model.DocumentFile.document_id,
        T("Các tệp, cũ trước.", "Its files, the oldest first."),
        order=[(model.DocumentFile.made_at, False), (model.DocumentFile.format, False)],
    )
    events = owned(
        "DocumentEvent",
        DocumentEventRef,
        model.DocumentEvent.document_id,
        T("Các bước đã qua, cũ trước.", "Every step that it took, the oldest first."),
        order=[(model.DocumentEvent.ordinal, False)],
    )


@entity(
    queries.FILES,
    T("Một tệp của văn bản, như ở một trạng thái.", "A document as a file, as it stood in a state."),
)
class DocumentFile(Node):
    """A file of a document."""

    state: DocumentState = column(
        model.DocumentFile.state,
        T("DRAFT (chưa ký), SIGNED hay NUMBERED.", "As it stood when DRAFT (unsigned), SIGNED or NUMBERED."),
    )
    format: DocumentFormat = column(model.DocumentFile.format, T("Định dạng.", "The format."))
    size: int = column(model.DocumentFile.size, T("Dung lượng, byte.", "Its size in bytes."))
    sha256: str = column(model.DocumentFile.sha256, T("SHA-256 của tệp.", "The SHA-256 of the file."))
    made_at: datetime = column(model.DocumentFile.made_at, T("Thời điểm lập tệp.", "When it was made."))
    path: str = column(
        queries.FILE_PATH, T("Đường dẫn tải về, cùng máy chủ.", "Where it is downloaded, on the same server.")
    )
    document = one(
        "OfficialDocument", OfficialDocumentRef, model.DocumentFile.document_id, T("Văn bản.", "Its document.")
    )


@entity(queries.EVENTS, T("Một bước của văn bản.", "One step of a document."))
class DocumentEvent(Node):
    """When, by whom and why a document came to a state."""

    ordinal: int = column(model.DocumentEvent.ordinal, T("Số thứ tự.", "Its number."))
    from_state: DocumentState | None = column(
        model.DocumentEvent.from_state, T("Trạng thái trước; rỗng khi lập.", "The state before; null when made.")
    )
    to_state: DocumentState = column(model.DocumentEvent.to_state, T("Trạng thái sau.", "The state after."))
    reason: str | None = column(model.DocumentEvent.reason, T("Lý do.", "Why."))
    reference: str | None = column(
        model.DocumentEvent.reference, T("Công văn đính chính.", "The letter that corrects it.")
    )
    at: datetime = column(model.DocumentEvent.at, T("Thời điểm.", "When."))
    by = one("Person", PersonRef, model.DocumentEvent.by_id, T("Ai làm.", "By whom."))
    document = one(
        "OfficialDocument", OfficialDocumentRef, model.DocumentEvent.document_id, T("Văn bản.", "Its document.")
    )
