"""Identifiers: UUID version 7 (RFC 9562), so that keys sort by the moment of their making."""

import secrets
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from random import Random
from uuid import UUID

from domain.clock import utc_now

_COUNTER_BITS = 12


@dataclass(slots=True)
class _Maker:
    """Makes ids from a source of random bits; ids of one millisecond count upwards."""

    bits: Callable[[int], int]
    last: int = -1
    counter: int = 0

    def make(self, milliseconds: int) -> UUID:
        if milliseconds == self.last and self.counter + 1 < 1 << _COUNTER_BITS:
            self.counter += 1
        else:
            # Half of the counter's room is left for what comes in the same millisecond (RFC 9562, 6.2, method 1).
            self.last, self.counter = milliseconds, self.bits(_COUNTER_BITS - 1)
        value = (milliseconds & 0xFFFF_FFFF_FFFF) << 80 | 0x7 << 76 | self.counter << 64 | 0b10 << 62 | self.bits(62)
        return UUID(int=value)


_maker: ContextVar[_Maker] = ContextVar("maker", default=_Maker(secrets.randbits))  # noqa: B039 -- one for the process


def new_id() -> UUID:
    """Make an id: 48 bits of milliseconds, a 12-bit counter within the millisecond, 62 random bits."""
    return _maker.get().make(int(utc_now().timestamp() * 1000))


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Make the ids of the block reproducible: the demo data are the same on every machine."""
    token = _maker.set(_Maker(Random(seed).getrandbits))  # noqa: S311 -- reproducible, not secret
    try:
        yield
    finally:
        _maker.reset(token)
