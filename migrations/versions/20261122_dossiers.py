"""Dossiers: the whole road from a draft to an award that is paid out, whose hand did what, signing for the head, prizes.

Nominations of before keep their states, which are all on the new road. Whoever had a hand in one, by its row and by the
audit trail, has it from now on; what they did first counts. Phases in which nominations are prepared let those who
appraise them do so, or nothing could be proposed any more.

Revision ID: 0011
Revises: 0010
"""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

OLD_STATES = "'DRAFT', 'PROPOSED', 'RETURNED', 'APPROVED', 'REFUSED', 'WITHDRAWN', 'DECIDED'"
STATES = (
    "'DRAFT', 'SUBMITTED', 'COMPLETE', 'APPRAISED', 'VOTED', 'PROPOSED', 'APPROVED', 'DECIDED', 'PUBLISHED', "
    "'PRESENTED', 'PAID', 'RETURNED', 'HELD', 'REFUSED', 'WITHDRAWN', 'REVOKED'"
)
CAPACITIES = "'HEAD', 'KT', 'TL', 'TUQ'"
#: Checks of nominations that ask something else than before: name, what it was, what it is.
CHANGED = (
    ("state", f"state IN ({OLD_STATES})", f"state IN ({STATES})"),
    (
        "decided",
        "(state = 'DECIDED') = (decision_id IS NOT NULL)",
        "(state IN ('DECIDED', 'PUBLISHED', 'PRESENTED', 'PAID', 'REVOKED')) = (decision_id IS NOT NULL)",
    ),
    (
        "reason",
        "state NOT IN ('REFUSED', 'RETURNED') OR reason IS NOT NULL",
        "state NOT IN ('REFUSED', 'RETURNED', 'HELD', 'REVOKED') OR reason IS NOT NULL",
    ),
)
ADDED = (
    ("held_from", f"held_from IN ({STATES})"),
    ("held", "(state = 'HELD') = (held_from IS NOT NULL)"),
    (
        "rests_on",
        "(result_entry_id IS NULL) = (by_hand_reason IS NOT NULL) AND (result_entry_id IS NULL OR initiative_id IS NOT NULL)",
    ),
    ("presented", "(presented_on IS NULL) = (presented_where IS NULL)"),
)
COLUMNS = (
    ("by_hand_reason", sa.Text()),
    ("held_from", sa.Text()),
    ("opinion", sa.Text()),
    ("submitted_at", sa.DateTime(timezone=True)),
    ("presented_on", sa.Date()),
    ("presented_where", sa.Text()),
)
#: Who is nominated for what: index, column of the nominee, which rows it is about.
ONCE = (
    ("uq_nominations_person_achievement", "person_id", "person_id IS NOT NULL"),
    ("uq_nominations_unit_achievement", "unit_id", "person_id IS NULL"),
)
WAS_SPENT = "'REFUSED', 'WITHDRAWN'"
SPENT = f"{WAS_SPENT}, 'REVOKED'"

HANDS = """
    INSERT INTO nomination_hands (id, nomination_id, person_id, hand, taken_at)
    SELECT gen_random_uuid(), nomination_id, person_id, (array_agg(hand ORDER BY at, hand DESC))[1], min(at)
    FROM (
        SELECT id AS nomination_id, created_by_id AS person_id, 'PROPOSE' AS hand, created_at AS at FROM nominations
        UNION ALL
        SELECT n.id, a.actor_id, 'PROPOSE', a.at FROM nominations n JOIN audit_entries a ON a.subject_id = n.id
        WHERE a.deed IN ('NOMINATION_SUGGESTED', 'NOMINATION_PREPARED', 'NOMINATION_UPDATED', 'NOMINATION_PROPOSED')
        UNION ALL
        SELECT id, decided_by_id, 'DECIDE', coalesce(decided_at, created_at) FROM nominations
    ) AS done
    WHERE person_id IS NOT NULL
    GROUP BY nomination_id, person_id
"""
APPRAISERS = """
    INSERT INTO phase_capabilities (id, phase_id, role, permission)
    SELECT gen_random_uuid(), phase_id, appraiser.role, 'NOMINATION_APPRAISE'
    FROM phase_capabilities CROSS JOIN (VALUES ('PERSONNEL'), ('INFORMATION_CENTER')) AS appraiser (role)
    WHERE phase_capabilities.role = 'PERSONNEL' AND permission = 'NOMINATION_PREPARE'
"""
#: Tables of which only some columns ever change: table, function, those columns, what is said.
KEPT = (
    (
        "signing_delegations",
        "thidua_guard_delegation",
        "'version', 'revoked_at', 'revoked_reason'",
        "OLD.revoked_at IS NOT NULL",
        "a delegation is only ever revoked",
    ),
    (
        "prizes",
        "thidua_guard_prize",
        "'version', 'paid_on', 'payment_reference', 'paid_by_id'",
        "OLD.paid_on IS NOT NULL",
        "a prize is only ever paid, once",
    ),
    (
        "revocations",
        "thidua_guard_revocation",
        "'version', 'amount_recovered', 'object_returned_on', 'recovery_note'",
        "NEW.amount_recovered < OLD.amount_recovered",
        "of a revocation only what is recovered changes",
    ),
)
APPEND_ONLY = ("nomination_hands", "nomination_steps", "decision_publications")


