"""Count the changes of each person's rights, so that a read can tell that it was asked for by rights of old.

Revision ID: 0004
Revises: 0003
"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("people", sa.Column("rights_version", sa.Integer(), server_default=sa.text("1"), nullable=False))
    op.execute("""
        CREATE FUNCTION thidua_count_rights() RETURNS trigger LANGUAGE plpgsql AS $$
        BEGIN
            IF TG_TABLE_NAME = 'people' THEN
                NEW.rights_version := OLD.rights_version + 1;
                RETURN NEW;
            END IF;
            IF TG_OP <> 'INSERT' THEN
                UPDATE people SET rights_version = rights_version + 1 WHERE id = OLD.person_id;
            END IF;
            IF TG_OP = 'INSERT' OR TG_OP = 'UPDATE' AND NEW.person_id <> OLD.person_id THEN
                UPDATE people SET rights_version = rights_version + 1 WHERE id = NEW.person_id;
            END IF;
            RETURN NULL;
        END
        $$
    """)
    op.execute("""
        CREATE TRIGGER count_rights BEFORE UPDATE OF subject, full_name, unit_id, left_on ON people
        FOR EACH ROW EXECUTE FUNCTION thidua_count_rights()
    """)
    op.execute("""
        CREATE TRIGGER count_rights AFTER INSERT OR UPDATE OR DELETE ON role_grants
        FOR EACH ROW EXECUTE FUNCTION thidua_count_rights()
    """)


def downgrade() -> None:
    op.execute("DROP TRIGGER count_rights ON role_grants")
    op.execute("DROP TRIGGER count_rights ON people")
    op.execute("DROP FUNCTION thidua_count_rights()")
    op.drop_column("people", "rights_version")
