"""Descriptions that types and inputs of initiatives share."""

from schema.texts import T

TITLE = T("Tên sáng kiến, giải pháp.", "The title.")
SUMMARY = T("Tóm tắt nội dung.", "What it is about, in short.")
KIND = T("Loại sáng kiến.", "The kind.")
FIELD_OF_WORK = T("Lĩnh vực công tác.", "The field of work.")
TASK_RELIEVED = T("Công việc được giảm tải.", "The task that it relieves.")
TOOL = T("Công cụ, nền tảng sử dụng.", "The tool or platform used.")
HOURS_BEFORE = T("Tổng số giờ mỗi tháng trước khi áp dụng.", "Hours per month of everybody who does the task, before.")
HOURS_AFTER = T("Tổng số giờ mỗi tháng sau khi áp dụng.", "Hours per month of everybody who does the task, after.")
HOURS_SAVED = T("Số giờ tiết kiệm mỗi tháng.", "Hours saved per month.")
PEOPLE_AFFECTED = T("Số người được giảm tải.", "How many people it relieves.")
MEASUREMENT = T("Cách đo lường kết quả.", "How the effect was measured.")
UNIT = T("Đơn vị của sáng kiến.", "The unit it comes from.")
MOVEMENT = T("Phong trào.", "The movement.")
PERCENT = T("Tỷ lệ đóng góp (%).", "The share in percent.")
LABEL = T("Tên minh chứng.", "What the evidence is called.")
URL = T("Địa chỉ của minh chứng.", "Where the evidence is found.")
ORDINAL = T("Số thứ tự.", "The place in the list.")
WRITTEN_AT = T("Thời điểm viết.", "When it was written.")
WRITTEN_BY = T("Người viết.", "Who wrote it.")
