"""The documents of the demonstration: drafted by jobs, one of them carried to its issue, from the story's own rows."""

from datetime import date
from uuid import UUID

from sqlalchemy import select

from api.demo.drafting import at_hand, check_and_sign, draft
from api.demo.launching import CENTER
from api.demo.organisation import REGISTRAR
from api.demo.story import Story, moment
from api.demo.voting import SECRETARY
from domain.awards.model import AwardDecision, AwardForm
from domain.councils.model import CouncilSession
from domain.councils.rules import SessionState
from domain.documents import issuing
from domain.documents.model import OfficialDocument
from domain.documents.particulars import About, Texts
from domain.documents.rules import DocumentKind
from domain.results.model import Result
from domain.results.rules import ResultState

#: Who checks what the registrar has drafted, and who signs for Personnel.
CHECKER = "cao-thi-lan-huong"
DIRECTOR = "dao-thi-kim-oanh"
URGED = moment("2024-12-16 09:00")
SUMMED_UP = moment("2025-01-03 10:00")
#: What the Information Center says of all units.
IN_ALL = Texts(
    situation=("Các đơn vị đã phổ biến phong trào đến toàn thể công chức, viên chức, người lao động.",),
    shortcomings=("Dữ liệu của một số lĩnh vực còn phải chuẩn hóa trước khi đưa vào trợ lý ảo.",),
    requests=("Bố trí kinh phí cập nhật tri thức cho trợ lý ảo năm 2025.",),
)


async def propose_in_writing(story: Story, movement_id: UUID) -> None:
    """Personnel writes to the leaders what it proposes, with the list; the secretary the minutes. One is issued."""
    with story.at(moment("2024-11-15 16:30")):
        submission = await draft(story, REGISTRAR, DocumentKind.SUBMISSION, movement_id)
        await draft(story, REGISTRAR, DocumentKind.NOMINATION_LIST, movement_id)
        sitting = select(CouncilSession.id).where(CouncilSession.state == SessionState.CONCLUDED)
        session_id = (await story.session.scalars(sitting)).one()
        await draft(story, SECRETARY, DocumentKind.COUNCIL_MINUTES, movement_id, About(session_id=session_id))
        await _issue(story, submission, date(2024, 11, 15))


async def write_decision(story: Story, movement_id: UUID) -> None:
    """Personnel drafts the decision that the leaders have taken, with its list and the prizes."""
    decision_id = (await story.session.scalars(select(AwardDecision.id))).one()
    form_id = (await story.session.scalars(select(AwardForm.id).where(AwardForm.code == "BK-BO"))).one()
    with story.at(moment("2024-12-02 11:00")):
        about = About(form_id=form_id, decision_id=decision_id)
        await draft(story, REGISTRAR, DocumentKind.DECISION_DRAFT, movement_id, about)


async def urge(story: Story, movement_id: UUID) -> None:
    """The Information Center reminds a unit before the reports are due."""
    with story.at(URGED):
        about = About(unit_id=story.units["QUY-VTF"])
        await draft(story, CENTER, DocumentKind.REMINDER, movement_id, about)


async def sum_up(story: Story, movement_id: UUID) -> None:
    """The Information Center sums up for the leaders what units reported, on the published result."""
    statement = select(Result.id).where(Result.state == ResultState.PUBLISHED).order_by(Result.published_at.desc())
    published = (await story.session.scalars(statement.limit(1))).one()
    with story.at(SUMMED_UP):
        about = About(result_id=published)
        await draft(story, CENTER, DocumentKind.SYNTHESIS_REPORT, movement_id, about, IN_ALL)


async def _issue(story: Story, document: OfficialDocument, day: date) -> None:
    """Carry a draft to its issue: checked by a colleague, signed by the director, numbered and issued by the clerk."""
    await check_and_sign(story, document, checker=CHECKER, signer=DIRECTOR)
    registrar = await story.actor(REGISTRAR)
    await issuing.number_document(story.session, registrar, **at_hand(document), issued_on=day)
    await story.do_jobs()
    story.step()
    await issuing.issue_document(story.session, registrar, **at_hand(document))
    story.step()
