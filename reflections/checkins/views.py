from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_safe

from intima.accounts.requests import PersonRequest
from intima.kit import clock
from intima.kit.doors import signed_in
from intima.kit.pages import page
from reflections.checkins import actions
from reflections.checkins.forms import CheckInForm
from reflections.checkins.models import Feeling, Place, Ritual
from reflections.checkins.wording import marks, question, reply
from reflections.spaces.actions import tie_of


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def today(request: PersonRequest) -> HttpResponse:
    """The check-in of the person's own day, to make or to change."""
    at, person = clock.now(), request.user
    day = person.today(at)
    posted = request.POST if request.method == "POST" else None
    form = CheckInForm(posted, today=day, kept=actions.of_day(person, day))
    if form.is_valid():
        actions.keep(person=person, at=at, **form.answers())
        return redirect("checkins:kept")
    return page(
        request,
        "checkins/today.html",
        form=form,
        day=day,
        question=question(person, at),
        tie=tie_of(person),
        status=422 if form.errors else 200,
    )


@require_safe
@signed_in
def kept(request: PersonRequest) -> HttpResponse:
    """What was kept today, one sentence back, and a next step that may be left alone."""
    at, person = clock.now(), request.user
    day = person.today(at)
    words = actions.of_day(person, day)
    if words is None:
        return redirect("checkins:today")
    return page(
        request,
        "checkins/kept.html",
        words=words,
        marks=list(marks(words)),
        feelings=[Feeling(key).label for key in words.feelings],
        place=Place(words.place).label if words.place else "",
        rituals=[Ritual(key).label for key in words.rituals],
        reply=reply(words),
        rhythm=actions.rhythm(person, day),
    )
