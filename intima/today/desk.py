"""Whether a page is at a therapist's desk: with tabs of their own, and without a pause."""

from django.http import HttpRequest

from intima.kit.pages import tab_of
from intima.kit.sessions import SHORT
from reflections.care.actions import practice
from reflections.spaces.actions import tie_of

AT_WORK = {"clients", "exercises"}
EITHER = {"learn", "you"}  # in a therapist's row of tabs as in a client's


def desk(request: HttpRequest) -> dict[str, bool]:
    """The row of tabs (a context processor). Of a therapist who is nobody's partner here it stays the same one.

    Two queries at most, and none for whoever is no therapist.
    """
    tab = tab_of(request.path)
    if tab in AT_WORK:
        # The therapists' door says who they are; whoever it turns away gets the same page as anywhere else.
        return {"at_desk": getattr(request, "therapist", None) is not None}
    if tab in EITHER and request.user.is_authenticated and request.session.get(SHORT):
        return {"at_desk": practice.ready(request.user) is not None and tie_of(request.user) is None}
    return {"at_desk": False}
