"""Who acts: a person with the roles that hold at this moment. No token, no request."""

from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID


class Role(StrEnum):
    """The roles of domain practice; a role is granted to a person for a period by a deed."""

    INFORMATION_CENTER = "INFORMATION_CENTER"
    PERSONNEL = "PERSONNEL"
    MINISTRY_LEADER = "MINISTRY_LEADER"
    UNIT_LEADER = "UNIT_LEADER"
    FOCAL_OFFICER = "FOCAL_OFFICER"
    EVALUATOR = "EVALUATOR"
    COUNCIL_SECRETARY = "COUNCIL_SECRETARY"
    STAFF = "STAFF"
    SYSTEM_ADMINISTRATOR = "SYSTEM_ADMINISTRATOR"
    AUDITOR = "AUDITOR"


#: Roles that hold for one unit, and the role that holds for one evaluation round.
UNIT_ROLES = frozenset({Role.UNIT_LEADER, Role.FOCAL_OFFICER})
ROUND_ROLES = frozenset({Role.EVALUATOR})


@dataclass(frozen=True, slots=True)
class Grant:
    """One role in force, with the unit or round it is limited to."""

    role: Role
    unit_id: UUID | None = None
    round_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Actor:
    """A person acting now. `person_id` is None for an anonymous caller and for the system itself.

    `rights_version` counts the changes of the person's rights up to the moment the actor was read; a read that brings
    it is refused when the rights have changed since. Without it nothing is compared.
    """

    person_id: UUID | None = None
    name: str = ""
    unit_id: UUID | None = None
    grants: frozenset[Grant] = field(default_factory=frozenset)
    is_system: bool = False
    rights_version: int | None = None
    _hash: int = field(init=False, repr=False, compare=False, default=0)

    def __post_init__(self) -> None:
        """Work out the hash once: what follows from an actor's roles is remembered by the actor."""
        told = (self.person_id, self.name, self.unit_id, self.grants, self.is_system, self.rights_version)
        object.__setattr__(self, "_hash", hash(told))

    def __hash__(self) -> int:
        """Hash all that is compared."""
        return self._hash

    @property
    def roles(self) -> frozenset[Role]:
        """Return the roles in force, whatever they are limited to."""
        return frozenset(grant.role for grant in self.grants)

    @property
    def is_anonymous(self) -> bool:
        """Tell whether nobody has signed in."""
        return self.person_id is None and not self.is_system

    def has(self, *roles: Role) -> bool:
        """Tell whether any of `roles` is in force."""
        return not self.roles.isdisjoint(roles)

    def units_as(self, *roles: Role) -> frozenset[UUID]:
        """Return the units for which any of `roles` is in force."""
        return frozenset(g.unit_id for g in self.grants if g.role in roles and g.unit_id is not None)

    @property
    def rounds(self) -> frozenset[UUID]:
        """Return the evaluation rounds for which the actor is an evaluator."""
        return frozenset(g.round_id for g in self.grants if g.role in ROUND_ROLES and g.round_id is not None)


ANONYMOUS = Actor()
SYSTEM = Actor(name="system", is_system=True)
