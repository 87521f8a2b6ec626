"""How a deed is offered: one input, one payload, a declared permission, one transaction, refusals as data.

The mutation field checks gate one (could the actor ever do this?), turns global ids into keys, opens the transaction,
honours the idempotency key, calls the resolver, commits, and turns refusals into `userErrors`. What the payload shows
of the objects made is read afterwards, the same way as by a query.
"""

import dataclasses
import hashlib
import json
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from inspect import get_annotations
from typing import Any, Generic, NewType, TypeVar, dataclass_transform, get_args
from uuid import UUID

import strawberry
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm.exc import StaleDataError
from strawberry import UNSET

from domain.access import policy
from domain.access.permissions import Permission
from domain.actor import Actor
from domain.audit.actions import plain
from domain.changes import UNCHANGED, camel_case
from domain.constraints import refusal_for
from domain.councils.ballot_box import BallotBox
from domain.errors import Conflict, DomainError, Invalid, Refusals, Text
from domain.idempotency import actions as idempotency
from schema import node_ids
from schema.bindings import MADE
from schema.context import Context, Info
from schema.fields import argument
from schema.texts import describe
from schema.user_errors import UserError, user_error

REFERENCE = "thidua.reference"
PERMISSION = "thidua.permission"
SECRET = "thidua.secret"  # noqa: S105 -- the name of a mark
INPUT = Text("Đầu vào của thao tác.", "What the deed is given.")

#: The key of an object that an input names by its global id; decoded, with its type checked, before a resolver runs.
Ref = NewType("Ref", UUID)


@dataclass(frozen=True, slots=True)
class Deed:
    """What a mutation's resolver works with: the open transaction, who acts, and the server's ballot box, if any."""

    session: AsyncSession
    actor: Actor
    ballot_box: BallotBox | None = None


@strawberry.input(description=describe(Text("Phần chung của mọi đầu vào.", "What every input has.")))
class MutationInput:
    """Every input can carry an idempotency key."""

    idempotency_key: UUID | None = strawberry.field(
        description=describe(
            Text(
                "Khóa chống thực hiện hai lần, giữ 24 giờ.",
                "The deed is done once per key; an equal request within 24 hours gets the same answer.",
            )
        ),
    )


def ref(target: str, description: Text, **options: Any) -> Any:
    """Declare an input field of type `Ref` (or `Ref | None`, or a list) that takes the global id of a `target`."""
    return strawberry.field(description=describe(description), metadata={REFERENCE: target}, **options)


def value(description: Text, **options: Any) -> Any:
    """Declare any other input field. What may be left out is None then; with `default=UNSET`, UNCHANGED."""
    return strawberry.field(description=describe(description), **options)


def secret(description: Text, **options: Any) -> Any:
    """Declare an input field of which nothing is stored, not even as part of the hash under an idempotency key.

    A hash of few possible values tells the value. Requests that differ in nothing else count as equal.
    """
    return strawberry.field(description=describe(description), metadata={SECRET: True}, **options)


class Payload:
    """What a deed answers: the keys of what it made, by field name, and the refusals."""

    def __init__(self, made: Mapping[str, UUID], user_errors: list[UserError]) -> None:
        self.made = made
        self.user_errors = user_errors


@dataclass_transform(kw_only_default=True, field_specifiers=())
def payload(description: Text) -> Callable[[type], type]:
    """Declare a payload type; `userErrors` is added to what the class declares."""

    def declare(cls: type) -> type:
        cls.__annotations__ = {**get_annotations(cls), "user_errors": list[UserError]}
        cls.user_errors = strawberry.field(  # type: ignore[attr-defined]
            description=describe(Text("Lý do từ chối; rỗng khi thành công.", "Why it was refused; empty on success."))
        )
        return strawberry.type(cls, description=describe(description))

    return declare


def made(target: str, reference: Any, description: Text) -> Any:
    """Declare a payload field that shows the object made; null when the deed was refused."""

    async def resolver(root: Any, info: Any) -> Any:
        key = root.made.get(info._field.python_name)  # noqa: SLF001 -- Strawberry has no public name for it
        found = [] if key is None else await info.context.objects(info.path, target, [key])
        return found[0] if found else None

    resolver.__annotations__ = {"root": Any, "info": Info, "return": reference | None}
    return strawberry.field(resolver=resolver, description=describe(description), metadata={MADE: target})


def made_many(target: str, reference: Any, description: Text) -> Any:
    """Declare a payload field that shows all objects made, in the order of their names; empty when refused."""

    async def resolver(root: Any, info: Any) -> Any:
        keys = [key for _, key in sorted(root.made.items())]
        return await info.context.objects(info.path, target, keys) if keys else []

    resolver.__annotations__ = {"root": Any, "info": Info, "return": list[reference]}
    return strawberry.field(resolver=resolver, description=describe(description), metadata={MADE: target})


PayloadType = TypeVar("PayloadType")


class Made(dict[str, UUID], Generic[PayloadType]):
    """The keys of what a deed made, by the field names of its payload type."""


Resolver = Callable[[Deed, Any], Awaitable[Made[Any]]]


def mutation(resolver: Resolver, permission: Permission, description: Text, also: Collection[Permission] = ()) -> Any:
    """Offer a deed. `resolver(deed, input)` returns the keys of what it made, by the payload's field names.

    Who could hold neither the permission nor any of `also` is refused before anything is looked at.
    """
    deed_name = resolver.__name__
    annotations = resolver.__annotations__
    (payload_type,) = get_args(annotations["return"])

    async def field(info: Any, input: Any) -> Any:
        context: Context = info.context
        try:
            return Payload(await _perform(context, resolver, deed_name, (permission, *also), input), [])
        except Refusals as refusals:
            errors = refusals.errors
        except DomainError as error:
            errors = [error]
        return Payload({}, [user_error(error, context.language) for error in errors])

    described = argument(annotations["input"], describe(INPUT))
    field.__annotations__ = {"info": Info, "input": described, "return": payload_type}
    return strawberry.field(resolver=field, description=describe(description), metadata={PERMISSION: permission})


