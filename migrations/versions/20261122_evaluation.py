"""Rounds with phases, rules and tiers; conflicts of interest of every kind; proposals, discussions, jobs, results in full.

What exists already is given what it would have been made with: numbers of entries in the order in which they were
added, the plain mean as the method of rounds, and a verification of results that were published before there was one.

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


SCREEN = "'SCREENING', 'SELF_SCORE', 'CROSS_SCORE', 'EXPERT', 'COUNCIL'"
METHODS = "'MEAN', 'TRIMMED', 'ADJUSTED'"
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
)
NEW_PERMISSIONS = (
    *OLD_PERMISSIONS,
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
)

#: Checks that come to tables that are there already: table, name, condition.
CHECKS = (
    ("assignments", "origin", "origin IN ('BY_HAND', 'PROPOSED', 'REPLACEMENT')"),
    ("rounds", "kind", f"kind IN ({SCREEN})"),
    ("rounds", "method", f"method IN ({METHODS})"),
    ("rounds", "drops", "drop_high >= 0 AND drop_low >= 0"),
    ("rounds", "quorum", "quorum >= 1"),
    ("rounds", "pass_share", "pass_share > 0 AND pass_share <= 1"),
    ("rounds", "screening", "(kind = 'SCREENING') = (pass_share IS NOT NULL)"),
    ("rounds", "per_entry", "per_entry >= 1"),
    ("rounds", "dispute_spread", "dispute_spread > 0"),
    ("results", "unadjusted", "unadjusted IN ('COMPLETE_PANEL', 'NO_REPLICATION')"),
    ("results", "verified", "(state = 'STAGED') = (verified_at IS NULL)"),
    ("results", "two_people", "verified_by_id IS DISTINCT FROM computed_by_id OR verified_by_id IS NULL"),
    ("result_entries", "interval", "score_low <= score_high"),
)
#: Checks that allow more than they did: table, name, what it was, what it is.
WIDENED = (
    ("results", "method", "method IN ('MEAN')", f"method IN ({METHODS})"),
    ("results", "state", "state IN ('STAGED', 'PUBLISHED')", "state IN ('STAGED', 'VERIFIED', 'PUBLISHED')"),
    (
        "result_entries",
        "status",
        "status IN ('RANKED', 'UNSCORED')",
        "status IN ('RANKED', 'INCOMPLETE', 'UNSCORED')",
    ),
    ("phase_capabilities", "permission", f"permission IN {OLD_PERMISSIONS}", f"permission IN {NEW_PERMISSIONS}"),
)

VIEWS = {
    # All conflicts of interest, as the facts are now. A leadership counts until it is revoked, whatever end was
    # planned. Former units count from the day on which the initiative was begun, in Viet Nam's time. Every branch can
    # be read by person, by initiative and by both through indexes; what is asked goes down into it.
    "conflicts_of_interest": """
        SELECT coalesce(c.declaration_id, md5(c.person_id::text || c.initiative_id::text || c.kind)::uuid) AS id, c.*,
            EXISTS (SELECT FROM conflict_waivers w WHERE w.person_id = c.person_id
                AND w.initiative_id = c.initiative_id AND c.kind = ANY (w.kinds)
                AND w.approved_at IS NOT NULL AND w.ended_at IS NULL) AS is_waived
        FROM (
            SELECT a.person_id, v.initiative_id, 'OWN_INITIATIVE' AS kind, 'FACTS' AS origin, NULL::text AS reason,
                min(v.created_at) AS since, NULL::uuid AS declaration_id, NULL::uuid AS entry_id
            FROM initiative_authors a JOIN initiative_revisions v ON v.id = a.revision_id GROUP BY 1, 2
            UNION ALL
            SELECT p.id, i.id, 'OWN_UNIT', 'FACTS', NULL, i.created_at, NULL, NULL
            FROM initiatives i JOIN people p ON p.unit_id = i.unit_id
            UNION ALL
            SELECT DISTINCT m.person_id, i.id, 'FORMER_UNIT', 'FACTS', NULL::text, i.created_at, NULL::uuid, NULL::uuid
            FROM unit_memberships m JOIN initiatives i ON i.unit_id = m.unit_id
            JOIN people p ON p.id = m.person_id AND p.unit_id <> i.unit_id
            WHERE m.ends_on >= (i.created_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date
            UNION ALL
            SELECT DISTINCT g.person_id, v.initiative_id, 'SUPERIOR', 'FACTS', NULL::text, i.created_at, NULL::uuid,
                NULL::uuid
            FROM initiative_authors a JOIN initiative_revisions v ON v.id = a.revision_id
            JOIN initiatives i ON i.id = v.initiative_id
            JOIN people p ON p.id = a.person_id JOIN units u ON u.id = p.unit_id
            JOIN role_grants g ON g.role = 'UNIT_LEADER' AND g.revoked_at IS NULL
                AND g.unit_id IN (u.id, u.parent_id) AND g.person_id <> a.person_id
            UNION ALL
            SELECT DISTINCT e.id, v.initiative_id, 'SUBORDINATE', 'FACTS', NULL::text, i.created_at, NULL::uuid,
                NULL::uuid
            FROM initiative_authors a JOIN initiative_revisions v ON v.id = a.revision_id
            JOIN initiatives i ON i.id = v.initiative_id
            JOIN role_grants g ON g.person_id = a.person_id AND g.role = 'UNIT_LEADER' AND g.revoked_at IS NULL
            JOIN units u ON g.unit_id IN (u.id, u.parent_id)
            JOIN people e ON e.unit_id = u.id AND e.id <> a.person_id
            UNION ALL
            SELECT p.id, d.initiative_id, 'ADOPTING_UNIT', 'FACTS', NULL, d.declared_at, NULL, NULL
            FROM adopting_units d JOIN people p ON p.unit_id = d.unit_id WHERE d.ended_at IS NULL
            UNION ALL
            SELECT d.person_id, d.initiative_id, 'DECLARED', d.origin, d.reason, d.declared_at, d.id, d.entry_id
            FROM declared_conflicts d WHERE d.ended_at IS NULL
        ) c
    """,
    # Conflicts between the entries of a round and the evaluators that it has now. Each evaluator's conflicts are found
    # by themselves (that is what OFFSET 0 is for), then those that are in the round.
    "round_conflicts": """
        SELECT md5(g.round_id::text || c.id::text)::uuid AS id, g.round_id, c.person_id, c.initiative_id, c.kind,
            c.origin, c.reason, c.since, c.is_waived,
            EXISTS (SELECT FROM assignments a WHERE a.round_id = g.round_id AND a.initiative_id = c.initiative_id
                AND a.evaluator_id = c.person_id AND a.state = 'ASSIGNED') AS is_assigned
        FROM role_grants g
        JOIN rounds r ON r.id = g.round_id AND r.kind <> 'SELF_SCORE'
        JOIN people p ON p.id = g.person_id AND p.left_on IS NULL
        CROSS JOIN LATERAL (SELECT * FROM conflicts_of_interest o WHERE o.person_id = g.person_id OFFSET 0) c
        JOIN round_entries e ON e.round_id = g.round_id AND e.initiative_id = c.initiative_id
        WHERE g.role = 'EVALUATOR' AND g.revoked_at IS NULL AND g.starts_at <= now()
            AND (g.ends_at IS NULL OR g.ends_at > now())
    """,
    # Entries whose evaluators lie further apart than the round tolerates, in sheets that are not excluded.
    "disputed_entries": """
        SELECT e.id, e.round_id, e.initiative_id, count(*)::int AS sheets, min(s.total) AS lowest,
            max(s.total) AS highest, max(s.total) - min(s.total) AS spread
        FROM round_entries e JOIN rounds r ON r.id = e.round_id
        JOIN score_sheets s ON s.round_id = e.round_id AND s.initiative_id = e.initiative_id AND s.state = 'SUBMITTED'
        JOIN assignments a ON a.id = s.assignment_id AND a.state = 'ASSIGNED'
        WHERE NOT EXISTS (SELECT FROM sheet_exclusions x WHERE x.sheet_id = s.id AND x.restored_at IS NULL)
        GROUP BY e.id, r.dispute_spread HAVING max(s.total) - min(s.total) >= r.dispute_spread
    """,
    # What a further version of a result changed, entry by entry.
    "result_differences": """
        SELECT now.id, now.result_id, b.id AS previous_id, now.initiative_id, old.place AS place_before, now.place AS place_now,
            old.score AS score_before, now.score AS score_now, old.status AS status_before, now.status AS status_now
        FROM result_entries now
        JOIN results r ON r.id = now.result_id
        JOIN results b ON b.round_id = r.round_id AND b.number = r.number - 1
        LEFT JOIN result_entries old ON old.result_id = b.id AND old.initiative_id = now.initiative_id
        WHERE (now.place, now.score, now.status) IS DISTINCT FROM (old.place, old.score, old.status)
    """,
}

#: Functions that become others, or are new: what they were (None: nothing), what they are.
FUNCTIONS = {
    "thidua_refuse_conflict(evaluator uuid, initiative uuid) RETURNS void": (
        """
        BEGIN
            PERFORM 1 FROM initiative_revisions v JOIN initiative_authors a ON a.revision_id = v.id
                WHERE v.initiative_id = initiative AND a.person_id = evaluator;
            IF FOUND THEN
                PERFORM thidua_refuse('tg_conflict_own_initiative', 'the evaluator is an author of the initiative');
            END IF;
            PERFORM 1 FROM initiatives i JOIN people p ON p.unit_id = i.unit_id
                WHERE i.id = initiative AND p.id = evaluator;
            IF FOUND THEN
                PERFORM thidua_refuse('tg_conflict_own_unit', 'the evaluator works in the unit of the initiative');
            END IF;
        END
        """,
        """
        DECLARE found_kind text;
        BEGIN
            SELECT kind INTO found_kind FROM conflicts_of_interest
                WHERE person_id = evaluator AND initiative_id = initiative AND NOT is_waived
                ORDER BY array_position(ARRAY['OWN_INITIATIVE', 'OWN_UNIT', 'FORMER_UNIT', 'SUPERIOR', 'SUBORDINATE',
                    'ADOPTING_UNIT', 'DECLARED'], kind) LIMIT 1;
            IF FOUND THEN
                PERFORM thidua_refuse('tg_conflict_' || lower(found_kind), 'a conflict of interest: ' || found_kind);
            END IF;
        END
        """,
    ),
    # Who may score in a round depends on its kind: the unit itself, units of its block, or anybody without a conflict.
    "thidua_refuse_pair(of_round uuid, evaluator uuid, initiative uuid) RETURNS void": (
        None,
        """
        DECLARE of_kind text;
        BEGIN
            SELECT kind INTO of_kind FROM rounds WHERE id = of_round;
            IF of_kind = 'SELF_SCORE' THEN
                PERFORM 1 FROM initiatives i JOIN people p ON p.unit_id = i.unit_id
                    WHERE i.id = initiative AND p.id = evaluator;
                IF NOT FOUND THEN
                    PERFORM thidua_refuse('tg_self_score_own_unit', 'a unit scores its own initiatives');
                END IF;
                RETURN;
            END IF;
            PERFORM thidua_refuse_conflict(evaluator, initiative);
            IF of_kind = 'CROSS_SCORE' THEN
                PERFORM 1 FROM initiatives i JOIN people p ON p.id = evaluator
                    JOIN block_units mine ON mine.movement_id = i.movement_id AND mine.unit_id = p.unit_id
                    JOIN block_units theirs ON theirs.block_id = mine.block_id AND theirs.unit_id = i.unit_id
                    WHERE i.id = initiative;
                IF NOT FOUND THEN
                    PERFORM thidua_refuse('tg_cross_score_block', 'units of one block score one another');
                END IF;
            END IF;
        END
        """,
    ),
    "thidua_guard_assignment() RETURNS trigger": (
        """
        BEGIN
            PERFORM 1 FROM rounds r WHERE r.id = NEW.round_id AND r.state <> 'CLOSED' FOR SHARE;
            IF NOT FOUND THEN
                PERFORM thidua_refuse('tg_rounds_closed', 'the round is closed');
            END IF;
            IF NEW.state = 'ASSIGNED' THEN
                PERFORM thidua_refuse_conflict(NEW.evaluator_id, NEW.initiative_id);
            END IF;
            RETURN NEW;
        END
        """,
        """
        BEGIN
            PERFORM 1 FROM rounds r WHERE r.id = NEW.round_id AND r.state <> 'CLOSED' FOR SHARE;
            IF NOT FOUND THEN
                PERFORM thidua_refuse('tg_rounds_closed', 'the round is closed');
            END IF;
            IF NEW.state = 'ASSIGNED' THEN
                PERFORM thidua_refuse_pair(NEW.round_id, NEW.evaluator_id, NEW.initiative_id);
            END IF;
            RETURN NEW;
        END
        """,
    ),
    "thidua_guard_sheet() RETURNS trigger": (
        """
        DECLARE given assignments%ROWTYPE;
        BEGIN
            IF TG_OP = 'DELETE' THEN
                PERFORM thidua_refuse('tg_score_sheets_kept', 'score sheets are never deleted');
            END IF;
            SELECT * INTO given FROM assignments WHERE id = NEW.assignment_id FOR SHARE;
            PERFORM 1 FROM rounds WHERE id = given.round_id AND state = 'OPEN' FOR SHARE;
            IF NOT FOUND THEN
                PERFORM thidua_refuse('tg_rounds_closed', 'the round is not open');
            END IF;
            IF given.state <> 'ASSIGNED' THEN
                PERFORM thidua_refuse('tg_assignments_given_up', 'the evaluator abstained or was recused');
            END IF;
            PERFORM thidua_refuse_conflict(given.evaluator_id, given.initiative_id);
            IF TG_OP = 'UPDATE' THEN
                IF NEW.assignment_id <> OLD.assignment_id OR (OLD.state = 'SUBMITTED' AND NEW.state = 'SUBMITTED') THEN
                    PERFORM thidua_refuse('tg_score_sheets_locked', 'the sheet is locked');
                END IF;
                IF OLD.state = 'SUBMITTED' AND NEW.reopened_reason IS NULL THEN
                    PERFORM thidua_refuse('tg_score_sheets_locked', 'a sheet is reopened with a reason');
                END IF;
            END IF;
            RETURN NEW;
        END
        """,
        """
        DECLARE given assignments%ROWTYPE;
        BEGIN
            IF TG_OP = 'DELETE' THEN
                PERFORM thidua_refuse('tg_score_sheets_kept', 'score sheets are never deleted');
            END IF;
            SELECT * INTO given FROM assignments WHERE id = NEW.assignment_id FOR SHARE;
            PERFORM 1 FROM rounds WHERE id = given.round_id AND state = 'OPEN' FOR SHARE;
            IF NOT FOUND THEN
                PERFORM thidua_refuse('tg_rounds_closed', 'the round is not open');
            END IF;
            IF given.state <> 'ASSIGNED' THEN
                PERFORM thidua_refuse('tg_assignments_given_up', 'the evaluator abstained or was recused');
            END IF;
            PERFORM thidua_refuse_pair(given.round_id, given.evaluator_id, given.initiative_id);
            IF TG_OP = 'UPDATE' THEN
                IF NEW.assignment_id <> OLD.assignment_id OR (OLD.state = 'SUBMITTED' AND NEW.state = 'SUBMITTED') THEN
                    PERFORM thidua_refuse('tg_score_sheets_locked', 'the sheet is locked');
                END IF;
                IF OLD.state = 'SUBMITTED' AND NEW.reopened_reason IS NULL THEN
                    PERFORM thidua_refuse('tg_score_sheets_locked', 'a sheet is reopened with a reason');
                END IF;
            END IF;
            RETURN NEW;
        END
        """,
    ),
    "thidua_guard_round() RETURNS trigger": (
        """
        BEGIN
            IF TG_OP = 'DELETE' OR OLD.state = 'CLOSED' OR (OLD.state = 'OPEN' AND NEW.state = 'DRAFT') THEN
                PERFORM thidua_refuse('tg_rounds_closed', 'a round never goes back and is never deleted');
            END IF;
            RETURN NEW;
        END
        """,
        """
        DECLARE changeable text[] := ARRAY['version', 'phase_id'];
        BEGIN
            IF TG_OP = 'DELETE' OR (OLD.state = 'OPEN' AND NEW.state = 'DRAFT') THEN
                PERFORM thidua_refuse('tg_rounds_closed', 'a round never goes back and is never deleted');
            END IF;
            IF OLD.state = 'CLOSED' AND to_jsonb(NEW) - changeable <> to_jsonb(OLD) - changeable THEN
                PERFORM thidua_refuse('tg_rounds_closed', 'of a closed round only the phase changes');
            END IF;
            changeable := changeable || ARRAY['state', 'name', 'opens_at', 'closes_at', 'opened_at', 'closed_at'];
            IF OLD.state = 'OPEN' AND to_jsonb(NEW) - changeable <> to_jsonb(OLD) - changeable THEN
                PERFORM thidua_refuse('tg_rounds_rules_frozen', 'the rules of an opened round are frozen');
            END IF;
            RETURN NEW;
        END
        """,
    ),
    # Phases and tiers are part of a round's rules; only the planned dates of a phase move once it is open.
    "thidua_guard_round_rule() RETURNS trigger": (
        None,
        """
        DECLARE of_round uuid := CASE TG_OP WHEN 'DELETE' THEN OLD.round_id ELSE NEW.round_id END;
        BEGIN
            PERFORM 1 FROM rounds WHERE id = of_round AND state = 'DRAFT' FOR SHARE;
            IF NOT FOUND AND NOT (
                TG_OP = 'UPDATE' AND TG_TABLE_NAME = 'round_phases'
                AND to_jsonb(NEW) - ARRAY['opens_at', 'closes_at'] = to_jsonb(OLD) - ARRAY['opens_at', 'closes_at']
            ) THEN
                PERFORM thidua_refuse('tg_rounds_rules_frozen', 'the rules of an opened round are frozen');
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        END
        """,
    ),
    "thidua_guard_result() RETURNS trigger": (
        """
        BEGIN
            IF TG_OP = 'DELETE' OR OLD.state = 'PUBLISHED' OR NEW.state <> 'PUBLISHED'
                OR (to_jsonb(NEW) - 'state' - 'published_at') <> (to_jsonb(OLD) - 'state' - 'published_at') THEN
                PERFORM thidua_refuse('tg_results_immutable', 'a result is immutable; it can only be published');
            END IF;
            RETURN NEW;
        END
        """,
        """
        DECLARE changeable text[];
        BEGIN
            changeable := CASE
                WHEN TG_OP = 'DELETE' THEN NULL
                WHEN OLD.state = 'STAGED' AND NEW.state = 'VERIFIED' THEN ARRAY['state', 'verified_at', 'verified_by_id']
                WHEN OLD.state = 'VERIFIED' AND NEW.state = 'PUBLISHED' THEN ARRAY['state', 'published_at']
            END;
            IF changeable IS NULL OR to_jsonb(NEW) - changeable <> to_jsonb(OLD) - changeable THEN
                PERFORM thidua_refuse('tg_results_immutable', 'a result is immutable; it is verified, then published');
            END IF;
            RETURN NEW;
        END
        """,
    ),
    "thidua_guard_exclusion() RETURNS trigger": (
        None,
        """
        DECLARE changeable text[] := ARRAY['restored_at', 'restored_by_id', 'restored_reason'];
        BEGIN
            IF TG_OP = 'DELETE' OR OLD.restored_at IS NOT NULL
                OR to_jsonb(NEW) - changeable <> to_jsonb(OLD) - changeable THEN
                PERFORM thidua_refuse('tg_sheet_exclusions_kept', 'an exclusion is only ever taken back');
            END IF;
            RETURN NEW;
        END
        """,
    ),
    # What is declared of conflicts stays on record: it is ended once, and a waiver is approved once before that.
    "thidua_guard_declaration() RETURNS trigger": (
        None,
        """
        DECLARE
            was jsonb := to_jsonb(OLD);
            changeable text[] := ARRAY['version', 'ended_at', 'ended_by_id', 'ended_reason'];
        BEGIN
            IF was ->> 'approved_at' IS NULL THEN
                changeable := changeable || ARRAY['approved_at', 'approved_by_id'];
            END IF;
            IF TG_OP = 'DELETE' OR was ->> 'ended_at' IS NOT NULL
                OR to_jsonb(NEW) - changeable <> was - changeable THEN
                PERFORM thidua_refuse('tg_conflicts_kept', 'what was declared of a conflict is only ever ended');
            END IF;
            RETURN NEW;
        END
        """,
    ),
}

TRIGGERS = (
    ("round_phases", "INSERT OR UPDATE OR DELETE", "thidua_guard_round_rule"),
    ("round_tiers", "INSERT OR UPDATE OR DELETE", "thidua_guard_round_rule"),
    ("sheet_exclusions", "UPDATE OR DELETE", "thidua_guard_exclusion"),
    ("declared_conflicts", "UPDATE OR DELETE", "thidua_guard_declaration"),
    ("conflict_waivers", "UPDATE OR DELETE", "thidua_guard_declaration"),
    ("adopting_units", "UPDATE OR DELETE", "thidua_guard_declaration"),
)
APPEND_ONLY = (
    "award_chances",
    "discussion_posts",
    "job_findings",
    "proposal_findings",
    "proposed_assignments",
    "redacted_revisions",
    "result_charts",
    "result_judges",
    "result_sheets",
    "score_table_entries",
    "score_tables",
)


#: Columns that are filled for what exists already and told by the code from then on.
GIVEN = (
    ("assignments", "origin"),
    ("result_entries", "flags"),
    ("results", "engine_version"),
    ("results", "seed"),
    ("results", "outputs_hash"),
    ("results", "components"),
    ("results", "bridges_needed"),
    ("results", "warnings"),
    ("round_entries", "is_anchor"),
    ("rounds", "kind"),
    ("rounds", "method"),
    ("rounds", "drop_high"),
    ("rounds", "drop_low"),
    ("rounds", "ties"),
    ("rounds", "dispute_spread"),
)


def _number_entries() -> None:
    """Number the entries of each round in the order in which they were added; the guard of opened rounds stands aside."""
    op.execute("SET LOCAL statement_timeout = 0")
    op.execute("ALTER TABLE round_entries DISABLE TRIGGER guard")
    op.execute("""
        UPDATE round_entries e SET number = n.number
        FROM (SELECT id, row_number() OVER (PARTITION BY round_id ORDER BY id) AS number FROM round_entries) n
        WHERE n.id = e.id
    """)
    op.execute("ALTER TABLE round_entries ENABLE TRIGGER guard")
    op.alter_column("round_entries", "number", nullable=False)


def _verify_published() -> None:
    """Results that were published before there was a verification count as verified when they were published."""
    op.execute("ALTER TABLE results DISABLE TRIGGER guard")
    op.execute("UPDATE results SET verified_at = published_at WHERE state = 'PUBLISHED'")
    op.execute("ALTER TABLE results ENABLE TRIGGER guard")


def _give_phases() -> None:
    """Rounds that exist were scored with names shown and others' sheets hidden: that becomes their one phase."""
    op.execute("""
        INSERT INTO round_phases (id, round_id, ordinal, name, name_en, can_score, can_discuss, others_scores,
            hides_authors, hides_evaluators)
        SELECT gen_random_uuid(), id, 1, 'Chấm điểm', 'Scoring', true, false, 'NEVER', false, false FROM rounds
    """)
    op.execute("ALTER TABLE rounds DISABLE TRIGGER guard")
    op.execute("""
        UPDATE rounds r SET phase_id = p.id FROM round_phases p WHERE p.round_id = r.id AND r.state <> 'DRAFT'
    """)
    # What is deferred must be checked before the table can be altered again.
    op.execute("SET CONSTRAINTS ALL IMMEDIATE")
    op.execute("ALTER TABLE rounds ENABLE TRIGGER guard")


def _replace(head: str, body: str) -> None:
    op.execute(f"CREATE OR REPLACE FUNCTION {head} LANGUAGE plpgsql AS $guard$ {body} $guard$")


def upgrade() -> None:
    op.create_table(
        "blocks",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("movement_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["movement_id"], ["movements.id"], name=op.f("fk_blocks_movement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_blocks")),
        sa.UniqueConstraint("id", "movement_id", name=op.f("uq_blocks_id_movement_id")),
        sa.UniqueConstraint("movement_id", "name", name=op.f("uq_blocks_movement_id_name")),
    )
    op.create_table(
        "block_units",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("block_id", sa.Uuid(), nullable=False),
        sa.Column("movement_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["block_id", "movement_id"],
            ["blocks.id", "blocks.movement_id"],
            name="fk_block_units_block",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_block_units_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_block_units")),
        sa.UniqueConstraint("movement_id", "unit_id", name=op.f("uq_block_units_movement_id_unit_id")),
    )
    op.create_index(op.f("ix_block_units_block_id"), "block_units", ["block_id"], unique=False)
    op.create_index(op.f("ix_block_units_unit_id"), "block_units", ["unit_id"], unique=False)
    op.create_table(
        "score_tables",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("movement_id", sa.Uuid(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("sheet", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("rules_hash", sa.Text(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=False),
        sa.Column("evaluation", sa.Text(), nullable=False),
        sa.Column("inputs_hash", sa.Text(), nullable=False),
        sa.Column("outputs_hash", sa.Text(), nullable=False),
        sa.Column("engine_version", sa.Text(), nullable=False),
        sa.Column("entries", sa.Integer(), nullable=False),
        sa.Column("judges", sa.Integer(), nullable=False),
        sa.Column("sheets", sa.Integer(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("imported_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["imported_by_id"], ["people.id"], name=op.f("fk_score_tables_imported_by_id")),
        sa.ForeignKeyConstraint(["movement_id"], ["movements.id"], name=op.f("fk_score_tables_movement_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_tables")),
        sa.UniqueConstraint("content_hash", "rules_hash", "sheet", name="uq_score_tables_once"),
    )
    op.create_index(op.f("ix_score_tables_imported_at_id"), "score_tables", ["imported_at", "id"], unique=False)
    op.create_index(
        op.f("ix_score_tables_movement_id_imported_at_id"), "score_tables", ["movement_id", "imported_at", "id"]
    )
    op.create_table(
        "adopting_units",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("initiative_id", sa.Uuid(), nullable=False),
        sa.Column("unit_id", sa.Uuid(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("declared_by_id", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["declared_by_id"], ["people.id"], name=op.f("fk_adopting_units_declared_by_id")),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiatives.id"], name=op.f("fk_adopting_units_initiative_id")),
        sa.ForeignKeyConstraint(["unit_id"], ["units.id"], name=op.f("fk_adopting_units_unit_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_adopting_units")),
    )
    op.create_index(
        op.f("ix_adopting_units_initiative_id_declared_at_id"), "adopting_units", ["initiative_id", "declared_at", "id"]
    )
    op.create_index(
        op.f("ix_adopting_units_unit_id_declared_at_id"), "adopting_units", ["unit_id", "declared_at", "id"]
    )
    op.create_index(
        "uq_adopting_units_in_force",
        "adopting_units",
        ["initiative_id", "unit_id"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "assignment_proposals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("per_entry", sa.Integer(), nullable=False),
        sa.Column("min_load", sa.Integer(), nullable=False),
        sa.Column("max_load", sa.Integer(), nullable=True),
        sa.Column("max_same_unit", sa.Integer(), nullable=True),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("draws", sa.Integer(), nullable=False),
        sa.Column("kept", sa.Integer(), nullable=False),
        sa.Column("added", sa.Integer(), nullable=False),
        sa.Column("missing", sa.Integer(), nullable=False),
        sa.Column("least_load", sa.Integer(), nullable=False),
        sa.Column("greatest_load", sa.Integer(), nullable=False),
        sa.Column("components", sa.Integer(), nullable=False),
        sa.Column("lambda2", sa.Numeric(precision=12, scale=4), nullable=True),
        sa.Column("contrast_variance", sa.Numeric(precision=12, scale=4), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by_id", sa.Uuid(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint("state IN ('COMPUTED', 'APPLIED', 'DISCARDED')", name=op.f("ck_assignment_proposals_state")),
        sa.CheckConstraint(
            "min_load >= 0 AND (max_load IS NULL OR max_load >= min_load)", name=op.f("ck_assignment_proposals_loads")
        ),
        sa.CheckConstraint("per_entry >= 1", name=op.f("ck_assignment_proposals_per_entry")),
        sa.ForeignKeyConstraint(["created_by_id"], ["people.id"], name=op.f("fk_assignment_proposals_created_by_id")),
        sa.ForeignKeyConstraint(["decided_by_id"], ["people.id"], name=op.f("fk_assignment_proposals_decided_by_id")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_assignment_proposals_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assignment_proposals")),
    )
    op.create_index(
        op.f("ix_assignment_proposals_round_id_created_at_id"),
        "assignment_proposals",
        ["round_id", "created_at", "id"],
        unique=False,
    )
    op.create_table(
        "conflict_waivers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("initiative_id", sa.Uuid(), nullable=False),
        sa.Column("kinds", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("requested_by_id", sa.Uuid(), nullable=True),
        sa.Column("approved_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("approved_by_id", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.Column("ended_reason", sa.Text(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "(approved_at IS NULL) = (approved_by_id IS NULL)", name=op.f("ck_conflict_waivers_approved")
        ),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_reason IS NULL)", name=op.f("ck_conflict_waivers_ended")),
        sa.CheckConstraint("approved_by_id IS DISTINCT FROM person_id", name=op.f("ck_conflict_waivers_not_own")),
        sa.CheckConstraint(
            "approved_by_id IS DISTINCT FROM requested_by_id OR approved_by_id IS NULL",
            name=op.f("ck_conflict_waivers_two_people"),
        ),
        sa.CheckConstraint(
            "requested_by_id IS DISTINCT FROM person_id", name=op.f("ck_conflict_waivers_not_for_oneself")
        ),
        sa.ForeignKeyConstraint(["approved_by_id"], ["people.id"], name=op.f("fk_conflict_waivers_approved_by_id")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["people.id"], name=op.f("fk_conflict_waivers_ended_by_id")),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiatives.id"], name=op.f("fk_conflict_waivers_initiative_id")),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_conflict_waivers_person_id")),
        sa.ForeignKeyConstraint(["requested_by_id"], ["people.id"], name=op.f("fk_conflict_waivers_requested_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conflict_waivers")),
    )
    op.create_index(op.f("ix_conflict_waivers_initiative_id"), "conflict_waivers", ["initiative_id"], unique=False)
    op.create_index(op.f("ix_conflict_waivers_requested_at_id"), "conflict_waivers", ["requested_at", "id"])
    op.create_index(
        "uq_conflict_waivers_in_force",
        "conflict_waivers",
        ["person_id", "initiative_id"],
        unique=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "declared_conflicts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("person_id", sa.Uuid(), nullable=False),
        sa.Column("initiative_id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=True),
        sa.Column("origin", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("declared_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("declared_by_id", sa.Uuid(), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("ended_by_id", sa.Uuid(), nullable=True),
        sa.Column("ended_reason", sa.Text(), nullable=True),
        sa.CheckConstraint("origin <> 'FACTS'", name=op.f("ck_declared_conflicts_declared")),
        sa.CheckConstraint("origin IN ('FACTS', 'PERSON', 'PERSONNEL')", name=op.f("ck_declared_conflicts_origin")),
        sa.CheckConstraint("(ended_at IS NULL) = (ended_reason IS NULL)", name=op.f("ck_declared_conflicts_ended")),
        sa.ForeignKeyConstraint(["declared_by_id"], ["people.id"], name=op.f("fk_declared_conflicts_declared_by_id")),
        sa.ForeignKeyConstraint(["entry_id"], ["round_entries.id"], name=op.f("fk_declared_conflicts_entry_id")),
        sa.ForeignKeyConstraint(["ended_by_id"], ["people.id"], name=op.f("fk_declared_conflicts_ended_by_id")),
        sa.ForeignKeyConstraint(
            ["initiative_id"], ["initiatives.id"], name=op.f("fk_declared_conflicts_initiative_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["people.id"], name=op.f("fk_declared_conflicts_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_declared_conflicts")),
    )
    op.create_index(op.f("ix_declared_conflicts_initiative_id"), "declared_conflicts", ["initiative_id"], unique=False)
    op.create_index(op.f("ix_declared_conflicts_declared_at_id"), "declared_conflicts", ["declared_at", "id"])
    op.create_index(
        "uq_declared_conflicts_in_force",
        "declared_conflicts",
        ["person_id", "initiative_id", "entry_id"],
        unique=True,
        postgresql_nulls_not_distinct=True,
        postgresql_where=sa.text("ended_at IS NULL"),
    )
    op.create_table(
        "jobs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=True),
        sa.Column("parameters", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("progress", sa.Numeric(precision=5, scale=4), nullable=False),
        sa.Column("step", sa.Text(), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("requested_by_id", sa.Uuid(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("started_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("heartbeat_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("outcome_id", sa.Uuid(), nullable=True),
        sa.Column("report", postgresql.JSONB(none_as_null=True, astext_type=sa.Text()), nullable=True),
        sa.Column("error", sa.Text(), nullable=True),
        sa.CheckConstraint("(state = 'FAILED') = (error IS NOT NULL)", name=op.f("ck_jobs_failed")),
        sa.CheckConstraint(
            "(state IN ('DONE', 'FAILED', 'CANCELLED')) = (finished_at IS NOT NULL)", name=op.f("ck_jobs_finished")
        ),
        sa.CheckConstraint(
            "kind IN ('COMPUTE_RESULT', 'PROPOSE_ASSIGNMENT', 'VERIFY_ROUND', 'IMPORT_TABLE', 'IMPORT_SHEETS')",
            name=op.f("ck_jobs_kind"),
        ),
        sa.CheckConstraint("state IN ('QUEUED', 'RUNNING', 'DONE', 'FAILED', 'CANCELLED')", name=op.f("ck_jobs_state")),
        sa.CheckConstraint("progress BETWEEN 0 AND 1", name=op.f("ck_jobs_progress")),
        sa.CheckConstraint("(kind = 'IMPORT_TABLE') = (round_id IS NULL)", name=op.f("ck_jobs_round")),
        sa.ForeignKeyConstraint(["requested_by_id"], ["people.id"], name=op.f("fk_jobs_requested_by_id")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_jobs_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_jobs")),
    )
    op.create_index(op.f("ix_jobs_created_at_id"), "jobs", ["created_at", "id"], unique=False)
    op.create_index(
        "ix_jobs_pending",
        "jobs",
        ["created_at", "id"],
        unique=False,
        postgresql_where=sa.text("state IN ('QUEUED', 'RUNNING')"),
    )
    op.create_index(op.f("ix_jobs_round_id_created_at_id"), "jobs", ["round_id", "created_at", "id"], unique=False)
    op.create_index(
        "uq_jobs_pending",
        "jobs",
        ["round_id", "kind"],
        unique=True,
        postgresql_where=sa.text("state IN ('QUEUED', 'RUNNING')"),
    )
    op.create_table(
        "job_findings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("message_en", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_job_findings_job_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_job_findings")),
        sa.UniqueConstraint("job_id", "ordinal", name=op.f("uq_job_findings_job_id_ordinal")),
    )
    op.create_table(
        "import_files",
        sa.Column("job_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("rules", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(["job_id"], ["jobs.id"], name=op.f("fk_import_files_job_id")),
        sa.PrimaryKeyConstraint("job_id", name=op.f("pk_import_files")),
    )
    op.create_table(
        "round_phases",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("can_score", sa.Boolean(), nullable=False),
        sa.Column("can_discuss", sa.Boolean(), nullable=False),
        sa.Column("others_scores", sa.Text(), nullable=False),
        sa.Column("hides_authors", sa.Boolean(), nullable=False),
        sa.Column("hides_evaluators", sa.Boolean(), nullable=False),
        sa.Column("opens_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closes_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "others_scores IN ('NEVER', 'AFTER_OWN', 'ALWAYS')", name=op.f("ck_round_phases_others_scores")
        ),
        sa.CheckConstraint("closes_at > opens_at", name=op.f("ck_round_phases_period")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_round_phases_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_phases")),
        sa.UniqueConstraint("round_id", "ordinal", name=op.f("uq_round_phases_round_id_ordinal")),
    )
    op.create_table(
        "round_tiers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("name_en", sa.Text(), nullable=True),
        sa.Column("seats", sa.Integer(), nullable=True),
        sa.Column("percent", sa.Numeric(precision=7, scale=4), nullable=True),
        sa.Column("minimum", sa.Numeric(precision=7, scale=4), nullable=True),
        sa.Column("per_unit", sa.Integer(), nullable=True),
        sa.CheckConstraint("minimum BETWEEN 0 AND 100", name=op.f("ck_round_tiers_minimum")),
        sa.CheckConstraint("per_unit >= 1", name=op.f("ck_round_tiers_per_unit")),
        sa.CheckConstraint("percent > 0 AND percent <= 100", name=op.f("ck_round_tiers_percent")),
        sa.CheckConstraint("seats >= 1", name=op.f("ck_round_tiers_seats")),
        sa.CheckConstraint("seats IS NULL OR percent IS NULL", name=op.f("ck_round_tiers_one_limit")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_round_tiers_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_round_tiers")),
        sa.UniqueConstraint("round_id", "ordinal", name=op.f("uq_round_tiers_round_id_ordinal")),
    )
    op.create_table(
        "score_table_entries",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("table_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("place", sa.Integer(), nullable=True),
        sa.Column("is_tied", sa.Boolean(), nullable=False),
        sa.Column("score", sa.Numeric(precision=20, scale=6), nullable=True),
        sa.Column("raw_mean", sa.Numeric(precision=20, scale=6), nullable=True),
        sa.Column("score_low", sa.Numeric(precision=20, scale=6), nullable=True),
        sa.Column("score_high", sa.Numeric(precision=20, scale=6), nullable=True),
        sa.Column("p_top", sa.Numeric(precision=5, scale=4), nullable=True),
        sa.Column("rank_best", sa.Integer(), nullable=True),
        sa.Column("rank_worst", sa.Integer(), nullable=True),
        sa.Column("tier", sa.Text(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("sheets", sa.Integer(), nullable=False),
        sa.Column("flags", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.CheckConstraint(
            "status IN ('RANKED', 'INCOMPLETE', 'UNSCORED')", name=op.f("ck_score_table_entries_status")
        ),
        sa.ForeignKeyConstraint(["table_id"], ["score_tables.id"], name=op.f("fk_score_table_entries_table_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score_table_entries")),
        sa.UniqueConstraint("table_id", "name", name=op.f("uq_score_table_entries_table_id_name")),
    )
    op.create_index(
        "ix_score_table_entries_standings",
        "score_table_entries",
        ["table_id", sa.literal_column("coalesce(place, 2147483647)"), "id"],
        unique=False,
    )
    op.create_table(
        "proposal_findings",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("message_en", sa.Text(), nullable=False),
        sa.Column("missing", sa.Integer(), nullable=False),
        sa.Column("initiative_ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.Column("evaluator_ids", postgresql.ARRAY(sa.Uuid()), nullable=False),
        sa.CheckConstraint(
            "rule IN ('ENTRY_JUDGES', 'ENTRY_UNITS', 'MAXIMUM_LOAD', 'MINIMUM_LOAD')",
            name=op.f("ck_proposal_findings_rule"),
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["assignment_proposals.id"], name=op.f("fk_proposal_findings_proposal_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposal_findings")),
        sa.UniqueConstraint("proposal_id", "ordinal", name=op.f("uq_proposal_findings_proposal_id_ordinal")),
    )
    op.create_table(
        "proposed_assignments",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("proposal_id", sa.Uuid(), nullable=False),
        sa.Column("initiative_id", sa.Uuid(), nullable=False),
        sa.Column("evaluator_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(["evaluator_id"], ["people.id"], name=op.f("fk_proposed_assignments_evaluator_id")),
        sa.ForeignKeyConstraint(
            ["initiative_id"], ["initiatives.id"], name=op.f("fk_proposed_assignments_initiative_id")
        ),
        sa.ForeignKeyConstraint(
            ["proposal_id"], ["assignment_proposals.id"], name=op.f("fk_proposed_assignments_proposal_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_proposed_assignments")),
        sa.UniqueConstraint(
            "proposal_id",
            "initiative_id",
            "evaluator_id",
            name=op.f("uq_proposed_assignments_proposal_id_initiative_id_evaluator_id"),
        ),
    )
    op.create_table(
        "redacted_revisions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("revision_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("task_relieved", sa.Text(), nullable=False),
        sa.Column("tool", sa.Text(), nullable=False),
        sa.Column("measurement", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by_id", sa.Uuid(), nullable=True),
        sa.ForeignKeyConstraint(["created_by_id"], ["people.id"], name=op.f("fk_redacted_revisions_created_by_id")),
        sa.ForeignKeyConstraint(
            ["revision_id"], ["initiative_revisions.id"], name=op.f("fk_redacted_revisions_revision_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_redacted_revisions")),
        sa.UniqueConstraint("revision_id", "number", name=op.f("uq_redacted_revisions_revision_id_number")),
    )
    op.create_table(
        "result_charts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("result_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("svg", sa.Text(), nullable=False),
        sa.CheckConstraint("kind IN ('RANKING', 'SEVERITY')", name=op.f("ck_result_charts_kind")),
        sa.CheckConstraint("language IN ('vi', 'en')", name=op.f("ck_result_charts_language")),
        sa.ForeignKeyConstraint(["result_id"], ["results.id"], name=op.f("fk_result_charts_result_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result_charts")),
        sa.UniqueConstraint("result_id", "kind", "language", name=op.f("uq_result_charts_result_id_kind_language")),
    )
    op.create_table(
        "result_judges",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("result_id", sa.Uuid(), nullable=False),
        sa.Column("evaluator_id", sa.Uuid(), nullable=False),
        sa.Column("sheets", sa.Integer(), nullable=False),
        sa.Column("severity", sa.Numeric(precision=9, scale=6), nullable=True),
        sa.Column("severity_se", sa.Numeric(precision=9, scale=6), nullable=True),
        sa.Column("outfit", sa.Numeric(precision=12, scale=4), nullable=True),
        sa.Column("halo", sa.Numeric(precision=12, scale=4), nullable=True),
        sa.Column("minutes", sa.Numeric(precision=12, scale=4), nullable=True),
        sa.Column("anchor_offset", sa.Numeric(precision=12, scale=4), nullable=True),
        sa.Column("note", sa.Text(), nullable=True),
        sa.Column("note_en", sa.Text(), nullable=True),
        sa.Column("flags", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(["evaluator_id"], ["people.id"], name=op.f("fk_result_judges_evaluator_id")),
        sa.ForeignKeyConstraint(["result_id"], ["results.id"], name=op.f("fk_result_judges_result_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result_judges")),
        sa.UniqueConstraint("result_id", "evaluator_id", name=op.f("uq_result_judges_result_id_evaluator_id")),
    )
    op.create_index(op.f("ix_result_judges_evaluator_id"), "result_judges", ["evaluator_id"], unique=False)
    op.create_table(
        "award_chances",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("tier_id", sa.Uuid(), nullable=False),
        sa.Column("probability", sa.Numeric(precision=5, scale=4), nullable=False),
        sa.CheckConstraint("probability BETWEEN 0 AND 1", name=op.f("ck_award_chances_probability")),
        sa.ForeignKeyConstraint(["entry_id"], ["result_entries.id"], name=op.f("fk_award_chances_entry_id")),
        sa.ForeignKeyConstraint(["tier_id"], ["round_tiers.id"], name=op.f("fk_award_chances_tier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award_chances")),
        sa.UniqueConstraint("entry_id", "tier_id", name=op.f("uq_award_chances_entry_id_tier_id")),
    )
    op.create_unique_constraint("uq_round_entries_whole", "round_entries", ["id", "round_id", "initiative_id"])
    op.create_table(
        "discussion_posts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("entry_id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("initiative_id", sa.Uuid(), nullable=False),
        sa.Column("author_id", sa.Uuid(), nullable=False),
        sa.Column("audience", sa.Text(), nullable=False),
        sa.Column("body", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("audience IN ('EVALUATORS', 'ORGANISERS')", name=op.f("ck_discussion_posts_audience")),
        sa.ForeignKeyConstraint(["author_id"], ["people.id"], name=op.f("fk_discussion_posts_author_id")),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiatives.id"], name=op.f("fk_discussion_posts_initiative_id")),
        sa.ForeignKeyConstraint(
            ["entry_id", "round_id", "initiative_id"],
            ["round_entries.id", "round_entries.round_id", "round_entries.initiative_id"],
            name="fk_discussion_posts_entry",
        ),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_discussion_posts_round_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_discussion_posts")),
    )
    op.create_index(
        op.f("ix_discussion_posts_round_id_created_at_id"),
        "discussion_posts",
        ["round_id", "created_at", "id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_discussion_posts_entry_id_created_at_id"),
        "discussion_posts",
        ["entry_id", "created_at", "id"],
        unique=False,
    )
    op.create_table(
        "result_sheets",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("result_id", sa.Uuid(), nullable=False),
        sa.Column("sheet_id", sa.Uuid(), nullable=False),
        sa.Column("total", sa.Numeric(precision=9, scale=6), nullable=False),
        sa.Column("expected", sa.Numeric(precision=12, scale=4), nullable=True),
        sa.Column("studentized", sa.Numeric(precision=12, scale=4), nullable=True),
        sa.Column("flags", postgresql.ARRAY(sa.Text()), nullable=False),
        sa.ForeignKeyConstraint(["result_id"], ["results.id"], name=op.f("fk_result_sheets_result_id")),
        sa.ForeignKeyConstraint(["sheet_id"], ["score_sheets.id"], name=op.f("fk_result_sheets_sheet_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_result_sheets")),
        sa.UniqueConstraint("result_id", "sheet_id", name=op.f("uq_result_sheets_result_id_sheet_id")),
    )
    op.create_index(op.f("ix_result_sheets_sheet_id"), "result_sheets", ["sheet_id"], unique=False)
    op.create_table(
        "sheet_exclusions",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("round_id", sa.Uuid(), nullable=False),
        sa.Column("sheet_id", sa.Uuid(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("excluded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("excluded_by_id", sa.Uuid(), nullable=True),
        sa.Column("restored_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("restored_by_id", sa.Uuid(), nullable=True),
        sa.Column("restored_reason", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "(restored_at IS NULL) = (restored_reason IS NULL)", name=op.f("ck_sheet_exclusions_restored")
        ),
        sa.ForeignKeyConstraint(["excluded_by_id"], ["people.id"], name=op.f("fk_sheet_exclusions_excluded_by_id")),
        sa.ForeignKeyConstraint(["restored_by_id"], ["people.id"], name=op.f("fk_sheet_exclusions_restored_by_id")),
        sa.ForeignKeyConstraint(["round_id"], ["rounds.id"], name=op.f("fk_sheet_exclusions_round_id")),
        sa.ForeignKeyConstraint(["sheet_id"], ["score_sheets.id"], name=op.f("fk_sheet_exclusions_sheet_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sheet_exclusions")),
    )
    op.create_index(op.f("ix_sheet_exclusions_round_id"), "sheet_exclusions", ["round_id"], unique=False)
    op.create_index(
        "uq_sheet_exclusions_in_force",
        "sheet_exclusions",
        ["sheet_id"],
        unique=True,
        postgresql_where=sa.text("restored_at IS NULL"),
    )
    op.add_column("assignments", sa.Column("origin", sa.Text(), nullable=False, server_default="BY_HAND"))
    op.add_column("result_entries", sa.Column("note", sa.Text(), nullable=True))
    op.add_column("result_entries", sa.Column("note_en", sa.Text(), nullable=True))
    op.add_column("result_entries", sa.Column("raw_mean", sa.Numeric(precision=9, scale=6), nullable=True))
    op.add_column("result_entries", sa.Column("score_se", sa.Numeric(precision=9, scale=6), nullable=True))
    op.add_column("result_entries", sa.Column("score_low", sa.Numeric(precision=9, scale=6), nullable=True))
    op.add_column("result_entries", sa.Column("score_high", sa.Numeric(precision=9, scale=6), nullable=True))
    op.add_column("result_entries", sa.Column("p_top", sa.Numeric(precision=5, scale=4), nullable=True))
    op.add_column("result_entries", sa.Column("p_award", sa.Numeric(precision=5, scale=4), nullable=True))
    op.add_column("result_entries", sa.Column("rank_best", sa.Integer(), nullable=True))
    op.add_column("result_entries", sa.Column("rank_worst", sa.Integer(), nullable=True))
    op.add_column("result_entries", sa.Column("tier_id", sa.Uuid(), nullable=True))
    op.add_column("result_entries", sa.Column("decided_by", sa.Text(), nullable=True))
    op.add_column("result_entries", sa.Column("component", sa.Integer(), nullable=True))
    op.add_column("result_entries", sa.Column("passed", sa.Boolean(), nullable=True))
    op.add_column(
        "result_entries", sa.Column("flags", postgresql.ARRAY(sa.Text()), nullable=False, server_default="{}")
    )
    op.create_foreign_key(op.f("fk_result_entries_tier_id"), "result_entries", "round_tiers", ["tier_id"], ["id"])
    op.add_column("results", sa.Column("note", sa.Text(), nullable=True))
    op.add_column("results", sa.Column("note_en", sa.Text(), nullable=True))
    op.add_column("results", sa.Column("engine_version", sa.Text(), nullable=False, server_default="1"))
    op.add_column("results", sa.Column("seed", sa.BigInteger(), nullable=False, server_default="0"))
    op.add_column("results", sa.Column("outputs_hash", sa.Text(), nullable=False, server_default=""))
    op.add_column("results", sa.Column("ledger_number", sa.Integer(), nullable=True))
    op.add_column("results", sa.Column("ledger_hash", sa.Text(), nullable=True))
    op.add_column("results", sa.Column("verified_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("results", sa.Column("verified_by_id", sa.Uuid(), nullable=True))
    op.add_column("results", sa.Column("unadjusted", sa.Text(), nullable=True))
    op.add_column("results", sa.Column("places", sa.Integer(), nullable=True))
    op.add_column("results", sa.Column("sigma_entry", sa.Numeric(precision=12, scale=4), nullable=True))
    op.add_column("results", sa.Column("sigma_judge", sa.Numeric(precision=12, scale=4), nullable=True))
    op.add_column("results", sa.Column("sigma_residual", sa.Numeric(precision=12, scale=4), nullable=True))
    op.add_column("results", sa.Column("icc_single", sa.Numeric(precision=12, scale=4), nullable=True))
    op.add_column("results", sa.Column("icc_panel", sa.Numeric(precision=12, scale=4), nullable=True))
    op.add_column("results", sa.Column("alpha", sa.Numeric(precision=12, scale=4), nullable=True))
    op.add_column("results", sa.Column("judge_share", sa.Numeric(precision=12, scale=4), nullable=True))
    op.add_column("results", sa.Column("panel", sa.Numeric(precision=12, scale=4), nullable=True))
    op.add_column("results", sa.Column("components", sa.Integer(), nullable=False, server_default="1"))
    op.add_column("results", sa.Column("lambda2", sa.Numeric(precision=12, scale=4), nullable=True))
    op.add_column("results", sa.Column("bridges_needed", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("results", sa.Column("warnings", postgresql.ARRAY(sa.Text()), nullable=False, server_default="{}"))
    op.create_foreign_key(op.f("fk_results_verified_by_id"), "results", "people", ["verified_by_id"], ["id"])
    op.add_column("round_entries", sa.Column("number", sa.Integer(), nullable=True))
    _number_entries()
    op.add_column("round_entries", sa.Column("is_anchor", sa.Boolean(), nullable=False, server_default="false"))
    op.create_index(op.f("ix_round_entries_revision_id"), "round_entries", ["revision_id"], unique=False)
    op.create_unique_constraint(op.f("uq_round_entries_round_id_number"), "round_entries", ["round_id", "number"])
    op.add_column("rounds", sa.Column("kind", sa.Text(), nullable=False, server_default="EXPERT"))
    op.add_column("rounds", sa.Column("method", sa.Text(), nullable=False, server_default="MEAN"))
    op.add_column("rounds", sa.Column("drop_high", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("rounds", sa.Column("drop_low", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("rounds", sa.Column("ties", postgresql.ARRAY(sa.Text()), nullable=False, server_default="{}"))
    op.add_column("rounds", sa.Column("quorum", sa.Integer(), nullable=True))
    op.add_column("rounds", sa.Column("pass_share", sa.Numeric(precision=5, scale=4), nullable=True))
    op.add_column("rounds", sa.Column("per_entry", sa.Integer(), nullable=True))
    op.add_column(
        "rounds", sa.Column("dispute_spread", sa.Numeric(precision=7, scale=4), nullable=False, server_default="20")
    )
    op.add_column("rounds", sa.Column("phase_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(
        op.f("fk_rounds_phase_id"),
        "rounds",
        "round_phases",
        ["phase_id"],
        ["id"],
        initially="DEFERRED",
        deferrable=True,
        use_alter=True,
    )
    op.add_column("score_sheets", sa.Column("entered_by_id", sa.Uuid(), nullable=True))
    op.create_foreign_key(op.f("fk_score_sheets_entered_by_id"), "score_sheets", "people", ["entered_by_id"], ["id"])
    _verify_published()
    _give_phases()
    for table, column in GIVEN:
        op.alter_column(table, column, server_default=None)
    for table, name, condition in CHECKS:
        op.create_check_constraint(op.f(f"ck_{table}_{name}"), table, condition)
    for table, name, _was, condition in WIDENED:
        op.drop_constraint(op.f(f"ck_{table}_{name}"), table)
        op.create_check_constraint(op.f(f"ck_{table}_{name}"), table, condition)
    for name, statement in VIEWS.items():
        op.execute(f"CREATE VIEW {name} AS {statement}")
    for head, (_was, body) in FUNCTIONS.items():
        _replace(head, body)
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION thidua_append_only()"
        )
        op.execute(
            f"CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION thidua_append_only()"
        )
    for table, events, function in TRIGGERS:
        op.execute(f"CREATE TRIGGER guard BEFORE {events} ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()")


def downgrade() -> None:
    for head, (was, _body) in FUNCTIONS.items():
        if was is not None:
            _replace(head, was)
    for table, _events, _function in TRIGGERS:
        op.execute(f"DROP TRIGGER guard ON {table}")
    for head, (was, _body) in FUNCTIONS.items():
        if was is None:
            op.execute(f"DROP FUNCTION {head.split(' RETURNS ')[0]}")
    for name in reversed(VIEWS):
        op.execute(f"DROP VIEW {name}")
    for table, name, was, _condition in WIDENED:
        op.drop_constraint(op.f(f"ck_{table}_{name}"), table)
        op.create_check_constraint(op.f(f"ck_{table}_{name}"), table, was)
    for table, name, _condition in CHECKS:
        op.drop_constraint(op.f(f"ck_{table}_{name}"), table)
    op.drop_constraint(op.f("fk_score_sheets_entered_by_id"), "score_sheets", type_="foreignkey")
    op.drop_column("score_sheets", "entered_by_id")
    op.drop_constraint(op.f("fk_rounds_phase_id"), "rounds", type_="foreignkey")
    op.drop_column("rounds", "phase_id")
    op.drop_column("rounds", "dispute_spread")
    op.drop_column("rounds", "per_entry")
    op.drop_column("rounds", "pass_share")
    op.drop_column("rounds", "quorum")
    op.drop_column("rounds", "ties")
    op.drop_column("rounds", "drop_low")
    op.drop_column("rounds", "drop_high")
    op.drop_column("rounds", "method")
    op.drop_column("rounds", "kind")
    op.drop_constraint(op.f("uq_round_entries_round_id_number"), "round_entries", type_="unique")
    op.drop_index(op.f("ix_round_entries_revision_id"), table_name="round_entries")
    op.drop_column("round_entries", "is_anchor")
    op.drop_column("round_entries", "number")
    op.drop_constraint(op.f("fk_results_verified_by_id"), "results", type_="foreignkey")
    op.drop_column("results", "warnings")
    op.drop_column("results", "bridges_needed")
    op.drop_column("results", "lambda2")
    op.drop_column("results", "components")
    op.drop_column("results", "panel")
    op.drop_column("results", "judge_share")
    op.drop_column("results", "alpha")
    op.drop_column("results", "icc_panel")
    op.drop_column("results", "icc_single")
    op.drop_column("results", "sigma_residual")
    op.drop_column("results", "sigma_judge")
    op.drop_column("results", "sigma_entry")
    op.drop_column("results", "places")
    op.drop_column("results", "unadjusted")
    op.drop_column("results", "verified_by_id")
    op.drop_column("results", "verified_at")
    op.drop_column("results", "ledger_hash")
    op.drop_column("results", "ledger_number")
    op.drop_column("results", "outputs_hash")
    op.drop_column("results", "seed")
    op.drop_column("results", "engine_version")
    op.drop_column("results", "note_en")
    op.drop_column("results", "note")
    op.drop_constraint(op.f("fk_result_entries_tier_id"), "result_entries", type_="foreignkey")
    op.drop_column("result_entries", "flags")
    op.drop_column("result_entries", "passed")
    op.drop_column("result_entries", "component")
    op.drop_column("result_entries", "decided_by")
    op.drop_column("result_entries", "tier_id")
    op.drop_column("result_entries", "rank_worst")
    op.drop_column("result_entries", "rank_best")
    op.drop_column("result_entries", "p_award")
    op.drop_column("result_entries", "p_top")
    op.drop_column("result_entries", "score_high")
    op.drop_column("result_entries", "score_low")
    op.drop_column("result_entries", "score_se")
    op.drop_column("result_entries", "raw_mean")
    op.drop_column("result_entries", "note_en")
    op.drop_column("result_entries", "note")
    op.drop_column("assignments", "origin")
    op.drop_index(
        "uq_sheet_exclusions_in_force", table_name="sheet_exclusions", postgresql_where=sa.text("restored_at IS NULL")
    )
    op.drop_index(op.f("ix_sheet_exclusions_round_id"), table_name="sheet_exclusions")
    op.drop_table("sheet_exclusions")
    op.drop_index(op.f("ix_result_sheets_sheet_id"), table_name="result_sheets")
    op.drop_table("result_sheets")
    op.drop_index(op.f("ix_discussion_posts_entry_id_created_at_id"), table_name="discussion_posts")
    op.drop_index(op.f("ix_discussion_posts_round_id_created_at_id"), table_name="discussion_posts")
    op.drop_table("discussion_posts")
    op.drop_constraint("uq_round_entries_whole", "round_entries", type_="unique")
    op.drop_table("award_chances")
    op.drop_index(op.f("ix_result_judges_evaluator_id"), table_name="result_judges")
    op.drop_table("result_judges")
    op.drop_table("result_charts")
    op.drop_table("redacted_revisions")
    op.drop_table("proposed_assignments")
    op.drop_table("proposal_findings")
    op.drop_index("ix_score_table_entries_standings", table_name="score_table_entries")
    op.drop_table("score_table_entries")
    op.drop_table("round_tiers")
    op.drop_table("round_phases")
    op.drop_table("import_files")
    op.drop_table("job_findings")
    op.drop_index("uq_jobs_pending", table_name="jobs", postgresql_where=sa.text("state IN ('QUEUED', 'RUNNING')"))
    op.drop_index(op.f("ix_jobs_round_id_created_at_id"), table_name="jobs")
    op.drop_index("ix_jobs_pending", table_name="jobs", postgresql_where=sa.text("state IN ('QUEUED', 'RUNNING')"))
    op.drop_index(op.f("ix_jobs_created_at_id"), table_name="jobs")
    op.drop_table("jobs")
    op.drop_index(
        "uq_declared_conflicts_in_force", table_name="declared_conflicts", postgresql_where=sa.text("ended_at IS NULL")
    )
    op.drop_index(op.f("ix_declared_conflicts_declared_at_id"), table_name="declared_conflicts")
    op.drop_index(op.f("ix_declared_conflicts_initiative_id"), table_name="declared_conflicts")
    op.drop_table("declared_conflicts")
    op.drop_index(
        "uq_conflict_waivers_in_force", table_name="conflict_waivers", postgresql_where=sa.text("ended_at IS NULL")
    )
    op.drop_index(op.f("ix_conflict_waivers_requested_at_id"), table_name="conflict_waivers")
    op.drop_index(op.f("ix_conflict_waivers_initiative_id"), table_name="conflict_waivers")
    op.drop_table("conflict_waivers")
    op.drop_index(op.f("ix_assignment_proposals_round_id_created_at_id"), table_name="assignment_proposals")
    op.drop_table("assignment_proposals")
    op.drop_index(
        "uq_adopting_units_in_force", table_name="adopting_units", postgresql_where=sa.text("ended_at IS NULL")
    )
    op.drop_index(op.f("ix_adopting_units_unit_id_declared_at_id"), table_name="adopting_units")
    op.drop_index(op.f("ix_adopting_units_initiative_id_declared_at_id"), table_name="adopting_units")
    op.drop_table("adopting_units")
    op.drop_index(op.f("ix_score_tables_movement_id_imported_at_id"), table_name="score_tables")
    op.drop_index(op.f("ix_score_tables_imported_at_id"), table_name="score_tables")
    op.drop_table("score_tables")
    op.drop_index(op.f("ix_block_units_unit_id"), table_name="block_units")
    op.drop_index(op.f("ix_block_units_block_id"), table_name="block_units")
    op.drop_table("block_units")
    op.drop_table("blocks")
