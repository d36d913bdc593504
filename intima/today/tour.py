"""A short look around: five pages that somebody new is led through, and anyone can see again. Nothing of it is kept."""

from dataclasses import dataclass

from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_safe

from intima.accounts.requests import PersonRequest
from intima.kit.doors import signed_in
from intima.kit.pages import page


@dataclass(frozen=True)
class Stop:
    """One page of it; `art` is the template of its drawing."""

    title: Promise
    words: Promise
    art: str


STOPS = (
    Stop(
        _("Today"),
        _(
            "Every visit begins here. There is one suggestion at most, your check-in, and whatever lies between you "
            "and a partner. Nothing counts your days and nothing hurries you."
        ),
        "kit/art/scene.html",
    ),
    Stop(
        _("Learn"),
        _(
            "Short lessons on what two bodies do in a quarrel, and exercises to try small ways back, alone or for two. "
            "A few minutes each. Stop anywhere, and your place is kept."
        ),
        "lessons/pictures/bookshelf.html",
    ),
    Stop(
        _("Check-in"),
        _(
            "Half a minute, on the days you like: how near, how tight, how much is left of you, and a line if there is "
            "one. It stays with you unless you share it. A day without is a rest."
        ),
        "kit/art/cup.html",
    ),
    Stop(
        _("Us, and who sees what"),
        _(
            "What you write is yours alone. With a partner you share one thing at a time: you see beforehand what they "
            "will see, and can take it back. Everything else works without one."
        ),
        "lessons/pictures/one-umbrella.html",
    ),
    Stop(
        _("Pause, Exit and help"),
        _(
            "Pause, at the top of every page, steps away with a time to come back. Exit ends your visit at once; your "
            "browser still remembers it. ‘Help, now’, at the foot, leads to somebody to talk to."
        ),
        "kit/art/unlit.html",
    ),
)


@require_safe
@signed_in
def tour(request: PersonRequest, step: int) -> HttpResponse:
    """One of the five pages; its way out, on each, is Today, or the invitation that somebody was led to."""
    if not 1 <= step <= len(STOPS):
        raise Http404
    following = STOPS[step] if step < len(STOPS) else None
    return page(
        request,
        "today/tour.html",
        stop=STOPS[step - 1],
        step=step,
        steps=len(STOPS),
        back=reverse("today:tour", args=[step - 1]) if step > 1 else "",
        following=following,
        onward=reverse("today:tour", args=[step + 1]) if following else "",
        out=reverse("spaces:invitation" if "invitation" in request.session else "today:today"),
        invited="invitation" in request.session,
    )
