"""The pages that gather from every room. They hold nothing of their own."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from exercises.lessons import actions as lessons
from intima.accounts.requests import PersonRequest
from intima.kit import clock
from intima.kit.doors import signed_in
from intima.kit.pages import page
from intima.today.greeting import greeting
from reflections.checkins import actions as checkins
from reflections.checkins.wording import question
from reflections.journal import actions as journal
from reflections.spaces import actions as spaces

ON_TODAY, ON_US = 3, 10  # the newest questions for two; the journal has a page of all


@require_safe
@signed_in
def today(request: PersonRequest) -> HttpResponse:
    """One suggestion at most, the check-in, and what waits for two. Nothing is counted; nothing says what is undone."""
    at, person = clock.now(), request.user
    day = person.today(at)
    tie = spaces.tie_of(person)
    return page(
        request,
        "today/today.html",
        day=day,
        greeting=greeting(person, at),
        suggestion=lessons.suggestion(person),
        checked_in=checkins.checked_in(person.pk, day),
        question=question(person, at),
        tie=tie,
        state=None if tie else spaces.state_of(person, at),
        exchanges=journal.together(tie, at)[:ON_TODAY] if tie else [],
        received=journal.received(person, at) if tie else None,
    )


@require_safe
@signed_in
def us(request: PersonRequest) -> HttpResponse:
    """Where the person stands with a partner, and the questions for two."""
    at, person = clock.now(), request.user
    state = spaces.state_of(person, at)
    exchanges = journal.together(state.tie, at) if state.tie else []
    asked = {line.question for line in exchanges}
    known = journal.prompts(person.language).values() if state.tie else []
    questions = [prompt for prompt in known if prompt.for_two and prompt.ask not in asked]
    first = questions.pop(0) if questions and not exchanges else None
    return page(request, "today/us.html", state=state, exchanges=exchanges[:ON_US], first=first, questions=questions)


@require_safe
@signed_in
def you(request: PersonRequest) -> HttpResponse:
    """The person's own things: name and time, reminders, privacy, and the way out."""
    return page(request, "today/you.html", tie=spaces.tie_of(request.user))
