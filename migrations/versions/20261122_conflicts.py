"""Somebody's conflicts of interest by a function, for row filters.

Revision ID: 0009
Revises: 0008
"""

from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None

#: The initiatives with which somebody has a conflict of interest that was not set aside: what row filters ask, planned
#: once for a connection rather than within every statement.
CONFLICTS_OF = """
    CREATE FUNCTION thidua_conflicts_of(person uuid) RETURNS SETOF uuid LANGUAGE plpgsql STABLE PARALLEL SAFE ROWS 100
    AS $conflicts$
    BEGIN
        RETURN QUERY SELECT c.initiative_id FROM conflicts_of_interest c WHERE c.person_id = person AND NOT c.is_waived;
    END
    $conflicts$
"""


def upgrade() -> None:
    op.execute(CONFLICTS_OF)


def downgrade() -> None:
    op.execute("DROP FUNCTION thidua_conflicts_of(uuid)")
