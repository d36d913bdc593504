"""Boxes of the site itself: what belongs to no row of ours, encrypted under keys made from MASTER_KEYS."""

import base64
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.db import models


@dataclass(frozen=True)
class Boxed:
    """A column with boxes in it. `renew` gives the value with each under the newest master key, as `box.renew` does."""

    model: type[models.Model]
    column: str
    renew: Callable[[Any], Any]


# Every column with boxes in it, added when the site starts by the room whose it is: no change of keys forgets it.
boxed: list[Boxed] = []


def box(purpose: bytes) -> MultiFernet:
    """A box for one purpose, such as `intima sessions`. The newest master key's box encrypts, all decrypt."""
    return _box(tuple(settings.MASTER_KEYS), purpose)


def renew(purpose: bytes, token: str) -> str:
    """The same under the newest master key; `token` itself if it is. Raises InvalidToken if no master key opens it."""
    try:
        _box((settings.MASTER_KEYS[0],), purpose).decrypt(token)
    except InvalidToken:
        return box(purpose).rotate(token).decode()
    return token


@lru_cache(maxsize=16)
def _box(masters: tuple[bytes, ...], purpose: bytes) -> MultiFernet:
    keys = (HKDF(SHA256(), 32, salt=None, info=purpose).derive(master) for master in masters)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])
