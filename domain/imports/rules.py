"""What a request for an import must be like before any file is read."""

from collections.abc import Iterable

from domain.errors import DomainError, Invalid, Text
from domain.tables.findings import Finding, Findings

MAX_NAME = 200
#: Bytes of a file, and of the rules of a score table.
MAX_BYTES = 20_000_000
MAX_RULES = 100_000


def problems_of_name(name: str, path: tuple[str, ...]) -> list[DomainError]:
    """List what is wrong with the name of a table or of a file: it is one line of 1 to 200 signs."""
    if name.strip() and len(name) <= MAX_NAME and name.isprintable():
        return []
    text = Text(f"Tên cần 1 đến {MAX_NAME} ký tự.", f"A name has 1 to {MAX_NAME} signs.")
    return [Invalid("NAME_LENGTH", text, path, f"1..{MAX_NAME}")]


def problems_of_content(content: bytes) -> list[DomainError]:
    """List what is wrong with a file before it is read: it is empty, or too large."""
    path = ("file",)
    if not content:
        return [Invalid("FILE_EMPTY", Text("Tệp rỗng.", "The file is empty."), path)]
    if len(content) > MAX_BYTES:
        most = f"{MAX_BYTES // 1_000_000} MB"
        text = Text(f"Tệp lớn hơn {most}.", f"The file is larger than {most}.")
        return [Invalid("FILE_TOO_LARGE", text, path, most)]
    return []


def refuse_long_rules() -> Invalid:
    """Say that rules are longer than anybody writes."""
    most = f"{MAX_RULES // 1000} kB"
    text = Text(f"Tệp quy tắc lớn hơn {most}.", f"The rules are larger than {most}.")
    return Invalid("RULES_TOO_LARGE", text, ("rules",), most)


def problems_of_rules(findings: Iterable[Finding]) -> list[DomainError]:
    """Say as refusals of a deed what is wrong with a rules file: the path ends with the key."""
    return [Invalid(each.rule, each.text, ("rules", *filter(None, [each.column]))) for each in findings]


def place_of(finding: Finding) -> str:
    """Write where in a file something is wrong, as a path for programs: "row:5/column:Tính mới"."""
    row = [] if finding.row is None else [f"row:{finding.row}"]
    return "/".join([*row, *([f"column:{finding.column}"] if finding.column else [])])


def all_told(findings: Findings) -> list[Finding]:
    """Return what is told of a file, and how much more there is where that is not all."""
    hidden = findings.count - len(findings.told)
    if not hidden:
        return findings.told
    text = Text(f"Còn {hidden} lỗi nữa chưa kể ra.", f"{hidden} more are not told.")
    return [*findings.told, Finding(None, "", "MORE", text)]
