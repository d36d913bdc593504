from pathlib import Path

import pytest

from intima.content.models import Shelf, Version
from tests.content.folder import Folder


@pytest.fixture
def folder(db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Folder:
    """An empty folder, beside a database that no content was loaded into."""
    Shelf.objects.all().delete()
    Version.objects.all().delete()
    return Folder(tmp_path, monkeypatch)
