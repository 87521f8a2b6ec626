"""Unit reports: which document stands for what a unit reported on a movement, when it came, and every step of it.

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
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
NEW_PERMISSIONS = (*OLD_PERMISSIONS, "REPORT_SUBMIT", "REPORT_RECEIVE")
STATES = "'SUBMITTED', 'RECEIVED', 'RETURNED', 'ACCEPTED', 'SYNTHESISED'"
WHOLE = ["id", "movement_id", "unit_id"]

GUARD = """
    CREATE FUNCTION thidua_guard_report() RETURNS trigger LANGUAGE plpgsql AS $guard$
    DECLARE
        changeable text[] := ARRAY['version', 'state', 'state_since', 'document_id', 'submitted_at', 'synthesis_id'];
    BEGIN
        IF TG_OP = 'DELETE' OR to_jsonb(NEW) - changeable <> to_jsonb(OLD) - changeable THEN
            PERFORM thidua_refuse('tg_unit_reports_kept', 'when a report first came never changes');
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


def _key(name: str, *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def _moment(name: str) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=False)


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))


def upgrade() -> None:
    _permit(NEW_PERMISSIONS)
    op.create_unique_constraint(op.f("uq_participations_id_movement_id_unit_id"), "participations", WHOLE)
    _reports()
    _steps()


def _reports() -> None:
    reports = "unit_reports"
    op.create_table(
        reports,
        _key("id"),
        _key("participation_id"),
        _key("movement_id"),
        _key("unit_id"),
        _key("document_id"),
        sa.Column("state", sa.Text(), nullable=False),
        _moment("state_since"),
        sa.Column("punctuality", sa.Text(), nullable=False),
        _moment("first_submitted_at"),
        _moment("submitted_at"),
        _key("synthesis_id", nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        _check(reports, "state", f"state IN ({STATES})"),
        _check(reports, "punctuality", "punctuality IN ('ON_TIME', 'LATE')"),
        _check(reports, "submitted", "submitted_at >= first_submitted_at"),
        _check(reports, "synthesis", "(state = 'SYNTHESISED') = (synthesis_id IS NOT NULL)"),
        sa.ForeignKeyConstraint(
            ["participation_id", "movement_id", "unit_id"],
            [f"participations.{column}" for column in WHOLE],
            name="fk_unit_reports_participation",
        ),
        _to(reports, "document_id", "official_documents"),
        _to(reports, "synthesis_id", "official_documents"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_reports")),
        sa.UniqueConstraint("participation_id", name=op.f("uq_unit_reports_participation_id")),
    )
    op.create_index(
        op.f("ix_unit_reports_movement_id_first_submitted_at_id"), reports, ["movement_id", "first_submitted_at", "id"]
    )
    op.create_index(op.f("ix_unit_reports_first_submitted_at_id"), reports, ["first_submitted_at", "id"])
    op.create_index(op.f("ix_unit_reports_unit_id"), reports, ["unit_id"])
    op.execute(GUARD)
    op.execute(
        "CREATE TRIGGER guard BEFORE UPDATE OR DELETE ON unit_reports "
        "FOR EACH ROW EXECUTE FUNCTION thidua_guard_report()"
    )


def _steps() -> None:
    steps = "unit_report_steps"
    op.create_table(
        steps,
        _key("id"),
        _key("report_id"),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("from_state", sa.Text(), nullable=True),
        sa.Column("to_state", sa.Text(), nullable=False),
        _key("document_id"),
        sa.Column("reason", sa.Text(), nullable=True),
        _moment("at"),
        _key("by_id", nullable=True),
        _check(steps, "from_state", f"from_state IN ({STATES})"),
        _check(steps, "to_state", f"to_state IN ({STATES})"),
        _check(steps, "reason", "(to_state = 'RETURNED') = (reason IS NOT NULL)"),
        _to(steps, "report_id", "unit_reports"),
        _to(steps, "document_id", "official_documents"),
        _to(steps, "by_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_report_steps")),
        sa.UniqueConstraint("report_id", "number", name=op.f("uq_unit_report_steps_report_id_number")),
    )
    op.execute(
        "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON unit_report_steps "
        "FOR EACH ROW EXECUTE FUNCTION thidua_append_only()"
    )
    op.execute(
        "CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON unit_report_steps "
        "FOR EACH STATEMENT EXECUTE FUNCTION thidua_append_only()"
    )


def downgrade() -> None:
    op.drop_table("unit_report_steps")
    op.drop_table("unit_reports")
    op.execute("DROP FUNCTION thidua_guard_report()")
    op.drop_constraint(op.f("uq_participations_id_movement_id_unit_id"), "participations")
    _permit(OLD_PERMISSIONS)
