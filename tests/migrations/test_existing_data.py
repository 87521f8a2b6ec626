"""What was there before rounds had phases, results a verification, dossiers hands is given what it would now have."""

import asyncio

from alembic import command
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine
from sqlalchemy.pool import NullPool

from tests.conftest import alembic_config, fresh_database

#: A movement with an open and a closed round, three entries, a published and a staged result; references are not
#: needed to be there for what the migration does.
BEFORE = (
    "SET session_replication_role = replica",
    """
    INSERT INTO movements (id, code, name, goal, content, subjects, starts_on, ends_on, report_due_before, form, scope,
        state, created_at, version)
    SELECT gen_random_uuid(), 'PT', 'Phong trào', 'a', 'b', 'c', '2024-01-01', '2024-12-31', '2024-12-25', 'THEMATIC',
        'MINISTRY', 'EVALUATING', now(), 1
    """,
    """
    INSERT INTO rubrics (id, movement_id, code, number, name, state, created_at, frozen_at, version)
    SELECT gen_random_uuid(), id, 'BTC', 1, 'Bộ tiêu chí', 'FROZEN', now(), now(), 1 FROM movements
    """,
    """
    INSERT INTO rounds (id, movement_id, rubric_id, ordinal, name, state, opens_at, closes_at, score_places, opened_at,
        closed_at, created_at, version)
    SELECT gen_random_uuid(), movement_id, id, n, 'Vòng ' || n, given.state, now(), now() + interval '1 day', 2,
        CASE WHEN n > 1 THEN now() END, CASE WHEN n = 3 THEN now() END, now(), 1
    FROM rubrics, (VALUES (1, 'DRAFT'), (2, 'OPEN'), (3, 'CLOSED')) AS given (n, state)
    """,
    """
    INSERT INTO round_entries (id, round_id, initiative_id, revision_id)
    SELECT gen_random_uuid(), id, gen_random_uuid(), gen_random_uuid()
    FROM rounds, generate_series(1, 3) WHERE rounds.state <> 'DRAFT'
    """,
    """
    INSERT INTO results (id, round_id, number, method, score_places, inputs_hash, reason, state, computed_at,
        published_at)
    SELECT gen_random_uuid(), id, n, 'MEAN', 2, 'x', CASE WHEN n > 1 THEN 'Tính lại' END,
        CASE n WHEN 1 THEN 'PUBLISHED' ELSE 'STAGED' END, now(), CASE n WHEN 1 THEN timestamptz '2024-10-16' END
    FROM rounds, generate_series(1, 2) AS n WHERE state = 'CLOSED'
    """,
)


PREPARER, EDITOR, LEADER = (f"00000000-0000-7000-8000-00000000000{number}" for number in (1, 2, 3))
#: Nominations of before dossiers: one decided, which somebody else than its creator proposed; one that its decider
#: drafted as well. And a phase in which Personnel prepares.
NOMINATIONS = (
    "SET session_replication_role = replica",
    f"""
    INSERT INTO people (id, full_name, email, subject, unit_id, position, employment_type, leadership_tier, created_at,
        version)
    SELECT id::uuid, id, id, id, gen_random_uuid(), 'x', 'CIVIL_SERVANT', 'DIRECT_WORKER', now(), 1
    FROM unnest(ARRAY['{PREPARER}', '{EDITOR}', '{LEADER}']) AS given (id)
    """,
    f"""
    INSERT INTO nominations (id, movement_id, result_entry_id, initiative_id, nominee_kind, unit_id, form_id, summary,
        state, decision_id, counts_for_merit, created_at, created_by_id, decided_by_id, decided_at, version)
    SELECT gen_random_uuid(), id, gen_random_uuid(), gen_random_uuid(), 'COLLECTIVE', id, id, 'x', 'DECIDED', id, false,
        given.at, given.by::uuid, '{LEADER}', given.at + interval '1 day', 2
    FROM movements, (VALUES (timestamptz '2024-10-01', '{PREPARER}'), ('2024-10-02', '{LEADER}')) AS given (at, by)
    """,
    f"""
    INSERT INTO audit_entries (id, at, actor_id, actor_roles, deed, subject_type, subject_id)
    SELECT gen_random_uuid(), created_at, '{EDITOR}', '{{}}', 'NOMINATION_PROPOSED', 'Nomination', id
    FROM nominations WHERE created_by_id = '{PREPARER}'
    """,
    """
    INSERT INTO phases (id, movement_id, ordinal, code, name, opens_at, closes_at)
    SELECT gen_random_uuid(), id, 1, 'A', 'A', now(), now() + interval '1 day' FROM movements
    """,
    """
    INSERT INTO phase_capabilities (id, phase_id, role, permission)
    SELECT gen_random_uuid(), id, 'PERSONNEL', 'NOMINATION_PREPARE' FROM phases
    """,
)


