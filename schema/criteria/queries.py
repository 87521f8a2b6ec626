"""Root fields that read rubrics."""

import strawberry

from schema.criteria.types import RUBRIC_ORDER, RubricFilter
from schema.fields import connection, lookup
from schema.refs import RubricRef
from schema.texts import T


@strawberry.type
class CriterionQueries:
    """Rubrics, one or many."""

    rubric = lookup("Rubric", RubricRef, T("Một bộ tiêu chí.", "One rubric."))
    rubrics = connection(
        "Rubric", RubricRef, T("Các bộ tiêu chí.", "The rubrics."), filters=RubricFilter, ordering=RUBRIC_ORDER
    )
