"""Who may enter a view. Every view names its door; the start-up check in `kit.checks` insists on it."""

from collections.abc import Callable
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, resolve_url
from django_htmx.http import HttpResponseClientRedirect

View = Callable[..., HttpResponseBase]


def door(name: str, turned_away: Callable[[HttpRequest], HttpResponseBase | None]) -> Callable[[View], View]:
    """A decorator that lets a request through when `turned_away(request)` is None, and else gives its answer.

    `name` is written on the view as `view.door`, where the start-up check and the doors table read it.
    """

    def hang(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
            return turned_away(request) or view(request, *args, **kwargs)

        guarded.door = name  # type: ignore[attr-defined]
        return guarded

    return hang


def go_to(request: HttpRequest, url: str) -> HttpResponse:
    """Send the visitor to `url`, a page of ours, whole: a fragment request must not swap a sign-in form into a card."""
    if request.headers.get("HX-Request") == "true":
        return HttpResponseClientRedirect(url)
    return redirect(url)


def _wanted(request: HttpRequest) -> str:
    """The page to come back to. A fragment's address is none, nor is where a form was sent."""
    is_page = request.method == "GET" and request.headers.get("HX-Request") != "true"
    return request.get_full_path() if is_page else ""


def _signed_out(request: HttpRequest) -> HttpResponseBase | None:
    if not request.user.is_authenticated:
        wanted = _wanted(request)
        return go_to(request, redirect_to_login(wanted)["Location"] if wanted else resolve_url("account_login"))
    return None


def _not_begun(request: HttpRequest) -> HttpResponseBase | None:
    if not request.user.has_begun:  # type: ignore[union-attr]
        begin, wanted = resolve_url("accounts:begin"), _wanted(request)
        return go_to(request, f"{begin}?{urlencode({'next': wanted})}" if wanted else begin)
    return None


anyone = door("anyone", lambda request: None)
# Anyone may read; somebody who has just signed up says a name and a time zone first, and is led back.
reader = door("reader", lambda request: _not_begun(request) if request.user.is_authenticated else None)
newcomer = door("newcomer", _signed_out)  # signed in, but may not have said a name and a time zone yet
signed_in = door("signed_in", lambda request: _signed_out(request) or _not_begun(request))
