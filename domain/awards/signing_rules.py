"""Who signs in whose name: heads and deputies, and what a delegation of signing is for (Decree 30/2020, art. 13)."""

from enum import StrEnum
from uuid import UUID

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
