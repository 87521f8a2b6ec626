"""Findings, papers and earlier awards of the role matrix, and the figures of the one movement with nominees."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import select

from domain.awards.findings.model import NominationFinding
from domain.awards.papers.model import DossierPaper
from domain.awards.papers.rules import PaperKind
from domain.awards.records.model import AwardRecord
from domain.regulations.model import AwardRule
from domain.regulations.rules import RuleCode, Severity
from tests.support import regulations
from tests.support.factories import NOW, Factory

if TYPE_CHECKING:
    from tests.support.matrix_world import World


@dataclass(frozen=True, slots=True)
class MovementNominees:
    """A row of the view of nominees; its key is that of the movement."""

    id: UUID


async def build(make: Factory, world: "World") -> None:
    """What concerns a dossier alone, what tells of others, and that somebody is held."""
    for label, code in (
        ("DRAFT", RuleCode.PAPERS),
        ("PROPOSED 2", RuleCode.SIMILAR_ACHIEVEMENT),
        ("PROPOSED 2", RuleCode.INTEGRITY_HOLD),
        ("DECIDED", RuleCode.PAPERS),
        ("DECIDED", RuleCode.INTEGRITY_HOLD),
    ):
        await finding(make, world, label, code)
    for label in ("DRAFT", "DECIDED"):
        await paper(make, world, label)
    await record(make, world, "staff", person_id=world.row("Person", "staff").id)
    await record(make, world, "unit other", unit_id=world.row("Unit", "other").id)
    world.keep("running", MovementNominees(world.row("Movement", "running").id))


async def more(make: Factory, world: "World") -> None:
    """Three findings and papers of one dossier, three earlier awards of one person and one unit; two others of each."""
    for label in ("DRAFT", "PROPOSED", "RETURNED"):
        for kind in (PaperKind.EVIDENCE, PaperKind.UNIT_MINUTES):
            await paper(make, world, label, kind)
        for code in (RuleCode.QUOTA, RuleCode.PARTICIPATION):
            await finding(make, world, label, code)
    for label, person in (("staff 2", "staff"), ("staff 3", "staff"), ("juror", "juror"), ("recruit", "recruit")):
        await record(make, world, label, person_id=world.row("Person", person).id)
    for label, unit in (("other 2", "other"), ("other 3", "other"), ("own", "own"), ("third", "third")):
        await record(make, world, f"unit {label}", unit_id=world.row("Unit", unit).id)


async def finding(make: Factory, world: "World", nomination: str, code: RuleCode) -> None:
    """What a rule found about a dossier."""
    of = world.row("Nomination", nomination).id
    there = [row for row in world.rows.get("NominationFinding", {}).values() if row.nomination_id == of]
    rule_id = await make.session.scalar(select(AwardRule.id).order_by(AwardRule.id).limit(1))
    values = {
        "nomination_id": of,
        "ordinal": len(there) + 1,
        "rule_id": rule_id or (await regulations.rule(make, RuleCode.PARTICIPATION)).id,
        "code": code,
        "severity": Severity.WARNING,
        "clause": "Điều 4",
        "basis": "Nghị định 98/2023/NĐ-CP",
        "message": "Thiếu",
        "message_en": "Missing",
        "found_at": NOW,
    }
    world.keep(f"{nomination}: {code}", await make.add(NominationFinding(**values)))


async def paper(make: Factory, world: "World", nomination: str, kind: PaperKind = PaperKind.ACHIEVEMENT_REPORT) -> None:
    """A paper of a dossier, added by Personnel."""
    values = {"title": "Báo cáo", "reference": "kho/1", "added_at": NOW}
    by = world.row("Person", "personnel").id
    row = DossierPaper(nomination_id=world.row("Nomination", nomination).id, kind=kind, added_by_id=by, **values)
    world.keep(f"{nomination}: {kind}", await make.add(row))


async def record(make: Factory, world: "World", label: str, **of: Any) -> None:
    """An earlier award of a person or a unit."""
    form_id, by = world.row("AwardForm", "form").id, world.row("Person", "personnel").id
    values = {"form_id": form_id, "year": 2022, "counts_for_merit": True, "source": "Hồ sơ cán bộ"}
    world.keep(label, await make.add(AwardRecord(**values, **of, recorded_at=NOW, recorded_by_id=by)))
