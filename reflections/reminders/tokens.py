"""What a letter's own links carry: one random id, one act, and no name.

The token is the random id of a reminder, or of a person where a room's letters have no row that lasts, and a signature
for the act it names. It works without sign-in, for that act alone, for as long as the signing key lives; whoever reads
it learns nothing about whose it is.
"""

import base64
import binascii
import uuid
from functools import lru_cache

from django.conf import settings
from django.core.signing import BadSignature, Signer

STOP, SNOOZE = "stop", "snooze"


class NoSuchToken(Exception):
    """The token was not made by this site for this act."""


@lru_cache(maxsize=8)
def _signer(act: str, key: str) -> Signer:
    return Signer(key=key, salt=f"reflections.reminders.{act}", sep=".")


def make(pk: uuid.UUID, act: str) -> str:
    """A token that lets its bearer do `act` to what has this id."""
    return _signer(act, settings.SECRET_KEY).sign(base64.urlsafe_b64encode(pk.bytes).decode().rstrip("="))


def read(token: str, act: str) -> uuid.UUID:
    """The id that the token is for. Raises NoSuchToken."""
    try:
        return uuid.UUID(bytes=base64.urlsafe_b64decode(_signer(act, settings.SECRET_KEY).unsign(token) + "=="))
    except (BadSignature, binascii.Error, ValueError) as error:
        raise NoSuchToken from error
