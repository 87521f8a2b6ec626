"""The types of movements and of what belongs to them."""

from datetime import date, datetime

from domain.awards.findings.model import MOVEMENT_NOMINEES
from domain.benefits.model import TOTALS
from domain.criteria.model import Rubric
from domain.evaluations.model import Round
from domain.exemplars.model import Exemplar
from domain.initiatives.model import Initiative
from domain.movements import model, queries
from domain.replications.model import LINKS
from domain.reports import queries as reports
from domain.reports.model import UnitReport
from domain.reports.rules import ReportStanding
from schema.bindings import Node, column, entity
from schema.criteria.types import RUBRIC_ORDER, RubricFilter
from schema.enums import Permission, Role
from schema.evaluations.lists import ROUND_ORDER, RoundFilter
from schema.exemplars.lists import EXEMPLAR_ORDER, ExemplarFilter
from schema.fields import connection, one, owned
from schema.initiatives.lists import INITIATIVE_ORDER, InitiativeFilter
from schema.movements import texts
from schema.movements.enums import MovementForm, MovementScope, MovementState
from schema.movements.filters import (
    MOVEMENT_TRANSITION_ORDER,
    PARTICIPATION_ORDER,
    MovementTransitionFilter,
    ParticipationFilter,
)
from schema.refs import (
    BenefitTotalRef,
    BlockRef,
    BlockUnitRef,
    ExemplarRef,
    InitiativeRef,
    LegalBasisRef,
    MovementLegalBasisRef,
    MovementNomineesRef,
    MovementRef,
    MovementTransitionRef,
    ParticipationRef,
    PersonRef,
    PhaseCapabilityRef,
    PhaseRef,
    ReplicationLinkRef,
    RoundRef,
    RubricRef,
    UnitRef,
    UnitReportRef,
    UnitStandingRef,
)
from schema.replications.lists import REPLICATION_LINK_ORDER, ReplicationLinkFilter
from schema.reports.lists import UNIT_REPORT_ORDER, UnitReportFilter
from schema.standings.lists import STANDING, UNIT_STANDING_ORDER, UnitStandingFilter
from schema.texts import VERSION, T


@entity(queries.CAPABILITIES, T("Một việc mà một vai trò được làm khi giai đoạn mở.", "What a role may do in a phase."))
class PhaseCapability(Node):
    """One role and one permission."""

    role: Role = column(model.PhaseCapability.role, T("Vai trò.", "The role."))
    permission: Permission = column(model.PhaseCapability.permission, T("Quyền.", "The permission."))


@entity(queries.PHASES, T("Một giai đoạn của phong trào.", "A phase of a movement."))
class Phase(Node):
    """When who may do what."""

    ordinal: int = column(model.Phase.ordinal, T("Thứ tự.", "Its place in the plan."))
    code: str = column(model.Phase.code, T("Mã, duy nhất trong phong trào.", "The code, unique in the movement."))
    name: str = column(model.Phase.name, texts.NAME)
    name_en: str | None = column(model.Phase.name_en, texts.NAME_EN)
    opens_at: datetime = column(model.Phase.opens_at, texts.OPENS_AT)
    closes_at: datetime = column(model.Phase.closes_at, texts.CLOSES_AT)
    capabilities = owned(
        "PhaseCapability",
        PhaseCapabilityRef,
        model.PhaseCapability.phase_id,
        T("Ai được làm gì trong giai đoạn.", "Who may do what while it is open."),
        order=[(model.PhaseCapability.role, False), (model.PhaseCapability.permission, False)],
    )
    movement = one("Movement", MovementRef, model.Phase.movement_id, texts.MOVEMENT)


@entity(queries.PARTICIPATIONS, T("Đơn vị tham gia một phong trào.", "A unit's part in a movement."))
class Participation(Node):
    """A unit takes part, perhaps as a standing body."""

    is_standing_body: bool = column(model.Participation.is_standing_body, texts.IS_STANDING_BODY)
    block: str | None = column(model.Participation.block, texts.BLOCK)
    joined_at: datetime = column(model.Participation.joined_at, T("Thời điểm tham gia.", "When it joined."))
    report_standing: ReportStanding | None = column(
        reports.STANDING, texts.REPORT_STANDING, mask=reports.standing_shown
    )
    report = one(
        "UnitReport",
        UnitReportRef,
        model.Participation.id,
        T("Báo cáo đã gửi, nếu bạn được xem.", "What it reported, if it did and you may see it."),
        to=UnitReport.participation_id,
    )
    unit = one("Unit", UnitRef, model.Participation.unit_id, T("Đơn vị.", "The unit."))
    movement = one("Movement", MovementRef, model.Participation.movement_id, texts.MOVEMENT)


