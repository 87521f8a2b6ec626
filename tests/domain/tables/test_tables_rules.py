import json
import tomllib
from decimal import Decimal
from pathlib import Path

import pytest

from domain.engine.problem import Aggregate, Criterion, Direction, Gate, Method, Rounding, Rules, Scale, Tier
from domain.tables.findings import Refused
from domain.tables.rules_file import read_rules

EXAMPLES = Path(__file__).parents[3] / "docs" / "examples" / "tables"
CRITERION = '[[criteria]]\nid = "c"\nlow = 0\nhigh = 10\n'


def refusals(text: str) -> list[tuple[str, str]]:
    with pytest.raises(Refused) as refused:
        read_rules(text.encode())
    assert all(each.text.vi and each.text.en and each.row is None for each in refused.value.findings)
    return [(each.column, each.rule) for each in refused.value.findings]


def test_everything_a_rules_file_can_say_is_read():
    rules = read_rules(
        b"""
        title = "Final"
        method = "trimmed"
        scale = "POINTS"
        aggregate = "SUM"
        drop_high = 2
        drop_low = 1
        score_places = 3
        ties = ["stage:b", "lot"]
        quorum = 4
        per_entry = 5
        places = 3
        gate = { share = 0.6, total = 50, minimums = { z = -2.5 } }
        seed = 99
        components = ["deduction"]
        rounding = { mark = 1, product = 2, total = 0 }
        table = { decimal = "comma", ignore = ["Judge's city"] }
        [[tiers]]
        id = "gold"
        seats = 1
        [[tiers]]
        id = "silver"
        percent = 12.5
        minimum = 60
        per_group = 2
        [[criteria]]
        id = ["x", "y"]
        low = 0
        high = 10
        step = 0.25
        [[stages]]
        id = "a"
        name = "Short"
        weight = 0.5
        [[stages]]
        id = "b"
        [[stages.criteria]]
        id = "z"
        name = "Time"
        weight = 2
        low = -5
        high = 5
        direction = "lower"
        component = "T"
        """
    )

    assert rules.rules == Rules(
        Method.TRIMMED, Scale.POINTS, Aggregate.SUM, 2, 1, 3, Rounding(1, 2, 0), ("stage:b", "lot"),
        (Tier("gold", 1), Tier("silver", None, Decimal("12.5"), Decimal(60), 2)), 4, 5, 3,
        Gate(Decimal("0.6"), Decimal(50), {"z": Decimal("-2.5")}),
    )  # fmt: skip
    assert (rules.title, rules.seed, rules.decimal) == ("Final", 99, ",")
    assert (rules.components, rules.ignored) == (("deduction",), ("Judge's city",))
    shared = tuple(Criterion(each, Decimal(1), Decimal(0), Decimal(10), Decimal("0.25")) for each in ("x", "y"))
    own = (Criterion("z", Decimal(2), Decimal(-5), Decimal(5), None, Direction.LOWER, "T"),)
    assert [(each.id, each.name, each.weight, each.criteria) for each in rules.stages] == [
        ("a", "Short", Decimal("0.5"), shared),
        ("b", None, Decimal(1), own),
    ]
    assert rules.names == {"x": "x", "y": "y", "z": "z", "Time": "z"}


def test_trim_drops_at_both_ends():
    rules = read_rules(f'method = "TRIMMED"\ntrim = 2\n{CRITERION}'.encode()).rules

    assert (rules.drop_high, rules.drop_low) == (2, 2)


@pytest.mark.parametrize("path", sorted(EXAMPLES.glob("*.toml")), ids=lambda path: path.stem)
def test_json_says_the_same_as_toml(path):
    content = path.read_bytes()
    as_json = json.dumps(tomllib.loads(content.decode())).encode()

    assert read_rules(as_json) == read_rules(content)


