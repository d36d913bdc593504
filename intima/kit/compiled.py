"""Queries whose SQL is made once a process, for the few that open pages ask every few seconds.

Making the SQL costs several times what such a small query costs to ask: `make bench` holds the difference.
"""

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from django.db import connection, models
from django.db.models.expressions import Expression

Row = TypeVar("Row", bound=models.Model)


class Blank(Expression):
    """Stands in a query where a value comes later; `field` says how the database wants it."""

    def __init__(self, name: str, field: "models.Field[Any, Any]") -> None:
        super().__init__(output_field=field)
        self.name = name

    def as_sql(self, compiler: Any, connection: Any) -> Any:
        return "%s", [self]


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
        model, sql, parameters, converters = self.made
        given = [
            each.output_field.get_db_prep_value(values[each.name], connection) if isinstance(each, Blank) else each
            for each in parameters
        ]
        with connection.cursor() as cursor:
            cursor.execute(sql, given)
            found = [list(row) for row in cursor.fetchall()]
        for place, (functions, column) in converters.items():
            for row in found:
                for function in functions:
                    row[place] = function(row[place], column, connection)
        return [model.from_db(connection.alias, self.fields, row) for row in found]

    def _make(self) -> tuple[Any, ...]:
        query = self.query().values_list(*self.fields).query
        compiler = query.get_compiler(connection=connection)
        sql, parameters = compiler.as_sql()
        columns = [column for column, _sql, _name in compiler.select]
        return query.model, sql, parameters, compiler.get_converters(columns)
