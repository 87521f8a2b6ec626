"""Root fields that read imported score tables."""

import strawberry

from schema.fields import connection, lookup
from schema.imports import lists
from schema.refs import ScoreTableRef
from schema.texts import T


@strawberry.type
class ImportQueries:
    """What was imported."""

    score_table = lookup("ScoreTable", ScoreTableRef, T("Một bảng điểm đã nhập.", "One imported score table."))
    score_tables = connection(
        "ScoreTable",
        ScoreTableRef,
        T("Các bảng điểm đã nhập, mới nhất trước.", "The imported score tables, the latest first."),
        filters=lists.ScoreTableFilter,
        ordering=lists.SCORE_TABLE_ORDER,
    )
