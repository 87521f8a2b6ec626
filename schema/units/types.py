"""The type of units, its filters and orders."""

from datetime import date

import strawberry

from domain.awards.records.model import AwardRecord
from domain.benefits.model import TOTALS, Benefit
from domain.conflicts.model import AdoptingUnit
from domain.initiatives.model import Initiative
from domain.integrity.model import IntegrityHold
from domain.people.model import Person
from domain.replications.model import CREDITS, Replication
from domain.units import model, queries
from domain.units.rules import UnitType
from schema.benefits.lists import BENEFIT_ORDER, BENEFIT_TOTAL_ORDER, BenefitFilter, BenefitTotalFilter
from schema.bindings import Node, OrderField, column, entity
from schema.conflicts.lists import ADOPTING_UNIT_ORDER, AdoptingUnitFilter
from schema.dossiers.lists import AWARD_RECORD_ORDER, AwardRecordFilter
from schema.enums import expose
from schema.fields import connection, one
from schema.filters import equals, is_one_of, ordering, refers_to, search
from schema.initiatives.lists import INITIATIVE_ORDER, InitiativeFilter
from schema.integrity.lists import INTEGRITY_HOLD_ORDER, IntegrityHoldFilter
from schema.people.types import PERSON_ORDER, PersonFilter
from schema.refs import (
    AdoptingUnitRef,
    AwardRecordRef,
    BenefitRef,
    BenefitTotalRef,
    InitiativeRef,
    IntegrityHoldRef,
    PersonRef,
    ReplicationCreditRef,
    ReplicationRef,
    UnitRef,
)
from schema.replications.lists import (
    REPLICATION_CREDIT_ORDER,
    REPLICATION_ORDER,
    ReplicationCreditFilter,
    ReplicationFilter,
)
from schema.texts import VERSION, T, describe

expose(
    UnitType,
    T("Loại đơn vị (NĐ 48/2022/NĐ-CP).", "Kinds of unit of a ministry."),
    {
        "BO": ("Bộ.", "The ministry itself."),
        "VU": ("Vụ.", "Department without seal."),
        "THANH_TRA": ("Thanh tra.", "Inspectorate."),
        "VAN_PHONG": ("Văn phòng.", "Office of the ministry."),
        "CUC": ("Cục.", "Authority."),
        "VIEN": ("Viện.", "Institute."),
        "TRUNG_TAM": ("Trung tâm.", "Center."),
        "BAO": ("Báo.", "Newspaper."),
        "TAP_CHI": ("Tạp chí.", "Journal."),
        "TRUONG": ("Trường.", "School."),
        "HOC_VIEN": ("Học viện.", "Academy."),
        "QUY": ("Quỹ.", "Fund."),
        "NHA_XUAT_BAN": ("Nhà xuất bản.", "Publishing house."),
    },
)

CODE = T("Mã đơn vị, duy nhất.", "The unit's unique code.")
NAME = T("Tên đơn vị.", "The unit's name.")


@strawberry.input(description=describe(T("Lọc đơn vị.", "What units to keep.")))
class UnitFilter:
    """Filters of unit lists."""

    search: str | None = search(
        model.Unit.search_text, T("Tìm trong mã và tên, có dấu hay không dấu.", "In code and name, diacritics or not.")
    )
    type: list[UnitType] | None = is_one_of(model.Unit.type, T("Thuộc các loại.", "Of these kinds."))
    parent_id: strawberry.ID | None = refers_to(model.Unit.parent_id, "Unit", T("Thuộc đơn vị.", "Under this unit."))
    to_be_confirmed: bool | None = equals(model.Unit.to_be_confirmed, T("Cần xác nhận.", "Still to be confirmed."))


UNIT_ORDER = ordering(
    "Unit",
    {
        "CODE": OrderField(model.Unit.code, CODE),
        "NAME": OrderField(model.Unit.name, NAME),
    },
    default="CODE",
)


