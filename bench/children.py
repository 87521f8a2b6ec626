"""What follows from initiatives, written set by set: entries, reviews, assignments, sheets, marks, standings.

Every initiative of a batch gets four submitted sheets of five marks. Sheets are written in the order in which they
were submitted, so that those of one initiative lie apart on disk, as they do in life.
"""

from uuid import UUID

from bench.words import COMMENTS

FUNCTIONS = (
    # A UUID of version 7 for a moment of the past; `kind` keeps tables apart.
    """
    CREATE FUNCTION pg_temp.bench_id(at timestamptz, number bigint, kind int) RETURNS uuid LANGUAGE sql STABLE RETURN (
        lpad(to_hex(floor(extract(epoch FROM at) * 1000)::bigint), 12, '0') || '7'
        || lpad(to_hex(number & 4095), 3, '0') || '8'
        || lpad(to_hex(hashint8extended(number, kind) & 1152921504606846975), 15, '0'))::uuid
    """,
    # 3 to 10 in steps of a half: the worth of the initiative, and what one evaluator thinks of one criterion.
    """
    CREATE FUNCTION pg_temp.bench_mark(initiative bigint, sheet bigint, ordinal int) RETURNS numeric
    LANGUAGE sql STABLE RETURN
        (6 + (hashint8extended(initiative, 1) & 65535) % 11 + (hashint8extended(sheet * 8 + ordinal, 2) & 65535) % 5)
        ::numeric / 2
    """,
)

STAGES = (
    "CREATE TEMP TABLE bench_evaluators (ordinal int PRIMARY KEY, id uuid NOT NULL)",
    """
    CREATE TEMP TABLE bench_batch (number bigint, initiative_id uuid, revision_id uuid, unit_id uuid, leader_id uuid,
        created_at timestamptz)
    """,
    """
    CREATE TEMP TABLE bench_sheets (number bigint, initiative bigint, initiative_id uuid, assignment_id uuid, id uuid,
        evaluator_id uuid, assigned_at timestamptz, begun_at timestamptz, submitted_at timestamptz)
    """,
)

_COMMENTS = ", ".join(f"'{comment}'" for comment in COMMENTS)

#: Statements with the names of their parameters, run for each batch in this order.
STATEMENTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    (
        """
        INSERT INTO round_entries (id, round_id, initiative_id, revision_id, number, is_anchor)
        SELECT pg_temp.bench_id(created_at + interval '10 days', number, 3), $1, initiative_id, revision_id,
            number + 1, false
        FROM bench_batch ORDER BY number
        """,
        ("round",),
    ),
    (
        """
        INSERT INTO initiative_reviews (id, initiative_id, revision_id, stage, decision, reviewer_id, at)
        SELECT pg_temp.bench_id(at, number, step), initiative_id, revision_id, stage, 'APPROVED', reviewer_id, at
        FROM bench_batch CROSS JOIN LATERAL (VALUES
            (4, 'UNIT', created_at + interval '2 days', leader_id),
            (5, 'SCREENING', created_at + interval '5 days', $1::uuid)) AS given (step, stage, at, reviewer_id)
        WHERE step = 4 OR number % 2 = 0 ORDER BY at
        """,
        ("screener",),
    ),
    (
        """
        INSERT INTO bench_sheets
        SELECT sheet.number, initiative, initiative_id, pg_temp.bench_id(assigned_at, sheet.number, 6),
            pg_temp.bench_id(submitted_at - interval '40 minutes', sheet.number, 7), evaluator.id, assigned_at,
            submitted_at - interval '40 minutes', submitted_at
        FROM bench_batch AS batch
        CROSS JOIN generate_series(0, 3) AS turn
        CROSS JOIN LATERAL (SELECT
            batch.number, batch.number * 4 + turn,
            batch.created_at + interval '11 days',
            batch.created_at + interval '12 days' + turn * interval '5 days'
                + ((hashint8extended(batch.number * 4 + turn, 9) & 1048575) % 172800) * interval '1 second'
        ) AS sheet (initiative, number, assigned_at, submitted_at)
        JOIN bench_evaluators AS evaluator ON evaluator.ordinal = (batch.number + turn * $1::int) % ($1::int * 4)
        """,
        ("quarter",),
    ),
    (
        """
        INSERT INTO assignments (id, round_id, initiative_id, evaluator_id, state, origin, created_at, version)
        SELECT assignment_id, $1, initiative_id, evaluator_id, 'ASSIGNED', 'BY_HAND', assigned_at, 1
        FROM bench_sheets ORDER BY assigned_at, number
        """,
        ("round",),
    ),
    (
        f"""
        INSERT INTO score_sheets (id, assignment_id, round_id, initiative_id, evaluator_id, state, comment, total,
            created_at, updated_at, submitted_at, version)
        SELECT id, assignment_id, $1, initiative_id, evaluator_id, 'SUBMITTED',
            CASE WHEN number % 2 = 0 THEN (ARRAY[{_COMMENTS}])[1 + number / 2 % {len(COMMENTS)}] END,
            (SELECT sum(weight * pg_temp.bench_mark(initiative, number, ordinal) / 10) FROM criteria),
            begun_at, submitted_at, submitted_at, 2
        FROM bench_sheets ORDER BY begun_at
        """,
        ("round",),
    ),
    (
        f"""
        INSERT INTO marks (id, sheet_id, criterion_id, value, comment)
        SELECT pg_temp.bench_id(begun_at, number * 8 + ordinal, 8), sheet.id, criterion.id,
            pg_temp.bench_mark(initiative, number, ordinal),
            CASE WHEN (number + ordinal) % 4 = 0 THEN (ARRAY[{_COMMENTS}])[1 + (number + ordinal) / 4 % {len(COMMENTS)}]
            END
        FROM (SELECT * FROM bench_sheets ORDER BY begun_at) AS sheet CROSS JOIN criteria AS criterion
        """,
        (),
    ),
)


def result_entries(result: UUID) -> str:
    """Return the statement that ranks everything: means of totals to two places, equal scores share a place."""
    return f"""
        INSERT INTO result_entries (id, result_id, initiative_id, revision_id, unit_id, status, score, place, is_tied,
            sheets, raw_mean, flags)
        SELECT pg_temp.bench_id(result.computed_at + line * interval '10 microseconds', line, 10), result.id,
            initiative.id, initiative.current_revision_id, initiative.unit_id, 'RANKED', score, place, tied > 1, sheets,
            score, '{{}}'
        FROM (
            SELECT initiative_id, score, sheets, rank() OVER (ORDER BY score DESC) AS place,
                count(*) OVER (PARTITION BY score) AS tied,
                row_number() OVER (ORDER BY score DESC, initiative_id) AS line
            FROM (
                SELECT initiative_id, round(avg(total), 2) AS score, count(*) AS sheets
                FROM score_sheets GROUP BY initiative_id
            ) AS mean
        ) AS standing
        JOIN initiatives AS initiative ON initiative.id = standing.initiative_id
        JOIN results AS result ON result.id = '{result}'
        ORDER BY line
    """
