"""Who and what the initiatives stand on: units, people, roles, a movement, its rubric, a closed round."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from random import Random
from uuid import UUID

from bench import words
from domain.actor import ROUND_ROLES, UNIT_ROLES, Role

SEED = 20250106
BEGINNING = datetime(2024, 12, 2, 1, tzinfo=UTC)
LAUNCH = datetime(2025, 1, 6, 2, tzinfo=UTC)
#: Initiatives are written between the launch and this long after it.
WRITING = timedelta(days=240)
ROUND_OPENS, ROUND_CLOSES = LAUNCH + timedelta(days=10), LAUNCH + timedelta(days=300)
#: The first units hold no initiatives: the ministry's bodies and the evaluators work there, so nobody is in conflict.
BODIES = 8
PEOPLE_PER_UNIT = 10
WEIGHTS = (30, 25, 20, 15, 10)
CRITERIA = (
    "Tính mới, sáng tạo", "Hiệu quả tiết kiệm thời gian", "Khả năng nhân rộng", "An toàn thông tin", "Hồ sơ minh chứng",
)  # fmt: skip


def subject_of(role: Role) -> str:
    """Return the token subject of the benchmark's reader with a role."""
    return f"bench-{role.value.lower().replace('_', '-')}"


def id_at(moment: datetime, number: int, random: Random) -> UUID:
    """Make a UUID of version 7 for a moment of the past, so that ids sort as the rows were made."""
    milliseconds = int(moment.timestamp() * 1000)
    value = milliseconds << 80 | 0x7 << 76 | (number & 0xFFF) << 64 | 0b10 << 62 | random.getrandbits(62)
    return UUID(int=value)


@dataclass(frozen=True, slots=True)
class Population:
    """The rows that initiatives refer to."""

    units: list[UUID]
    staff: list[UUID]
    evaluators: list[UUID]
    readers: dict[Role, UUID]
    movement: UUID
    rubric: UUID
    criteria: list[UUID]
    round: UUID
    phase: UUID
    result: UUID

    def people_of(self, unit: int) -> list[UUID]:
        """Return who may be authors in a unit (by its position)."""
        start = (unit - BODIES) * PEOPLE_PER_UNIT
        return self.staff[start : start + PEOPLE_PER_UNIT]


