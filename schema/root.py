"""The whole schema: what exists is listed here and nowhere else."""

import strawberry
from graphql import GraphQLSchema
from strawberry.printer import print_schema
from strawberry.schema.config import StrawberryConfig

from domain.errors import Text
from schema.access.queries import AccessQueries
from schema.audit.queries import AuditQueries
from schema.awards.mutations import AwardMutations
from schema.awards.queries import AwardQueries
from schema.benefits.mutations import BenefitMutations
from schema.benefits.queries import BenefitQueries
from schema.bindings import value_of
from schema.comparisons.mutations import ComparisonMutations
from schema.conflicts.mutations import ConflictMutations
from schema.conflicts.queries import ConflictQueries
from schema.councils.mutations import CouncilMutations
from schema.councils.queries import CouncilQueries
from schema.criteria.mutations import CriterionMutations
from schema.criteria.queries import CriterionQueries
from schema.discussions.mutations import DiscussionMutations
from schema.dossiers.mutations import DossierMutations
from schema.evaluations.mutations import EvaluationMutations
from schema.evaluations.queries import EvaluationQueries
from schema.exemplars.mutations import ExemplarMutations
from schema.exemplars.queries import ExemplarQueries
from schema.fields import node, nodes
from schema.imports.mutations import ImportMutations
from schema.imports.queries import ImportQueries
from schema.initiatives.mutations import InitiativeMutations
from schema.initiatives.queries import InitiativeQueries
from schema.integrity.mutations import IntegrityMutations
from schema.integrity.queries import IntegrityQueries
from schema.jobs.mutations import JobMutations
from schema.jobs.queries import JobQueries
from schema.movements.mutations import MovementMutations
from schema.movements.queries import MovementQueries
from schema.papers.mutations import PaperMutations
from schema.papers.queries import PaperQueries
from schema.people.mutations import PersonMutations
from schema.people.queries import PersonQueries
from schema.proposals.mutations import ProposalMutations
from schema.proposals.queries import ProposalQueries
from schema.regulations.mutations import RegulationMutations
from schema.regulations.queries import RegulationQueries
from schema.replications.mutations import ReplicationMutations
from schema.replications.queries import ReplicationQueries
from schema.reports.mutations import ReportMutations
from schema.reports.queries import ReportQueries
from schema.results.mutations import ResultMutations
from schema.results.queries import ResultQueries
from schema.scalars import SCALARS
from schema.standings.queries import StandingQueries
from schema.texts import describe
from schema.tie_breaks.mutations import TieBreakMutations
from schema.units.mutations import UnitMutations
from schema.units.queries import UnitQueries
from schema.user_errors import ERROR_TYPES


@strawberry.type(description=describe(Text("Các truy vấn.", "What can be read.")))
class Query(
    AccessQueries,
    UnitQueries,
    PersonQueries,
    MovementQueries,
    CriterionQueries,
    InitiativeQueries,
    ConflictQueries,
    BenefitQueries,
    ReplicationQueries,
    EvaluationQueries,
    ProposalQueries,
    ResultQueries,
    ImportQueries,
    JobQueries,
    IntegrityQueries,
    RegulationQueries,
    AwardQueries,
    PaperQueries,
    ReportQueries,
    CouncilQueries,
    ExemplarQueries,
    StandingQueries,
    AuditQueries,
):
    """All root fields that read."""

    node = node(Text("Đối tượng theo mã; rỗng khi không có hoặc không được xem.", "The object with this id, or null."))
    nodes = nodes(Text("Nhiều đối tượng theo mã.", "The objects with these ids, in their order, or nulls."))


@strawberry.type(description=describe(Text("Các thao tác.", "What can be done.")))
class Mutation(
    UnitMutations,
    PersonMutations,
    MovementMutations,
    CriterionMutations,
    InitiativeMutations,
    ConflictMutations,
    BenefitMutations,
    ReplicationMutations,
    EvaluationMutations,
    ComparisonMutations,
    DiscussionMutations,
    ProposalMutations,
    ResultMutations,
    TieBreakMutations,
    ImportMutations,
    JobMutations,
    IntegrityMutations,
    RegulationMutations,
    AwardMutations,
    PaperMutations,
    ReportMutations,
    CouncilMutations,
    DossierMutations,
    ExemplarMutations,
):
    """All deeds."""


strawberry_schema = strawberry.Schema(
    query=Query,
    mutation=Mutation,
    types=ERROR_TYPES,
    config=StrawberryConfig(
        default_resolver=value_of,
        scalar_map=SCALARS,
        disable_field_suggestions=True,
    ),
)
graphql_schema: GraphQLSchema = strawberry_schema._schema  # noqa: SLF001 -- Strawberry has no public name for it


def schema_text() -> str:
    """Return the schema definition as it is committed in schema.graphql."""
    return print_schema(strawberry_schema) + "\n"
