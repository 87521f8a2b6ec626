"""Councils: members, sessions with frozen rosters, papers that tell no choice, and sealed counts of secret votes.

Revision ID: 0013
Revises: 0012
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

ROLES = "'CHAIR', 'DEPUTY', 'STANDING', 'MEMBER', 'SECRETARY'"
PERIOD = "daterange(starts_on, ends_on, '[]')"

#: What each table lets change, and when. A session's state only moves forward, in the transaction that freezes the rest.
GUARDS = {
    "council_sessions": """
        CREATE FUNCTION thidua_guard_council_session() RETURNS trigger LANGUAGE plpgsql AS $guard$
        DECLARE
            moving text[] := ARRAY['version', 'state', 'voting_at', 'locked_at', 'concluded_at', 'cancelled_at',
                                   'cancelled_reason'];
            steps text[] := ARRAY['PLANNED>PLANNED', 'PLANNED>OPEN', 'PLANNED>CANCELLED', 'OPEN>VOTING', 'OPEN>CANCELLED',
                                  'VOTING>LOCKED', 'VOTING>CANCELLED', 'LOCKED>CONCLUDED'];
        BEGIN
            IF TG_OP = 'DELETE' OR OLD.state IN ('CONCLUDED', 'CANCELLED') THEN
                PERFORM thidua_refuse('tg_council_sessions_ended', 'sessions are kept, and never change after their end');
            END IF;
            IF OLD.state <> 'PLANNED' AND to_jsonb(NEW) - moving <> to_jsonb(OLD) - moving
                OR OLD.state || '>' || NEW.state <> ALL (steps) THEN
                PERFORM thidua_refuse('tg_council_sessions_opened', 'an open session only moves forward');
            END IF;
            RETURN NEW;
        END
        $guard$
    """,
    "session_members": """
        CREATE FUNCTION thidua_guard_roster() RETURNS trigger LANGUAGE plpgsql AS $guard$
        DECLARE
            noted text[] := ARRAY['attendance', 'arrived_at'];
            found text := (SELECT state FROM council_sessions WHERE id = coalesce(NEW.session_id, OLD.session_id));
        BEGIN
            IF TG_OP = 'INSERT' AND found = 'PLANNED' THEN
                RETURN NEW;
            END IF;
            IF TG_OP = 'UPDATE' AND found IN ('OPEN', 'VOTING') AND to_jsonb(NEW) - noted = to_jsonb(OLD) - noted THEN
                RETURN NEW;
            END IF;
            PERFORM thidua_refuse('tg_session_members_frozen', 'a roster is frozen at the opening');
            RETURN NULL;
        END
        $guard$
    """,
    "session_items": """
        CREATE FUNCTION thidua_guard_agenda() RETURNS trigger LANGUAGE plpgsql AS $guard$
        DECLARE
            counted text[] := ARRAY['collected', 'votes_for', 'votes_against', 'votes_blank', 'share', 'is_passed'];
            found text := (SELECT state FROM council_sessions WHERE id = coalesce(NEW.session_id, OLD.session_id));
        BEGIN
            IF found = 'PLANNED' THEN
                RETURN coalesce(NEW, OLD);
            END IF;
            IF TG_OP = 'UPDATE' AND to_jsonb(NEW) - counted = to_jsonb(OLD) - counted
                AND (found = 'VOTING' OR (found = 'OPEN' AND NEW.votes_for IS NULL)) THEN
                RETURN NEW;
            END IF;
            PERFORM thidua_refuse('tg_session_items_frozen', 'an agenda is frozen at the opening, its counts at the lock');
            RETURN NULL;
        END
        $guard$
    """,
    "ballot_papers": """
        CREATE FUNCTION thidua_guard_paper() RETURNS trigger LANGUAGE plpgsql AS $guard$
        DECLARE
            handed_in text[] := ARRAY['means', 'choice'];
            found text := (SELECT state FROM council_sessions WHERE id = coalesce(NEW.session_id, OLD.session_id));
        BEGIN
            IF TG_OP = 'INSERT' AND found = 'PLANNED' THEN
                RETURN NEW;
            END IF;
            IF TG_OP = 'UPDATE' AND found IN ('OPEN', 'VOTING') AND OLD.means IS NULL
                AND to_jsonb(NEW) - handed_in = to_jsonb(OLD) - handed_in THEN
                RETURN NEW;
            END IF;
            PERFORM thidua_refuse('tg_ballot_papers_kept', 'a paper is handed in once');
            RETURN NULL;
        END
        $guard$
    """,
    "sealed_tallies": """
        CREATE FUNCTION thidua_guard_tally() RETURNS trigger LANGUAGE plpgsql AS $guard$
        DECLARE found text := (
            SELECT s.state FROM council_sessions s JOIN session_items i ON i.session_id = s.id
            WHERE i.id = coalesce(NEW.item_id, OLD.item_id)
        );
        BEGIN
            IF TG_OP = 'INSERT' AND found = 'PLANNED' OR TG_OP = 'UPDATE' AND found IN ('OPEN', 'VOTING') THEN
                RETURN NEW;
            END IF;
            PERFORM thidua_refuse('tg_sealed_tallies_kept', 'a sealed count is kept, and never changes after the lock');
            RETURN NULL;
        END
        $guard$
    """,
}
FUNCTIONS = {
    "council_sessions": "thidua_guard_council_session",
    "session_members": "thidua_guard_roster",
    "session_items": "thidua_guard_agenda",
    "ballot_papers": "thidua_guard_paper",
    "sealed_tallies": "thidua_guard_tally",
}


def upgrade() -> None:
    _councils()
    _sessions()
    _ballots()
    for table, function in FUNCTIONS.items():
        op.execute(GUARDS[table])
        when = "UPDATE OR DELETE" if table == "council_sessions" else "INSERT OR UPDATE OR DELETE"
        op.execute(f"CREATE TRIGGER guard BEFORE {when} ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()")


def _councils() -> None:
    op.create_table(
        "councils",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("unit_id", sa.Uuid(), nullable=True),
        sa.Column("movement_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('MINISTRY', 'UNIT', 'INITIATIVE')", name=op.f("ck_councils_kind")),
        sa.CheckConstraint("btrim(name) <> ''", name=op.f("ck_councils_name")),
        sa.CheckConstraint(
            "CASE kind WHEN 'UNIT' THEN unit_id IS NOT NULL WHEN 'MINISTRY' THEN unit_id IS NULL ELSE true END",
            name=op.f("ck_councils_unit"),
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_councils_unit_id")),
        sa.ForeignKeyConstraint(["movement_id"], ["movements.id"], name=op.f("fk_councils_movement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_councils")),
    )
    op.create_index(op.f("ix_councils_name_id"), "councils", ["name", "id"])
    op.create_index(op.f("ix_councils_unit_id"), "councils", ["unit_id"])
    op.create_index(op.f("ix_councils_movement_id"), "councils", ["movement_id"])
    op.create_table(
        "council_members",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("has_vote", sa.Boolean(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("appointed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dismissed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("dismissed_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(f"role IN ({ROLES})", name=op.f("ck_council_members_role")),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name=op.f("ck_council_members_period")),
        sa.CheckConstraint("has_vote OR role = 'SECRETARY'", name=op.f("ck_council_members_has_vote")),
        postgresql.ExcludeConstraint(
            ("council_id", "="),
            ("person_id", "="),
            (sa.text(PERIOD), "&&"),
            name="ex_council_members_seat",
            using="gist",
        ),
        postgresql.ExcludeConstraint(
            ("council_id", "="),
            (sa.text(PERIOD), "&&"),
            name="ex_council_members_chair",
            using="gist",
            where=sa.text("role = 'CHAIR'"),
        ),
        sa.ForeignKeyConstraint(["council_id"], ["councils.id"], name=op.f("fk_council_members_council_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_council_members_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_council_members")),
    )
    op.create_index(
        op.f("ix_council_members_council_id_starts_on_id"), "council_members", ["council_id", "starts_on", "id"]
    )
    op.create_index(op.f("ix_council_members_person_id"), "council_members", ["person_id"])


def _sessions() -> None:
    op.create_table(
        "council_sessions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("council_id", sa.Uuid(), nullable=False),
        sa.Column("movement_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("scheduled_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("chair_id", sa.Uuid(), nullable=True),
        sa.Column("secretary_id", sa.Uuid(), nullable=True),
        sa.Column("total_members", sa.Integer(), nullable=True),
        sa.Column("quorum", sa.Numeric(5, 4), nullable=True),
        sa.Column("quorum_needed", sa.Integer(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("voting_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("locked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("concluded_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("cancelled_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "state IN ('PLANNED', 'OPEN', 'VOTING', 'LOCKED', 'CONCLUDED', 'CANCELLED')",
            name=op.f("ck_council_sessions_state"),
        ),
        sa.CheckConstraint("btrim(name) <> ''", name=op.f("ck_council_sessions_name")),
        sa.CheckConstraint(
            "(state = 'CANCELLED') = (cancelled_at IS NOT NULL)", name=op.f("ck_council_sessions_cancelled")
        ),
        sa.CheckConstraint(
            "cancelled_at IS NULL OR cancelled_reason IS NOT NULL", name=op.f("ck_council_sessions_cancelled_reason")
        ),
        sa.CheckConstraint(
            "CASE state WHEN 'PLANNED' THEN num_nonnulls(opened_at, voting_at, locked_at, concluded_at) = 0"
            " WHEN 'OPEN' THEN opened_at IS NOT NULL AND num_nonnulls(voting_at, locked_at, concluded_at) = 0"
            " WHEN 'VOTING' THEN num_nonnulls(opened_at, voting_at) = 2 AND num_nonnulls(locked_at, concluded_at) = 0"
            " WHEN 'LOCKED' THEN num_nonnulls(opened_at, voting_at, locked_at) = 3 AND concluded_at IS NULL"
            " WHEN 'CONCLUDED' THEN num_nonnulls(opened_at, voting_at, locked_at, concluded_at) = 4"
            " ELSE num_nonnulls(locked_at, concluded_at) = 0 END",
            name=op.f("ck_council_sessions_moments"),
        ),
        sa.CheckConstraint(
            "(opened_at IS NULL) = (total_members IS NULL) AND num_nonnulls(total_members, quorum, quorum_needed) IN (0, 3)"
            " AND (opened_at IS NULL OR chair_id IS NOT NULL)",
            name=op.f("ck_council_sessions_opened"),
        ),
        sa.ForeignKeyConstraint(["council_id"], ["councils.id"], name=op.f("fk_council_sessions_council_id")),
        sa.ForeignKeyConstraint(["movement_id"], ["movements.id"], name=op.f("fk_council_sessions_movement_id")),
        sa.ForeignKeyConstraint(["chair_id"], ["people.id"], name=op.f("fk_council_sessions_chair_id")),
        sa.ForeignKeyConstraint(["secretary_id"], ["people.id"], name=op.f("fk_council_sessions_secretary_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_council_sessions")),
    )
    op.create_index(op.f("ix_council_sessions_council_id"), "council_sessions", ["council_id"])
    op.create_index(op.f("ix_council_sessions_movement_id"), "council_sessions", ["movement_id"])
    op.create_index(op.f("ix_council_sessions_scheduled_at_id"), "council_sessions", ["scheduled_at", "id"])
    op.create_table(
        "session_members",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("position", sa.Text(), nullable=False),
        sa.Column("has_vote", sa.Boolean(), nullable=False),
        sa.Column("attendance", sa.Text(), nullable=False),
        sa.Column("arrived_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(f"role IN ({ROLES})", name=op.f("ck_session_members_role")),
        sa.CheckConstraint(
            "attendance IN ('PRESENT', 'ABSENT', 'EXCUSED')", name=op.f("ck_session_members_attendance")
        ),
        sa.CheckConstraint("has_vote OR role = 'SECRETARY'", name=op.f("ck_session_members_has_vote")),
        sa.CheckConstraint("attendance = 'PRESENT' OR arrived_at IS NULL", name=op.f("ck_session_members_arrived")),
        sa.ForeignKeyConstraint(["session_id"], ["council_sessions.id"], name=op.f("fk_session_members_session_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_session_members_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_members")),
        sa.UniqueConstraint("session_id", "person_id", name=op.f("uq_session_members_session_id_person_id")),
    )
    op.create_index(op.f("ix_session_members_person_id"), "session_members", ["person_id"])


def _ballots() -> None:
    op.create_table(
        "session_items",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("nomination_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("threshold", sa.Numeric(5, 4), nullable=True),
        sa.Column("is_secret", sa.Boolean(), nullable=True),
        sa.Column("clause", sa.Text(), nullable=True),
        sa.Column("votes_needed", sa.Integer(), nullable=True),
        sa.Column("issued", sa.Integer(), nullable=True),
        sa.Column("collected", sa.Integer(), nullable=False),
        sa.Column("votes_for", sa.Integer(), nullable=True),
        sa.Column("votes_against", sa.Integer(), nullable=True),
        sa.Column("votes_blank", sa.Integer(), nullable=True),
        sa.Column("share", sa.Numeric(5, 4), nullable=True),
        sa.Column("is_passed", sa.Boolean(), nullable=True),
        sa.CheckConstraint(
            "num_nonnulls(threshold, is_secret, votes_needed, issued) IN (0, 4)", name=op.f("ck_session_items_rule")
        ),
        sa.CheckConstraint(
            "num_nonnulls(votes_for, votes_against, votes_blank, share, is_passed) IN (0, 5)",
            name=op.f("ck_session_items_result"),
        ),
        sa.CheckConstraint(
            "votes_for + votes_against + votes_blank = collected", name=op.f("ck_session_items_collected")
        ),
        sa.CheckConstraint("collected BETWEEN 0 AND coalesce(issued, 0)", name=op.f("ck_session_items_issued")),
        sa.CheckConstraint("is_passed = (votes_for >= votes_needed)", name=op.f("ck_session_items_passed")),
        sa.ForeignKeyConstraint(["session_id"], ["council_sessions.id"], name=op.f("fk_session_items_session_id")),
        sa.ForeignKeyConstraint(["nomination_id"], ["nominations.id"], name=op.f("fk_session_items_nomination_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session_items")),
        sa.UniqueConstraint("session_id", "nomination_id", name=op.f("uq_session_items_session_id_nomination_id")),
        sa.UniqueConstraint("session_id", "ordinal", name=op.f("uq_session_items_session_id_ordinal")),
        sa.UniqueConstraint("id", "session_id", "is_secret", name="uq_session_items_papers"),
    )
    op.create_index(op.f("ix_session_items_nomination_id"), "session_items", ["nomination_id"])
    op.create_table(
        "ballot_papers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("session_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("is_secret", sa.Boolean(), nullable=False),
        sa.Column("withheld", sa.Text(), nullable=True),
        sa.Column("means", sa.Text(), nullable=True),
        sa.Column("choice", sa.Text(), nullable=True),
        sa.CheckConstraint("withheld IN ('NOMINEE', 'HAND')", name=op.f("ck_ballot_papers_withheld")),
        sa.CheckConstraint("means IN ('IN_PERSON', 'WRITTEN')", name=op.f("ck_ballot_papers_means")),
        sa.CheckConstraint("choice IN ('FOR', 'AGAINST', 'BLANK')", name=op.f("ck_ballot_papers_choice")),
        sa.CheckConstraint("withheld IS NULL OR means IS NULL", name=op.f("ck_ballot_papers_handed_in")),
        sa.CheckConstraint(
            "CASE WHEN is_secret THEN choice IS NULL ELSE (choice IS NULL) = (means IS NULL) END",
            name=op.f("ck_ballot_papers_secret"),
        ),
        sa.ForeignKeyConstraint(
            ["item_id", "session_id", "is_secret"],
            ["session_items.id", "session_items.session_id", "session_items.is_secret"],
            name="fk_ballot_papers_item_id",
        ),
        sa.ForeignKeyConstraint(["member_id"], ["session_members.id"], name=op.f("fk_ballot_papers_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ballot_papers")),
        sa.UniqueConstraint("item_id", "member_id", name=op.f("uq_ballot_papers_item_id_member_id")),
    )
    op.create_index(op.f("ix_ballot_papers_member_id"), "ballot_papers", ["member_id"])
    op.create_index(op.f("ix_ballot_papers_session_id"), "ballot_papers", ["session_id"])
    op.create_table(
        "sealed_tallies",
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.CheckConstraint("octet_length(sealed) = 41", name=op.f("ck_sealed_tallies_length")),
        sa.ForeignKeyConstraint(["item_id"], ["session_items.id"], name=op.f("fk_sealed_tallies_item_id")),
        sa.PrimaryKeyConstraint("item_id", name=op.f("pk_sealed_tallies")),
    )


def downgrade() -> None:
    for table in ("sealed_tallies", "ballot_papers", "session_items", "session_members", "council_sessions"):
        op.drop_table(table)
    op.drop_table("council_members")
    op.drop_table("councils")
    for function in FUNCTIONS.values():
        op.execute(f"DROP FUNCTION {function}()")
