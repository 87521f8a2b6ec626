"""Findings of rules about dossiers, their papers, awards given before, and whether a person is a woman or a man.

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

CODES = (
    "'INTEGRITY_HOLD', 'ONE_REWARD', 'SIMILAR_ACHIEVEMENT', 'THEMATIC_NOT_FOR_MERIT', 'AUTHORITY', 'PREREQUISITE', "
    "'QUOTA', 'DIRECT_WORKERS', 'PAPERS', 'PARTICIPATION', 'FORMER_UNIT_COMMENT', 'GENDER_PREFERENCE', "
    "'APPRAISAL_DEADLINE', 'NOTICE_DEADLINE', 'PUBLICATION_DEADLINE', 'COUNCIL_VOTE'"
)
PAPERS = (
    "'ACHIEVEMENT_REPORT', 'UNIT_CONFIRMATION', 'UNIT_MINUTES', 'RECOGNITION_DECISION', 'EVIDENCE', "
    "'FORMER_UNIT_COMMENT'"
)

GUARD = """
    CREATE FUNCTION thidua_guard_award_record() RETURNS trigger LANGUAGE plpgsql AS $guard$
    DECLARE changeable text[] := ARRAY['version', 'withdrawn_at', 'withdrawn_by_id', 'withdrawn_reason'];
    BEGIN
        IF TG_OP = 'DELETE' OR OLD.withdrawn_at IS NOT NULL
            OR to_jsonb(NEW) - changeable <> to_jsonb(OLD) - changeable
        THEN
            PERFORM thidua_refuse('tg_award_records_kept', 'a record of an award is only ever withdrawn');
        END IF;
        RETURN NEW;
    END
    $guard$
"""

# The rule is the general one that is in force today in Viet Nam; drafts and what was given up are not asked for.
NOMINEES = """
    CREATE VIEW movement_nominees AS
    SELECT counted.id, counted.persons, counted.direct_workers,
        (counted.direct_workers::numeric / counted.persons)::numeric(5, 4) AS share, rule.target
    FROM (
        SELECT movement_id AS id, count(*)::integer AS persons,
            (count(*) FILTER (WHERE leadership_tier = 'DIRECT_WORKER'))::integer AS direct_workers
        FROM nominations
        WHERE person_id IS NOT NULL AND state NOT IN ('DRAFT', 'REFUSED', 'WITHDRAWN', 'REVOKED')
        GROUP BY movement_id
    ) AS counted
    LEFT JOIN LATERAL (
        SELECT (parameters ->> 'min_share')::numeric(5, 4) AS target
        FROM award_rules
        WHERE code = 'DIRECT_WORKERS' AND form_id IS NULL
            AND daterange(valid_from, valid_to, '[]') @> (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
    ) AS rule ON true
"""


def upgrade() -> None:
    op.add_column("people", sa.Column("gender", sa.Text(), nullable=True))
    op.create_check_constraint(op.f("ck_people_gender"), "people", "gender IN ('FEMALE', 'MALE')")
    _create_findings()
    _create_papers()
    _create_records()
    op.execute(NOMINEES)


def _create_findings() -> None:
    op.create_table(
        "nomination_findings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("nomination_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("rule_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("severity", sa.Text(), nullable=False),
        sa.Column("clause", sa.Text(), nullable=False),
        sa.Column("basis", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("message_en", sa.Text(), nullable=False),
        sa.Column("found_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(f"code IN ({CODES})", name=op.f("ck_nomination_findings_code")),
        sa.CheckConstraint("severity IN ('BLOCKING', 'WARNING', 'NOTE')", name=op.f("ck_nomination_findings_severity")),
        sa.ForeignKeyConstraint(
            ["nomination_id"], ["nominations.id"], name=op.f("fk_nomination_findings_nomination_id")
        ),
        sa.ForeignKeyConstraint(["rule_id"], ["award_rules.id"], name=op.f("fk_nomination_findings_rule_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination_findings")),
        sa.UniqueConstraint("nomination_id", "ordinal", name=op.f("uq_nomination_findings_nomination_id_ordinal")),
    )


def _create_papers() -> None:
    op.create_table(
        "dossier_papers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("nomination_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=True),
        sa.Column("added_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("added_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(f"kind IN ({PAPERS})", name=op.f("ck_dossier_papers_kind")),
        sa.CheckConstraint("btrim(title) <> ''", name=op.f("ck_dossier_papers_title")),
        sa.CheckConstraint("btrim(reference) <> ''", name=op.f("ck_dossier_papers_reference")),
        sa.CheckConstraint("content_hash ~ '^[0-9a-f]{64}$'", name=op.f("ck_dossier_papers_content_hash")),
        sa.ForeignKeyConstraint(["nomination_id"], ["nominations.id"], name=op.f("fk_dossier_papers_nomination_id")),
        sa.ForeignKeyConstraint(["added_by_id"], ["people.id"], name=op.f("fk_dossier_papers_added_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier_papers")),
    )
    op.create_index(
        op.f("ix_dossier_papers_nomination_id_added_at_id"), "dossier_papers", ["nomination_id", "added_at", "id"]
    )
    # A paper is added or removed, never exchanged.
    op.execute(
        "CREATE TRIGGER append_only BEFORE UPDATE ON dossier_papers FOR EACH ROW EXECUTE FUNCTION thidua_append_only()"
    )


def _create_records() -> None:
    op.create_table(
        "award_records",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("form_id", sa.Uuid(), nullable=True),
        sa.Column("title_id", sa.Uuid(), nullable=True),
        sa.Column("award", sa.Text(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("decision_number", sa.Text(), nullable=True),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column("counts_for_merit", sa.Boolean(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by_id", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(person_id IS NULL) <> (unit_id IS NULL)", name=op.f("ck_award_records_rewarded")),
        sa.CheckConstraint("num_nonnulls(form_id, title_id, award) = 1", name=op.f("ck_award_records_award")),
        sa.CheckConstraint("btrim(source) <> ''", name=op.f("ck_award_records_source")),
        sa.CheckConstraint(
            "(withdrawn_at IS NULL) = (withdrawn_reason IS NULL)", name=op.f("ck_award_records_withdrawn")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_award_records_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_award_records_unit_id")),
        sa.ForeignKeyConstraint(["form_id"], ["award_forms.id"], name=op.f("fk_award_records_form_id")),
        sa.ForeignKeyConstraint(["title_id"], ["award_titles.id"], name=op.f("fk_award_records_title_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["people.id"], name=op.f("fk_award_records_recorded_by_id")),
        sa.ForeignKeyConstraint(["withdrawn_by_id"], ["people.id"], name=op.f("fk_award_records_withdrawn_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award_records")),
    )
    op.create_index(op.f("ix_award_records_person_id_year_id"), "award_records", ["person_id", "year", "id"])
    op.create_index(op.f("ix_award_records_unit_id_year_id"), "award_records", ["unit_id", "year", "id"])
    op.execute(GUARD)
    op.execute(
        "CREATE TRIGGER guard BEFORE UPDATE OR DELETE ON award_records "
        "FOR EACH ROW EXECUTE FUNCTION thidua_guard_award_record()"
    )


def downgrade() -> None:
    op.execute("DROP VIEW movement_nominees")
    op.drop_table("award_records")
    op.execute("DROP FUNCTION thidua_guard_award_record()")
    op.drop_table("dossier_papers")
    op.drop_table("nomination_findings")
    op.drop_constraint(op.f("ck_people_gender"), "people")
    op.drop_column("people", "gender")
