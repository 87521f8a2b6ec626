"""The documents of the demonstration: drafted by jobs, one of them carried to its issue, from the story's own rows."""

from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import select

from api.demo.launching import CENTER
from api.demo.organisation import REGISTRAR
from api.demo.story import Story, moment
from api.demo.voting import SECRETARY
from domain.awards.model import AwardDecision, AwardForm
from domain.councils.model import CouncilSession
from domain.councils.rules import SessionState
from domain.documents import asking, issuing, signing
from domain.documents.model import DocumentFile, OfficialDocument
from domain.documents.particulars import About, Texts
from domain.documents.rules import DocumentFormat, DocumentKind
from domain.results.model import Result
from domain.results.rules import ResultState

#: Who checks what the registrar has drafted, and who signs for Personnel.
CHECKER = "cao-thi-lan-huong"
DIRECTOR = "dao-thi-kim-oanh"
#: The unit that reports, and its head.
REPORTING_UNIT, HEAD_OF_UNIT = "CUC-CDSQG", "nguyen-tien-vuong"
REPORTED = moment("2024-12-16 09:00")
SUMMED_UP = moment("2025-01-03 10:00")


async def propose_in_writing(story: Story, movement_id: UUID) -> None:
    """Personnel writes to the leaders what it proposes, with the list; the secretary the minutes. One is issued."""
    with story.at(moment("2024-11-15 16:30")):
        submission = await _draft(story, REGISTRAR, DocumentKind.SUBMISSION, movement_id)
        await _draft(story, REGISTRAR, DocumentKind.NOMINATION_LIST, movement_id)
        sitting = select(CouncilSession.id).where(CouncilSession.state == SessionState.CONCLUDED)
        session_id = (await story.session.scalars(sitting)).one()
        await _draft(story, SECRETARY, DocumentKind.COUNCIL_MINUTES, movement_id, About(session_id=session_id))
        await _issue(story, submission, date(2024, 11, 15))


async def write_decision(story: Story, movement_id: UUID) -> None:
    """Personnel drafts the decision that the leaders have taken, with its list and the prizes."""
    decision_id = (await story.session.scalars(select(AwardDecision.id))).one()
    form_id = (await story.session.scalars(select(AwardForm.id).where(AwardForm.code == "BK-BO"))).one()
    with story.at(moment("2024-12-02 11:00")):
        about = About(form_id=form_id, decision_id=decision_id)
        await _draft(story, REGISTRAR, DocumentKind.DECISION_DRAFT, movement_id, about)


async def urge(story: Story, movement_id: UUID) -> None:
    """The Information Center reminds a unit before the reports are due."""
    with story.at(REPORTED):
        about = About(unit_id=story.units["QUY-VTF"])
        await _draft(story, CENTER, DocumentKind.REMINDER, movement_id, about)


async def sum_up(story: Story, movement_id: UUID) -> None:
    """A unit reports, and the Information Center sums up for the leaders, on the published result."""
    statement = select(Result.id).where(Result.state == ResultState.PUBLISHED).order_by(Result.published_at.desc())
    published = (await story.session.scalars(statement.limit(1))).one()
    with story.at(SUMMED_UP):
        texts = Texts(
            situation=("Đơn vị đã phổ biến phong trào đến toàn thể công chức, viên chức, người lao động.",),
            shortcomings=("Dữ liệu của một số lĩnh vực còn phải chuẩn hóa trước khi đưa vào trợ lý ảo.",),
            lessons=("Đo số giờ trước khi làm thì mới nói được đã tiết kiệm bao nhiêu.",),
            requests=("Bố trí kinh phí cập nhật tri thức cho trợ lý ảo năm 2025.",),
        )
        about = About(unit_id=story.units[REPORTING_UNIT], result_id=published)
        await _draft(story, HEAD_OF_UNIT, DocumentKind.UNIT_REPORT, movement_id, about, texts)
        about = About(result_id=published)
        await _draft(story, CENTER, DocumentKind.SYNTHESIS_REPORT, movement_id, about, texts)


async def _draft(
    story: Story,
    key: str,
    kind: DocumentKind,
    movement_id: UUID,
    about: About | None = None,
    texts: Texts | None = None,
) -> OfficialDocument:
    job = await asking.make_document(
        story.session,
        await story.actor(key),
        kind=kind,
        movement_id=movement_id,
        about=about or About(),
        texts=texts or Texts(),
    )
    await story.do_jobs()
    story.step()
    await story.session.refresh(job)
    return await story.session.get_one(OfficialDocument, job.outcome_id)


async def _issue(story: Story, document: OfficialDocument, day: date) -> None:
    """Carry a draft to its issue: checked by a colleague, signed by the director, numbered and issued by the clerk."""
    registrar, director = await story.actor(REGISTRAR), await story.actor(DIRECTOR)
    await signing.check_document(story.session, await story.actor(CHECKER), **_at_hand(document))
    story.step()
    printed = select(DocumentFile.sha256).where(
        DocumentFile.document_id == document.id, DocumentFile.format == DocumentFormat.PDF
    )
    signed_hash = (await story.session.scalars(printed)).one()
    await signing.sign_document(story.session, director, **_at_hand(document), signed_hash=signed_hash)
    await story.do_jobs()
    story.step()
    await issuing.number_document(story.session, registrar, **_at_hand(document), issued_on=day)
    await story.do_jobs()
    story.step()
    await issuing.issue_document(story.session, registrar, **_at_hand(document))
    story.step()


def _at_hand(document: OfficialDocument) -> dict[str, Any]:
    return {"document_id": document.id, "expected_version": document.version}
