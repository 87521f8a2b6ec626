"""What the explorer offers to choose from: people to act as, and example operations for each role."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from domain.errors import Text

OPERATIONS = Path(__file__).parent / "operations"
EVERYONE = "everyone"


# The order is the order on the page.
ROLE_LABELS: Mapping[str, Text] = {
    "information_center": Text("Trung tâm Thông tin", "Information Center"),
    "personnel": Text("Vụ Tổ chức cán bộ", "Personnel Department"),
    "ministry_leader": Text("Lãnh đạo Bộ", "Ministry leader"),
    "unit_leader": Text("Thủ trưởng đơn vị", "Head of unit"),
    "focal_officer": Text("Cán bộ đầu mối", "Focal officer"),
    "evaluator": Text("Thành viên chấm", "Evaluator"),
    "council_secretary": Text("Thư ký Hội đồng", "Council secretary"),
    "staff": Text("Cán bộ, công chức, viên chức", "Staff member"),
    "system_administrator": Text("Quản trị hệ thống", "System administrator"),
    "auditor": Text("Kiểm toán viên", "Auditor"),
    EVERYONE: Text("Mọi người", "Everyone"),
}


@dataclass(frozen=True, slots=True)
class RoleOption:
    """A person to act as in the explorer, with a ready token: development and demo data only."""

    role: str
    label: Text
    person: str
    token: str


@dataclass(frozen=True, slots=True)
class Example:
    """An operation to load into the editor."""

    role: str
    title: Text
    query: str
    variables: Mapping[str, Any] | None = None


def load_examples(root: Path = OPERATIONS) -> tuple[Example, ...]:
    """Read `<role>/<name>.graphql` under root, by role in page order and then by file name."""
    unknown = sorted(d.name for d in root.iterdir() if d.is_dir() and d.name not in ROLE_LABELS)
    if unknown:
        raise ValueError(f"{root}: no such role: {', '.join(unknown)}")
    return tuple(_read(role, path) for role in ROLE_LABELS for path in sorted((root / role).glob("*.graphql")))


def _read(role: str, path: Path) -> Example:
    titles: dict[str, str] = {}
    lines = path.read_text(encoding="utf-8").splitlines()
    while lines and lines[0].startswith(("# vi:", "# en:")):
        language, _, title = lines.pop(0).removeprefix("# ").partition(":")
        titles[language] = title.strip()
    if not (titles.get("vi") and titles.get("en")):
        raise ValueError(f"{path}: must begin with the lines '# vi: <title>' and '# en: <title>'")
    query = "\n".join(lines).strip()
    if not query:
        raise ValueError(f"{path}: has titles but no operation")
    return Example(role, Text(**titles), query, _read_variables(path.with_suffix(".json")))


def _read_variables(path: Path) -> Mapping[str, Any] | None:
    if not path.exists():
        return None
    variables = json.loads(path.read_text(encoding="utf-8"))
    if not isinstance(variables, dict):
        raise TypeError(f"{path}: variables must be a JSON object")
    return variables