@entity(queries.BLOCK_UNITS, T("Đơn vị thuộc một khối thi đua.", "A unit's place in a block."))
class BlockUnit(Node):
    """A unit in a block."""

    unit = one("Unit", UnitRef, model.BlockUnit.unit_id, T("Đơn vị.", "The unit."))
    block = one("Block", BlockRef, model.BlockUnit.block_id, T("Khối thi đua.", "The block."))


@entity(queries.BLOCKS, T("Khối thi đua: các đơn vị chấm chéo nhau.", "A block of units that score one another."))
class Block(Node):
    """A block of similar units."""

    name: str = column(model.Block.name, texts.NAME)
    movement = one("Movement", MovementRef, model.Block.movement_id, texts.MOVEMENT)
    units = owned(
        "BlockUnit",
        BlockUnitRef,
        model.BlockUnit.block_id,
        T("Các đơn vị trong khối.", "Its units."),
        order=[(model.BlockUnit.id, False)],
    )


@entity(queries.LEGAL_BASES, T("Văn bản làm căn cứ pháp lý.", "A legal text and when it is in force."))
class LegalBasis(Node):
    """A law, decree or circular."""

    version: int = column(model.LegalBasis.version, VERSION)
    code: str = column(model.LegalBasis.code, texts.CODE)
    title: str = column(model.LegalBasis.title, texts.TITLE)
    number: str | None = column(model.LegalBasis.number, texts.NUMBER)
    issued_on: date | None = column(model.LegalBasis.issued_on, texts.ISSUED_ON)
    valid_from: date = column(model.LegalBasis.valid_from, texts.VALID_FROM)
    valid_to: date | None = column(model.LegalBasis.valid_to, texts.VALID_TO)
    is_verified: bool = column(model.LegalBasis.is_verified, texts.IS_VERIFIED)
    source: str = column(model.LegalBasis.source, texts.SOURCE)


@entity(queries.MOVEMENT_LEGAL_BASES, T("Việc phong trào viện dẫn một văn bản.", "A movement rests on a legal text."))
class MovementLegalBasis(Node):
    """A movement and a legal text."""

    legal_basis = one("LegalBasis", LegalBasisRef, model.MovementLegalBasis.legal_basis_id, texts.LEGAL_BASIS)
    movement = one("Movement", MovementRef, model.MovementLegalBasis.movement_id, texts.MOVEMENT)


@entity(queries.TRANSITIONS, T("Một bước chuyển trạng thái của phong trào.", "A movement's step to another state."))
class MovementTransition(Node):
    """Who carried the movement where, when and why."""

    from_state: MovementState = column(model.MovementTransition.from_state, T("Từ trạng thái.", "The state before."))
    to_state: MovementState = column(model.MovementTransition.to_state, T("Tới trạng thái.", "The state after."))
    reason: str | None = column(model.MovementTransition.reason, T("Lý do.", "The reason."))
    at: datetime = column(model.MovementTransition.at, T("Thời điểm.", "When it was taken."))
    by = one("Person", PersonRef, model.MovementTransition.by_id, T("Người thực hiện.", "Who took it."))
    movement = one("Movement", MovementRef, model.MovementTransition.movement_id, texts.MOVEMENT)


