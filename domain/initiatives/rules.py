"""Initiatives: kinds and fields, what a revision must say, who shares in it, and the states between."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from urllib.parse import urlsplit
from uuid import UUID

from domain.errors import Conflict, DomainError, Invalid, Text

MAX_AUTHORS = 20
MAX_EVIDENCE = 20
FULL_SHARE = Decimal(100)
_SHARE_PLACES = -2


class InitiativeKind(StrEnum):
    """Digital solution, artificial intelligence, or virtual assistant (trợ lý ảo)."""

    DIGITAL = "DIGITAL"
    AI = "AI"
    VIRTUAL_ASSISTANT = "VIRTUAL_ASSISTANT"


class FieldOfWork(StrEnum):
    """Quản lý, điều hành, chuyên môn: the three fields that the launch letter names."""

    QUAN_LY = "QUAN_LY"
    DIEU_HANH = "DIEU_HANH"
    CHUYEN_MON = "CHUYEN_MON"


class InitiativeState(StrEnum):
    """The life of an initiative, section 8 of the domain study."""

    DRAFT = "DRAFT"
    UNIT_REVIEW = "UNIT_REVIEW"
    RETURNED = "RETURNED"
    SUBMITTED = "SUBMITTED"
    SCREENED = "SCREENED"
    INELIGIBLE = "INELIGIBLE"
    SCORING = "SCORING"
    SCORED = "SCORED"
    WITHDRAWN = "WITHDRAWN"


class Punctuality(StrEnum):
    """Whether the first submission came before the movement's reporting deadline."""

    ON_TIME = "ON_TIME"
    LATE = "LATE"


class ReviewStage(StrEnum):
    """Who judged: the unit's own leader, or the standing body."""

    UNIT = "UNIT"
    SCREENING = "SCREENING"


class ReviewDecision(StrEnum):
    """What the reviewer decided."""

    APPROVED = "APPROVED"
    RETURNED = "RETURNED"
    REFUSED = "REFUSED"


_S = InitiativeState

#: States from which each step may be taken.
STEPS: Mapping[InitiativeState, frozenset[InitiativeState]] = {
    _S.UNIT_REVIEW: frozenset({_S.DRAFT, _S.RETURNED}),
    _S.RETURNED: frozenset({_S.UNIT_REVIEW, _S.SUBMITTED}),
    _S.SUBMITTED: frozenset({_S.UNIT_REVIEW}),
    _S.SCREENED: frozenset({_S.SUBMITTED}),
    _S.INELIGIBLE: frozenset({_S.SUBMITTED}),
    _S.SCORING: frozenset({_S.SCREENED, _S.SCORED}),
    _S.SCORED: frozenset({_S.SCORING}),
    _S.WITHDRAWN: frozenset({_S.DRAFT, _S.UNIT_REVIEW, _S.RETURNED, _S.SUBMITTED, _S.SCREENED}),
}
#: States in which authors may still write a new revision.
EDITABLE = frozenset({_S.DRAFT, _S.RETURNED})
#: States in which only the unit itself knows of the initiative.
INTERNAL = frozenset({_S.DRAFT, _S.UNIT_REVIEW, _S.RETURNED})


def check_step(current: InitiativeState, target: InitiativeState) -> None:
    """Raise Conflict unless `target` may follow `current`."""
    if current not in STEPS[target]:
        raise Conflict(
            "STATE_FORBIDS",
            Text(
                f"Sáng kiến đang ở trạng thái {current}, không thể chuyển sang {target}.",
                f"The initiative is {current} and cannot become {target}.",
            ),
        )


def check_editable(state: InitiativeState) -> None:
    """Raise Conflict when the content can no longer be revised."""
    if state not in EDITABLE:
        raise Conflict(
            "STATE_FORBIDS",
            Text(
                f"Sáng kiến đang ở trạng thái {state}, không sửa được nội dung.",
                f"The initiative is {state}; its content can no longer be revised.",
            ),
        )


def require_reason(reason: str | None) -> str:
    """Return the reason, or raise Invalid when there is none."""
    if not (reason or "").strip():
        raise Invalid("REASON_MISSING", Text("Phải nêu lý do.", "A reason is needed."), ("reason",))
    return str(reason).strip()


@dataclass(frozen=True, slots=True)
class Share:
    """An author's part in an initiative, in percent."""

    person_id: UUID
    percent: Decimal


