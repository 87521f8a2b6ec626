"""A score table and its rules to a problem that the engine takes, or all that is wrong with them."""

from domain.engine.checking import problems_of
from domain.engine.problem import Progress
from domain.errors import Text
from domain.tables.cells import Table
from domain.tables.findings import Finding, Refused
from domain.tables.parsing import Parsed, parse
from domain.tables.reading import read_table
from domain.tables.rules_file import RulesFile


def understand(content: bytes, sheet: str | None, rules: RulesFile, told: Progress) -> tuple[Table, Parsed]:
    """Read a table; rows that are wrong are among what was parsed. Raises Refused for what no row is to blame for."""
    table = read_table(content, sheet)
    parsed = parse(table, rules, lambda share: told(share, "đọc bảng / reading"))
    refusals = problems_of(parsed.problem)
    if refusals:
        raise Refused([Finding(None, ".".join(each.where), each.rule, Text(*each.text)) for each in refusals])
    return table, parsed
