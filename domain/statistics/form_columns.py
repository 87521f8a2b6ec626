"""The columns of forms 0601.N and 0603.N, and their cells."""

from domain.errors import Text
from domain.movements.rules import MovementForm, MovementScope
from domain.statistics.rules import AwardCount, Duration, LaunchLevel, MovementCount, Recipient
from domain.tables.report import Column, Kind, Value

_ALL = Text("Tổng số", "Total")
_LEVELS = {
    LaunchLevel.CENTRAL: Text("Cấp trung ương", "The centre"),
    LaunchLevel.MINISTRY: Text("Cấp bộ", "The ministry"),
    LaunchLevel.CLUSTER: Text("Cụm, khối thi đua", "A cluster or block"),
    LaunchLevel.UNIT: Text("Cấp đơn vị", "A unit"),
}
_SCOPES = {
    MovementScope.NATIONAL: Text("Phạm vi toàn quốc", "Nationwide"),
    MovementScope.MINISTRY: Text("Phạm vi bộ, ngành", "In the ministry"),
    MovementScope.CLUSTER: Text("Phạm vi cụm, khối", "In a cluster or block"),
    MovementScope.UNIT: Text("Phạm vi cơ quan, đơn vị", "In a unit"),
}
_DURATIONS = {
    Duration.UNDER_1: Text("Dưới 1 năm", "Under 1 year"),
    Duration.ONE: Text("1 năm", "1 year"),
    Duration.OVER_1_TO_3: Text("Trên 1 đến dưới 3 năm", "Over 1, under 3 years"),
    Duration.FROM_3_TO_5: Text("Từ 3 đến dưới 5 năm", "3 to under 5 years"),
    Duration.FROM_5: Text("Từ 5 năm trở lên", "5 years and more"),
}
_METHODS = {
    MovementForm.REGULAR: Text("Thường xuyên hằng năm", "Regular, yearly"),
    MovementForm.THEMATIC: Text("Theo chuyên đề", "Thematic"),
}
_RECIPIENTS = {
    Recipient.MINISTRY_LEADER: Text("Lãnh đạo cấp bộ", "Leaders of the ministry"),
    Recipient.DEPARTMENT_LEADER: Text("Lãnh đạo cấp vụ, sở và tương đương", "Leaders of departments"),
    Recipient.OTHER_LEADER: Text("Lãnh đạo khác từ phó phòng trở lên", "Other leaders, from deputy heads of divisions"),
    Recipient.DIRECT_WORKER: Text("Người trực tiếp công tác", "Direct workers"),
}


def _counts(*headings: Text) -> list[Column]:
    return [Column(heading, 14, Kind.NUMBER) for heading in headings]


COLUMNS_0601 = (
    Column(Text("Cấp phát động", "Launched by"), 24),
    *_counts(_ALL, *_SCOPES.values(), *_DURATIONS.values(), *_METHODS.values()),
)
COLUMNS_0603 = (
    Column(Text("Hình thức khen thưởng", "Form of reward"), 32),
    *_counts(
        _ALL,
        *_METHODS.values(),
        Text("Tập thể", "Collectives"),
        Text("Cá nhân", "Individuals"),
        *_RECIPIENTS.values(),
    ),
)


def cells_of_0601(line: MovementCount) -> tuple[Value, ...]:
    """Return the cells of a line, in the order of the columns."""
    return (
        _LEVELS[line.launched_by] if line.launched_by else _ALL,
        line.total,
        *(line.by_scope[each] for each in _SCOPES),
        *(line.by_duration[each] for each in _DURATIONS),
        *(line.by_method[each] for each in _METHODS),
    )


def cells_of_0603(line: AwardCount) -> tuple[Value, ...]:
    """Return the cells of a line, in the order of the columns."""
    return (
        line.form_name or _ALL,
        line.total,
        *(line.by_method[each] for each in _METHODS),
        line.by_recipient[Recipient.COLLECTIVE],
        line.individuals,
        *(line.by_recipient[each] for each in _RECIPIENTS),
    )
