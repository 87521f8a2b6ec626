"""Which pair to put before an evaluator next: the one whose answer tells most, given all answers so far."""

import asyncio
from collections.abc import Sequence

from domain.engine.problem import Judgement


async def most_telling(
    entries: Sequence[str], judgements: Sequence[Judgement], pairs: Sequence[tuple[str, str]]
) -> tuple[str, str]:
    """Return one of the pairs, at least one, of entries: where p (1 - p) Var is greatest, first by id if equal."""
    return await asyncio.to_thread(_most_telling, entries, judgements, pairs)


def _most_telling(
    entries: Sequence[str], judgements: Sequence[Judgement], pairs: Sequence[tuple[str, str]]
) -> tuple[str, str]:
    # Serving processes load numpy with the first pair that they are asked for, and not before.
    from domain.engine.paired import fitted_to  # noqa: PLC0415
    from domain.engine.pairwise import next_pair  # noqa: PLC0415

    return next_pair(fitted_to(judgements, entries), pairs) or pairs[0]
