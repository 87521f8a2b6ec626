"""What a dossier of the demonstration rests on: its papers, and the awards of before."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from api.demo.organisation import REGISTRAR
from api.demo.story import Story, data, moment
from domain.awards.model import AwardForm, AwardTitle, Nomination
from domain.awards.papers import actions as papers
from domain.awards.papers.rules import PaperKind
from domain.awards.records import actions as records
from domain.awards.records.rules import EarlierAward

RECORDED = moment("2024-11-01 14:00")

#: What each paper is called in the dossiers, and the name of its scan.
PAPERS = {
    PaperKind.ACHIEVEMENT_REPORT: ("Báo cáo thành tích đề nghị khen thưởng chuyên đề", "bao-cao-thanh-tich"),
    PaperKind.UNIT_CONFIRMATION: ("Xác nhận của Thủ trưởng đơn vị về thành tích", "xac-nhan-don-vi"),
    PaperKind.UNIT_MINUTES: ("Biên bản họp xét khen thưởng của đơn vị", "bien-ban-xet-khen-thuong"),
}


async def gather_papers(story: Story, said: Mapping[str, Any], nomination: Nomination) -> None:
    """Let Personnel enter the papers that the rules ask of this form of reward."""
    registrar = await story.actor(REGISTRAR)
    rules = [rule for rule in data("regulations")["rule"] if rule["code"] == "PAPERS" and rule["form"] == said["form"]]
    nominee = said.get("person") or said["unit"]
    for kind in (PaperKind(name) for rule in rules for name in rule["parameters"]["papers"]):
        title, scan = PAPERS[kind]
        await papers.add_dossier_paper(
            story.session,
            registrar,
            nomination_id=nomination.id,
            kind=kind,
            title=title,
            reference=f"https://tai-lieu.thidua.example/ho-so/{nominee.lower()}/{scan}.pdf",
        )
        story.step()


async def remember_awards(story: Story) -> None:
    """Let Personnel record what some were awarded before the system was there, and outside the movement."""
    registrar = await story.actor(REGISTRAR)
    forms = {form.code: form.id for form in await story.session.scalars(select(AwardForm))}
    titles = {title.code: title.id for title in await story.session.scalars(select(AwardTitle))}
    for said in data("awards")["earlier"]:
        given = EarlierAward(
            year=said["year"],
            counts_for_merit=said["counts_for_merit"],
            source=said["source"],
            person_id=story.people[said["person"]] if "person" in said else None,
            unit_id=story.units[said["unit"]] if "unit" in said else None,
            form_id=forms[said["form"]] if "form" in said else None,
            title_id=titles[said["title"]] if "title" in said else None,
            decision_number=said["decision"],
            signed_on=said["signed_on"],
        )
        with story.at(RECORDED, minutes=story.done % 60):
            await records.record_earlier_award(story.session, registrar, given)
            story.step()
