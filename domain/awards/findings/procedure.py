"""What rules ask of the way a dossier takes: its papers, the days it may take, the council's vote."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from domain.awards.findings.facts import Course, DossierFacts
from domain.awards.findings.wording import day, listed, percent
from domain.awards.papers.rules import PAPERS, PaperKind
from domain.errors import Text
from domain.regulations.calendar import add_working_days

Parameters = Mapping[str, Any]


def papers(facts: DossierFacts, parameters: Parameters, _today: date) -> Text | None:
    """Find the kinds of paper that the dossier should have and has not."""
    missing = [kind for kind in map(PaperKind, parameters["papers"]) if kind not in facts.papers]
    if not missing:
        return None
    named, count = listed(PAPERS[kind] for kind in missing), len(parameters["papers"])
    return Text(
        f"Thiếu {len(missing)}/{count} loại giấy tờ: {named.vi}.",
        f"{len(missing)} of {count} kinds of paper are missing: {named.en}.",
    )


def deadline(
    since: Callable[[Course], date | None], until: Callable[[Course], date | None], what: Text
) -> Callable[[DossierFacts, Parameters, date], Text | None]:
    """Make the check that `what` is done within a rule's working days of a day: late, or not done although due."""

    def check(facts: DossierFacts, parameters: Parameters, today: date) -> Text | None:
        first, done = since(facts.course), until(facts.course)
        if first is None:
            return None
        allowed, special = int(parameters["working_days"]), facts.special_days or {}
        due, last = add_working_days(first, allowed, special), done or today
        if last <= due:
            return None
        late, began, ends = (last - due).days, day(first), day(due)
        unit = "day" if late == 1 else "days"
        state = Text("đã trễ", "was late by") if done else Text("đang trễ", "is late by")
        return Text(
            f"{what.vi} trong {allowed} ngày làm việc từ {began.vi}, hạn {ends.vi}: {state.vi} {late} ngày.",
            f"{what.en} within {allowed} working days of {began.en}, by {ends.en}: {state.en} {late} {unit}.",
        )

    return check


appraisal_deadline = deadline(
    lambda course: course.received_on,
    lambda course: course.appraised_on,
    Text("Thẩm định hồ sơ", "Appraise the dossier"),
)
notice_deadline = deadline(
    lambda course: course.received_on,
    lambda course: course.answered_on,
    Text("Thông báo kết quả hoặc trả hồ sơ", "Tell the result or return the dossier"),
)
publication_deadline = deadline(
    lambda course: course.signed_on,
    lambda course: course.published_on,
    Text("Công khai quyết định", "Publish the decision"),
)


def council_vote(facts: DossierFacts, parameters: Parameters, _today: date) -> Text | None:
    """Find that the council has not approved the dossier, and say what approval takes."""
    if facts.course.has_passed_council:
        return None
    needs = []
    for key, vi, en in (
        ("threshold", "số phiếu thuận từ {} tổng số thành viên", "{} or more of all members in favour"),
        ("quorum", "có mặt từ {}", "a quorum of {}"),
    ):
        if parameters.get(key) is not None:
            share = percent(Decimal(str(parameters[key])))
            needs.append(Text(vi.format(share.vi), en.format(share.en)))
    if parameters.get("secret"):
        needs.append(Text("bỏ phiếu kín", "a secret ballot"))
    how = listed(needs) if needs else Text("theo quy chế của Hội đồng", "by its own rules")
    return Text(
        f"Hội đồng chưa thông qua hồ sơ; cần: {how.vi}.", f"The council has not approved the dossier; needed: {how.en}."
    )