def populate(initiatives: int) -> Population:
    """Decide how many of everything there are, and their ids; all grows with the number of initiatives."""
    random = Random(SEED)  # noqa: S311 -- the same data every time
    count = iter(range(1 << 30))

    def some(number: int) -> list[UUID]:
        return [id_at(BEGINNING + timedelta(milliseconds=(n := next(count))), n, random) for _ in range(number)]

    units = some(max(32, initiatives // 50))
    staff = some((len(units) - BODIES) * PEOPLE_PER_UNIT)
    evaluators = some(max(16, initiatives // 500 // 4 * 4))
    others = [role for role in Role if role not in {*UNIT_ROLES, *ROUND_ROLES, Role.STAFF}]
    readers = dict(zip(others, some(len(others)), strict=True))
    # Those who belong to a unit are ordinary members of the first one that has initiatives.
    readers |= {Role.UNIT_LEADER: staff[0], Role.FOCAL_OFFICER: staff[1], Role.STAFF: staff[2]}
    readers[Role.EVALUATOR] = evaluators[0]
    movement, rubric, round_, phase, result = some(5)
    return Population(units, staff, evaluators, readers, movement, rubric, some(5), round_, phase, result)


def unit_rows(world: Population) -> Iterator[tuple[object, ...]]:
    """Yield the ministry and its units."""
    since = date(2023, 1, 1)
    yield (world.units[0], "BTTTT", "Bộ Thông tin và Truyền thông", "BO", None, True, True, False, since, 1)
    for number, key in enumerate(world.units[1:], 1):
        kind, label = words.UNIT_KINDS[number % len(words.UNIT_KINDS)]
        name = f"{label} {words.UNIT_FIELDS[number % len(words.UNIT_FIELDS)]} {number}"
        yield (key, f"DV-{number:05}", name, kind, world.units[0], kind != "VU", kind != "VU", False, since, 1)


def person_rows(world: Population) -> Iterator[tuple[object, ...]]:
    """Yield everybody; the readers have token subjects that the benchmark knows."""
    random = Random(SEED + 1)  # noqa: S311 -- the same data every time
    subjects = {key: subject_of(role) for role, key in world.readers.items()}
    bodies = [key for key in world.readers.values() if key not in {*world.staff, *world.evaluators}]
    places = [(key, BODIES + n // PEOPLE_PER_UNIT) for n, key in enumerate(world.staff)]
    places += [(key, 1 + n % (BODIES - 1)) for n, key in enumerate([*world.evaluators, *bodies])]
    for number, (key, unit) in enumerate(places):
        subject = subjects.get(key, f"bench-person-{number}")
        yield (
            key, words.full_name(random), f"{subject}@bench.invalid", subject, world.units[unit], "Chuyên viên",
            "CIVIL_SERVANT", "DIRECT_WORKER", BEGINNING, 1,
        )  # fmt: skip


def grant_rows(world: Population) -> Iterator[tuple[object, ...]]:
    """Yield a leader and a focal officer of each unit, the evaluators, and the readers' roles."""
    random = Random(SEED + 2)  # noqa: S311 -- the same data every time
    given: list[tuple[UUID, Role, UUID | None, UUID | None]] = []
    for unit in range(BODIES, len(world.units)):
        leader, focal = world.people_of(unit)[:2]
        given.append((leader, Role.UNIT_LEADER, world.units[unit], None))
        given.append((focal, Role.FOCAL_OFFICER, world.units[unit], None))
    given += [(key, Role.EVALUATOR, None, world.round) for key in world.evaluators]
    given += [(key, role, None, None) for role, key in world.readers.items() if role not in {*UNIT_ROLES, *ROUND_ROLES}]
    for number, (person, role, unit_id, round_id) in enumerate(given):
        yield (id_at(BEGINNING, number, random), person, role.value, unit_id, round_id, BEGINNING, BEGINNING)


def small_rows(world: Population) -> dict[str, list[dict[str, object]]]:
    """Return the movement, the frozen rubric with its criteria, the closed round and its published result."""
    frozen = {"state": "FROZEN", "created_at": BEGINNING, "frozen_at": LAUNCH, "version": 1}
    ten = {"scale_min": Decimal(0), "scale_max": Decimal(10), "step": Decimal("0.5")}
    end = ROUND_CLOSES + timedelta(days=1)
    return {
        "movements": [{
            "id": world.movement, "code": "BENCH", "name": "Thi đua cải tiến công việc bằng công cụ số",
            "goal": "Giảm giờ làm thủ công.", "content": "Mỗi đơn vị đề xuất sáng kiến.", "subjects": "Mọi đơn vị.",
            "starts_on": LAUNCH.date(), "ends_on": end.date(), "report_due_before": end.date(), "form": "THEMATIC",
            "scope": "MINISTRY", "state": "AWARDING", "launched_at": LAUNCH, "created_at": BEGINNING, "version": 1,
        }],
        "rubrics": [
            {"id": world.rubric, "movement_id": world.movement, "code": "BTC", "number": 1, "name": "Bộ tiêu chí"}
            | frozen
        ],
        "criteria": [
            {"id": key, "rubric_id": world.rubric, "ordinal": n, "code": f"TC{n}", "name": name,
             "weight": Decimal(weight)} | ten
            for n, (key, name, weight) in enumerate(zip(world.criteria, CRITERIA, WEIGHTS, strict=True), 1)
        ],
        "rounds": [{
            "id": world.round, "movement_id": world.movement, "rubric_id": world.rubric, "ordinal": 1,
            "name": "Vòng chấm", "state": "CLOSED", "opens_at": ROUND_OPENS, "closes_at": ROUND_CLOSES,
            "score_places": 2, "opened_at": ROUND_OPENS, "closed_at": ROUND_CLOSES, "created_at": LAUNCH, "version": 1,
            "kind": "EXPERT", "method": "MEAN", "drop_high": 0, "drop_low": 0, "ties": [],
            "dispute_spread": Decimal(20), "phase_id": world.phase,
        }],
        "round_phases": [{
            "id": world.phase, "round_id": world.round, "ordinal": 1, "name": "Chấm điểm", "can_score": True,
            "can_discuss": False, "others_scores": "NEVER", "hides_authors": False, "hides_evaluators": False,
        }],
        "results": [{
            "id": world.result, "round_id": world.round, "number": 1, "method": "MEAN", "score_places": 2,
            "inputs_hash": "0" * 64, "outputs_hash": "0" * 64, "engine_version": "1", "seed": 0, "components": 1,
            "bridges_needed": 0, "warnings": [], "state": "PUBLISHED", "computed_at": ROUND_CLOSES,
            "verified_at": end, "published_at": end,
            "computed_by_id": world.readers[Role.INFORMATION_CENTER],
        }],
    }  # fmt: skip
