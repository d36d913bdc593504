from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from intima.accounts.models import Person
from intima.kit import clock
from intima.kit.doors import anyone, signed_in
from intima.kit.pages import page
from intima.mail import outbox
from reflections.reminders import actions, letters, tokens
from reflections.reminders.forms import PauseForm, ScheduleForm
from reflections.reminders.models import Reminder


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def reminders(request: HttpRequest) -> HttpResponse:
    person = _person(request)
    if request.method != "POST":
        return _reminders(request, person)
    form = ScheduleForm(request.POST)
    if not form.is_valid():
        return _reminders(request, person, form=form, status=422)
    actions.set_schedule(person=person, at=clock.now(), **form.cleaned_data)
    messages.success(request, _("Kept."))
    return redirect("reminders:reminders")


@require_POST
@signed_in
def pause(request: HttpRequest) -> HttpResponse:
    person, at = _person(request), clock.now()
    today = person.today(at)
    if "week" in request.POST:
        actions.pause(person=person, until=today + actions.WEEK, at=at)
        return redirect("reminders:reminders")
    form = PauseForm(request.POST, today=today)
    if not form.is_valid():
        return _reminders(request, person, pausing=form, status=422)
    actions.pause(person=person, until=form.cleaned_data["until"], at=at)
    return redirect("reminders:reminders")


@require_POST
@signed_in
def resume(request: HttpRequest) -> HttpResponse:
    actions.resume(person=_person(request), at=clock.now())
    return redirect("reminders:reminders")


# The two links of a letter. A mail program posts to `stop` by itself (RFC 8058): no cookies, no token of a form, no
# redirect, the same answer twice. Opening either changes nothing, since programs open links before people do.


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@anyone
def stop(request: HttpRequest, token: str) -> HttpResponse:
    reminder_id = _read(token, tokens.STOP)
    if request.method == "POST":
        actions.stop(reminder_id=reminder_id, at=clock.now())
    return page(request, "reminders/stop.html", done=request.method == "POST")


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@anyone
def snooze(request: HttpRequest, token: str) -> HttpResponse:
    reminder_id = _read(token, tokens.SNOOZE)
    if request.method == "POST":
        actions.snooze(reminder_id=reminder_id, at=clock.now())
    return page(request, "reminders/snooze.html", done=request.method == "POST")


def _read(token: str, act: str) -> Any:
    try:
        return tokens.read(token, act)
    except tokens.NoSuchToken as error:
        raise Http404 from error


def _person(request: HttpRequest) -> Person:
    assert isinstance(request.user, Person)  # noqa: S101  (the door saw to it)
    return request.user


def _reminders(
    request: HttpRequest,
    person: Person,
    *,
    form: ScheduleForm | None = None,
    pausing: PauseForm | None = None,
    status: int = 200,
) -> HttpResponse:
    schedule = actions.schedule_of(person)
    coming = actions.next_letter(person, schedule)
    today = person.today(clock.now())
    chosen = {"on": schedule.on, "local_time": schedule.local_time, "weekdays": sorted(schedule.weekdays)}
    return page(
        request,
        "reminders/reminders.html",
        status=status,
        form=form or ScheduleForm(initial=chosen),
        pausing=pausing or PauseForm(initial={"until": today + actions.WEEK}, today=today),
        schedule=schedule,
        coming=coming,
        kept_today=coming and schedule.next and coming.day > schedule.next.day == today,
        resting=schedule.on and schedule.paused_until and schedule.paused_until > today,
        refused=schedule.on and outbox.is_paused(person.email),
        sender=settings.REMINDER_SENDER,
        letter=letters.example(Reminder.Kind.CHECKIN, person.language),
        person=person,
    )
