"""Who signs documents: delegations for documents and in a unit's name; numbers by symbol; files whose hash is theirs.

Revision ID: 0019
Revises: 0018
"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

DELEGATIONS = "signing_delegations"
CHECKS = (
    ("matter", "matter IN ('AWARD_DECISIONS', 'DOCUMENTS')"),
    ("form", "form_id IS NULL OR matter = 'AWARD_DECISIONS'"),
    ("unit", "unit_id IS NULL OR (matter = 'DOCUMENTS' AND capacity = 'KT')"),
    ("authority", "btrim(authority) <> ''"),
)


def upgrade() -> None:
    op.add_column(DELEGATIONS, sa.Column("matter", sa.Text(), server_default="AWARD_DECISIONS", nullable=False))
    op.add_column(DELEGATIONS, sa.Column("unit_id", sa.Uuid(), nullable=True))
    op.add_column(DELEGATIONS, sa.Column("authority", sa.Text(), nullable=True))
    # Delegations are only ever revoked: what is added to those that are there is the title of who delegated.
    op.execute(f"ALTER TABLE {DELEGATIONS} DISABLE TRIGGER guard")
    op.execute(
        f"UPDATE {DELEGATIONS} SET authority ="
        " coalesce((SELECT nullif(btrim(position), '') FROM people WHERE id = granted_by_id), 'Thủ trưởng')"
    )
    op.execute(f"ALTER TABLE {DELEGATIONS} ENABLE TRIGGER guard")
    op.alter_column(DELEGATIONS, "authority", nullable=False)
    op.create_foreign_key(op.f(f"fk_{DELEGATIONS}_unit_id"), DELEGATIONS, "units", ["unit_id"], ["id"])
    op.create_index(op.f(f"ix_{DELEGATIONS}_unit_id"), DELEGATIONS, ["unit_id"])
    for name, condition in CHECKS:
        op.create_check_constraint(op.f(f"ck_{DELEGATIONS}_{name}"), DELEGATIONS, condition)
    _number_by("symbol")
    op.create_check_constraint(
        op.f("ck_document_files_content_hash"), "document_files", "sha256 = encode(sha256(content), 'hex')"
    )


def downgrade() -> None:
    op.drop_constraint(op.f("ck_document_files_content_hash"), "document_files")
    _number_by("kind")
    for name, _condition in CHECKS:
        op.drop_constraint(op.f(f"ck_{DELEGATIONS}_{name}"), DELEGATIONS)
    op.drop_index(op.f(f"ix_{DELEGATIONS}_unit_id"), DELEGATIONS)
    op.drop_constraint(op.f(f"fk_{DELEGATIONS}_unit_id"), DELEGATIONS)
    # What was never for award decisions would become so.
    op.execute(f"ALTER TABLE {DELEGATIONS} DISABLE TRIGGER guard")
    op.execute(f"DELETE FROM {DELEGATIONS} WHERE matter = 'DOCUMENTS'")
    op.execute(f"ALTER TABLE {DELEGATIONS} ENABLE TRIGGER guard")
    for column in ("authority", "unit_id", "matter"):
        op.drop_column(DELEGATIONS, column)


def _number_by(column: str) -> None:
    op.drop_index("uq_official_documents_number", "official_documents")
    op.create_index(
        "uq_official_documents_number",
        "official_documents",
        ["issuer_id", column, sa.text("EXTRACT(year FROM issued_on)"), "number"],
        unique=True,
        postgresql_where=sa.text("number IS NOT NULL"),
    )
