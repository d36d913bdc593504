"""A browser that somebody signed in with before keeps its own count of tries.

Tries are counted by network address, and partners share one: without this, Ben could use up the tries of their home and
lock Ada out. The cookie tells a browser from others of that address, and signs nobody in. What it says:

    whose . round . own    whose: the same in every browser of one person, and names nobody
                           round: ends with the person's `known_round`; whose browser this was it still tells then
                           own: this browser's alone, and of every visit from it
"""

from allauth.core import ratelimit
from allauth.core.internal.ratelimit import truncate_ip
from django.conf import settings
from django.core import signing
from django.db.models import F
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import get_random_string, salted_hmac

from intima.accounts.models import Person

SALT = "intima.accounts.known"
LASTS = 180 * 24 * 3600  # seconds
OWN = "browser"  # in the session: the browser's own part, so that a lost cookie does not bring a new one
STAYS = "stays_known"  # on a request: the person whose round began anew in it, at a browser that was known


def mark_of(request: HttpRequest) -> str:
    """Whose browser this is or once was, as a mark that names nobody; empty for one that never was known.

    The same for every browser of one person: more browsers, and more rounds, give nobody more tries.
    """
    return _read(request)[0]


def knows(request: HttpRequest, person: Person) -> bool:
    """Whether the person signed in with this browser before, and did not have it forgotten since."""
    return _read(request)[:2] == _parts(person) or getattr(request, STAYS, None) == person.pk


def remember(request: HttpRequest, response: HttpResponse, person: Person) -> None:
    """Know this browser from now on as one that the person signed in with."""
    if getattr(request, STAYS, None) == person.pk:
        person.refresh_from_db(fields=["known_round"])
    if _read(request)[:2] != _parts(person):
        own = request.session.get(OWN) or begin(request)
        response.set_cookie(
            settings.KNOWN_COOKIE_NAME,
            signing.Signer(salt=SALT).sign(".".join([*_parts(person), own])),
            max_age=LASTS,
            secure=settings.HTTPS,
            httponly=True,
            samesite="Lax",
        )


def begin(request: HttpRequest) -> str:
    """Note at a sign-in which browser it is."""
    own: str = _read(request)[2] or get_random_string(16)
    request.session[OWN] = own
    return own


def forget_others(request: HttpRequest, person: Person) -> None:
    """Know none of the person's browsers any more. This one, and where they are signed in, are known anew at once."""
    if knows(request, person) or request.user == person:
        setattr(request, STAYS, person.pk)
    Person.objects.filter(pk=person.pk).update(known_round=F("known_round") + 1)
    person.refresh_from_db(fields=["known_round"])


def _read(request: HttpRequest) -> tuple[str, str, str]:
    try:
        said = signing.Signer(salt=SALT).unsign(request.COOKIES.get(settings.KNOWN_COOKIE_NAME, ""))
    except signing.BadSignature:
        said = ""
    whose, now, own, *_rest = [*said.split("."), "", ""]
    return whose, now, own


def _parts(person: Person) -> tuple[str, str]:
    said = str(person.pk), f"{person.pk} {person.known_round}"
    whose, now = (salted_hmac(SALT, each, algorithm="sha256").hexdigest()[:20] for each in said)
    return whose, now


# --- What is counted by it ----------------------------------------------------------------------


def may_try_app(request: HttpRequest, person: Person) -> bool:
    """Count one more code of the person's app that is typed; whether it may be looked at.

    Six digits can be guessed, so the tries are counted by person, wherever they come from. Whoever has Ada's password
    or mailbox can use these up; each browser that she signed in with, which took her app or a passkey, then still has
    its own, and passkeys and recovery codes none.
    """
    return bool(ratelimit.consume(request, action="app_code", key=_tries_key(request, person)))


def forget_tries(request: HttpRequest, person: Person) -> None:
    """Begin the count anew: it was the person."""
    ratelimit.clear(request, action="app_code", key=_tries_key(request, person))


def _tries_key(request: HttpRequest, person: Person) -> str:
    return f"{person.pk} {_read(request)[2] if knows(request, person) else ''}"


def may_write_to(request: HttpRequest, address: str, *, network: str) -> bool:
    """Count one more letter that somebody asks to have sent to this address; whether it goes.

    It is the same for an address that nobody has, and the page says the same either way. Strangers share a count at
    their network address, and one for all networks together, so that they cannot fill a mailbox. The browsers of
    whoever has the address have a count each: nobody uses that up for them.
    """
    address = address.lower()
    person = Person.objects.filter(emailaddress__email=address).first()  # looked up for every address
    if person and (request.user == person or knows(request, person)):
        own = request.session.get(OWN) or _read(request)[2]
        return bool(ratelimit.consume(request, action="letter", key=f"{address} {own}"))
    here = ratelimit.consume(request, action="letter", key=f"{address} {truncate_ip(network)}")
    return bool(here and ratelimit.consume(request, action="strangers_letter", key=address))
