"""The pages that gather from every room. They hold nothing of their own."""

from datetime import timedelta

from django.http import HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_safe

from exercises.guide import actions as guide
from exercises.homework import actions as homework
from exercises.homework.things import things_on
from exercises.loop import actions as loop
from exercises.rituals.actions import waiting as rituals
from intima.accounts.lately import journal_closed
from intima.accounts.models import Person
from intima.accounts.requests import PersonRequest
from intima.content import actions as content
from intima.kit import clock
from intima.kit.doors import signed_in
from intima.kit.pages import page
from intima.kit.sessions import SHORT
from intima.safety.rounds import comes_round
from intima.today.greeting import greeting
from intima.today.suggesting import suggestion
from reflections.care.actions import practice
from reflections.checkins import actions as checkins
from reflections.checkins.wording import question
from reflections.journal import actions as journal
from reflections.notes import actions as notes
from reflections.spaces import actions as spaces

ON_TODAY, ON_US = 3, 10  # the newest questions for two; the journal has a page of all
NEW = timedelta(days=2)  # how long the look around waits on Today for whoever has just begun
SETTLING = timedelta(days=14)  # how long Today offers to invite a partner; Us does for good


@require_safe
@signed_in
def today(request: PersonRequest) -> HttpResponse:
    """One suggestion at most, the check-in, and what waits for two. Nothing is counted; nothing says what is undone.

    A therapist who is nobody's partner here begins with their clients.
    """
    at, person = clock.now(), request.user
    day = person.today(at)
    tie = spaces.tie_of(person)
    if tie is None and request.session.get(SHORT) and practice.ready(person):
        return redirect("caseload:clients")
    state = None if tie else spaces.state_alone(person, at)
    shelves = content.shelves(["lesson", "exercise", "prompt"], person.language)
    asks = {
        **checkins.asks_for_today(person, tie, at),
        **journal.asks_for_today(person, at),
        **rituals.asks_for_today(person, at),
    }
    row = Person.objects.filter(pk=person.pk).values("pk").annotate(**asks).get()
    closed, said = journal_closed(request), journal.gathered(row)
    # Of whoever locks their words it is not shown either that there is a therapist.
    tasks = [] if closed else homework.tasks_of(person, things_on(shelves), at)
    here_for = at - person.begun_at if person.begun_at else SETTLING
    return page(
        request,
        "today/today.html",
        day=day,
        greeting=greeting(person, at),
        # Where the journal is locked, nothing that lies in it leads anywhere.
        suggestion=suggestion(person, shelves, None if closed else said.lens, at),
        checkin=checkins.gathered(row),
        question=question(person, at),
        tie=tie,
        state=state,
        homework=[task for task in tasks if task.waits][:ON_TODAY],
        waiting=rituals.gathered(row) if tie else None,
        exchanges=journal.together(tie, at, shelves)[:ON_TODAY] if tie else [],
        closed=closed,
        received=said.received,
        note=notes.arrived(person, at) if tie else None,
        comes_round=comes_round(day),
        looks_back=guide.comes_round(person, at),
        may_invite=state is not None and state.is_alone and here_for < SETTLING,
        is_new=here_for < NEW,
    )


@require_safe
@signed_in
def us(request: PersonRequest) -> HttpResponse:
    """Where the person stands with a partner, and the questions for two."""
    at, person = clock.now(), request.user
    state = spaces.state_of(person, at)
    exchanges = journal.together(state.tie, at) if state.tie else []
    closed = journal_closed(request)
    asked = set() if closed else {line.question for line in exchanges}  # what is left out would tell
    known = journal.prompts(person.language).values() if state.tie else []
    questions = [prompt for prompt in known if prompt.for_two and prompt.ask not in asked]
    first = questions.pop(0) if questions and not exchanges else None
    return page(
        request,
        "today/us.html",
        state=state,
        exchanges=exchanges[:ON_US],
        closed=closed,
        first=first,
        questions=questions,
        received_days=checkins.received(person) if state.tie else [],
        card=loop.received(person, at) if state.tie else False,
        waiting=rituals.waiting(person, at) if state.tie else None,
    )


@require_safe
@signed_in
def you(request: PersonRequest) -> HttpResponse:
    """The person's own things: name and time, reminders, privacy, and the way out."""
    return page(request, "today/you.html", tie=spaces.tie_of(request.user), therapist=practice.ready(request.user))
