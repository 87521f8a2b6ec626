"""Who signs in whose name: heads and deputies, and what a delegation of signing is for (Decree 30/2020, art. 13)."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from domain.access.permissions import Permission
from domain.awards.rules import SigningCapacity
from domain.errors import Conflict, Invalid, NotAllowed, Text

#: How the positions of deputies begin: Thứ trưởng, Phó Vụ trưởng, Phó Giám đốc.
_DEPUTIES = ("thứ trưởng", "phó ")
#: How the head is called where nobody delegated but the system itself.
HEAD_OF_ALL = "Thủ trưởng"


class SigningMatter(StrEnum):
    """What a delegation lets sign: award decisions (of one form of reward or all), or all other documents."""

    AWARD_DECISIONS = "AWARD_DECISIONS"
    DOCUMENTS = "DOCUMENTS"


def is_deputy(position: str) -> bool:
    """Say whether a position is that of a deputy, who signs KT. and never as the head."""
    return position.strip().casefold().startswith(_DEPUTIES)


def check_delegator(position: str, unit_id: UUID | None, led: frozenset[UUID]) -> None:
    """Raise NotAllowed unless somebody delegates as a head: deputies sign by delegation, and pass none on.

    For a unit its own head delegates, and nobody above.
    """
    if is_deputy(position) or (unit_id is not None and unit_id not in led):
        text = Text(
            "Chỉ người đứng đầu giao ký, ủy quyền; cấp phó và người được ủy quyền không giao lại.",
            "Only the head delegates signing; deputies and delegates pass nothing on.",
        )
        raise NotAllowed("SIGNING_DELEGATE", text, "DELEGATOR_NOT_HEAD")


def check_matter(matter: SigningMatter, *, has_form: bool, has_unit: bool) -> None:
    """Raise Invalid for a scope that cannot be: a form of reward for documents; award decisions in a unit's name."""
    if matter is SigningMatter.DOCUMENTS and has_form:
        text = Text("Chỉ quyết định khen thưởng mới giới hạn theo hình thức.", "Only award decisions have a form.")
        raise Invalid("SCOPE_UNFIT", text, ("formId",))
    if matter is SigningMatter.AWARD_DECISIONS and has_unit:
        text = Text(
            "Thủ trưởng đơn vị chỉ giao cấp phó ký các văn bản khác của đơn vị.",
            "In a unit's name deputies sign documents other than award decisions.",
        )
        raise Invalid("SCOPE_UNFIT", text, ("unitId",))


def check_deputy_of_unit(capacity: SigningCapacity, *, is_another: bool, leads_unit: bool) -> None:
    """Raise Invalid unless the head of a unit lets one of its deputies sign KT."""
    if capacity is not SigningCapacity.KT:
        text = Text("Cấp phó của đơn vị chỉ ký thay (KT.).", "A unit's deputies sign KT. only.")
        raise Invalid("CAPACITY_UNFIT", text, ("capacity",), "KT")
    if not is_another:
        text = Text("Không ai tự giao ký cho mình.", "Nobody delegates to themselves.")
        raise Invalid("DELEGATE_IS_SELF", text, ("delegateId",))
    if not leads_unit:
        text = Text("Người này không thuộc lãnh đạo đơn vị.", "They are not among the leaders of the unit.")
        raise Invalid("DELEGATE_UNFIT", text, ("delegateId",))


def refuse_undelegated_document(capacity: SigningCapacity) -> Conflict:
    """Say that nothing lets a signer sign a document in a capacity today."""
    text = Text(
        f"Không có ủy quyền, giao ký {capacity}. nào còn hiệu lực vào ngày ký cho văn bản này.",
        f"No delegation to sign this document {capacity}. is in force on the day of signing.",
    )
    return Conflict("DELEGATION_MISSING", text, ("capacity",))


