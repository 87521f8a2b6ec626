"""Small facts about an actor and a subject, named so that a rule reads as a sentence."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from uuid import UUID

from domain.actor import Actor, Role
from domain.errors import Text

#: Roles that only keep the system running or watch it; a system administrator may grant these and no others.
TECHNICAL_ROLES = frozenset({Role.SYSTEM_ADMINISTRATOR, Role.AUDITOR})


@dataclass(frozen=True, slots=True)
class Subject:
    """What a deed is about, reduced to what rights depend on. Absent facts are never true."""

    unit_id: UUID | None = None
    round_id: UUID | None = None
    author_ids: frozenset[UUID] = frozenset()
    evaluator_id: UUID | None = None
    grantee_id: UUID | None = None
    person_id: UUID | None = None
    computed_by_id: UUID | None = None
    role: Role | None = None
    nominee_id: UUID | None = None
    unit_decides: bool = False
    delegate_id: UUID | None = None


Fact = Callable[[Actor, Subject], bool]


def unit_is_own(actor: Actor, subject: Subject) -> bool:
    """The actor works in the unit."""
    return actor.unit_id is not None and subject.unit_id == actor.unit_id


def actor_leads_unit(actor: Actor, subject: Subject) -> bool:
    """The actor is the leader of the unit."""
    return subject.unit_id in actor.units_as(Role.UNIT_LEADER)


def actor_serves_unit(actor: Actor, subject: Subject) -> bool:
    """The actor is the leader or the focal officer of the unit."""
    return subject.unit_id in actor.units_as(Role.UNIT_LEADER, Role.FOCAL_OFFICER)


def unit_is_anothers(actor: Actor, subject: Subject) -> bool:
    """The unit is neither the actor's own nor one that they serve."""
    return subject.unit_id is not None and subject.unit_id not in {
        actor.unit_id,
        *actor.units_as(Role.UNIT_LEADER, Role.FOCAL_OFFICER),
    }


def actor_is_author(actor: Actor, subject: Subject) -> bool:
    """The actor is among the authors."""
    return actor.person_id in subject.author_ids


def round_is_own(actor: Actor, subject: Subject) -> bool:
    """The actor is an evaluator of the round."""
    return subject.round_id in actor.rounds


def actor_is_assigned(actor: Actor, subject: Subject) -> bool:
    """The sheet or assignment is the actor's own."""
    return actor.person_id is not None and subject.evaluator_id == actor.person_id


def sheet_is_anothers(actor: Actor, subject: Subject) -> bool:
    """The sheet is somebody else's: nobody reopens their own."""
    return subject.evaluator_id is not None and subject.evaluator_id != actor.person_id


def role_is_business(_actor: Actor, subject: Subject) -> bool:
    """The role takes part in the movement (an evaluator is appointed to a round instead)."""
    return subject.role is not None and subject.role not in TECHNICAL_ROLES


def role_is_technical(_actor: Actor, subject: Subject) -> bool:
    """The role only runs or watches the system."""
    return subject.role in TECHNICAL_ROLES


def grantee_is_another(actor: Actor, subject: Subject) -> bool:
    """Nobody grants or revokes a role of their own."""
    return subject.grantee_id is not None and subject.grantee_id != actor.person_id


def person_is_self(actor: Actor, subject: Subject) -> bool:
    """The actor speaks of themselves."""
    return actor.person_id is not None and subject.person_id == actor.person_id


def person_is_another(actor: Actor, subject: Subject) -> bool:
    """The actor speaks of somebody else."""
    return subject.person_id is not None and subject.person_id != actor.person_id


def held_is_another(actor: Actor, subject: Subject) -> bool:
    """Nobody places a hold on themselves or lifts it; a unit's is nobody's own."""
    return actor.person_id is not None and subject.person_id != actor.person_id


def computer_is_another(actor: Actor, subject: Subject) -> bool:
    """Nobody checks what they had computed themselves."""
    return actor.person_id is not None and subject.computed_by_id != actor.person_id


def nominee_is_another(actor: Actor, subject: Subject) -> bool:
    """Nobody decides on their own award."""
    return subject.nominee_id != actor.person_id


def award_is_units_to_give(_actor: Actor, subject: Subject) -> bool:
    """The award is of the unit's level, and the unit has a seal and legal personality."""
    return subject.unit_decides


def nominee_is_self(actor: Actor, subject: Subject) -> bool:
    """The actor suggests themselves."""
    return actor.person_id is not None and subject.nominee_id == actor.person_id


def actor_is_delegate(actor: Actor, subject: Subject) -> bool:
    """A delegation lets the actor sign."""
    return actor.person_id is not None and subject.delegate_id == actor.person_id


EXPLANATIONS: Mapping[Fact, Text] = {
    unit_is_own: Text("Bạn không thuộc đơn vị này.", "You do not work in this unit."),
    actor_leads_unit: Text("Bạn không phải là thủ trưởng đơn vị này.", "You do not lead this unit."),
    actor_serves_unit: Text(
        "Bạn không phải là thủ trưởng hay đầu mối của đơn vị này.",
        "You are neither the leader nor the focal officer of this unit.",
    ),
    unit_is_anothers: Text("Việc này phải do đơn vị khác làm.", "This is for another unit to do."),
    actor_is_author: Text("Bạn không phải là tác giả.", "You are not an author."),
    round_is_own: Text("Bạn không phải là thành viên chấm của vòng này.", "You are not an evaluator of this round."),
    actor_is_assigned: Text("Phiếu chấm này không được giao cho bạn.", "This score sheet is not assigned to you."),
    sheet_is_anothers: Text("Phiếu chấm này là của chính bạn.", "This score sheet is your own."),
    role_is_business: Text("Vai trò này do quản trị hệ thống cấp.", "The system administrator grants this role."),
    role_is_technical: Text("Vai trò này do Vụ Tổ chức cán bộ cấp.", "The Personnel Department grants this role."),
    grantee_is_another: Text("Không ai tự cấp hay thu hồi vai trò của mình.", "Nobody changes their own roles."),
    person_is_self: Text("Bạn chỉ khai báo cho chính mình.", "You can only speak for yourself."),
    person_is_another: Text("Việc này phải do người khác làm.", "This is for somebody else to do."),
    held_is_another: Text("Việc này phải do người khác làm.", "This is for somebody else to do."),
    computer_is_another: Text("Việc này cần một người thứ hai.", "This needs a second person."),
    actor_is_delegate: Text("Bạn không được giao ký, ủy quyền ký.", "No delegation lets you sign."),
    nominee_is_self: Text("Bạn chỉ có thể tự đề nghị cho mình.", "You can only suggest yourself."),
    award_is_units_to_give: Text(
        "Hình thức khen thưởng này không thuộc thẩm quyền của đơn vị.", "This award is not the unit's to give."
    ),
    nominee_is_another: Text("Không ai tự quyết định khen thưởng cho mình.", "Nobody decides on their own award."),
}
