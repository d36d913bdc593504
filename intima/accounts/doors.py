"""What asks for a sign-in that is not long ago: how somebody signs in is not changed by whoever picks up the phone."""

from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.urls import reverse

from intima.kit import clock
from intima.kit.doors import View, door, go_to, signed_in

SIGNED_IN_AT = "signed_in_at"  # in the session: seconds since 1970


def note_sign_in(request: HttpRequest) -> None:
    """Remember in the session that somebody signs in now."""
    request.session[SIGNED_IN_AT] = int(clock.now().timestamp())


def _long_ago(request: HttpRequest) -> HttpResponseBase | None:
    if clock.now().timestamp() - request.session.get(SIGNED_IN_AT, 0) > settings.PROOF_LASTS:
        return go_to(request, f"{reverse('accounts:again')}?{urlencode({'next': request.path})}")
    return None


def just_signed_in(view: View) -> View:
    """Signed in, and within the last 30 minutes; else led to sign in once more before the form is shown."""
    return signed_in(door("just_signed_in", _long_ago)(view))