async def _perform(
    context: Context, resolver: Resolver, deed_name: str, permissions: Sequence[Permission], asked: Any
) -> Mapping[str, UUID]:
    if not any(policy.could_hold(context.actor, each) for each in permissions):
        policy.require(context.actor, permissions[0])  # refuses: no rule has a role of the actor's
    request = canonical(asked)
    arguments = decoded(asked)
    try:
        return await _once(context, resolver, deed_name, arguments, request)
    except DBAPIError as error:
        if not _is_transient(error):
            raise
    # A deadlock or a serialisation failure says nothing about the deed: one more try of the whole transaction.
    return await _once(context, resolver, deed_name, arguments, request)


async def _once(
    context: Context, resolver: Resolver, deed_name: str, arguments: Any, request: bytes
) -> Mapping[str, UUID]:
    key, actor_id = arguments.idempotency_key, context.actor.person_id
    try:
        async with context.database.writing() as session:
            deed = Deed(session, context.actor, context.ballot_box)
            if key is None or actor_id is None:
                return await resolver(deed, arguments)
            stored = {"actor_id": actor_id, "deed": deed_name, "key": key, "request_hash": request}
            answer = await idempotency.replayed(session, **stored)
            if answer is not None:
                return {name: UUID(made_key) for name, made_key in answer.items()}
            keys = await resolver(deed, arguments)
            idempotency.remember(session, answer={name: str(each) for name, each in keys.items()}, **stored)
            return keys
    except IntegrityError as error:
        refusal = refusal_for(constraint_of(error))
        if refusal is None:
            raise
        raise refusal from error
    except StaleDataError as error:
        raise Conflict(
            "CHANGED_MEANWHILE",
            Text("Dữ liệu vừa bị người khác sửa. Hãy thử lại.", "Somebody changed this just now. Try again."),
        ) from error


def constraint_of(error: DBAPIError) -> str | None:
    """Return the name of the constraint that PostgreSQL says was violated."""
    cause = getattr(error.orig, "__cause__", None)
    return getattr(cause, "constraint_name", None)


def _is_transient(error: DBAPIError) -> bool:
    return getattr(error.orig, "sqlstate", None) in {"40001", "40P01"}


def canonical(asked: Any) -> bytes:
    """Hash an input: equal requests have equal hashes; a field that was left out is not there, one of null is."""
    text = json.dumps(plain(_said(asked)), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(text.encode()).digest()


def _said(asked: Any) -> Any:
    """Return what an input says, without what was left out, its idempotency key, and all that is secret."""
    if isinstance(asked, list):
        return [_said(item) for item in asked]
    if not dataclasses.is_dataclass(asked):
        return asked
    given = {field.name: getattr(asked, field.name) for field in dataclasses.fields(asked) if _is_kept(field)}
    return {name: _said(value) for name, value in given.items() if value is not UNSET}


def _is_kept(field: "dataclasses.Field[Any]") -> bool:
    return field.name != "idempotency_key" and SECRET not in field.metadata


def decoded(asked: Any) -> Any:
    """Replace every global id of an input by the key it stands for, and what was left out of an update by UNCHANGED.

    All wrong ids are reported together.
    """
    problems: list[DomainError] = []
    arguments = _decoded(asked, None, (), problems)
    if problems:
        raise Refusals(problems)
    return arguments


def _decoded(asked: Any, target: str | None, path: tuple[str, ...], problems: list[DomainError]) -> Any:
    if asked is UNSET:
        return UNCHANGED
    if isinstance(asked, list):
        return [_decoded(item, target, (*path, str(index)), problems) for index, item in enumerate(asked)]
    if target is not None and asked is not None:
        return _key(asked, target, path, problems)
    definition: Any = getattr(asked, "__strawberry_definition__", None)
    if not dataclasses.is_dataclass(asked) or definition is None:
        return asked
    changes: dict[str, Any] = {}
    for field in definition.fields:
        given, here = getattr(asked, field.python_name), (*path, camel_case(field.python_name))
        changes[field.python_name] = _decoded(given, field.metadata.get(REFERENCE), here, problems)
    arguments: Any = dataclasses.replace(asked, **changes)  # type: ignore[type-var]  # an input is an instance
    return arguments


#: The law has two catalogues, and dossiers ask for what stands in one of them.
_TITLE_IS_NO_FORM = Text(
    "Đây là danh hiệu thi đua, không phải hình thức khen thưởng: hồ sơ chỉ đề nghị hình thức khen thưởng; danh hiệu đã "
    "được công nhận thì ghi bằng recordEarlierAward.",
    "This is a title, not a form of reward: dossiers ask for forms of reward; a title that was given is recorded with "
    "recordEarlierAward.",
)


def _key(given: str, target: str, path: tuple[str, ...], problems: list[DomainError]) -> UUID | None:
    key = node_ids.decode_as(given, target)
    if key is None:
        wrong = Text(f"Đây không phải mã định danh của {target}.", f"This is not the id of a {target}.")
        is_title = target == "AwardForm" and node_ids.decode_as(given, "AwardTitle") is not None
        rule, text = ("TITLE_IS_NO_FORM", _TITLE_IS_NO_FORM) if is_title else ("ID_TYPE", wrong)
        problems.append(Invalid(rule, text, path, target))
    return key
