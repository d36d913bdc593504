"""Sessions as Django keeps them in the database, unreadable to whoever only has the database.

A row's key is a hash of the cookie, so a dump is no bunch of live sign-ins; what it holds (an address, a code on its
way) is encrypted under keys made from MASTER_KEYS. There is no cache in between: it would hold both in the open.
"""

import base64
import hashlib
import json
from functools import lru_cache
from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings
from django.contrib.sessions.backends import db
from django.contrib.sessions.serializers import JSONSerializer
from django.utils import timezone


def row_key(session_key: str) -> str:
    """The key of a session's row: 160 bits of the cookie's SHA-256, as 40 hex digits."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:40]


@lru_cache(maxsize=4)
def _box(masters: tuple[bytes, ...]) -> MultiFernet:
    """The newest master key's box encrypts, all decrypt."""
    keys = (HKDF(SHA256(), 32, salt=None, info=b"intima sessions").derive(master) for master in masters)
    return MultiFernet([Fernet(base64.urlsafe_b64encode(key)) for key in keys])


class SessionStore(db.SessionStore):
    def encode(self, session_dict: dict[str, Any]) -> str:
        return _box(tuple(settings.MASTER_KEYS)).encrypt(JSONSerializer().dumps(session_dict)).decode()

    def decode(self, session_data: str | bytes) -> dict[str, Any]:
        """What was encoded; nothing, as of a visit that is over, when no master key opens it."""
        try:
            held: dict[str, Any] = json.loads(_box(tuple(settings.MASTER_KEYS)).decrypt(session_data))
        except InvalidToken:
            return {}
        return held

    def _get_session_from_db(self) -> Any:
        cookie = self._session_key
        if cookie is None:
            return None
        row = self.model.objects.filter(session_key=row_key(cookie), expire_date__gt=timezone.now()).first()
        if row is None:
            self._session_key = None
        return row

    def exists(self, session_key: str) -> bool:
        return super().exists(row_key(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        row = super().create_model_instance(data)
        row.session_key = row_key(row.session_key)
        return row

    def delete(self, session_key: str | None = None) -> None:
        session_key = session_key or self.session_key
        if session_key is not None:
            super().delete(row_key(session_key))
