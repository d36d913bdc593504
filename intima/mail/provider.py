"""What a mail provider tells of letters that it took: django-anymail knows each one's form, and checks its secret."""

import re
from datetime import datetime
from typing import Any

from django.core.exceptions import ImproperlyConfigured

from intima.kit import clock
from intima.mail import outbox, walk

NONE = "none"  # settings.py lists those whose events need no more than the secret; others want settings of their own
FOR_GOOD = {"bounced", "invalid"}  # anymail's reasons that lie with the address; others lie with a letter or a day
_SECRET = re.compile(r"[^\s:]+:\S{16,}")


def check(esp: str, secret: str) -> None:
    """Raise ImproperlyConfigured unless events of this provider could be read."""
    if esp != NONE and not _SECRET.fullmatch(secret):
        raise ImproperlyConfigured("ANYMAIL_WEBHOOK_SECRET must look like name:secret, the secret 16 signs or longer.")


def listen() -> None:
    """Hear what anymail reads out of the provider's events."""
    from anymail.signals import tracking

    tracking.connect(heard, dispatch_uid="intima.mail")


def heard(event: Any, **_: Any) -> None:
    """Let letters to an address rest that gives them back for good, or whose reader calls one unwanted."""
    complained = event.event_type == "complained"
    if complained or (event.event_type in {"bounced", "rejected"} and event.reject_reason in FOR_GOOD):
        at = clock.now()
        returned_at: datetime = event.timestamp or at
        if returned_at > at - walk.KEPT:  # told of again later than that, it would never be forgotten
            outbox.came_back(event.recipient, complained=complained, returned_at=returned_at, at=at)
