"""How PostgreSQL goes about what it is asked."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from django.db import connection


@contextmanager
def plans(options: str = "") -> Iterator[list[str]]:
    """The plan of each statement in the block, in order, shown just before it is carried out. Within a transaction.

    With ANALYZE among the options a statement that changes rows is carried out twice, the first time taken back.
    """
    shown: list[str] = []

    def explain(execute: Callable[..., Any], statement: str, parameters: Any, many: bool, context: Any) -> Any:
        if statement.split()[0] in {"SELECT", "UPDATE", "WITH"}:
            cursor = context["cursor"].cursor
            cursor.execute("SAVEPOINT plan")
            cursor.execute(f"EXPLAIN ({options or 'COSTS'}) {statement}", parameters)
            shown.append("\n".join(line for (line,) in cursor.fetchall()))
            cursor.execute("ROLLBACK TO SAVEPOINT plan")
        return execute(statement, parameters, many, context)

    with connection.execute_wrapper(explain):
        yield shown
