"""A sealed exercise: put to both, handed in, opened, judged. Confirming and taking back are the journal's pages."""

import uuid

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from exercises.practices.actions import together
from exercises.practices.forms import JudgeForm
from exercises.practices.views.playing import offered_or_404, playing_or_404, ticked
from intima.accounts.doors import unlocked
from intima.accounts.requests import PersonRequest
from intima.kit import clock
from intima.kit.pages import page
from reflections.journal import actions as journal
from reflections.spaces.actions import tie_of
from reflections.spaces.doors import members_only
from reflections.spaces.requests import MemberRequest


@require_POST
@members_only
def propose(request: MemberRequest, slug: str) -> HttpResponse:
    """Put a sealed exercise to both: the other sees its name and who asked."""
    if offered_or_404(request, slug).exercise.who != "sealed":
        raise Http404
    asked = journal.propose_exercise(tie=request.tie, exercise=slug, at=clock.now())
    return redirect("journal:exchange", asked)


@require_POST
@unlocked
@members_only
def hand_in(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """Hand the ticked parts of a finished run in, and lead to the preview of what would open."""
    playing, at = playing_or_404(request, pk), clock.now()
    parts, run = ticked(request, playing), playing.run
    if not parts:
        messages.info(request, _("Tick at least one part to hand in."))
        return redirect("practices:done", pk)
    exchange_id = journal.exercise_between(request.tie, run.slug, at)
    try:
        if exchange_id is None or playing.exercise.who != "sealed":
            raise journal.NothingToAnswer
        together.hand_in(run=run, exchange_id=exchange_id, parts=parts, at=at)
    except journal.NothingToAnswer:
        messages.info(request, _("This is not open between you now. What you wrote is still here, yours alone."))
        return redirect("practices:done", pk)
    except journal.AnswerStands:
        messages.info(request, _("You have confirmed already. Withdraw first, then hand in something else."))
        return redirect("journal:exchange", exchange_id)
    return redirect("journal:confirm", exchange_id)


@require_safe
@unlocked
def opened(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """What both did, side by side."""
    return _opened(request, pk)


def _look(request: PersonRequest, pk: uuid.UUID) -> together.Opened:
    try:
        return together.opened(request.user, tie_of(request.user), pk, clock.now())
    except (journal.NoSuchExchange, together.NotOpened) as gone:
        raise Http404 from gone


def _opened(request: PersonRequest, pk: uuid.UUID, form: JudgeForm | None = None) -> HttpResponse:
    found = _look(request, pk)
    if form is None and found.to_judge:
        form = JudgeForm([guess for guess, _mark in found.to_judge.rows], None, found.to_judge.marks, sends=False)
    tie = tie_of(request.user)
    return page(
        request, "practices/opened.html", status=422 if form and form.errors else 200, opened=found, form=form, tie=tie
    )


@require_POST
@unlocked
@members_only
def judge(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """Say to each of the partner's guesses whether it is true; kept, or with `then=send` sent as it stands."""
    found, sends = _look(request, pk), request.POST.get("then") == "send"
    if found.to_judge is None:
        raise Http404
    form = JudgeForm([guess for guess, _mark in found.to_judge.rows], request.POST, [], sends=sends)
    if not form.is_valid():
        return _opened(request, pk, form)
    try:
        together.judge(author=request.user, tie=request.tie, pk=pk, marks=form.marks(), send=sends, at=clock.now())
    except together.NotOpened as gone:
        raise Http404 from gone
    except together.AlreadySent:  # in another window: the page shows what was sent
        return redirect("practices:opened", pk)
    messages.success(request, _("Sent.") if sends else _("Kept."))
    return redirect("practices:opened", pk)


@require_POST
@members_only
def take_judgement_back(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    _look(request, pk)
    together.take_judgement_back(author=request.user, pk=pk)
    messages.success(request, _("Taken back. It may already have been read."))
    return redirect("practices:opened", pk)
