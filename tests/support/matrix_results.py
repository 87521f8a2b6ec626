"""What came of rounds in the world of the role matrix: figures of results, exclusions, charts; a job and proposals."""

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any
from uuid import UUID

from domain.engine.assignment_problem import Tight
from domain.engine.outcome import Flag, Warn
from domain.jobs.model import Job
from domain.jobs.rules import JobKind, JobState
from domain.proposals.model import AssignmentProposal, ProposalFinding, ProposedAssignment
from domain.proposals.rules import ProposalState
from domain.results.model import AwardChance, Result, ResultChart, ResultJudge, ResultSheet, SheetExclusion
from domain.results.rules import ChartKind, ResultState, UnadjustedReason
from tests.support import evaluations
from tests.support.factories import NOW, Factory

if TYPE_CHECKING:
    from tests.support.matrix_world import World

#: The round whose result is computed again, and its second version.
STAGED, VERIFIED = "staged", "verified"


@dataclass(frozen=True, slots=True)
class ResultDifference:
    """A row of the view of differences; its key is that of the entry in the later version."""

    id: UUID
    result_id: UUID
    initiative_id: UUID


async def build(make: Factory, world: "World") -> None:
    """What belongs to a published result and to a verified one that is a second version; what waits for a decision."""
    await version(make, world, VERIFIED, 2, "90", state=ResultState.VERIFIED)
    for label in ("published", VERIFIED):
        await chance(make, world, f"{label}/own SCORED", "closed" if label == "published" else STAGED)
        await sheet(make, world, label, "evaluator: own SCORED")
    for label, who in (("published", "evaluator"), ("published", "juror"), (VERIFIED, "evaluator")):
        await judge(make, world, label, who)
    for label, kind in (("published", "RANKING"), ("published", "SEVERITY"), (VERIFIED, "RANKING")):
        await chart(make, world, label, kind)
    await exclusion(make, world, "in force")
    row = Job(
        kind=JobKind.COMPUTE_RESULT,
        round_id=world.row("Round", STAGED).id,
        parameters={"reason": "Kiểm tra lại"},
        requested_by_id=world.row("Person", "information_center").id,
        created_at=NOW,
    )
    world.keep("waiting", await make.add(row))
    await proposal(make, world, "open")
    await pair(make, world, "open", "own SCORING", "juror")
    await finding(make, world, "open", 1)


async def more(make: Factory, world: "World") -> None:
    """Three of everything, and three rows that lists and what belongs to rows are of."""
    by = world.row("Person", "personnel").id
    for number in (3, 4):
        await version(make, world, f"{STAGED} {number}", number, str(90 + number), **_told())
    for place, label in enumerate(("other SCORED", "own SCORED 2"), start=2):
        row = await evaluations.result_entry(
            make, world.row("Result", VERIFIED), world.row("Initiative", label), score="80", place=place
        )
        world.keep(f"{VERIFIED}/{label}", row)
    for label, sheets in (
        ("published", ("evaluator: other SCORED", "juror: other SCORED")),
        (f"{STAGED} 3", ("evaluator: own SCORED",)),
    ):
        for name in sheets:
            await sheet(make, world, label, name)
    for label, who in (("published", "evaluator_other"), (f"{STAGED} 3", "juror")):
        await judge(make, world, label, who)
    await chart(make, world, f"{STAGED} 3", "SEVERITY")
    await chance(make, world, f"{STAGED} 3/own SCORED", STAGED)
    restored = {
        "restored_at": NOW,
        "restored_reason": "Đúng điểm",
        "restored_by_id": world.row("Person", "personnel").id,
    }
    for state, moment in ((JobState.RUNNING, {}), (JobState.FAILED, {"finished_at": NOW, "error": "Hỏng"})):
        row = Job(
            kind=JobKind.VERIFY_ROUND,
            state=state,
            round_id=world.row("Round", STAGED).id,
            parameters={},
            step="checking",
            report={"is_sound": True},
            requested_by_id=by,
            created_at=NOW,
            started_at=NOW,
            **moment,
        )
        world.keep(str(state), await make.add(row))
    for label in ("restored", "restored once more"):
        await exclusion(make, world, label, **restored)
    decided = {"state": ProposalState.APPLIED, "decided_at": NOW, "decided_by_id": by}
    limits = {"max_load": 5, "max_same_unit": 2, "lambda2": Decimal("0.5"), "contrast_variance": Decimal("1.25")}
    for label in ("draft", "closed"):
        await proposal(make, world, label, **decided, **limits)
        await pair(make, world, label, "own SCORING", "juror")
        await finding(make, world, label, 1)
    for initiative, who in (("other SCORING", "juror"), ("other SCORING 2", "recruit")):
        await pair(make, world, "open", initiative, who)


def _told() -> dict[str, Any]:
    """All figures that a result can say; whom it names costs a statement, which some results would and some not."""
    figures = ("sigma_entry", "sigma_judge", "sigma_residual", "icc_single", "icc_panel", "alpha", "judge_share")
    return {
        **dict.fromkeys((*figures, "panel", "lambda2"), Decimal("0.5")),
        "unadjusted": UnadjustedReason.COMPLETE_PANEL,
        "places": 1,
        "ledger_number": 1,
        "ledger_hash": "1" * 64,
        "warnings": [Warn.DISCONNECTED],
        "state": ResultState.VERIFIED,
    }


