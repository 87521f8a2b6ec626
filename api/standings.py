"""A result for the person at a terminal: one line for each entry with a bar of its 90 % interval, Vietnamese first."""

from collections.abc import Iterable, Sequence
from decimal import Decimal

from rich.box import SIMPLE_HEAD
from rich.console import Group
from rich.table import Table
from rich.text import Text

from domain.engine.outcome import EntryOutcome, Evaluation
from domain.tables.findings import Finding

_BAR = 14
_ENTRIES_SHOWN = 200


def standings(evaluation: Evaluation, title: str | None) -> Group:
    """Lay out the first entries of the standing, and below them what a person should know of the whole."""
    table = Table(title=title, title_justify="left", box=SIMPLE_HEAD, padding=(0, 1, 0, 0))
    table.add_column("Hạng\nPlace", justify="right")
    table.add_column("Bài\nEntry", overflow="fold")
    table.add_column("Điểm\nScore", justify="right", no_wrap=True)
    table.add_column("Thô\nRaw", justify="right", no_wrap=True)
    table.add_column("Khoảng 90 %\nInterval", no_wrap=True, min_width=_BAR)
    table.add_column("Từ–đến\nRanks", no_wrap=True)
    table.add_column("P(đầu)\nP(top)", justify="right", no_wrap=True)
    table.add_column("Giải\nAward", overflow="fold")
    table.add_column("Lưu ý\nFlags", overflow="fold")
    shown = evaluation.entries[:_ENTRIES_SHOWN]
    scale = _scale(shown)
    for entry in shown:
        table.add_row(*_cells(entry, scale))
    return Group(table, *_notes(evaluation))


def findings_table(findings: Sequence[Finding], count: int) -> Table:
    """Lay out refusals by row and column; `count` may be more than are told."""
    table = Table(title=f"Từ chối / Refused: {count}", title_justify="left")
    for name in ("Dòng\nRow", "Cột\nColumn", "Lý do\nReason"):
        table.add_column(name, overflow="fold")
    for finding in findings:
        reason = Text(f"{finding.text.vi}\n{finding.text.en}  [{finding.rule}]")
        table.add_row("" if finding.row is None else str(finding.row), Text(finding.column), reason)
    if count > len(findings):
        table.add_row("…", "", Text(f"và {count - len(findings)} lỗi nữa / and {count - len(findings)} more"))
    return table


def _cells(entry: EntryOutcome, scale: tuple[Decimal, Decimal]) -> Iterable[Text]:
    place = "–" if entry.place is None else f"{entry.place}{'=' if entry.tied_with else ''}"
    ranks = "" if entry.rank_best is None else f"{entry.rank_best}–{entry.rank_worst}"
    chance = "" if entry.p_top is None else f"{entry.p_top:.0%}"
    flags = " ".join([*([] if entry.place else [entry.status.value]), *(flag.value for flag in entry.flags)])
    texts = (
        *(place, entry.entry, _number(entry.score), _number(entry.raw), bar(entry.low, entry.score, entry.high, scale)),
        *(ranks, chance, entry.tier or "", flags),
    )
    return (Text(text) for text in texts)


def _number(value: Decimal | None) -> str:
    return "" if value is None else f"{value:f}"


def _scale(entries: Iterable[EntryOutcome]) -> tuple[Decimal, Decimal]:
    """Return the least and the greatest number that any bar shows."""
    ends = [end for entry in entries for end in (entry.low, entry.score, entry.high) if end is not None]
    return (min(ends), max(ends)) if ends else (Decimal(), Decimal())


def bar(low: Decimal | None, score: Decimal | None, high: Decimal | None, scale: tuple[Decimal, Decimal]) -> str:
    """Draw an interval and its score on a scale: `──●───`; nothing where there is no interval."""
    if low is None or score is None or high is None:
        return ""
    least, most = scale
    start, point, end = (
        round((value - least) / (most - least) * (_BAR - 1)) if most > least else 0 for value in (low, score, high)
    )
    return "".join("●" if place == point else "─" if start <= place <= end else " " for place in range(_BAR))


def _notes(evaluation: Evaluation) -> list[Text]:
    summary = evaluation.summary
    notes = [f"Phương pháp / Method: {summary.method}"]
    if summary.unadjusted is not None:
        notes.append(f"Không hiệu chỉnh / Not adjusted: {summary.unadjusted}")
    if summary.icc_panel is not None:
        notes.append(f"Độ tin cậy của hội đồng / Reliability of the panel: {summary.icc_panel}")
    if summary.warnings:
        notes.append(f"Cảnh báo / Warnings: {' '.join(summary.warnings)}")
    for tier, tied in evaluation.seats_tied.items():
        notes.append(f"Đồng hạng ở suất cuối / Tied at the cut: {tier}: {', '.join(tied)}")
    for judge in evaluation.judges:
        if judge.flags:
            severity = "" if judge.severity is None else f"{_number(judge.severity)} ± {_number(judge.severity_se)}"
            notes.append(f"Người chấm / Judge {judge.judge}: {' '.join(judge.flags)} {severity}".rstrip())
    hidden = len(evaluation.entries) - _ENTRIES_SHOWN
    if hidden > 0:
        notes.append(f"… còn {hidden} bài nữa trong tệp kết quả / {hidden} more in the result file")
    return [Text(note) for note in notes]
