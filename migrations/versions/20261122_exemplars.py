"""Measured benefit, replications with their history, pilots, exemplars with consents, honours and communications.

Revision ID: 0015
Revises: 0014
"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None

TABLES = (
    "benefits",
    "benefit_measurements",
    "benefit_verifications",
    "replications",
    "replication_events",
    "pilots",
    "exemplars",
    "exemplar_consents",
    "exemplar_honours",
    "communications",
)


def upgrade() -> None:
    op.create_table(
        "benefits",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("initiative_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("unit_of_measure", sa.Text(), nullable=False),
        sa.Column("more_is_better", sa.Boolean(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("people_affected", sa.Integer(), nullable=False),
        sa.Column("measuring_from", sa.Date(), nullable=False),
        sa.Column("baseline", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("target", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("forecast", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("verifier_unit_id", sa.Uuid(), nullable=True),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("planned_by_id", sa.Uuid(), nullable=True),
        sa.Column("baseline_locked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("baseline_locked_by_id", sa.Uuid(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(baseline_locked_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date < measuring_from",
            name=op.f("ck_benefits_locked_before"),
        ),
        sa.CheckConstraint("NOT (kind = 'HOURS' AND more_is_better)", name=op.f("ck_benefits_hours_are_saved")),
        sa.CheckConstraint("kind IN ('HOURS', 'OTHER')", name=op.f("ck_benefits_kind")),
        sa.CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_reason IS NULL)", name=op.f("ck_benefits_withdrawn")),
        sa.CheckConstraint("baseline_locked_at IS NULL OR baseline IS NOT NULL", name=op.f("ck_benefits_locked")),
        sa.CheckConstraint("people_affected >= 1", name=op.f("ck_benefits_people")),
        sa.ForeignKeyConstraint(
            ["baseline_locked_by_id"], ["people.id"], name=op.f("fk_benefits_baseline_locked_by_id")
        ),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiatives.id"], name=op.f("fk_benefits_initiative_id")),
        sa.ForeignKeyConstraint(["planned_by_id"], ["people.id"], name=op.f("fk_benefits_planned_by_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_benefits_unit_id")),
        sa.ForeignKeyConstraint(["verifier_unit_id"], ["units.id"], name=op.f("fk_benefits_verifier_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_benefits")),
    )
    op.create_index(
        op.f("ix_benefits_initiative_id_planned_at_id"), "benefits", ["initiative_id", "planned_at", "id"], unique=False
    )
    op.create_index(op.f("ix_benefits_planned_at_id"), "benefits", ["planned_at", "id"], unique=False)
    op.create_index(
        op.f("ix_benefits_unit_id_planned_at_id"), "benefits", ["unit_id", "planned_at", "id"], unique=False
    )
    op.create_index(op.f("ix_benefits_verifier_unit_id"), "benefits", ["verifier_unit_id"], unique=False)
    op.create_index(
        "uq_benefits_hours",
        "benefits",
        ["initiative_id", "unit_id"],
        unique=True,
        postgresql_where=sa.text("kind = 'HOURS' AND withdrawn_at IS NULL"),
    )
    op.create_table(
        "benefit_measurements",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("benefit_id", sa.Uuid(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("actual", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("cases", sa.Integer(), nullable=False),
        sa.Column("saved", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("low", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("high", sa.Numeric(precision=12, scale=2), nullable=False),
        sa.Column("grade", sa.Text(), nullable=False),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("grade IN ('A', 'B', 'C', 'D')", name=op.f("ck_benefit_measurements_grade")),
        sa.CheckConstraint("EXTRACT(day FROM month) = 1", name=op.f("ck_benefit_measurements_month")),
        sa.CheckConstraint("actual >= 0 AND cases >= 1", name=op.f("ck_benefit_measurements_reading")),
        sa.CheckConstraint("low <= saved AND saved <= high", name=op.f("ck_benefit_measurements_interval")),
        sa.ForeignKeyConstraint(["benefit_id"], ["benefits.id"], name=op.f("fk_benefit_measurements_benefit_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["people.id"], name=op.f("fk_benefit_measurements_recorded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_benefit_measurements")),
        sa.UniqueConstraint(
            "benefit_id", "month", "number", name=op.f("uq_benefit_measurements_benefit_id_month_number")
        ),
    )
    op.create_table(
        "benefit_verifications",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("measurement_id", sa.Uuid(), nullable=False),
        sa.Column("verdict", sa.Text(), nullable=False),
        sa.Column("value", sa.Numeric(precision=12, scale=2), nullable=True),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("verified_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("verifier_id", sa.Uuid(), nullable=True),
        sa.Column("verifier_unit_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("(verdict = 'REJECTED') = (value IS NULL)", name=op.f("ck_benefit_verifications_value")),
        sa.CheckConstraint("verdict = 'CONFIRMED' OR reason IS NOT NULL", name=op.f("ck_benefit_verifications_reason")),
        sa.CheckConstraint(
            "verdict IN ('CONFIRMED', 'ADJUSTED', 'REJECTED')", name=op.f("ck_benefit_verifications_verdict")
        ),
        sa.ForeignKeyConstraint(
            ["measurement_id"], ["benefit_measurements.id"], name=op.f("fk_benefit_verifications_measurement_id")
        ),
        sa.ForeignKeyConstraint(["verifier_id"], ["people.id"], name=op.f("fk_benefit_verifications_verifier_id")),
        sa.ForeignKeyConstraint(
            ["verifier_unit_id"], ["units.id"], name=op.f("fk_benefit_verifications_verifier_unit_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_benefit_verifications")),
        sa.UniqueConstraint("measurement_id", name=op.f("uq_benefit_verifications_measurement_id")),
    )
    op.create_table(
        "replications",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("initiative_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("state_since", sa.DateTime(timezone=True), nullable=False),
        sa.Column("planned_from", sa.Date(), nullable=True),
        sa.Column("planned_to", sa.Date(), nullable=True),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("adoption_id", sa.Uuid(), nullable=True),
        sa.Column("benefit_id", sa.Uuid(), nullable=True),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_by_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state IN ('STOPPED', 'FAILED')) = (failure IS NOT NULL)", name=op.f("ck_replications_ended")
        ),
        sa.CheckConstraint(
            "failure IN ('NO_RESOURCES', 'DATA_NOT_READY', 'TECHNICAL', 'NOT_SUITABLE', 'SECURITY', 'STAFF_TURNOVER', 'OTHER')",
            name=op.f("ck_replications_failure"),
        ),
        sa.CheckConstraint(
            "state IN ('PROPOSED', 'PLANNED', 'PILOTING', 'ADOPTED', 'SUSTAINED', 'STOPPED', 'FAILED')",
            name=op.f("ck_replications_state"),
        ),
        sa.CheckConstraint(
            "state NOT IN ('PILOTING', 'ADOPTED', 'SUSTAINED') OR adoption_id IS NOT NULL",
            name=op.f("ck_replications_in_use"),
        ),
        sa.CheckConstraint("planned_to >= planned_from", name=op.f("ck_replications_period")),
        sa.ForeignKeyConstraint(["adoption_id"], ["adopting_units.id"], name=op.f("fk_replications_adoption_id")),
        sa.ForeignKeyConstraint(["benefit_id"], ["benefits.id"], name=op.f("fk_replications_benefit_id")),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiatives.id"], name=op.f("fk_replications_initiative_id")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["people.id"], name=op.f("fk_replications_proposed_by_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_replications_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replications")),
    )
    op.create_index(op.f("ix_replications_adoption_id"), "replications", ["adoption_id"], unique=False)
    op.create_index(
        op.f("ix_replications_initiative_id_proposed_at_id"),
        "replications",
        ["initiative_id", "proposed_at", "id"],
        unique=False,
    )
    op.create_index(op.f("ix_replications_proposed_at_id"), "replications", ["proposed_at", "id"], unique=False)
    op.create_index(
        op.f("ix_replications_unit_id_proposed_at_id"), "replications", ["unit_id", "proposed_at", "id"], unique=False
    )
    op.create_index(
        "uq_replications_running",
        "replications",
        ["initiative_id", "unit_id"],
        unique=True,
        postgresql_where=sa.text("state NOT IN ('STOPPED', 'FAILED')"),
    )
    op.create_table(
        "replication_events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("replication_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("from_state", sa.Text(), nullable=True),
        sa.Column("to_state", sa.Text(), nullable=False),
        sa.Column("failure", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(
            "failure IN ('NO_RESOURCES', 'DATA_NOT_READY', 'TECHNICAL', 'NOT_SUITABLE', 'SECURITY', 'STAFF_TURNOVER', 'OTHER')",
            name=op.f("ck_replication_events_failure"),
        ),
        sa.CheckConstraint(
            "from_state IN ('PROPOSED', 'PLANNED', 'PILOTING', 'ADOPTED', 'SUSTAINED', 'STOPPED', 'FAILED')",
            name=op.f("ck_replication_events_from_state"),
        ),
        sa.CheckConstraint(
            "to_state IN ('PROPOSED', 'PLANNED', 'PILOTING', 'ADOPTED', 'SUSTAINED', 'STOPPED', 'FAILED')",
            name=op.f("ck_replication_events_to_state"),
        ),
        sa.ForeignKeyConstraint(["by_id"], ["people.id"], name=op.f("fk_replication_events_by_id")),
        sa.ForeignKeyConstraint(
            ["replication_id"], ["replications.id"], name=op.f("fk_replication_events_replication_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replication_events")),
        sa.UniqueConstraint("replication_id", "number", name=op.f("uq_replication_events_replication_id_number")),
    )
    op.create_table(
        "pilots",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("initiative_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("directive", sa.Text(), nullable=False),
        sa.Column("goal", sa.Text(), nullable=False),
        sa.Column("success_criteria", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("marked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("marked_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("benefit_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("(state = 'APPROVED') = (benefit_id IS NOT NULL)", name=op.f("ck_pilots_evidence")),
        sa.CheckConstraint("(state = 'UNDERWAY') = (decided_at IS NULL)", name=op.f("ck_pilots_decided")),
        sa.CheckConstraint("state IN ('UNDERWAY', 'RETURNED', 'APPROVED', 'LIFTED')", name=op.f("ck_pilots_state")),
        sa.CheckConstraint("(decided_at IS NULL) = (reason IS NULL)", name=op.f("ck_pilots_reason")),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_pilots_period")),
        sa.ForeignKeyConstraint(["benefit_id"], ["benefits.id"], name=op.f("fk_pilots_benefit_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people.id"], name=op.f("fk_pilots_decided_by_id")),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiatives.id"], name=op.f("fk_pilots_initiative_id")),
        sa.ForeignKeyConstraint(["marked_by_id"], ["people.id"], name=op.f("fk_pilots_marked_by_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_pilots_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pilots")),
    )
    op.create_index(
        op.f("ix_pilots_initiative_id_marked_at_id"), "pilots", ["initiative_id", "marked_at", "id"], unique=False
    )
    op.create_index(op.f("ix_pilots_marked_at_id"), "pilots", ["marked_at", "id"], unique=False)
    op.create_index(op.f("ix_pilots_unit_id"), "pilots", ["unit_id"], unique=False)
    op.create_index(
        "uq_pilots_in_force", "pilots", ["initiative_id"], unique=True, postgresql_where=sa.text("state <> 'LIFTED'")
    )
    op.create_table(
        "exemplars",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("movement_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=True),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("initiative_id", sa.Uuid(), nullable=True),
        sa.Column("result_entry_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("story", sa.Text(), nullable=False),
        sa.Column("photo_url", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_by_id", sa.Uuid(), nullable=True),
        sa.Column("selected_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(state = 'WITHDRAWN') = (withdrawn_reason IS NOT NULL)", name=op.f("ck_exemplars_withdrawn")
        ),
        sa.CheckConstraint(
            "CASE kind WHEN 'PERSON' THEN person_id IS NOT NULL AND unit_id IS NULL WHEN 'UNIT' THEN unit_id IS NOT NULL AND person_id IS NULL ELSE initiative_id IS NOT NULL AND person_id IS NULL AND unit_id IS NULL END",
            name=op.f("ck_exemplars_subject"),
        ),
        sa.CheckConstraint("kind IN ('PERSON', 'UNIT', 'INITIATIVE')", name=op.f("ck_exemplars_kind")),
        sa.CheckConstraint("state <> 'PUBLISHED' OR published_at IS NOT NULL", name=op.f("ck_exemplars_published")),
        sa.CheckConstraint(
            "state IN ('CANDIDATE', 'SELECTED', 'PUBLISHED', 'WITHDRAWN')", name=op.f("ck_exemplars_state")
        ),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiatives.id"], name=op.f("fk_exemplars_initiative_id")),
        sa.ForeignKeyConstraint(["movement_id"], ["movements.id"], name=op.f("fk_exemplars_movement_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_exemplars_person_id")),
        sa.ForeignKeyConstraint(["proposed_by_id"], ["people.id"], name=op.f("fk_exemplars_proposed_by_id")),
        sa.ForeignKeyConstraint(["result_entry_id"], ["result_entries.id"], name=op.f("fk_exemplars_result_entry_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_exemplars_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exemplars")),
    )
    op.create_index(op.f("ix_exemplars_initiative_id"), "exemplars", ["initiative_id"], unique=False)
    op.create_index(
        op.f("ix_exemplars_movement_id_proposed_at_id"), "exemplars", ["movement_id", "proposed_at", "id"], unique=False
    )
    op.create_index(op.f("ix_exemplars_person_id"), "exemplars", ["person_id"], unique=False)
    op.create_index(op.f("ix_exemplars_proposed_at_id"), "exemplars", ["proposed_at", "id"], unique=False)
    op.create_index(op.f("ix_exemplars_unit_id"), "exemplars", ["unit_id"], unique=False)
    op.create_table(
        "exemplar_consents",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("exemplar_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("covers_name", sa.Boolean(), nullable=False),
        sa.Column("covers_photo", sa.Boolean(), nullable=False),
        sa.Column("covers_story", sa.Boolean(), nullable=False),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("covers_name OR covers_photo OR covers_story", name=op.f("ck_exemplar_consents_covers")),
        sa.ForeignKeyConstraint(["exemplar_id"], ["exemplars.id"], name=op.f("fk_exemplar_consents_exemplar_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_exemplar_consents_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exemplar_consents")),
    )
    op.create_index(
        op.f("ix_exemplar_consents_exemplar_id_given_at_id"),
        "exemplar_consents",
        ["exemplar_id", "given_at", "id"],
        unique=False,
    )
    op.create_index(op.f("ix_exemplar_consents_person_id"), "exemplar_consents", ["person_id"], unique=False)
    op.create_index(
        "uq_exemplar_consents_in_force",
        "exemplar_consents",
        ["exemplar_id"],
        unique=True,
        postgresql_where=sa.text("withdrawn_at IS NULL"),
    )
    op.create_table(
        "exemplar_honours",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("exemplar_id", sa.Uuid(), nullable=False),
        sa.Column("honoured_on", sa.Date(), nullable=False),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("occasion", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["exemplar_id"], ["exemplars.id"], name=op.f("fk_exemplar_honours_exemplar_id")),
        sa.ForeignKeyConstraint(["recorded_by_id"], ["people.id"], name=op.f("fk_exemplar_honours_recorded_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exemplar_honours")),
    )
    op.create_index(
        op.f("ix_exemplar_honours_exemplar_id_honoured_on_id"),
        "exemplar_honours",
        ["exemplar_id", "honoured_on", "id"],
        unique=False,
    )
    op.create_table(
        "communications",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("exemplar_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("planned_on", sa.Date(), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=True),
        sa.Column("link", sa.Text(), nullable=True),
        sa.Column("reach", sa.Integer(), nullable=True),
        sa.Column("planned_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("planned_by_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "channel IN ('ARTICLE', 'VIDEO', 'TALK', 'SOCIAL', 'EXHIBITION', 'OTHER')",
            name=op.f("ck_communications_channel"),
        ),
        sa.CheckConstraint(
            "reach >= 0 AND (reach IS NULL OR done_on IS NOT NULL)", name=op.f("ck_communications_reach")
        ),
        sa.ForeignKeyConstraint(["exemplar_id"], ["exemplars.id"], name=op.f("fk_communications_exemplar_id")),
        sa.ForeignKeyConstraint(["planned_by_id"], ["people.id"], name=op.f("fk_communications_planned_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_communications")),
    )
    op.create_index(
        op.f("ix_communications_exemplar_id_planned_on_id"),
        "communications",
        ["exemplar_id", "planned_on", "id"],
        unique=False,
    )


def downgrade() -> None:
    for table in reversed(TABLES):
        op.drop_table(table)
