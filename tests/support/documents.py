"""One example of each document, filled as a ministry would fill it; tests write all of them in both formats."""

from datetime import date, datetime
from decimal import Decimal

from domain.clock import VIETNAM
from domain.documents.content import Capacity, Content, Signature
from domain.documents.templates.award_decision import AwardDecision, Rewarded, award_decision
from domain.documents.templates.award_list import AwardList, Nominee, award_list
from domain.documents.templates.award_submission import AwardSubmission, award_submission
from domain.documents.templates.council_minutes import (
    AgendaItem,
    Ballot,
    CouncilMinutes,
    Member,
    council_minutes,
)
from domain.documents.templates.letterhead import Letterhead, Movement
from domain.documents.templates.measured import Measured
from domain.documents.templates.reminder import Missing, Reminder, reminder
from domain.documents.templates.score_sheet import ScoredCriterion, ScoreSheet, score_sheet
from domain.documents.templates.synthesis_annexes import Exemplar, RankedInitiative, Timeliness, UnitLine
from domain.documents.templates.synthesis_report import Indicator, SynthesisReport, synthesis_report
from domain.documents.templates.unit_report import UnitAssistant, UnitInitiative, UnitReport, unit_report

MOVEMENT = Movement("Ứng dụng công nghệ số, trí tuệ nhân tạo để làm việc tốt hơn", 2024)
MINISTRY = "Bộ Thông tin và Truyền thông"
LAUNCH = "Công văn số 1234/BTTTT-TTTT ngày 05 tháng 02 năm 2024 của Bộ Thông tin và Truyền thông"
BASES = (
    "Căn cứ Luật Thi đua, khen thưởng ngày 15 tháng 6 năm 2022",
    "Căn cứ Nghị định số 98/2023/NĐ-CP ngày 31 tháng 12 năm 2023 của Chính phủ quy định chi tiết một số điều của Luật",
    "Căn cứ Thông tư số 01/2024/TT-BNV ngày 24 tháng 02 năm 2024 của Bộ trưởng Bộ Nội vụ",
)
DIRECTOR = Signature("Giám đốc", "Nguyễn Văn An")
CENTRE = Letterhead(
    issuer="Trung tâm Thông tin",
    parent=MINISTRY,
    symbol="TTTT",
    signature=DIRECTOR,
    number=7,
    dated=date(2025, 1, 6),
    recipients=("Vụ Tổ chức cán bộ", "Văn phòng Bộ"),
    drafter="nva",
    copies=8,
)
NOMINEES = (
    Nominee(
        "Lê Thị Bình",
        "Bà",
        "Chuyên viên, Cục Chuyển đổi số quốc gia",
        "Chủ trì xây dựng trợ lý ảo tra cứu văn bản quy phạm pháp luật, giảm 60% thời gian tra cứu",
        "Bằng khen của Bộ trưởng",
        13,
        15,
    ),
    Nominee("Cục Viễn thông", None, MINISTRY, "100% công chức sử dụng trợ lý ảo", "Bằng khen của Bộ trưởng", 15, 15),
    Nominee("Trần Văn Cường", "Ông", "Phó Trưởng phòng, Cục Viễn thông", "Sáng kiến đối soát số liệu", "Giấy khen"),
)
UNITS = (
    UnitLine("Cục Viễn thông", Timeliness.ON_TIME, 120, 96, 14, Decimal("412.5")),
    UnitLine("Cục Chuyển đổi số quốc gia", Timeliness.LATE, 90, 90, 21, Decimal(1350)),
    UnitLine("Văn phòng Bộ", Timeliness.MISSING, 75, 0, 0, Decimal(0)),
)

MEASURED = Measured(
    initiatives=3,
    measures=4,
    verified_measures=2,
    claimed=Decimal("412.5"),
    low=Decimal(360),
    high=Decimal(470),
    verified=Decimal(250),
    grades={
        "A – đo toàn bộ công việc": Decimal(250),
        "B – đo theo mẫu": Decimal("162.5"),
        "C – người thực hiện tự báo cáo": Decimal(0),
        "D – ước tính": Decimal(0),
    },
)


