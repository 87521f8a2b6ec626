"""All tables in one place, for migrations and tests only."""

from domain.audit import model as audit
from domain.awards import concluding_model as awards_concluding
from domain.awards import model as awards
from domain.awards.findings import model as award_findings
from domain.awards.papers import model as award_papers
from domain.awards.records import model as award_records
from domain.benefits import model as benefits
from domain.comparisons import model as comparisons
from domain.conflicts import model as conflicts
from domain.councils import model as councils
from domain.criteria import model as criteria
from domain.discussions import model as discussions
from domain.documents import model as documents
from domain.evaluations import model as evaluations
from domain.exemplars import model as exemplars
from domain.idempotency import model as idempotency
from domain.imports import model as imports
from domain.initiatives import model as initiatives
from domain.integrity import model as integrity
from domain.jobs import model as jobs
from domain.ledger import model as ledger
from domain.movements import model as movements
from domain.orm import Base
from domain.people import model as people
from domain.proposals import model as proposals
from domain.regulations import model as regulations
from domain.replications import model as replications
from domain.reports import model as reports
from domain.results import model as results
from domain.units import model as units

__all__ = [
    "audit",
    "award_findings",
    "award_papers",
    "award_records",
    "awards",
    "awards_concluding",
    "benefits",
    "comparisons",
    "conflicts",
    "councils",
    "criteria",
    "discussions",
    "documents",
    "evaluations",
    "exemplars",
    "idempotency",
    "imports",
    "initiatives",
    "integrity",
    "jobs",
    "ledger",
    "metadata",
    "movements",
    "people",
    "proposals",
    "regulations",
    "replications",
    "reports",
    "results",
    "units",
]

metadata = Base.metadata
