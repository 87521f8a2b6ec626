"""Documents as records: their kinds, the states and the steps between them, numbers and days.

A document that is wrong is never changed (Decree 30/2020/NĐ-CP, art. 18): an error of content is mended by an equal
form that replaces it, an error of format by an official letter that corrects it.
"""

import re
from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from domain.awards.signing_rules import refuse_deputy
from domain.errors import Conflict, Invalid, NotAllowed, Text

MAX_NUMBER = 99_999
_HASH = re.compile("[0-9a-f]{64}")


class DocumentKind(StrEnum):
    """What a document is."""

    UNIT_REPORT = "UNIT_REPORT"
    SYNTHESIS_REPORT = "SYNTHESIS_REPORT"
    SUBMISSION = "SUBMISSION"
    NOMINATION_LIST = "NOMINATION_LIST"
    COUNCIL_MINUTES = "COUNCIL_MINUTES"
    DECISION_DRAFT = "DECISION_DRAFT"
    SCORE_SHEET = "SCORE_SHEET"
    REMINDER = "REMINDER"


class DocumentState(StrEnum):
    """The life of a document (domain study, 5.3): its content is frozen from the first state on."""

    DRAFT = "DRAFT"
    CHECKED = "CHECKED"
    SIGNED = "SIGNED"
    NUMBERED = "NUMBERED"
    ISSUED = "ISSUED"
    CORRECTED = "CORRECTED"
    REPLACED = "REPLACED"
    RECALLED = "RECALLED"


class DocumentFormat(StrEnum):
    """The formats of a document's files."""

    DOCX = "DOCX"
    PDF = "PDF"


_K, _S = DocumentKind, DocumentState

#: States from which each step may be taken. What bears no number is issued as soon as it is signed.
STEPS: Mapping[DocumentState, frozenset[DocumentState]] = {
    _S.CHECKED: frozenset({_S.DRAFT}),
    _S.SIGNED: frozenset({_S.CHECKED}),
    _S.NUMBERED: frozenset({_S.SIGNED}),
    _S.ISSUED: frozenset({_S.NUMBERED}),
    _S.CORRECTED: frozenset({_S.ISSUED}),
    _S.REPLACED: frozenset({_S.ISSUED, _S.CORRECTED}),
    _S.RECALLED: frozenset({_S.ISSUED, _S.CORRECTED}),
}
#: States of a document that has been given out.
OUT = frozenset({_S.ISSUED, _S.CORRECTED, _S.REPLACED, _S.RECALLED})
#: Those that change what stands on the pages: files are made anew.
PRINTED = frozenset({_S.DRAFT, _S.SIGNED, _S.NUMBERED})
#: A unit's report can be sent in once it bears the signature, as long as it stands.
SENDABLE = frozenset({_S.SIGNED, _S.NUMBERED, _S.ISSUED, _S.CORRECTED})
#: Documents that name their signers themselves: signing them fills nothing in.
NAMES_SIGNERS = frozenset({_K.COUNCIL_MINUTES, _K.SCORE_SHEET})


def check_step(current: DocumentState, target: DocumentState, *, has_symbol: bool = True) -> None:
    """Raise Conflict unless `target` may follow `current`; what has no symbol bears no number."""
    allowed = STEPS[target]
    if not has_symbol and target is _S.ISSUED:
        allowed = frozenset({_S.SIGNED})
    if current not in allowed or (target is _S.NUMBERED and not has_symbol):
        text = Text(
            f"Văn bản đang ở trạng thái {current}, không thể chuyển sang {target}.",
            f"The document is {current} and cannot become {target}.",
        )
        raise Conflict("STATE_FORBIDS", text)


def printed_as(state: DocumentState, *, has_number: bool) -> DocumentState:
    """Return the state whose files a document in a state has: nothing on its pages has changed since."""
    if state in (_S.DRAFT, _S.CHECKED):
        return _S.DRAFT
    return _S.NUMBERED if has_number else _S.SIGNED


def check_signed_file(signed_hash: str, known: frozenset[str]) -> None:
    """Raise Invalid unless what was signed is a file of this document as it was checked."""
    if not _HASH.fullmatch(signed_hash) or signed_hash not in known:
        text = Text(
            "Mã băm này không phải của tệp nào của văn bản đã kiểm tra.",
            "No file of the checked document has this hash.",
        )
        raise Invalid("FILE_HASH_UNKNOWN", text, ("signedHash",))


def check_sent(kind: DocumentKind, state: DocumentState) -> None:
    """Raise Conflict unless a document is a unit's report that was signed, and stands."""
    if kind is not _K.UNIT_REPORT:
        text = Text("Văn bản không phải báo cáo kết quả của đơn vị.", "The document is not a unit's report.")
        raise Conflict("NOT_A_REPORT", text, ("documentId",))
    if state not in SENDABLE:
        text = Text(
            f"Chỉ gửi được báo cáo đã ký, còn hiệu lực; báo cáo này ở trạng thái {state}.",
            f"A report is sent once it is signed and while it stands; this one is {state}.",
        )
        raise Conflict("STATE_FORBIDS", text, ("documentId",))


def check_head(*, is_head: bool, is_deputy: bool) -> None:
    """Raise Invalid for a deputy, who signs KT., and NotAllowed unless the signer heads what issues the document."""
    if is_deputy:
        raise refuse_deputy("capacity")
    if not is_head:
        raise refuse_signer()


