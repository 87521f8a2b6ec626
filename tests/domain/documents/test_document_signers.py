"""Who signs a document, by what right, and what the signature block calls them."""

from datetime import date
from typing import Any

import pytest

from domain.actor import SYSTEM, Actor, Role
from domain.awards import signing as delegations
from domain.awards.rules import SigningCapacity
from domain.awards.signing_rules import SigningMatter, is_deputy
from domain.clock import at
from domain.councils.model import CouncilSession
from domain.documents import signing
from domain.documents.model import OfficialDocument
from domain.documents.rules import DocumentFormat, DocumentKind, DocumentState
from domain.errors import DomainError, NotFound
from domain.evaluations.model import Round
from domain.people.model import Person
from domain.results.model import Result
from domain.results.rules import ResultState
from domain.units.model import Unit
from tests.support import audit, awards, councils, movements, papers
from tests.support.evaluations import refusal
from tests.support.factories import NOW, Factory, days

K, S = DocumentKind, DocumentState
KT, TL, TUQ, HEAD = (SigningCapacity[name] for name in ("KT", "TL", "TUQ", "HEAD"))
DOCUMENTS = SigningMatter.DOCUMENTS
TODAY = date(2024, 6, 3)


async def checked(make: Factory, issuer: Unit, **given: Any) -> OfficialDocument:
    """A checked document of an issuer, with the file that is signed."""
    of = {"kind": K.SYNTHESIS_REPORT, "issuer_id": issuer.id, "state": S.CHECKED, **given}
    movement_id = of.pop("movement_id", None) or (await movements.movement(make)).id
    document = await papers.document(make, movement_id=movement_id, **of)
    await papers.file(make, document, DocumentFormat.PDF)
    return document


async def signed(make: Factory, by: Actor, document: OfficialDocument, capacity: SigningCapacity) -> Any:
    """What signing comes to, which is undone: the position and the authority, or the rule that refuses it."""
    told = papers.hash_of(document, DocumentFormat.PDF)
    savepoint = await make.session.begin_nested()
    try:
        with at(NOW):
            await signing.sign_document(
                make.session,
                by,
                document_id=document.id,
                expected_version=1,
                signed_hash=told,
                capacity=capacity,
            )
    except DomainError as refused:
        return refused.rule
    else:
        return document.signed_position, document.signing_authority
    finally:
        await savepoint.rollback()
        await make.session.refresh(document)


async def person(make: Factory, unit: Unit, position: str, *roles: Role) -> Actor:
    """Somebody with a position and roles."""
    return await make.acting(await make.person(unit, position=position), *roles)


