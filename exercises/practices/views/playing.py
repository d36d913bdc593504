import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from exercises.practices import own, panels, places, telling
from exercises.practices.actions import cards, runs
from exercises.practices.actions.runs import Offered, Playing
from exercises.practices.forms import form_for
from exercises.practices.models import Run
from exercises.practices.places import Place
from exercises.practices.wording import shelves
from intima.accounts import lately
from intima.accounts.doors import ask_first, unlocked
from intima.accounts.lately import journal_closed
from intima.accounts.requests import PersonRequest
from intima.content.exercises import Exercise
from intima.kit import clock
from intima.kit.doors import signed_in
from intima.kit.pages import page
from reflections.journal import actions as journal
from reflections.releases.actions import standings
from reflections.spaces.actions import tie_of
from reflections.spaces.models import Membership

HALF = {"keep", "back", "stop"}  # what a step can be sent with before it is done


def offered_or_404(request: PersonRequest, slug: str) -> Offered:
    try:
        return runs.exercise(request.user, slug)
    except runs.NoSuchExercise as gone:
        raise Http404 from gone


def playing_or_404(request: PersonRequest, pk: uuid.UUID) -> Playing:
    try:
        return runs.playing(request.user, pk)
    except Run.DoesNotExist as gone:
        raise Http404 from gone


@require_safe
@signed_in
def practices(request: PersonRequest) -> HttpResponse:
    """What there is to do: what was begun, then the rest by when it is for.

    That there is a therapist, who wrote an exercise, lies behind the lock like words.
    """
    offered = runs.offered(request.user)
    if journal_closed(request):
        offered = [each for each in offered if not own.is_own(each.exercise.slug)]
    begun, groups = shelves(offered)
    return page(request, "practices/practices.html", begun=begun, groups=groups)


@require_safe
@signed_in
def exercise(request: PersonRequest, slug: str) -> HttpResponse:
    """What an exercise is, how long it takes and who will see what; then begin, or go on."""
    if own.is_own(slug) and (asked := ask_first(request)):
        return asked
    offered, earlier = offered_or_404(request, slug), runs.earlier(request.user, slug)
    between = _between(request, offered.exercise)
    last = earlier[0] if earlier and offered.run is None else None
    # What lies there finished can be handed in, unless it is in the exchange already.
    ready = last if last and between.get("between") not in (None, last.exchange_id) else None
    return page(request, "practices/exercise.html", offered=offered, earlier=earlier, ready=ready, **between)


def _between(request: PersonRequest, exercise: Exercise) -> dict[str, Any]:
    """For a sealed exercise: `tie`, and `between`, the journal's exchange of it that the two can answer now."""
    tie = tie_of(request.user)
    if tie is None or exercise.who != "sealed":
        return {"tie": tie}
    return {"tie": tie, "between": journal.exercise_between(tie, exercise.slug, clock.now())}


@require_POST
@signed_in
def begin(request: PersonRequest, slug: str) -> HttpResponse:
    if own.is_own(slug) and (asked := ask_first(request)):
        return asked
    if room := offered_or_404(request, slug).exercise.room:
        return redirect(room)
    try:
        run = runs.begin(person=request.user, slug=slug, at=clock.now())
    except runs.NoSuchExercise as gone:  # one's own copy is still there to read
        raise Http404 from gone
    return redirect("practices:step", run.pk, run.step_key)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def step(request: PersonRequest, pk: uuid.UUID, key: str) -> HttpResponse:
    """One step. Posting saves it, then goes on, back, stops here, or (`then=keep`) only says when it was saved.

    From behind the lock nothing of one's own is shown, changed or deleted but what is being written there.
    """
    playing = playing_or_404(request, pk)
    try:
        place = playing.at(key)
    except places.NoSuchStep as gone:
        raise Http404 from gone
    if playing.run.finished_at is not None:
        return redirect("practices:done", pk)
    panel = panels.panel_of(place.step)
    locked = place.kept or panel or own.is_own(playing.run.slug)
    if locked and request.method != "POST" and (asked := ask_first(request)):
        return asked
    closed = journal_closed(request)
    if request.method == "POST" and not closed:
        lately.use_journal(request)
    then = request.POST.get("then", "") if request.method == "POST" else ""
    posted = request.POST if request.method == "POST" else None
    form, at = form_for(place.step, posted, place.kept, half=then in HALF), clock.now()
    saved_at = None
    held = place.kept if not lately.may_write_over(request, f"{pk} {key}") else None
    if held and form.is_valid() and form.answer():
        form.add_error(None, lately.STAYS)
    if form.is_valid():
        try:
            go_on = then not in HALF
            runs.answer(author=request.user, pk=pk, key=key, value=held or form.answer(), at=at, go_on=go_on)
        except runs.Finished:  # in another window
            return redirect("practices:done", pk)
        except Run.DoesNotExist as gone:  # thrown away there
            raise Http404 from gone
        if not held:
            lately.note_written(request, f"{pk} {key}")
        if then != "keep":
            return _onward(request, playing.run, place, then)
        saved_at = at
    status = 422 if form.errors else 200
    panel = None if closed else panel
    return page(
        request,
        "practices/step.html#saved",
        status=status,
        run=playing.run,
        place=place,
        form=form,
        panel=panel,
        drawn=panel.draw(request.user) if panel else {},
        in_turn=_in_turn(request, place),
        saved_at=saved_at,
        closed=closed,
        held=held,
    )


