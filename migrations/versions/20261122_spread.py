"""Words that a person consented to stay, and units that were merged count as what they are now.

Revision ID: 0020
Revises: 0019
"""

from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

#: Units from one to the one that took its place in the end, each once; a closing to come changes nothing yet.
LINE = """
    CREATE FUNCTION thidua_line(unit uuid) RETURNS uuid[] LANGUAGE plpgsql STABLE PARALLEL SAFE AS $line$
        DECLARE line uuid[] := ARRAY[unit]; onward uuid := unit;
        BEGIN
            LOOP
                SELECT u.successor_id INTO onward FROM units u
                    WHERE u.id = onward AND u.valid_to < (now() AT TIME ZONE 'Asia/Ho_Chi_Minh')::date;
                EXIT WHEN onward IS NULL OR onward = ANY (line);
                line := line || onward;
            END LOOP;
            RETURN line;
        END
    $line$
"""
#: What a unit is today: itself, or the one that took its place in the end.
BODY = """
    CREATE FUNCTION thidua_body(unit uuid) RETURNS uuid LANGUAGE plpgsql STABLE PARALLEL SAFE AS $body$
        DECLARE line uuid[];
        BEGIN
            -- Of nearly all units there is nothing to follow.
            IF NOT EXISTS (SELECT FROM units u WHERE u.id = unit AND u.successor_id IS NOT NULL) THEN
                RETURN unit;
            END IF;
            line := thidua_line(unit);
            RETURN line[cardinality(line)];
        END
    $body$
"""
# Whoever is told of has agreed to it. FOR SHARE: a consent is not withdrawn meanwhile.
_GUARD = """
    CREATE OR REPLACE FUNCTION thidua_guard_exemplar() RETURNS trigger LANGUAGE plpgsql AS $guard$
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
            END IF;{more}
            RETURN NEW;
        END
    $guard$
"""
# Words that somebody agreed to: their consent ends before the words change.
_WORDS = """
            IF TG_OP = 'UPDATE'
                AND (NEW.title, NEW.story, NEW.photo_url, NEW.person_id)
                    IS DISTINCT FROM (OLD.title, OLD.story, OLD.photo_url, OLD.person_id)
                AND EXISTS (SELECT FROM exemplar_consents c WHERE c.exemplar_id = NEW.id AND c.withdrawn_at IS NULL) THEN
                PERFORM thidua_refuse('tg_exemplar_consented_words', 'the person has agreed to other words');
            END IF;"""

_CLAIMED = """
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
"""
_COLUMNS = """b.id, i.movement_id, b.initiative_id, i.unit_id AS origin_unit_id, b.unit_id,
    claimed.saved AS claimed, claimed.low, claimed.high, claimed.grade, verified.value AS verified"""
_COUNTS = "b.kind = 'HOURS' AND b.withdrawn_at IS NULL AND i.state <> 'WITHDRAWN'"

