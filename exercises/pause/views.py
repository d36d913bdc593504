import uuid
from collections.abc import Callable
from contextlib import suppress
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import retarget

from exercises.pause import actions
from exercises.pause import letters as of_pauses
from exercises.pause.forms import BLANK, MINUTES, StartForm, UntilForm
from exercises.pause.models import Pause
from intima.accounts.lately import journal_closed
from intima.accounts.models import Person
from intima.accounts.requests import PersonRequest
from intima.kit import clock, errors
from intima.kit.doors import anyone, signed_in
from intima.kit.pages import page
from reflections.notes import actions as notes
from reflections.reminders import tokens
from reflections.reminders.times import coming
from reflections.spaces.actions import NotTogether, tie_of
from reflections.spaces.doors import members_only
from reflections.spaces.requests import MemberRequest

# What the other may send when the time has come: each button sends just what it says.
ANSWERS = {
    "ready": gettext_lazy("I’m ready when you are."),
    "more": gettext_lazy("I need a little more time."),
    "not-today": gettext_lazy("I’d like to leave this for another day."),
    "not-this": gettext_lazy("I’m not coming back to this."),
}


def _running(act: Callable[..., None], **arguments: object) -> None:
    """Do something with a pause of one's own that runs, or one's partner's; any other is as one that never was."""
    try:
        act(**arguments)
    except Pause.DoesNotExist as gone:
        raise Http404 from gone


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def pause(request: PersonRequest) -> HttpResponse:
    """The clock that runs, or how to step away. Posting steps away."""
    at, person = clock.now(), request.user
    if request.method != "POST":
        standing = actions.standing(person, at)
        if standing.mine or (standing.theirs and request.GET.get("own") != "1"):
            return _clock(request, standing, at)
        sentence = "" if journal_closed(request) else actions.sentence(person)
        words = (sentence or _("I’m not leaving. I need a little time, and I’m back at {back}.")).replace(
            "{back}", BLANK
        )
        return _start(request, StartForm(initial={"words": words}))
    form = StartForm(request.POST)
    if "space" in form.errors:
        return errors.bad_request(request)
    if form.is_valid():
        back_at = _back_at(form, person, at)
        words = form.cleaned_data["words"].replace(BLANK, timezone.localtime(back_at).strftime("%H:%M"))
        tie = tie_of(person)
        tie = tie if tie and tie.space.pk == form.cleaned_data["space"] else None
        if _within_a_day(form, lambda: actions.start(asker=person, tie=tie, words=words, back_at=back_at, at=at)):
            return redirect("pause:pause")
    return _start(request, form, status=422)


def _start(request: PersonRequest, form: StartForm, status: int = 200) -> HttpResponse:
    tie = tie_of(request.user)
    allowed = actions.allows_letters(request.user)
    return page(
        request, "pause/start.html", form=form, blank=BLANK, minutes=MINUTES, tie=tie, allowed=allowed, status=status
    )


def _clock(
    request: PersonRequest,
    standing: actions.Standing,
    at: datetime,
    form: UntilForm | None = None,
    *,
    part: str = "clock",
) -> HttpResponse:
    """The clock, without a word while the journal is locked: what was said is read like anything else in it."""
    tie = tie_of(request.user)
    return page(
        request,
        f"pause/clock.html#{part}",
        closed=journal_closed(request),
        standing=standing,
        clock=standing.clock,
        tie=tie,
        now=at,
        form=form or UntilForm(),
        minutes=MINUTES,
        answers=ANSWERS,
        status=422 if form else 200,
    )


def _back_at(form: UntilForm, person: Person, at: datetime) -> datetime:
    if form.in_minutes:
        return at + form.in_minutes
    return coming(form.cleaned_data["time"], person.zone, at)


def _within_a_day(form: UntilForm, act: Callable[[], object]) -> bool:
    """Whether `act` took the time; if not, the form says what is allowed."""
    try:
        act()
    except actions.TooSoon:
        form.add_error("time", _("That is less than five minutes away. Choose a little later."))
    except actions.TooLate:
        form.add_error("time", _("A pause lasts a day at most, from when it began. Choose an earlier time."))
    return form.is_valid()


