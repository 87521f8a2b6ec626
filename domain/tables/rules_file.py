"""The rules file: TOML or JSON to criteria, rules and stages, before any row is read.

The keys are the names that the engine's Rules, Rounding, Tier and Criterion have, and a few more: `trim` is drop_high
and drop_low at once, a criterion's `id` may list several ids of one kind, and `table` says how to read the file.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from decimal import Decimal

from domain.engine.problem import Aggregate, Criterion, Direction, Gate, Method, Rounding, Rules, Scale, Tier
from domain.errors import Text
from domain.tables.columns import folded
from domain.tables.findings import Findings, Refused
from domain.tables.strict import Section, parsed

#: The only stage of a file that names none.
ONLY_STAGE = "1"
MAX_CRITERIA = 200
MAX_STAGES = 50

_RULES = tuple(field.name for field in fields(Rules))
_FILE = ("title", "seed", "trim", *_RULES, "components", "criteria", "stages", "table")
_ROUNDING = tuple(field.name for field in fields(Rounding))
_GATE = tuple(field.name for field in fields(Gate))
_TIER = tuple(field.name for field in fields(Tier))
_CRITERION = ("id", "name", *(field.name for field in fields(Criterion) if field.name != "id"))
_STAGE = ("id", "name", "weight", "criteria")
_TABLE = ("decimal", "ignore")
_MARKS = {"point": ".", "comma": ","}
_ONE = Decimal(1)
#: What criteria are called, ids and names, with their ids.
_Names = list[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class StageRules:
    """A round of judging without its rows. `name` is another name for it in the table."""

    id: str
    name: str | None
    weight: Decimal
    criteria: Sequence[Criterion]


@dataclass(frozen=True, slots=True)
class RulesFile:
    """All that a rules file says. `names` gives the criteria's ids by their ids and names.

    `components` are those of amounts that no criterion has. `decimal` is "." or ",", None where the table tells.
    """

    title: str | None
    rules: Rules
    seed: int
    stages: Sequence[StageRules]
    names: Mapping[str, str]
    components: Sequence[str]
    decimal: str | None
    ignored: Sequence[str]


def read_rules(content: bytes) -> RulesFile:
    """Read a rules file. Raises Refused with everything that is wrong with it."""
    findings = Findings()
    file = Section(parsed(content), "", _FILE, findings)
    names: _Names = []
    shared = _criteria(file, names)
    stages = _stages(file, shared, names)
    _check_names(file, names)
    table = file.section("table", _TABLE)
    decimal = table.text("decimal")
    if decimal is not None and decimal not in _MARKS:
        table.refuse("decimal", "VALUE_WRONG", Text("decimal: cần point hoặc comma.", "decimal: point or comma."))
    read = RulesFile(
        title=file.text("title"),
        rules=_rules(file, [criterion for _name, criterion in names]),
        seed=file.whole("seed", 0, most=2**63 - 1) or 0,
        stages=stages,
        names=dict(names),
        components=file.texts("components"),
        decimal=_MARKS.get(decimal or ""),
        ignored=table.texts("ignore"),
    )
    if findings.count:
        raise Refused(findings.told)
    return read


def _rules(file: Section, criteria: Sequence[str]) -> Rules:
    plain = Rules()
    rounding = file.section("rounding", _ROUNDING)
    trim = file.whole("trim", 0) or 0
    if "trim" in file and ("drop_high" in file or "drop_low" in file):
        file.refuse(
            "trim", "KEYS_CONTRADICT", Text("Chỉ dùng trim hoặc drop_…", "Use either trim or drop_…, not both.")
        )
    # A table holds marks, and no answers to pairs.
    method = file.choice("method", Method, plain.method, but=[Method.PAIRWISE])
    drops = [key for key in ("trim", "drop_high", "drop_low") if key in file]
    if drops and method is not Method.TRIMMED:
        text = Text(f"{drops[0]} chỉ dùng với method TRIMMED.", f"{drops[0]} needs the method TRIMMED.")
        file.refuse(drops[0], "KEYS_CONTRADICT", text)
    return Rules(
        method=method,
        scale=file.choice("scale", Scale, plain.scale),
        aggregate=file.choice("aggregate", Aggregate, plain.aggregate),
        drop_high=file.whole("drop_high", trim) or 0,
        drop_low=file.whole("drop_low", trim) or 0,
        score_places=_or(file.whole("score_places", plain.score_places), plain.score_places),
        rounding=Rounding(**{name: rounding.whole(name) for name in _ROUNDING}),
        ties=file.texts("ties"),
        tiers=tuple(_tier(section) for section in file.sections("tiers", _TIER)),
        quorum=file.whole("quorum"),
        per_entry=file.whole("per_entry"),
        places=file.whole("places"),
        gate=_gate(file.section("gate", _GATE), criteria) if "gate" in file else None,
    )


def _gate(section: Section, criteria: Sequence[str]) -> Gate:
    if "share" not in section:
        section.refuse("share", "KEY_MISSING", _missing("share"))
    minimums = section.section("minimums", criteria)
    least = {key: value for key in criteria if (value := minimums.decimal(key)) is not None}
    return Gate(section.decimal("share", _ONE) or Decimal(0), section.decimal("total"), least)


def _or(found: int | None, default: int) -> int:
    return default if found is None else found


def _tier(section: Section) -> Tier:
    return Tier(
        id=_named(section),
        seats=section.whole("seats"),
        percent=section.decimal("percent"),
        minimum=section.decimal("minimum"),
        per_group=section.whole("per_group"),
    )


def _stages(file: Section, shared: Sequence[Criterion], names: _Names) -> Sequence[StageRules]:
    sections = file.sections("stages", _STAGE)
    if not sections:
        if not shared:
            file.refuse("criteria", "KEY_MISSING", _missing("criteria"))
        return (StageRules(ONLY_STAGE, None, _ONE, shared),)
    if len(sections) > MAX_STAGES:
        file.refuse("stages", "TOO_MANY", Text(f"Tối đa {MAX_STAGES} vòng.", f"There may be {MAX_STAGES} rounds."))
    stages = [_stage(section, shared, names) for section in sections]
    called = [folded(name) for stage in stages for name in {stage.id, stage.name or stage.id}]
    if len(set(called)) < len(called):
        file.refuse("stages", "NAMES_ALIKE", Text("Hai vòng trùng tên.", "Two rounds have the same name."))
    return stages


def _stage(section: Section, shared: Sequence[Criterion], names: _Names) -> StageRules:
    criteria = _criteria(section, names) if "criteria" in section else shared
    if not criteria:
        section.refuse("criteria", "KEY_MISSING", _missing("criteria"))
    return StageRules(_named(section), section.text("name"), section.decimal("weight", _ONE) or _ONE, criteria)


def _criteria(owner: Section, names: _Names) -> Sequence[Criterion]:
    """Read the criteria of the file or of a stage, and take note of their names."""
    found: list[Criterion] = []
    for section in owner.sections("criteria", _CRITERION):
        ids = section.texts("id") if section.is_list("id") else (_named(section),)
        name = section.text("name")
        for each in ids:
            found.append(_criterion(section, each))
            names.append((each, each))
        if name is not None and len(ids) == 1:
            names.append((name, ids[0]))
    if len({criterion.id for criterion in found}) < len(found):
        owner.refuse("criteria", "ID_TWICE", Text("Hai tiêu chí trùng mã.", "Two criteria have the same id."))
    if len(found) > MAX_CRITERIA:
        text = Text(f"Tối đa {MAX_CRITERIA} tiêu chí.", f"There may be {MAX_CRITERIA} criteria.")
        owner.refuse("criteria", "TOO_MANY", text)
    return tuple(found)


def _criterion(section: Section, criterion_id: str) -> Criterion:
    """Read one criterion; its scale must make sense here, or every mark would seem wrong."""
    bounds: Mapping[str, Decimal | None] = {key: section.decimal(key) for key in ("low", "high")}
    for key, value in bounds.items():
        if value is None and key not in section:
            section.refuse(key, "KEY_MISSING", _missing(key))
    low, high = bounds["low"] or Decimal(0), bounds["high"] or Decimal(0)
    if None not in bounds.values() and low >= high:
        section.refuse("high", "VALUE_WRONG", Text("high phải lớn hơn low.", "high must be more than low."))
    return Criterion(
        id=criterion_id,
        weight=_positive(section, "weight", _ONE) or _ONE,
        low=low,
        high=high,
        step=_positive(section, "step", None),
        direction=section.choice("direction", Direction, Direction.HIGHER),
        component=section.text("component") or "",
    )


def _positive(section: Section, key: str, default: Decimal | None) -> Decimal | None:
    value = section.decimal(key, default)
    if value is not None and value <= 0:
        section.refuse(key, "VALUE_WRONG", Text(f"{key} phải lớn hơn 0.", f"{key} must be more than 0."))
        return default
    return value


def _named(section: Section) -> str:
    if "id" not in section:
        section.refuse("id", "KEY_MISSING", _missing("id"))
    return section.text("id") or ""


def _check_names(file: Section, names: _Names) -> None:
    """Refuse names that columns could not be told apart by."""
    told: dict[str, str] = {}
    for name, criterion in names:
        other = told.setdefault(folded(name), criterion)
        if other != criterion:
            text = Text(
                f"Tên của tiêu chí {criterion} và {other} trùng nhau hoặc chỉ khác ở dấu, chữ hoa.",
                f"The names of criteria {criterion} and {other} are the same but for accents and capitals.",
            )
            file.refuse("criteria", "NAMES_ALIKE", text)


def _missing(key: str) -> Text:
    return Text(f"Thiếu khoá {key}.", f"The key {key} is missing.")
