"""The deeds on exemplars, each with the permission that it needs."""

import strawberry

from domain.access.permissions import Permission
from schema.exemplars import deeds, follow_ups
from schema.mutation import mutation
from schema.texts import T


@strawberry.type
class ExemplarMutations:
    """The deeds on exemplars."""

    propose_exemplar = mutation(
        deeds.propose_exemplar,
        Permission.EXEMPLAR_MANAGE,
        T(
            "Đề xuất điển hình từ kết quả đã công bố hoặc trực tiếp, có lý do.",
            "Propose an exemplar, from a published result or by hand, with a reason.",
        ),
    )
    update_exemplar = mutation(
        deeds.update_exemplar,
        Permission.EXEMPLAR_MANAGE,
        T("Sửa nội dung trước khi công bố.", "Change what will be told, before it is published."),
    )
    select_exemplar = mutation(
        deeds.select_exemplar, Permission.EXEMPLAR_MANAGE, T("Chọn điển hình từ các đề xuất.", "Select a candidate.")
    )
    publish_exemplar = mutation(
        deeds.publish_exemplar,
        Permission.EXEMPLAR_MANAGE,
        T(
            "Công bố cho mọi người; với cá nhân, chỉ khi người đó đồng ý.",
            "Publish to everybody; a person, with their consent only.",
        ),
    )
    withdraw_exemplar = mutation(
        deeds.withdraw_exemplar,
        Permission.EXEMPLAR_MANAGE,
        T("Rút điển hình, có lý do.", "Withdraw an exemplar, with a reason."),
    )
    give_exemplar_consent = mutation(
        follow_ups.give_exemplar_consent,
        Permission.EXEMPLAR_CONSENT,
        T("Đồng ý để công bố về mình; im lặng không phải là đồng ý.", "Agree to be told of; silence is no consent."),
    )
    withdraw_exemplar_consent = mutation(
        follow_ups.withdraw_exemplar_consent,
        Permission.EXEMPLAR_CONSENT,
        T(
            "Rút lại sự đồng ý; điển hình đã công bố bị rút ngay.",
            "Take one's consent back; what is published is withdrawn at once.",
        ),
    )
    record_exemplar_honour = mutation(
        follow_ups.record_exemplar_honour,
        Permission.EXEMPLAR_MANAGE,
        T("Ghi việc tôn vinh điển hình đã công bố.", "Record that a published exemplar was honoured."),
    )
    plan_communication = mutation(
        follow_ups.plan_communication,
        Permission.EXEMPLAR_MANAGE,
        T("Lập một mục của kế hoạch tuyên truyền.", "Plan how an exemplar is made known."),
    )
    update_communication = mutation(
        follow_ups.update_communication,
        Permission.EXEMPLAR_MANAGE,
        T("Sửa một mục tuyên truyền hoặc ghi kết quả.", "Change an item of the plan or note what came of it."),
    )
