"""A browser that somebody signed in with before keeps its own count of tries.

Tries are counted by network address, and partners share one: without this, Ben could use up the tries of their home and
lock Ada out. The cookie tells a browser from others of that address, and signs nobody in.
"""

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import salted_hmac

from intima.accounts.models import Person

SALT = "intima.accounts.known"
LASTS = 180 * 24 * 3600  # seconds


def _mark(person: Person) -> str:
    """The same for every browser of one person: more browsers give nobody more tries."""
    return salted_hmac(SALT, str(person.pk), algorithm="sha256").hexdigest()[:20]


def mark_of(request: HttpRequest) -> str:
    """Whose browser this is known to be, as a mark that names nobody; empty for one that is not known."""
    try:
        return signing.Signer(salt=SALT).unsign(request.COOKIES.get(settings.KNOWN_COOKIE_NAME, ""))
    except signing.BadSignature:
        return ""


def remember(request: HttpRequest, response: HttpResponse, person: Person) -> None:
    """Know this browser from now on as one that the person signed in with."""
    if mark_of(request) != _mark(person):
        response.set_cookie(
            settings.KNOWN_COOKIE_NAME,
            signing.Signer(salt=SALT).sign(_mark(person)),
            max_age=LASTS,
            secure=settings.HTTPS,
            httponly=True,
            samesite="Lax",
        )
