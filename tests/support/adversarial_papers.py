"""Documents of every kind in every state: of units and sheets that are anything to anybody."""

import hashlib
from itertools import product
from typing import Any

from domain.documents.rules import DocumentFormat, DocumentKind, DocumentState
from domain.jobs.rules import JobKind
from tests.support.factories import NOW
from tests.support.papers import HASH, columns_of
from tests.support.plain_rows import Draft, Row

NO_MARKS = dict.fromkeys(
    (
        "checked_at",
        "checked_by_id",
        "signed_at",
        "signed_by_id",
        "signed_name",
        "signed_position",
        "signing_capacity",
        "signed_hash",
        "number",
        "issued_on",
        "replaced_by_id",
    )
)


def add_papers(draft: Draft) -> None:
    """Add documents in every state: each kind for some units, sheets by the sheet; each with a file and a step."""
    sheets = [*draft["score_sheets"], *draft["score_sheets"]]
    jobs = [row for row in draft["jobs"] if row["kind"] is JobKind.MAKE_DOCUMENT]
    for number, (kind, state) in enumerate(product(DocumentKind, DocumentState)):
        for turn in range(8 if kind is DocumentKind.SCORE_SHEET else 3):
            about: Row = {"unit_id": None, "sheet_id": None, "session_id": None}
            units = [row["id"] for row in draft["units"]]
            issuer = units[(number + turn) % len(units)]
            if kind in (DocumentKind.UNIT_REPORT, DocumentKind.DECISION_DRAFT):
                about["unit_id"] = issuer if turn else draft.any_of(None, *units)
            if kind is DocumentKind.COUNCIL_MINUTES:
                about["session_id"] = draft.any_of(*draft["council_sessions"])["id"]
            if kind is DocumentKind.REMINDER:
                about["unit_id"] = draft.any_of(*units)
            if kind is DocumentKind.SCORE_SHEET:
                about["sheet_id"] = sheets[(number * 7 + turn * 3) % len(sheets)]["id"]
            _document(draft, kind, state, {"issuer_id": issuer, **about})
    for job in jobs:
        job["outcome_id"] = draft.any_of(*draft["official_documents"])["id"]


def _document(draft: Draft, kind: DocumentKind, state: DocumentState, about: Row) -> None:
    number = len(draft["official_documents"]) + 1
    marks: dict[str, Any] = {**NO_MARKS, **columns_of(state)}
    if marks["checked_at"] is not None:
        marks["checked_by_id"] = draft.anybody()
    if marks["signed_at"] is not None:
        marks["signed_by_id"] = draft.anybody()
    maker = draft.any_of(None, draft.anybody())
    if marks["number"] is not None:
        marks["number"] = number
    if state is DocumentState.REPLACED:
        marks["replaced_by_id"] = draft["official_documents"][0]["id"]
    made = draft.add(
        "official_documents",
        kind=kind,
        state=state,
        movement_id=draft.any_of(*draft["movements"])["id"],
        result_id=draft.any_of(None, *(row["id"] for row in draft["results"])),
        form_id=draft.any_of(None, *(row["id"] for row in draft["award_forms"])),
        decision_id=draft.any_of(None, *(row["id"] for row in draft["award_decisions"])),
        edition=number,
        content={},
        content_hash=HASH,
        symbol="X",
        tells_nominations=draft.any_of(True, False),
        made_by_id=None if maker == marks["checked_by_id"] else maker,
        **about,
        **marks,
    )
    content = b"tep"
    draft.add(
        "document_files",
        document_id=made["id"],
        state=DocumentState.DRAFT,
        format=DocumentFormat.PDF,
        content=content,
        sha256=hashlib.sha256(content).hexdigest(),
        size=len(content),
        made_at=NOW,
    )
    draft.add("document_events", document_id=made["id"], to_state=DocumentState.DRAFT, from_state=None)
