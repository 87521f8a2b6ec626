"""The types of evaluations."""

from domain.evaluations import model, queries
from schema.bindings import Node, column, entity
from schema.texts import T


@entity(queries.ROUNDS, T("Vòng chấm.", "A round."))
class Round(Node):
    """A round."""

    name: str = column(model.Round.name, T("Tên.", "The name."))
