"""Boxes of the site itself: what belongs to no row of ours, encrypted under keys made from MASTER_KEYS."""

import base64
from functools import lru_cache

from cryptography.fernet import Fernet, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


def box(purpose: bytes) -> MultiFernet:
    """A box for one purpose, such as `intima sessions`. The newest master key's box encrypts, all decrypt."""
    return _box(tuple(settings.MASTER_KEYS), purpose)


@lru_cache(maxsize=16)
def _box(masters: tuple[bytes, ...], purpose: bytes) -> MultiFernet:
    keys = (HKDF(SHA256(), 32, salt=None, info=purpose).derive(master) for master in masters)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])
