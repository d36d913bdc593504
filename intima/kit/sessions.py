"""Sessions as Django keeps them in the database, unreadable to whoever only has the database.

A row's key is a hash of the cookie, so a dump is no bunch of live sign-ins; what it holds (an address, a code on its
way) is encrypted under keys made from MASTER_KEYS. There is no cache in between: it would hold both in the open, and
a session whose row is deleted is over at its very next request.
"""

import hashlib
import json
from functools import cache
from typing import Any

from cryptography.fernet import InvalidToken
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends import db
from django.contrib.sessions.serializers import JSONSerializer
from django.db import models
from django.utils import timezone
from django.utils.crypto import salted_hmac

from intima.kit.box import box, renew
from intima.kit.compiled import Blank, Compiled

PURPOSE = b"intima sessions"
FIELDS = ("session_key", "session_data", "expire_date", "whose")
SHARED = "shared"  # in a session: somebody else uses this device
SHORT = "short"  # in a session: other people's words are read in it


def row_key(session_key: str) -> str:
    """The key of a session's row: 160 bits of the cookie's SHA-256, as 40 hex digits."""
    return hashlib.sha256(session_key.encode()).hexdigest()[:40]


def whose(person_id: object) -> str:
    """The mark by which a person's rows are found; whoever only has the database cannot make it."""
    return salted_hmac("intima.kit.sessions", str(person_id), algorithm="sha256").hexdigest()[:32]


def renew_visit(session_data: str) -> str:
    """A row's data under the newest master key. What no key opens is of a visit that is over, and stays as it is."""
    try:
        return renew(PURPOSE, session_data)
    except InvalidToken:
        return session_data


@cache
def _current() -> Compiled[Any]:
    """The row of a cookie whose visit goes on: every request asks for it."""
    model = SessionStore.get_model_class()
    key, now = Blank("key", models.CharField()), Blank("now", models.DateTimeField())
    return Compiled(lambda: model.objects.filter(session_key=key, expire_date__gt=now), *FIELDS)


class SessionStore(db.SessionStore):
    @classmethod
    def get_model_class(cls) -> Any:
        from intima.kit.models import Visit

        return Visit

    def get_session_cookie_age(self) -> int:
        """Seconds without a visit after which it is over."""
        return settings.SHORT_AGE if self.get(SHARED) or self.get(SHORT) else settings.SESSION_COOKIE_AGE

    def get_expire_at_browser_close(self) -> bool:
        return bool(self.get(SHARED))

    def set_expiry(self, value: object) -> None:
        """How long it lasts is said above alone: allauth would give every sign-in by password two weeks."""

    def encode(self, session_dict: dict[str, Any]) -> str:
        return box(PURPOSE).encrypt(JSONSerializer().dumps(session_dict)).decode()

    def decode(self, session_data: str | bytes) -> dict[str, Any]:
        """What was encoded; nothing, as of a visit that is over, when no master key opens it."""
        try:
            held: dict[str, Any] = json.loads(box(PURPOSE).decrypt(session_data))
        except InvalidToken:
            return {}
        return held

    def _get_session_from_db(self) -> Any:
        cookie = self._session_key
        if cookie is None:
            return None
        found = _current().rows(key=row_key(cookie), now=timezone.now())
        if not found:
            self._session_key = None
            return None
        return found[0]

    def exists(self, session_key: str) -> bool:
        return super().exists(row_key(session_key))

    def create_model_instance(self, data: dict[str, Any]) -> Any:
        row: Any = super().create_model_instance(data)
        row.session_key = row_key(row.session_key)
        row.whose = whose(data[SESSION_KEY]) if SESSION_KEY in data else ""
        return row

    def delete(self, session_key: str | None = None) -> None:
        session_key = session_key or self.session_key
        if session_key is not None:
            super().delete(row_key(session_key))
