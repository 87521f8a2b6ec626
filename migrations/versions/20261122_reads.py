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


def upgrade() -> None:
    op.create_index("ix_initiatives_created_at_id", "initiatives", ["created_at", "id"])
    op.create_index("ix_initiatives_movement_id_created_at_id", "initiatives", ["movement_id", "created_at", "id"])
    op.create_index("ix_initiatives_unit_id_created_at_id", "initiatives", ["unit_id", "created_at", "id"])
    op.drop_index("ix_initiatives_unit_id", table_name="initiatives")
    op.create_index(
        "ix_score_sheets_initiative_id_updated_at_id", "score_sheets", ["initiative_id", "updated_at", "id"]
    )
    op.drop_index("ix_score_sheets_initiative_id", table_name="score_sheets")
    op.create_index(
        "ix_result_entries_standings", "result_entries", ["result_id", sa.text("coalesce(place, 2147483647)"), "id"]
    )
    op.create_index("ix_result_entries_result_id_unit_id_score", "result_entries", ["result_id", "unit_id", "score"])


def downgrade() -> None:
    op.drop_index("ix_result_entries_result_id_unit_id_score", table_name="result_entries")
    op.drop_index("ix_result_entries_standings", table_name="result_entries")
    op.create_index("ix_score_sheets_initiative_id", "score_sheets", ["initiative_id"])
    op.drop_index("ix_score_sheets_initiative_id_updated_at_id", table_name="score_sheets")
    op.create_index("ix_initiatives_unit_id", "initiatives", ["unit_id"])
    op.drop_index("ix_initiatives_unit_id_created_at_id", table_name="initiatives")
    op.drop_index("ix_initiatives_movement_id_created_at_id", table_name="initiatives")
    op.drop_index("ix_initiatives_created_at_id", table_name="initiatives")
