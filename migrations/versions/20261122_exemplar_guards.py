"""Guards and views of measured benefit, replications, pilots and exemplars.

Revision ID: 0016
Revises: 0015
"""

from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None

FUNCTIONS = {
    # A locked baseline stays, and all that a measurement is compared with; what was withdrawn stays withdrawn.
    "thidua_guard_benefit() RETURNS trigger": """
        DECLARE changeable text[] := ARRAY['version', 'people_affected', 'forecast', 'verifier_unit_id', 'withdrawn_at', 'withdrawn_reason'];
        BEGIN
            IF TG_OP = 'DELETE' OR OLD.withdrawn_at IS NOT NULL
                OR (NEW.initiative_id, NEW.unit_id, NEW.kind) IS DISTINCT FROM (OLD.initiative_id, OLD.unit_id, OLD.kind)
                OR (OLD.baseline_locked_at IS NOT NULL AND to_jsonb(NEW) - changeable <> to_jsonb(OLD) - changeable) THEN
                PERFORM thidua_refuse('tg_benefits_kept', 'a locked baseline stays');
            END IF;
            RETURN NEW;
        END
    """,
    "thidua_guard_measurement() RETURNS trigger": """
        BEGIN
            IF NOT EXISTS (SELECT FROM benefits b WHERE b.id = NEW.benefit_id AND b.baseline_locked_at IS NOT NULL) THEN
                PERFORM thidua_refuse('tg_benefit_measurements_unlocked', 'the baseline is not locked');
            END IF;
            RETURN NEW;
        END
    """,
    "thidua_guard_replication() RETURNS trigger": """
        BEGIN
            IF TG_OP = 'DELETE' OR OLD.state IN ('STOPPED', 'FAILED')
                OR (NEW.initiative_id, NEW.unit_id) IS DISTINCT FROM (OLD.initiative_id, OLD.unit_id) THEN
                PERFORM thidua_refuse('tg_replications_kept', 'a replication that ended stays');
            END IF;
            RETURN NEW;
        END
    """,
    # Nobody works with an initiative that is tried elsewhere first, however the row came about.
    "thidua_refuse_spread(initiative uuid, unit uuid) RETURNS void": """
        BEGIN
            IF EXISTS (SELECT FROM pilots p WHERE p.initiative_id = initiative AND p.unit_id <> unit
                AND p.state IN ('UNDERWAY', 'RETURNED')) THEN
                PERFORM thidua_refuse('tg_pilot_not_approved', 'the pilot is not approved as a model');
            END IF;
        END
    """,
    "thidua_guard_spread() RETURNS trigger": """
        BEGIN
            IF NEW.state IN ('PILOTING', 'ADOPTED', 'SUSTAINED') AND (TG_OP = 'INSERT' OR NEW.state <> OLD.state) THEN
                PERFORM thidua_refuse_spread(NEW.initiative_id, NEW.unit_id);
            END IF;
            RETURN NEW;
        END
    """,
    "thidua_guard_adoption() RETURNS trigger": """
        BEGIN
            IF TG_OP = 'INSERT' AND NEW.ended_at IS NULL THEN
                PERFORM thidua_refuse_spread(NEW.initiative_id, NEW.unit_id);
            ELSIF NEW.ended_at IS NOT NULL AND EXISTS (SELECT FROM replications r WHERE r.adoption_id = NEW.id
                AND r.state IN ('PILOTING', 'ADOPTED', 'SUSTAINED')) THEN
                PERFORM thidua_refuse('tg_adoption_of_replication', 'the replication is ended instead');
            END IF;
            RETURN NEW;
        END
    """,
    "thidua_guard_pilot() RETURNS trigger": """
        BEGIN
            IF TG_OP = 'DELETE' OR OLD.state IN ('APPROVED', 'LIFTED')
                OR (NEW.initiative_id, NEW.unit_id) IS DISTINCT FROM (OLD.initiative_id, OLD.unit_id) THEN
                PERFORM thidua_refuse('tg_pilots_kept', 'a pilot that was decided on stays');
            END IF;
            RETURN NEW;
        END
    """,
    # Whoever is told of has agreed to it. FOR SHARE: a consent is not withdrawn meanwhile.
    "thidua_guard_exemplar() RETURNS trigger": """
        BEGIN
            IF TG_OP = 'DELETE' THEN
                PERFORM thidua_refuse('tg_exemplars_kept', 'exemplars are withdrawn, never deleted');
            END IF;
            IF NEW.state = 'PUBLISHED' AND NEW.kind = 'PERSON' THEN
                PERFORM FROM exemplar_consents c WHERE c.exemplar_id = NEW.id AND c.person_id = NEW.person_id
                    AND c.withdrawn_at IS NULL AND c.covers_name AND c.covers_story
                    AND (NEW.photo_url IS NULL OR c.covers_photo) FOR SHARE;
                IF NOT FOUND THEN
                    PERFORM thidua_refuse('tg_exemplar_consent', 'the person has not agreed to be told of');
                END IF;
            END IF;
            RETURN NEW;
        END
    """,
    "thidua_guard_consent() RETURNS trigger": """
        BEGIN
            IF TG_OP = 'DELETE' OR OLD.withdrawn_at IS NOT NULL OR to_jsonb(NEW) - 'withdrawn_at' <> to_jsonb(OLD) - 'withdrawn_at' THEN
                PERFORM thidua_refuse('tg_exemplar_consents_kept', 'a consent is only ever withdrawn');
            END IF;
            IF EXISTS (SELECT FROM exemplars e WHERE e.id = NEW.exemplar_id AND e.state = 'PUBLISHED') THEN
                PERFORM thidua_refuse('tg_exemplar_consent', 'the exemplar is withdrawn first');
            END IF;
            RETURN NEW;
        END
    """,
}
TRIGGERS = (
    ("benefits", "guard", "UPDATE OR DELETE", "thidua_guard_benefit"),
    ("benefit_measurements", "guard", "INSERT", "thidua_guard_measurement"),
    ("replications", "guard", "UPDATE OR DELETE", "thidua_guard_replication"),
    ("replications", "spread", "INSERT OR UPDATE", "thidua_guard_spread"),
    ("adopting_units", "spread", "INSERT OR UPDATE", "thidua_guard_adoption"),
    ("pilots", "guard", "UPDATE OR DELETE", "thidua_guard_pilot"),
    ("exemplars", "guard", "INSERT OR UPDATE OR DELETE", "thidua_guard_exemplar"),
    ("exemplar_consents", "guard", "UPDATE OR DELETE", "thidua_guard_consent"),
)
APPEND_ONLY = ("benefit_measurements", "benefit_verifications", "replication_events", "exemplar_honours")

