"""Root fields that read documents."""

import strawberry

from schema.fields import connection, lookup
from schema.papers import lists
from schema.refs import OfficialDocumentRef
from schema.texts import T


@strawberry.type
class PaperQueries:
    """Official documents."""

    official_document = lookup("OfficialDocument", OfficialDocumentRef, T("Một văn bản.", "One document."))
    official_documents = connection(
        "OfficialDocument",
        OfficialDocumentRef,
        T("Các văn bản được xem, mới nhất trước.", "The documents that the viewer sees, the latest first."),
        filters=lists.OfficialDocumentFilter,
        ordering=lists.OFFICIAL_DOCUMENT_ORDER,
    )
