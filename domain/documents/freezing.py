"""The content of a document as it is kept: one JSON value, its pictures apart by their hashes, and a hash of it all.

The hash is SHA-256 of the canonical JSON, so it says whether a document still says what was checked and signed.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace
from datetime import date
from enum import StrEnum
from types import UnionType
from typing import Any, Union, get_args, get_origin, get_type_hints

from domain.documents.content import (
    Align,
    Annex,
    Capacity,
    Column,
    Content,
    Heading,
    Items,
    Paragraph,
    Picture,
    Row,
    Run,
    Signature,
    Table,
)
from domain.ledger.rules import canonical

#: Blocks stand beside each other in one list, so that each says which it is.
_BLOCKS = {kind.__name__: kind for kind in (Heading, Paragraph, Items, Table, Picture)}
_PARTS = (*_BLOCKS.values(), Annex, Column, Row, Run, Signature, Content)
_HINTS = {kind: get_type_hints(kind) for kind in _PARTS}
_ENUMS = (Align, Capacity)
_BLOCK = "block"


def frozen(content: Content) -> tuple[dict[str, Any], dict[str, bytes]]:
    """Return the content as JSON has it, and its pictures by their hashes."""
    pictures: dict[str, bytes] = {}
    return _frozen(content, pictures), pictures


def content_hash(kept: Mapping[str, Any]) -> str:
    """Return the SHA-256 (hex) of a frozen content."""
    return hashlib.sha256(canonical(kept).encode()).hexdigest()


def thawed(kept: Mapping[str, Any], pictures: Mapping[str, bytes]) -> Content:
    """Return the content that was frozen. Raises KeyError for a picture that is missing."""
    content: Content = _thawed(kept, Content, pictures)
    return content


def signed(content: Content, signature: Signature) -> Content:
    """Put the signer's name and title where the last signature belongs."""
    return replace(content, signatures=(*content.signatures[:-1], signature))


def numbered(content: Content, number: int, dated: date) -> Content:
    """Fill in the number and the day; minutes and forms that bear no place keep their own."""
    return replace(content, number=number, dated=dated)


def _frozen(value: Any, pictures: dict[str, bytes]) -> Any:
    if is_dataclass(value) and not isinstance(value, type):
        said = {field.name: _frozen(getattr(value, field.name), pictures) for field in fields(value)}
        return {_BLOCK: type(value).__name__, **said} if type(value).__name__ in _BLOCKS else said
    if isinstance(value, bytes):
        digest = hashlib.sha256(value).hexdigest()
        pictures[digest] = value
        return digest
    if isinstance(value, StrEnum):
        return value.name
    if isinstance(value, tuple):
        return [_frozen(each, pictures) for each in value]
    return value.isoformat() if isinstance(value, date) else value


def _thawed(value: Any, hint: Any, pictures: Mapping[str, bytes]) -> Any:
    if value is None:
        return None
    if isinstance(value, Mapping):
        kind: Any = _BLOCKS[value[_BLOCK]] if _BLOCK in value else _choice(hint, _PARTS)
        return kind(**{name: _thawed(value[name], of, pictures) for name, of in _HINTS[kind].items()})
    if isinstance(value, list):
        (inner,) = {each for each in get_args(_choice(hint, (tuple,))) if each is not ...}
        return tuple(_thawed(each, inner, pictures) for each in value)
    options = _options(hint)
    if bytes in options:
        return pictures[value]
    if date in options:
        return date.fromisoformat(value)
    return next((kind[value] for kind in _ENUMS if kind in options), value)


def _choice(hint: Any, kinds: tuple[Any, ...]) -> Any:
    """Return the one of a union that is of a kind."""
    return next(each for each in _options(hint) if each in kinds or get_origin(each) in kinds)


def _options(hint: Any) -> tuple[Any, ...]:
    return get_args(hint) if get_origin(hint) in (Union, UnionType) else (hint,)
