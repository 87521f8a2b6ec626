"""Keep the events of each round in a chain of hashes that the database makes itself, and that is only ever added to.

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

FUNCTIONS = {
    # The same text is hashed by domain/ledger/rules.py; a part that is NULL makes the hash NULL, which no row may be.
    "thidua_event_hash(round uuid, number int, at timestamptz, kind text, previous text, body text) RETURNS text": """
        LANGUAGE sql STABLE AS $$
            SELECT encode(sha256(convert_to(
                'thidua-ledger-1' || chr(10) || round || chr(10) || number || chr(10)
                || to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') || chr(10)
                || kind || chr(10) || previous || chr(10) || body, 'UTF8')), 'hex')
        $$
    """,
    # The round's row first: the reference to it would lock it anyway, and whoever holds it may be waiting for the
    # chain. Then the chain, until the transaction ends. What is read after that is read by a newer snapshot than the
    # lock, since each statement of a volatile function takes one of its own (READ COMMITTED); under a stricter
    # isolation level an old head would break the uniqueness of numbers, never the chain.
    "thidua_chain_event() RETURNS trigger": """
        LANGUAGE plpgsql AS $$
        DECLARE head record;
        BEGIN
            PERFORM 1 FROM rounds WHERE id = NEW.round_id FOR KEY SHARE;
            PERFORM pg_advisory_xact_lock(hashtextextended('score_events ' || NEW.round_id, 0));
            SELECT number, hash INTO head FROM score_events
                WHERE round_id = NEW.round_id ORDER BY number DESC LIMIT 1;
            NEW.number := coalesce(head.number, 0) + 1;
            NEW.previous_hash := coalesce(head.hash, repeat('0', 64));
            NEW.hash := thidua_event_hash(NEW.round_id, NEW.number, NEW.at, NEW.kind, NEW.previous_hash, NEW.body);
            RETURN NEW;
        END
        $$
    """,
}

KINDS = (
    "ROUND_OPENED",
    "SHEET_SUBMITTED",
    "SHEET_REOPENED",
    "ABSTAINED",
    "RECUSED",
    "SHEET_EXCLUDED",
    "SHEET_RESTORED",
    "PHASE_ENTERED",
    "ROUND_CLOSED",
    "RESULT_COMPUTED",
    "RESULT_VERIFIED",
    "RESULT_PUBLISHED",
    "COMPARISON_GIVEN",
)

TRIGGERS = (
    ("chain", "BEFORE INSERT", "ROW", "thidua_chain_event"),
    ("append_only", "BEFORE UPDATE OR DELETE", "ROW", "thidua_append_only"),
    ("append_only_whole", "BEFORE TRUNCATE", "STATEMENT", "thidua_append_only"),
)


def upgrade() -> None:
    op.create_table(
        "score_events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("previous_hash", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_score_events_number")),
        sa.CheckConstraint(f"kind IN {KINDS}", name=op.f("ck_score_events_kind")),
        sa.CheckConstraint("body IS JSON OBJECT AND octet_length(body) <= 67108864", name=op.f("ck_score_events_body")),
        sa.CheckConstraint("previous_hash ~ '^[0-9a-f]{64}$'", name=op.f("ck_score_events_previous_hash")),
        sa.CheckConstraint("hash ~ '^[0-9a-f]{64}$'", name=op.f("ck_score_events_hash")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_score_events_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_events")),
        # It is what a round is read by, from either end, too.
        sa.UniqueConstraint("round_id", "number", name=op.f("uq_score_events_round_id_number")),
    )
    for head, body in FUNCTIONS.items():
        op.execute(f"CREATE FUNCTION {head} {body}")
    for name, events, each, function in TRIGGERS:
        op.execute(f"CREATE TRIGGER {name} {events} ON score_events FOR EACH {each} EXECUTE FUNCTION {function}()")


def downgrade() -> None:
    op.drop_table("score_events")
    for head in reversed(FUNCTIONS):
        op.execute(f"DROP FUNCTION {head.split(' RETURNS ')[0]}")
