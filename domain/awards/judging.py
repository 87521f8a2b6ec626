"""What every decision on nominations looks at: the right to decide, who had a hand in it, the state it is in."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from domain.access import policy
from domain.access.permissions import Permission
from domain.actor import Actor
from domain.awards.model import Nomination
from domain.awards.opening import subject_of
from domain.awards.rules import NominationState, check_decider, check_step
from domain.errors import DomainError, NotFound, refuse_if_any


@dataclass(frozen=True, slots=True)
class Choice:
    """The nominations that one deed is about: in the order of the input, as found and locked, with their preparers."""

    ids: Sequence[UUID]
    found: Mapping[UUID, Nomination]
    preparers: Mapping[UUID, frozenset[UUID]]


def judge_each(
    actor: Actor,
    choice: Choice,
    target: NominationState,
    besides: Callable[[Nomination], None],
    *,
    field: str,
    within: tuple[str, ...] = (),
) -> list[Nomination]:
    """Return the nominations, all fit to become `target`; raise the refusals of all that are not.

    Each refusal's path leads to its item of the input's `field`, and there to what it names itself or to `within`.
    """
    problems: list[DomainError] = []
    for position, nomination_id in enumerate(choice.ids):
        try:
            _judge(actor, choice, nomination_id, target, besides)
        except DomainError as refusal:
            refusal.path = (field, str(position), *(refusal.path or within))
            problems.append(refusal)
    refuse_if_any(problems)
    return [choice.found[nomination_id] for nomination_id in choice.ids]


def _judge(
    actor: Actor,
    choice: Choice,
    nomination_id: UUID,
    target: NominationState,
    besides: Callable[[Nomination], None],
) -> None:
    nomination = choice.found.get(nomination_id)
    if nomination is None:
        raise NotFound
    policy.require(actor, Permission.NOMINATION_DECIDE, subject_of(nomination))
    check_decider(actor.person_id, choice.preparers[nomination_id])
    besides(nomination)
    check_step(nomination.state, target)
