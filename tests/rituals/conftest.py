import pytest
import time_machine

from tests.cast import EVENING


@pytest.fixture(autouse=True)
def _this_evening() -> object:
    with time_machine.travel(EVENING, tick=False):
        yield
