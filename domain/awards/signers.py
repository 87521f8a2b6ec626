"""Who signs in whose name: what a delegation covers, who delegates to whom, and who signs as the head."""

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from domain.access.permissions import Permission
from domain.awards.rules import SigningCapacity
from domain.errors import Conflict, Invalid, NotAllowed, Text


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


def check_delegator(*, signs_for_head: bool) -> None:
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


def refuse_deputy() -> Invalid:
    """Say that who signs KT. for the head on that day does not sign as the head."""
    text = Text(
        "Vào ngày ký, người này được giao ký thay (KT.) người đứng đầu nên không ký với tư cách người đứng đầu.",
        "On the day of signing this person signs KT. for the head, and therefore not as the head.",
    )
    return Invalid("SIGNER_IS_DEPUTY", text, ("signingCapacity",), SigningCapacity.KT.value)


def refuse_undelegated(capacity: SigningCapacity) -> Conflict:
    """Say that nothing lets a signer sign in a capacity on that day."""
    text = Text(
        f"Không có ủy quyền, giao ký {capacity}. nào còn hiệu lực vào ngày ký cho phạm vi này.",
        f"No delegation to sign {capacity}. is in force on the day of signing for all of these.",
    )
    return Conflict("DELEGATION_MISSING", text, ("signingCapacity",))
