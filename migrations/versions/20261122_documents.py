"""Documents as records: what each says, its pictures and files, every step of it; and the jobs that make them.

Revision ID: 0017
Revises: 0016
"""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

KINDS = "'UNIT_REPORT', 'SYNTHESIS_REPORT', 'SUBMISSION', 'NOMINATION_LIST', 'COUNCIL_MINUTES', 'DECISION_DRAFT', 'SCORE_SHEET', 'REMINDER'"
STATES = "'DRAFT', 'CHECKED', 'SIGNED', 'NUMBERED', 'ISSUED', 'CORRECTED', 'REPLACED', 'RECALLED'"
OLD_JOBS = "'COMPUTE_RESULT', 'PROPOSE_ASSIGNMENT', 'VERIFY_ROUND', 'IMPORT_TABLE', 'IMPORT_SHEETS'"
JOBS = f"{OLD_JOBS}, 'MAKE_DOCUMENT'"
SIGNED = "num_nonnulls(signed_at, signed_name, signed_position, signing_capacity, signed_hash)"
NUMBERED = "num_nonnulls(number, issued_on)"
#: Checks of documents: name, condition.
CHECKS = (
    ("kind", f"kind IN ({KINDS})"),
    ("state", f"state IN ({STATES})"),
    ("signing_capacity", "signing_capacity IN ('HEAD', 'KT', 'TL', 'TUQ')"),
    ("edition", "edition >= 1"),
    ("content_hash", "content_hash ~ '^[0-9a-f]{64}$'"),
    ("ledger", "(ledger_number IS NULL) = (ledger_hash IS NULL)"),
    ("checked", "(state = 'DRAFT') = (checked_at IS NULL)"),
    ("two_people", "checked_by_id IS DISTINCT FROM made_by_id OR checked_by_id IS NULL"),
    ("signed", f"CASE WHEN state IN ('DRAFT', 'CHECKED') THEN {SIGNED} = 0 ELSE {SIGNED} = 5 END"),
    (
        "numbered",
        (
            f"CASE WHEN state IN ('DRAFT', 'CHECKED', 'SIGNED') THEN {NUMBERED} = 0"
            f" WHEN symbol IS NULL THEN state <> 'NUMBERED' AND {NUMBERED} = 0 ELSE {NUMBERED} = 2 END"
        ),
    ),
    ("number", "number >= 1"),
    ("replaced", "(state = 'REPLACED') = (replaced_by_id IS NOT NULL)"),
    ("not_by_itself", "replaced_by_id IS DISTINCT FROM id"),
)
#: Where a document's columns lead: column, table, whether it may be left out.
LEADS_TO = (
    ("movement_id", "movements", False),
    ("issuer_id", "units", False),
    ("unit_id", "units", True),
    ("result_id", "results", True),
    ("sheet_id", "score_sheets", True),
    ("session_id", "council_sessions", True),
    ("form_id", "award_forms", True),
    ("decision_id", "award_decisions", True),
    ("made_by_id", "people", True),
    ("checked_by_id", "people", True),
    ("signed_by_id", "people", True),
    ("replaced_by_id", "official_documents", True),
)
SUBJECT = [
    "movement_id",
    "kind",
    "issuer_id",
    "unit_id",
    "result_id",
    "sheet_id",
    "session_id",
    "form_id",
    "decision_id",
]
APPEND_ONLY = ("document_pictures", "document_files", "document_events")

#: Only the way through the states is written; of it, each mark once.
GUARD = """
    CREATE FUNCTION thidua_guard_document() RETURNS trigger LANGUAGE plpgsql AS $guard$
    DECLARE
        once text[] := ARRAY['number', 'issued_on', 'checked_at', 'checked_by_id', 'signed_at', 'signed_by_id',
            'signed_name', 'signed_position', 'signing_capacity', 'signing_authority', 'certificate_serial',
            'signed_hash', 'replaced_by_id'];
        changeable text[] := once || ARRAY['version', 'state'];
        mark text;
    BEGIN
        IF TG_OP <> 'UPDATE' THEN
            PERFORM thidua_refuse('tg_official_documents_kept', 'a document is never deleted');
        END IF;
        IF to_jsonb(NEW) - changeable <> to_jsonb(OLD) - changeable THEN
            PERFORM thidua_refuse('tg_official_documents_kept', 'what a document says never changes');
        END IF;
        FOREACH mark IN ARRAY once LOOP
            IF to_jsonb(OLD) -> mark <> 'null' AND to_jsonb(OLD) -> mark <> to_jsonb(NEW) -> mark THEN
                PERFORM thidua_refuse('tg_official_documents_kept', 'what was signed or numbered stays so');
            END IF;
        END LOOP;
        RETURN NEW;
    END
    $guard$
"""


def _key(name: str = "id", *, nullable: bool = False) -> sa.Column:
    return sa.Column(name, sa.Uuid(), nullable=nullable)


def _text(name: str, *, nullable: bool = True) -> sa.Column:
    return sa.Column(name, sa.Text(), nullable=nullable)


def _moment(name: str, *, nullable: bool = True) -> sa.Column:
    return sa.Column(name, sa.DateTime(timezone=True), nullable=nullable)