@dataclass(frozen=True, slots=True)
class Scope:
    """What a delegation of signing covers: one movement or all, one form of reward or all, from a day to a day."""

    capacity: SigningCapacity
    movement_id: UUID | None
    form_id: UUID | None
    starts_on: date
    ends_on: date

    def covers(self, capacity: SigningCapacity, movement_id: UUID, form_id: UUID, signed_on: date) -> bool:
        """Say whether a decision on an award of a form, signed on a day in a capacity, is within the scope."""
        return (
            self.capacity is capacity
            and self.movement_id in (None, movement_id)
            and self.form_id in (None, form_id)
            and self.is_in_force(signed_on)
        )

    def is_in_force(self, day: date) -> bool:
        """Say whether a day is within the time."""
        return self.starts_on <= day <= self.ends_on


def check_days(starts_on: date, ends_on: date) -> None:
    """Raise Invalid when a delegation ends before it starts."""
    if ends_on < starts_on:
        text = Text("Ngày kết thúc không được trước ngày bắt đầu.", "The last day is before the first.")
        raise Invalid("PERIOD_ORDER", text, ("endsOn",), f">= {starts_on.isoformat()}")


def check_delegate(capacity: SigningCapacity, *, is_another: bool, is_leader: bool, leads_unit: bool) -> None:
    """Raise Invalid unless somebody can be let sign in a capacity (Decree 30/2020, art. 13).

    KT. is for deputies of the head, TL. and TUQ. for heads of units; the head signs without any delegation, and nobody
    delegates to themselves.
    """
    if capacity is SigningCapacity.HEAD:
        text = Text("Người đứng đầu ký không cần ủy quyền.", "The head signs without a delegation.")
        raise Invalid("CAPACITY_UNFIT", text, ("capacity",), "KT | TL | TUQ")
    if not is_another:
        text = Text("Không ai tự giao ký cho mình.", "Nobody delegates to themselves.")
        raise Invalid("DELEGATE_IS_SELF", text, ("delegateId",))
    if not (is_leader if capacity is SigningCapacity.KT else leads_unit):
        text = Text(
            "KT. dành cho lãnh đạo Bộ; TL. và TUQ. dành cho thủ trưởng đơn vị.",
            "KT. is for ministry leaders; TL. and TUQ. are for heads of units.",
        )
        raise Invalid("DELEGATE_UNFIT", text, ("delegateId",))


def check_not_delegate(*, signs_for_head: bool) -> None:
    """Raise NotAllowed for somebody who signs for the head themselves: nobody delegates further (art. 13)."""
    if signs_for_head:
        text = Text(
            "Bạn đang được giao ký thay; người được giao ký không giao lại cho người khác.",
            "You sign for the head by a delegation yourself; who was delegated delegates nobody.",
        )
        raise NotAllowed(Permission.SIGNING_DELEGATE.value, text, "DELEGATE_DELEGATES_NOBODY")


def check_unrevoked(*, is_revoked: bool) -> None:
    """Raise Conflict when a delegation was revoked already."""
    if is_revoked:
        raise Conflict("DELEGATION_REVOKED", Text("Đã thu hồi.", "It was revoked already."), ("delegationId",))


def refuse_signer() -> Invalid:
    """Say that somebody cannot sign for the head at all."""
    text = Text(
        "Người ký phải đang là lãnh đạo Bộ, hoặc là thủ trưởng đơn vị có thẩm quyền với mọi đối tượng.",
        "The signer must be a ministry leader at present, or head of the unit whose awards all of these are.",
    )
    return Invalid("SIGNER_NOT_LEADER", text, ("signerId",))


def refuse_deputy(field: str) -> Invalid:
    """Say that a deputy, and who signs KT. for the head on that day, does not sign as the head."""
    text = Text(
        "Cấp phó, hoặc người được giao ký thay (KT.) vào ngày ký, không ký với tư cách người đứng đầu.",
        "A deputy, or who signs KT. for the head on the day of signing, does not sign as the head.",
    )
    return Invalid("SIGNER_IS_DEPUTY", text, (field,), SigningCapacity.KT.value)


def refuse_undelegated(capacity: SigningCapacity) -> Conflict:
    """Say that nothing lets a signer sign in a capacity on that day."""
    text = Text(
        f"Không có ủy quyền, giao ký {capacity}. nào còn hiệu lực vào ngày ký cho phạm vi này.",
        f"No delegation to sign {capacity}. is in force on the day of signing for all of these.",
    )
    return Conflict("DELEGATION_MISSING", text, ("signingCapacity",))
