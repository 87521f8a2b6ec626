"""Documents made directly for tests, in any state, with a file of each format."""

import hashlib
from datetime import date
from typing import Any

from domain.awards.rules import SigningCapacity
from domain.documents.content import Content, Paragraph, Signature
from domain.documents.freezing import content_hash, frozen
from domain.documents.model import DocumentEvent, DocumentFile, OfficialDocument
from domain.documents.rules import DocumentFormat, DocumentKind, DocumentState
from tests.support.factories import NOW, Factory

S = DocumentState
HASH = "a" * 64
CONTENT = Content(
    type_code="BC",
    type_name="BÁO CÁO",
    subject="Kết quả phong trào thi đua",
    issuer="Đơn vị",
    symbol="BC-DV",
    signatures=(Signature("Thủ trưởng đơn vị", None),),
    blocks=(Paragraph("Đơn vị báo cáo kết quả."),),
    place="Hà Nội",
)


def columns_of(state: DocumentState, *, has_number: bool = True) -> dict[str, Any]:
    """What the way to a state has left on a document."""
    columns: dict[str, Any] = {}
    if state is not S.DRAFT:
        columns |= {"checked_at": NOW}
    if state not in (S.DRAFT, S.CHECKED):
        columns |= {
            "signed_at": NOW,
            "signed_name": "Trần Thị Ký",
            "signed_position": "Giám đốc",
            "signing_capacity": SigningCapacity.HEAD,
            "signed_hash": HASH,
        }
    if has_number and state not in (S.DRAFT, S.CHECKED, S.SIGNED):
        columns |= {"number": 1, "issued_on": date(2024, 6, 3)}
    return columns


async def document(make: Factory, **given: Any) -> OfficialDocument:
    """A draft of a report, unless told otherwise; what its state needs is filled in."""
    kept, _pictures = frozen(CONTENT)
    state = given.get("state", S.DRAFT)
    symbol = given.get("symbol", CONTENT.symbol)
    values = {
        "kind": DocumentKind.UNIT_REPORT,
        "state": state,
        "edition": 1,
        "title": "Báo cáo Kết quả phong trào thi đua",
        "content": kept,
        "content_hash": content_hash(kept),
        "tells_nominations": False,
        "symbol": symbol,
        "made_at": NOW,
        **columns_of(state, has_number=symbol is not None),
    }
    return await make.add(OfficialDocument(**{**values, **given}))


def hash_of(of: OfficialDocument, kind: DocumentFormat) -> str:
    """The hash of a file that `file` makes."""
    return hashlib.sha256(f"{of.id} {kind}".encode()).hexdigest()


async def file(make: Factory, of: OfficialDocument, kind: DocumentFormat, **given: Any) -> DocumentFile:
    """A file of a document as it was drafted."""
    content = given.get("content", f"{of.id} {kind}".encode())
    values = {
        "document_id": of.id,
        "state": S.DRAFT,
        "format": kind,
        "content": content,
        "sha256": hashlib.sha256(content).hexdigest(),
        "size": len(content),
        "made_at": NOW,
    }
    return await make.add(DocumentFile(**{**values, **given}))


async def event(make: Factory, of: OfficialDocument, ordinal: int = 1, **given: Any) -> DocumentEvent:
    """That a document was made."""
    values = {"document_id": of.id, "ordinal": ordinal, "to_state": S.DRAFT, "at": NOW}
    return await make.add(DocumentEvent(**{**values, **given}))
