"""What units achieved in movements, as a view over the facts: figures for their review at the end of the year.

Revision ID: 0017
Revises: 0016
"""

from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

#: Every fact is a row with its figures, of a movement and a unit; what is asked of either goes down into each branch.
STANDINGS = """
    CREATE VIEW unit_standings AS
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
        SELECT i.movement_id, a.unit_id, 0, 0, NULL, NULL, 0, 0, 0, 1, 0
        FROM adopting_units a JOIN initiatives i ON i.id = a.initiative_id WHERE a.ended_at IS NULL
        UNION ALL
        SELECT i.movement_id, i.unit_id, 0, 0, NULL, NULL, 0, 0, 0, 0, 1
        FROM adopting_units a JOIN initiatives i ON i.id = a.initiative_id WHERE a.ended_at IS NULL
    ) f
    JOIN movements m ON m.id = f.movement_id
    JOIN units u ON u.id = f.unit_id
    GROUP BY f.movement_id, f.unit_id, u.code, m.form
"""


def upgrade() -> None:
    op.execute(STANDINGS)


def downgrade() -> None:
    op.execute("DROP VIEW unit_standings")
