"""Queries whose SQL is made once a process, for the few that open pages ask every few seconds, or every ten letters.

Making the SQL costs several times what such a small query costs to ask: `make bench` holds the difference.
"""

from collections.abc import Callable, Iterable, Mapping
from itertools import chain
from typing import Any, Generic, TypeVar

from django.db import connection, models, transaction
from django.db.models import sql
from django.db.models.expressions import Expression

from intima.kit import among

Row = TypeVar("Row", bound=models.Model)
Statement = tuple[str, list[Any]]  # SQL and what is filled in


class Blank(Expression):
    """Stands in a query where a value comes later; `field` says how the database wants it."""

    def __init__(self, name: str, field: "models.Field[Any, Any]") -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]

    def filled(self, value: Any) -> Any:
        """The value as the database wants it."""
        return self.output_field.get_db_prep_value(value, connection)


class Blanks(Blank):
    """The same for the many values of `among`."""

    def filled(self, value: Any) -> Any:
        return among.parameter(value, connection)


class Compiled(Generic[Row]):
    """What `query()`, a queryset with blanks in it, finds once they are filled: rows that hold these fields alone."""

    def __init__(self, query: Callable[[], "models.QuerySet[Row]"], *fields: str) -> None:
        self.query = query
        self.fields = fields
        self.made: tuple[Any, ...] = ()

    def rows(self, **values: Any) -> list[Row]:
        """The rows for these values, by the names of the blanks. One query."""
        if not self.made:
            self.made = self._make()
        model, statement, parameters, converters = self.made
        with connection.cursor() as cursor:
            cursor.execute(statement, _filled(parameters, values))
            found = [list(row) for row in cursor.fetchall()]
        for place, (functions, column) in converters.items():
            for row in found:
                for function in functions:
                    row[place] = function(row[place], column, connection)
        return [model.from_db(connection.alias, self.fields, row) for row in found]

    def _make(self) -> tuple[Any, ...]:
        query = self.query().values_list(*self.fields).query
        compiler = query.get_compiler(connection=connection)
        statement, parameters = compiler.as_sql()
        columns = [column for column, _sql, _name in compiler.select]
        return query.model, statement, parameters, compiler.get_converters(columns)


class CompiledUpdate:
    """An update of `query()`, a queryset with blanks in it; blanks may stand in `changes` too."""

    def __init__(self, query: Callable[[], "models.QuerySet[Any]"], **changes: Any) -> None:
        self.query = query
        self.changes = changes
        self.made: tuple[Any, ...] = ()

    def filled(self, **values: Any) -> Statement:
        """The update for these values, by the names of the blanks, for `run`."""
        if not self.made:
            query: Any = self.query().query.chain(sql.UpdateQuery)
            query.add_update_values(self.changes)
            self.made = query.get_compiler(connection=connection).as_sql()
        statement, parameters = self.made
        return statement, _filled(parameters, values)


def run(*updates: Statement) -> list[int]:
    """Do these updates in one transaction; returns how many rows each changed.

    On PostgreSQL they are one message, which it takes as one transaction.
    """
    if not updates:
        return []
    if connection.vendor == "postgresql":
        statements, parameters = zip(*updates, strict=True)
        with connection.cursor() as cursor:
            cursor.execute("; ".join(statements), list(chain.from_iterable(parameters)))
            counts = [cursor.rowcount]
            while cursor.nextset():
                counts.append(cursor.rowcount)
        return counts
    with transaction.atomic(savepoint=False), connection.cursor() as cursor:
        return [cursor.execute(*update).rowcount for update in updates]


def _filled(parameters: Iterable[Any], values: Mapping[str, Any]) -> list[Any]:
    return [each.filled(values[each.name]) if isinstance(each, Blank) else each for each in parameters]
