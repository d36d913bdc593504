import pytest

from intima.content import actions as content
from tests.cast import EVENING


@pytest.fixture
def questions(db: None) -> None:
    """The site's own content, as the start-up command loads it."""
    content.load(at=EVENING)