async def version(make: Factory, world: "World", label: str, number: int, score: str, **given: Any) -> Result:
    """A further version of the staged result, in which "own SCORED" has another score than before."""
    of, one = world.row("Round", STAGED), world.row("Initiative", "own SCORED")
    row = await evaluations.result(make, of, number=number, reason="Kiểm tra lại", **given)
    figures = ("raw_mean", "score_se", "score_low", "score_high", "p_top", "p_award")
    ranks = {"rank_best": 1, "rank_worst": 2, "component": 1}
    said = {**dict.fromkeys(figures, Decimal("0.75")), **ranks, "passed": True, "flags": [Flag.THIN]}
    entry = await evaluations.result_entry(make, row, one, score=score, **said)
    world.keep(label, row)
    world.keep(f"{label}/own SCORED", entry)
    world.keep(f"{label}/own SCORED", ResultDifference(entry.id, row.id, one.id))
    return row


async def chance(make: Factory, world: "World", entry: str, tier: str) -> None:
    """How probable a tier is."""
    row = AwardChance(
        entry_id=world.row("ResultEntry", entry).id,
        tier_id=world.row("RoundTier", tier).id,
        probability=Decimal("0.5"),
    )
    world.keep(entry, await make.add(row))


async def judge(make: Factory, world: "World", label: str, who: str) -> None:
    """How an evaluator marked."""
    row = ResultJudge(
        result_id=world.row("Result", label).id,
        evaluator_id=world.row("Person", who).id,
        sheets=1,
        severity=Decimal("1.5"),
        severity_se=Decimal("0.5"),
        outfit=Decimal("1.25"),
        flags=[Flag.SEVERE],
        note="chặt hơn 1,5 điểm, 1 phiếu",
        note_en="stricter by 1.5 points, 1 sheet",
        halo=Decimal("0.75"),
        minutes=Decimal("12.5"),
        anchor_offset=Decimal("-2.25"),
    )
    world.keep(f"{label}: {who}", await make.add(row))


async def sheet(make: Factory, world: "World", label: str, of: str) -> None:
    """What was expected of a sheet."""
    row = ResultSheet(
        result_id=world.row("Result", label).id,
        sheet_id=world.row("ScoreSheet", of).id,
        total=Decimal(70),
        expected=Decimal("68.5"),
        studentized=Decimal("-0.25"),
        flags=[Flag.OUTLIER],
    )
    world.keep(f"{label}: {of}", await make.add(row))


async def chart(make: Factory, world: "World", label: str, kind: str) -> None:
    """A drawing."""
    row = ResultChart(result_id=world.row("Result", label).id, kind=ChartKind(kind), language="vi", svg="<svg/>")
    world.keep(f"{label} {kind}", await make.add(row))


async def exclusion(make: Factory, world: "World", label: str, **given: Any) -> None:
    """A decision of the secretary that a sheet does not count, in force unless told otherwise."""
    of = world.row("ScoreSheet", "evaluator: own SCORED")
    row = SheetExclusion(
        round_id=of.round_id,
        sheet_id=of.id,
        reason="Chấm nhầm",
        excluded_at=NOW,
        excluded_by_id=world.row("Person", "council_secretary").id,
        **given,
    )
    world.keep(label, await make.add(row))


async def proposal(make: Factory, world: "World", label: str, **given: Any) -> None:
    """A proposal, that nobody has decided on unless told otherwise."""
    row = AssignmentProposal(
        round_id=world.row("Round", label).id,
        per_entry=3,
        min_load=0,
        seed=0,
        draws=30,
        kept=5,
        added=1,
        missing=1,
        least_load=1,
        greatest_load=3,
        components=1,
        created_at=NOW,
        created_by_id=world.row("Person", "personnel").id,
        **given,
    )
    world.keep(label, await make.add(row))


async def pair(make: Factory, world: "World", label: str, initiative: str, who: str) -> None:
    """A pair that a proposal proposes."""
    row = ProposedAssignment(
        proposal_id=world.row("AssignmentProposal", label).id,
        initiative_id=world.row("Initiative", initiative).id,
        evaluator_id=world.row("Person", who).id,
    )
    world.keep(f"{label} {who}: {initiative}", await make.add(row))


async def finding(make: Factory, world: "World", label: str, ordinal: int) -> None:
    """Why a proposal falls short."""
    row = ProposalFinding(
        proposal_id=world.row("AssignmentProposal", label).id,
        ordinal=ordinal,
        rule=Tight.ENTRY_JUDGES,
        message="Sáng kiến số 1 còn thiếu 1 thành viên chấm.",
        message_en="Entry 1 lacks 1 evaluator.",
        missing=1,
        initiative_ids=[],
        evaluator_ids=[],
    )
    world.keep(f"{label} {ordinal}", await make.add(row))