def test_unknown_keys_are_named_with_those_that_are_known():
    with pytest.raises(Refused) as refused:
        read_rules(f"metod = 1\nscor = 2\n{CRITERION}stp = 1\n".encode())

    first, _, third = refused.value.findings
    assert (first.column, first.rule) == ("metod", "KEY_UNKNOWN")
    assert first.text.en.startswith("There is no key “metod”; these are known: title, seed, trim, method, ")
    assert first.text.en.endswith("Is method meant?")
    assert third.column == "criteria[0].stp"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", [("criteria", "KEY_MISSING")]),
        ("a = [", [("", "RULES_UNREADABLE")]),
        (f"gate = {{ total = 1 }}\n{CRITERION}", [("gate.share", "KEY_MISSING")]),
        (f"gate = 0.5\n{CRITERION}", [("gate", "WRONG_TYPE"), ("gate.share", "KEY_MISSING")]),
        (f"gate = {{ share = 1, minimums = {{ d = 1 }} }}\n{CRITERION}", [("gate.minimums.d", "KEY_UNKNOWN")]),
        ('{"seed": 1, "seed": 2}', [("", "RULES_UNREADABLE")]),
        ('{"seed": NaN, "criteria": [{"id": "c", "low": 0, "high": 1}]}', [("seed", "VALUE_WRONG")]),
        ("[[criteria]]\nhigh = 1\n", [("criteria[0].id", "KEY_MISSING"), ("criteria[0].low", "KEY_MISSING")]),
        ('[[criteria]]\nid = "c"\nlow = 5\nhigh = 5\n', [("criteria[0].high", "VALUE_WRONG")]),
        (f"{CRITERION}weight = 0\n", [("criteria[0].weight", "VALUE_WRONG")]),
        (f"{CRITERION}step = -1\n", [("criteria[0].step", "VALUE_WRONG")]),
        (f"{CRITERION}step = nan\n", [("criteria[0].step", "VALUE_WRONG")]),
        (f"{CRITERION}step = 1e-30\n", [("criteria[0].step", "VALUE_WRONG")]),
        (f"{CRITERION}step = true\n", [("criteria[0].step", "VALUE_WRONG")]),
        (f"{CRITERION}{CRITERION}", [("criteria", "ID_TWICE")]),
        (f'{CRITERION}[[criteria]]\nid = "C"\nlow = 0\nhigh = 1\n', [("criteria", "NAMES_ALIKE")]),
        (f'method = "ZSCORE"\n{CRITERION}', [("method", "VALUE_WRONG")]),
        (f"trim = 1\n{CRITERION}", [("trim", "KEYS_CONTRADICT")]),
        (f'method = "TRIMMED"\ntrim = 1\ndrop_low = 1\n{CRITERION}', [("trim", "KEYS_CONTRADICT")]),
        (f"quorum = 1.5\nseed = -1\n{CRITERION}", [("seed", "VALUE_WRONG"), ("quorum", "VALUE_WRONG")]),
        (f"ties = 'median'\n{CRITERION}", [("ties", "VALUE_WRONG")]),
        (f"stages = 5\n{CRITERION}", [("stages", "VALUE_WRONG")]),
        (f"rounding = 2\n{CRITERION}", [("rounding", "WRONG_TYPE")]),
        (f"rounding = {{ totl = 2 }}\n{CRITERION}", [("rounding.totl", "KEY_UNKNOWN")]),
        (f"table = {{ decimal = ';' }}\n{CRITERION}", [("table.decimal", "VALUE_WRONG")]),
        (f"title = ''\n{CRITERION}", [("title", "VALUE_WRONG")]),
        ('[[stages]]\nid = "a"\n', [("stages[0].criteria", "KEY_MISSING")]),
        (f'{CRITERION}[[stages]]\nid = "a"\n[[stages]]\nid = "A"\n', [("stages", "NAMES_ALIKE")]),
        (f"{CRITERION}[[tiers]]\nseats = 1\n", [("tiers[0].id", "KEY_MISSING")]),
        (CRITERION + "".join(f'[[stages]]\nid = "s{number}"\n' for number in range(51)), [("stages", "TOO_MANY")]),
        (f"[[criteria]]\nid = {[str(n) for n in range(201)]}\nlow = 0\nhigh = 1\n", [("criteria", "TOO_MANY")]),
        ("#" * 1_000_001, [("", "RULES_TOO_LARGE")]),
    ],
)  # fmt: skip
def test_each_rule_of_the_rules_file(text, expected):
    assert sorted(refusals(text)) == sorted(expected)


def test_all_that_is_wrong_is_said_at_once():
    found = refusals('metod = 1\nseed = "x"\n[[criteria]]\nid = "c"\nlow = "0"\nhigh = 1\n')

    assert set(found) == {("metod", "KEY_UNKNOWN"), ("seed", "VALUE_WRONG"), ("criteria[0].low", "VALUE_WRONG")}
