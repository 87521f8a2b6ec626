"""Documents of the role matrix: a unit's with and without dossiers, the ministry's in several states, a sheet's."""

from typing import TYPE_CHECKING, Any

from domain.documents.rules import DocumentFormat, DocumentKind, DocumentState
from tests.support import papers
from tests.support.factories import NOW, Factory, days

if TYPE_CHECKING:
    from tests.support.matrix_world import World

K, S = DocumentKind, DocumentState
#: Who issued each document, who made it, and what else it is.
DOCUMENTS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "report draft": ("own", "focal_officer", {"kind": K.UNIT_REPORT}),
    "report sent": ("own", "focal_officer", {"kind": K.UNIT_REPORT, "state": S.ISSUED, "edition": 2}),
    "report proposing": (
        "own",
        "unit_leader",
        {"kind": K.UNIT_REPORT, "state": S.CHECKED, "edition": 3, "tells_nominations": True},
    ),
    "submission draft": ("personnel", "personnel", {"kind": K.SUBMISSION, "tells_nominations": True}),
    "submission checked": ("personnel", "personnel", {"kind": K.SUBMISSION, "state": S.CHECKED, "edition": 2}),
    "submission signed": ("personnel", "personnel", {"kind": K.SUBMISSION, "state": S.SIGNED, "edition": 3}),
    "submission numbered": (
        "personnel",
        "personnel",
        {"kind": K.SUBMISSION, "state": S.NUMBERED, "edition": 4, "number": 2},
    ),
    "submission issued": (
        "personnel",
        "personnel",
        {"kind": K.SUBMISSION, "state": S.ISSUED, "edition": 5, "number": 3},
    ),
    "submission again": (
        "personnel",
        "personnel",
        {"kind": K.SUBMISSION, "state": S.ISSUED, "edition": 6, "number": 4, "made_at": NOW + days(1)},
    ),
    "synthesis checked": ("ministry", "information_center", {"kind": K.SYNTHESIS_REPORT, "state": S.CHECKED}),
    "reminder checked": ("center", "information_center", {"kind": K.REMINDER, "state": S.CHECKED}),
    "reminder sent": (
        "center",
        "information_center",
        {"kind": K.REMINDER, "state": S.ISSUED, "edition": 2, "number": 9},
    ),
    "decision of unit": ("own", "personnel", {"kind": K.DECISION_DRAFT, "state": S.CHECKED}),
    "sheet": ("center", "information_center", {"kind": K.SCORE_SHEET, "state": S.CHECKED, "symbol": None}),
    "open sheet": ("center", "information_center", {"kind": K.SCORE_SHEET, "state": S.CHECKED, "symbol": None}),
}
#: The score sheets that documents tell.
SHEETS = {"sheet": "evaluator: own SCORED", "open sheet": "evaluator: own SCORING"}


async def build(make: Factory, world: "World") -> None:
    """Every document with a step; those that deeds need with files."""
    for label in DOCUMENTS:
        await document(make, world, label)
    for label, state in (
        ("submission checked", S.DRAFT),
        ("submission numbered", S.NUMBERED),
        ("synthesis checked", S.DRAFT),
        ("decision of unit", S.DRAFT),
    ):
        await file(make, world, label, DocumentFormat.PDF, state=state)


async def more(make: Factory, world: "World") -> None:
    """Two further files and steps of what has one, and one for another two documents."""
    first = "submission checked"
    for label, kind in (
        (first, DocumentFormat.DOCX),
        ("report sent", DocumentFormat.PDF),
        ("submission draft", DocumentFormat.PDF),
    ):
        await file(make, world, label, kind)
    await file(make, world, first, DocumentFormat.PDF, state=S.SIGNED)
    for ordinal in (2, 3):
        row = await papers.event(
            make, world.row("OfficialDocument", first), ordinal, from_state=S.DRAFT, to_state=S.CHECKED
        )
        world.keep(f"{first} {ordinal}", row)


async def document(make: Factory, world: "World", label: str) -> None:
    """A document with the step in which it was made."""
    issuer, maker, given = DOCUMENTS[label]
    about: dict[str, Any] = {}
    if given["kind"] in (K.UNIT_REPORT, K.REMINDER) or label == "decision of unit":
        about["unit_id"] = world.row("Unit", "own").id
    if given["kind"] is K.DECISION_DRAFT:
        about["form_id"] = world.row("AwardForm", "form").id
    if label in SHEETS:
        about["sheet_id"] = world.row("ScoreSheet", SHEETS[label]).id
    row = await papers.document(
        make,
        movement_id=world.row("Movement", "running").id,
        issuer_id=world.row("Unit", issuer).id,
        made_by_id=world.row("Person", maker).id,
        **{**about, **given},
    )
    world.keep(label, row)
    world.keep(label, await papers.event(make, row))


async def file(make: Factory, world: "World", label: str, kind: DocumentFormat, **given: Any) -> None:
    """A file of a document."""
    row = await papers.file(make, world.row("OfficialDocument", label), kind, **given)
    world.keep(f"{label} {kind} {row.state}", row)