@dataclass(frozen=True, slots=True)
class Evidence:
    """Where something that supports the claims can be found."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class Content:
    """All that a revision says. Workload is in hours per month of everybody who does the task together."""

    title: str
    summary: str
    kind: InitiativeKind
    field_of_work: FieldOfWork
    task_relieved: str
    tool: str
    hours_before: Decimal
    hours_after: Decimal
    people_affected: int
    measurement: str
    authors: Sequence[Share]
    evidence: Sequence[Evidence] = field(default_factory=tuple)

    def digest(self) -> str:
        """Return the SHA-256 (hex) of the content in canonical JSON: what was scored can be proved."""
        said = {
            "title": self.title,
            "summary": self.summary,
            "kind": self.kind.value,
            "field_of_work": self.field_of_work.value,
            "task_relieved": self.task_relieved,
            "tool": self.tool,
            "hours_before": format(self.hours_before.normalize(), "f"),
            "hours_after": format(self.hours_after.normalize(), "f"),
            "people_affected": self.people_affected,
            "measurement": self.measurement,
            "authors": [[str(share.person_id), format(share.percent.normalize(), "f")] for share in self.authors],
            "evidence": [[link.label, link.url] for link in self.evidence],
        }
        text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(text.encode()).hexdigest()


def problems_of_content(content: Content) -> list[DomainError]:
    """List everything that keeps a revision from being saved."""
    problems: list[DomainError] = [
        Invalid("TEXT_EMPTY", Text("Không được để trống.", "This must not be empty."), (name,))
        for name, value in (
            ("title", content.title),
            ("summary", content.summary),
            ("taskRelieved", content.task_relieved),
            ("tool", content.tool),
            ("measurement", content.measurement),
        )
        if not value.strip()
    ]
    for name, hours in (("hoursBefore", content.hours_before), ("hoursAfter", content.hours_after)):
        if hours < 0:
            problems.append(
                Invalid(
                    "HOURS_NEGATIVE",
                    Text("Số giờ không được âm.", "Hours are not negative."),
                    (name,),
                    ">= 0",
                )
            )
    if content.people_affected < 1:
        problems.append(
            Invalid(
                "PEOPLE_RANGE",
                Text("Phải có ít nhất một người được giảm tải.", "At least one person is affected."),
                ("peopleAffected",),
                ">= 1",
            )
        )
    return problems + problems_of_shares(content.authors) + _problems_of_evidence(content.evidence)


def problems_of_shares(shares: Sequence[Share]) -> list[DomainError]:
    """Authors: 1 to 20, nobody twice, each with more than 0 %, together exactly 100 %."""
    problems: list[DomainError] = []
    if not 1 <= len(shares) <= MAX_AUTHORS:
        problems.append(
            Invalid(
                "AUTHORS_COUNT",
                Text(f"Cần từ 1 đến {MAX_AUTHORS} tác giả.", f"There must be 1 to {MAX_AUTHORS} authors."),
                ("authors",),
                f"1..{MAX_AUTHORS}",
            )
        )
    people = [share.person_id for share in shares]
    for index, share in enumerate(shares):
        if people.index(share.person_id) != index:
            problems.append(
                Invalid(
                    "AUTHOR_TWICE",
                    Text("Một tác giả được ghi hai lần.", "An author stands twice."),
                    ("authors", str(index), "personId"),
                )
            )
        exponent = share.percent.normalize().as_tuple().exponent
        if not 0 < share.percent <= FULL_SHARE or (isinstance(exponent, int) and exponent < _SHARE_PLACES):
            problems.append(
                Invalid(
                    "SHARE_RANGE",
                    Text(
                        "Tỷ lệ đóng góp phải lớn hơn 0, không quá 100, tối đa hai chữ số thập phân.",
                        "A share is above 0, at most 100, with at most two decimals.",
                    ),
                    ("authors", str(index), "percent"),
                    "0 < x <= 100",
                )
            )
    total = sum((share.percent for share in shares), Decimal())
    if shares and total != FULL_SHARE:
        problems.append(
            Invalid(
                "SHARES_NOT_100",
                Text(
                    f"Tổng tỷ lệ đóng góp phải bằng 100 %, hiện là {total} %.",
                    f"The authors' shares must add up to 100 %, they add up to {total} %.",
                ),
                ("authors",),
                "100",
            )
        )
    return problems


def _problems_of_evidence(links: Sequence[Evidence]) -> list[DomainError]:
    problems: list[DomainError] = []
    if len(links) > MAX_EVIDENCE:
        problems.append(
            Invalid(
                "EVIDENCE_COUNT",
                Text(f"Tối đa {MAX_EVIDENCE} minh chứng.", f"At most {MAX_EVIDENCE} pieces of evidence."),
                ("evidence",),
                f"0..{MAX_EVIDENCE}",
            )
        )
    for index, link in enumerate(links):
        if not link.label.strip() or not _is_web_address(link.url):
            problems.append(
                Invalid(
                    "EVIDENCE_FORM",
                    Text(
                        "Minh chứng cần tên và địa chỉ bắt đầu bằng http:// hoặc https://.",
                        "Evidence needs a label and an address that begins with http:// or https://.",
                    ),
                    ("evidence", str(index), "url"),
                )
            )
    return problems


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not any(map(str.isspace, url))