@entity(queries.MOVEMENTS, T("Phong trào thi đua.", "An emulation movement."))
class Movement(Node):
    """An emulation movement with its plan, units, legal bases and rubrics."""

    version: int = column(model.Movement.version, VERSION)
    code: str = column(model.Movement.code, texts.CODE)
    name: str = column(model.Movement.name, texts.NAME)
    theme: str | None = column(model.Movement.theme, texts.THEME)
    goal: str = column(model.Movement.goal, texts.GOAL)
    content: str = column(model.Movement.content, texts.CONTENT)
    subjects: str = column(model.Movement.subjects, texts.SUBJECTS)
    starts_on: date = column(model.Movement.starts_on, texts.STARTS_ON)
    ends_on: date = column(model.Movement.ends_on, texts.ENDS_ON)
    report_due_before: date = column(model.Movement.report_due_before, texts.REPORT_DUE_BEFORE)
    last_on_time_moment: datetime = column(
        queries.LAST_ON_TIME_MOMENT,
        T("Thời điểm đúng hạn cuối cùng (23:59:59 ngày liền trước, giờ Hà Nội).", "The last second that is on time."),
    )
    form: MovementForm = column(model.Movement.form, texts.FORM)
    scope: MovementScope = column(model.Movement.scope, texts.SCOPE)
    state: MovementState = column(model.Movement.state, T("Trạng thái.", "The state."))
    document_number: str | None = column(model.Movement.document_number, texts.DOCUMENT_NUMBER)
    document_signed_on: date | None = column(model.Movement.document_signed_on, texts.DOCUMENT_SIGNED_ON)
    document_signer: str | None = column(model.Movement.document_signer, texts.DOCUMENT_SIGNER)
    launched_at: datetime | None = column(
        model.Movement.launched_at, T("Thời điểm phát động.", "When it was launched.")
    )
    created_at: datetime = column(model.Movement.created_at, T("Thời điểm tạo.", "When it was made."))
    nominees = one(
        "MovementNominees",
        MovementNomineesRef,
        model.Movement.id,
        T("Số liệu về cá nhân được đề nghị; chỉ người có quyền.", "Figures of the persons nominated; restricted."),
        to=MOVEMENT_NOMINEES.c.id,
    )
    phases = owned(
        "Phase",
        PhaseRef,
        model.Phase.movement_id,
        T("Kế hoạch các giai đoạn.", "The plan: its phases in their order."),
        order=[(model.Phase.ordinal, False)],
    )
    blocks = owned(
        "Block",
        BlockRef,
        model.Block.movement_id,
        T("Các khối thi đua.", "Its blocks of similar units."),
        order=[(model.Block.name, False), (model.Block.id, False)],
    )
    legal_bases = owned(
        "MovementLegalBasis",
        MovementLegalBasisRef,
        model.MovementLegalBasis.movement_id,
        T("Các căn cứ pháp lý.", "The legal texts it rests on."),
        order=[(model.MovementLegalBasis.id, False)],
    )
    participations = connection(
        "Participation",
        ParticipationRef,
        T("Các đơn vị tham gia.", "The units that take part."),
        filters=ParticipationFilter,
        ordering=PARTICIPATION_ORDER,
        parent=model.Participation.movement_id,
    )
    transitions = connection(
        "MovementTransition",
        MovementTransitionRef,
        T("Các bước chuyển trạng thái.", "The steps from state to state."),
        filters=MovementTransitionFilter,
        ordering=MOVEMENT_TRANSITION_ORDER,
        parent=model.MovementTransition.movement_id,
    )
    rubrics = connection(
        "Rubric",
        RubricRef,
        T("Các bộ tiêu chí.", "The rubrics."),
        filters=RubricFilter,
        ordering=RUBRIC_ORDER,
        parent=Rubric.movement_id,
    )
    initiatives = connection(
        "Initiative",
        InitiativeRef,
        T("Các sáng kiến bạn được xem.", "The initiatives that you may see."),
        filters=InitiativeFilter,
        ordering=INITIATIVE_ORDER,
        parent=Initiative.movement_id,
    )
    rounds = connection(
        "Round",
        RoundRef,
        T("Các vòng chấm.", "The evaluation rounds."),
        filters=RoundFilter,
        ordering=ROUND_ORDER,
        parent=Round.movement_id,
    )
    benefit_total = one(
        "BenefitTotal",
        BenefitTotalRef,
        model.Movement.id,
        T("Tổng giờ tiết kiệm của phong trào; rỗng khi chưa đo.", "The hours that it saves; null while unmeasured."),
        to=TOTALS.c.id,
    )
    replication_links = connection(
        "ReplicationLink",
        ReplicationLinkRef,
        T("Đồ thị nhân rộng của phong trào.", "The graph of how its initiatives spread."),
        filters=ReplicationLinkFilter,
        ordering=REPLICATION_LINK_ORDER,
        parent=LINKS.c.movement_id,
    )
    exemplars = connection(
        "Exemplar",
        ExemplarRef,
        T("Các điển hình bạn được xem.", "The exemplars that you may see."),
        filters=ExemplarFilter,
        ordering=EXEMPLAR_ORDER,
        parent=Exemplar.movement_id,
    )
    unit_reports = connection(
        "UnitReport",
        UnitReportRef,
        T("Báo cáo của các đơn vị bạn được xem.", "What the units that you may see reported."),
        filters=UnitReportFilter,
        ordering=UNIT_REPORT_ORDER,
        parent=UnitReport.movement_id,
    )
    unit_standings = connection(
        "UnitStanding",
        UnitStandingRef,
        T("Kết quả của các đơn vị bạn được xem.", "What the units that you may see achieved."),
        filters=UnitStandingFilter,
        ordering=UNIT_STANDING_ORDER,
        parent=STANDING.movement_id,
    )
