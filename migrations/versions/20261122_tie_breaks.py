"""Tie-breaks: rounds in which evaluators compare entries pair by pair; results by another method, for comparison.

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

OLD_KINDS = "'SCREENING', 'SELF_SCORE', 'CROSS_SCORE', 'EXPERT', 'COUNCIL'"
OLD_METHODS = "'MEAN', 'TRIMMED', 'ADJUSTED'"
OLD_EVENTS = (
    "'ROUND_OPENED', 'SHEET_SUBMITTED', 'SHEET_REOPENED', 'ABSTAINED', 'RECUSED', 'SHEET_EXCLUDED', 'SHEET_RESTORED', "
    "'PHASE_ENTERED', 'ROUND_CLOSED', 'RESULT_COMPUTED', 'RESULT_VERIFIED', 'RESULT_PUBLISHED', 'COMPARISON_GIVEN'"
)

#: Checks that allow more than they did: table, name, what it was, what it is.
WIDENED = (
    ("rounds", "kind", f"kind IN ({OLD_KINDS})", f"kind IN ({OLD_KINDS}, 'TIE_BREAK')"),
    ("rounds", "method", f"method IN ({OLD_METHODS})", f"method IN ({OLD_METHODS}, 'PAIRWISE')"),
    ("results", "method", f"method IN ({OLD_METHODS})", f"method IN ({OLD_METHODS}, 'PAIRWISE')"),
    ("score_events", "kind", f"kind IN ({OLD_EVENTS})", f"kind IN ({OLD_EVENTS}, 'TIE_BROKEN')"),
)
#: Checks of rounds that are new: name, condition.
CHECKS = (
    ("settles", "(kind = 'TIE_BREAK') = (settles_id IS NOT NULL)"),
    ("pairwise", "(kind = 'TIE_BREAK') = (method = 'PAIRWISE')"),
)

#: What a further version of a result changed, entry by entry. A version is compared with the last one before it that is
#: not for comparison only: what it was, what it is.
DIFFERENCES = """
    CREATE OR REPLACE VIEW result_differences AS
    SELECT now.id, now.result_id, b.id AS previous_id, now.initiative_id, old.place AS place_before, now.place AS place_now,
        old.score AS score_before, now.score AS score_now, old.status AS status_before, now.status AS status_now
    FROM result_entries now
    JOIN results r ON r.id = now.result_id
    JOIN results b ON b.round_id = r.round_id AND b.number = {previous}
    LEFT JOIN result_entries old ON old.result_id = b.id AND old.initiative_id = now.initiative_id
    WHERE (now.place, now.score, now.status) IS DISTINCT FROM (old.place, old.score, old.status)
