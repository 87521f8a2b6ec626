"""What lists of movements, of what belongs to them and of legal texts can be filtered and sorted by."""

from datetime import date, datetime

import strawberry

from domain.movements import model
from domain.reports import queries as reports
from domain.reports.rules import ReportStanding
from schema.bindings import OrderField
from schema.filters import at_least, below, equals, is_one_of, ordering, refers_to, search, valid_on
from schema.movements import texts
from schema.movements.enums import MovementForm, MovementScope, MovementState
from schema.texts import T, describe


@strawberry.input(description=describe(T("Lọc phong trào.", "What movements to keep.")))
class MovementFilter:
    """Filters of lists of movements."""

    search: str | None = search(
        model.Movement.search_text,
        T("Tìm trong mã và tên, có dấu hay không dấu.", "In code and name, diacritics or not."),
    )
    state: list[MovementState] | None = is_one_of(model.Movement.state, T("Trạng thái.", "In these states."))
    form: MovementForm | None = equals(model.Movement.form, T("Hình thức.", "Of this form."))
    scope: MovementScope | None = equals(model.Movement.scope, T("Phạm vi.", "Of this scope."))


MOVEMENT_ORDER = ordering(
    "Movement",
    {
        "STARTS_ON": OrderField(model.Movement.starts_on, texts.STARTS_ON),
        "REPORT_DUE_BEFORE": OrderField(model.Movement.report_due_before, texts.REPORT_DUE_BEFORE),
        "CODE": OrderField(model.Movement.code, texts.CODE),
        "NAME": OrderField(model.Movement.name, texts.NAME),
        "CREATED_AT": OrderField(model.Movement.created_at, T("Thời điểm tạo.", "When it was made.")),
    },
    default="STARTS_ON",
    descending=True,
)


@strawberry.input(description=describe(T("Lọc bước chuyển trạng thái.", "What steps to keep.")))
class MovementTransitionFilter:
    """Filters of a movement's steps."""

    to_state: list[MovementState] | None = is_one_of(
        model.MovementTransition.to_state, T("Tới các trạng thái.", "To these states.")
    )
    at_from: datetime | None = at_least(model.MovementTransition.at, T("Từ thời điểm.", "From this moment on."))
    at_before: datetime | None = below(model.MovementTransition.at, T("Trước thời điểm.", "Before this moment."))


MOVEMENT_TRANSITION_ORDER = ordering(
    "MovementTransition",
    {"AT": OrderField(model.MovementTransition.at, T("Thời điểm.", "When it was taken."))},
    default="AT",
)


@strawberry.input(description=describe(T("Lọc đơn vị tham gia.", "What participations to keep.")))
class ParticipationFilter:
    """Filters of the units of a movement."""

    unit_id: strawberry.ID | None = refers_to(model.Participation.unit_id, "Unit", T("Của đơn vị.", "Of this unit."))
    is_standing_body: bool | None = equals(model.Participation.is_standing_body, texts.IS_STANDING_BODY)
    block: str | None = equals(model.Participation.block, texts.BLOCK)
    report_standing: list[ReportStanding] | None = is_one_of(
        reports.STANDING, texts.REPORT_STANDING, mask=reports.standing_shown
    )


PARTICIPATION_ORDER = ordering(
    "Participation",
    {"JOINED_AT": OrderField(model.Participation.joined_at, T("Thời điểm tham gia.", "When it joined."))},
    default="JOINED_AT",
)


@strawberry.input(description=describe(T("Lọc căn cứ pháp lý.", "What legal texts to keep.")))
class LegalBasisFilter:
    """Filters of the catalogue of legal texts."""

    in_force_on: date | None = valid_on(
        model.LegalBasis.valid_from, model.LegalBasis.valid_to, T("Còn hiệu lực vào ngày.", "In force on this day.")
    )
    is_verified: bool | None = equals(model.LegalBasis.is_verified, texts.IS_VERIFIED)
    number: str | None = equals(model.LegalBasis.number, texts.NUMBER)


LEGAL_BASIS_ORDER = ordering(
    "LegalBasis",
    {
        "CODE": OrderField(model.LegalBasis.code, texts.CODE),
        "VALID_FROM": OrderField(model.LegalBasis.valid_from, texts.VALID_FROM),
    },
    default="CODE",
)
