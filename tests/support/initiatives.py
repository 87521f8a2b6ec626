"""Initiatives for tests, in any state, with the revision, the authors and the moments that the state implies."""

from dataclasses import dataclass, fields, replace
from decimal import ROUND_DOWN, Decimal
from itertools import product
from typing import Any

from domain.access.permissions import Permission
from domain.actor import Actor, Role
from domain.ids import new_id
from domain.initiatives.content import FULL_SHARE, Content, Evidence, Share
from domain.initiatives.model import EvidenceLink, Initiative, InitiativeAuthor, InitiativeRevision
from domain.initiatives.rules import FieldOfWork, InitiativeKind, InitiativeState, Punctuality
from domain.movements.model import Movement
from domain.movements.rules import is_on_time
from domain.people.model import Person
from domain.units.model import Unit
from tests.support.factories import NOW, Factory
from tests.support.movements import movement, participation, phase

WRITING = (Permission.INITIATIVE_CREATE, Permission.INITIATIVE_EDIT)
TITLE = "Trợ lý ảo tra cứu văn bản"
#: States that an initiative only reaches through a submission.
AFTER_SUBMISSION = frozenset(
    {
        InitiativeState.SUBMITTED,
        InitiativeState.WITHDRAWN,
        InitiativeState.SCREENED,
        InitiativeState.INELIGIBLE,
        InitiativeState.SCORING,
        InitiativeState.SCORED,
    }
)
WITH_REASON = frozenset({InitiativeState.RETURNED, InitiativeState.INELIGIBLE, InitiativeState.WITHDRAWN})


def shares(*authors: Person) -> tuple[Share, ...]:
    """Equal shares with two decimals; the last author takes what is left of 100."""
    each = (FULL_SHARE / len(authors)).quantize(Decimal("0.01"), ROUND_DOWN)
    first = [Share(author.id, each) for author in authors[:-1]]
    return (*first, Share(authors[-1].id, FULL_SHARE - each * len(first)))


def content(*authors: Person, **given: Any) -> Content:
    """What a revision says: 40 hours a month become 10."""
    said = Content(
        title=TITLE,
        summary="Hỏi đáp bằng tiếng Việt trên kho văn bản của đơn vị.",
        kind=InitiativeKind.VIRTUAL_ASSISTANT,
        field_of_work=FieldOfWork.CHUYEN_MON,
        task_relieved="Tra cứu văn bản quy phạm pháp luật",
        tool="Trợ lý ảo nội bộ",
        hours_before=Decimal(40),
        hours_after=Decimal(10),
        people_affected=12,
        measurement="Đo thời gian xử lý 50 hồ sơ trước và sau",
        authors=shares(*authors) if authors else (),
        evidence=(Evidence("Báo cáo thử nghiệm", "https://thidua.example/bao-cao.pdf"),),
    )
    return replace(said, **given)


async def initiative(
    make: Factory,
    movement: Movement,
    unit: Unit,
    *authors: Person,
    state: InitiativeState = InitiativeState.SCREENED,
    title: str = TITLE,
    **given: Any,
) -> Initiative:
    """An initiative of `unit` with one revision; `given` holds columns of the initiative or fields of its content.

    Without authors, one new person of the unit is the author; the first author is the creator.
    """
    people = authors or (await make.person(unit),)
    of_content = {field.name for field in fields(Content)} & set(given)
    said = content(*people, title=title, **{name: given.pop(name) for name in of_content})
    submitted_at = NOW if state in AFTER_SUBMISSION else None
    values = {
        "movement_id": movement.id,
        "unit_id": unit.id,
        "title": said.title,
        "kind": said.kind,
        "field_of_work": said.field_of_work,
        "hours_saved": said.hours_before - said.hours_after,
        "state": state,
        "current_revision_id": new_id(),
        "state_reason": "Chưa đủ minh chứng" if state in WITH_REASON else None,
        "first_submitted_at": submitted_at,
        "created_at": NOW,
        "created_by_id": people[0].id,
        **given,
    }
    if values["first_submitted_at"] is not None and "punctuality" not in values:
        on_time = is_on_time(values["first_submitted_at"], movement.report_due_before)
        values["punctuality"] = Punctuality.ON_TIME if on_time else Punctuality.LATE
    made = await make.add(Initiative(**values))
    await _add_revision(make, made, said, id=made.current_revision_id, number=1)
    return made


async def revise(make: Factory, of: Initiative, said: Content, *, number: int = 2) -> InitiativeRevision:
    """A later revision of an initiative, made its current one (the initiative's version rises)."""
    row = await _add_revision(make, of, said, id=new_id(), number=number)
    of.current_revision_id = row.id
    await make.session.flush()
    return row


async def _add_revision(make: Factory, of: Initiative, said: Content, **given: Any) -> InitiativeRevision:
    row: InitiativeRevision = await make.add(
        InitiativeRevision(
            initiative_id=of.id,
            title=said.title,
            summary=said.summary,
            kind=said.kind,
            field_of_work=said.field_of_work,
            task_relieved=said.task_relieved,
            tool=said.tool,
            hours_before=said.hours_before,
            hours_after=said.hours_after,
            people_affected=said.people_affected,
            measurement=said.measurement,
            content_hash=said.digest(),
            created_at=of.created_at,
            created_by_id=of.created_by_id,
            **given,
        )
    )
    for ordinal, share in enumerate(said.authors, 1):
        await make.add(
            InitiativeAuthor(revision_id=row.id, person_id=share.person_id, ordinal=ordinal, percent=share.percent)
        )
    for ordinal, link in enumerate(said.evidence, 1):
        await make.add(EvidenceLink(revision_id=row.id, ordinal=ordinal, label=link.label, url=link.url))
    return row


@dataclass(frozen=True)
class Scene:
    """A running movement with one unit in it, the people who write and judge, and a phase that lets them."""

    movement: Movement
    unit: Unit
    author: Actor
    officer: Actor
    leader: Actor
    center: Actor
    writer: Person

    async def initiative(self, make: Factory, **given: Any) -> Initiative:
        """An initiative of the unit by the scene's author alone."""
        return await initiative(make, self.movement, self.unit, self.writer, **given)


async def scene(make: Factory) -> Scene:
    """Put the scene up; its phase is open from 2024 to 2030."""
    running, unit = await movement(make), await make.unit()
    await participation(make, running, unit)
    await phase(
        make,
        running,
        *product((Role.STAFF, Role.FOCAL_OFFICER, Role.UNIT_LEADER), WRITING),
        (Role.UNIT_LEADER, Permission.INITIATIVE_SUBMIT),
        (Role.INFORMATION_CENTER, Permission.INITIATIVE_SCREEN),
    )
    writer = await make.person(unit, full_name="Trần Thị Tác Giả")
    return Scene(
        movement=running,
        unit=unit,
        author=await make.acting(writer, Role.STAFF),
        officer=await make.actor(Role.FOCAL_OFFICER, unit=unit),
        leader=await make.actor(Role.UNIT_LEADER, unit=unit),
        center=await make.actor(Role.INFORMATION_CENTER),
        writer=writer,
    )
