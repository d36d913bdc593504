"""What asks again who is there: how somebody signs in is not changed by whoever picks up the phone, nor, for those who
want it so, their words read.
"""

from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from intima.accounts import lately
from intima.kit.doors import View, door, go_to, signed_in
from intima.kit.paths import own_path


def page_of(request: HttpRequest) -> str:
    """The page that somebody is on: the one asked for, or the one that a form or a fragment was sent from."""
    if request.method in {"GET", "HEAD"} and not _is_fragment(request):
        return request.get_full_path()
    try:
        came = urlsplit(request.headers.get("HX-Current-URL") or request.headers.get("Referer") or "")
    except ValueError:  # a header that no browser sends
        return ""
    return own_path(came._replace(scheme="", netloc="").geturl()) if came.netloc == request.get_host() else ""


def _is_fragment(request: HttpRequest) -> bool:
    return request.headers.get("HX-Request") == "true"


def prove_first(request: HttpRequest) -> HttpResponse | None:
    """The way to showing who one is, where that was not in the last half hour; else None."""
    if lately.proven(request):
        return None
    return go_to(request, f"{reverse('accounts:again')}?{urlencode({'next': page_of(request) or request.path})}")


def proven(view: View) -> View:
    """Signed in, and shown in the last 30 minutes who they are; else asked that before the form is shown.

    What a form sends too late is kept nowhere, least of all in the session: its page asks, then is there again, empty.
    """
    return _named("proven", signed_in(door("proven", prove_first)(view)))


def ask_first(request: HttpRequest) -> HttpResponse | None:
    """For a page that shows somebody their own words: the way to 'Is it you?' where they are locked, else None."""
    if lately.journal_closed(request):
        return go_to(request, f"{reverse('accounts:open_journal')}?{urlencode({'next': page_of(request)})}")
    if request.method == "POST" or not _is_fragment(request):  # what a page left open asks by itself is no use of them
        lately.use_journal(request)
    return None


def _ask_readers(request: HttpRequest) -> HttpResponse | None:
    if request.method == "POST" and lately.journal_closed(request):
        return None
    return ask_first(request)


def unlocked(view: View) -> View:
    """Signed in; and who wants their words locked showed it by own means, at most 5 minutes after the last use."""
    return _named("unlocked", signed_in(door("unlocked", ask_first)(view)))


def unlocked_to_read(view: View) -> View:
    """The same for who reads. What is sent goes in: writing shows nothing, and what was typed is never lost to a lock.

    The view sees to it that its answer shows nothing either.
    """
    return _named("unlocked_to_read", signed_in(door("unlocked_to_read", _ask_readers)(view)))


def _named(name: str, guarded: View) -> View:
    guarded.door = name  # type: ignore[attr-defined]
    return guarded
