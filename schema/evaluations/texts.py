"""What fields and inputs of rounds mean, said once for both."""

from schema.texts import T

NAME = T("Tên.", "The name.")
NAME_EN = T("Tên tiếng Anh.", "The name in English.")
ROUND_VERSION = T("Phiên bản của vòng mà bạn đã đọc.", "The version of the round that you read.")
KIND = T("Loại vòng.", "What the round is for.")
METHOD = T("Cách tính điểm từ các phiếu.", "How sheets become a score.")
SCORE_PLACES = T("Số chữ số thập phân của điểm công bố, 0-6.", "How many decimals a published score has, 0 to 6.")
DROP_HIGH = T("Số điểm cao nhất bị bỏ (TRIMMED).", "How many of the highest marks are dropped (TRIMMED).")
DROP_LOW = T("Số điểm thấp nhất bị bỏ (TRIMMED).", "How many of the lowest marks are dropped (TRIMMED).")
TIES = T(
    "Chuỗi tiêu chí phân hạng khi bằng điểm: criterion:<mã>, median, count_of_top_marks, number_of_judges,"
    " head_to_head, earlier_submission, lot.",
    "What decides between equal scores, in order: criterion:<code>, median, count_of_top_marks, number_of_judges,"
    " head_to_head, earlier_submission, lot.",
)
QUORUM = T("Số phiếu tối thiểu để có điểm.", "With fewer sheets an entry has no score.")
PASS_SHARE = T("Tỷ lệ phiếu đạt cần có, lớn hơn 0 đến 1 (vòng sơ loại).", "The share of sheets that must say pass.")
PER_ENTRY = T("Số phiếu mong muốn cho mỗi sáng kiến.", "How many sheets each entry is to have.")
DISPUTE_SPREAD = T(
    "Chênh lệch tổng điểm từ mức này là có tranh cãi.", "An entry is disputed when its totals lie this far apart."
)
PHASES = T("Các giai đoạn theo thứ tự; bỏ trống thì theo loại vòng.", "The phases in order; by default, its kind's.")
TIERS = T("Các hạng giải, cao nhất trước.", "The classes of awards, the best first.")
SEATS = T("Số giải; không nêu số hay tỷ lệ là không giới hạn.", "How many; neither seats nor percent: no limit.")
PERCENT = T("Tỷ lệ % số sáng kiến được xếp hạng, làm tròn xuống.", "Percent of the ranked entries, rounded down.")
MINIMUM = T("Điểm tối thiểu.", "The least score.")
PER_UNIT = T("Số giải tối đa của một đơn vị.", "How many of one unit may have it.")
CAN_SCORE = T("Thành viên chấm được lưu và gửi phiếu.", "Evaluators save and submit sheets.")
CAN_DISCUSS = T("Được thảo luận về sáng kiến.", "Entries are discussed.")
OTHERS_SCORES = T("Khi nào thành viên chấm thấy phiếu của người khác.", "When evaluators see their fellows' sheets.")
HIDES_AUTHORS = T(
    "Thành viên chấm chỉ đọc bản ẩn danh, không thấy tác giả và đơn vị.",
    "Evaluators read words without names and see neither authors nor units.",
)
HIDES_EVALUATORS = T("Chỉ người tổ chức vòng thấy ai đã chấm.", "Nobody but those who run the round sees who scored.")
PLANNED_OPENS_AT = T("Thời điểm bắt đầu dự kiến.", "When it is planned to begin.")
PLANNED_CLOSES_AT = T("Thời điểm kết thúc dự kiến.", "When it is planned to end.")
IS_ANCHOR = T(
    "Sáng kiến neo: mọi thành viên chấm được phép đều chấm.", "An anchor: every evaluator who may is to score it."
)
ENTRY_NUMBER = T("Số của sáng kiến trong vòng.", "The entry's number in the round.")
