"""The door of the therapists' pages."""

from django.http import Http404, HttpRequest, HttpResponseBase

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


def therapists_only(view: View) -> View:
    """Lets in whom the practice approved and who has a second factor, with `request.therapist`. One query.

    For everybody else the page does not exist.
    """
    guarded = signed_in(door("therapists_only", _no_therapist)(view))
    guarded.door = "therapists_only"  # type: ignore[attr-defined]
    return guarded