def a_unit_report(rows: int = 3) -> Content:
    return unit_report(
        UnitReport(
            letterhead=Letterhead(
                issuer="Cục Viễn thông",
                parent=MINISTRY,
                symbol="CVT",
                signature=Signature("Phó Cục trưởng", "TS. Phạm Thị Dung", Capacity.FOR_HEAD, "Cục trưởng"),
                archive="VT, VP",
            ),
            movement=MOVEMENT,
            addressees=("Trung tâm Thông tin",),
            launch=LAUNCH,
            headcount=120,
            participants=96,
            initiatives=tuple(
                UnitInitiative(
                    f"Trợ lý ảo trả lời kiến nghị của doanh nghiệp viễn thông, lần {place}",
                    "Trần Văn Cường, Lê Thị Bình",
                    "Chuyên môn",
                    Decimal(160),
                    Decimal("62.5"),
                    24,
                    "Đang áp dụng",
                )
                for place in range(1, rows + 1)
            ),
            measured=MEASURED,
            given=2,
            received=1,
            assistants=(
                UnitAssistant("Trợ lý pháp luật viễn thông", "Vận hành chính thức", Decimal("92.4"), 96),
                UnitAssistant("Trợ lý soạn thảo", "Thử nghiệm", None, 12),
            ),
            situation=("Lãnh đạo Cục đã ban hành kế hoạch, phân công đầu mối và tập huấn cho 100% công chức.",),
            shortcomings=("Dữ liệu chuyên ngành chưa được chuẩn hóa nên việc huấn luyện trợ lý ảo còn chậm.",),
            lessons=("Cần đo thời gian thực hiện trước khi áp dụng để có căn cứ so sánh.",),
            requests=("Đề nghị Trung tâm Thông tin hỗ trợ hạ tầng tính toán dùng chung.",),
            proposals=(
                "Ông Trần Văn Cường, Phó Trưởng phòng: Giấy khen",
                "Tập thể Cục Viễn thông: Bằng khen của Bộ trưởng",
            ),
        )
    )


def a_synthesis_report() -> Content:
    return synthesis_report(
        SynthesisReport(
            letterhead=CENTRE,
            movement=MOVEMENT,
            addressees=("Bộ trưởng Nguyễn Mạnh Hùng", "Thứ trưởng Phan Tâm"),
            situation=("Phong trào được phát động từ Quý I đến hết Quý IV năm 2024 tại 32 cơ quan, đơn vị thuộc Bộ.",),
            units=UNITS,
            initiatives=(
                RankedInitiative(
                    1,
                    "Trợ lý ảo pháp luật",
                    "Cục Chuyển đổi số quốc gia",
                    Decimal("93.25"),
                    (Decimal("90.11"), Decimal("96.40")),
                    (1, 2),
                ),
                RankedInitiative(
                    2,
                    "Đối soát số liệu tự động",
                    "Cục Viễn thông",
                    Decimal("88.50"),
                    (Decimal("84.02"), Decimal("92.98")),
                    (1, 2),
                ),
                RankedInitiative(None, "Sổ tay số", "Văn phòng Bộ", None),
            ),
            indicators=(
                Indicator(
                    "Doanh thu viễn thông",
                    "tỷ đồng",
                    Decimal(93041),
                    Decimal(140000),
                    Decimal("66.4"),
                    Decimal("101.2"),
                ),
            ),
            measured=MEASURED,
            spread={"Đang thí điểm": 2, "Đã áp dụng": 5, "Không thành công": 1},
            exemplars=(
                Exemplar("Cục Viễn thông", None, ("Đơn vị có 100% công chức dùng trợ lý ảo.",)),
                Exemplar(
                    "Bà Lê Thị Bình",
                    "Cục Chuyển đổi số quốc gia",
                    ("Chủ trì trợ lý ảo pháp luật, được 5 đơn vị khác áp dụng.",),
                ),
            ),
            shortcomings=("Một số đơn vị gửi báo cáo chậm so với thời hạn.",),
            proposals=(
                "Khen thưởng các tập thể, cá nhân có thành tích",
                "Tiếp tục phát động phong trào trong năm 2025",
            ),
        )
    )


def an_award_submission() -> Content:
    return award_submission(
        AwardSubmission(
            letterhead=CENTRE,
            movement=MOVEMENT,
            addressees=("Bộ trưởng Nguyễn Mạnh Hùng",),
            bases=BASES,
            process=("Ngày 03/01/2025, Hội đồng Thi đua - Khen thưởng Bộ đã họp, bỏ phiếu kín về từng trường hợp.",),
            nominees=NOMINEES,
        )
    )


def an_award_list() -> Content:
    submission = "Tờ trình số …/TTr-TTTT ngày … tháng … năm … của Trung tâm Thông tin"
    return award_list(AwardList(CENTRE, MOVEMENT, submission, NOMINEES))


