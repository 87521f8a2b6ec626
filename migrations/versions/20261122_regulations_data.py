"""Regulations as data: coefficients leave the award catalogues, and what rests on a legal text stays within it.

The coefficients of the two catalogues go with their column: they said neither which text they came from nor from when
to when they hold, so they cannot be kept as law. Personnel enters them anew, as legal parameters with their source.

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

CATALOGUES = ("award_titles", "award_forms")

#: What never changes of the rows of each table; they are never deleted either.
FIXED = {
    "legal_parameters": ("kind", "form_id", "title_id"),
    "award_rules": ("code", "form_id"),
    "special_days": ("day",),
}

KEPT = """
    CREATE FUNCTION thidua_guard_regulation() RETURNS trigger LANGUAGE plpgsql AS $guard$
    BEGIN
        IF TG_OP = 'DELETE' OR EXISTS (
            SELECT FROM unnest(TG_ARGV) fixed WHERE to_jsonb(NEW) -> fixed IS DISTINCT FROM to_jsonb(OLD) -> fixed
        ) THEN
            PERFORM thidua_refuse('tg_regulations_kept', 'what a regulation is of never changes');
        END IF;
        RETURN NEW;
    END
    $guard$
"""

WITHIN = """
    CREATE FUNCTION thidua_guard_basis() RETURNS trigger LANGUAGE plpgsql AS $guard$
    BEGIN
        IF EXISTS (
            SELECT FROM (
                SELECT legal_basis_id, valid_from, valid_to FROM legal_parameters
                UNION ALL SELECT legal_basis_id, valid_from, valid_to FROM award_rules
            ) resting
            WHERE legal_basis_id = NEW.id
            AND NOT daterange(resting.valid_from, resting.valid_to, '[]') <@ daterange(NEW.valid_from, NEW.valid_to, '[]')
        ) THEN
            PERFORM thidua_refuse('tg_legal_bases_carry', 'what rests on a legal text is in force within its time');
        END IF;
        RETURN NEW;
    END
    $guard$
"""


def upgrade() -> None:
    for table in CATALOGUES:
        op.drop_column(table, "coefficient")
    op.execute(KEPT)
    for table, fixed in FIXED.items():
        names = ", ".join(f"'{name}'" for name in fixed)
        op.execute(
            f"CREATE TRIGGER guard BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION thidua_guard_regulation({names})"
        )
    op.execute(WITHIN)
    op.execute(
        "CREATE TRIGGER guard BEFORE UPDATE OF valid_from, valid_to ON legal_bases "
        "FOR EACH ROW EXECUTE FUNCTION thidua_guard_basis()"
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER guard ON legal_bases")
    op.execute("DROP FUNCTION thidua_guard_basis()")
    for table in FIXED:
        op.execute(f"DROP TRIGGER guard ON {table}")
    op.execute("DROP FUNCTION thidua_guard_regulation()")
    for table in CATALOGUES:
        op.add_column(table, sa.Column("coefficient", sa.Numeric(precision=6, scale=2), nullable=True))
