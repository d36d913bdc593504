"""A signed-in person sees the site in their own language and time, and stays signed in while they visit."""

import time
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation

from intima.accounts import known
from intima.accounts.visits import TOUCHED
from intima.kit.sessions import SHARED

Answer = Callable[[HttpRequest], HttpResponse]


class PersonsOwn:
    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        person = request.user
        if not person.is_authenticated:
            return self.get_response(request)
        translation.activate(person.language)
        request.LANGUAGE_CODE = person.language  # type: ignore[attr-defined]
        polled = request.method == "GET" and request.headers.get("HX-Request") == "true"  # a page left open is no visit
        if not polled and time.time() - request.session.get(TOUCHED, 0) > settings.SESSION_TOUCH_EVERY:
            request.session[TOUCHED] = int(time.time())  # saving it moves the expiry on
        with timezone.override(person.zone):
            response = self.get_response(request)
        # Still signed in, after what this request did; and nobody else comes to be taken for them at this browser.
        if request.user.is_authenticated and not request.session.get(SHARED):
            known.remember(request, response, person)
        return response