def a_council_minutes() -> Content:
    secretary = Member("Vũ Thị Giang", "Chuyên viên Vụ Tổ chức cán bộ, Thư ký Hội đồng", honorific="Bà")
    chair = Member("Phan Tâm", "Thứ trưởng, Chủ tịch Hội đồng", honorific="Ông")
    return council_minutes(
        CouncilMinutes(
            letterhead=Letterhead(
                issuer="Hội đồng Thi đua - Khen thưởng",
                parent=MINISTRY,
                symbol="HĐTĐKT",
                signature=Signature("Chủ tọa", "Phan Tâm"),
                archive="VT, Hồ sơ",
                number=3,
            ),
            meeting="Họp Hội đồng Thi đua - Khen thưởng xét khen thưởng theo chuyên đề năm 2024",
            started=datetime(2025, 1, 3, 8, 5, tzinfo=VIETNAM),
            ended=datetime(2025, 1, 3, 11, 30, tzinfo=VIETNAM),
            venue="Phòng họp 2.1, 18 Nguyễn Du, Hà Nội",
            members=15,
            chair=chair,
            secretary=secretary,
            present=(
                chair,
                secretary,
                Member("Nguyễn Văn An", "Giám đốc Trung tâm Thông tin, Ủy viên", honorific="Ông"),
            ),
            absent=(
                Member("Đỗ Văn Hải", "Chánh Thanh tra, Ủy viên", "đi công tác, đã cho ý kiến bằng văn bản", "Ông"),
            ),
            items=(
                AgendaItem(
                    "Xét tặng Bằng khen của Bộ trưởng",
                    ("Thường trực Hội đồng báo cáo tóm tắt thành tích của từng trường hợp.",),
                    (
                        Ballot("Bà Lê Thị Bình", 15, 15, 14, 13, 1, passed=True),
                        Ballot("Cục Viễn thông", 15, 15, 15, 15, 0, passed=True),
                    ),
                ),
            ),
            conclusions=("Hội đồng nhất trí đề nghị Bộ trưởng tặng Bằng khen cho 01 tập thể và 01 cá nhân.",),
        )
    )


def an_award_decision() -> Content:
    return award_decision(
        AwardDecision(
            letterhead=Letterhead(
                issuer=MINISTRY,
                symbol="BTTTT",
                signature=Signature("Thứ trưởng", "Phan Tâm", Capacity.FOR_HEAD, "Bộ trưởng"),
                recipients=("Bộ trưởng (để báo cáo)", "Các cơ quan, đơn vị thuộc Bộ"),
            ),
            movement=MOVEMENT,
            authority="Bộ trưởng Bộ Thông tin và Truyền thông",
            bases=(*BASES, "Theo đề nghị của Vụ trưởng Vụ Tổ chức cán bộ và Giám đốc Trung tâm Thông tin"),
            award="Bằng khen của Bộ trưởng Bộ Thông tin và Truyền thông",
            rewarded=(
                Rewarded("Cục Viễn thông", None, MINISTRY, 7_020_000),
                Rewarded("Lê Thị Bình", "Bà", "Chuyên viên, Cục Chuyển đổi số quốc gia", 3_510_000),
            ),
            payer="Tiền thưởng do Văn phòng Bộ chi từ Quỹ thi đua, khen thưởng của Bộ",
            executors="Chánh Văn phòng, Vụ trưởng Vụ Tổ chức cán bộ, Thủ trưởng các đơn vị có liên quan",
        )
    )


def a_score_sheet() -> Content:
    return score_sheet(
        ScoreSheet(
            issuer="Trung tâm Thông tin",
            parent=MINISTRY,
            movement=MOVEMENT,
            round_name="Vòng chung khảo",
            initiative="Trợ lý ảo pháp luật",
            applicant="Lê Thị Bình",
            unit="Cục Chuyển đổi số quốc gia",
            evaluator="Nguyễn Văn An",
            criteria=(
                ScoredCriterion("Giảm tải công việc, tăng năng suất", Decimal(30), Decimal("27.5"), "Có số đo rõ"),
                ScoredCriterion("Khả năng nhân rộng", Decimal(20), None),
            ),
            total=None,
            dated=date(2024, 12, 30),
        )
    )


def a_reminder() -> Content:
    return reminder(
        Reminder(
            letterhead=Letterhead(
                issuer=MINISTRY,
                symbol="BTTTT-TTTT",
                signature=Signature("Giám đốc Trung tâm Thông tin", "Nguyễn Văn An", Capacity.BY_ORDER, "Bộ trưởng"),
                number=12,
                dated=date(2024, 12, 9),
                recipients=("Thứ trưởng Phan Tâm (để báo cáo)",),
            ),
            movement=MOVEMENT,
            addressees=("Văn phòng Bộ", "Cục Tần số vô tuyến điện"),
            launch=LAUNCH,
            due=date(2024, 12, 25),
            missing=(
                Missing("Văn phòng Bộ", "Báo cáo kết quả"),
                Missing("Cục Tần số vô tuyến điện", "Danh mục sáng kiến"),
            ),
            contact="bà Vũ Thị Giang, điện thoại 024 0000 0000",
        )
    )


EXAMPLES = {
    "unit_report": a_unit_report,
    "synthesis_report": a_synthesis_report,
    "award_submission": an_award_submission,
    "award_list": an_award_list,
    "council_minutes": a_council_minutes,
    "award_decision": an_award_decision,
    "score_sheet": a_score_sheet,
    "reminder": a_reminder,
}
