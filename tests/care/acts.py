"""What stands in a ledger, in one line each."""

import uuid
from datetime import datetime

from reflections.care import ledger
from reflections.care.ledger import Opened
from reflections.care.models import CareLink
from tests.cast import EVENING


def opened(link: CareLink, *subjects: uuid.UUID, words: str = "I heard the kettle.", at: datetime = EVENING) -> None:
    """The therapist of `link` opened these things of its client's."""
    ledger.record([Opened(link.pk, "journal.entry", subject, words) for subject in subjects], at=at)
