"""Deeds at the same moment: on a database with real concurrent connections, or in the middle of another deed."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections

# For a whole module: SQLite lets one writer in at a time, so its answer would say nothing.
ON_REAL_CONNECTIONS = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time"),
]


def at_once(*deeds: Callable[[], Any], refusing: tuple[type[Exception], ...] = ()) -> list[Any]:
    """Do all of these at the same moment, each on a connection of its own; what each gave, or the refusal it met."""
    together = Barrier(len(deeds))
    connections.close_all()  # ours too: the pool holds eight

    def do(deed: Callable[[], Any]) -> Any:
        connection.ensure_connection()
        together.wait(10)
        try:
            return deed()
        except refusing as refused:
            return refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(deeds)) as pool:
        return list(pool.map(do, deeds))


@contextmanager
def meanwhile(deed: Callable[[], Any], *, before: str) -> Iterator[None]:
    """Within the block the deed is done once, just before the first query that holds these words."""
    done: list[str] = []

    def run(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        if before in sql and not done:
            done.append(sql)
            deed()
        return execute(sql, *rest)

    with connection.execute_wrapper(run):
        yield
    assert done, f"no query held {before}"
