"""What the fields of movements mean, said once for types, filters and inputs."""

from schema.texts import T

CODE = T("Mã, duy nhất.", "The unique code.")
NAME = T("Tên.", "The name.")
NAME_EN = T("Tên tiếng Anh.", "The English name.")
THEME = T("Chủ đề.", "The theme.")
GOAL = T("Mục tiêu.", "The goal.")
CONTENT = T("Nội dung thi đua.", "What the movement asks people to do.")
SUBJECTS = T("Đối tượng tham gia.", "Who may take part.")
STARTS_ON = T("Ngày bắt đầu.", "The first day.")
ENDS_ON = T("Ngày kết thúc.", "The last day.")
REPORT_DUE_BEFORE = T(
    'Hạn báo cáo: "trước ngày" này, không tính chính ngày đó.', "Reports are due strictly before this day."
)
FORM = T("Hình thức tổ chức.", "The form.")
SCOPE = T("Phạm vi tổ chức.", "The scope.")
DOCUMENT_NUMBER = T("Số văn bản phát động; rỗng khi văn thư chưa cấp.", "The launch document's number, once given.")
DOCUMENT_SIGNED_ON = T("Ngày ký văn bản phát động.", "When the launch document was signed.")
DOCUMENT_SIGNER = T("Người ký văn bản phát động.", "Who signed the launch document.")
IS_STANDING_BODY = T("Là bộ phận thường trực.", "Whether it is a standing body of the movement.")
BLOCK = T("Khối, cụm thi đua.", "The block or cluster.")
OPENS_AT = T("Thời điểm mở (kể từ lúc này).", "Open from this moment on.")
CLOSES_AT = T("Thời điểm đóng (không tính lúc này).", "Open until just before this moment.")
VALID_FROM = T("Ngày có hiệu lực.", "The first day in force.")
VALID_TO = T("Ngày cuối còn hiệu lực.", "The last day in force.")
TITLE = T("Trích yếu.", "The title.")
NUMBER = T("Số, ký hiệu.", "The official number.")
ISSUED_ON = T("Ngày ban hành.", "When it was issued.")
IS_VERIFIED = T("Đã kiểm chứng với nguồn.", "Whether it was checked against its source.")
SOURCE = T("Nguồn.", "Where it was found.")
MOVEMENT = T("Phong trào.", "The movement.")
LEGAL_BASIS = T("Căn cứ pháp lý.", "The legal text.")
MOVEMENT_MADE = T("Phong trào; rỗng khi bị từ chối.", "The movement; null when refused.")
REPORT_STANDING = T(
    "Báo cáo kết quả: đúng hạn, chậm hay chưa có; cho cơ quan thường trực, lãnh đạo Bộ, kiểm toán và chính đơn vị.",
    "Its report: in time, late or missing; for those who receive or read all reports, and for the unit itself.",
)