#: What sums of contributions say, besides of what they are.
_SUMS = """
    count(DISTINCT c.initiative_id) FILTER (WHERE c.claimed IS NOT NULL)::int AS initiatives,
    count(DISTINCT c.unit_id) FILTER (WHERE c.claimed IS NOT NULL)::int AS units,
    count(c.claimed)::int AS measures, count(c.verified)::int AS verified_measures,
    coalesce(sum(c.claimed), 0)::numeric(14, 2) AS claimed, coalesce(sum(c.low), 0)::numeric(14, 2) AS low,
    coalesce(sum(c.high), 0)::numeric(14, 2) AS high, coalesce(sum(c.verified), 0)::numeric(14, 2) AS verified,
    coalesce(sum(c.verified) FILTER (WHERE c.unit_id <> c.origin_unit_id), 0)::numeric(14, 2) AS verified_at_adopters,
    coalesce(sum(c.claimed) FILTER (WHERE c.grade = 'A'), 0)::numeric(14, 2) AS grade_a,
    coalesce(sum(c.claimed) FILTER (WHERE c.grade = 'B'), 0)::numeric(14, 2) AS grade_b,
    coalesce(sum(c.claimed) FILTER (WHERE c.grade = 'C'), 0)::numeric(14, 2) AS grade_c,
    coalesce(sum(c.claimed) FILTER (WHERE c.grade = 'D'), 0)::numeric(14, 2) AS grade_d
"""


def _counted(state: str) -> str:
    return f"(SELECT count(*)::int FROM replications r WHERE r.initiative_id = i.id AND r.state = '{state}') AS {state.lower()}"


_STATES = ("PROPOSED", "PLANNED", "PILOTING", "ADOPTED", "SUSTAINED", "STOPPED", "FAILED")

