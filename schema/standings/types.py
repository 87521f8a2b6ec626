"""The type of what a unit achieved in a movement."""

from decimal import Decimal

import strawberry
from sqlalchemy import Text, cast

from domain.standings import queries
from schema.bindings import column, entity
from schema.fields import one
from schema.refs import MovementRef, UnitRef
from schema.standings.lists import AWARDS_EFFECTIVE, MOVEMENT, STANDING, SUBMITTED, UNIT
from schema.texts import T


@entity(
    queries.UNIT_STANDINGS,
    T(
        "Kết quả của một đơn vị trong phong trào: các số liệu làm một yếu tố bình xét cuối năm, không phải quyết định.",
        "What a unit achieved in a movement: figures for its review at the end of the year, not a decision.",
    ),
)
class UnitStanding:
    """A unit's figures as they are now: derived, hence found in lists only."""

    id: strawberry.ID = column(
        "UnitStanding:" + cast(STANDING.id, Text),
        T("Mã của dòng; không dùng được với `node`.", "Tells rows apart; it is no id for `node`."),
    )
    initiatives_submitted: int = column(STANDING.submitted, SUBMITTED)
    initiatives_eligible: int = column(
        STANDING.eligible, T("Trong đó số hợp lệ qua sơ loại.", "Those of them that passed the screening.")
    )
    initiatives_ranked: int = column(
        STANDING.ranked,
        T(
            "Số sáng kiến được xếp hạng trong kết quả công bố gần nhất của vòng chấm sau cùng.",
            "Initiatives ranked in the latest published result of the last round of judging.",
        ),
    )
    best_place: int | None = column(STANDING.best_place, T("Hạng cao nhất.", "The best place."))
    mean_score: Decimal | None = column(
        STANDING.mean_score, T("Điểm trung bình của các sáng kiến được xếp hạng.", "The mean score of what is ranked.")
    )
    nominations_proposed: int | None = column(
        STANDING.nominations_proposed,
        T(
            "Số hồ sơ đề nghị đã gửi, chưa rút; chỉ người có quyền.",
            "Dossiers sent in and not withdrawn, whatever became of them; restricted.",
        ),
        mask=queries.proposed,
    )
    nominations_decided: int = column(
        STANDING.nominations_decided, T("Số hồ sơ đã có quyết định.", "Dossiers with a signed decision.")
    )
    awards_effective: int = column(STANDING.awards_effective, AWARDS_EFFECTIVE)
    adoptions_given: int = column(
        STANDING.adoptions_given, T("Số sáng kiến của đơn vị khác đang áp dụng.", "Others' initiatives that it uses.")
    )
    adoptions_received: int = column(
        STANDING.adoptions_received,
        T("Số lượt đơn vị khác đang áp dụng sáng kiến của mình.", "Uses of its initiatives by other units."),
    )
    is_thematic: bool = column(
        STANDING.is_thematic, T("Phong trào theo chuyên đề.", "Whether the movement is thematic.")
    )
    counts_for_merit: bool = column(
        STANDING.counts_for_merit,
        T(
            "Được tính làm căn cứ khen thưởng công trạng; thi đua theo chuyên đề thì không.",
            "Whether its rewards count towards rewards for merit; those of thematic movements do not.",
        ),
    )
    movement = one("Movement", MovementRef, STANDING.movement_id, MOVEMENT)
    unit = one("Unit", UnitRef, STANDING.unit_id, UNIT)
