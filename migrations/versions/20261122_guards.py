"""Guard by trigger what must hold whoever writes: append-only trails, frozen rubrics, conflicts of interest, marks.

Each refusal carries a constraint name, by which the domain tells it; none decides anything the domain does not.

Revision ID: 0002
Revises: 0001
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

APPEND_ONLY = (
    "audit_entries",
    "movement_transitions",
    "initiative_revisions",
    "initiative_authors",
    "evidence_links",
    "initiative_reviews",
    "result_entries",
    "award_decisions",
)

FUNCTIONS = {
    "thidua_refuse(rule text, message text) RETURNS void": """
        BEGIN
            RAISE EXCEPTION '%', message USING ERRCODE = 'check_violation', CONSTRAINT = rule;
        END
    """,
    "thidua_append_only() RETURNS trigger": """
        BEGIN
            PERFORM thidua_refuse('tg_' || TG_TABLE_NAME || '_append_only', TG_TABLE_NAME || ' is append-only');
            RETURN NULL;
        END
    """,
    "thidua_guard_rubric() RETURNS trigger": """
        BEGIN
            IF OLD.state = 'FROZEN' THEN
                PERFORM thidua_refuse('tg_rubrics_frozen', 'the rubric is frozen');
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        END
    """,
    "thidua_guard_criterion() RETURNS trigger": """
        DECLARE rubric uuid;
        BEGIN
            IF TG_TABLE_NAME = 'criteria' THEN
                rubric := CASE TG_OP WHEN 'DELETE' THEN OLD.rubric_id ELSE NEW.rubric_id END;
            ELSIF TG_OP = 'DELETE' THEN
                SELECT c.rubric_id INTO rubric FROM criteria c WHERE c.id = OLD.criterion_id;
            ELSE
                SELECT c.rubric_id INTO rubric FROM criteria c WHERE c.id = NEW.criterion_id;
            END IF;
            PERFORM 1 FROM rubrics r WHERE r.id = rubric AND r.state = 'FROZEN' FOR SHARE;
            IF FOUND THEN
                PERFORM thidua_refuse('tg_rubrics_frozen', 'the rubric is frozen');
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            RETURN NEW;
        END
    """,
    "thidua_check_shares() RETURNS trigger": """
        BEGIN
            IF (SELECT sum(percent) FROM initiative_authors WHERE revision_id = NEW.revision_id) <> 100 THEN
                PERFORM thidua_refuse('tg_initiative_authors_shares', 'authors'' shares must add up to 100');
            END IF;
            RETURN NULL;
        END
    """,
    # Own unit: the unit of the evaluator's present place. Own initiative: an author of any revision of it.
    "thidua_refuse_conflict(evaluator uuid, initiative uuid) RETURNS void": """
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
    "thidua_guard_assignment() RETURNS trigger": """
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
    "thidua_guard_sheet() RETURNS trigger": """
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
    "thidua_guard_mark() RETURNS trigger": """
        DECLARE sheet uuid := CASE TG_OP WHEN 'DELETE' THEN OLD.sheet_id ELSE NEW.sheet_id END;
        BEGIN
            PERFORM 1 FROM score_sheets WHERE id = sheet AND state = 'DRAFT' FOR SHARE;
            IF NOT FOUND THEN
                PERFORM thidua_refuse('tg_score_sheets_locked', 'the sheet is locked');
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            PERFORM 1 FROM score_sheets s JOIN assignments a ON a.id = s.assignment_id
                JOIN rounds r ON r.id = a.round_id
                JOIN criteria c ON c.rubric_id = r.rubric_id
                WHERE s.id = sheet AND r.state = 'OPEN' AND c.id = NEW.criterion_id
                  AND NEW.value BETWEEN c.scale_min AND c.scale_max
                  AND mod(NEW.value - c.scale_min, c.step) = 0;
            IF NOT FOUND THEN
                PERFORM thidua_refuse('tg_marks_off_scale', 'the mark is not on the scale of a criterion of the round');
            END IF;
            RETURN NEW;
        END
    """,
    "thidua_guard_entry() RETURNS trigger": """
        DECLARE of_round uuid := CASE TG_OP WHEN 'DELETE' THEN OLD.round_id ELSE NEW.round_id END;
        BEGIN
            PERFORM 1 FROM rounds WHERE id = of_round AND state = 'DRAFT' FOR SHARE;
            IF NOT FOUND THEN
                PERFORM thidua_refuse('tg_round_entries_frozen', 'the entries of an opened round are frozen');
            END IF;
            IF TG_OP = 'DELETE' THEN RETURN OLD; END IF;
            PERFORM 1 FROM initiative_revisions WHERE id = NEW.revision_id AND initiative_id = NEW.initiative_id;
            IF NOT FOUND THEN
                PERFORM thidua_refuse('tg_round_entries_revision', 'the revision is of another initiative');
            END IF;
            RETURN NEW;
        END
    """,
    "thidua_guard_round() RETURNS trigger": """
        BEGIN
            IF TG_OP = 'DELETE' OR OLD.state = 'CLOSED' OR (OLD.state = 'OPEN' AND NEW.state = 'DRAFT') THEN
                PERFORM thidua_refuse('tg_rounds_closed', 'a round never goes back and is never deleted');
            END IF;
            RETURN NEW;
        END
    """,
    "thidua_guard_result() RETURNS trigger": """
        BEGIN
            IF TG_OP = 'DELETE' OR OLD.state = 'PUBLISHED' OR NEW.state <> 'PUBLISHED'
                OR (to_jsonb(NEW) - 'state' - 'published_at') <> (to_jsonb(OLD) - 'state' - 'published_at') THEN
                PERFORM thidua_refuse('tg_results_immutable', 'a result is immutable; it can only be published');
            END IF;
            RETURN NEW;
        END
    """,
}

