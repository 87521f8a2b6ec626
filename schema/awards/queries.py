"""Root fields that read the award catalogues, nominations and decisions."""

import strawberry

from schema.awards import concluding_lists, lists
from schema.fields import connection, lookup
from schema.refs import (
    AwardDecisionRef,
    AwardFormRef,
    AwardTitleRef,
    NominationRef,
    PrizeRef,
    RevocationRef,
    SigningDelegationRef,
)
from schema.texts import T


@strawberry.type
class AwardQueries:
    """What can be awarded, who is nominated, what was decided."""

    award_title = lookup("AwardTitle", AwardTitleRef, T("Một danh hiệu thi đua.", "One title."))
    award_titles = connection(
        "AwardTitle",
        AwardTitleRef,
        T("Danh mục danh hiệu thi đua.", "The catalogue of titles."),
        filters=lists.AwardTitleFilter,
        ordering=lists.AWARD_TITLE_ORDER,
    )
    award_form = lookup("AwardForm", AwardFormRef, T("Một hình thức khen thưởng.", "One form of reward."))
    award_forms = connection(
        "AwardForm",
        AwardFormRef,
        T("Danh mục hình thức khen thưởng.", "The catalogue of forms of reward."),
        filters=lists.AwardFormFilter,
        ordering=lists.AWARD_FORM_ORDER,
    )
    nomination = lookup("Nomination", NominationRef, T("Một đề nghị khen thưởng.", "One nomination."))
    nominations = connection(
        "Nomination",
        NominationRef,
        T("Các đề nghị khen thưởng bạn được xem.", "The nominations that you may see."),
        filters=lists.NominationFilter,
        ordering=lists.NOMINATION_ORDER,
    )
    award_decision = lookup("AwardDecision", AwardDecisionRef, T("Một quyết định khen thưởng.", "One decision."))
    award_decisions = connection(
        "AwardDecision",
        AwardDecisionRef,
        T("Các quyết định khen thưởng.", "The award decisions."),
        filters=lists.AwardDecisionFilter,
        ordering=lists.AWARD_DECISION_ORDER,
    )
    prize = lookup("Prize", PrizeRef, T("Tiền thưởng.", "One prize."))
    prizes = connection(
        "Prize",
        PrizeRef,
        T("Danh sách chi thưởng.", "The payment list."),
        filters=concluding_lists.PrizeFilter,
        ordering=concluding_lists.PRIZE_ORDER,
    )
    revocation = lookup("Revocation", RevocationRef, T("Một việc hủy bỏ.", "One revocation."))
    revocations = connection(
        "Revocation",
        RevocationRef,
        T("Các khen thưởng bị hủy bỏ.", "The awards that were revoked."),
        filters=concluding_lists.RevocationFilter,
        ordering=concluding_lists.REVOCATION_ORDER,
    )
    signing_delegation = lookup(
        "SigningDelegation", SigningDelegationRef, T("Một việc giao ký.", "One delegation of signing.")
    )
    signing_delegations = connection(
        "SigningDelegation",
        SigningDelegationRef,
        T("Các việc giao ký, ủy quyền bạn được xem.", "The delegations that you may see, the latest first."),
        filters=concluding_lists.SigningDelegationFilter,
        ordering=concluding_lists.SIGNING_DELEGATION_ORDER,
    )
