"""The mapped base, constraint names and column kinds that every context shares."""

from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

from sqlalchemy import CheckConstraint, DateTime, Dialect, MetaData, Numeric, Text, Uuid
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column
from sqlalchemy.types import TypeDecorator

from domain.ids import new_id

Id = Annotated[UUID, mapped_column(Uuid, primary_key=True, default=new_id)]


class Base(DeclarativeBase):
    """All tables. Every constraint has a name by convention, so that a refusal can be told by its name."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "ck": "ck_%(table_name)s_%(constraint_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 -- SQLAlchemy reads this class attribute
        datetime: DateTime(timezone=True),
        Decimal: Numeric(),
        str: Text(),
        UUID: Uuid(),
    }


class Versioned:
    """Rows that people edit: `version` counts the edits and guards against lost updates."""

    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805 -- SQLAlchemy's declared_attr takes the class
        return {"version_id_col": cls.version}


class TextEnum(TypeDecorator[StrEnum]):
    """An enumeration kept as text; `one_of` adds the CHECK that the database enforces."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: type[StrEnum]) -> None:
        super().__init__()
        self.kind = kind

    @property
    def python_type(self) -> type[StrEnum]:
        """Return the enumeration."""
        return self.kind

    def process_bind_param(self, value: StrEnum | None, dialect: Dialect) -> str | None:  # noqa: ARG002
        """Write the member's value."""
        return None if value is None else self.kind(value).value

    def process_result_value(self, value: str | None, dialect: Dialect) -> StrEnum | None:  # noqa: ARG002
        """Read the member."""
        return None if value is None else self.kind(value)


def text_enum(kind: type[StrEnum]) -> TextEnum:
    """Keep a column's enumeration as text."""
    return TextEnum(kind)


def one_of(column: str, kind: type[StrEnum]) -> CheckConstraint:
    """Allow only the values of `kind` in `column`."""
    values = ", ".join(f"'{member.value}'" for member in kind)
    return CheckConstraint(f"{column} IN ({values})", name=column)
