"""What a unit owes a movement: sent in once signed, judged by when it first came, supplemented, accepted, told."""

from datetime import UTC, datetime
from functools import partial

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import DBAPIError

from domain.actor import Actor, Role
from domain.clock import at
from domain.documents import issuing, reporting
from domain.documents.model import OfficialDocument
from domain.documents.rules import DocumentFormat, DocumentKind, DocumentState
from domain.initiatives.rules import Punctuality
from domain.movements.model import Movement, Participation
from domain.movements.rules import MovementState
from domain.reports import actions
from domain.reports.model import UnitReport, UnitReportStep
from domain.reports.rules import ReportState
from domain.units.model import Unit
from tests.support import audit, movements, papers, reports
from tests.support.evaluations import refusal
from tests.support.factories import NOW, Factory, days

K, S, R = DocumentKind, DocumentState, ReportState
#: "Before 25/12/2024" in Viet Nam, which is seven hours ahead of UTC.
LAST_MOMENT = datetime(2024, 12, 24, 16, 59, 59, tzinfo=UTC)
TOO_LATE = datetime(2024, 12, 24, 17, 0, tzinfo=UTC)


async def signed(make: Factory, part: Participation, **given) -> OfficialDocument:
    """A unit's report with its head's signature."""
    of = {"movement_id": part.movement_id, "issuer_id": part.unit_id, "unit_id": part.unit_id}
    return await papers.document(make, **{**of, "state": S.SIGNED, **given})


async def taking_part(make: Factory, **given) -> tuple[Participation, Actor]:
    """A unit that takes part in a movement, and its focal officer."""
    movement, unit = await movements.movement(make, **given), await make.unit()
    officer = await make.acting(await make.person(unit), Role.FOCAL_OFFICER)
    return await movements.participation(make, movement, unit), officer


async def sent(session, actor: Actor, document: OfficialDocument, moment: datetime = NOW) -> UnitReport:
    with at(moment):
        key = {"document_id": document.id, "expected_version": document.version}
        return await reporting.submit_unit_report(session, actor, **key)


async def test_the_first_submission_decides_and_a_return_changes_nothing_about_it(session, make: Factory):
    part, officer = await taking_part(make)
    center = await make.actor(Role.INFORMATION_CENTER)
    first, second = [await signed(make, part, edition=edition) for edition in (1, 2)]

    report = await sent(session, officer, first, LAST_MOMENT)
    came = report.first_submitted_at, report.punctuality, report.state, report.document_id
    with at(TOO_LATE):
        await actions.receive_unit_report(session, center, report_id=report.id, expected_version=1)
        key = {"report_id": report.id, "expected_version": 2}
        await actions.return_unit_report(session, center, **key, reason=" Thiếu phụ lục ")
    again = await refusal(make, sent(session, officer, first, TOO_LATE))
    await sent(session, officer, second, TOO_LATE)
    with at(TOO_LATE):
        await actions.receive_unit_report(session, center, report_id=report.id, expected_version=4)
        await actions.accept_unit_report(session, center, report_id=report.id, expected_version=5)

    assert came == (LAST_MOMENT, Punctuality.ON_TIME, R.SUBMITTED, first.id)
    assert again == ("Conflict", "REPORT_UNCHANGED", ("documentId",))
    assert (report.first_submitted_at, report.punctuality) == (LAST_MOMENT, Punctuality.ON_TIME)
    assert (report.submitted_at, report.state, report.document_id) == (TOO_LATE, R.ACCEPTED, second.id)
    steps = (await session.scalars(select(UnitReportStep).order_by(UnitReportStep.number))).all()
    assert [(each.number, each.from_state, each.to_state, each.reason) for each in steps] == [
        (1, None, R.SUBMITTED, None),
        (2, R.SUBMITTED, R.RECEIVED, None),
        (3, R.RECEIVED, R.RETURNED, "Thiếu phụ lục"),
        (4, R.RETURNED, R.SUBMITTED, None),
        (5, R.SUBMITTED, R.RECEIVED, None),
        (6, R.RECEIVED, R.ACCEPTED, None),
    ]
    assert [each.document_id for each in steps] == [first.id] * 3 + [second.id] * 3
    assert [each.by_id for each in steps[:2]] == [officer.person_id, center.person_id]
    told = [each for each in await audit.entries(session) if each.deed.startswith("UNIT_REPORT")]
    assert sorted((each.after["version"], each.deed, each.reason) for each in told) == [
        (1, "UNIT_REPORT_SUBMITTED", None),
        (2, "UNIT_REPORT_RECEIVED", None),
        (3, "UNIT_REPORT_RETURNED", "Thiếu phụ lục"),
        (4, "UNIT_REPORT_SUBMITTED", None),
        (5, "UNIT_REPORT_RECEIVED", None),
        (6, "UNIT_REPORT_ACCEPTED", None),
    ]


async def test_what_was_sent_before_is_no_supplement_either(session, make: Factory):
    part, officer = await taking_part(make)
    first, second = [await signed(make, part, edition=edition) for edition in (1, 2)]
    report = await reports.report(make, part, second, state=R.RETURNED)
    await reports.step(make, report, document_id=first.id)

    assert (await refusal(make, sent(session, officer, first)))[1] == "REPORT_UNCHANGED"


