"""Where somebody is signed in, and ending it.

What tells one visit from another lies sealed in the visit itself. allauth.usersessions is not used: beside the visit it
keeps the cookie's own key in the open, and the network address.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from django.contrib.auth import HASH_SESSION_KEY
from django.http import HttpRequest

from intima.accounts import known
from intima.accounts.models import Person
from intima.kit import clock
from intima.kit.models import Visit
from intima.kit.sessions import SHARED, row_key, whose

DEVICE, BEGAN_AT, TOUCHED = "device", "began_at", "touched"  # in the session; the times in seconds since 1970
NOW = 10 * 60  # seconds since the last page for which somebody is said to be there now

# What a browser says of itself -> what people call it, the first that is found. Nothing else of it is kept: what is
# shown and written in letters comes from these lists alone.
_BROWSERS = {
    "Edg": "Edge",
    "OPR/": "Opera",
    "SamsungBrowser": "Samsung Internet",
    "Firefox": "Firefox",
    "FxiOS": "Firefox",
    "CriOS": "Chrome",
    "Chrome": "Chrome",
    "Safari": "Safari",
}
_SYSTEMS = {
    "iPhone": "iPhone",
    "iPad": "iPad",
    "Android": "Android",
    "CrOS": "ChromeOS",
    "Windows": "Windows",
    "Macintosh": "Mac",
    "Linux": "Linux",
}


def device_of(request: HttpRequest) -> str:
    """The browser and its system in two words, 'Firefox, Android'; empty for what is none of the usual ones."""
    said = request.headers.get("User-Agent", "")
    found = (next((name for sign, name in names.items() if sign in said), "") for names in (_BROWSERS, _SYSTEMS))
    return ", ".join(name for name in found if name)


def begin(request: HttpRequest, **kwargs: Any) -> None:
    """Note at a sign-in which browser and device it is on, and when."""
    known.begin(request)
    request.session[DEVICE] = device_of(request)
    request.session[BEGAN_AT] = int(clock.now().timestamp())


def share_device(request: HttpRequest, shared: bool) -> None:
    """Whether somebody else uses this device, as said where the sign-in began: kit.sessions ends such a visit soon."""
    request.session[SHARED] = shared


@dataclass(frozen=True)
class Place:
    """One browser that somebody is signed in with."""

    key: str
    device: str
    here: bool
    began_at: datetime
    seen_at: datetime
    is_now: bool


def places(person: Person, request: HttpRequest) -> list[Place]:
    """Every browser that the person is signed in with: this one, then the others, the last used first. One query."""
    at = clock.now()
    rows = Visit.objects.filter(whose=whose(person.pk), expire_date__gt=at)
    found = [_place(row.session_key, held, request, at) for row in rows if _lives(held := row.get_decoded(), person)]
    return sorted(found, key=lambda place: (place.here, place.seen_at), reverse=True)


def _lives(held: dict[str, Any], person: Person) -> bool:
    """Whether it still signs somebody in: Django ends a visit from before the password changed once it is used."""
    return bool(held.get(HASH_SESSION_KEY) == person.get_session_auth_hash())


def _place(key: str, held: dict[str, Any], request: HttpRequest, at: datetime) -> Place:
    here = key == row_key(request.session.session_key or "")
    # A visit begun before this page was there holds neither its device nor its beginning.
    began = held.get(BEGAN_AT, held.get(TOUCHED, 0))
    began_at = datetime.fromtimestamp(began, UTC)
    seen_at = datetime.fromtimestamp(held.get(TOUCHED, began), UTC)
    is_now = here or (at - seen_at).total_seconds() < NOW
    return Place(key, held.get(DEVICE, ""), here, began_at, seen_at, is_now)


def end(*, person: Person, key: str, request: HttpRequest) -> bool:
    """End one visit of the person's; its very next request is signed out. Whether there was one.

    Its browser is not known any more, nor is any other where the person is not signed in.
    """
    deleted, _each = Visit.objects.filter(whose=whose(person.pk), session_key=key).delete()
    if deleted:
        known.forget_others(request, person)
    return bool(deleted)


def end_others(*, person: Person, request: HttpRequest) -> None:
    """End every visit of the person's but this one, and know no other browser of theirs any more."""
    Visit.objects.filter(whose=whose(person.pk)).exclude(
        session_key=row_key(request.session.session_key or "")
    ).delete()
    known.forget_others(request, person)
