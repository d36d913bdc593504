import logging

from django.conf import settings
from django.core.exceptions import BadRequest
from django.db import DatabaseError
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import resolve
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from intima.kit.doors import anyone
from intima.mail import provider

log = logging.getLogger(__name__)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])  # some providers ask with HEAD whether anybody is here
@anyone
def events(request: HttpRequest) -> HttpResponseBase:
    """What the mail provider tells of letters that it took. Only whoever knows the secret is listened to."""
    if settings.ANYMAIL_ESP == provider.NONE:
        raise Http404
    hook = resolve(f"/{settings.ANYMAIL_ESP}/tracking/", "anymail.urls").func
    try:
        answer: HttpResponseBase = hook(request)
    except DatabaseError:
        raise
    except Exception as error:  # a wrong secret or no event; what it says may be an address, and is not logged
        log.warning("An event of the mail provider was refused (%s)", type(error).__name__)
        raise BadRequest("No event.") from None
    return answer
