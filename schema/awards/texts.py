"""Descriptions that several deeds on nominations share."""

from schema.texts import T

NOMINATION = T("Đề nghị khen thưởng.", "The nomination.")
NOMINATION_MADE = T("Đề nghị khen thưởng; rỗng khi bị từ chối.", "The nomination; null when refused.")
RESULT_ENTRY = T("Xếp hạng trong kết quả đã công bố.", "A standing in a published result.")
FORM = T("Hình thức khen thưởng, hợp với đối tượng.", "The form of reward, fit for the nominee.")
OPINION = T("Ý kiến thẩm định.", "The opinion of the appraisal.")
SUMMARY = T("Tóm tắt thành tích.", "The achievement in short.")