def _money(name: str) -> sa.Column:
    return sa.Column(name, sa.Numeric(16, 2), nullable=False)


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))


def _dossiers() -> None:
    for name, kind in COLUMNS:
        op.add_column("nominations", sa.Column(name, kind, nullable=True))
    for name in ("result_entry_id", "initiative_id"):
        op.alter_column("nominations", name, nullable=True)
    for name, _was, condition in CHANGED:
        op.drop_constraint(op.f(f"ck_nominations_{name}"), "nominations")
        op.create_check_constraint(op.f(f"ck_nominations_{name}"), "nominations", condition)
    for name, condition in ADDED:
        op.create_check_constraint(op.f(f"ck_nominations_{name}"), "nominations", condition)
    _once(SPENT)


def _once(spent: str) -> None:
    for index, nominee, which in ONCE:
        op.drop_index(index, "nominations")
        where = sa.text(f"{which} AND state NOT IN ({spent})")
        op.create_index(index, "nominations", ["initiative_id", nominee], unique=True, postgresql_where=where)


def upgrade() -> None:
    _dossiers()
    op.create_table(
        "nomination_hands",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("nomination_id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("hand", sa.Text(), nullable=False),
        sa.Column("taken_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("hand IN ('PROPOSE', 'APPRAISE', 'VOTE', 'DECIDE')", name=op.f("ck_nomination_hands_hand")),
        _to("nomination_hands", "nomination_id", "nominations"),
        _to("nomination_hands", "person_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination_hands")),
        sa.UniqueConstraint("nomination_id", "person_id", name=op.f("uq_nomination_hands_nomination_id_person_id")),
    )
    op.create_index(op.f("ix_nomination_hands_person_id"), "nomination_hands", ["person_id"])
    op.execute(HANDS)
    op.execute(APPRAISERS)
    op.create_table(
        "nomination_steps",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("nomination_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("from_state", sa.Text(), nullable=False),
        sa.Column("to_state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint(f"from_state IN ({STATES})", name=op.f("ck_nomination_steps_from_state")),
        sa.CheckConstraint(f"to_state IN ({STATES})", name=op.f("ck_nomination_steps_to_state")),
        _to("nomination_steps", "nomination_id", "nominations"),
        _to("nomination_steps", "by_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_nomination_steps")),
        sa.UniqueConstraint("nomination_id", "ordinal", name=op.f("uq_nomination_steps_nomination_id_ordinal")),
    )
    op.create_table(
        "signing_delegations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("delegate_id", sa.Uuid(), nullable=False),
        sa.Column("capacity", sa.Text(), nullable=False),
        sa.Column("movement_id", sa.Uuid(), nullable=True),
        sa.Column("form_id", sa.Uuid(), nullable=True),
        sa.Column("document", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("granted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("granted_by_id", sa.Uuid(), nullable=True),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("revoked_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(f"capacity IN ({CAPACITIES})", name=op.f("ck_signing_delegations_capacity")),
        sa.CheckConstraint("capacity <> 'HEAD'", name=op.f("ck_signing_delegations_not_head")),
        sa.CheckConstraint("ends_on >= starts_on", name=op.f("ck_signing_delegations_period")),
        sa.CheckConstraint(
            "(revoked_at IS NULL) = (revoked_reason IS NULL)", name=op.f("ck_signing_delegations_revoked")
        ),
        sa.CheckConstraint("delegate_id IS DISTINCT FROM granted_by_id", name=op.f("ck_signing_delegations_another")),
        _to("signing_delegations", "delegate_id", "people"),
        _to("signing_delegations", "movement_id", "movements"),
        _to("signing_delegations", "form_id", "award_forms"),
        _to("signing_delegations", "granted_by_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_signing_delegations")),
    )
    op.create_index(op.f("ix_signing_delegations_delegate_id"), "signing_delegations", ["delegate_id"])
    op.create_index(op.f("ix_signing_delegations_granted_at_id"), "signing_delegations", ["granted_at", "id"])
    op.create_table(
        "prizes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("nomination_id", sa.Uuid(), nullable=False),
        _money("coefficient"),
        _money("base_salary"),
        _money("factor"),
        _money("rounding"),
        _money("amount"),
        sa.Column("coefficient_id", sa.Uuid(), nullable=False),
        sa.Column("base_salary_id", sa.Uuid(), nullable=False),
        sa.Column("factor_id", sa.Uuid(), nullable=True),
        sa.Column("rounding_id", sa.Uuid(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.Column("payment_reference", sa.Text(), nullable=True),
        sa.Column("paid_by_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("amount > 0", name=op.f("ck_prizes_amount")),
        sa.CheckConstraint("(paid_on IS NULL) = (payment_reference IS NULL)", name=op.f("ck_prizes_paid")),
        _to("prizes", "nomination_id", "nominations"),
        _to("prizes", "coefficient_id", "legal_parameters"),
        _to("prizes", "base_salary_id", "legal_parameters"),
        _to("prizes", "factor_id", "legal_parameters"),
        _to("prizes", "rounding_id", "legal_parameters"),
        _to("prizes", "paid_by_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_prizes")),
        sa.UniqueConstraint("nomination_id", name=op.f("uq_prizes_nomination_id")),
    )
    op.create_index(op.f("ix_prizes_created_at_id"), "prizes", ["created_at", "id"])
    op.create_table(
        "decision_publications",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("decision_id", sa.Uuid(), nullable=False),
        sa.Column("channel", sa.Text(), nullable=False),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by_id", sa.Uuid(), nullable=True),
        sa.CheckConstraint("btrim(channel) <> ''", name=op.f("ck_decision_publications_channel")),
        _to("decision_publications", "decision_id", "award_decisions"),
        _to("decision_publications", "published_by_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_publications")),
        sa.UniqueConstraint("decision_id", name=op.f("uq_decision_publications_decision_id")),
    )
    op.create_table(
        "revocations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("nomination_id", sa.Uuid(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("signer_id", sa.Uuid(), nullable=False),
        sa.Column("signing_capacity", sa.Text(), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_by_id", sa.Uuid(), nullable=True),
        _money("amount_due"),
        _money("amount_recovered"),
        sa.Column("object_returned_on", sa.Date(), nullable=True),
        sa.Column("recovery_note", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "ground IN ('FALSE_DECLARATION', 'FORGED_DOSSIER', 'WRONG_PROCEDURE', 'LATER_VIOLATION')",
            name=op.f("ck_revocations_ground"),
        ),
        sa.CheckConstraint(f"signing_capacity IN ({CAPACITIES})", name=op.f("ck_revocations_signing_capacity")),
        sa.CheckConstraint("btrim(number) <> ''", name=op.f("ck_revocations_number")),
        sa.CheckConstraint("amount_recovered BETWEEN 0 AND amount_due", name=op.f("ck_revocations_amount")),
        _to("revocations", "nomination_id", "nominations"),
        _to("revocations", "signer_id", "people"),
        _to("revocations", "revoked_by_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_revocations")),
        sa.UniqueConstraint("nomination_id", name=op.f("uq_revocations_nomination_id")),
    )
    op.create_index(op.f("ix_revocations_revoked_at_id"), "revocations", ["revoked_at", "id"])
    _guard()


def _guard() -> None:
    for table, function, changeable, over, said in KEPT:
        op.execute(f"""
            CREATE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS $guard$
            DECLARE changeable text[] := ARRAY[{changeable}];
            BEGIN
                IF TG_OP = 'DELETE' THEN
                    PERFORM thidua_refuse('tg_{table}_kept', '{said}');
                END IF;
                IF {over} OR to_jsonb(NEW) - changeable <> to_jsonb(OLD) - changeable THEN
                    PERFORM thidua_refuse('tg_{table}_kept', '{said}');
                END IF;
                RETURN NEW;
            END
            $guard$
        """)
        op.execute(
            f"CREATE TRIGGER guard BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()"
        )
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION thidua_append_only()"
        )
        op.execute(
            f"CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION thidua_append_only()"
        )


def downgrade() -> None:
    """Go back. Dossiers by hand stand in the way: they rest on nothing that the tables of before could say."""
    op.execute("DELETE FROM phase_capabilities WHERE permission = 'NOMINATION_APPRAISE'")
    for table in ("revocations", "decision_publications", "prizes", "signing_delegations"):
        op.drop_table(table)
    op.drop_table("nomination_steps")
    op.drop_table("nomination_hands")
    for _table, function, _changeable, _over, _said in KEPT:
        op.execute(f"DROP FUNCTION {function}()")
    for name in ("state", "decided", "reason", *(name for name, _condition in ADDED)):
        op.drop_constraint(op.f(f"ck_nominations_{name}"), "nominations")
    op.execute(
        "UPDATE nominations SET state = CASE"
        " WHEN state IN ('SUBMITTED', 'COMPLETE', 'APPRAISED', 'VOTED', 'HELD') THEN 'DRAFT'"
        " WHEN state IN ('PUBLISHED', 'PRESENTED', 'PAID', 'REVOKED') THEN 'DECIDED' ELSE state END"
    )
    for name, was, _condition in CHANGED:
        op.create_check_constraint(op.f(f"ck_nominations_{name}"), "nominations", was)
    for name in ("result_entry_id", "initiative_id"):
        op.alter_column("nominations", name, nullable=False)
    _once(WAS_SPENT)
    for name, _kind in COLUMNS:
        op.drop_column("nominations", name)
