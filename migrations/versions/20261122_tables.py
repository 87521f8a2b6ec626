"""Create all tables, the search function and the extensions it needs.

Must work beside the code of the release before it: expand, backfill, contract, in separate revisions.
Spell the tables that are touched; never import domain models. Data and schema changes do not share a revision.

Revision ID: 0001
Revises:
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    # All three are trusted extensions: the owner of the database may create them.
    op.execute("CREATE EXTENSION IF NOT EXISTS unaccent")
    op.execute("CREATE EXTENSION IF NOT EXISTS pg_trgm")
    op.execute("CREATE EXTENSION IF NOT EXISTS btree_gist")
    # Lower case without diacritics, whatever the Unicode form: what search compares. Declared immutable because the
    # dictionary is named in full; without that it could not stand in a generated column.
    op.execute("""
        CREATE FUNCTION thidua_fold(value text) RETURNS text
        LANGUAGE sql IMMUTABLE PARALLEL SAFE STRICT
        RETURN lower(unaccent('unaccent'::regdictionary, normalize(value, NFC)))
    """)
    op.create_table(
        "award_forms",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("coefficient", sa.Numeric(precision=6, scale=2), nullable=True),
        sa.Column("is_verified", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("level IN ('STATE', 'GOVERNMENT', 'MINISTRY', 'UNIT')", name=op.f("ck_award_forms_level")),
        sa.CheckConstraint("subject IN ('INDIVIDUAL', 'COLLECTIVE', 'BOTH')", name=op.f("ck_award_forms_subject")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award_forms")),
        sa.UniqueConstraint("code", name=op.f("uq_award_forms_code")),
    )
    op.create_table(
        "award_titles",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("level", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=False),
        sa.Column("coefficient", sa.Numeric(precision=6, scale=2), nullable=True),
        sa.Column("is_verified", sa.Boolean(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("level IN ('STATE', 'GOVERNMENT', 'MINISTRY', 'UNIT')", name=op.f("ck_award_titles_level")),
        sa.CheckConstraint("subject IN ('INDIVIDUAL', 'COLLECTIVE', 'BOTH')", name=op.f("ck_award_titles_subject")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award_titles")),
        sa.UniqueConstraint("code", name=op.f("uq_award_titles_code")),
    )
    op.create_table(
        "legal_bases",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("is_verified", sa.Boolean(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_legal_bases_period")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_legal_bases")),
        sa.UniqueConstraint("code", name=op.f("uq_legal_bases_code")),
    )
    op.create_table(
        "movements",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("theme", sa.Text(), nullable=True),
        sa.Column("goal", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("subjects", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("report_due_before", sa.Date(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("document_number", sa.Text(), nullable=True),
        sa.Column("document_signed_on", sa.Date(), nullable=True),
        sa.Column("document_signer", sa.Text(), nullable=True),
        sa.Column("launched_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "search_text", sa.Text(), sa.Computed("thidua_fold(code || ' ' || name)", persisted=True), nullable=False
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("form IN ('REGULAR', 'THEMATIC')", name=op.f("ck_movements_form")),
        sa.CheckConstraint("scope IN ('NATIONAL', 'MINISTRY', 'CLUSTER', 'UNIT')", name=op.f("ck_movements_scope")),
        sa.CheckConstraint(
            "state IN ('DRAFT', 'SUBMITTED', 'RETURNED', 'APPROVED', 'LAUNCHED', 'RUNNING', 'INTERIM_REVIEWED', 'REPORTING_CLOSED', 'EVALUATING', 'AWARDING', 'SUMMARISED', 'ARCHIVED')",
            name=op.f("ck_movements_state"),
        ),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_movements_period")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_movements")),
        sa.UniqueConstraint("code", name=op.f("uq_movements_code")),
    )
    op.create_index(
        "ix_movements_search",
        "movements",
        ["search_text"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"search_text": "gin_trgm_ops"},
    )
    op.create_table(
        "units",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("type", sa.Text(), nullable=False),
        sa.Column("parent_id", sa.Uuid(), nullable=True),
        sa.Column("has_seal", sa.Boolean(), nullable=False),
        sa.Column("has_legal_personality", sa.Boolean(), nullable=False),
        sa.Column("to_be_confirmed", sa.Boolean(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("successor_id", sa.Uuid(), nullable=True),
        sa.Column(
            "search_text", sa.Text(), sa.Computed("thidua_fold(code || ' ' || name)", persisted=True), nullable=False
        ),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "type IN ('BO', 'VU', 'THANH_TRA', 'VAN_PHONG', 'CUC', 'VIEN', 'TRUNG_TAM', 'BAO', 'TAP_CHI', 'TRUONG', 'HOC_VIEN', 'QUY', 'NHA_XUAT_BAN')",
            name=op.f("ck_units_type"),
        ),
        sa.CheckConstraint("parent_id IS DISTINCT FROM id", name=op.f("ck_units_not_own_parent")),
        sa.CheckConstraint("successor_id IS DISTINCT FROM id", name=op.f("ck_units_not_own_successor")),
        sa.CheckConstraint("valid_to IS NULL OR valid_to >= valid_from", name=op.f("ck_units_period")),
        sa.ForeignKeyConstraint(["parent_id"], ["units.id"], name=op.f("fk_units_parent_id")),
        sa.ForeignKeyConstraint(["successor_id"], ["units.id"], name=op.f("fk_units_successor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_units")),
        sa.UniqueConstraint("code", name=op.f("uq_units_code")),
    )
    op.create_index(op.f("ix_units_parent_id"), "units", ["parent_id"], unique=False)
    op.create_index(
        "ix_units_search",
        "units",
        ["search_text"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"search_text": "gin_trgm_ops"},
    )
    op.create_table(
        "movement_legal_bases",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("movement_id", sa.Uuid(), nullable=False),
        sa.Column("legal_basis_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["legal_basis_id"], ["legal_bases.id"], name=op.f("fk_movement_legal_bases_legal_basis_id")
        ),
        sa.ForeignKeyConstraint(["movement_id"], ["movements.id"], name=op.f("fk_movement_legal_bases_movement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_movement_legal_bases")),
        sa.UniqueConstraint(
            "movement_id", "legal_basis_id", name=op.f("uq_movement_legal_bases_movement_id_legal_basis_id")
        ),
    )
    op.create_index(
        op.f("ix_movement_legal_bases_legal_basis_id"), "movement_legal_bases", ["legal_basis_id"], unique=False
    )
    op.create_table(
        "participations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("movement_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("is_standing_body", sa.Boolean(), nullable=False),
        sa.Column("block", sa.Text(), nullable=True),
        sa.Column("joined_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["movement_id"], ["movements.id"], name=op.f("fk_participations_movement_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_participations_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_participations")),
        sa.UniqueConstraint("movement_id", "unit_id", name=op.f("uq_participations_movement_id_unit_id")),
    )
    op.create_index(op.f("ix_participations_unit_id"), "participations", ["unit_id"], unique=False)
    op.create_table(
        "people",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("full_name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Text(), nullable=False),
        sa.Column("employment_type", sa.Text(), nullable=False),
        sa.Column("leadership_tier", sa.Text(), nullable=False),
        sa.Column("left_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("search_text", sa.Text(), sa.Computed("thidua_fold(full_name)", persisted=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "employment_type IN ('CADRE', 'CIVIL_SERVANT', 'PUBLIC_EMPLOYEE', 'WORKER')",
            name=op.f("ck_people_employment_type"),
        ),
        sa.CheckConstraint(
            "leadership_tier IN ('MINISTRY_LEADER', 'DEPARTMENT_LEADER', 'DIVISION_LEADER', 'OTHER_LEADER', 'DIRECT_WORKER')",
            name=op.f("ck_people_leadership_tier"),
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_people_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_people")),
        sa.UniqueConstraint("email", name=op.f("uq_people_email")),
        sa.UniqueConstraint("subject", name=op.f("uq_people_subject")),
    )
    op.create_index(
        "ix_people_search",
        "people",
        ["search_text"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"search_text": "gin_trgm_ops"},
    )
    op.create_index(op.f("ix_people_unit_id"), "people", ["unit_id"], unique=False)
    op.create_table(
        "phases",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("movement_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("closes_at > opens_at", name=op.f("ck_phases_period")),
        sa.ForeignKeyConstraint(["movement_id"], ["movements.id"], name=op.f("fk_phases_movement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phases")),
        sa.UniqueConstraint("movement_id", "code", name=op.f("uq_phases_movement_id_code")),
        sa.UniqueConstraint("movement_id", "ordinal", name=op.f("uq_phases_movement_id_ordinal")),
    )
    op.create_table(
        "rubrics",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("movement_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("pass_total", sa.Numeric(precision=7, scale=4), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("frozen_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'FROZEN') = (frozen_at IS NOT NULL)", name=op.f("ck_rubrics_frozen")),
        sa.CheckConstraint("state IN ('DRAFT', 'FROZEN')", name=op.f("ck_rubrics_state")),
        sa.CheckConstraint("number >= 1", name=op.f("ck_rubrics_number")),
        sa.CheckConstraint("pass_total BETWEEN 0 AND 100", name=op.f("ck_rubrics_pass_total")),
        sa.ForeignKeyConstraint(["movement_id"], ["movements.id"], name=op.f("fk_rubrics_movement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rubrics")),
        sa.UniqueConstraint("movement_id", "code", "number", name=op.f("uq_rubrics_movement_id_code_number")),
    )
    op.create_table(
        "audit_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_id", sa.Uuid(), nullable=True),
        sa.Column("actor_roles", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("deed", sa.Text(), nullable=False),
        sa.Column("subject_type", sa.Text(), nullable=False),
        sa.Column("subject_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("before", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("after", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.ForeignKeyConstraint(["actor_id"], ["people.id"], name=op.f("fk_audit_entries_actor_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_audit_entries")),
    )
    op.create_index(op.f("ix_audit_entries_actor_id"), "audit_entries", ["actor_id"], unique=False)
    op.create_index(op.f("ix_audit_entries_at"), "audit_entries", ["at"], unique=False)
    op.create_index(op.f("ix_audit_entries_subject_id"), "audit_entries", ["subject_id"], unique=False)
    op.create_table(
        "award_decisions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("movement_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("signer_id", sa.Uuid(), nullable=False),
        sa.Column("signing_capacity", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("btrim(number) <> ''", name=op.f("ck_award_decisions_number")),
        sa.CheckConstraint(
            "signing_capacity IN ('HEAD', 'KT', 'TL', 'TUQ')", name=op.f("ck_award_decisions_signing_capacity")
        ),
        sa.ForeignKeyConstraint(["movement_id"], ["movements.id"], name=op.f("fk_award_decisions_movement_id")),
        sa.ForeignKeyConstraint(["signer_id"], ["people.id"], name=op.f("fk_award_decisions_signer_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award_decisions")),
        sa.UniqueConstraint("number", "signed_on", name=op.f("uq_award_decisions_number_signed_on")),
    )
    op.create_index(op.f("ix_award_decisions_movement_id"), "award_decisions", ["movement_id"], unique=False)
    op.create_table(
        "criteria",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("rubric_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("description", sa.Text(), nullable=True),
        sa.Column("weight", sa.Numeric(precision=9, scale=4), nullable=False),
        sa.Column("scale_min", sa.Numeric(precision=9, scale=4), nullable=False),
        sa.Column("scale_max", sa.Numeric(precision=9, scale=4), nullable=False),
        sa.Column("step", sa.Numeric(precision=9, scale=4), nullable=False),
        sa.Column("minimum", sa.Numeric(precision=9, scale=4), nullable=True),
        sa.CheckConstraint("minimum BETWEEN scale_min AND scale_max", name=op.f("ck_criteria_minimum")),
        sa.CheckConstraint("scale_max > scale_min", name=op.f("ck_criteria_scale")),
        sa.CheckConstraint("step > 0 AND mod(scale_max - scale_min, step) = 0", name=op.f("ck_criteria_step")),
        sa.CheckConstraint("weight > 0", name=op.f("ck_criteria_weight")),
        sa.ForeignKeyConstraint(["rubric_id"], ["rubrics.id"], name=op.f("fk_criteria_rubric_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criteria")),
        sa.UniqueConstraint("rubric_id", "code", name=op.f("uq_criteria_rubric_id_code")),
        sa.UniqueConstraint("rubric_id", "ordinal", name=op.f("uq_criteria_rubric_id_ordinal")),
    )
    op.create_table(
        "idempotent_answers",
        sa.Column("actor_id", sa.Uuid(), nullable=False),
        sa.Column("deed", sa.Text(), nullable=False),
        sa.Column("key", sa.Uuid(), nullable=False),
        sa.Column("request_hash", sa.LargeBinary(), nullable=False),
        sa.Column("answer", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["actor_id"], ["people.id"], name=op.f("fk_idempotent_answers_actor_id")),
        sa.PrimaryKeyConstraint("actor_id", "deed", "key", name=op.f("pk_idempotent_answers")),
    )
    op.create_index(op.f("ix_idempotent_answers_created_at"), "idempotent_answers", ["created_at"], unique=False)
    op.create_table(
        "initiatives",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("movement_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("field_of_work", sa.Text(), nullable=False),
        sa.Column("hours_saved", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("state_reason", sa.Text(), nullable=True),
        sa.Column("current_revision_id", sa.Uuid(), nullable=True),
        sa.Column("first_submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("punctuality", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=True),
        sa.Column("search_text", sa.Text(), sa.Computed("thidua_fold(title)", persisted=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "field_of_work IN ('QUAN_LY', 'DIEU_HANH', 'CHUYEN_MON')", name=op.f("ck_initiatives_field_of_work")
        ),
        sa.CheckConstraint("kind IN ('DIGITAL', 'AI', 'VIRTUAL_ASSISTANT')", name=op.f("ck_initiatives_kind")),
        sa.CheckConstraint("punctuality IN ('ON_TIME', 'LATE')", name=op.f("ck_initiatives_punctuality")),
        sa.CheckConstraint(
            "state IN ('DRAFT', 'UNIT_REVIEW', 'RETURNED', 'SUBMITTED', 'SCREENED', 'INELIGIBLE', 'SCORING', 'SCORED', 'WITHDRAWN')",
            name=op.f("ck_initiatives_state"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('SUBMITTED', 'SCREENED', 'INELIGIBLE', 'SCORING', 'SCORED') OR first_submitted_at IS NOT NULL",
            name=op.f("ck_initiatives_submitted_when"),
        ),
        sa.CheckConstraint(
            "(first_submitted_at IS NULL) = (punctuality IS NULL)", name=op.f("ck_initiatives_punctuality_known")
        ),
        sa.ForeignKeyConstraint(["created_by_id"], ["people.id"], name=op.f("fk_initiatives_created_by_id")),
        sa.ForeignKeyConstraint(["movement_id"], ["movements.id"], name=op.f("fk_initiatives_movement_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_initiatives_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiatives")),
    )
    op.create_index(op.f("ix_initiatives_movement_id_state"), "initiatives", ["movement_id", "state"], unique=False)
    op.create_index(
        "ix_initiatives_search",
        "initiatives",
        ["search_text"],
        unique=False,
        postgresql_using="gin",
        postgresql_ops={"search_text": "gin_trgm_ops"},
    )
    op.create_index(op.f("ix_initiatives_unit_id"), "initiatives", ["unit_id"], unique=False)
    op.create_table(
        "movement_transitions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("movement_id", sa.Uuid(), nullable=False),
        sa.Column("from_state", sa.Text(), nullable=False),
        sa.Column("to_state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "from_state IN ('DRAFT', 'SUBMITTED', 'RETURNED', 'APPROVED', 'LAUNCHED', 'RUNNING', 'INTERIM_REVIEWED', 'REPORTING_CLOSED', 'EVALUATING', 'AWARDING', 'SUMMARISED', 'ARCHIVED')",
            name=op.f("ck_movement_transitions_from_state"),
        ),
        sa.CheckConstraint(
            "to_state IN ('DRAFT', 'SUBMITTED', 'RETURNED', 'APPROVED', 'LAUNCHED', 'RUNNING', 'INTERIM_REVIEWED', 'REPORTING_CLOSED', 'EVALUATING', 'AWARDING', 'SUMMARISED', 'ARCHIVED')",
            name=op.f("ck_movement_transitions_to_state"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_movement_transitions_by_id")),
        sa.ForeignKeyConstraint(["movement_id"], ["movements.id"], name=op.f("fk_movement_transitions_movement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_movement_transitions")),
    )
    op.create_index(op.f("ix_movement_transitions_movement_id"), "movement_transitions", ["movement_id"], unique=False)
    op.create_table(
        "phase_capabilities",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("phase_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("permission", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "permission IN ('UNIT_MANAGE', 'PERSON_MANAGE', 'ROLE_GRANT', 'MOVEMENT_MANAGE', 'MOVEMENT_APPROVE', 'RUBRIC_MANAGE', 'INITIATIVE_CREATE', 'INITIATIVE_EDIT', 'INITIATIVE_SUBMIT', 'INITIATIVE_SCREEN', 'ROUND_MANAGE', 'SHEET_SCORE', 'SHEET_REOPEN', 'RESULT_COMPUTE', 'RESULT_PUBLISH', 'NOMINATION_PREPARE', 'NOMINATION_SUGGEST', 'NOMINATION_DECIDE', 'NOMINATION_EXPORT', 'CATALOGUE_MANAGE', 'AUDIT_READ')",
            name=op.f("ck_phase_capabilities_permission"),
        ),
        sa.CheckConstraint(
            "role IN ('INFORMATION_CENTER', 'PERSONNEL', 'MINISTRY_LEADER', 'UNIT_LEADER', 'FOCAL_OFFICER', 'EVALUATOR', 'COUNCIL_SECRETARY', 'STAFF', 'SYSTEM_ADMINISTRATOR', 'AUDITOR')",
            name=op.f("ck_phase_capabilities_role"),
        ),
        sa.ForeignKeyConstraint(
            ["phase_id"], ["phases.id"], name=op.f("fk_phase_capabilities_phase_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_phase_capabilities")),
        sa.UniqueConstraint(
            "phase_id", "role", "permission", name=op.f("uq_phase_capabilities_phase_id_role_permission")
        ),
    )
    op.create_table(
        "rounds",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("movement_id", sa.Uuid(), nullable=False),
        sa.Column("rubric_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("score_places", sa.Integer(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'CLOSED') = (closed_at IS NOT NULL)", name=op.f("ck_rounds_closed")),
        sa.CheckConstraint("(state = 'DRAFT') = (opened_at IS NULL)", name=op.f("ck_rounds_opened")),
        sa.CheckConstraint("state IN ('DRAFT', 'OPEN', 'CLOSED')", name=op.f("ck_rounds_state")),
        sa.CheckConstraint("closes_at > opens_at", name=op.f("ck_rounds_period")),
        sa.CheckConstraint("score_places BETWEEN 0 AND 6", name=op.f("ck_rounds_score_places")),
        sa.ForeignKeyConstraint(["movement_id"], ["movements.id"], name=op.f("fk_rounds_movement_id")),
        sa.ForeignKeyConstraint(["rubric_id"], ["rubrics.id"], name=op.f("fk_rounds_rubric_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rounds")),
        sa.UniqueConstraint("movement_id", "ordinal", name=op.f("uq_rounds_movement_id_ordinal")),
    )
    op.create_index(op.f("ix_rounds_rubric_id"), "rounds", ["rubric_id"], unique=False)
    op.create_table(
        "unit_memberships",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Text(), nullable=False),
        sa.Column("employment_type", sa.Text(), nullable=False),
        sa.Column("leadership_tier", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        postgresql.ExcludeConstraint(
            (sa.column("person_id"), "="),
            (sa.text("daterange(starts_on, ends_on, '[]')"), "&&"),
            using="gist",
            name="ex_unit_memberships_overlap",
        ),
        sa.CheckConstraint(
            "employment_type IN ('CADRE', 'CIVIL_SERVANT', 'PUBLIC_EMPLOYEE', 'WORKER')",
            name=op.f("ck_unit_memberships_employment_type"),
        ),
        sa.CheckConstraint(
            "leadership_tier IN ('MINISTRY_LEADER', 'DEPARTMENT_LEADER', 'DIVISION_LEADER', 'OTHER_LEADER', 'DIRECT_WORKER')",
            name=op.f("ck_unit_memberships_leadership_tier"),
        ),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_unit_memberships_period")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_unit_memberships_person_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_unit_memberships_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_unit_memberships")),
    )
    op.create_index(op.f("ix_unit_memberships_unit_id"), "unit_memberships", ["unit_id"], unique=False)
    op.create_table(
        "criterion_bands",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("criterion_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("mark_from", sa.Numeric(precision=9, scale=4), nullable=False),
        sa.Column("mark_to", sa.Numeric(precision=9, scale=4), nullable=False),
        sa.CheckConstraint("mark_to >= mark_from", name=op.f("ck_criterion_bands_stretch")),
        sa.ForeignKeyConstraint(
            ["criterion_id"], ["criteria.id"], name=op.f("fk_criterion_bands_criterion_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criterion_bands")),
        sa.UniqueConstraint("criterion_id", "ordinal", name=op.f("uq_criterion_bands_criterion_id_ordinal")),
    )
    op.create_table(
        "initiative_revisions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("initiative_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("field_of_work", sa.Text(), nullable=False),
        sa.Column("task_relieved", sa.Text(), nullable=False),
        sa.Column("tool", sa.Text(), nullable=False),
        sa.Column("hours_before", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("hours_after", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("people_affected", sa.Integer(), nullable=False),
        sa.Column("measurement", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "field_of_work IN ('QUAN_LY', 'DIEU_HANH', 'CHUYEN_MON')",
            name=op.f("ck_initiative_revisions_field_of_work"),
        ),
        sa.CheckConstraint("kind IN ('DIGITAL', 'AI', 'VIRTUAL_ASSISTANT')", name=op.f("ck_initiative_revisions_kind")),
        sa.CheckConstraint("hours_before >= 0 AND hours_after >= 0", name=op.f("ck_initiative_revisions_hours")),
        sa.CheckConstraint("people_affected >= 1", name=op.f("ck_initiative_revisions_people")),
        sa.ForeignKeyConstraint(["created_by_id"], ["people.id"], name=op.f("fk_initiative_revisions_created_by_id")),
        sa.ForeignKeyConstraint(
            ["initiative_id"], ["initiatives.id"], name=op.f("fk_initiative_revisions_initiative_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiative_revisions")),
        sa.UniqueConstraint("initiative_id", "number", name=op.f("uq_initiative_revisions_initiative_id_number")),
    )
    op.create_table(
        "results",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("score_places", sa.Integer(), nullable=False),
        sa.Column("inputs_hash", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("computed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("computed_by_id", sa.Uuid(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(state = 'PUBLISHED') = (published_at IS NOT NULL)", name=op.f("ck_results_published")),
        sa.CheckConstraint("method IN ('MEAN')", name=op.f("ck_results_method")),
        sa.CheckConstraint("state IN ('STAGED', 'PUBLISHED')", name=op.f("ck_results_state")),
        sa.CheckConstraint("number = 1 OR reason IS NOT NULL", name=op.f("ck_results_later_needs_reason")),
        sa.ForeignKeyConstraint(["computed_by_id"], ["people.id"], name=op.f("fk_results_computed_by_id")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_results_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_results")),
        sa.UniqueConstraint("round_id", "number", name=op.f("uq_results_round_id_number")),
    )
    op.create_table(
        "role_grants",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("round_id", sa.Uuid(), nullable=True),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("granted_by_id", sa.Uuid(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_by_id", sa.Uuid(), nullable=True),
        sa.Column("revoked_reason", sa.Text(), nullable=True),
        postgresql.ExcludeConstraint(
            (sa.column("person_id"), "="),
            (sa.column("role"), "="),
            (sa.text("COALESCE(unit_id, round_id, person_id)"), "="),
            (
                sa.text(
                    "tstzrange(starts_at, CASE WHEN revoked_at IS NOT NULL OR ends_at IS NOT NULL THEN GREATEST(starts_at, LEAST(revoked_at, ends_at)) END)"
                ),
                "&&",
            ),
            using="gist",
            name="ex_role_grants_in_force",
        ),
        sa.CheckConstraint("(role = 'EVALUATOR') = (round_id IS NOT NULL)", name=op.f("ck_role_grants_round_scope")),
        sa.CheckConstraint(
            "(role IN ('UNIT_LEADER', 'FOCAL_OFFICER')) = (unit_id IS NOT NULL)", name=op.f("ck_role_grants_unit_scope")
        ),
        sa.CheckConstraint(
            "role IN ('INFORMATION_CENTER', 'PERSONNEL', 'MINISTRY_LEADER', 'UNIT_LEADER', 'FOCAL_OFFICER', 'EVALUATOR', 'COUNCIL_SECRETARY', 'STAFF', 'SYSTEM_ADMINISTRATOR', 'AUDITOR')",
            name=op.f("ck_role_grants_role"),
        ),
        sa.CheckConstraint(
            "(revoked_at IS NULL) = (revoked_reason IS NULL)", name=op.f("ck_role_grants_revoked_with_reason")
        ),
        sa.CheckConstraint("ends_at IS NULL OR ends_at > starts_at", name=op.f("ck_role_grants_period")),
        sa.ForeignKeyConstraint(["granted_by_id"], ["people.id"], name=op.f("fk_role_grants_granted_by_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_role_grants_person_id")),
        sa.ForeignKeyConstraint(["revoked_by_id"], ["people.id"], name=op.f("fk_role_grants_revoked_by_id")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_role_grants_round_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_role_grants_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_role_grants")),
    )
    op.create_index(op.f("ix_role_grants_person_id"), "role_grants", ["person_id"], unique=False)
    op.create_index(op.f("ix_role_grants_round_id"), "role_grants", ["round_id"], unique=False)
    op.create_index(op.f("ix_role_grants_unit_id"), "role_grants", ["unit_id"], unique=False)
    op.create_table(
        "evidence_links",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("revision_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["initiative_revisions.id"], name=op.f("fk_evidence_links_revision_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_evidence_links")),
        sa.UniqueConstraint("revision_id", "ordinal", name=op.f("uq_evidence_links_revision_id_ordinal")),
    )
    # Initiatives and their revisions point at each other; the pointer to the current one is checked at commit.
    op.create_foreign_key(
        op.f("fk_initiatives_current_revision_id"),
        "initiatives",
        "initiative_revisions",
        ["current_revision_id"],
        ["id"],
        initially="DEFERRED",
        deferrable=True,
    )
    op.create_table(
        "initiative_authors",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("revision_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("percent", sa.Numeric(precision=5, scale=2), nullable=False),
        sa.CheckConstraint("percent > 0 AND percent <= 100", name=op.f("ck_initiative_authors_percent")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_initiative_authors_person_id")),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["initiative_revisions.id"], name=op.f("fk_initiative_authors_revision_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiative_authors")),
        sa.UniqueConstraint("revision_id", "ordinal", name=op.f("uq_initiative_authors_revision_id_ordinal")),
        sa.UniqueConstraint("revision_id", "person_id", name=op.f("uq_initiative_authors_revision_id_person_id")),
    )
    op.create_index(op.f("ix_initiative_authors_person_id"), "initiative_authors", ["person_id"], unique=False)
    op.create_table(
        "initiative_reviews",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("initiative_id", sa.Uuid(), nullable=False),
        sa.Column("revision_id", sa.Uuid(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("reviewer_id", sa.Uuid(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("decision = 'APPROVED' OR reason IS NOT NULL", name=op.f("ck_initiative_reviews_reason")),
        sa.CheckConstraint(
            "decision IN ('APPROVED', 'RETURNED', 'REFUSED')", name=op.f("ck_initiative_reviews_decision")
        ),
        sa.CheckConstraint("stage IN ('UNIT', 'SCREENING')", name=op.f("ck_initiative_reviews_stage")),
        sa.ForeignKeyConstraint(
            ["initiative_id"], ["initiatives.id"], name=op.f("fk_initiative_reviews_initiative_id")
        ),
        sa.ForeignKeyConstraint(["reviewer_id"], ["people.id"], name=op.f("fk_initiative_reviews_reviewer_id")),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["initiative_revisions.id"], name=op.f("fk_initiative_reviews_revision_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiative_reviews")),
    )
    op.create_index(op.f("ix_initiative_reviews_initiative_id"), "initiative_reviews", ["initiative_id"], unique=False)
    op.create_table(
        "result_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("result_id", sa.Uuid(), nullable=False),
        sa.Column("initiative_id", sa.Uuid(), nullable=False),
        sa.Column("revision_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("score", sa.Numeric(precision=9, scale=6), nullable=True),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("is_tied", sa.Boolean(), nullable=False),
        sa.Column("sheets", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(status = 'RANKED') = (score IS NOT NULL) AND (score IS NULL) = (place IS NULL)",
            name=op.f("ck_result_entries_ranked"),
        ),
        sa.CheckConstraint("status IN ('RANKED', 'UNSCORED')", name=op.f("ck_result_entries_status")),
        sa.CheckConstraint("score BETWEEN 0 AND 100", name=op.f("ck_result_entries_score")),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiatives.id"], name=op.f("fk_result_entries_initiative_id")),
        sa.ForeignKeyConstraint(["result_id"], ["results.id"], name=op.f("fk_result_entries_result_id")),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["initiative_revisions.id"], name=op.f("fk_result_entries_revision_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_result_entries_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result_entries")),
        sa.UniqueConstraint("result_id", "initiative_id", name=op.f("uq_result_entries_result_id_initiative_id")),
    )
    op.create_index(op.f("ix_result_entries_initiative_id"), "result_entries", ["initiative_id"], unique=False)
    op.create_index(op.f("ix_result_entries_result_id_place"), "result_entries", ["result_id", "place"], unique=False)
    op.create_table(
        "round_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("initiative_id", sa.Uuid(), nullable=False),
        sa.Column("revision_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiatives.id"], name=op.f("fk_round_entries_initiative_id")),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["initiative_revisions.id"], name=op.f("fk_round_entries_revision_id")
        ),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_round_entries_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_entries")),
        sa.UniqueConstraint("round_id", "initiative_id", name=op.f("uq_round_entries_round_id_initiative_id")),
    )
    op.create_index(op.f("ix_round_entries_initiative_id"), "round_entries", ["initiative_id"], unique=False)
    op.create_table(
        "assignments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("initiative_id", sa.Uuid(), nullable=False),
        sa.Column("evaluator_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'ASSIGNED') = (reason IS NULL)", name=op.f("ck_assignments_reason")),
        sa.CheckConstraint("state IN ('ASSIGNED', 'ABSTAINED', 'RECUSED')", name=op.f("ck_assignments_state")),
        sa.ForeignKeyConstraint(["evaluator_id"], ["people.id"], name=op.f("fk_assignments_evaluator_id")),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiatives.id"], name=op.f("fk_assignments_initiative_id")),
        sa.ForeignKeyConstraint(
            ["round_id", "initiative_id"],
            ["round_entries.round_id", "round_entries.initiative_id"],
            name="fk_assignments_entry",
        ),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_assignments_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignments")),
        sa.UniqueConstraint("id", "round_id", "initiative_id", "evaluator_id", name="uq_assignments_whole"),
        sa.UniqueConstraint("round_id", "initiative_id", "evaluator_id", name="uq_assignments_once"),
    )
    op.create_index(op.f("ix_assignments_evaluator_id"), "assignments", ["evaluator_id"], unique=False)
    op.create_table(
        "nominations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("movement_id", sa.Uuid(), nullable=False),
        sa.Column("result_entry_id", sa.Uuid(), nullable=False),
        sa.Column("initiative_id", sa.Uuid(), nullable=False),
        sa.Column("nominee_kind", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Text(), nullable=True),
        sa.Column("leadership_tier", sa.Text(), nullable=True),
        sa.Column("form_id", sa.Uuid(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("counts_for_merit", sa.Boolean(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(nominee_kind = 'INDIVIDUAL') = (person_id IS NOT NULL) AND (nominee_kind = 'INDIVIDUAL') = (leadership_tier IS NOT NULL)",
            name=op.f("ck_nominations_nominee"),
        ),
        sa.CheckConstraint("(state = 'DECIDED') = (decision_id IS NOT NULL)", name=op.f("ck_nominations_decided")),
        sa.CheckConstraint(
            "leadership_tier IN ('MINISTRY_LEADER', 'DEPARTMENT_LEADER', 'DIVISION_LEADER', 'OTHER_LEADER', 'DIRECT_WORKER')",
            name=op.f("ck_nominations_leadership_tier"),
        ),
        sa.CheckConstraint("nominee_kind IN ('INDIVIDUAL', 'COLLECTIVE')", name=op.f("ck_nominations_nominee_kind")),
        sa.CheckConstraint(
            "state IN ('DRAFT', 'PROPOSED', 'RETURNED', 'APPROVED', 'REFUSED', 'WITHDRAWN', 'DECIDED')",
            name=op.f("ck_nominations_state"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('REFUSED', 'RETURNED') OR reason IS NOT NULL", name=op.f("ck_nominations_reason")
        ),
        sa.ForeignKeyConstraint(["created_by_id"], ["people.id"], name=op.f("fk_nominations_created_by_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people.id"], name=op.f("fk_nominations_decided_by_id")),
        sa.ForeignKeyConstraint(["decision_id"], ["award_decisions.id"], name=op.f("fk_nominations_decision_id")),
        sa.ForeignKeyConstraint(["form_id"], ["award_forms.id"], name=op.f("fk_nominations_form_id")),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiatives.id"], name=op.f("fk_nominations_initiative_id")),
        sa.ForeignKeyConstraint(["movement_id"], ["movements.id"], name=op.f("fk_nominations_movement_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_nominations_person_id")),
        sa.ForeignKeyConstraint(
            ["result_entry_id"], ["result_entries.id"], name=op.f("fk_nominations_result_entry_id")
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_nominations_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nominations")),
    )
    op.create_index(op.f("ix_nominations_decision_id"), "nominations", ["decision_id"], unique=False)
    op.create_index(op.f("ix_nominations_movement_id_state"), "nominations", ["movement_id", "state"], unique=False)
    op.create_index(op.f("ix_nominations_person_id"), "nominations", ["person_id"], unique=False)
    op.create_index(op.f("ix_nominations_unit_id"), "nominations", ["unit_id"], unique=False)
    op.create_index(
        "uq_nominations_person_achievement",
        "nominations",
        ["initiative_id", "person_id"],
        unique=True,
        postgresql_where=sa.text("person_id IS NOT NULL AND state NOT IN ('REFUSED', 'WITHDRAWN')"),
    )
    op.create_index(
        "uq_nominations_unit_achievement",
        "nominations",
        ["initiative_id", "unit_id"],
        unique=True,
        postgresql_where=sa.text("person_id IS NULL AND state NOT IN ('REFUSED', 'WITHDRAWN')"),
    )
    op.create_table(
        "score_sheets",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("assignment_id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("initiative_id", sa.Uuid(), nullable=False),
        sa.Column("evaluator_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("total", sa.Numeric(precision=9, scale=6), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("reopened_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'SUBMITTED') = (submitted_at IS NOT NULL)", name=op.f("ck_score_sheets_submitted")
        ),
        sa.CheckConstraint("state = 'DRAFT' OR total IS NOT NULL", name=op.f("ck_score_sheets_total_known")),
        sa.CheckConstraint("state IN ('DRAFT', 'SUBMITTED')", name=op.f("ck_score_sheets_state")),
        sa.CheckConstraint("total BETWEEN 0 AND 100", name=op.f("ck_score_sheets_total")),
        sa.ForeignKeyConstraint(
            ["assignment_id", "round_id", "initiative_id", "evaluator_id"],
            ["assignments.id", "assignments.round_id", "assignments.initiative_id", "assignments.evaluator_id"],
            name="fk_score_sheets_assignment",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_sheets")),
        sa.UniqueConstraint("assignment_id", name=op.f("uq_score_sheets_assignment_id")),
    )
    op.create_index(op.f("ix_score_sheets_evaluator_id"), "score_sheets", ["evaluator_id"], unique=False)
    op.create_index(op.f("ix_score_sheets_initiative_id"), "score_sheets", ["initiative_id"], unique=False)
    op.create_index(
        op.f("ix_score_sheets_round_id_initiative_id"), "score_sheets", ["round_id", "initiative_id"], unique=False
    )
    op.create_table(
        "marks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sheet_id", sa.Uuid(), nullable=False),
        sa.Column("criterion_id", sa.Uuid(), nullable=False),
        sa.Column("value", sa.Numeric(precision=9, scale=4), nullable=False),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["criterion_id"], ["criteria.id"], name=op.f("fk_marks_criterion_id")),
        sa.ForeignKeyConstraint(["sheet_id"], ["score_sheets.id"], name=op.f("fk_marks_sheet_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_marks")),
        sa.UniqueConstraint("sheet_id", "criterion_id", name=op.f("uq_marks_sheet_id_criterion_id")),
    )
    op.create_index(op.f("ix_marks_criterion_id"), "marks", ["criterion_id"], unique=False)


def downgrade() -> None:
    op.drop_constraint(op.f("fk_initiatives_current_revision_id"), "initiatives", type_="foreignkey")
    op.drop_index(op.f("ix_marks_criterion_id"), table_name="marks")
    op.drop_table("marks")
    op.drop_index(op.f("ix_score_sheets_round_id_initiative_id"), table_name="score_sheets")
    op.drop_index(op.f("ix_score_sheets_initiative_id"), table_name="score_sheets")
    op.drop_index(op.f("ix_score_sheets_evaluator_id"), table_name="score_sheets")
    op.drop_table("score_sheets")
    op.drop_index(
        "uq_nominations_unit_achievement",
        table_name="nominations",
        postgresql_where=sa.text("person_id IS NULL AND state NOT IN ('REFUSED', 'WITHDRAWN')"),
    )
    op.drop_index(
        "uq_nominations_person_achievement",
        table_name="nominations",
        postgresql_where=sa.text("person_id IS NOT NULL AND state NOT IN ('REFUSED', 'WITHDRAWN')"),
    )
    op.drop_index(op.f("ix_nominations_unit_id"), table_name="nominations")
    op.drop_index(op.f("ix_nominations_person_id"), table_name="nominations")
    op.drop_index(op.f("ix_nominations_movement_id_state"), table_name="nominations")
    op.drop_index(op.f("ix_nominations_decision_id"), table_name="nominations")
    op.drop_table("nominations")
    op.drop_index(op.f("ix_assignments_evaluator_id"), table_name="assignments")
    op.drop_table("assignments")
    op.drop_index(op.f("ix_round_entries_initiative_id"), table_name="round_entries")
    op.drop_table("round_entries")
    op.drop_index(op.f("ix_result_entries_result_id_place"), table_name="result_entries")
    op.drop_index(op.f("ix_result_entries_initiative_id"), table_name="result_entries")
    op.drop_table("result_entries")
    op.drop_index(op.f("ix_initiative_reviews_initiative_id"), table_name="initiative_reviews")
    op.drop_table("initiative_reviews")
    op.drop_index(op.f("ix_initiative_authors_person_id"), table_name="initiative_authors")
    op.drop_table("initiative_authors")
    op.drop_table("evidence_links")
    op.drop_index(op.f("ix_role_grants_unit_id"), table_name="role_grants")
    op.drop_index(op.f("ix_role_grants_round_id"), table_name="role_grants")
    op.drop_index(op.f("ix_role_grants_person_id"), table_name="role_grants")
    op.drop_table("role_grants")
    op.drop_table("results")
    op.drop_table("initiative_revisions")
    op.drop_table("criterion_bands")
    op.drop_index(op.f("ix_unit_memberships_unit_id"), table_name="unit_memberships")
    op.drop_table("unit_memberships")
    op.drop_index(op.f("ix_rounds_rubric_id"), table_name="rounds")
    op.drop_table("rounds")
    op.drop_table("phase_capabilities")
    op.drop_index(op.f("ix_movement_transitions_movement_id"), table_name="movement_transitions")
    op.drop_table("movement_transitions")
    op.drop_index(op.f("ix_initiatives_unit_id"), table_name="initiatives")
    op.drop_index(
        "ix_initiatives_search",
        table_name="initiatives",
        postgresql_using="gin",
        postgresql_ops={"search_text": "gin_trgm_ops"},
    )
    op.drop_index(op.f("ix_initiatives_movement_id_state"), table_name="initiatives")
    op.drop_table("initiatives")
    op.drop_index(op.f("ix_idempotent_answers_created_at"), table_name="idempotent_answers")
    op.drop_table("idempotent_answers")
    op.drop_table("criteria")
    op.drop_index(op.f("ix_award_decisions_movement_id"), table_name="award_decisions")
    op.drop_table("award_decisions")
    op.drop_index(op.f("ix_audit_entries_subject_id"), table_name="audit_entries")
    op.drop_index(op.f("ix_audit_entries_at"), table_name="audit_entries")
    op.drop_index(op.f("ix_audit_entries_actor_id"), table_name="audit_entries")
    op.drop_table("audit_entries")
    op.drop_table("rubrics")
    op.drop_table("phases")
    op.drop_index(op.f("ix_people_unit_id"), table_name="people")
    op.drop_index(
        "ix_people_search", table_name="people", postgresql_using="gin", postgresql_ops={"search_text": "gin_trgm_ops"}
    )
    op.drop_table("people")
    op.drop_index(op.f("ix_participations_unit_id"), table_name="participations")
    op.drop_table("participations")
    op.drop_index(op.f("ix_movement_legal_bases_legal_basis_id"), table_name="movement_legal_bases")
    op.drop_table("movement_legal_bases")
    op.drop_index(
        "ix_units_search", table_name="units", postgresql_using="gin", postgresql_ops={"search_text": "gin_trgm_ops"}
    )
    op.drop_index(op.f("ix_units_parent_id"), table_name="units")
    op.drop_table("units")
    op.drop_index(
        "ix_movements_search",
        table_name="movements",
        postgresql_using="gin",
        postgresql_ops={"search_text": "gin_trgm_ops"},
    )
    op.drop_table("movements")
    op.drop_table("legal_bases")
    op.drop_table("award_titles")
    op.drop_table("award_forms")
    op.execute("DROP FUNCTION thidua_fold(text)")
    op.execute("DROP EXTENSION btree_gist")
    op.execute("DROP EXTENSION pg_trgm")
    op.execute("DROP EXTENSION unaccent")