OLD_CONTRIBUTIONS = f"""
    SELECT {_COLUMNS}
    FROM benefits b
    JOIN initiatives i ON i.id = b.initiative_id
    {_CLAIMED}
    WHERE {_COUNTS} AND (b.unit_id = i.unit_id OR EXISTS (
        SELECT FROM adopting_units a WHERE a.initiative_id = b.initiative_id AND a.unit_id = b.unit_id AND a.ended_at IS NULL))
"""
# One row for each measure of hours that counts: not withdrawn, of an initiative that is not, at its own unit or at one
# that uses it now. A unit that was merged counts as what it was until its successor measured a month after the merger.
# Bodies are asked for only where one of two units has a successor: what has none is nothing else today.
CONTRIBUTIONS = f"""
    SELECT {_COLUMNS}, (b.unit_id = i.unit_id
        OR (coalesce(u.successor_id, o.successor_id) IS NOT NULL AND thidua_body(u.id) = thidua_body(o.id))) AS at_origin
    FROM benefits b
    JOIN initiatives i ON i.id = b.initiative_id
    JOIN units u ON u.id = b.unit_id
    JOIN units o ON o.id = i.unit_id
    {_CLAIMED}
    WHERE {_COUNTS} AND (
        b.unit_id = i.unit_id
        OR EXISTS (SELECT FROM adopting_units a
            WHERE a.initiative_id = b.initiative_id AND a.unit_id = b.unit_id AND a.ended_at IS NULL)
        OR (coalesce(u.successor_id, o.successor_id) IS NOT NULL AND thidua_body(u.id) = thidua_body(o.id))
        OR EXISTS (SELECT FROM adopting_units a JOIN units w ON w.id = a.unit_id
            WHERE a.initiative_id = b.initiative_id AND a.ended_at IS NULL
                AND coalesce(u.successor_id, w.successor_id) IS NOT NULL AND thidua_body(w.id) = thidua_body(u.id)))
    AND (u.successor_id IS NULL OR NOT EXISTS (
        SELECT FROM benefits s
        JOIN benefit_measurements m ON m.benefit_id = s.id AND m.month > u.valid_to
        LEFT JOIN benefit_verifications v ON v.measurement_id = m.id
        WHERE s.initiative_id = b.initiative_id AND s.kind = 'HOURS' AND s.withdrawn_at IS NULL
            AND s.unit_id <> b.unit_id AND s.unit_id = ANY (thidua_line(b.unit_id))
            AND v.verdict IS DISTINCT FROM 'REJECTED' AND NOT EXISTS (
                SELECT FROM benefit_measurements n WHERE n.benefit_id = m.benefit_id AND n.month = m.month AND n.number > m.number)))
"""

_SUMMED = {
    "claimed": "",
    "low": "",
    "high": "",
    "verified": "",
    "verified_at_adopters": "{adopter}",
    **{f"grade_{grade.lower()}": f"c.grade = '{grade}'" for grade in "ABCD"},
}


def _totals(hours: str, adopter: str) -> str:
    """Return the view of totals: sums of contributions, by what they are of."""

    def total(name: str, only: str) -> str:
        column = {"verified_at_adopters": "verified"}.get(name, "claimed" if name.startswith("grade") else name)
        chosen = f" FILTER (WHERE {only.format(adopter=adopter)})" if only else ""
        return f"coalesce(sum(c.{column}){chosen}, 0)::{hours} AS {name}"

    sums = f"""count(DISTINCT c.initiative_id) FILTER (WHERE c.claimed IS NOT NULL)::int AS initiatives,
        count(DISTINCT c.unit_id) FILTER (WHERE c.claimed IS NOT NULL)::int AS units,
        count(c.claimed)::int AS measures, count(c.verified)::int AS verified_measures,
        {", ".join(total(name, only) for name, only in _SUMMED.items())}"""
    return f"""
        SELECT c.movement_id AS id, 'MOVEMENT' AS scope, c.movement_id, NULL::uuid AS initiative_id, NULL::uuid AS unit_id, {sums}
        FROM benefit_contributions c GROUP BY c.movement_id
        UNION ALL
        SELECT c.initiative_id, 'INITIATIVE', c.movement_id, c.initiative_id, NULL, {sums}
        FROM benefit_contributions c GROUP BY c.movement_id, c.initiative_id
        UNION ALL
        SELECT md5(c.movement_id::text || c.unit_id::text)::uuid, 'UNIT', c.movement_id, NULL, c.unit_id, {sums}
        FROM benefit_contributions c GROUP BY c.movement_id, c.unit_id
    """


_STATES = ("PROPOSED", "PLANNED", "PILOTING", "ADOPTED", "SUSTAINED", "STOPPED", "FAILED")
_COUNTED = ", ".join(
    f"(SELECT count(*)::int FROM replications r WHERE r.initiative_id = i.id AND r.state = '{state}') AS {state.lower()}"
    for state in _STATES
)
_HOURS = """coalesce(sum(c.claimed), 0)::{hours} AS claimed_hours,
    coalesce(sum(c.verified), 0)::{hours} AS verified_hours"""