"""
WAS_PREVIOUS = "r.number - 1"
PREVIOUS = """(
    SELECT max(p.number) FROM results p
    WHERE p.round_id = r.round_id AND p.number < r.number AND p.drop_high IS NULL
)"""

FUNCTIONS = {
    # Beside sheets: a comparison is of two standing assignments in an open tie-break, without a conflict of interest.
    "thidua_guard_comparison() RETURNS trigger": """
        BEGIN
            IF TG_OP = 'DELETE' THEN
                PERFORM thidua_refuse('tg_comparisons_kept', 'comparisons are never deleted');
            END IF;
            IF TG_OP = 'UPDATE' AND (NEW.left_id, NEW.right_id) IS DISTINCT FROM (OLD.left_id, OLD.right_id) THEN
                PERFORM thidua_refuse('tg_comparisons_kept', 'a comparison stays one of the same two entries');
            END IF;
            PERFORM 1 FROM rounds WHERE id = NEW.round_id AND state = 'OPEN' FOR SHARE;
            IF NOT FOUND THEN
                PERFORM thidua_refuse('tg_rounds_closed', 'the round is not open');
            END IF;
            PERFORM 1 FROM rounds WHERE id = NEW.round_id AND kind = 'TIE_BREAK';
            IF NOT FOUND THEN
                PERFORM thidua_refuse('tg_rounds_take_sheets', 'the round is judged by sheets');
            END IF;
            PERFORM 1 FROM assignments WHERE id IN (NEW.left_id, NEW.right_id) AND state <> 'ASSIGNED' FOR SHARE;
            IF FOUND THEN
                PERFORM thidua_refuse('tg_assignments_given_up', 'the evaluator abstained or was recused');
            END IF;
            PERFORM thidua_refuse_conflict(NEW.evaluator_id, NEW.left_initiative_id);
            PERFORM thidua_refuse_conflict(NEW.evaluator_id, NEW.right_initiative_id);
            RETURN NEW;
        END
    """,
    "thidua_guard_pairwise() RETURNS trigger": """
        BEGIN
            PERFORM 1 FROM rounds WHERE id = NEW.round_id AND kind = 'TIE_BREAK';
            IF FOUND THEN
                PERFORM thidua_refuse('tg_rounds_judge_pairs', 'the round is judged by pairs');
            END IF;
            RETURN NEW;
        END
    """,
}
#: Table, name, events, function.
TRIGGERS = (
    ("comparisons", "guard", "INSERT OR UPDATE OR DELETE", "thidua_guard_comparison"),
    ("score_sheets", "guard_pairwise", "INSERT", "thidua_guard_pairwise"),
)


def upgrade() -> None:
    op.add_column("rounds", sa.Column("settles_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f("fk_rounds_settles_id"), "rounds", "rounds", ["settles_id"], ["id"])
    op.create_index(op.f("ix_rounds_settles_id"), "rounds", ["settles_id"])
    for table, name, _was, condition in WIDENED:
        op.drop_constraint(op.f(f"ck_{table}_{name}"), table)
        op.create_check_constraint(op.f(f"ck_{table}_{name}"), table, condition)
    for name, condition in CHECKS:
        op.create_check_constraint(op.f(f"ck_rounds_{name}"), "rounds", condition)
    op.create_table(
        "comparisons",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("evaluator_id", sa.Uuid(), nullable=False),
        sa.Column("left_id", sa.Uuid(), nullable=False),
        sa.Column("left_initiative_id", sa.Uuid(), nullable=False),
        sa.Column("right_id", sa.Uuid(), nullable=False),
        sa.Column("right_initiative_id", sa.Uuid(), nullable=False),
        sa.Column("preferred", sa.Text(), nullable=True),
        sa.Column("comment", sa.Text(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("preferred IN ('LEFT', 'RIGHT', 'NEITHER')", name=op.f("ck_comparisons_preferred")),
        sa.CheckConstraint("left_initiative_id <> right_initiative_id", name=op.f("ck_comparisons_two_entries")),
        sa.CheckConstraint("(preferred IS NULL) = (answered_at IS NULL)", name=op.f("ck_comparisons_answered")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_comparisons_round_id")),
        *(
            sa.ForeignKeyConstraint(
                [f"{side}_id", "round_id", f"{side}_initiative_id", "evaluator_id"],
                ["assignments.id", "assignments.round_id", "assignments.initiative_id", "assignments.evaluator_id"],
                name=f"fk_comparisons_{side}",
            )
            for side in ("left", "right")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_comparisons")),
    )
    op.create_index(op.f("ix_comparisons_left_id"), "comparisons", ["left_id"])
    op.create_index(op.f("ix_comparisons_right_id"), "comparisons", ["right_id"])
    op.create_index(op.f("ix_comparisons_round_id_asked_at_id"), "comparisons", ["round_id", "asked_at", "id"])
    op.create_index(op.f("ix_comparisons_evaluator_id_asked_at_id"), "comparisons", ["evaluator_id", "asked_at", "id"])
    op.create_index(
        "uq_comparisons_pair",
        "comparisons",
        [
            "round_id",
            "evaluator_id",
            sa.text("least(left_initiative_id, right_initiative_id)"),
            sa.text("greatest(left_initiative_id, right_initiative_id)"),
        ],
        unique=True,
    )
    op.create_table(
        "tie_breaks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("result_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("applied_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("applied_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_tie_breaks_round_id")),
        sa.ForeignKeyConstraint(["result_id"], ["results.id"], name=op.f("fk_tie_breaks_result_id")),
        sa.ForeignKeyConstraint(["applied_by_id"], ["people.id"], name=op.f("fk_tie_breaks_applied_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_tie_breaks")),
        sa.UniqueConstraint("result_id", name=op.f("uq_tie_breaks_result_id")),
        sa.UniqueConstraint("round_id", "ordinal", name=op.f("uq_tie_breaks_round_id_ordinal")),
    )
    op.add_column("results", sa.Column("drop_high", sa.Integer(), nullable=True))
    op.add_column("results", sa.Column("drop_low", sa.Integer(), nullable=True))
    op.create_check_constraint(op.f("ck_results_drops"), "results", "(drop_high IS NULL) = (drop_low IS NULL)")
    op.create_check_constraint(op.f("ck_results_comparison_staged"), "results", "drop_high IS NULL OR state = 'STAGED'")
    op.execute(DIFFERENCES.format(previous=PREVIOUS))
    for head, body in FUNCTIONS.items():
        op.execute(f"CREATE FUNCTION {head} LANGUAGE plpgsql AS $guard$ {body} $guard$")
    for table, name, events, function in TRIGGERS:
        op.execute(f"CREATE TRIGGER {name} BEFORE {events} ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()")
    op.execute(
        "CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON tie_breaks "
        "FOR EACH ROW EXECUTE FUNCTION thidua_append_only()"
    )
    op.execute(
        "CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON tie_breaks "
        "FOR EACH STATEMENT EXECUTE FUNCTION thidua_append_only()"
    )


def downgrade() -> None:
    op.execute(DIFFERENCES.format(previous=WAS_PREVIOUS))
    op.drop_column("results", "drop_low")
    op.drop_column("results", "drop_high")
    op.execute("DROP TRIGGER guard_pairwise ON score_sheets")
    op.drop_table("tie_breaks")
    op.drop_table("comparisons")
    for head in FUNCTIONS:
        op.execute(f"DROP FUNCTION {head.split(' RETURNS ')[0]}")
    for name, _condition in CHECKS:
        op.drop_constraint(op.f(f"ck_rounds_{name}"), "rounds")
    for table, name, was, _condition in WIDENED:
        op.drop_constraint(op.f(f"ck_{table}_{name}"), table)
        op.create_check_constraint(op.f(f"ck_{table}_{name}"), table, was)
    op.drop_index(op.f("ix_rounds_settles_id"), "rounds")
    op.drop_constraint(op.f("fk_rounds_settles_id"), "rounds")
    op.drop_column("rounds", "settles_id")