def test_rounds_entries_and_results_from_before_are_completed(server_url, worker):
    url = fresh_database(server_url, f"thidua_migrate_{worker}")
    config = alembic_config(url)
    command.upgrade(config, "0004")
    asyncio.run(run(url, *BEFORE))
    asyncio.run(run(url, *NOMINATIONS))

    command.upgrade(config, "head")

    assert asyncio.run(run(url, "SELECT kind, method, phase_id IS NOT NULL FROM rounds ORDER BY ordinal")) == [
        ("EXPERT", "MEAN", False),
        ("EXPERT", "MEAN", True),
        ("EXPERT", "MEAN", True),
    ]
    phases = "SELECT ordinal, can_score, can_discuss, others_scores, hides_authors FROM round_phases"
    assert asyncio.run(run(url, phases)) == [(1, True, False, "NEVER", False)] * 3
    numbers = "SELECT array_agg(number ORDER BY id) FROM round_entries GROUP BY round_id"
    assert asyncio.run(run(url, numbers)) == [([1, 2, 3],), ([1, 2, 3],)]
    results = "SELECT state, verified_at = published_at, engine_version, warnings FROM results ORDER BY number"
    assert asyncio.run(run(url, results)) == [("PUBLISHED", True, "1", []), ("STAGED", None, "1", [])]
    hands = """
        SELECT created_by_id::text, h.person_id::text, hand
        FROM nomination_hands AS h JOIN nominations AS n ON n.id = nomination_id
        ORDER BY n.created_at, h.person_id
    """
    assert asyncio.run(run(url, hands)) == [
        (PREPARER, PREPARER, "PROPOSE"),
        (PREPARER, EDITOR, "PROPOSE"),
        (PREPARER, LEADER, "DECIDE"),
        (LEADER, LEADER, "PROPOSE"),
    ]
    appraisers = "SELECT role FROM phase_capabilities WHERE permission = 'NOMINATION_APPRAISE' ORDER BY role"
    assert asyncio.run(run(url, appraisers)) == [("INFORMATION_CENTER",), ("PERSONNEL",)]


async def run(url: str, *statements: str) -> list[tuple]:
    """Run statements in one transaction; returns the rows of the last."""
    engine = create_async_engine(url, poolclass=NullPool)
    async with engine.begin() as connection:
        for statement in statements:
            found = await connection.execute(text(statement))
    await engine.dispose()
    return [tuple(row) for row in found] if found.returns_rows else []


def test_delegations_from_before_keep_the_title_of_who_delegated(server_url, worker):
    url = fresh_database(server_url, f"thidua_delegations_{worker}")
    config = alembic_config(url)
    command.upgrade(config, "0018")
    delegations = f"""
        INSERT INTO signing_delegations (id, delegate_id, capacity, document, starts_on, ends_on, granted_at,
            granted_by_id, version)
        SELECT gen_random_uuid(), gen_random_uuid(), 'KT', 'x', '2024-01-01', '2024-12-31', now(), given.by::uuid, 1
        FROM (VALUES ('{LEADER}'), (NULL)) AS given (by)
    """
    asyncio.run(run(url, *NOMINATIONS[:2], delegations))

    command.upgrade(config, "head")

    read = "SELECT authority, matter, unit_id FROM signing_delegations ORDER BY authority"
    matter = ("AWARD_DECISIONS", None)
    assert asyncio.run(run(url, read)) == [("Thủ trưởng", *matter), ("x", *matter)]
    # What lets sign documents is not for award decisions, and goes when the columns do; the others stay.
    documents = "UPDATE signing_delegations SET matter = 'DOCUMENTS' WHERE authority = 'x'"
    asyncio.run(run(url, "SET session_replication_role = replica", documents))
    command.downgrade(config, "0018")
    assert asyncio.run(run(url, "SELECT granted_by_id FROM signing_delegations")) == [(None,)]
