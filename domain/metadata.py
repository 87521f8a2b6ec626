"""All tables in one place, for migrations and tests only."""

from domain.audit import model as audit
from domain.awards import model as awards
from domain.criteria import model as criteria
from domain.evaluations import model as evaluations
from domain.idempotency import model as idempotency
from domain.initiatives import model as initiatives
from domain.movements import model as movements
from domain.orm import Base
from domain.people import model as people
from domain.units import model as units

__all__ = [
    "audit",
    "awards",
    "criteria",
    "evaluations",
    "idempotency",
    "initiatives",
    "metadata",
    "movements",
    "people",
    "units",
]

metadata = Base.metadata
