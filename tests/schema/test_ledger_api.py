"""The ledger in the API: its head and events, who reads what they say, and a verification with what it found."""

import pytest

from domain.actor import Role
from tests.support import evaluations as make_
from tests.support.factories import Factory
from tests.support.graphql import data, deed, run
from tests.support.jobs import run_jobs
from tests.support.verified import Verified, computed_round, tamper

#: Each computes results, and draws their charts.
pytestmark = pytest.mark.slow

BODIES = """
query Bodies($id: ID!) { round(id: $id) {
    ledgerNumber ledgerHash ledgerAt ledger(first: 20) { totalCount nodes { number kind body previousHash hash at } }
} }
"""


async def publish(make: Factory, database, done: Verified) -> None:
    """Let the result be verified and published by those who may."""
    key = f"Result:{done.result.id}"
    for role, field in ((Role.PERSONNEL, "verifyResult"), (Role.INFORMATION_CENTER, "publishResult")):
        who = await make.actor(role)
        payload = await deed(database, who, field, {"resultId": key})
        assert payload["userErrors"] == []


async def ledger_of(database, done: Verified, actor):
    return (await data(database, actor, BODIES, {"id": f"Round:{done.round_id}"}))["round"]


async def said(database, done: Verified, actor) -> list[str]:
    """The kinds of the events that say something to the actor."""
    found = await ledger_of(database, done, actor)
    return [each["kind"] for each in found["ledger"]["nodes"] if each["body"] is not None]


async def test_head_is_that_of_the_last_event_and_links_lead_to_it(session, database, make: Factory):
    done = await computed_round(session, database, make)

    found = await ledger_of(database, done, await make.actor(Role.AUDITOR))

    events = found["ledger"]["nodes"]
    assert [each["number"] for each in events] == list(range(1, 11))
    assert [each["previousHash"] for each in events] == ["0" * 64, *(each["hash"] for each in events[:-1])]
    assert (found["ledgerNumber"], found["ledgerHash"], found["ledgerAt"]) == (10, events[-1]["hash"], events[-1]["at"])
    assert [each["kind"] for each in events] == [
        "ROUND_OPENED",
        "PHASE_ENTERED",
        *["SHEET_SUBMITTED"] * 6,
        "ROUND_CLOSED",
        "RESULT_COMPUTED",
    ]


async def test_head_of_a_closed_round_is_for_all_and_its_events_for_those_who_watch(session, database, make: Factory):
    done = await computed_round(session, database, make)
    staff = await make.actor(Role.STAFF)

    found = await ledger_of(database, done, staff)

    assert (found["ledgerNumber"], found["ledger"]["totalCount"]) == (10, 0)


async def test_head_of_an_open_round_tells_nobody_how_many_sheets_there_are(session, database, make: Factory):
    there = await make_.scene(make)
    document = f'{{ round(id: "Round:{there.round.id}") {{ ledgerNumber ledgerHash ledgerAt }} }}'

    found = await data(database, there.evaluator, document)

    assert found["round"] == {"ledgerNumber": None, "ledgerHash": None, "ledgerAt": None}


async def test_bodies_are_for_auditors_and_after_publication_for_those_who_see_sheets(session, database, make: Factory):
    done = await computed_round(session, database, make)
    auditor, center = await make.actor(Role.AUDITOR), await make.actor(Role.INFORMATION_CENTER)

    assert len(await said(database, done, auditor)) == 10
    assert await said(database, done, center) == []
    await publish(make, database, done)
    assert len(await said(database, done, center)) == 12
    assert await said(database, done, await make.actor(Role.STAFF)) == []


async def test_bodies_about_an_entry_are_not_for_who_has_a_conflict_with_it(session, database, make: Factory):
    """All entries of the round are of one unit."""
    done = await computed_round(session, database, make)
    colleague = await make.actor(Role.AUDITOR, unit=done.there.unit)

    assert await said(database, done, colleague) == ["ROUND_OPENED", "PHASE_ENTERED", "ROUND_CLOSED", "RESULT_COMPUTED"]


VERIFIED = """
job { id kind state isSound findings { nodes { ordinal kind subject message messageEn } } }
"""


async def asked(database, actor, done: Verified):
    payload = await deed(database, actor, "verifyRound", {"roundId": f"Round:{done.round_id}"}, "job { id state }")
    assert payload["userErrors"] == []
    assert payload["job"]["state"] == "QUEUED"
    assert await run_jobs(database) == 1
    return payload["job"]["id"]


async def answered(database, actor, job: str):
    document = f'{{ job(id: "{job}") {VERIFIED[VERIFIED.index("{") :]} }}'
    found = (await data(database, actor, document))["job"]
    found.pop("id")
    return found


async def test_verification_says_that_a_sound_round_is_sound(session, database, make: Factory):
    done = await computed_round(session, database, make)
    auditor = await make.actor(Role.AUDITOR)

    found = await answered(database, auditor, await asked(database, auditor, done))

    assert found == {"kind": "VERIFY_ROUND", "state": "DONE", "isSound": True, "findings": {"nodes": []}}


async def test_verification_names_what_was_changed_to_who_may_know_it(session, connection, database, make: Factory):
    done = await computed_round(session, database, make)
    auditor, colleague = await make.actor(Role.AUDITOR), await make.actor(Role.AUDITOR, unit=done.there.unit)
    entry = done.there.initiatives[0].id
    await session.flush()
    await tamper(connection, "UPDATE result_entries SET place = 3 WHERE initiative_id = :e", e=entry)

    job = await asked(database, auditor, done)

    subject = f"result:1/entry:{entry}/place"
    finding = {
        "ordinal": 1,
        "kind": "FIGURE_DIFFERS",
        "subject": subject,
        "message": f"place của sáng kiến {entry} trong kết quả số 1: theo sổ cái là 1, đang lưu là 3.",
        "messageEn": f"place of entry {entry} in result 1: the ledger says 1, what is kept says 3.",
    }
    found = await answered(database, auditor, job)
    assert found["isSound"] is False
    assert found["findings"]["nodes"] == [finding]
    assert (await answered(database, colleague, job))["findings"]["nodes"] == [
        {**finding, "message": None, "messageEn": None}
    ]


async def test_verification_is_for_those_who_may_and_of_opened_rounds(session, database, make: Factory):
    there = await make_.scene(make, state=make_.RoundState.DRAFT)
    auditor, staff = await make.actor(Role.AUDITOR), await make.actor(Role.STAFF)
    asked_of = {"roundId": f"Round:{there.round.id}"}

    early = await deed(database, auditor, "verifyRound", asked_of, "job { id }")
    refused = await run(
        database,
        staff,
        "mutation D($i: VerifyRoundInput!) { verifyRound(input: $i) { job { id } userErrors { code } } }",
        {"i": asked_of},
    )

    assert [error["rule"] for error in early["userErrors"]] == ["ROUND_STATE_FORBIDS"]
    assert refused["data"]["verifyRound"]["userErrors"] != []


@pytest.mark.parametrize("reads", ["compiled", "reference"])
async def test_both_ways_of_reading_a_ledger_agree(session, database, make: Factory, reads):
    done = await computed_round(session, database, make)
    auditor = await make.actor(Role.AUDITOR)
    await session.flush()

    found = await run(database, auditor, BODIES, {"id": f"Round:{done.round_id}"}, reads=reads)

    assert found["data"]["round"] == await ledger_of(database, done, auditor)
