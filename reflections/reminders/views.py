import uuid

from django.conf import settings
from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST

from intima.accounts.lately import journal_closed
from intima.accounts.requests import PersonRequest
from intima.kit import clock
from intima.kit.doors import anyone, signed_in
from intima.kit.pages import page
from intima.mail import outbox
from reflections.reminders import actions, tokens
from reflections.reminders.forms import NowForm, PauseForm, ScheduleForm, WantForm
from reflections.reminders.models import BY_PARTNER, Want
from reflections.spaces.actions import tie_of


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def reminders(request: PersonRequest) -> HttpResponse:
    if request.method != "POST":
        return _reminders(request)
    form = ScheduleForm(request.POST)
    if not form.is_valid():
        return _reminders(request, form=form, status=422)
    wants = actions.schedule_of(request.user).wants  # they have their own switches
    actions.set_schedule(person=request.user, at=clock.now(), wants=wants, **form.cleaned_data)
    messages.success(request, _("Kept."))
    return redirect("reminders:reminders")


@require_POST
@signed_in
def turn(request: PersonRequest) -> HttpResponse:
    """Turn one of the things that may bring a letter on or off."""
    form = WantForm(request.POST)
    if not form.is_valid():
        raise BadRequest("No such switch.")
    actions.turn(person=request.user, at=clock.now(), **form.cleaned_data)
    return redirect("reminders:reminders")


@require_POST
@signed_in
def now(request: PersonRequest) -> HttpResponse:
    """Send the person their letter at once."""
    form = NowForm(request.POST)
    if not form.is_valid():
        raise BadRequest("A letter without its key.")
    try:
        actions.send_now(person=request.user, key=form.cleaned_data["key"], at=clock.now())
    except actions.EnoughForNow as enough:
        again = timezone.localtime(enough.next_at, request.user.zone)
        text = _("Three went to you within the hour. The next one can go at %(time)s.")
        messages.info(request, text % {"time": f"{again:%H:%M}"})
    else:
        messages.success(request, _("It is on its way to %(address)s.") % {"address": request.user.email})
    return redirect("reminders:reminders")


@require_POST
@signed_in
def pause(request: PersonRequest) -> HttpResponse:
    at = clock.now()
    today = request.user.today(at)
    if "week" in request.POST:
        actions.pause(person=request.user, until=today + actions.WEEK, at=at)
        return redirect("reminders:reminders")
    form = PauseForm(request.POST, today=today)
    if not form.is_valid():
        return _reminders(request, pausing=form, status=422)
    actions.pause(person=request.user, until=form.cleaned_data["until"], at=at)
    return redirect("reminders:reminders")


@require_POST
@signed_in
def resume(request: PersonRequest) -> HttpResponse:
    actions.resume(person=request.user, at=clock.now())
    return redirect("reminders:reminders")


# The two links of a letter. A mail program posts to `stop` by itself (RFC 8058): no cookies, no token of a form, no
# redirect, the same answer twice. Opening either changes nothing, since programs open links before people do.


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@anyone
def stop(request: HttpRequest, token: str) -> HttpResponse:
    return _by_letter(request, token, tokens.STOP)


@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@anyone
def snooze(request: HttpRequest, token: str) -> HttpResponse:
    return _by_letter(request, token, tokens.SNOOZE)


def _by_letter(request: HttpRequest, token: str, act: str) -> HttpResponse:
    try:
        reminder_id = tokens.read(token, act)
    except tokens.NoSuchToken as error:
        raise Http404 from error
    stopping, done = act == tokens.STOP, request.method == "POST"
    if done:
        (actions.stop if stopping else actions.snooze)(reminder_id=reminder_id, at=clock.now())
    choose_url = reverse("reminders:reminders")
    return page(request, "reminders/by_letter.html", stopping=stopping, done=done, choose_url=choose_url)


def _reminders(
    request: PersonRequest,
    *,
    form: ScheduleForm | None = None,
    pausing: PauseForm | None = None,
    status: int = 200,
) -> HttpResponse:
    person = request.user
    schedule = actions.schedule_of(person)
    at = clock.now()
    coming = actions.next_letter(person, schedule, at)
    today = person.today(at)
    # News comes from the other of two; whoever is here alone is offered none.
    offered = {Want.CHECKIN, *schedule.wants} | (BY_PARTNER if tie_of(person) else set())
    if journal_closed(request):
        offered.discard(Want.HOMEWORK)  # it tells that there is a therapist, as nothing else does under the lock
    return page(
        request,
        "reminders/reminders.html",
        status=status,
        form=form or ScheduleForm(initial={"local_time": schedule.local_time, "weekdays": sorted(schedule.weekdays)}),
        pausing=pausing or PauseForm(initial={"until": today + actions.WEEK}, today=today),
        schedule=schedule,
        wants=[(want, want in schedule.wants) for want in Want if want in offered],
        by_day=Want.CHECKIN in schedule.wants,
        coming=coming,
        kept_today=coming and schedule.next and coming.day > schedule.next.day == today,
        sooner=coming and schedule.next and coming.day > schedule.next.day and schedule.waits_for_news,
        resting=schedule.on and schedule.paused_until and schedule.paused_until > today,
        refused=schedule.on and outbox.is_paused(person.email),
        sender=settings.REMINDER_SENDER,
        now_key=uuid.uuid4(),
        person=person,
    )
