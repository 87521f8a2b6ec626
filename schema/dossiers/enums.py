"""The enumerations of papers of dossiers."""

from domain.awards.papers.rules import PaperKind
from schema.enums import expose
from schema.texts import T

PAPER_KIND = T("Loại giấy tờ.", "The kind of paper.")

expose(
    PaperKind,
    PAPER_KIND,
    {
        "ACHIEVEMENT_REPORT": ("Báo cáo thành tích.", "The achievement report."),
        "UNIT_CONFIRMATION": ("Xác nhận của đơn vị.", "The unit's confirmation."),
        "UNIT_MINUTES": ("Biên bản xét khen thưởng của đơn vị.", "The minutes of the unit's council."),
        "RECOGNITION_DECISION": ("Quyết định công nhận sáng kiến.", "The decision that recognises the initiative."),
        "EVIDENCE": ("Minh chứng.", "Evidence."),
        "FORMER_UNIT_COMMENT": ("Nhận xét của đơn vị cũ.", "The comment by the unit that the person came from."),
    },
)
