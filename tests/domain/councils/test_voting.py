"""A session from its opening to its end: frozen roster, quorum, papers, written opinions, results, minutes."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import IntegrityError

from domain.actor import Role
from domain.awards import actions, appraising, deciding, hands
from domain.awards.model import Nomination, NominationHand
from domain.awards.rules import AwardLevel, AwardSubject, Hand, NominationState
from domain.clock import at
from domain.councils import appointing, concluding, convening, opening, voting
from domain.councils.minutes import minutes_of
from domain.councils.model import BallotPaper, SealedTally
from domain.councils.rules import Attendance, BallotMeans, CouncilKind, CouncilRole, SessionState, Withholding
from domain.movements.model import LegalBasis
from domain.regulations.model import AwardRule
from domain.regulations.rules import RuleCode, Severity
from schema.mutation import constraint_of
from tests.support import awards, councils
from tests.support.councils import AGAINST, BLANK, FOR
from tests.support.evaluations import refusal
from tests.support.factories import LONG_AGO, NOW, Factory
from tests.support.movements import legal_basis

S = SessionState


async def test_a_secret_vote_from_the_opening_to_the_dossiers(session, make: Factory):
    of = await councils.scene(make, voters=5, items=2)
    await councils.in_session(make, of, present=4)
    sitting, (first, second) = of.sitting, of.items
    assert (sitting.total_members, sitting.quorum_needed, sitting.chair_id) == (5, 3, of.voters[0].person_id)
    assert [(item.threshold, item.votes_needed, item.issued) for item in of.items] == [(Decimal("0.8"), 4, 5)] * 2
    for voter, *choices in zip(of.voters, (FOR, FOR, FOR, FOR, AGAINST), (FOR, FOR, FOR, AGAINST, BLANK), strict=True):
        await councils.cast(make, of, voter, *choices)
        assert [item.votes_for for item in of.items] == [None, None]
    papers = (await session.scalars(select(BallotPaper).where(BallotPaper.item_id == first.id))).all()
    assert [paper.choice for paper in papers] == [None] * 5
    assert sorted(paper.means for paper in papers) == [BallotMeans.IN_PERSON] * 4 + [BallotMeans.WRITTEN]

    await councils.locked(make, of)
    assert (first.votes_for, first.votes_against, first.votes_blank, first.share, first.is_passed) == (
        *(4, 1, 0, Decimal("0.8")),
        True,
    )
    assert (second.votes_for, second.votes_against, second.votes_blank, second.share, second.is_passed) == (
        *(3, 1, 1, Decimal("0.6")),
        False,
    )
    assert [each.state for each in of.nominations] == [NominationState.APPRAISED] * 2
    with at(NOW):
        await concluding.conclude_council_session(
            session, of.secretary, session_id=sitting.id, expected_version=sitting.version
        )
    assert [each.state for each in of.nominations] == [NominationState.VOTED, NominationState.REFUSED]
    assert of.nominations[1].reason == (
        "Hội đồng không thông qua: 3 phiếu tán thành trên tổng số 5 thành viên, cần ít nhất 4."
    )
    voted = select(NominationHand.person_id).where(NominationHand.hand == Hand.VOTE)
    assert set(await session.scalars(voted)) == {voter.person_id for voter in of.voters}

    told = await minutes_of(session, sitting.id)
    assert (told.name, told.council, told.place) == ("Phiên 1", "Hội đồng TĐKT Bộ", "Phòng họp A")
    assert (told.chair, told.secretary) == (of.voters[0].name, of.secretary.name)
    assert (told.total_members, told.present, told.quorum_needed, told.is_quorate) == (5, 4, 3, True)
    assert (told.opened_at, told.concluded_at, told.state) == (NOW, NOW, S.CONCLUDED)
    assert [(each.role, each.attendance, each.gave_opinion) for each in told.roster].count(
        (CouncilRole.MEMBER, Attendance.ABSENT, True)
    ) == 1
    assert [(each.issued, each.collected, each.valid, each.written, each.is_passed) for each in told.items] == [
        (5, 5, 5, 1, True),
        (5, 5, 4, 1, False),
    ]
    assert (told.items[0].nominee, told.items[0].form) == (of.awards.author.full_name, of.awards.form.name)


async def test_an_open_vote_keeps_the_choice_with_the_paper(session, make: Factory):
    of = await councils.scene(make, voters=2)
    await councils.in_session(make, of, present=2, is_secret=False, box=None)
    for voter, choice in zip(of.voters, (FOR, BLANK), strict=True):
        await councils.cast(make, of, voter, choice, box=None)

    await councils.locked(make, of, box=None)

    assert set(await session.scalars(select(BallotPaper.choice))) == {FOR, BLANK}
    assert (await session.scalars(select(SealedTally))).all() == []
    assert (of.item.votes_for, of.item.votes_blank, of.item.is_passed) == (1, 1, False)


async def test_a_rule_in_force_decides_and_its_form_of_reward_comes_first(session, make: Factory):
    of = await councils.scene(make, voters=10)
    basis: LegalBasis = await legal_basis(make)
    for form_id, threshold in ((None, "0.80"), (of.awards.form.id, "0.90")):
        await make.add(
            AwardRule(
                code=RuleCode.COUNCIL_VOTE,
                form_id=form_id,
                severity=Severity.BLOCKING,
                parameters={"threshold": threshold, "quorum": "0.67", "secret": True},
                legal_basis_id=basis.id,
                clause="khoản 1 Điều 9",
                valid_from=LONG_AGO.date(),
                is_verified=True,
            )
        )

    await councils.opened(make, of, threshold=None, quorum=None, is_secret=None)

    assert (of.item.threshold, of.item.votes_needed, of.item.is_secret) == (Decimal("0.9"), 9, True)
    assert (of.sitting.quorum, of.sitting.quorum_needed) == (Decimal("0.67"), 7)
    assert of.item.clause == f"khoản 1 Điều 9, {basis.title}"


async def test_what_no_session_is_opened_without(session, make: Factory):
    of = await councils.scene(make, voters=3)

    async def opens(**given):
        return await refusal(make, councils.opened(make, of, **given))

    assert await opens(threshold=None) == ("Invalid", "COUNCIL_RULE_MISSING", ("threshold",))
    assert await opens(quorum=Decimal("1.5")) == ("Invalid", "SHARE_RANGE", ("quorum",))
    assert await opens(expected_version=9) == ("StaleVersion", "STALE_VERSION", ("expectedVersion",))
    assert await opens(chair_id=of.voters[1].person_id) == ("Conflict", "NOBODY_PRESIDES", ("chairId",))
    nomination = of.nominations[0]
    nomination.state = NominationState.COMPLETE
    await session.flush()
    assert await opens() == ("Conflict", "NOMINATION_NOT_WAITING", ("items", "0"))
    nomination.state = NominationState.APPRAISED
    await session.flush()
    # The nominee is a member: two papers are left, and a secret ballot among two is none.
    await councils.appoint(
        make, of.awards.personnel, of.council, replace(of.voters[0], person_id=of.awards.author.id), CouncilRole.MEMBER
    )
    nested = await session.begin_nested()
    for voter in of.voters[:2]:
        assert await hands.take(session, [nomination], voter.person_id, Hand.APPRAISE) == {}
    assert await opens() == ("Conflict", "TOO_FEW_PAPERS", ("items", "0"))
    await nested.rollback()
    assert (await refusal(make, councils.opened(make, of, box=None)))[1] == "BALLOT_KEY_MISSING"


async def test_who_had_another_hand_gets_no_paper_but_stays_in_the_total_membership(session, make: Factory):
    of = await councils.scene(make, voters=4)
    author = replace(of.voters[0], person_id=of.awards.author.id, name=of.awards.author.full_name)
    await councils.appoint(make, of.awards.personnel, of.council, author, CouncilRole.MEMBER)
    await hands.take(session, of.nominations, of.voters[1].person_id, Hand.APPRAISE)
    await councils.in_session(make, of, present=4)

    assert (of.sitting.total_members, of.item.issued, of.item.votes_needed) == (5, 3, 4)
    told = await refusal(make, councils.cast(make, of, of.voters[1], FOR))
    assert told == ("NotAllowed", "BALLOT_WITHHELD", ("ballots", "0", "itemId"))
    # To the nominee the item does not exist.
    assert await refusal(make, councils.cast(make, of, author, FOR)) == (
        *("NotFound", "NOT_FOUND"),
        ("ballots", "0", "itemId"),
    )
    # Whoever takes another hand since then has no vote either.
    await hands.take(session, of.nominations, of.voters[2].person_id, Hand.PROPOSE)
    assert (await refusal(make, councils.cast(make, of, of.voters[2], FOR)))[:2] == ("NotAllowed", "ONE_HAND_ONLY")
    recusals = (await minutes_of(session, of.sitting.id)).items[0].recusals
    assert {(each.full_name, each.why) for each in recusals} == {
        (of.awards.author.full_name, Withholding.NOMINEE),
        (of.voters[1].name, Withholding.HAND),
    }


async def test_when_papers_are_taken_and_that_each_is_handed_in_once(session, make: Factory):
    of = await councils.scene(make, voters=4)
    stranger, here, away = await make.actor(Role.PERSONNEL), of.voters[0], of.voters[3]
    assert (await refusal(make, councils.cast(make, of, here, FOR)))[0] == "NotFound"
    await councils.opened(make, of)
    await councils.arrive(make, of, of.voters[:2])

    async def told(voter, *choices):
        return (await refusal(make, councils.cast(make, of, voter, *choices)))[:2]

    assert await told(stranger, FOR) == ("NotAllowed", "NOT_ON_ROSTER")
    assert await told(here, FOR) == ("Closed", "VOTING_NOT_BEGUN")
    await councils.cast(make, of, away, FOR)
    assert await told(away, FOR) == ("Conflict", "BALLOT_CAST")
    with at(NOW):
        await voting.begin_voting(session, of.secretary, session_id=of.sitting.id, expected_version=2)
    await councils.cast(make, of, here, AGAINST)
    assert await told(here, FOR) == ("Conflict", "BALLOT_CAST")
    assert await told(of.voters[1]) == ("Invalid", "ITEMS_COUNT")
    assert of.item.collected == 2
    # Fewer than three secret ballots are never opened.
    assert (await refusal(make, councils.locked(make, of)))[:2] == ("Conflict", "TOO_FEW_BALLOTS")
    await councils.cast(make, of, of.voters[1], FOR)
    await councils.locked(make, of)
    assert await told(of.voters[2], FOR) == ("Closed", "VOTING_CLOSED")
    assert (of.item.votes_for, of.item.collected, of.item.issued, of.item.is_passed) == (2, 3, 4, False)


async def test_voting_begins_with_a_quorum_of_the_total_membership(session, make: Factory):
    of = await councils.opened(make, await councils.scene(make, voters=5))
    await councils.arrive(make, of, of.voters[:2])

    async def begins():
        with at(NOW):
            await voting.begin_voting(session, of.secretary, session_id=of.sitting.id, expected_version=2)

    assert await refusal(make, begins()) == ("Conflict", "NO_QUORUM", ())
    await councils.arrive(make, of, of.voters[2:3])
    await begins()
    assert of.sitting.state is S.VOTING


async def test_a_session_that_lost_its_quorum_ends_no_vote(session, make: Factory):
    of = await councils.in_session(make, await councils.scene(make, voters=5), present=3)
    members = {member.person_id: member.id for member in of.roster}

    async def note(voter, attendance: Attendance = Attendance.ABSENT, arrived_at=None):
        noted = {"member_id": members[voter.person_id], "attendance": attendance, "arrived_at": arrived_at}
        with at(NOW):
            return await opening.note_attendance(session, of.secretary, **noted)

    for voter in of.voters[:2]:
        await councils.cast(make, of, voter, FOR)
    await note(of.voters[2])
    await councils.cast(make, of, of.voters[2], FOR)
    # Of three who are needed one has left; those who voted in person were there.
    assert await refusal(make, councils.locked(make, of)) == ("Conflict", "NO_QUORUM", ())
    assert await refusal(make, note(of.voters[0])) == ("Conflict", "VOTED_IN_PERSON", ("attendance",))
    present = (of.voters[3], Attendance.PRESENT)
    ahead = await refusal(make, note(*present, NOW + timedelta(seconds=1)))
    assert ahead == ("Invalid", "ARRIVAL_IN_FUTURE", ("arrivedAt",))
    assert (await note(*present, NOW)).arrived_at == NOW
    await councils.locked(make, of)
    assert (of.item.votes_for, of.item.collected, of.item.is_passed) == (3, 3, False)


@pytest.mark.parametrize(
    ("total", "threshold", "needed"), [(9, "0.8", 8), (5, "0.8", 4), (10, "0.9", 9), (9, "0.6667", 7), (3, "0.6666", 2)]
)
async def test_a_vote_at_its_threshold_passes_and_one_below_does_not(session, make: Factory, total, threshold, needed):
    of = await councils.scene(make, voters=total, items=2)
    await councils.in_session(make, of, present=total, threshold=Decimal(threshold), is_secret=False, box=None)
    for number, voter in enumerate(of.voters):
        await councils.cast(make, of, voter, FOR if number < needed else BLANK, FOR if number < needed - 1 else AGAINST)
    await councils.locked(make, of)

    assert [(item.votes_needed, item.is_passed) for item in of.items] == [(needed, True), (needed, False)]


async def test_a_units_council_votes_on_what_is_its_units_to_give(session, make: Factory):
    of = await councils.scene(make)
    letter = await awards.form(make, name="Giấy khen", level=AwardLevel.UNIT, subject=AwardSubject.BOTH)
    council = await appointing.create_council(
        session, of.awards.personnel, kind=CouncilKind.UNIT, name="Hội đồng cơ sở", unit_id=of.awards.unit.id
    )
    about = {"council_id": council.id, "movement_id": of.awards.movement.id, "name": "Phiên", "scheduled_at": NOW}
    sitting = await convening.convene_council_session(session, of.secretary, **about)
    ministrys, elsewhere, own = [
        await awards.another(make, of.awards, unit=unit) for unit in (of.awards.unit, None)
    ] + [await awards.another(make, of.awards, unit=of.awards.unit)]
    dossiers = [
        await awards.nomination(make, scene, state=NominationState.APPRAISED, submitted_at=NOW, **given)
        for scene, given in ((ministrys, {}), (elsewhere, {"form_id": letter.id}), (own, {"form_id": letter.id}))
    ]

    async def add(*which: Nomination):
        ids = [each.id for each in which]
        await convening.add_session_items(session, of.secretary, session_id=sitting.id, nomination_ids=ids)

    foreign = ("Conflict", "NOMINATION_OF_OTHER_COUNCIL", ("nominationIds", "0"))
    assert [await refusal(make, add(each)) for each in dossiers[:2]] == [foreign] * 2
    await add(dossiers[2])


async def test_the_roster_stays_as_it_was_at_the_opening(session, make: Factory):
    of = await councils.opened(make, await councils.scene(make, voters=4))
    newcomer = await make.actor(Role.STAFF)
    with at(NOW):
        await councils.appoint(make, of.awards.personnel, of.council, newcomer, CouncilRole.DEPUTY)
        leaving = (await session.execute(text("SELECT id FROM council_members ORDER BY id LIMIT 1"))).scalar_one()
        await appointing.dismiss_council_member(session, of.awards.personnel, member_id=leaving, reason="Nghỉ hưu")

    assert (await refusal(make, councils.cast(make, of, newcomer, FOR)))[0] == "NotFound"
    assert len((await minutes_of(session, of.sitting.id)).roster) == 4
    assert await refusal(make, remove(make, of)) == ("Conflict", "AGENDA_FROZEN", ())


async def remove(make: Factory, of: councils.Scene) -> None:
    """Take the first item off the agenda."""
    await convening.remove_session_item(make.session, of.secretary, item_id=of.item.id)


async def test_a_nomination_is_on_one_agenda_and_waits_for_a_council(session, make: Factory):
    of = await councils.scene(make)

    async def adds(*ids):
        await convening.add_session_items(session, of.secretary, session_id=of.sitting.id, nomination_ids=ids)

    key = of.nominations[0].id
    assert await refusal(make, adds(key)) == ("Conflict", "NOMINATION_ON_AGENDA", ("nominationIds", "0"))
    await remove(make, of)
    await adds(key)
    with at(NOW):
        await convening.cancel_council_session(
            session, of.secretary, session_id=of.sitting.id, expected_version=1, reason="Hoãn"
        )
    assert of.sitting.state is S.CANCELLED
    assert (await refusal(make, adds(key)))[1] == "AGENDA_FROZEN"
    nomination = await session.get_one(Nomination, key)
    assert nomination.state is NominationState.APPRAISED


@pytest.mark.parametrize(
    ("statement", "refused_by"),
    [
        ("UPDATE session_members SET role = 'DEPUTY'", "tg_session_members_frozen"),
        ("DELETE FROM session_members", "tg_session_members_frozen"),
        ("UPDATE session_items SET threshold = 0.5, votes_needed = 1", "tg_session_items_frozen"),
        ("UPDATE ballot_papers SET means = 'WRITTEN' WHERE means IS NOT NULL", "tg_ballot_papers_kept"),
        ("UPDATE ballot_papers SET choice = 'FOR', means = 'WRITTEN'", "ck_ballot_papers_secret"),
        ("DELETE FROM ballot_papers", "tg_ballot_papers_kept"),
        ("DELETE FROM sealed_tallies", "tg_sealed_tallies_kept"),
        ("UPDATE council_sessions SET state = 'OPEN'", "tg_council_sessions_opened"),
        ("UPDATE council_sessions SET quorum_needed = 1", "tg_council_sessions_opened"),
        ("DELETE FROM council_sessions", "tg_council_sessions_ended"),
    ],
)
async def test_the_database_keeps_what_is_frozen(session, make: Factory, statement, refused_by):
    of = await councils.in_session(make, await councils.scene(make, voters=3), present=3)
    if "IS NOT NULL" in statement:
        await councils.cast(make, of, of.voters[0], FOR)
        await session.flush()

    with pytest.raises(IntegrityError) as refused:
        await session.execute(text(statement))

    assert constraint_of(refused.value) == refused_by


async def test_a_session_that_is_over_never_changes(session, make: Factory):
    of = await councils.in_session(make, await councils.scene(make, voters=3), present=3)
    for voter in of.voters:
        await councils.cast(make, of, voter, FOR)
    await councils.locked(make, of)
    for statement in (
        "UPDATE session_items SET votes_for = 0, votes_against = 3",
        "UPDATE sealed_tallies SET sealed = sealed",
    ):
        nested = await session.begin_nested()
        with pytest.raises(IntegrityError):
            await session.execute(text(statement))
        await nested.rollback()
    arguments = {"session_id": of.sitting.id, "expected_version": of.sitting.version}
    assert (await refusal(make, cancels(session, of)))[1] == "STATE_FORBIDS"
    with at(NOW):
        await concluding.conclude_council_session(session, of.secretary, **arguments)

    with pytest.raises(IntegrityError) as refused:
        await session.execute(text("UPDATE council_sessions SET concluded_at = now()"))
    assert constraint_of(refused.value) == "tg_council_sessions_ended"


async def test_a_dossier_that_was_withdrawn_meanwhile_stays_withdrawn(session, make: Factory):
    of = await councils.in_session(make, await councils.scene(make, voters=3), present=3)
    for voter in of.voters:
        await councils.cast(make, of, voter, AGAINST)
    await councils.locked(make, of)
    (nomination,) = of.nominations
    nomination.state, nomination.reason = NominationState.WITHDRAWN, "Thôi đề nghị"
    await session.flush()

    with at(NOW):
        await concluding.conclude_council_session(
            session, of.secretary, session_id=of.sitting.id, expected_version=of.sitting.version
        )

    assert (nomination.state, of.item.is_passed) == (NominationState.WITHDRAWN, False)


async def test_a_dossier_that_was_returned_meanwhile_and_came_again_needs_another_vote(session, make: Factory):
    of = await councils.in_session(make, await councils.scene(make, voters=3), present=3)
    for voter in of.voters:
        await councils.cast(make, of, voter, FOR)
    await councils.locked(make, of)
    (nomination,) = of.nominations
    scene = of.awards

    with at(NOW):
        for deed, actor, said in (
            (deciding.return_nomination, scene.center, {"reason": "Bổ sung số liệu"}),
            (actions.submit_nomination, scene.personnel, {}),
            (appraising.accept_nomination, scene.center, {}),
            (appraising.appraise_nomination, scene.center, {"opinion": "Đủ điều kiện"}),
        ):
            await deed(session, actor, nomination_id=nomination.id, expected_version=nomination.version, **said)
        await concluding.conclude_council_session(
            session, of.secretary, session_id=of.sitting.id, expected_version=of.sitting.version
        )

    assert (nomination.state, of.item.is_passed) == (NominationState.APPRAISED, True)


async def cancels(session, of: councils.Scene) -> None:
    """Call a session off."""
    await convening.cancel_council_session(
        session, of.secretary, session_id=of.sitting.id, expected_version=of.sitting.version, reason="Hoãn"
    )


async def test_attendance_is_noted_and_taken_back(session, make: Factory):
    of = await councils.opened(make, await councils.scene(make, voters=3))
    await councils.arrive(make, of, of.voters[:1])
    member = next(each for each in of.roster if each.person_id == of.voters[0].person_id)
    assert (member.attendance, member.arrived_at) == (Attendance.PRESENT, NOW)

    await opening.note_attendance(session, of.secretary, member_id=member.id, attendance=Attendance.EXCUSED)

    assert (member.attendance, member.arrived_at) == (Attendance.EXCUSED, None)
