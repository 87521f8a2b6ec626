"""Papers of a dossier: their kinds, and what is recorded of one."""

import re
from enum import StrEnum

from domain.access.permissions import Permission
from domain.awards.rules import EDITABLE, NominationState
from domain.errors import Conflict, DomainError, Invalid, NotAllowed, Text

MAX_TITLE = 300
MAX_REFERENCE = 500
#: States in which papers still come in: until the dossier is appraised.
GATHERING = EDITABLE | {NominationState.SUBMITTED, NominationState.COMPLETE}
_SHA_256 = re.compile(r"[0-9a-f]{64}")


class PaperKind(StrEnum):
    """What a paper is for; which kinds a form of reward asks for is a rule's data."""

    ACHIEVEMENT_REPORT = "ACHIEVEMENT_REPORT"
    UNIT_CONFIRMATION = "UNIT_CONFIRMATION"
    UNIT_MINUTES = "UNIT_MINUTES"
    RECOGNITION_DECISION = "RECOGNITION_DECISION"
    EVIDENCE = "EVIDENCE"
    FORMER_UNIT_COMMENT = "FORMER_UNIT_COMMENT"


PAPERS = {
    PaperKind.ACHIEVEMENT_REPORT: Text("báo cáo thành tích", "achievement report"),
    PaperKind.UNIT_CONFIRMATION: Text("xác nhận của đơn vị", "confirmation by the unit"),
    PaperKind.UNIT_MINUTES: Text("biên bản xét khen thưởng của đơn vị", "minutes of the unit's council"),
    PaperKind.RECOGNITION_DECISION: Text("quyết định công nhận sáng kiến", "decision recognising the initiative"),
    PaperKind.EVIDENCE: Text("minh chứng", "evidence"),
    PaperKind.FORMER_UNIT_COMMENT: Text("nhận xét của đơn vị cũ", "comment by the former unit"),
}


def problems_of_paper(*, title: str, reference: str, content_hash: str | None) -> list[DomainError]:
    """List what is wrong with a paper: no title, nowhere to find it, a hash that is no SHA-256 in lower case."""
    problems: list[DomainError] = []
    for field, value, longest in (("title", title, MAX_TITLE), ("reference", reference, MAX_REFERENCE)):
        if not 1 <= len(value.strip()) <= longest:
            text = Text(f"Phải có từ 1 đến {longest} ký tự.", f"This needs 1 to {longest} characters.")
            problems.append(Invalid(f"{field.upper()}_LENGTH", text, (field,), f"1..{longest}"))
    if content_hash is not None and not _SHA_256.fullmatch(content_hash):
        text = Text("SHA-256 gồm 64 chữ số thập lục phân viết thường.", "A SHA-256 has 64 lower-case hex digits.")
        problems.append(Invalid("CONTENT_HASH_FORM", text, ("contentHash",), _SHA_256.pattern))
    return problems


def check_gatherer(*, suggested_it: bool, leads_unit: bool) -> None:
    """Raise NotAllowed for somebody who neither suggested the dossier nor leads the nominee's unit."""
    if not (suggested_it or leads_unit):
        text = Text(
            "Chỉ người đề xuất hoặc thủ trưởng đơn vị bổ sung giấy tờ.",
            "Papers are gathered by who suggested the dossier or leads the unit.",
        )
        raise NotAllowed(Permission.NOMINATION_SUGGEST.value, text, "NOT_THE_GATHERER")


def check_open(state: NominationState) -> None:
    """Raise Conflict unless the dossier is still being put together."""
    if state not in GATHERING:
        text = Text(
            f"Hồ sơ đang ở trạng thái {state}; không thêm hay bớt giấy tờ được.",
            f"The dossier is {state}; its papers are not changed any more.",
        )
        raise Conflict("DOSSIER_CLOSED", text)
