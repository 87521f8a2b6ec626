"""References between types of different packages, resolved late so that packages need not import each other."""

from typing import TYPE_CHECKING, Annotated

import strawberry

if TYPE_CHECKING:
    from schema.access.types import Viewer, ViewerRole
    from schema.audit.types import AuditEntry
    from schema.awards.types import AwardDecision, AwardForm, AwardTitle, Nomination
    from schema.criteria.types import Criterion, CriterionBand, Rubric
    from schema.evaluations.types import Assignment, Mark, Result, ResultEntry, Round, RoundEntry, ScoreSheet
    from schema.initiatives.types import (
        EvidenceLink,
        Initiative,
        InitiativeAuthor,
        InitiativeReview,
        InitiativeRevision,
    )
    from schema.movements.types import (
        LegalBasis,
        Movement,
        MovementLegalBasis,
        MovementTransition,
        Participation,
        Phase,
        PhaseCapability,
    )
    from schema.people.types import Person, RoleGrant, UnitMembership
    from schema.units.types import Unit

ViewerRef = Annotated["Viewer", strawberry.lazy("schema.access.types")]
ViewerRoleRef = Annotated["ViewerRole", strawberry.lazy("schema.access.types")]
UnitRef = Annotated["Unit", strawberry.lazy("schema.units.types")]
PersonRef = Annotated["Person", strawberry.lazy("schema.people.types")]
UnitMembershipRef = Annotated["UnitMembership", strawberry.lazy("schema.people.types")]
RoleGrantRef = Annotated["RoleGrant", strawberry.lazy("schema.people.types")]
MovementRef = Annotated["Movement", strawberry.lazy("schema.movements.types")]
MovementTransitionRef = Annotated["MovementTransition", strawberry.lazy("schema.movements.types")]
ParticipationRef = Annotated["Participation", strawberry.lazy("schema.movements.types")]
PhaseRef = Annotated["Phase", strawberry.lazy("schema.movements.types")]
PhaseCapabilityRef = Annotated["PhaseCapability", strawberry.lazy("schema.movements.types")]
LegalBasisRef = Annotated["LegalBasis", strawberry.lazy("schema.movements.types")]
MovementLegalBasisRef = Annotated["MovementLegalBasis", strawberry.lazy("schema.movements.types")]
RubricRef = Annotated["Rubric", strawberry.lazy("schema.criteria.types")]
CriterionRef = Annotated["Criterion", strawberry.lazy("schema.criteria.types")]
CriterionBandRef = Annotated["CriterionBand", strawberry.lazy("schema.criteria.types")]
InitiativeRef = Annotated["Initiative", strawberry.lazy("schema.initiatives.types")]
InitiativeRevisionRef = Annotated["InitiativeRevision", strawberry.lazy("schema.initiatives.types")]
InitiativeAuthorRef = Annotated["InitiativeAuthor", strawberry.lazy("schema.initiatives.types")]
EvidenceLinkRef = Annotated["EvidenceLink", strawberry.lazy("schema.initiatives.types")]
InitiativeReviewRef = Annotated["InitiativeReview", strawberry.lazy("schema.initiatives.types")]
RoundRef = Annotated["Round", strawberry.lazy("schema.evaluations.types")]
RoundEntryRef = Annotated["RoundEntry", strawberry.lazy("schema.evaluations.types")]
AssignmentRef = Annotated["Assignment", strawberry.lazy("schema.evaluations.types")]
ScoreSheetRef = Annotated["ScoreSheet", strawberry.lazy("schema.evaluations.types")]
MarkRef = Annotated["Mark", strawberry.lazy("schema.evaluations.types")]
ResultRef = Annotated["Result", strawberry.lazy("schema.evaluations.types")]
ResultEntryRef = Annotated["ResultEntry", strawberry.lazy("schema.evaluations.types")]
AwardTitleRef = Annotated["AwardTitle", strawberry.lazy("schema.awards.types")]
AwardFormRef = Annotated["AwardForm", strawberry.lazy("schema.awards.types")]
AwardDecisionRef = Annotated["AwardDecision", strawberry.lazy("schema.awards.types")]
NominationRef = Annotated["Nomination", strawberry.lazy("schema.awards.types")]
AuditEntryRef = Annotated["AuditEntry", strawberry.lazy("schema.audit.types")]