def refuse_signer() -> NotAllowed:
    """Say that somebody is none of those who sign a document in this capacity."""
    text = Text(
        "Người ký phải đứng đầu cơ quan ban hành văn bản, hoặc là cấp phó, thủ trưởng đơn vị được giao ký, ủy quyền.",
        "The signer must head what issues the document, or be a deputy or a unit's head to whom signing is delegated.",
    )
    return NotAllowed("DOCUMENT_SIGN", text, "SIGNER_UNFIT", ("capacity",))


def refuse_other_signer(kind: DocumentKind) -> Conflict:
    """Say that a document has a signer of its own: who presided over the session, or who signed the decision."""
    text = (
        Text("Biên bản do người chủ trì phiên họp ký.", "Minutes are signed by who presided.")
        if kind is _K.COUNCIL_MINUTES
        else Text(
            "Văn bản do chính người đã ký quyết định ký, với cùng thể thức đề ký.",
            "The document is signed by who signed the decision, in the same capacity.",
        )
    )
    return Conflict("SIGNER_OTHER", text, ("capacity",))


def check_current(*, is_superseded: bool) -> None:
    """Raise Conflict for what rests on a result after which its round has published another: it is drafted anew."""
    if is_superseded:
        text = Text(
            "Vòng chấm đã công bố kết quả mới hơn kết quả mà văn bản dựa vào; cần lập lại văn bản.",
            "The round has published a later result than the one this rests on; have the document drafted anew.",
        )
        raise Conflict("RESULT_SUPERSEDED", text)


def check_number(number: int, issued_on: date, *, signed_on: date, today: date) -> None:
    """Raise Invalid for a number that no register has, and for a day before the signing or still to come."""
    if not 1 <= number <= MAX_NUMBER:
        text = Text(f"Số từ 1 đến {MAX_NUMBER}.", f"A number is 1 to {MAX_NUMBER}.")
        raise Invalid("NUMBER_RANGE", text, ("number",), f"1..{MAX_NUMBER}")
    if not signed_on <= issued_on <= today:
        text = Text(
            "Ngày ban hành không trước ngày ký và không sau hôm nay.",
            "The day is not before the signing and not after today.",
        )
        raise Invalid("DAY_RANGE", text, ("issuedOn",), f"{signed_on.isoformat()}..{today.isoformat()}")


def check_order(*, is_out_of_order: bool) -> None:
    """Raise Conflict when numbers and days would not run alike: both follow the order of issue (Decree 30, art. 15)."""
    if is_out_of_order:
        text = Text(
            "Số và ngày ban hành phải theo thứ tự: số nhỏ hơn không mang ngày muộn hơn.",
            "Numbers and days run alike: no lower number bears a later day.",
        )
        raise Conflict("NUMBER_OUT_OF_ORDER", text, ("issuedOn",))


def check_preset(number: int, preset: int | None) -> None:
    """Raise Invalid when a document that tells an issued decision is given another number than the decision has."""
    if preset is not None and number != preset:
        text = Text(f"Quyết định đã mang số {preset}.", f"The decision bears the number {preset} already.")
        raise Invalid("NUMBER_OTHER", text, ("number",), str(preset))


def check_late(today: date, deadline: date, reason: str | None) -> None:
    """Raise Invalid when a document is given out later than the working day after the signing, and nobody says why.

    Decree 30/2020/NĐ-CP, art. 18: on the day of signing, or on the next working day at the latest.
    """
    if today > deadline and not (reason or "").strip():
        text = Text(
            "Văn bản được phát hành trong ngày ký, chậm nhất là ngày làm việc tiếp theo; quá hạn phải nêu lý do.",
            "A document is given out on the day of signing or the next working day; later only with a reason.",
        )
        raise Invalid("ISSUED_LATE", text, ("reason",), f"<= {deadline.isoformat()}")


def check_printed(*, is_printed: bool) -> None:
    """Raise Conflict while the files of what was numbered or signed last are still being made."""
    if not is_printed:
        text = Text("Tệp của văn bản đang được lập lại.", "The document's files are still being made anew.")
        raise Conflict("FILES_NOT_READY", text)


def check_unprinted(*, is_printed: bool, is_pending: bool) -> None:
    """Raise Conflict unless files are missing that nobody is making."""
    if is_printed:
        raise Conflict("FILES_READY", Text("Tệp của văn bản đã có.", "The document's files are there."))
    check_printed(is_printed=not is_pending)


def check_replacement(*, is_equal: bool, is_later: bool, state: DocumentState) -> None:
    """Raise Conflict unless a document can replace another: the same kind about the same, made later and issued."""
    if not is_equal or not is_later:
        text = Text(
            "Văn bản thay thế phải cùng loại, cùng đối tượng và lập sau.",
            "What replaces a document is of the same kind, about the same, and made later.",
        )
        raise Conflict("REPLACEMENT_UNFIT", text, ("replacementId",))
    if state is not _S.ISSUED:
        text = Text("Văn bản thay thế chưa được ban hành.", "What replaces a document must be issued itself.")
        raise Conflict("REPLACEMENT_NOT_ISSUED", text, ("replacementId",))


def refuse_empty(field: str = "kind") -> Conflict:
    """Say that there is nothing to write down: no row that the person may see belongs in the document."""
    text = Text("Không có nội dung nào để lập văn bản.", "There is nothing to write such a document of.")
    return Conflict("NOTHING_TO_TELL", text, (field,))