def _to(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{target}.id"], name=op.f(f"fk_{table}_{column}"))


def _check(table: str, name: str, condition: str) -> sa.CheckConstraint:
    return sa.CheckConstraint(condition, name=op.f(f"ck_{table}_{name}"))


def _jobs(kinds: str, without_round: str) -> None:
    for name, condition in (("kind", f"kind IN ({kinds})"), ("round", f"({without_round}) = (round_id IS NULL)")):
        op.drop_constraint(op.f(f"ck_jobs_{name}"), "jobs")
        op.create_check_constraint(op.f(f"ck_jobs_{name}"), "jobs", condition)


def upgrade() -> None:
    _jobs(JOBS, "kind IN ('IMPORT_TABLE', 'MAKE_DOCUMENT')")
    documents = "official_documents"
    op.create_table(
        documents,
        _key(),
        _text("kind", nullable=False),
        _text("state", nullable=False),
        *(_key(column, nullable=nullable) for column, _target, nullable in LEADS_TO),
        sa.Column("edition", sa.Integer(), nullable=False),
        _text("title", nullable=False),
        sa.Column("content", postgresql.JSONB(), nullable=False),
        _text("content_hash", nullable=False),
        sa.Column("tells_nominations", sa.Boolean(), nullable=False),
        sa.Column("ledger_number", sa.Integer(), nullable=True),
        _text("ledger_hash"),
        _text("symbol"),
        sa.Column("number", sa.Integer(), nullable=True),
        sa.Column("issued_on", sa.Date(), nullable=True),
        _moment("made_at", nullable=False),
        _moment("checked_at"),
        _moment("signed_at"),
        _text("signed_name"),
        _text("signed_position"),
        _text("signing_capacity"),
        _text("signing_authority"),
        _text("certificate_serial"),
        _text("signed_hash"),
        sa.Column("version", sa.Integer(), nullable=False),
        *(_check(documents, name, condition) for name, condition in CHECKS),
        *(_to(documents, column, target) for column, target, _nullable in LEADS_TO),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_official_documents")),
        sa.UniqueConstraint(
            *SUBJECT, "edition", name="uq_official_documents_edition", postgresql_nulls_not_distinct=True
        ),
    )
    op.create_index(
        "uq_official_documents_number",
        documents,
        ["issuer_id", "kind", sa.text("EXTRACT(year FROM issued_on)"), "number"],
        unique=True,
        postgresql_where=sa.text("number IS NOT NULL"),
    )
    op.create_index(op.f("ix_official_documents_made_at_id"), documents, ["made_at", "id"])
    for column in ("made_by_id", "unit_id", "issuer_id", "sheet_id", "session_id"):
        op.create_index(op.f(f"ix_official_documents_{column}"), documents, [column])
    _belongings()
    op.execute(GUARD)
    op.execute(
        "CREATE TRIGGER guard BEFORE UPDATE OR DELETE ON official_documents "
        "FOR EACH ROW EXECUTE FUNCTION thidua_guard_document()"
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


def _belongings() -> None:
    op.create_table(
        "document_pictures",
        _key(),
        _key("document_id"),
        _text("sha256", nullable=False),
        sa.Column("png", sa.LargeBinary(), nullable=False),
        _to("document_pictures", "document_id", "official_documents"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_pictures")),
        sa.UniqueConstraint("document_id", "sha256", name=op.f("uq_document_pictures_document_id_sha256")),
    )
    files = "document_files"
    op.create_table(
        files,
        _key(),
        _key("document_id"),
        _text("state", nullable=False),
        _text("format", nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        _text("sha256", nullable=False),
        sa.Column("size", sa.Integer(), nullable=False),
        _moment("made_at", nullable=False),
        _check(files, "state", f"state IN ({STATES})"),
        _check(files, "format", "format IN ('DOCX', 'PDF')"),
        _check(files, "printed", "state IN ('DRAFT', 'SIGNED', 'NUMBERED')"),
        _check(files, "sha256", "sha256 ~ '^[0-9a-f]{64}$'"),
        _check(files, "size", "size = octet_length(content)"),
        _to(files, "document_id", "official_documents"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_files")),
        sa.UniqueConstraint("document_id", "state", "format", name=op.f("uq_document_files_document_id_state_format")),
    )
    events = "document_events"
    op.create_table(
        events,
        _key(),
        _key("document_id"),
        sa.Column("ordinal", sa.Integer(), nullable=False),
        _text("from_state"),
        _text("to_state", nullable=False),
        _text("reason"),
        _text("reference"),
        _moment("at", nullable=False),
        _key("by_id", nullable=True),
        _check(events, "from_state", f"from_state IN ({STATES})"),
        _check(events, "to_state", f"to_state IN ({STATES})"),
        _check(events, "made", "(from_state IS NULL) = (to_state = 'DRAFT')"),
        _check(events, "reason", "to_state NOT IN ('CORRECTED', 'REPLACED', 'RECALLED') OR reason IS NOT NULL"),
        _to(events, "document_id", "official_documents"),
        _to(events, "by_id", "people"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_document_events")),
        sa.UniqueConstraint("document_id", "ordinal", name=op.f("uq_document_events_document_id_ordinal")),
    )


def downgrade() -> None:
    for table in ("document_events", "document_files", "document_pictures", "official_documents"):
        op.drop_table(table)
    op.execute("DROP FUNCTION thidua_guard_document()")
    op.execute("DELETE FROM job_findings WHERE job_id IN (SELECT id FROM jobs WHERE kind = 'MAKE_DOCUMENT')")
    op.execute("DELETE FROM jobs WHERE kind = 'MAKE_DOCUMENT'")
    _jobs(OLD_JOBS, "kind = 'IMPORT_TABLE'")
