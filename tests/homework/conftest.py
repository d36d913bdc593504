import pytest

from intima.accounts.models import Person
from reflections.care.models import CareLink, Therapist
from tests import cast


@pytest.fixture
def dee(db: None) -> Therapist:
    return cast.therapist("Dr Dee")


@pytest.fixture
def adas(ada: Person, dee: Therapist) -> CareLink:
    """Ada's consent, also to Dr Dee's knowing who her partner is."""
    return cast.care(ada, dee, knows_partner=True)


@pytest.fixture
def bens(ben: Person, dee: Therapist) -> CareLink:
    return cast.care(ben, dee, knows_partner=True)
