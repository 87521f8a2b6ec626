"""Regulations: legal parameters, award rules and days off, dated; what phases may let people do on the way to awards.

Revision ID: 0010
Revises: 0009
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0010"
down_revision = "0009"
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
    "INTEGRITY_MANAGE",
)
NEW_PERMISSIONS = (
    *OLD_PERMISSIONS,
    "NOMINATION_APPRAISE",
    "COUNCIL_MANAGE",
    "COUNCIL_RUN",
    "COUNCIL_VOTE",
    "SIGNING_DELEGATE",
    "AWARD_CONCLUDE",
    "PRIZE_PAY",
    "AWARD_REVOKE",
    "DOCUMENT_MAKE",
    "DOCUMENT_CHECK",
    "DOCUMENT_SIGN",
    "DOCUMENT_ISSUE",
    "EXEMPLAR_MANAGE",
    "EXEMPLAR_CONSENT",
    "REPLICATION_REPORT",
    "PILOT_APPROVE",
    "BENEFIT_RECORD",
    "BENEFIT_VERIFY",
)
KINDS = "'BASE_SALARY', 'PRIZE_COEFFICIENT', 'COLLECTIVE_FACTOR', 'PRIZE_ROUNDING'"
CODES = (
    "'INTEGRITY_HOLD', 'ONE_REWARD', 'SIMILAR_ACHIEVEMENT', 'THEMATIC_NOT_FOR_MERIT', 'AUTHORITY', 'PREREQUISITE', "
    "'QUOTA', 'DIRECT_WORKERS', 'PAPERS', 'PARTICIPATION', 'FORMER_UNIT_COMMENT', 'GENDER_PREFERENCE', "
    "'APPRAISAL_DEADLINE', 'NOTICE_DEADLINE', 'PUBLICATION_DEADLINE', 'COUNCIL_VOTE'"
)
NOBODY = "'00000000-0000-0000-0000-000000000000'::uuid"


def _permit(permissions: tuple[str, ...]) -> None:
    op.drop_constraint(op.f("ck_phase_capabilities_permission"), "phase_capabilities")
    op.create_check_constraint(
        op.f("ck_phase_capabilities_permission"), "phase_capabilities", f"permission IN {permissions}"
    )


def upgrade() -> None:
    _permit(NEW_PERMISSIONS)
    op.create_table(
        "legal_parameters",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("form_id", sa.Uuid(), nullable=True),
        sa.Column("title_id", sa.Uuid(), nullable=True),
        sa.Column("value", sa.Numeric(16, 2), nullable=False),
        sa.Column("legal_basis_id", sa.Uuid(), nullable=False),
        sa.Column("clause", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("is_verified", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(f"kind IN ({KINDS})", name=op.f("ck_legal_parameters_kind")),
        sa.CheckConstraint("value > 0", name=op.f("ck_legal_parameters_value")),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_legal_parameters_period")),
        sa.CheckConstraint("btrim(clause) <> ''", name=op.f("ck_legal_parameters_clause")),
        sa.CheckConstraint("num_nonnulls(form_id, title_id) <= 1", name=op.f("ck_legal_parameters_award")),
        sa.CheckConstraint(
            "CASE kind WHEN 'PRIZE_COEFFICIENT' THEN num_nonnulls(form_id, title_id) = 1"
            " WHEN 'COLLECTIVE_FACTOR' THEN true ELSE num_nonnulls(form_id, title_id) = 0 END",
            name=op.f("ck_legal_parameters_of"),
        ),
        postgresql.ExcludeConstraint(
            ("kind", "="),
            (sa.text(f"COALESCE(form_id, title_id, {NOBODY})"), "="),
            (sa.text("daterange(valid_from, valid_to, '[]')"), "&&"),
            name="ex_legal_parameters_in_force",
            using="gist",
        ),
        sa.ForeignKeyConstraint(["form_id"], ["award_forms.id"], name=op.f("fk_legal_parameters_form_id")),
        sa.ForeignKeyConstraint(["title_id"], ["award_titles.id"], name=op.f("fk_legal_parameters_title_id")),
        sa.ForeignKeyConstraint(
            ["legal_basis_id"], ["legal_bases.id"], name=op.f("fk_legal_parameters_legal_basis_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_parameters")),
    )
    op.create_index(op.f("ix_legal_parameters_form_id"), "legal_parameters", ["form_id"])
    op.create_index(op.f("ix_legal_parameters_title_id"), "legal_parameters", ["title_id"])
    op.create_table(
        "award_rules",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("form_id", sa.Uuid(), nullable=True),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("parameters", postgresql.JSONB(), nullable=False),
        sa.Column("legal_basis_id", sa.Uuid(), nullable=False),
        sa.Column("clause", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("is_verified", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(f"code IN ({CODES})", name=op.f("ck_award_rules_code")),
        sa.CheckConstraint("severity IN ('BLOCKING', 'WARNING', 'NOTE')", name=op.f("ck_award_rules_severity")),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_award_rules_period")),
        sa.CheckConstraint("btrim(clause) <> ''", name=op.f("ck_award_rules_clause")),
        postgresql.ExcludeConstraint(
            ("code", "="),
            (sa.text(f"COALESCE(form_id, {NOBODY})"), "="),
            (sa.text("daterange(valid_from, valid_to, '[]')"), "&&"),
            name="ex_award_rules_in_force",
            using="gist",
        ),
        sa.ForeignKeyConstraint(["form_id"], ["award_forms.id"], name=op.f("fk_award_rules_form_id")),
        sa.ForeignKeyConstraint(["legal_basis_id"], ["legal_bases.id"], name=op.f("fk_award_rules_legal_basis_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award_rules")),
    )
    op.create_index(op.f("ix_award_rules_form_id"), "award_rules", ["form_id"])
    op.create_table(
        "special_days",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("is_verified", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('HOLIDAY', 'WORKING')", name=op.f("ck_special_days_kind")),
        sa.CheckConstraint("btrim(name) <> ''", name=op.f("ck_special_days_name")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_special_days")),
        sa.UniqueConstraint("day", name=op.f("uq_special_days_day")),
    )


def downgrade() -> None:
    op.drop_table("special_days")
    op.drop_table("award_rules")
    op.drop_table("legal_parameters")
    _permit(OLD_PERMISSIONS)
