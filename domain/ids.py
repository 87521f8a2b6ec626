"""Identifiers: UUID version 7 (RFC 9562), so that keys sort by the moment of their making."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from random import Random
from uuid import UUID

from domain.clock import utc_now

_random_bits: ContextVar[Callable[[int], int]] = ContextVar("random_bits", default=secrets.randbits)


def new_id() -> UUID:
    """Make an id: 48 bits of milliseconds, then 74 random bits."""
    bits = _random_bits.get()
    milliseconds = int(utc_now().timestamp() * 1000) & 0xFFFF_FFFF_FFFF
    value = milliseconds << 80 | 0x7 << 76 | bits(12) << 64 | 0b10 << 62 | bits(62)
    return UUID(int=value)


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Make the ids of the block reproducible: the demo data are the same on every machine."""
    token = _random_bits.set(Random(seed).getrandbits)  # noqa: S311 -- reproducible, not secret
    try:
        yield
    finally:
        _random_bits.reset(token)
