import pytest

from intima.content import actions as content
from tests.cast import EVENING


@pytest.fixture(autouse=True)
def _the_content(db: None) -> None:
    """The lessons and prompts as they stand in the files."""
    content.load(at=EVENING)