async def test_who_signs_in_whose_name(session, make: Factory):
    ministry = await make.unit(name="Bộ")
    unit, other = await make.unit(parent_id=ministry.id), await make.unit(parent_id=ministry.id)
    minister, deputy = [
        await person(make, ministry, position, Role.MINISTRY_LEADER) for position in ("Bộ trưởng", "Thứ trưởng")
    ]
    head, second = [
        await person(make, unit, position, Role.UNIT_LEADER, Role.PERSONNEL)
        for position in ("Vụ trưởng", "Phó Vụ trưởng")
    ]
    stranger = await person(make, other, "Cục trưởng", Role.UNIT_LEADER, Role.PERSONNEL)
    above, below = await checked(make, ministry), await checked(make, unit)
    decision = await checked(make, ministry, kind=K.DECISION_DRAFT, movement_id=above.movement_id)
    of_unit = {"unit_id": unit.id, "authority": "Vụ trưởng"}
    missing, unfit, not_head = "DELEGATION_MISSING", "SIGNER_UNFIT", "SIGNER_IS_DEPUTY"
    cases = [
        # As the head: each of their own, no deputy, nobody for another.
        (minister, above, HEAD, None, ("Bộ trưởng", None)),
        (minister, below, HEAD, None, unfit),
        (deputy, above, HEAD, {}, not_head),
        (head, below, HEAD, None, ("Vụ trưởng", None)),
        (second, below, HEAD, None, not_head),
        (head, above, HEAD, None, "ACTOR_LEADS_UNIT"),
        (stranger, below, HEAD, None, "ACTOR_LEADS_UNIT"),
        (SYSTEM, above, HEAD, None, unfit),
        # KT.: deputies of the same head, by a delegation in force, whose scope covers it.
        (deputy, above, KT, None, missing),
        (deputy, above, KT, {}, ("Thứ trưởng", "Bộ trưởng")),
        (deputy, above, KT, {"movement_id": above.movement_id}, ("Thứ trưởng", "Bộ trưởng")),
        (deputy, above, KT, {"movement_id": below.movement_id}, missing),
        (deputy, above, KT, {"matter": SigningMatter.AWARD_DECISIONS}, missing),
        (deputy, above, KT, {"starts_on": TODAY, "ends_on": TODAY}, ("Thứ trưởng", "Bộ trưởng")),
        (deputy, above, KT, {"ends_on": date(2024, 6, 2)}, missing),
        (deputy, above, KT, {"starts_on": date(2024, 6, 4)}, missing),
        (deputy, above, KT, {"revoked_at": NOW - days(1), "revoked_reason": "Thu hồi"}, missing),
        (deputy, below, KT, {}, unfit),
        (second, below, KT, {}, unfit),
        (second, below, KT, of_unit, ("Phó Vụ trưởng", "Vụ trưởng")),
        (second, below, KT, {"unit_id": other.id}, missing),
        (head, below, KT, None, missing),
        # TL., TUQ.: heads of units, what their unit issues or the ministry does.
        (head, below, TL, {"capacity": TL}, ("Vụ trưởng", "Bộ trưởng")),
        (head, above, TUQ, {"capacity": TUQ}, ("Vụ trưởng", "Bộ trưởng")),
        (head, above, TUQ, {"capacity": TL}, "ACTOR_LEADS_UNIT"),
        (second, above, TL, {"capacity": TL}, unfit),
        (stranger, below, TL, {"capacity": TL}, unfit),
        # A decision that is not issued yet needs what award decisions need.
        (deputy, decision, KT, {}, missing),
        (deputy, decision, KT, {"matter": SigningMatter.AWARD_DECISIONS}, ("Thứ trưởng", "Bộ trưởng")),
    ]
    for by, document, capacity, given, expected in cases:
        savepoint = await session.begin_nested()
        if given is not None:
            await awards.delegation(make, by.person_id, **{"matter": DOCUMENTS, **given})
        told = await signed(make, by, document, capacity)
        await savepoint.rollback()
        assert told == expected, (by.person_id, capacity, given)
    assert await audit.entries(session) == []


async def test_the_head_of_a_unit_lets_a_deputy_sign_what_the_unit_issues(session, make: Factory):
    unit = await make.unit()
    head, second = [await person(make, unit, each, Role.UNIT_LEADER) for each in ("Cục trưởng", "Phó Cục trưởng")]
    minister, stranger = await make.actor(Role.MINISTRY_LEADER), await make.actor(Role.UNIT_LEADER)
    document = await checked(make, unit, kind=K.UNIT_REPORT, unit_id=unit.id)

    async def delegate(by: Actor, to: Actor = second, **given: Any) -> Any:
        asked = {"capacity": KT, "matter": DOCUMENTS, "unit_id": unit.id, "document": "Phân công", **given}
        with at(NOW):
            return await delegations.delegate_signing(
                session, by, delegate_id=to.person_id, starts_on=TODAY, ends_on=date(2024, 12, 31), **asked
            )

    async def told(by: Actor, to: Actor = second, **given: Any) -> Any:
        return (await refusal(make, delegate(by, to, **given)))[1]

    assert await told(minister) == "DELEGATOR_NOT_HEAD"
    assert await told(second, head) == "DELEGATOR_NOT_HEAD"
    assert await told(stranger) == "ACTOR_LEADS_UNIT"
    assert await told(head, head) == "DELEGATE_IS_SELF"
    assert await told(head, stranger) == "NOT_FOUND"
    assert await told(head, await person(make, unit, "Chuyên viên", Role.STAFF)) == "DELEGATE_UNFIT"
    assert await told(head, capacity=TL) == "CAPACITY_UNFIT"
    assert await told(head, matter=SigningMatter.AWARD_DECISIONS) == "SCOPE_UNFIT"
    form = await awards.form(make)
    assert await told(minister, unit_id=None, form_id=form.id) == "SCOPE_UNFIT"

    made = await delegate(head)
    assert (made.authority, made.matter, made.unit_id) == ("Cục trưởng", DOCUMENTS, unit.id)
    assert await signed(make, second, document, KT) == ("Phó Cục trưởng", "Cục trưởng")
    # The title is what it was when the head delegated; another head ends what was delegated before.
    (await session.get_one(Person, head.person_id)).position = "Vụ trưởng"
    assert await signed(make, second, document, KT) == ("Phó Cục trưởng", "Cục trưởng")
    successor, end = await person(make, unit, "Cục trưởng", Role.UNIT_LEADER), {"delegation_id": made.id}
    with pytest.raises(NotFound):
        await delegations.revoke_signing(session, stranger, **end, expected_version=1, reason="Thử")
    with at(NOW):
        await delegations.revoke_signing(session, successor, **end, expected_version=1, reason="Phân công lại")
    assert await signed(make, second, document, KT) == "DELEGATION_MISSING"


