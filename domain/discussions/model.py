"""The table of posts, and the view of entries on which evaluators differ."""

from datetime import datetime
from uuid import UUID

from sqlalchemy import Column, ForeignKey, ForeignKeyConstraint, Index, Integer, MetaData, Numeric, Table, Uuid
from sqlalchemy.orm import Mapped, mapped_column

from domain.discussions.rules import Audience
from domain.orm import Base, Id, one_of, text_enum


class DiscussionPost(Base):
    """What somebody said about an entry of a round. Append-only: a mistake is mended by a further post.

    What it repeats of its entry is held equal by a reference to all three columns.
    """

    __tablename__ = "discussion_posts"
    __table_args__ = (
        ForeignKeyConstraint(
            ["entry_id", "round_id", "initiative_id"],
            ["round_entries.id", "round_entries.round_id", "round_entries.initiative_id"],
            name="fk_discussion_posts_entry",
        ),
        one_of("audience", Audience),
        Index(None, "entry_id", "created_at", "id"),
        Index(None, "round_id", "created_at", "id"),
    )

    id: Mapped[Id]
    entry_id: Mapped[UUID]
    round_id: Mapped[UUID] = mapped_column(ForeignKey("rounds.id"))
    initiative_id: Mapped[UUID] = mapped_column(ForeignKey("initiatives.id"))
    author_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    audience: Mapped[Audience] = mapped_column(text_enum(Audience))
    body: Mapped[str]
    created_at: Mapped[datetime]


#: Entries whose submitted sheets lie at least the round's `dispute_spread` apart; a view, made by hand in migrations.
#: `id` is that of the round entry.
DISPUTES = Table(
    "disputed_entries",
    MetaData(),
    Column("id", Uuid(), primary_key=True),
    Column("round_id", Uuid()),
    Column("initiative_id", Uuid()),
    Column("sheets", Integer()),
    Column("lowest", Numeric(9, 6)),
    Column("highest", Numeric(9, 6)),
    Column("spread", Numeric(9, 6)),
)
