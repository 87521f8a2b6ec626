"""What a revision of an initiative says: texts, workload before and after, authors' shares, evidence. Pure rules."""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from urllib.parse import urlsplit
from uuid import UUID

from domain.errors import DomainError, Invalid, Text
from domain.initiatives.rules import FieldOfWork, InitiativeKind

MAX_AUTHORS = 20
MAX_EVIDENCE = 20
FULL_SHARE = Decimal(100)
MAX_HOURS = Decimal("9999999999.99")
_PLACES = 2


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

    @property
    def hours_saved(self) -> Decimal:
        """Return what the initiative saves; a negative number says that the work grew."""
        return self.hours_before - self.hours_after

    def tidy(self) -> "Content":
        """Return the content without blanks around its texts, the form in which it is kept and hashed."""
        return replace(
            self,
            title=self.title.strip(),
            summary=self.summary.strip(),
            task_relieved=self.task_relieved.strip(),
            tool=self.tool.strip(),
            measurement=self.measurement.strip(),
            evidence=tuple(Evidence(link.label.strip(), link.url) for link in self.evidence),
        )

    def digest(self) -> str:
        """Return the SHA-256 (hex) of the content in canonical JSON: what was scored can be proved."""
        said = {
            "title": self.title,
            "summary": self.summary,
            "kind": self.kind.value,
            "field_of_work": self.field_of_work.value,
            "task_relieved": self.task_relieved,
            "tool": self.tool,
            "hours_before": _plain(self.hours_before),
            "hours_after": _plain(self.hours_after),
            "people_affected": self.people_affected,
            "measurement": self.measurement,
            "authors": [[str(share.person_id), _plain(share.percent)] for share in self.authors],
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
        if not 0 <= hours <= MAX_HOURS or _places(hours) > _PLACES:
            problems.append(
                Invalid(
                    "HOURS_RANGE",
                    Text(
                        f"Số giờ từ 0 đến {MAX_HOURS}, tối đa hai chữ số thập phân.",
                        f"Hours are 0 to {MAX_HOURS}, with at most two decimals.",
                    ),
                    (name,),
                    f"0..{MAX_HOURS}",
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
        if not 0 < share.percent <= FULL_SHARE or _places(share.percent) > _PLACES:
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


def _plain(number: Decimal) -> str:
    """Write a number without exponent or trailing zeros: one text for one value."""
    return format(number.normalize(), "f") if number else "0"


def _places(number: Decimal) -> int:
    """Return how many decimals a finite number needs."""
    return max(0, -int(number.normalize().as_tuple().exponent))


def _is_web_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and not any(map(str.isspace, url))
