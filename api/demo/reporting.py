"""What the units of the demonstration report: most in time, two late, one not at all; one is asked to supplement."""

from datetime import timedelta
from uuid import UUID

from sqlalchemy import select

from api.demo.drafting import at_hand, check_and_sign, draft
from api.demo.launching import CENTER
from api.demo.story import Story, data, moment
from domain.documents.particulars import About, Texts
from domain.documents.reporting import submit_unit_report
from domain.documents.rules import DocumentKind
from domain.movements.model import Participation
from domain.reports import actions
from domain.reports.model import UnitReport

FIRST_REPORTS = moment("2024-12-16 08:00")
LATE_REPORTS = moment("2024-12-26 15:00")
RECEIVED = moment("2024-12-26 08:30")
SUPPLEMENTED = moment("2024-12-30 10:00")
#: Who sends late, who not at all; whose report is returned, and who of these has sent another.
LATE, SILENT = ("QUY-VTF", "TT-BCQT"), ("VIEN-NISCI",)
RETURNED, ANSWERS = ("VU-HTQT", "TC-TTTT"), ("VU-HTQT",)
#: Told by units in turn.
TOLD = (
    Texts(
        situation=("Đơn vị đã phổ biến phong trào đến toàn thể công chức, viên chức, người lao động.",),
        shortcomings=("Dữ liệu của một số lĩnh vực còn phải chuẩn hóa trước khi đưa vào trợ lý ảo.",),
        lessons=("Đo số giờ trước khi làm thì mới nói được đã tiết kiệm bao nhiêu.",),
        requests=("Bố trí kinh phí cập nhật tri thức cho trợ lý ảo năm 2025.",),
    ),
    Texts(
        situation=("Lãnh đạo đơn vị trực tiếp chỉ đạo, mỗi phòng đăng ký ít nhất một việc giao cho công cụ số.",),
        shortcomings=("Một số công chức còn ngại thay đổi cách làm; thời gian tập huấn còn ngắn.",),
        lessons=("Chọn việc nhỏ, lặp lại nhiều để làm trước, có kết quả rồi mới mở rộng.",),
        requests=("Trung tâm Thông tin tổ chức tập huấn theo nhóm việc giống nhau giữa các đơn vị.",),
    ),
    Texts(
        situation=("Đơn vị tổ chức trao đổi kinh nghiệm hằng tháng và công khai kết quả trên trang nội bộ.",),
        shortcomings=("Chưa đo được đầy đủ số giờ tiết kiệm ở các việc phối hợp nhiều đơn vị.",),
        lessons=("Người trực tiếp làm việc là người đề xuất giải pháp tốt nhất.",),
        requests=("Có cơ chế dùng chung giải pháp đã được công nhận giữa các đơn vị.",),
    ),
)


async def report_in_time(story: Story, movement_id: UUID) -> None:
    """Units report before the deadline, some every working hour of the last days."""
    punctual = [code for code in await _taking_part(story, movement_id) if code not in (*LATE, *SILENT)]
    for place, code in enumerate(punctual):
        with story.at(FIRST_REPORTS, minutes=24 * 60 * (place // 5) + 90 * (place % 5)):
            await _report(story, movement_id, code, TOLD[place % len(TOLD)])


async def receive_reports(story: Story, movement_id: UUID) -> None:
    """The Information Center receives what came in time, accepts it or returns it; the late ones still wait."""
    with story.at(RECEIVED):
        for code, report in (await _reports(story, movement_id)).items():
            await _received(story, report, is_returned=code in RETURNED)
    for place, code in enumerate(LATE):
        with story.at(LATE_REPORTS, minutes=60 * place):
            await _report(story, movement_id, code, TOLD[place])
    for code in ANSWERS:
        with story.at(SUPPLEMENTED):
            await _report(story, movement_id, code, TOLD[1])
        with story.at(SUPPLEMENTED + timedelta(hours=5)):
            await _received(story, (await _reports(story, movement_id))[code], is_returned=False)


async def _taking_part(story: Story, movement_id: UUID) -> list[str]:
    """Return the codes of the units that take part, in the order in which they were founded."""
    parts = select(Participation.unit_id).where(Participation.movement_id == movement_id)
    keys = set(await story.session.scalars(parts))
    return [code for code, key in story.units.items() if key in keys]


async def _reports(story: Story, movement_id: UUID) -> dict[str, UnitReport]:
    """Return the reports that came, by the units' codes, in the order in which they came."""
    code_of = {key: code for code, key in story.units.items()}
    statement = select(UnitReport).where(UnitReport.movement_id == movement_id)
    found = await story.session.scalars(statement.order_by(UnitReport.first_submitted_at, UnitReport.id))
    return {code_of[report.unit_id]: report for report in found}


async def _report(story: Story, movement_id: UUID, code: str, texts: Texts) -> None:
    """The focal officer has the report drafted, the leader checks and signs it, the officer sends it in."""
    officer, leader = (_who(code, role) for role in ("FOCAL_OFFICER", "UNIT_LEADER"))
    about = About(unit_id=story.units[code])
    document = await draft(story, officer, DocumentKind.UNIT_REPORT, movement_id, about, texts)
    await check_and_sign(story, document, checker=leader, signer=leader)
    await submit_unit_report(story.session, await story.actor(officer), **at_hand(document))
    story.step()


async def _received(story: Story, report: UnitReport, *, is_returned: bool) -> None:
    session, center = story.session, await story.actor(CENTER)
    await actions.receive_unit_report(session, center, report_id=report.id, expected_version=report.version)
    story.step()
    version = report.version
    if is_returned:
        reason = "Đề nghị bổ sung số giờ tiết kiệm đo được và phụ lục danh sách người tham gia."
        await actions.return_unit_report(session, center, report_id=report.id, expected_version=version, reason=reason)
    else:
        await actions.accept_unit_report(session, center, report_id=report.id, expected_version=version)
    story.step()


def _who(code: str, role: str) -> str:
    key: str = next(each["key"] for each in data("people")["person"] if each["unit"] == code and role in each["roles"])
    return key
