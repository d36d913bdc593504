"""`filter(pk__among=ids)`: as `pk__in`, with all the values in one parameter however many they are.

Django and psycopg take longer over a hundred parameters than PostgreSQL over the whole query. Sealed fields have none.
"""

import json
import uuid
from collections.abc import Iterable
from typing import Any

from django.db import models
from django.db.models import Lookup


def parameter(values: Iterable[Any], connection: Any) -> Any:
    """The values as the one parameter that such a query takes: ids or strings."""
    values = list(values)
    if connection.vendor == "postgresql":
        # Ids are written out here, where nothing needs quoting: psycopg takes longer over each than the query does.
        ids = all(isinstance(value, uuid.UUID) for value in values)
        return f"{{{','.join(value.hex for value in values)}}}" if ids else values
    return json.dumps([value.hex if isinstance(value, uuid.UUID) else value for value in values])


class Among(Lookup):  # type: ignore[type-arg]
    lookup_name = "among"
    prepare_rhs = False

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        column, before = self.process_lhs(compiler, connection)
        blank = hasattr(self.rhs, "as_sql")  # of a compiled query
        values = self.rhs if blank else parameter(self.rhs, connection)
        among = "= ANY(%s)" if connection.vendor == "postgresql" else "IN (SELECT value FROM json_each(%s))"
        return f"{column} {among}", [*before, values]


for _field in (models.UUIDField, models.CharField, models.ForeignKey):
    _field.register_lookup(Among)