async def test_what_an_issued_decision_says_is_signed_by_who_signed_it(session, make: Factory):
    of = await awards.scene(make)
    ministry = await make.unit()
    deputy, other = [await person(make, ministry, "Thứ trưởng", Role.MINISTRY_LEADER) for _ in range(2)]
    decision = await awards.decision(
        make, of, signer_id=deputy.person_id, signing_capacity=KT, signed_on=date(2024, 6, 1), created_at=NOW - days(2)
    )
    about = {"kind": K.DECISION_DRAFT, "movement_id": of.movement.id, "form_id": of.form.id, "decision_id": decision.id}
    document = await checked(make, ministry, **about)
    for to in (deputy, other):
        # In force when the decision was signed, and ended since.
        ended = {"revoked_at": NOW - days(1), "revoked_reason": "Phân công lại", "ends_on": date(2024, 6, 2)}
        await awards.delegation(make, to.person_id, form_id=of.form.id, **ended)

    assert await signed(make, other, document, KT) == "SIGNER_OTHER"
    assert await signed(make, of.leader, document, HEAD) == "SIGNER_OTHER"
    assert await signed(make, deputy, document, HEAD) == "SIGNER_OTHER"
    assert await signed(make, deputy, document, KT) == ("Thứ trưởng", "Bộ trưởng")


async def test_minutes_are_signed_by_who_presided(session, make: Factory):
    of = await councils.scene(make)
    ministry = await make.unit()
    chair, other = [await person(make, ministry, "Thứ trưởng", Role.MINISTRY_LEADER) for _ in range(2)]
    sitting = await session.get_one(CouncilSession, of.sitting.id)
    sitting.chair_id = chair.person_id
    await session.flush()
    about = {"kind": K.COUNCIL_MINUTES, "session_id": sitting.id, "movement_id": of.awards.movement.id}
    document = await checked(make, ministry, **about)
    for to in (chair, other):
        await awards.delegation(make, to.person_id, matter=DOCUMENTS)

    assert await signed(make, other, document, KT) == "SIGNER_OTHER"
    assert await signed(make, other, document, HEAD) == "SIGNER_OTHER"
    assert await signed(make, chair, document, KT) == "SIGNER_OTHER"
    assert await signed(make, chair, document, HEAD) == ("Thứ trưởng", None)


async def test_nothing_is_signed_that_rests_on_a_result_after_which_another_was_published(session, make: Factory):
    there = await awards.scene(make)
    unit = await make.unit()
    head = await person(make, unit, "Giám đốc", Role.UNIT_LEADER, Role.INFORMATION_CENTER)
    document = await checked(make, unit, movement_id=there.movement.id, result_id=there.entry.result_id)

    assert await signed(make, head, document, HEAD) == ("Giám đốc", None)
    first = await session.get_one(Result, there.entry.result_id)
    on = await session.get_one(Round, first.round_id)
    # Another round's, and one that is only computed, change nothing.
    await awards.result(make, there.movement)
    await awards.result(make, there.movement, on=on, number=2, state=ResultState.STAGED)
    assert await signed(make, head, document, HEAD) == ("Giám đốc", None)
    await awards.result(make, there.movement, on=on, number=3)
    assert await signed(make, head, document, HEAD) == "RESULT_SUPERSEDED"


@pytest.mark.parametrize(
    ("position", "expected"),
    [
        ("Thứ trưởng", True),
        (" PHÓ Vụ trưởng", True),
        ("Phó Giám đốc", True),
        ("Bộ trưởng", False),
        ("Trưởng phòng", False),
        ("Quyền Cục trưởng", False),
        ("Phóng viên", False),
    ],
)
def test_deputies_by_their_positions(position: str, expected: bool):
    assert is_deputy(position) is expected
