"""The door of what two people share."""

from django.http import Http404, HttpRequest, HttpResponseBase

from intima.kit.doors import View, door, signed_in
from reflections.spaces.actions import tie_of


def _alone(request: HttpRequest) -> HttpResponseBase | None:
    request.tie = tie_of(request.user)  # type: ignore[attr-defined, arg-type]
    if request.tie is None:  # type: ignore[attr-defined]
        raise Http404
    return None


def members_only(view: View) -> View:
    """Lets members of an open space in, with `request.tie`. For somebody alone the page does not exist.

    For what two share; whatever also works alone asks no more than `signed_in`.
    """
    guarded = signed_in(door("members_only", _alone)(view))
    guarded.door = "members_only"  # type: ignore[attr-defined]
    return guarded
