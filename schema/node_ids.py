"""Global ids: "Type:uuid", opaque to clients, always checked for their type when they come back."""

import re
from uuid import UUID

_FORM = re.compile(r"([A-Z][A-Za-z]{0,39}):([0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12})")


def encode(type_name: str, key: UUID) -> str:
    """Return the global id of an object."""
    return f"{type_name}:{key}"


def decode(global_id: str) -> tuple[str, UUID] | None:
    """Return type name and key, or None when the text is no id of ours."""
    match = _FORM.fullmatch(global_id)
    return (match[1], UUID(match[2])) if match else None


def decode_as(global_id: str, type_name: str) -> UUID | None:
    """Return the key when the id names an object of `type_name`, else None: a unit's id is no initiative's."""
    decoded = decode(global_id)
    return decoded[1] if decoded is not None and decoded[0] == type_name else None