def _in_turn(request: PersonRequest, place: Place) -> list[Membership]:
    """Who speaks first and who second, the same on both phones, and changing from step to step; nobody alone."""
    tie = tie_of(request.user) if getattr(place.step, "turns", False) else None
    if tie is None:
        return []
    return sorted((tie.mine, tie.theirs), key=lambda member: member.seat, reverse=place.number % 2 == 0)


def _onward(request: PersonRequest, run: Run, place: Place, then: str) -> HttpResponse:
    if then == "stop":
        return redirect("practices:exercise", run.slug)
    if then == "back":
        return (
            redirect("practices:step", run.pk, place.before.key)
            if place.before
            else redirect("practices:exercise", run.slug)
        )
    if place.next is not None:
        return redirect("practices:step", run.pk, place.next.key)
    at = clock.now()
    runs.finish(author=request.user, pk=run.pk, at=at)
    cards.keep(runs.playing(request.user, run.pk), at=at)
    return redirect("practices:done", run.pk)


@require_safe
@unlocked
def done(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """The end: what one wrote, and what may become of it. Nobody else sees it unless its author decides so here."""
    playing = playing_or_404(request, pk)
    if playing.run.finished_at is None:
        return redirect("practices:step", pk, playing.run.step_key)
    may_be_released = playing.exercise.shares == "ask" and telling.parts(playing.exercise, playing.answers)
    ties = standings(request.user, runs.KIND, pk) if may_be_released else []
    return page(
        request,
        "practices/done.html",
        playing=playing,
        told=telling.told(playing.exercise, playing.answers),
        sentences=telling.sentences(playing.exercise, playing.answers),
        advice=telling.advice(playing.exercise, playing.answers),
        key=uuid.uuid4(),
        standings=ties,
        therapists=[each.link.therapist.name for each in ties if each.released],
        **_between(request, playing.exercise),
    )


def ticked(request: PersonRequest, playing: Playing) -> list[journal.Part]:
    """The parts of a finished run whose boxes are ticked; none of one that goes on, and none that is asked `alone`."""
    wanted = set(request.POST.getlist("part")) if playing.run.finished_at else set()
    return [part for part in telling.parts(playing.exercise, playing.answers) if part.key in wanted]


@require_POST
@signed_in
def keep(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Make the ticked parts an entry of the journal, private; with `then=share`, on to its preview for the partner."""
    playing = playing_or_404(request, pk)
    parts = ticked(request, playing)
    if not parts:
        messages.info(request, _("Tick at least one part to keep."))
        return redirect("practices:done", pk)
    # The same ticks twice are the same entry.
    key = uuid.uuid5(playing.run.pk, " ".join(part.key for part in parts))
    text = "\n\n".join([playing.exercise.title, *(part.text for part in parts)])
    words = journal.keep(author=request.user, key=key, text=text, at=clock.now())
    if request.POST.get("then") != "share":
        return redirect("journal:entry", words.id)
    messages.success(request, _("It is in your journal now, for you alone. Nothing is shared yet."))
    return redirect("journal:share", words.id)


@require_POST
@unlocked
def throw_away(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Delete what was written in one run; what was kept in the journal stays there."""
    playing = playing_or_404(request, pk)
    runs.throw_away(author=request.user, pk=pk, at=clock.now())
    messages.success(request, _("Thrown away. What you kept in your journal is still there."))
    return redirect("practices:exercise", playing.run.slug)


@require_safe
@unlocked
def card(request: PersonRequest) -> HttpResponse:
    """What helps one back, as a small card to look at in a pause and to print."""
    sentence = cards.latest(request.user, cards.SAFETY)
    played = runs.latest_done(request.user, cards.SAFETY_EXERCISE)
    parts = telling.listed(played.exercise, played.answers) if played else []
    return page(request, "practices/card.html", sentence=sentence, parts=parts, slug=cards.SAFETY_EXERCISE)
