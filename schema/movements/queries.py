"""Root fields that read movements and legal texts."""

import strawberry

from schema.fields import connection, lookup
from schema.movements.filters import LEGAL_BASIS_ORDER, MOVEMENT_ORDER, LegalBasisFilter, MovementFilter
from schema.refs import LegalBasisRef, MovementRef
from schema.texts import T


@strawberry.type
class MovementQueries:
    """Movements and legal texts, one or many."""

    movement = lookup("Movement", MovementRef, T("Một phong trào.", "One movement."))
    movements = connection(
        "Movement",
        MovementRef,
        T("Các phong trào.", "The movements."),
        filters=MovementFilter,
        ordering=MOVEMENT_ORDER,
    )
    legal_basis = lookup("LegalBasis", LegalBasisRef, T("Một căn cứ pháp lý.", "One legal text."))
    legal_bases = connection(
        "LegalBasis",
        LegalBasisRef,
        T("Danh mục căn cứ pháp lý.", "The catalogue of legal texts."),
        filters=LegalBasisFilter,
        ordering=LEGAL_BASIS_ORDER,
    )
