"""Root fields that read people and roles."""

import strawberry

from schema.fields import connection, lookup
from schema.people.types import PERSON_ORDER, ROLE_GRANT_ORDER, PersonFilter, RoleGrantFilter
from schema.refs import PersonRef, RoleGrantRef
from schema.texts import T


@strawberry.type
class PersonQueries:
    """People and their roles."""

    person = lookup("Person", PersonRef, T("Một người.", "One person."))
    people = connection(
        "Person", PersonRef, T("Những người bạn được xem.", "The people."), filters=PersonFilter, ordering=PERSON_ORDER
    )
    role_grants = connection(
        "RoleGrant",
        RoleGrantRef,
        T("Các vai trò đã cấp.", "The roles granted."),
        filters=RoleGrantFilter,
        ordering=ROLE_GRANT_ORDER,
    )
