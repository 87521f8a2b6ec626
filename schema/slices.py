"""What a list is asked for: its arguments, checked, as order, page and conditions. Both executions use it."""

from collections.abc import Hashable, Mapping
from dataclasses import dataclass
from typing import Any

import strawberry
from sqlalchemy import ColumnElement

from domain.actor import Actor
from domain.reading.pages import Page
from domain.reading.source import shown_by
from schema.bindings import ToConnection
from schema.filters import Chosen, ChosenOrder, conditions_of, order_of
from schema.pagination import page_from

PAGE_ARGUMENTS = ("first", "last", "after", "before")


@dataclass(frozen=True, slots=True)
class Slice:
    """A page of a list in an order, of the rows that fulfil conditions, and of which masks hide none of what is asked.

    What `masks` say follows from the conditions and the shape of the viewer.
    """

    order: ChosenOrder
    page: Page
    conditions: tuple[Chosen, ...]
    masks: tuple[ColumnElement[bool], ...] = ()

    @property
    def shape(self) -> Hashable:
        """Return all that decides which statement reads the slice, which is everything but values."""
        page = self.page
        asked = tuple(chosen.name for chosen in self.conditions)
        return self.order.name, page.backward, page.after is None, page.before is None, asked

    @property
    def values(self) -> tuple[Any, ...]:
        """Return the values: the page's size, the sort values of its cursors, those of the conditions."""
        page = self.page
        return page.limit, *(page.after or ()), *(page.before or ()), *(chosen.value for chosen in self.conditions)


def slice_of(binding: ToConnection, arguments: Mapping[str, Any], actor: Actor) -> Slice:
    """Check a list's arguments (by their Python names). Raises RequestError: BAD_USER_INPUT or FORBIDDEN."""
    given = {name: None if value is strawberry.UNSET else value for name, value in arguments.items()}
    order = order_of(binding, given.get("order_by"), actor)
    conditions = tuple(conditions_of(given.get("filter"), actor))
    page = page_from(order.name, order.keys, **{name: given.get(name) for name in PAGE_ARGUMENTS})
    shown = (shown_by(binding.mask, actor), *(chosen.shown for chosen in conditions))
    return Slice(order, page, conditions, tuple(each for each in shown if each is not None))
