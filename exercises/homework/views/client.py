"""A client's own homework: what was given, how it went, and whether a letter tells of it."""

import uuid

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from exercises.homework.actions import telling, waiting
from exercises.homework.forms import LettersForm, TellForm
from exercises.homework.models import Half, Report
from exercises.homework.things import things
from intima.accounts.doors import unlocked
from intima.accounts.requests import PersonRequest
from intima.kit import clock
from intima.kit.doors import signed_in
from intima.kit.pages import page
from reflections.reminders import actions as reminders
from reflections.reminders.models import Want

EARLIER = 20  # reports of one's own that the page leads back to


@require_safe
@unlocked
def homework(request: PersonRequest) -> HttpResponse:
    """What a therapist gave, what waits first; and what one told of earlier, which stays one's own."""
    person, at = request.user, clock.now()
    known = things(person.language)
    tasks = waiting.tasks_of(person, known, at)
    here = {(task.id, task.round_on) for task in tasks}
    earlier = [
        line for line in waiting.earlier(person, known, most=EARLIER) if (line.half_id, line.round_on) not in here
    ]
    return page(
        request,
        "homework/homework.html",
        tasks=tasks,
        resting=[task for task in tasks if not task.waits],
        earlier=earlier,
        letters=Want.HOMEWORK in reminders.schedule_of(person).wants,
    )


@require_http_methods(["GET", "HEAD", "POST"])
@unlocked
def half(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """One piece of homework: what and why, the way to do it, and how it went."""
    person, at = request.user, clock.now()
    try:
        task = waiting.task(person, pk, things(person.language), at)
    except Half.DoesNotExist as gone:
        raise Http404 from gone
    kept = Report.objects.of(person).filter(half=pk, round_on=task.round_on).first()
    posted = request.POST if request.method == "POST" else None
    form = TellForm(posted, half=task.half, initial=TellForm.filled(kept) if kept else {})
    if form.is_valid():
        try:
            report = telling.tell(client=person, pk=pk, at=at, **form.cleaned_data)
        except Half.DoesNotExist as gone:  # discussed, or ended, at this very moment
            raise Http404 from gone
        return redirect("homework:told", report.pk)
    return page(request, "homework/half.html", status=422 if form.errors else 200, task=task, kept=kept, form=form)


@require_POST
@signed_in
def letters(request: PersonRequest) -> HttpResponse:
    """Let homework bring the letter of the day too, or no longer."""
    form = LettersForm(request.POST)
    form.is_valid()
    reminders.turn(person=request.user, want=Want.HOMEWORK, on=form.cleaned_data["on"], at=clock.now())
    return redirect("homework:homework")
