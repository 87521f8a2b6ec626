"""All deeds on councils and their sessions."""

import strawberry

from schema.councils.agenda_mutations import AgendaMutations
from schema.councils.council_mutations import MembershipMutations
from schema.councils.session_mutations import SessionMutations


@strawberry.type
class CouncilMutations(MembershipMutations, AgendaMutations, SessionMutations):
    """The deeds on councils and their sessions."""