@entity(queries.UNITS, T("Đơn vị trong tổ chức.", "A unit of the organisation."))
class Unit(Node):
    """An organisational unit."""

    version: int = column(model.Unit.version, VERSION)
    code: str = column(model.Unit.code, CODE)
    name: str = column(model.Unit.name, NAME)
    name_en: str | None = column(model.Unit.name_en, T("Tên tiếng Anh.", "The English name."))
    type: UnitType = column(model.Unit.type, T("Loại đơn vị.", "The kind of unit."))
    has_seal: bool = column(model.Unit.has_seal, T("Có con dấu riêng.", "Whether it has a seal of its own."))
    has_legal_personality: bool = column(
        model.Unit.has_legal_personality, T("Có tư cách pháp nhân.", "Whether it is a legal person.")
    )
    to_be_confirmed: bool = column(
        model.Unit.to_be_confirmed, T("Thông tin cần xác nhận.", "Whether its particulars are still to be confirmed.")
    )
    valid_from: date = column(model.Unit.valid_from, T("Ngày bắt đầu hoạt động.", "The first day it exists."))
    valid_to: date | None = column(model.Unit.valid_to, T("Ngày cuối hoạt động.", "The last day it exists."))
    parent = one("Unit", UnitRef, model.Unit.parent_id, T("Đơn vị cấp trên.", "The unit above."))
    successor = one("Unit", UnitRef, model.Unit.successor_id, T("Đơn vị kế thừa.", "The unit that took its place."))
    children = connection(
        "Unit",
        UnitRef,
        T("Các đơn vị trực thuộc.", "The units below."),
        filters=UnitFilter,
        ordering=UNIT_ORDER,
        parent=model.Unit.parent_id,
    )
    initiatives = connection(
        "Initiative",
        InitiativeRef,
        T("Các sáng kiến bạn được xem.", "The initiatives that you may see."),
        filters=InitiativeFilter,
        ordering=INITIATIVE_ORDER,
        parent=Initiative.unit_id,
    )
    people = connection(
        "Person",
        PersonRef,
        T("Những người thuộc đơn vị.", "The people of this unit."),
        filters=PersonFilter,
        ordering=PERSON_ORDER,
        parent=Person.unit_id,
    )
    adoptions = connection(
        "AdoptingUnit",
        AdoptingUnitRef,
        T("Các sáng kiến của đơn vị khác mà đơn vị áp dụng.", "Other units' initiatives that it uses."),
        filters=AdoptingUnitFilter,
        ordering=ADOPTING_UNIT_ORDER,
        parent=AdoptingUnit.unit_id,
    )
    integrity_holds = connection(
        "IntegrityHold",
        IntegrityHoldRef,
        T("Các lần tạm dừng xét khen thưởng; chỉ người có quyền.", "Holds that keep it from rewards; restricted."),
        filters=IntegrityHoldFilter,
        ordering=INTEGRITY_HOLD_ORDER,
        parent=IntegrityHold.unit_id,
    )
    earlier_awards = connection(
        "AwardRecord",
        AwardRecordRef,
        T("Các khen thưởng đã có; chỉ người có quyền.", "Awards that it was given before; restricted."),
        filters=AwardRecordFilter,
        ordering=AWARD_RECORD_ORDER,
        parent=AwardRecord.unit_id,
    )
    benefits = connection(
        "Benefit",
        BenefitRef,
        T("Các việc đo lợi ích tại đơn vị.", "What is measured at this unit."),
        filters=BenefitFilter,
        ordering=BENEFIT_ORDER,
        parent=Benefit.unit_id,
    )
    benefit_totals = connection(
        "BenefitTotal",
        BenefitTotalRef,
        T("Tổng giờ đơn vị tiết kiệm, theo phong trào.", "The hours that it saves, by movement."),
        filters=BenefitTotalFilter,
        ordering=BENEFIT_TOTAL_ORDER,
        parent=TOTALS.c.unit_id,
    )
    replications = connection(
        "Replication",
        ReplicationRef,
        T("Các sáng kiến của đơn vị khác mà đơn vị tiếp nhận.", "Other units' initiatives that it takes over."),
        filters=ReplicationFilter,
        ordering=REPLICATION_ORDER,
        parent=Replication.unit_id,
    )
    replication_credits = connection(
        "ReplicationCredit",
        ReplicationCreditRef,
        T("Ghi nhận cho các sáng kiến của đơn vị.", "The credit of its own initiatives."),
        filters=ReplicationCreditFilter,
        ordering=REPLICATION_CREDIT_ORDER,
        parent=CREDITS.c.unit_id,
    )
