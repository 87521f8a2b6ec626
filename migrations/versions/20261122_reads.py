"""Index what lists are read by: their default order within what they are lists of, and places within a unit.

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


#: Lists by their default order, each within what it is a list of, or what is seen of it.
ADDED = (
    ("assignments", ["created_at", "id"]),
    ("assignments", ["evaluator_id", "created_at", "id"]),
    ("assignments", ["round_id", "created_at", "id"]),
    ("audit_entries", ["at", "id"]),
    ("initiatives", ["created_at", "id"]),
    ("initiatives", ["created_by_id"]),
    ("initiatives", ["movement_id", "created_at", "id"]),
    ("initiatives", ["unit_id", "created_at", "id"]),
    ("nominations", ["created_at", "id"]),
    ("nominations", ["created_by_id"]),
    ("people", ["full_name", "id"]),
    ("people", ["unit_id", "full_name", "id"]),
    ("result_entries", ["result_id", "unit_id", "score"]),
    ("result_entries", ["unit_id"]),
    ("role_grants", ["granted_at", "id"]),
    ("round_entries", ["round_id", "id"]),
    ("score_sheets", ["evaluator_id", "updated_at", "id"]),
    ("score_sheets", ["initiative_id", "updated_at", "id"]),
    ("score_sheets", ["updated_at", "id"]),
)
#: What one of those begins with.
REPLACED = (
    ("assignments", ["evaluator_id"]),
    ("audit_entries", ["at"]),
    ("initiatives", ["unit_id"]),
    ("people", ["unit_id"]),
    ("result_entries", ["result_id", "place"]),
    ("score_sheets", ["evaluator_id"]),
    ("score_sheets", ["initiative_id"]),
)


def name(table: str, columns: list[str]) -> str:
    return f"ix_{table}_{'_'.join(columns)}"


def upgrade() -> None:
    # Building an index takes as long as the table is large.
    op.execute("SET LOCAL statement_timeout = 0")
    for table, columns in ADDED:
        op.create_index(name(table, columns), table, columns)
    op.create_index(
        "ix_result_entries_standings", "result_entries", ["result_id", sa.text("coalesce(place, 2147483647)"), "id"]
    )
    for table, columns in REPLACED:
        op.drop_index(name(table, columns), table_name=table)


def downgrade() -> None:
    for table, columns in REPLACED:
        op.create_index(name(table, columns), table, columns)
    op.drop_index("ix_result_entries_standings", table_name="result_entries")
    for table, columns in reversed(ADDED):
        op.drop_index(name(table, columns), table_name=table)
