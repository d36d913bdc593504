"""Several servers that start at the same moment load the same content once."""

from intima.content.models import Shelf, Version
from tests.at_once import ON_REAL_CONNECTIONS, at_once
from tests.content.folder import MARCH, Folder, changed

pytestmark = ON_REAL_CONNECTIONS


def test_four_starts_at_once_leave_one_row_a_version(folder: Folder) -> None:
    for number in range(20):
        slug = f"two-cups-{number}"
        folder.write(f"lessons/en/{slug}.yaml", changed(lambda lesson, slug=slug: lesson.update(slug=slug)))
    loaded = at_once(*[lambda: folder.load(MARCH)] * 4)
    assert sum(each.new for each in loaded) == 20
    assert Version.objects.count() == Shelf.objects.count() == 20
