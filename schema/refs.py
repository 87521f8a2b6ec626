"""References between types of different packages, resolved late so that packages need not import each other."""

from typing import TYPE_CHECKING, Annotated

import strawberry

if TYPE_CHECKING:
    from schema.access.types import Viewer, ViewerRole
    from schema.audit.types import AuditEntry
    from schema.awards.concluding_types import (
        DecisionPublication,
        NominationStep,
        Prize,
        Revocation,
        SigningDelegation,
    )
    from schema.awards.types import AwardDecision, AwardForm, AwardTitle, Nomination
    from schema.benefits.types import Benefit, BenefitMeasurement, BenefitTotal, BenefitVerification
    from schema.comparisons.types import Comparison
    from schema.conflicts.types import AdoptingUnit, Conflict, ConflictWaiver, DeclaredConflict, RoundConflict
    from schema.councils.types import Council, CouncilMember, CouncilSession, SessionItem, SessionMember
    from schema.criteria.types import Criterion, CriterionBand, Rubric
    from schema.discussions.types import DiscussionPost, DisputedEntry
    from schema.dossiers.types import AwardRecord, DossierPaper, MovementNominees, NominationFinding
    from schema.evaluations.settings import RoundPhase, RoundTier
    from schema.evaluations.types import Assignment, Mark, Round, RoundEntry, ScoreSheet
    from schema.exemplars.types import Communication, Exemplar, ExemplarConsent, ExemplarHonour
    from schema.imports.types import ScoreTable, ScoreTableEntry
    from schema.initiatives.redactions import RedactedRevision
    from schema.initiatives.types import (
        EvidenceLink,
        Initiative,
        InitiativeAuthor,
        InitiativeReview,
        InitiativeRevision,
    )
    from schema.integrity.types import IntegrityHold
    from schema.jobs.types import Job, JobFinding
    from schema.ledger.types import ScoreEvent
    from schema.movements.types import (
        Block,
        BlockUnit,
        LegalBasis,
        Movement,
        MovementLegalBasis,
        MovementTransition,
        Participation,
        Phase,
        PhaseCapability,
    )
    from schema.papers.types import DocumentEvent, DocumentFile, OfficialDocument
    from schema.people.types import Person, RoleGrant, UnitMembership
    from schema.proposals.types import AssignmentProposal, ProposalFinding, ProposedAssignment
    from schema.regulations.types import AwardRule, LegalParameter, SpecialDay
    from schema.replications.types import Pilot, Replication, ReplicationCredit, ReplicationEvent, ReplicationLink
    from schema.reports.types import UnitReport, UnitReportStep
    from schema.results.figures import (
        AwardChance,
        ResultChart,
        ResultDifference,
        ResultJudge,
        ResultSheet,
        SheetExclusion,
        TieBreak,
    )
    from schema.results.types import Result, ResultEntry
    from schema.standings.types import UnitStanding
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
BlockRef = Annotated["Block", strawberry.lazy("schema.movements.types")]
BlockUnitRef = Annotated["BlockUnit", strawberry.lazy("schema.movements.types")]
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
RedactedRevisionRef = Annotated["RedactedRevision", strawberry.lazy("schema.initiatives.redactions")]
InitiativeReviewRef = Annotated["InitiativeReview", strawberry.lazy("schema.initiatives.types")]
ConflictRef = Annotated["Conflict", strawberry.lazy("schema.conflicts.types")]
RoundConflictRef = Annotated["RoundConflict", strawberry.lazy("schema.conflicts.types")]
DeclaredConflictRef = Annotated["DeclaredConflict", strawberry.lazy("schema.conflicts.types")]
ConflictWaiverRef = Annotated["ConflictWaiver", strawberry.lazy("schema.conflicts.types")]
AdoptingUnitRef = Annotated["AdoptingUnit", strawberry.lazy("schema.conflicts.types")]
BenefitRef = Annotated["Benefit", strawberry.lazy("schema.benefits.types")]
BenefitMeasurementRef = Annotated["BenefitMeasurement", strawberry.lazy("schema.benefits.types")]
BenefitVerificationRef = Annotated["BenefitVerification", strawberry.lazy("schema.benefits.types")]
BenefitTotalRef = Annotated["BenefitTotal", strawberry.lazy("schema.benefits.types")]
ReplicationRef = Annotated["Replication", strawberry.lazy("schema.replications.types")]
ReplicationEventRef = Annotated["ReplicationEvent", strawberry.lazy("schema.replications.types")]
ReplicationCreditRef = Annotated["ReplicationCredit", strawberry.lazy("schema.replications.types")]
ReplicationLinkRef = Annotated["ReplicationLink", strawberry.lazy("schema.replications.types")]
PilotRef = Annotated["Pilot", strawberry.lazy("schema.replications.types")]
ExemplarRef = Annotated["Exemplar", strawberry.lazy("schema.exemplars.types")]
ExemplarConsentRef = Annotated["ExemplarConsent", strawberry.lazy("schema.exemplars.types")]
ExemplarHonourRef = Annotated["ExemplarHonour", strawberry.lazy("schema.exemplars.types")]
CommunicationRef = Annotated["Communication", strawberry.lazy("schema.exemplars.types")]
RoundRef = Annotated["Round", strawberry.lazy("schema.evaluations.types")]
RoundEntryRef = Annotated["RoundEntry", strawberry.lazy("schema.evaluations.types")]
RoundPhaseRef = Annotated["RoundPhase", strawberry.lazy("schema.evaluations.settings")]
RoundTierRef = Annotated["RoundTier", strawberry.lazy("schema.evaluations.settings")]
AssignmentRef = Annotated["Assignment", strawberry.lazy("schema.evaluations.types")]
ScoreSheetRef = Annotated["ScoreSheet", strawberry.lazy("schema.evaluations.types")]
MarkRef = Annotated["Mark", strawberry.lazy("schema.evaluations.types")]
ComparisonRef = Annotated["Comparison", strawberry.lazy("schema.comparisons.types")]
DiscussionPostRef = Annotated["DiscussionPost", strawberry.lazy("schema.discussions.types")]
DisputedEntryRef = Annotated["DisputedEntry", strawberry.lazy("schema.discussions.types")]
ResultRef = Annotated["Result", strawberry.lazy("schema.results.types")]
ResultEntryRef = Annotated["ResultEntry", strawberry.lazy("schema.results.types")]
AwardChanceRef = Annotated["AwardChance", strawberry.lazy("schema.results.figures")]
ResultChartRef = Annotated["ResultChart", strawberry.lazy("schema.results.figures")]
ResultDifferenceRef = Annotated["ResultDifference", strawberry.lazy("schema.results.figures")]
ResultJudgeRef = Annotated["ResultJudge", strawberry.lazy("schema.results.figures")]
ResultSheetRef = Annotated["ResultSheet", strawberry.lazy("schema.results.figures")]
SheetExclusionRef = Annotated["SheetExclusion", strawberry.lazy("schema.results.figures")]
TieBreakRef = Annotated["TieBreak", strawberry.lazy("schema.results.figures")]
AssignmentProposalRef = Annotated["AssignmentProposal", strawberry.lazy("schema.proposals.types")]
ProposedAssignmentRef = Annotated["ProposedAssignment", strawberry.lazy("schema.proposals.types")]
ProposalFindingRef = Annotated["ProposalFinding", strawberry.lazy("schema.proposals.types")]
IntegrityHoldRef = Annotated["IntegrityHold", strawberry.lazy("schema.integrity.types")]
LegalParameterRef = Annotated["LegalParameter", strawberry.lazy("schema.regulations.types")]
AwardRuleRef = Annotated["AwardRule", strawberry.lazy("schema.regulations.types")]
SpecialDayRef = Annotated["SpecialDay", strawberry.lazy("schema.regulations.types")]
JobRef = Annotated["Job", strawberry.lazy("schema.jobs.types")]
ScoreEventRef = Annotated["ScoreEvent", strawberry.lazy("schema.ledger.types")]
JobFindingRef = Annotated["JobFinding", strawberry.lazy("schema.jobs.types")]
ScoreTableRef = Annotated["ScoreTable", strawberry.lazy("schema.imports.types")]
ScoreTableEntryRef = Annotated["ScoreTableEntry", strawberry.lazy("schema.imports.types")]
AwardTitleRef = Annotated["AwardTitle", strawberry.lazy("schema.awards.types")]
AwardFormRef = Annotated["AwardForm", strawberry.lazy("schema.awards.types")]
AwardDecisionRef = Annotated["AwardDecision", strawberry.lazy("schema.awards.types")]
NominationRef = Annotated["Nomination", strawberry.lazy("schema.awards.types")]
NominationStepRef = Annotated["NominationStep", strawberry.lazy("schema.awards.concluding_types")]
PrizeRef = Annotated["Prize", strawberry.lazy("schema.awards.concluding_types")]
RevocationRef = Annotated["Revocation", strawberry.lazy("schema.awards.concluding_types")]
SigningDelegationRef = Annotated["SigningDelegation", strawberry.lazy("schema.awards.concluding_types")]
DecisionPublicationRef = Annotated["DecisionPublication", strawberry.lazy("schema.awards.concluding_types")]
OfficialDocumentRef = Annotated["OfficialDocument", strawberry.lazy("schema.papers.types")]
DocumentFileRef = Annotated["DocumentFile", strawberry.lazy("schema.papers.types")]
UnitReportRef = Annotated["UnitReport", strawberry.lazy("schema.reports.types")]
UnitReportStepRef = Annotated["UnitReportStep", strawberry.lazy("schema.reports.types")]
DocumentEventRef = Annotated["DocumentEvent", strawberry.lazy("schema.papers.types")]
CouncilRef = Annotated["Council", strawberry.lazy("schema.councils.types")]
CouncilMemberRef = Annotated["CouncilMember", strawberry.lazy("schema.councils.types")]
CouncilSessionRef = Annotated["CouncilSession", strawberry.lazy("schema.councils.types")]
SessionMemberRef = Annotated["SessionMember", strawberry.lazy("schema.councils.types")]
SessionItemRef = Annotated["SessionItem", strawberry.lazy("schema.councils.types")]
UnitStandingRef = Annotated["UnitStanding", strawberry.lazy("schema.standings.types")]
AuditEntryRef = Annotated["AuditEntry", strawberry.lazy("schema.audit.types")]
NominationFindingRef = Annotated["NominationFinding", strawberry.lazy("schema.dossiers.types")]
DossierPaperRef = Annotated["DossierPaper", strawberry.lazy("schema.dossiers.types")]
AwardRecordRef = Annotated["AwardRecord", strawberry.lazy("schema.dossiers.types")]
MovementNomineesRef = Annotated["MovementNominees", strawberry.lazy("schema.dossiers.types")]