VIEWS = {
    # One row for each measure of hours that counts: not withdrawn, of an initiative that is not, at its own unit or at
    # one that uses it now. There is one such measure for a pair of initiative and unit, so nothing counts twice.
    "benefit_contributions": """
        SELECT b.id, i.movement_id, b.initiative_id, i.unit_id AS origin_unit_id, b.unit_id,
            claimed.saved AS claimed, claimed.low, claimed.high, claimed.grade, verified.value AS verified
        FROM benefits b
        JOIN initiatives i ON i.id = b.initiative_id
        LEFT JOIN LATERAL (
            SELECT m.saved, m.low, m.high, m.grade FROM benefit_measurements m
            LEFT JOIN benefit_verifications v ON v.measurement_id = m.id
            WHERE m.benefit_id = b.id AND v.verdict IS DISTINCT FROM 'REJECTED' AND NOT EXISTS (
                SELECT FROM benefit_measurements n WHERE n.benefit_id = m.benefit_id AND n.month = m.month AND n.number > m.number)
            ORDER BY m.month DESC LIMIT 1
        ) claimed ON true
        LEFT JOIN LATERAL (
            SELECT v.value FROM benefit_measurements m
            JOIN benefit_verifications v ON v.measurement_id = m.id AND v.verdict <> 'REJECTED'
            WHERE m.benefit_id = b.id AND NOT EXISTS (
                SELECT FROM benefit_measurements n WHERE n.benefit_id = m.benefit_id AND n.month = m.month AND n.number > m.number)
            ORDER BY m.month DESC LIMIT 1
        ) verified ON true
        WHERE b.kind = 'HOURS' AND b.withdrawn_at IS NULL AND i.state <> 'WITHDRAWN' AND (b.unit_id = i.unit_id OR EXISTS (
            SELECT FROM adopting_units a WHERE a.initiative_id = b.initiative_id AND a.unit_id = b.unit_id AND a.ended_at IS NULL))
    """,
    "benefit_totals": f"""
        SELECT c.movement_id AS id, 'MOVEMENT' AS scope, c.movement_id, NULL::uuid AS initiative_id, NULL::uuid AS unit_id, {_SUMS}
        FROM benefit_contributions c GROUP BY c.movement_id
        UNION ALL
        SELECT c.initiative_id, 'INITIATIVE', c.movement_id, c.initiative_id, NULL, {_SUMS}
        FROM benefit_contributions c GROUP BY c.movement_id, c.initiative_id
        UNION ALL
        SELECT md5(c.movement_id::text || c.unit_id::text)::uuid, 'UNIT', c.movement_id, NULL, c.unit_id, {_SUMS}
        FROM benefit_contributions c GROUP BY c.movement_id, c.unit_id
    """,
    # Hours count as credit where the replication came to adoption, not while it is tried.
    "replication_credits": f"""
        SELECT s.*, s.adopted + s.sustained AS adopters FROM (
            SELECT i.id, i.movement_id, i.unit_id, {", ".join(map(_counted, _STATES))},
                hours.claimed_hours, hours.verified_hours
            FROM initiatives i
            CROSS JOIN LATERAL (
                SELECT coalesce(sum(c.claimed), 0)::numeric(14, 2) AS claimed_hours, coalesce(sum(c.verified), 0)::numeric(14, 2) AS verified_hours
                FROM replications r
                JOIN benefit_contributions c ON c.initiative_id = r.initiative_id AND c.unit_id = r.unit_id
                WHERE r.initiative_id = i.id AND r.state IN ('ADOPTED', 'SUSTAINED')
            ) hours
        ) s
    """,
    "replication_links": """
        SELECT r.id, i.movement_id, r.initiative_id, i.unit_id AS from_unit_id, r.unit_id AS to_unit_id, r.state,
            r.state_since AS since, c.claimed AS claimed_hours, c.verified AS verified_hours
        FROM replications r
        JOIN initiatives i ON i.id = r.initiative_id
        LEFT JOIN benefit_contributions c ON c.initiative_id = r.initiative_id AND c.unit_id = r.unit_id
            AND r.state NOT IN ('STOPPED', 'FAILED')
    """,
}


def upgrade() -> None:
    for head, body in FUNCTIONS.items():
        op.execute(f"CREATE FUNCTION {head} LANGUAGE plpgsql AS $guard${body}$guard$")
    for table, name, events, function in TRIGGERS:
        op.execute(f"CREATE TRIGGER {name} BEFORE {events} ON {table} FOR EACH ROW EXECUTE FUNCTION {function}()")
    for table in APPEND_ONLY:
        op.execute(
            f"CREATE TRIGGER append_only BEFORE UPDATE OR DELETE ON {table} FOR EACH ROW EXECUTE FUNCTION thidua_append_only()"
        )
        op.execute(
            f"CREATE TRIGGER append_only_whole BEFORE TRUNCATE ON {table} FOR EACH STATEMENT EXECUTE FUNCTION thidua_append_only()"
        )
    for view, query in VIEWS.items():
        op.execute(f"CREATE VIEW {view} AS {query}")


def downgrade() -> None:
    for view in reversed(VIEWS):
        op.execute(f"DROP VIEW {view}")
    for table in APPEND_ONLY:
        op.execute(f"DROP TRIGGER append_only ON {table}")
        op.execute(f"DROP TRIGGER append_only_whole ON {table}")
    for table, name, _events, _function in TRIGGERS:
        op.execute(f"DROP TRIGGER {name} ON {table}")
    for head in reversed(FUNCTIONS):
        op.execute(f"DROP FUNCTION {head.split(' RETURNS ')[0]}")
