"""The charts of a result: the ranking with 90 % bars and the cut line, and how strict each evaluator is; as SVG.

Drawn when the result is computed, by a process that serves nobody. Texts stay texts, so that a drawing can be searched
and read aloud; the hash salt is fixed, so that the same result gives the same drawing.
"""

import io
from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from domain.engine.outcome import EntryOutcome, Evaluation, JudgeOutcome, Status
from domain.engine.problem import Method
from domain.errors import Text
from domain.initiatives.model import Initiative
from domain.people.model import Person
from domain.results.model import Result, ResultChart
from domain.results.rules import ChartKind

#: More lines than this cannot be read on one sheet: the best ones are drawn, and those around the cut.
MOST_LINES = 60
_AROUND_CUT = 15
_INK, _GREY, _BAR, _CUT, _STRICT, _MILD = "#1f2933", "#9aa5b1", "#2f6f9f", "#c2410c", "#b45309", "#0f766e"
_WORDS = {
    "ranking": Text("Xếp hạng và khoảng tin cậy 90 %", "Ranking with 90 % intervals"),
    "score": Text("điểm", "score"),
    "adjusted": Text("điểm công bố, khoảng 90 %", "published score, 90 % interval"),
    "raw": Text("trung bình thô", "plain mean"),
    "chance": Text("xác suất được coi là tốt hơn trung bình, %", "chance to be preferred to the average, %"),
    "won": Text("tỷ lệ so sánh thắng", "share of comparisons won"),
    "cut": Text("ranh giới {k} vị trí", "cut of {k} places"),
    "left_out": Text("… {n} sáng kiến không vẽ", "… {n} entries not drawn"),
    "severity": Text("Độ nghiêm của thành viên chấm", "Severity of evaluators"),
    "points": Text("điểm so với mức chung (dương: chặt hơn)", "points from the common level (positive: stricter)"),
    "sheets": Text("{n} phiếu", "{n} sheets"),
    "nothing": Text("Chưa có số liệu", "Nothing to show"),
}
_TALL, _LINE, _WIDE = 1.4, 0.26, 9.0
_TITLE = 40


async def charts_of(session: AsyncSession, result: Result, evaluation: Evaluation) -> list[ResultChart]:
    """Draw both charts in both languages. Entries go by their title, evaluators by their name."""
    initiatives = [UUID(entry.entry) for entry in evaluation.entries]
    titles = await session.execute(select(Initiative.id, Initiative.title).where(Initiative.id.in_(initiatives)))
    title_of = {str(row.id): row.title for row in titles}
    judges = [UUID(judge.judge) for judge in evaluation.judges]
    people = await session.execute(select(Person.id, Person.full_name).where(Person.id.in_(judges)))
    name_of = {str(row.id): row.full_name for row in people}
    return [
        ResultChart(result_id=result.id, kind=kind, language=language, svg=svg)
        for language in ("vi", "en")
        for kind, svg in (
            (ChartKind.RANKING, ranking_chart(evaluation, title_of, language)),
            (ChartKind.SEVERITY, severity_chart(evaluation.judges, name_of, language)),
        )
    ]


def ranking_chart(evaluation: Evaluation, title_of: Mapping[str, str], language: str) -> str:
    """Draw the ranked entries, the best on top: place, score with its bar, plain mean in grey, the cut as a line."""
    ranked = [each for each in evaluation.entries if each.status is Status.RANKED]
    cut = evaluation.summary.places
    shown = _shown(ranked, cut)
    is_pairwise = evaluation.summary.method is Method.PAIRWISE
    unit = _say("chance" if is_pairwise else "score", language)
    figure, axes = _canvas(len(shown), _say("ranking", language), unit)
    labels = []
    for row, line in enumerate(shown):
        if isinstance(line, int):
            _text(axes, 0.5, row, _say("left_out", language, n=line), _GREY, ha="center")
            labels.append("")
            continue
        _entry_line(axes, row, line)
        labels.append(f"{line.place}. {shortened(legible(title_of[line.entry]))}")
        if line.p_top is not None:
            _text(axes, 1.01, row, f"P {line.p_top:.0%}", _GREY)
        if cut is not None and len(ranked) > cut and line is _last_within(ranked, cut):
            axes.axhline(row + 0.5, color=_CUT, linestyle="--", linewidth=1)
            _text(axes, 0.005, row + 0.3, _say("cut", language, k=cut), _CUT)
    axes.set_yticks(range(len(labels)), labels, parse_math=False)
    axes.plot([], [], "o-", color=_BAR, label=_say("adjusted", language))
    axes.plot([], [], "o", color=_GREY, markersize=4, label=_say("won" if is_pairwise else "raw", language))
    figure.legend(loc="outside lower center", ncol=2, frameon=False, fontsize=8)
    return _svg(figure, axes, bool(shown), language)