@require_safe
@signed_in
def now(request: PersonRequest) -> HttpResponse:
    """For an open page: 204 while `?seen=` is current, else the line about a clock, or with `?whole=1` the clock.

    Of the clock, the way alone while nothing else is new: whoever is about to press or write something is left to it.
    """
    at, seen, whole = clock.now(), request.GET.get("seen", ""), request.GET.get("whole") == "1"
    mark = actions.mark(request.user, at)
    is_only_the_way = actions.is_only_the_way(seen, mark)
    if seen == mark or (is_only_the_way and not whole):
        return HttpResponse(status=204)
    standing = actions.standing(request.user, at)
    if not whole:
        return page(request, "pause/line.html", standing=standing, clock=standing.clock)
    if standing.clock is None:  # a link, no redirect: that would carry off whoever is just going somewhere else
        return retarget(page(request, "pause/over.html", standing=standing), "#clock")
    if is_only_the_way:
        return _clock(request, standing, at, part="way")
    return retarget(_clock(request, standing, at), "#clock")


@require_POST
@signed_in
def longer(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """The asker needs longer: another time for both clocks."""
    form, at, person = UntilForm(request.POST), clock.now(), request.user
    if form.is_valid():
        back_at = _back_at(form, person, at)
        moved = {"asker": person, "pk": pk, "back_at": back_at, "at": at}
        if _within_a_day(form, lambda: _running(actions.move, **moved)):
            return redirect("pause:pause")
    standing = actions.standing(person, at)
    if standing.mine is None or standing.mine.id != pk:
        raise Http404
    return _clock(request, standing, at, form)


@require_POST
@signed_in
def end(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """The asker is back: to a gentle start, or with `then=leave` not to this."""
    _running(actions.end, asker=request.user, pk=pk, at=clock.now())
    if request.POST.get("then") == "leave":
        messages.success(request, _("The pause is over. You need not come back to this."))
        return redirect("today:today")
    return redirect("pause:again")


@require_POST
@signed_in
def put_away(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """The other puts their own clock away; the asker learns nothing."""
    _running(actions.put_away, person=request.user, pk=pk, at=clock.now())
    return redirect("today:today")


@require_POST
@members_only
def answer(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """The other sends one of the answers, as its button says it. Nothing is told unless it is sent."""
    at = clock.now()
    standing = actions.standing(request.user, at)
    if standing.theirs is None or standing.theirs.id != pk:
        raise Http404
    said = request.POST.get("say", "")
    if said not in ANSWERS:
        return errors.bad_request(request)
    key = uuid.uuid5(pk, f"{said} {standing.theirs.back_at.isoformat()}")
    try:
        with suppress(notes.SentOtherwise):  # in another language: it says the same
            notes.send(tie=request.tie, key=key, text=str(ANSWERS[said]), at=at)
    except NotTogether as gone:
        raise Http404 from gone
    messages.success(request, _("Sent."))
    return redirect("pause:pause")


@require_safe
@signed_in
def again(request: PersonRequest) -> HttpResponse:
    """A gentle start: turns of two minutes."""
    return page(request, "pause/again.html", tie=tie_of(request.user))


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def letters(request: PersonRequest) -> HttpResponse:
    """Whether the site may write about pauses."""
    if request.method == "POST":
        actions.allow_letters(person=request.user, on=request.POST.get("on") == "1")
        messages.success(request, _("Kept."))
        return redirect("pause:letters")
    return page(request, "pause/letters.html", allowed=actions.allows_letters(request.user), tie=tie_of(request.user))


@csrf_exempt  # a mail program posts by itself (RFC 8058), as it does to the links of the other letters
@require_http_methods(["GET", "HEAD", "POST"])
@anyone
def stop_letters(request: HttpRequest, token: str) -> HttpResponse:
    """The link in a letter about a pause: one press and none comes any more, without signing in."""
    try:
        person_id = tokens.read(token, of_pauses.STOP)
    except tokens.NoSuchToken as error:
        raise Http404 from error
    if request.method == "POST":
        actions.stop_letters(person_id=person_id)
    return page(
        request,
        "reminders/by_letter.html",
        stopping=True,
        done=request.method == "POST",
        choose_url=reverse("pause:letters"),
    )
