"""Integrity holds: persons and units that are not rewarded until something is cleared up.

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

OLD_PERMISSIONS = (
    "UNIT_MANAGE",
    "PERSON_MANAGE",
    "ROLE_GRANT",
    "MOVEMENT_MANAGE",
    "MOVEMENT_APPROVE",
    "RUBRIC_MANAGE",
    "INITIATIVE_CREATE",
    "INITIATIVE_EDIT",
    "INITIATIVE_SUBMIT",
    "INITIATIVE_SCREEN",
    "ROUND_MANAGE",
    "SHEET_SCORE",
    "SHEET_REOPEN",
    "RESULT_COMPUTE",
    "RESULT_PUBLISH",
    "NOMINATION_PREPARE",
    "NOMINATION_SUGGEST",
    "NOMINATION_DECIDE",
    "NOMINATION_EXPORT",
    "CATALOGUE_MANAGE",
    "AUDIT_READ",
    "SHEET_ENTER",
    "SHEET_EXCLUDE",
    "REVISION_REDACT",
    "DISCUSSION_JOIN",
    "CONFLICT_DECLARE",
    "CONFLICT_MANAGE",
    "CONFLICT_WAIVE",
    "ADOPTION_DECLARE",
    "RESULT_VERIFY",
    "LEDGER_VERIFY",
    "TABLE_IMPORT",
)
NEW_PERMISSIONS = (*OLD_PERMISSIONS, "INTEGRITY_MANAGE")

GUARD = """
    CREATE FUNCTION thidua_guard_hold() RETURNS trigger LANGUAGE plpgsql AS $guard$
    DECLARE changeable text[] := ARRAY['version', 'lifted_at', 'lifted_by_id', 'lifted_reason'];
    BEGIN
        IF TG_OP = 'DELETE' OR OLD.lifted_at IS NOT NULL OR to_jsonb(NEW) - changeable <> to_jsonb(OLD) - changeable THEN
            PERFORM thidua_refuse('tg_integrity_holds_kept', 'a hold is only ever lifted');
        END IF;
        RETURN NEW;
    END
    $guard$
"""


def _permit(permissions: tuple[str, ...]) -> None:
    op.drop_constraint(op.f("ck_phase_capabilities_permission"), "phase_capabilities")
    op.create_check_constraint(
        op.f("ck_phase_capabilities_permission"), "phase_capabilities", f"permission IN {permissions}"
    )


def upgrade() -> None:
    _permit(NEW_PERMISSIONS)
    op.create_table(
        "integrity_holds",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("clause", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("review_on", sa.Date(), nullable=True),
        sa.Column("placed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("placed_by_id", sa.Uuid(), nullable=True),
        sa.Column("lifted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lifted_by_id", sa.Uuid(), nullable=True),
        sa.Column("lifted_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "ground IN ('DISCIPLINE', 'INVESTIGATION', 'VERIFICATION')", name=op.f("ck_integrity_holds_ground")
        ),
        sa.CheckConstraint("(person_id IS NULL) <> (unit_id IS NULL)", name=op.f("ck_integrity_holds_held")),
        sa.CheckConstraint("(lifted_at IS NULL) = (lifted_reason IS NULL)", name=op.f("ck_integrity_holds_lifted")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_integrity_holds_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_integrity_holds_unit_id")),
        sa.ForeignKeyConstraint(["placed_by_id"], ["people.id"], name=op.f("fk_integrity_holds_placed_by_id")),
        sa.ForeignKeyConstraint(["lifted_by_id"], ["people.id"], name=op.f("fk_integrity_holds_lifted_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_integrity_holds")),
    )
    op.create_index(
        "uq_integrity_holds_in_force",
        "integrity_holds",
        ["person_id", "unit_id", "ground"],
        unique=True,
        postgresql_nulls_not_distinct=True,
        postgresql_where=sa.text("lifted_at IS NULL"),
    )
    op.create_index(op.f("ix_integrity_holds_unit_id"), "integrity_holds", ["unit_id"])
    op.create_index(op.f("ix_integrity_holds_placed_at_id"), "integrity_holds", ["placed_at", "id"])
    op.execute(GUARD)
    op.execute(
        "CREATE TRIGGER guard BEFORE UPDATE OR DELETE ON integrity_holds "
        "FOR EACH ROW EXECUTE FUNCTION thidua_guard_hold()"
    )


def downgrade() -> None:
    op.drop_table("integrity_holds")
    op.execute("DROP FUNCTION thidua_guard_hold()")
    _permit(OLD_PERMISSIONS)