def legible(text: str) -> str:
    """Put a text on one line, without the characters that no XML may hold."""
    return " ".join("".join(each for each in text if each.isprintable() or each.isspace()).split())


def shortened(title: str) -> str:
    """Cut a title to what fits beside a chart."""
    return title if len(title) <= _TITLE else title[: _TITLE - 1].rstrip() + "…"


def severity_chart(judges: Sequence[JudgeOutcome], name_of: Mapping[str, str], language: str) -> str:
    """Draw each evaluator's severity with its 90 % bar, the strictest on top."""
    known = sorted(
        (each for each in judges if each.severity is not None), key=lambda each: (-(each.severity or 0), each.judge)
    )[:MOST_LINES]
    figure, axes = _canvas(len(known), _say("severity", language), _say("points", language))
    axes.axvline(0, color=_GREY, linewidth=0.8)
    for row, each in enumerate(known):
        severity, error = float(each.severity or 0), float(each.severity_se or 0)
        color = _STRICT if severity > 0 else _MILD
        axes.plot([severity - 1.645 * error, severity + 1.645 * error], [row, row], color=color, linewidth=1.4)
        axes.plot([severity], [row], "o", color=color, markersize=5)
        _text(axes, 1.01, row, _say("sheets", language, n=each.sheets), _GREY)
    axes.set_yticks(range(len(known)), [legible(name_of[each.judge]) for each in known], parse_math=False)
    return _svg(figure, axes, bool(known), language)


def _shown(ranked: Sequence[EntryOutcome], cut: int | None) -> list[EntryOutcome | int]:
    """Choose the lines: all, or the best and those around the cut, with the number of those left out between them."""
    if len(ranked) <= MOST_LINES:
        return list(ranked)
    around = range(0)
    if cut is not None and cut < len(ranked):
        around = range(max(cut - _AROUND_CUT, 0), min(cut + _AROUND_CUT, len(ranked)))
    best = (at for at in range(len(ranked)) if at not in around)
    kept = sorted([*around, *islice(best, MOST_LINES - len(around))])
    lines: list[EntryOutcome | int] = []
    for before, at in zip([-1, *kept], kept, strict=False):
        if at - before > 1:
            lines.append(at - before - 1)
        lines.append(ranked[at])
    if kept[-1] + 1 < len(ranked):
        lines.append(len(ranked) - kept[-1] - 1)
    return lines


def _last_within(ranked: Sequence[EntryOutcome], cut: int) -> EntryOutcome | None:
    """Return the entry below which the cut lies."""
    return ranked[cut - 1] if 0 < cut <= len(ranked) else None


def _entry_line(axes: Any, row: int, entry: EntryOutcome) -> None:
    if entry.score is None:
        return
    if entry.low is not None and entry.high is not None:
        axes.plot([float(entry.low), float(entry.high)], [row, row], color=_BAR, linewidth=1.4)
    if entry.raw is not None:
        axes.plot([float(entry.raw)], [row], "o", color=_GREY, markersize=4)
    axes.plot([float(entry.score)], [row], "o", color=_BAR, markersize=5)


def _text(axes: Any, across: float, row: float, said: str, color: str, ha: str = "left") -> None:
    """Write beside a line: `across` is a share of the width, `row` a line."""
    axes.text(across, row, said, transform=axes.get_yaxis_transform(), color=color, ha=ha, va="center", fontsize=8)


def _canvas(lines: int, title: str, unit: str) -> tuple[Any, Any]:
    from matplotlib.figure import Figure  # noqa: PLC0415 -- only workers draw; serving processes stay small

    figure = Figure(figsize=(_WIDE, _TALL + _LINE * max(lines, 3)), layout="constrained")
    axes = figure.add_subplot()
    axes.set_title(title, loc="left", fontsize=11, color=_INK)
    axes.set_xlabel(unit, fontsize=9, color=_INK)
    axes.set_ylim(max(lines, 3) - 0.5, -0.5)
    axes.tick_params(axis="both", labelsize=8, colors=_INK, length=0)
    axes.grid(axis="x", color="#e4e7eb", linewidth=0.8)
    axes.set_axisbelow(True)
    for side in axes.spines.values():
        side.set_visible(False)
    return figure, axes


def _svg(figure: Any, axes: Any, has_content: bool, language: str) -> str:
    from matplotlib import rc_context  # noqa: PLC0415 -- as above

    if not has_content:
        axes.text(0.5, 0.5, _say("nothing", language), transform=axes.transAxes, ha="center", color=_GREY)
    out = io.StringIO()
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": "thidua", "font.family": "sans-serif"}):
        figure.savefig(out, format="svg", metadata={"Date": None, "Creator": None})
    return out.getvalue()


def _say(name: str, language: str, **values: Any) -> str:
    return _WORDS[name].in_language(language).format(**values)
