"""Filters and orders of the lists of imported score tables."""

import strawberry
from sqlalchemy import Integer, func, literal_column

from domain.imports import model
from schema.bindings import OrderField
from schema.filters import equals, is_one_of, ordering, refers_to
from schema.results.enums import EntryStatus
from schema.texts import T, describe

IMPORTED_AT = T("Thời điểm nhập.", "When it was imported.")
MOVEMENT = T("Phong trào mà bảng điểm thuộc về.", "The movement that it belongs to.")
PLACE = T("Thứ hạng; đồng điểm thì đồng hạng (1, 2, 2, 4).", "The place; equal scores share one (1, 2, 2, 4).")

#: Entries without a place come after all others. An index of standings says the same expression.
LAST_PLACE = literal_column("2147483647", Integer())


@strawberry.input(description=describe(T("Lọc bảng điểm.", "What score tables to keep.")))
class ScoreTableFilter:
    """Filters of lists of score tables."""

    movement_id: strawberry.ID | None = refers_to(model.ScoreTable.movement_id, "Movement", MOVEMENT)


SCORE_TABLE_ORDER = ordering(
    "ScoreTable",
    {"IMPORTED_AT": OrderField(model.ScoreTable.imported_at, IMPORTED_AT)},
    default="IMPORTED_AT",
    descending=True,
)


@strawberry.input(description=describe(T("Lọc xếp hạng của bảng điểm.", "What standings of a table to keep.")))
class ScoreTableEntryFilter:
    """Filters of lists of a score table's standings."""

    status: list[EntryStatus] | None = is_one_of(model.ScoreTableEntry.status, T("Tình trạng.", "Of these statuses."))
    is_tied: bool | None = equals(model.ScoreTableEntry.is_tied, T("Đồng hạng.", "Sharing a place."))


SCORE_TABLE_ENTRY_ORDER = ordering(
    "ScoreTableEntry",
    {"PLACE": OrderField(func.coalesce(model.ScoreTableEntry.place, LAST_PLACE), PLACE)},
    default="PLACE",
)
