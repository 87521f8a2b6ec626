"""Root fields that read measured benefit."""

import strawberry

from schema.benefits import lists
from schema.fields import connection, lookup
from schema.refs import BenefitMeasurementRef, BenefitRef, BenefitTotalRef
from schema.texts import T


@strawberry.type
class BenefitQueries:
    """What initiatives save."""

    benefit = lookup("Benefit", BenefitRef, T("Một việc đo.", "One measure."))
    benefits = connection(
        "Benefit",
        BenefitRef,
        T("Các việc đo lợi ích bạn được xem, mới nhất trước.", "The measures that you may see, the latest first."),
        filters=lists.BenefitFilter,
        ordering=lists.BENEFIT_ORDER,
    )
    benefit_measurement = lookup("BenefitMeasurement", BenefitMeasurementRef, T("Một số đo.", "One measurement."))
    benefit_totals = connection(
        "BenefitTotal",
        BenefitTotalRef,
        T("Tổng giờ tiết kiệm bạn được xem.", "The totals of hours saved that you may see."),
        filters=lists.BenefitTotalFilter,
        ordering=lists.BENEFIT_TOTAL_ORDER,
    )