async def test_on_the_day_itself_a_report_is_late_and_taken_all_the_same(session, make: Factory):
    part, officer = await taking_part(make, state=MovementState.SUMMARISED)

    report = await sent(session, officer, await signed(make, part, state=S.ISSUED), TOO_LATE)

    assert (report.punctuality, report.first_submitted_at) == (Punctuality.LATE, TOO_LATE)


@pytest.mark.parametrize(
    ("given", "rule"),
    [
        ({"state": S.CHECKED}, ("STATE_FORBIDS", ("documentId",))),
        ({"state": S.RECALLED}, ("STATE_FORBIDS", ("documentId",))),
        ({"kind": K.REMINDER, "state": S.ISSUED}, ("NOT_A_REPORT", ("documentId",))),
    ],
)
async def test_only_a_signed_report_that_stands_is_sent(session, make: Factory, given, rule):
    part, officer = await taking_part(make)
    document = await signed(make, part, **given)

    assert (await refusal(make, sent(session, officer, document)))[1:] == rule


async def test_who_may_send_what_for_whom(session, make: Factory):
    part, officer = await taking_part(make)
    aside = await make.unit()
    stranger = await make.acting(await make.person(aside), Role.UNIT_LEADER)
    document, elsewhere = await signed(make, part), await signed(make, part, issuer_id=aside.id, unit_id=aside.id)
    archived, keeper = await taking_part(make, state=MovementState.ARCHIVED)

    async def said(actor: Actor, of: OfficialDocument) -> tuple:
        return await refusal(make, sent(session, actor, of))

    assert (await said(stranger, document))[0] == "NotFound"
    assert (await said(await make.actor(Role.INFORMATION_CENTER), document))[0] == "NotAllowed"
    assert await said(stranger, elsewhere) == ("Conflict", "UNIT_TAKES_NO_PART", ("documentId",))
    assert (await said(keeper, await signed(make, archived)))[1] == "MOVEMENT_ARCHIVED"
    await sent(session, officer, document)
    assert (await said(officer, await signed(make, part, edition=2)))[:2] == ("Conflict", "STATE_FORBIDS")


@pytest.mark.parametrize("state", R)
async def test_every_deed_is_refused_from_every_other_state(session, make: Factory, state):
    part, _officer = await taking_part(make)
    center, document = await make.actor(Role.INFORMATION_CENTER), await signed(make, part)
    synthesis = {"synthesis_id": document.id} if state is R.SYNTHESISED else {}
    report = await reports.report(make, part, document, state=state, **synthesis)
    key = {"report_id": report.id, "expected_version": 1}
    allowed = {R.SUBMITTED: {"RECEIVED"}, R.RECEIVED: {"RETURNED", "ACCEPTED"}, R.ACCEPTED: {"RETURNED"}}
    deeds = {
        "RECEIVED": partial(actions.receive_unit_report, session, center, **key),
        "RETURNED": partial(actions.return_unit_report, session, center, **key, reason="Thiếu"),
        "ACCEPTED": partial(actions.accept_unit_report, session, center, **key),
    }

    for target in set(deeds) - allowed.get(state, set()):
        assert (await refusal(make, deeds[target]()))[:2] == ("Conflict", "STATE_FORBIDS"), target
    assert report.version == 1


async def test_an_issued_synthesis_tells_the_reports_that_were_accepted_when_it_was_made(session, make: Factory):
    movement = await movements.movement(make)
    clerk = await make.actor(Role.INFORMATION_CENTER)
    states = (R.ACCEPTED, R.ACCEPTED, R.RECEIVED)
    sinces = (NOW, NOW + days(2), NOW)
    rows = []
    for state, since in zip(states, sinces, strict=True):
        part = await movements.participation(make, movement, await make.unit())
        rows.append(await reports.report(make, part, await signed(make, part), state=state, state_since=since))
    synthesis = await a_synthesis(make, movement, await make.unit())

    with at(NOW + days(1)):
        await issuing.issue_document(session, clerk, document_id=synthesis.id, expected_version=1)

    assert [(row.state, row.synthesis_id) for row in rows] == [
        (R.SYNTHESISED, synthesis.id),
        (R.ACCEPTED, None),
        (R.RECEIVED, None),
    ]


async def a_synthesis(make: Factory, movement: Movement, issuer: Unit) -> OfficialDocument:
    """A numbered synthesis with its file."""
    of = {"kind": K.SYNTHESIS_REPORT, "movement_id": movement.id, "issuer_id": issuer.id, "state": S.NUMBERED}
    document = await papers.document(make, **of, made_at=NOW + days(1))
    await papers.file(make, document, DocumentFormat.PDF, state=S.NUMBERED)
    return document


async def test_the_database_keeps_when_a_report_first_came(session, make: Factory):
    part, officer = await taking_part(make)
    report = await sent(session, officer, await signed(make, part), TOO_LATE)

    for change in ({"first_submitted_at": NOW}, {"punctuality": Punctuality.ON_TIME}):
        with pytest.raises(DBAPIError, match="when a report first came never changes"):
            async with session.begin_nested():
                await session.execute(update(UnitReport).where(UnitReport.id == report.id).values(**change))
    with pytest.raises(DBAPIError, match="unit_report_steps is append-only"):
        async with session.begin_nested():
            await session.execute(update(UnitReportStep).values(reason="Khác"))