ROW_TRIGGERS = (
    ("rubrics", "UPDATE OR DELETE", "thidua_guard_rubric"),
    ("criteria", "INSERT OR UPDATE OR DELETE", "thidua_guard_criterion"),
    ("criterion_bands", "INSERT OR UPDATE OR DELETE", "thidua_guard_criterion"),
    ("assignments", "INSERT OR UPDATE", "thidua_guard_assignment"),
    ("score_sheets", "INSERT OR UPDATE OR DELETE", "thidua_guard_sheet"),
    ("marks", "INSERT OR UPDATE OR DELETE", "thidua_guard_mark"),
    ("round_entries", "INSERT OR UPDATE OR DELETE", "thidua_guard_entry"),
    ("rounds", "UPDATE OR DELETE", "thidua_guard_round"),
    ("results", "UPDATE OR DELETE", "thidua_guard_result"),
)


def upgrade() -> None:
    for head, body in FUNCTIONS.items():
        op.execute(f"CREATE FUNCTION {head} LANGUAGE plpgsql AS $guard$ {body} $guard$")
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION thidua_append_only()"
        )
        op.execute(
            f"CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON {table} "
            "FOR EACH STATEMENT EXECUTE FUNCTION thidua_append_only()"
        )
    for table, events, function in ROW_TRIGGERS:
        op.execute(f"CREATE TRIGGER guard BEFORE {events} ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()")
    op.execute(
        "CREATE CONSTRAINT TRIGGER shares AFTER INSERT ON initiative_authors "
        "DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION thidua_check_shares()"
    )


def downgrade() -> None:
    op.execute("DROP TRIGGER shares ON initiative_authors")
    for table, _events, _function in ROW_TRIGGERS:
        op.execute(f"DROP TRIGGER guard ON {table}")
    for table in APPEND_ONLY:
        op.execute(f"DROP TRIGGER append_only ON {table}")
        op.execute(f"DROP TRIGGER append_only_whole ON {table}")
    for head in reversed(FUNCTIONS):
        op.execute(f"DROP FUNCTION {head.split(' RETURNS ')[0]}")
