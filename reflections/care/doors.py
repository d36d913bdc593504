"""The door of the therapists' pages."""

from functools import wraps
from typing import Any

from django.http import Http404, HttpRequest, HttpResponseBase

from intima.accounts.doors import ask_first
from intima.kit.doors import View, door, signed_in
from intima.kit.sessions import SHORT
from reflections.care.models import Therapist


def _no_therapist(request: HttpRequest) -> HttpResponseBase | None:
    mine = Therapist.objects.ready().filter(person=request.user.pk).select_related("person")
    request.therapist = mine.first()  # type: ignore[attr-defined, misc]
    if request.therapist is None:  # type: ignore[attr-defined]
        raise Http404
    if not request.session.get(SHORT):  # signed in before they were let in
        request.session[SHORT] = True
    return None


def _under_the_lock(view: View) -> View:
    """Asks whoever locks their words before any are shown. What is sent goes in, and its answer shows none either."""

    @wraps(view)
    def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if request.method != "POST":
            return ask_first(request) or view(request, *args, **kwargs)
        answer = view(request, *args, **kwargs)
        shows = answer.status_code in {200, 422}
        return (ask_first(request) if shows else None) or answer

    return asked


def therapists_only(view: View) -> View:
    """Lets in whom the practice approved and who has a second factor, with `request.therapist`. One query.

    For everybody else the page does not exist. A lock on their words lies over what they note and what clients release.
    """
    guarded = signed_in(door("therapists_only", _no_therapist)(_under_the_lock(view)))
    guarded.door = "therapists_only"  # type: ignore[attr-defined]
    return guarded
