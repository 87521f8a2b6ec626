"""What commands about rounds take: a round by its id, a published head."""

import re
from typing import Any
from uuid import UUID

import click

from domain.ledger.rules import Head
from schema import node_ids

_HEAD = re.compile(r"([1-9]\d{0,9}):([0-9a-f]{64})", re.ASCII)


class RoundType(click.ParamType[UUID]):
    """A round by its global id (Round:...) or the bare key."""

    name = "round"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> UUID:
        """Return the key."""
        if isinstance(value, UUID):
            return value
        key = node_ids.decode_as(f"Round:{str(value).removeprefix('Round:')}", "Round")
        if key is None:
            self.fail("không phải mã vòng chấm / not the id of a round", param, ctx)
        return key


class HeadType(click.ParamType[Head]):
    """A head as it is printed: number, colon, 64 hexadecimal digits."""

    name = "number:hash"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Head:
        """Return the head."""
        found = _HEAD.fullmatch(str(value))
        if found is None:
            self.fail("cần SỐ:MÃ BĂM / NUMBER:HASH is wanted", param, ctx)
        return Head(int(found[1]), found[2])


ROUND = RoundType()
HEAD = HeadType()