OLD_CREDITS = f"""
    SELECT s.*, s.adopted + s.sustained AS adopters FROM (
        SELECT i.id, i.movement_id, i.unit_id, {_COUNTED}, hours.claimed_hours, hours.verified_hours
        FROM initiatives i
        CROSS JOIN LATERAL (
            SELECT {_HOURS.format(hours="numeric(14, 2)")}
            FROM replications r
            JOIN benefit_contributions c ON c.initiative_id = r.initiative_id AND c.unit_id = r.unit_id
            WHERE r.initiative_id = i.id AND r.state IN ('ADOPTED', 'SUSTAINED')
        ) hours
    ) s
"""
# Hours count as credit where the replication came to adoption, not while it is tried. Adopters are bodies of today: two
# that were merged are one, and one that the origin became part of, or that became part of the origin, is none.
CREDITS = f"""
    SELECT i.id, i.movement_id, i.unit_id, {_COUNTED}, hours.claimed_hours, hours.verified_hours,
        (SELECT count(DISTINCT thidua_body(r.unit_id))::int FROM replications r
            WHERE r.initiative_id = i.id AND r.state IN ('ADOPTED', 'SUSTAINED')
                AND thidua_body(r.unit_id) <> thidua_body(i.unit_id)) AS adopters
    FROM initiatives i
    CROSS JOIN LATERAL (
        SELECT {_HOURS.format(hours="numeric(20, 2)")}
        FROM benefit_contributions c
        JOIN (SELECT DISTINCT thidua_body(r.unit_id) AS id FROM replications r
            WHERE r.initiative_id = i.id AND r.state IN ('ADOPTED', 'SUSTAINED')) body ON body.id = thidua_body(c.unit_id)
        WHERE c.initiative_id = i.id AND NOT c.at_origin
    ) hours
"""
LINKS = """
    SELECT r.id, i.movement_id, r.initiative_id, i.unit_id AS from_unit_id, r.unit_id AS to_unit_id, r.state,
        r.state_since AS since, c.claimed AS claimed_hours, c.verified AS verified_hours
    FROM replications r
    JOIN initiatives i ON i.id = r.initiative_id
    LEFT JOIN benefit_contributions c ON c.initiative_id = r.initiative_id AND c.unit_id = r.unit_id
        AND r.state NOT IN ('STOPPED', 'FAILED')
"""
OLD_VIEWS = {
    "benefit_contributions": OLD_CONTRIBUTIONS,
    "benefit_totals": _totals("numeric(14, 2)", "c.unit_id <> c.origin_unit_id"),
    "replication_credits": OLD_CREDITS,
    "replication_links": LINKS,
}
VIEWS = {
    "benefit_contributions": CONTRIBUTIONS,
    # Wide enough for as many of the largest quantities as there may be.
    "benefit_totals": _totals("numeric(20, 2)", "NOT c.at_origin"),
    "replication_credits": CREDITS,
    "replication_links": LINKS,
}

