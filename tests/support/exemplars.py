"""Exemplars for tests, in any state, with the consent that the state rests on."""

from datetime import date
from typing import Any

from domain.exemplars.model import Communication, Exemplar, ExemplarConsent, ExemplarHonour
from domain.exemplars.rules import Channel, ExemplarKind, ExemplarState
from domain.movements.model import Movement
from domain.people.model import Person
from tests.support.factories import NOW, Factory


async def exemplar(
    make: Factory, movement: Movement, person: Person | None = None, *, state: ExemplarState, **given: Any
) -> Exemplar:
    """An exemplar of a person; without one, of the unit or the initiative that is given."""
    kind = ExemplarKind.PERSON if person else ExemplarKind.UNIT if "unit_id" in given else ExemplarKind.INITIATIVE
    told = state is ExemplarState.PUBLISHED
    values = {
        "movement_id": movement.id,
        "kind": kind,
        "person_id": person.id if person else None,
        "title": "Người đưa trợ lý ảo vào tra cứu",
        "story": "Giảm 30 giờ tra cứu mỗi tháng.",
        "reason": "Lan tỏa tốt",
        "state": ExemplarState.SELECTED if told else state,
        "proposed_at": NOW,
        "withdrawn_reason": "Không còn phù hợp" if state is ExemplarState.WITHDRAWN else None,
    }
    row = await make.add(Exemplar(**{**values, **given}))
    if told:
        if person is not None:
            await consent(make, row)
        row.state, row.published_at = state, NOW
        await make.session.flush()
    return row


async def consent(make: Factory, of: Exemplar, **given: Any) -> ExemplarConsent:
    """The person's consent to name and story."""
    covers = {"covers_name": True, "covers_photo": False, "covers_story": True}
    values = {"exemplar_id": of.id, "person_id": of.person_id, "given_at": NOW, **covers}
    return await make.add(ExemplarConsent(**{**values, **given}))


async def honour(make: Factory, of: Exemplar, **given: Any) -> ExemplarHonour:
    """An honour at a ceremony."""
    values = {
        "exemplar_id": of.id,
        "honoured_on": date(2024, 6, 1),
        "place": "Hội trường Bộ",
        "occasion": "Hội nghị tổng kết",
        "recorded_at": NOW,
    }
    return await make.add(ExemplarHonour(**{**values, **given}))


async def communication(make: Factory, of: Exemplar, **given: Any) -> Communication:
    """An article that is planned."""
    values = {
        "exemplar_id": of.id,
        "channel": Channel.ARTICLE,
        "title": "Bài viết về điển hình",
        "planned_on": date(2024, 7, 1),
        "planned_at": NOW,
    }
    return await make.add(Communication(**{**values, **given}))
