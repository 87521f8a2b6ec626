"""Judging the many dossiers of one deed: all that stands in the way is told, with where in the input it stands."""

from collections.abc import Callable, Mapping, Sequence
from uuid import UUID

from domain.awards.model import Nomination
from domain.errors import DomainError, NotFound, refuse_if_any


def judge_each(
    ids: Sequence[UUID],
    found: Mapping[UUID, Nomination],
    judge: Callable[[Nomination], None],
    *,
    field: str,
    within: tuple[str, ...] = (),
) -> list[Nomination]:
    """Return the dossiers in the order of the input, all of them fit; raise the refusals of all that are not.

    Each refusal's path leads to its item of the input's `field`, and there to what it names itself or to `within`.
    """
    problems: list[DomainError] = []
    for position, nomination_id in enumerate(ids):
        try:
            if nomination_id not in found:
                raise NotFound
            judge(found[nomination_id])
        except DomainError as refusal:
            refusal.path = (field, str(position), *(refusal.path or within))
            problems.append(refusal)
    refuse_if_any(problems)
    return [found[nomination_id] for nomination_id in ids]
