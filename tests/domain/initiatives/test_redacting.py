"""The words of a revision without names, for blind review."""

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select, text
from sqlalchemy.exc import DBAPIError

from domain.actor import Actor, Role
from domain.audit.model import AuditEntry
from domain.audit.queries import details
from domain.clock import at
from domain.errors import NotAllowed, NotFound, Refusals
from domain.ids import new_id
from domain.initiatives.actions.redacting import redact_revision
from domain.initiatives.model import InitiativeRevision, RedactedRevision
from domain.initiatives.redaction import RedactedContent, is_named, problems_of_redaction
from domain.initiatives.rules import InitiativeState
from domain.reading import viewer
from tests.support.audit import entries, only_entry
from tests.support.factories import NOW, Factory
from tests.support.initiatives import content, initiative, revise
from tests.support.movements import movement

SAID = RedactedContent(
    title="Trợ lý tra cứu",
    summary="Tra cứu văn bản nhanh hơn.",
    task_relieved="Tra cứu văn bản",
    tool="Trợ lý ảo",
    measurement="Đo trong một tháng.",
)
REDACTORS = {Role.INFORMATION_CENTER, Role.PERSONNEL}


async def made(make: Factory, **given: Any) -> Any:
    unit = await make.unit(name="Cục Lễ tân Nhà nước", code="LTNN")
    author = await make.person(unit, full_name="Nguyễn Đức Ân")
    return await initiative(make, await movement(make), unit, author, **given)


async def test_a_redaction_takes_the_next_number_and_is_recorded(session, make: Factory):
    of = await made(make)
    actor = await make.actor(Role.INFORMATION_CENTER)
    with at(NOW):
        first = await redact_revision(session, actor, revision_id=of.current_revision_id, content=SAID)
    untidy = replace(SAID, title="  Trợ lý  ")
    second = await redact_revision(session, actor, revision_id=of.current_revision_id, content=untidy)

    assert (first.number, second.number) == (1, 2)
    assert (first.title, first.created_at, first.created_by_id) == ("Trợ lý tra cứu", NOW, actor.person_id)
    assert (second.title, second.summary) == ("Trợ lý", SAID.summary)
    trail = await entries(session)
    assert [(each.deed, each.subject_type, each.subject_id) for each in trail] == [
        ("REVISION_REDACTED", "RedactedRevision", first.id),
        ("REVISION_REDACTED", "RedactedRevision", second.id),
    ]
    assert trail[0].after["summary"] == SAID.summary


@pytest.mark.parametrize("role", Role)
async def test_only_those_who_run_rounds_redact(session, make: Factory, role: Role):
    of = await made(make)
    actor = await make.actor(role, round_id=None) if role is not Role.EVALUATOR else Actor(person_id=new_id())
    deed = redact_revision(session, actor, revision_id=of.current_revision_id, content=SAID)

    if role in REDACTORS:
        assert (await deed).number == 1
    else:
        # Who does not see the revision is not told that it is there.
        watches = role in {Role.MINISTRY_LEADER, Role.AUDITOR, Role.COUNCIL_SECRETARY}
        with pytest.raises(NotAllowed if watches else NotFound):
            await deed


async def test_what_has_not_left_the_unit_is_not_there_to_be_redacted(session, make: Factory):
    of = await made(make, state=InitiativeState.DRAFT, first_submitted_at=None)
    actor = await make.actor(Role.PERSONNEL)

    with pytest.raises(NotFound) as refused:
        await redact_revision(session, actor, revision_id=of.current_revision_id, content=SAID)
    assert refused.value.path == ("revisionId",)


async def test_names_of_authors_and_unit_are_refused_by_field(session, make: Factory):
    of = await made(make)
    revision = of.current_revision_id
    former = await make.person(full_name="Lê Thị Bình")
    await revise(make, of, content(former))
    telling = replace(
        SAID,
        title="Sáng kiến của NGUYEN DUC AN",
        summary="Liên hệ nguyenducan@mofa.example, Lê  Thị-Bình.",
        tool="Nền tảng LTNN, Cục lễ tân nhà nước",
        measurement=" ",
    )

    with pytest.raises(Refusals) as refused:
        await redact_revision(session, await make.actor(Role.PERSONNEL), revision_id=revision, content=telling)

    assert [(each.rule, each.path, each.allowed) for each in refused.value.errors] == [
        ("REDACTION_NAMES_AUTHOR", ("title",), "Nguyễn Đức Ân"),
        ("REDACTION_NAMES_AUTHOR", ("summary",), "Lê Thị Bình"),
        ("REDACTION_NAMES_AUTHOR", ("summary",), "Nguyễn Đức Ân"),
        ("REDACTION_NAMES_UNIT", ("tool",), "Cục Lễ tân Nhà nước"),
        ("REDACTION_NAMES_UNIT", ("tool",), "LTNN"),
        ("TEXT_EMPTY", ("measurement",), None),
    ]
    assert await session.scalar(select(RedactedRevision.id)) is None
    assert await entries(session) == []


@pytest.mark.parametrize("statement", ["UPDATE redacted_revisions SET title = ''", "DELETE FROM redacted_revisions"])
async def test_a_redaction_is_never_changed(session, make: Factory, statement: str):
    of = await made(make)
    actor = await make.actor(Role.PERSONNEL)
    await redact_revision(session, actor, revision_id=of.current_revision_id, content=SAID)

    with pytest.raises(DBAPIError, match=r"append-only|append_only"):
        await session.execute(text(statement))


@pytest.mark.parametrize("role", [Role.INFORMATION_CENTER, Role.PERSONNEL, Role.MINISTRY_LEADER, Role.AUDITOR])
async def test_those_who_see_redactions_read_of_them_in_the_trail(session, make: Factory, role: Role):

    of = await made(make)
    await redact_revision(session, await make.actor(Role.PERSONNEL), revision_id=of.current_revision_id, content=SAID)
    reader = await make.actor(role)
    entry = await only_entry(session)

    told = select(AuditEntry.id).where(details(reader))
    assert list(await session.scalars(told, viewer.values(reader))) == [entry.id]
    assert await session.get(InitiativeRevision, of.current_revision_id) is not None


@pytest.mark.parametrize(
    ("name", "said", "found"),
    [
        ("Trần Đình Đức", "tran dinh duc", True),
        ("Trần Đình Đức", "TRAN.DINH_DUC", True),
        ("Trần Đình Đức", "trandinhduc01@x.vn", True),
        ("Trần Đình Đức", "Trần Đình và Đức", False),
        ("VP", "Gửi VP.", True),
        ("VP", "qua VPN", False),
        ("An", "an toàn", True),
        ("An", "lan tỏa", False),
        ("Tra\u0302\u0300n An", "Trần An", True),
        ("", "bất cứ gì", False),
    ],
)
def test_names_are_found_whatever_their_spelling(name: str, said: str, found: bool):
    assert is_named(name, said) == found


@settings(max_examples=60)
@given(
    before=st.text(max_size=12),
    after=st.text(max_size=12),
    name=st.sampled_from(["Đỗ Ước", "Lý Thường Kiệt", "Phạm Hồng Ân"]),
    joint=st.sampled_from([" ", "-", ".", "\n", "_"]),
    change=st.sampled_from([str.upper, str.lower, str.title, str]),
)
def test_a_name_among_other_words_is_always_found(before, after, name, joint, change):
    said = f"{before} {change(name).replace(' ', joint)} {after}"
    content = replace(SAID, summary=said)

    found = problems_of_redaction(content, authors=[name], unit=[])

    assert [(each.rule, each.path) for each in found] == [("REDACTION_NAMES_AUTHOR", ("summary",))]
