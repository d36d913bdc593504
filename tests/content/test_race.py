"""Several servers that start at the same moment load the same content once."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection, connections

from intima.content import actions
from intima.content.models import Shelf, Version
from tests.content.folder import MARCH, Folder, changed


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite lets one writer in at a time")
def test_four_starts_at_once_leave_one_row_a_version(folder: Folder) -> None:
    for number in range(20):
        slug = f"two-cups-{number}"
        folder.write(f"lessons/en/{slug}.yaml", changed(lambda lesson, slug=slug: lesson.update(slug=slug)))
    together = Barrier(4)

    def start(_number: int) -> actions.Loaded:
        try:
            together.wait()
            return folder.load(MARCH)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        loaded = list(pool.map(start, range(4)))
    assert sum(each.new for each in loaded) == 20
    assert Version.objects.count() == Shelf.objects.count() == 20
