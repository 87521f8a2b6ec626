"""What a result says of each evaluator: severity, halo, pace and anchors, with exact figures."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select, update

from domain.engine.problem import Sheet
from domain.evaluations.model import RoundEntry
from domain.evaluations.rules import RoundState
from domain.results.judging import halo_of
from domain.results.model import ResultJudge
from tests.support import evaluations as make_
from tests.support import jobs
from tests.support.evaluations import scene
from tests.support.factories import NOW, Factory


def sheets(*columns: str) -> list[Sheet]:
    """Sheets by one evaluator: a column of marks for each criterion, a dot where a mark is absent."""
    rows = zip(*(column.split() for column in columns), strict=True)
    return [
        Sheet(str(at), "J", str(at), {f"C{number}": Decimal(mark) for number, mark in enumerate(row) if mark != "."})
        for at, row in enumerate(rows)
    ]


@pytest.mark.parametrize(
    ("columns", "halo"),
    [
        (("1 2 3 4 5", "2 4 6 8 10"), "1"),
        (("1 2 3 4 5", "5 4 3 2 1"), "-1"),
        # By hand: deviations -2..2 and -1 1 -1 1 0, of which the products add up to 0 - 1 + 0 + 1 + 2*0.
        (("1 2 3 4 5", "2 4 2 4 3"), "0.32"),
        # The mean of 1, -1 and -1.
        (("1 2 3 4 5", "2 4 6 8 10", "5 4 3 2 1"), "-0.33"),
        # A criterion whose marks are all the same goes with none.
        (("1 2 3 4 5", "2 4 6 8 10", "7 7 7 7 7"), "1"),
        # A criterion that not every sheet marks is left out.
        (("1 2 3 4 5", "2 4 6 8 10", "5 4 3 2 ."), "1"),
    ],
)
def test_halo_is_the_mean_correlation_of_criteria(columns, halo):
    assert halo_of(sheets(*columns)) == Decimal(halo)


@pytest.mark.parametrize(
    "columns", [("1 2 3 4", "1 2 3 4"), ("1 2 3 4 5",), ("7 7 7 7 7", "1 2 3 4 5"), ("1 2 3 4 5", ". . . . .")]
)
def test_halo_is_unknown_of_few_sheets_of_one_criterion_and_where_nothing_varies(columns):
    assert halo_of(sheets(*columns)) is None


def test_halo_is_unknown_without_sheets():
    assert halo_of([]) is None


async def test_rows_of_evaluators_tell_pace_anchors_and_words(session, database, make: Factory):
    there = await scene(make, initiatives=2, evaluators=2, state=RoundState.DRAFT)
    one, other = there.evaluators
    await session.execute(
        update(RoundEntry).where(RoundEntry.initiative_id == there.initiatives[0].id).values(is_anchor=True)
    )
    await make_.opened(make, there.round, *there.initiatives)
    # Anchor: 60 by one and 90 by the other, so 15 points below and above; the further entry is no anchor.
    for each, who, mark, minutes in (
        (0, one, "30", 10),
        (0, other, "45", 30),
        (1, one, "20", 20.25),
        (1, other, "40", 50),
    ):
        given = there.assignment_of(there.initiatives[each], who)
        marks = zip(there.criteria, (mark, "30" if who is one else "40"), strict=True)
        typed = {"entered_by_id": there.manager.person_id} if (each, who) == (1, other) else {}
        await make_.submitted(make, given, *marks, created_at=NOW - timedelta(minutes=minutes), **typed)

    result = await jobs.closed(session, database, there)

    rows = await session.scalars(select(ResultJudge).where(ResultJudge.result_id == result.id))
    by_judge = {row.evaluator_id: row for row in rows}
    told = {
        key: (row.sheets, row.minutes, row.anchor_offset, row.halo, row.flags, row.severity)
        for key, row in by_judge.items()
    }
    # A sheet that was typed in for the evaluator says nothing of their pace.
    first, second = by_judge[one.person_id], by_judge[other.person_id]
    assert told == {
        one.person_id: (2, Decimal("15.13"), Decimal("-12.5"), None, [], first.severity),
        other.person_id: (2, Decimal(30), Decimal("12.5"), None, [], second.severity),
    }
    assert first.severity == -second.severity > 0
    assert first.note.startswith("chặt hơn ")
    assert second.note_en.startswith("more lenient by ")
