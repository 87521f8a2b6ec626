"""Root fields that read results."""

import strawberry

from schema.fields import connection, lookup
from schema.refs import ResultEntryRef, ResultRef, SheetExclusionRef
from schema.results import lists
from schema.texts import T


@strawberry.type
class ResultQueries:
    """What came of rounds."""

    result = lookup("Result", ResultRef, T("Một phiên bản kết quả.", "One version of a result."))
    results = connection(
        "Result",
        ResultRef,
        T("Các kết quả bạn được xem.", "The results that you may see."),
        filters=lists.ResultFilter,
        ordering=lists.RESULT_ORDER,
    )
    result_entry = lookup("ResultEntry", ResultEntryRef, T("Xếp hạng của một sáng kiến.", "One standing."))
    result_entries = connection(
        "ResultEntry",
        ResultEntryRef,
        T("Xếp hạng bạn được xem.", "The standings that you may see."),
        filters=lists.ResultEntryFilter,
        ordering=lists.RESULT_ENTRY_ORDER,
    )
    sheet_exclusions = connection(
        "SheetExclusion",
        SheetExclusionRef,
        T("Các quyết định loại phiếu bạn được xem.", "The exclusions of sheets that you may see."),
        filters=lists.SheetExclusionFilter,
        ordering=lists.EXCLUSION_ORDER,
    )