_OLD_USES = """
        SELECT i.movement_id, a.unit_id, 0, 0, NULL, NULL, 0, 0, 0, 1, 0
        FROM adopting_units a JOIN initiatives i ON i.id = a.initiative_id WHERE a.ended_at IS NULL
        UNION ALL
        SELECT i.movement_id, i.unit_id, 0, 0, NULL, NULL, 0, 0, 0, 0, 1
        FROM adopting_units a JOIN initiatives i ON i.id = a.initiative_id WHERE a.ended_at IS NULL
"""
# What became one with the origin uses its own; two that became one use an initiative once.
_USES = """
        SELECT i.movement_id, a.unit_id, 0, 0, NULL, NULL, 0, 0, 0, 1, 0
        FROM adopting_units a JOIN initiatives i ON i.id = a.initiative_id
        WHERE a.ended_at IS NULL AND thidua_body(a.unit_id) <> thidua_body(i.unit_id)
        UNION ALL
        SELECT used.movement_id, used.unit_id, 0, 0, NULL, NULL, 0, 0, 0, 0, 1
        FROM (SELECT DISTINCT i.id, i.movement_id, i.unit_id, thidua_body(a.unit_id)
            FROM adopting_units a JOIN initiatives i ON i.id = a.initiative_id
            WHERE a.ended_at IS NULL AND thidua_body(a.unit_id) <> thidua_body(i.unit_id)) used
"""
#: Every fact is a row with its figures, of a movement and a unit; what is asked of either goes down into each branch.
_STANDINGS = """
    SELECT md5(f.movement_id::text || f.unit_id::text)::uuid AS id, f.movement_id, f.unit_id, u.code AS unit_code,
        sum(f.submitted)::int AS submitted, sum(f.eligible)::int AS eligible,
        count(f.place)::int AS ranked, min(f.place) AS best_place, round(avg(f.score), 6) AS mean_score,
        sum(f.proposed)::int AS nominations_proposed, sum(f.decided)::int AS nominations_decided,
        sum(f.effective)::int AS awards_effective,
        sum(f.given)::int AS adoptions_given, sum(f.received)::int AS adoptions_received,
        m.form = 'THEMATIC' AS is_thematic, m.form <> 'THEMATIC' AS counts_for_merit
    FROM (
        SELECT p.movement_id, p.unit_id, 0 AS submitted, 0 AS eligible, NULL::int AS place, NULL::numeric AS score,
            0 AS proposed, 0 AS decided, 0 AS effective, 0 AS given, 0 AS received
        FROM participations p
        UNION ALL
        SELECT i.movement_id, i.unit_id, 1, (i.state IN ('SCREENED', 'SCORING', 'SCORED'))::int, NULL, NULL,
            0, 0, 0, 0, 0
        FROM initiatives i WHERE i.state IN ('SUBMITTED', 'SCREENED', 'INELIGIBLE', 'SCORING', 'SCORED')
        UNION ALL
        SELECT r.movement_id, e.unit_id, 0, 0, e.place, e.score, 0, 0, 0, 0, 0
        FROM rounds r
        CROSS JOIN LATERAL (SELECT v.id FROM results v WHERE v.round_id = r.id AND v.state = 'PUBLISHED'
            ORDER BY v.number DESC LIMIT 1) v
        JOIN result_entries e ON e.result_id = v.id AND e.status = 'RANKED'
        WHERE r.kind NOT IN ('SCREENING', 'SELF_SCORE', 'TIE_BREAK') AND NOT EXISTS (
            SELECT FROM rounds o JOIN results w ON w.round_id = o.id AND w.state = 'PUBLISHED'
            WHERE o.movement_id = r.movement_id AND o.ordinal > r.ordinal
                AND o.kind NOT IN ('SCREENING', 'SELF_SCORE', 'TIE_BREAK'))
        UNION ALL
        SELECT n.movement_id, n.unit_id, 0, 0, NULL, NULL, 1, (n.decision_id IS NOT NULL)::int,
            (n.state IN ('DECIDED', 'PUBLISHED', 'PRESENTED', 'PAID'))::int, 0, 0
        FROM nominations n WHERE n.state NOT IN ('DRAFT', 'WITHDRAWN')
        UNION ALL
        {uses}
    ) f
    JOIN movements m ON m.id = f.movement_id
    JOIN units u ON u.id = f.unit_id
    GROUP BY f.movement_id, f.unit_id, u.code, m.form
"""


def upgrade() -> None:
    op.execute(LINE)
    op.execute(BODY)
    op.execute(_GUARD.format(more=_WORDS))
    _replace_views(VIEWS)
    op.execute(f"CREATE OR REPLACE VIEW unit_standings AS {_STANDINGS.format(uses=_USES)}")


def downgrade() -> None:
    op.execute(f"CREATE OR REPLACE VIEW unit_standings AS {_STANDINGS.format(uses=_OLD_USES)}")
    _replace_views(OLD_VIEWS)
    op.execute(_GUARD.format(more=""))
    op.execute("DROP FUNCTION thidua_body(uuid)")
    op.execute("DROP FUNCTION thidua_line(uuid)")


def _replace_views(views: dict[str, str]) -> None:
    for view in reversed(views):
        op.execute(f"DROP VIEW {view}")
    for view, query in views.items():
        op.execute(f"CREATE VIEW {view} AS {query}")
