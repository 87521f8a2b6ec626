"""Vietnamese text as civil servants write it, put together so that each search term has a known frequency."""

from random import Random

#: In one title of five, in one of three hundred, and in ten titles whatever the size. No other word holds them.
COMMON, COMMON_EVERY = "chuyển đổi số", 5
MEDIUM, MEDIUM_EVERY, MEDIUM_AT = "chữ ký từ xa", 300, 151
RARE, RARE_TITLES = "MS-7K4Q", 10

ACTIONS = (
    "Ứng dụng", "Xây dựng", "Triển khai", "Cải tiến", "Chuẩn hóa", "Tích hợp", "Hoàn thiện", "Phát triển",
    "Tự động hóa bằng", "Thử nghiệm", "Mở rộng", "Vận hành",
)  # fmt: skip
TOOLS = (
    "công cụ trí tuệ nhân tạo", "trợ lý ảo nội bộ", "bảng điều khiển trực tuyến", "biểu mẫu điện tử",
    "kho dữ liệu dùng chung", "quy trình điện tử", "phần mềm nhắc việc", "bộ tra cứu văn bản", "kịch bản tự động",
    "mô hình ngôn ngữ", "cơ sở dữ liệu mở", "hệ thống nhận dạng giọng nói", "bản đồ trực tuyến", "sổ tay điện tử",
)  # fmt: skip
TASKS = (
    "rà soát văn bản quy phạm", "tổng hợp báo cáo định kỳ", "phân loại đơn thư", "lập lịch công tác tuần",
    "trả lời kiến nghị của cử tri", "theo dõi nhiệm vụ được giao", "thẩm định hồ sơ cấp phép", "quản lý tài sản công",
    "kiểm tra thể thức văn bản", "cập nhật hồ sơ nhân sự", "giải đáp thắc mắc của người dân", "đối chiếu chứng từ",
    "ghi biên bản cuộc họp", "thống kê lượt tiếp nhận hồ sơ", "dự báo nhu cầu kinh phí", "đánh giá rủi ro hợp đồng",
)  # fmt: skip
PLACES = (
    "tại bộ phận một cửa", "trong công tác văn thư", "cho công chức mới tuyển dụng", "ở cấp phòng",
    "giữa các đơn vị trực thuộc", "trên môi trường mạng", "phục vụ lãnh đạo điều hành", "theo mẫu thống nhất",
)  # fmt: skip
SENTENCES = (
    "Trước đây mỗi hồ sơ phải nhập lại ba lần ở ba phần mềm khác nhau, dễ sai sót và mất nhiều thời gian.",
    "Giải pháp lấy dữ liệu một lần từ nguồn gốc, kiểm tra tự động và chuyển cho người có thẩm quyền.",
    "Sau hai tháng áp dụng, thời gian xử lý trung bình giảm rõ rệt và số hồ sơ trễ hạn không đáng kể.",
    "Cách làm đã được phổ biến cho các phòng, có tài liệu hướng dẫn và người hỗ trợ trong tuần đầu.",
    "Kinh phí không phát sinh vì tận dụng hạ tầng sẵn có; dữ liệu được lưu tại máy chủ của đơn vị.",
    "Kết quả được đo bằng nhật ký hệ thống và đối chiếu với sổ theo dõi của văn thư.",
)
COMMENTS = (
    "Cần nêu rõ số liệu trước và sau khi áp dụng.", "Giải pháp thiết thực, dễ nhân rộng.",
    "Minh chứng đầy đủ, số liệu kiểm tra được.", "Nên bổ sung phương án bảo đảm an toàn thông tin.",
)  # fmt: skip
SURNAMES = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Vũ", "Đặng", "Bùi", "Đỗ", "Hồ", "Ngô", "Dương", "Lý", "Đinh")
MIDDLES = ("Văn", "Thị", "Minh", "Thu", "Quốc", "Ngọc", "Thanh", "Hữu", "Xuân", "Đức")
GIVENS = ("An", "Bình", "Châu", "Dũng", "Giang", "Hà", "Hương", "Khánh", "Lan", "Linh", "Mai", "Nam", "Oanh", "Phúc")
UNIT_KINDS = (
    ("VU", "Vụ"), ("CUC", "Cục"), ("VIEN", "Viện"), ("TRUNG_TAM", "Trung tâm"), ("THANH_TRA", "Thanh tra"),
    ("TRUONG", "Trường"), ("BAO", "Báo"), ("TAP_CHI", "Tạp chí"),
)  # fmt: skip
UNIT_FIELDS = (
    "Bưu chính", "Viễn thông", "Tần số", "Xuất bản", "Thông tin cơ sở", "Công nghệ thông tin", "An toàn thông tin",
    "Kế hoạch", "Pháp chế", "Hợp tác quốc tế", "Quản lý doanh nghiệp", "Báo chí",
)  # fmt: skip


def title(random: Random, number: int, total: int) -> str:
    """Compose the title of initiative `number` of `total`; the search terms come at fixed distances."""
    words = [random.choice(ACTIONS), random.choice(TOOLS), "để", random.choice(TASKS), random.choice(PLACES)]
    if number % COMMON_EVERY == 0:
        words.append(f"gắn với {COMMON}")
    if number % MEDIUM_EVERY == MEDIUM_AT:
        words.append(f"kèm {MEDIUM}")
    if number % (total // RARE_TITLES) == 1:
        words.append(f"({RARE})")
    return " ".join(words)


def summary(random: Random) -> str:
    """Compose three or four sentences."""
    return " ".join(random.sample(SENTENCES, random.randint(3, 4)))


def full_name(random: Random) -> str:
    """Compose a person's name."""
    return f"{random.choice(SURNAMES)} {random.choice(MIDDLES)} {random.choice(GIVENS)}"
