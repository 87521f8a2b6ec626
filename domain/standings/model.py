"""The view of what each unit achieved in each movement; migrations make it by hand."""

from sqlalchemy import Boolean, Column, Integer, MetaData, Table, Text, Uuid

from domain.results.model import SCORE

#: A row for each unit that takes part in a movement, entered something, was proposed for a reward, adopted something or
#: was adopted from. It always follows the facts, and of results it knows what is published only:
#:
#: - `submitted`: initiatives that stand before the ministry (SUBMITTED to SCORED, found ineligible or not); `eligible`:
#:   those of them that passed the screening.
#: - `ranked`, `best_place`, `mean_score`: of the latest published version of the last round in which others than the
#:   unit itself judged whole sheets (neither a screening, nor a self-score, nor a tie-break); the score is NULL, as the
#:   place is, where nothing is ranked.
#: - `nominations_proposed`: dossiers sent in and not withdrawn, whatever became of them; `nominations_decided`: those
#:   with a signed decision; `awards_effective`: those of the latter that were not revoked.
#: - `adoptions_given`: others' initiatives that it uses now; `adoptions_received`: uses of its own by others, where
#:   units that were merged are one, and what became one with the unit is no other.
STANDINGS = Table(
    "unit_standings",
    MetaData(),
    Column("id", Uuid(), primary_key=True),
    Column("movement_id", Uuid(), nullable=False),
    Column("unit_id", Uuid(), nullable=False),
    Column("unit_code", Text(), nullable=False),
    Column("submitted", Integer(), nullable=False),
    Column("eligible", Integer(), nullable=False),
    Column("ranked", Integer(), nullable=False),
    Column("best_place", Integer()),
    Column("mean_score", SCORE),
    Column("nominations_proposed", Integer(), nullable=False),
    Column("nominations_decided", Integer(), nullable=False),
    Column("awards_effective", Integer(), nullable=False),
    Column("adoptions_given", Integer(), nullable=False),
    Column("adoptions_received", Integer(), nullable=False),
    Column("is_thematic", Boolean(), nullable=False),
    Column("counts_for_merit", Boolean(), nullable=False),
)
