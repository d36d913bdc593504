"""A question answered apart and opened together."""

import uuid
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from intima.accounts.doors import unlocked, unlocked_to_read
from intima.accounts.lately import journal_closed
from intima.accounts.requests import PersonRequest
from intima.kit import clock
from intima.kit.leaf import leaf
from intima.kit.pages import page, wants_part
from reflections.journal.actions import exchanges as actions
from reflections.journal.actions import prompts
from reflections.journal.actions.standing import ExchangePage, State, page_of, summaries
from reflections.journal.forms import AnswerForm, AskForm, ConfirmForm, ProposeForm
from reflections.journal.models import Exchange
from reflections.journal.views.closed import say_kept, typed_back
from reflections.shares.actions import PreviewOutdated
from reflections.spaces.actions import Tie, tie_of
from reflections.spaces.doors import members_only
from reflections.spaces.requests import MemberRequest


@require_safe
@unlocked
def exchanges(request: PersonRequest) -> HttpResponse:
    """The questions of the two, and a way to put one; `?prompt=slug` has that one chosen."""
    return _exchanges(request, None)


def _exchanges(request: PersonRequest, form: ProposeForm | None) -> HttpResponse:
    tie, at = tie_of(request.user), clock.now()
    rows = Exchange.objects.visible_to(request.user).with_own_state(request.user)
    found = leaf(rows.order_by("-proposed_at", "-pk"), request.GET.get("page"))
    shown = form or _propose_form(request)
    return page(
        request,
        "journal/exchanges.html",
        status=422 if form else 200,
        tie=tie,
        form=shown,
        leaf=found,
        lines=summaries(request.user, tie, found.rows, at),
    )


def _propose_form(request: PersonRequest) -> ProposeForm:
    questions = [(each.slug, each.ask) for each in prompts(request.user.language).values() if each.for_two]
    if request.method == "POST":
        return ProposeForm(request.POST, questions=questions)
    asked = request.GET.get("prompt")
    chosen = asked if asked in dict(questions) else questions[0][0] if questions else ""
    return ProposeForm(questions=questions, initial={"prompt": chosen})


@require_POST
@unlocked
@members_only
def propose(request: MemberRequest) -> HttpResponse:
    form = _propose_form(request)
    if not form.is_valid():
        return _exchanges(request, form)
    at = clock.now()
    asked = actions.propose(tie=request.tie, prompt=form.cleaned_data["prompt"], at=at)
    if asked.proposed_at != at:
        messages.info(request, _("This question is already open between you."))
    return redirect("journal:exchange", pk=asked.pk)


@require_safe
@unlocked
def exchange(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """The page of an exchange. While one's answer waits there, it asks by htmx whether both are open by now.

    Of an exercise, what opened is drawn where exercises are.

    That is all it learns: nothing else makes it change, not even that the other left.
    """
    if wants_part(request):
        found = get_object_or_404(Exchange.objects.visible_to(request.user), pk=pk)
        return HttpResponseClientRefresh() if found.opened_at else HttpResponse(status=204)
    return _exchange(request, pk, clock.now())


def _exchange(
    request: PersonRequest, pk: uuid.UUID, at: datetime, form: AnswerForm | AskForm | None = None, status: int = 200
) -> HttpResponse:
    """The page of an exchange as it stands for this person, with a form of theirs that could not be taken."""
    tie = tie_of(request.user)
    shown = _look(request, pk, tie, at)
    if shown.exercise and shown.state == State.OPENED:
        return redirect("practices:opened", pk)
    if form is None and shown.state in (State.ASKED, State.ASIDE):
        form = AnswerForm(initial={"text": shown.mine})
    elif form is None:
        form = AskForm()
    form.fields["text"].help_text = shown.hint if isinstance(form, AnswerForm) else ""
    # Words that came too late for an answer are shown where they were written, whatever became of the question.
    template = "opened" if shown.state == State.OPENED and isinstance(form, AskForm) else "exchange"
    context = {"tie": tie, "exchange": shown, "form": form, "sheets": _sheets(request, tie, shown)}
    return page(request, f"journal/{template}.html", status=status, **context)


def _refused(request: PersonRequest, pk: uuid.UUID, at: datetime, form: AnswerForm | AskForm) -> HttpResponse:
    """Words that could not be taken: beside the exchange, or alone where that is locked."""
    if journal_closed(request):
        return typed_back(request, form)
    return _exchange(request, pk, at, form=form, status=422)


@dataclass(frozen=True)
class Sheet:
    """One of the two answers as it lies on the page; `words` is None once its author took it back."""

    colour: str
    name: str
    words: str | None
    note: str = ""


def _sheets(request: PersonRequest, tie: Tie | None, shown: ExchangePage) -> list[Sheet]:
    """In the order of the seats, so that both see the same page; one's own alone when the tie has ended."""
    note = _("You took this back. Nobody else can read it.") if shown.taken_back else ""
    if tie is None or not shown.with_partner:
        return [Sheet(shown.colour, request.user.name, shown.mine, note)] if shown.mine else []
    both = [
        (tie.mine.seat, Sheet(shown.colour, request.user.name, shown.mine, note)),
        (tie.theirs.seat, Sheet(tie.theirs.colour, tie.partner.name, shown.theirs)),
    ]
    return [sheet for _seat, sheet in sorted(both, key=lambda each: each[0])]


def _look(request: PersonRequest, pk: uuid.UUID, tie: Tie | None, at: datetime) -> ExchangePage:
    found = get_object_or_404(Exchange.objects.visible_to(request.user), pk=pk)
    return page_of(request.user, tie, found, at)


@require_POST
@unlocked_to_read
@members_only
def answer(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """Save one's answer, to come back to it or to go on and confirm it."""
    get_object_or_404(Exchange.objects.between(request.user), pk=pk)
    form, at = AnswerForm(request.POST), clock.now()
    if not form.is_valid():
        return _refused(request, pk, at, form)
    try:
        actions.write(author=request.user, pk=pk, text=form.cleaned_data["text"], at=at)
    except (actions.NothingToAnswer, actions.AnswerStands):
        form.add_error("text", _("This can no longer be changed here. Copy your words if you want to keep them."))
        return _refused(request, pk, at, form)
    say_kept(request)
    return redirect("journal:confirm" if request.POST.get("next") == "confirm" else "journal:exchange", pk=pk)


@require_http_methods(["GET", "HEAD", "POST"])
@unlocked
@members_only
def confirm(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """Show what would open, and what each would learn; then confirm that."""
    tie, at, outdated = request.tie, clock.now(), False
    if request.method == "POST":
        get_object_or_404(Exchange.objects.between(request.user), pk=pk)
        form = ConfirmForm(request.POST)
        try:
            if not form.is_valid():
                raise PreviewOutdated
            actions.confirm(author=request.user, pk=pk, revision=form.cleaned_data["revision"], at=at)
            return redirect("journal:exchange", pk=pk)
        except actions.NothingToAnswer:
            return redirect("journal:exchange", pk=pk)
        except PreviewOutdated:
            outdated = True
    shown = _look(request, pk, tie, at)
    if shown.state != State.ASKED or not shown.mine:
        return redirect("journal:exchange", pk=pk)
    return page(
        request,
        "journal/confirm.html",
        status=422 if outdated else 200,
        tie=tie,
        exchange=shown,
        form=ConfirmForm(initial={"revision": shown.revision}),
        outdated=outdated,
    )


@require_POST
@members_only
def withdraw(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """Until it opens, one's answer can be withdrawn; nobody is told."""
    get_object_or_404(Exchange.objects.between(request.user), pk=pk)
    # When it opened a moment before, its page says so.
    with suppress(actions.NothingToAnswer):
        actions.withdraw(author=request.user, pk=pk, at=clock.now())
        messages.success(request, _("Withdrawn. Your answer is a draft again, and nobody is told."))
    return redirect("journal:exchange", pk=pk)


@require_POST
@members_only
def not_this_one(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """Tells nobody."""
    get_object_or_404(Exchange.objects.between(request.user), pk=pk)
    with suppress(actions.NothingToAnswer):
        actions.set_aside(author=request.user, pk=pk, at=clock.now())
        messages.success(request, _("Set aside. Nobody is told."))
    return redirect("journal:exchanges")


@require_http_methods(["GET", "HEAD", "POST"])
@unlocked_to_read
@members_only
def take_answer_back(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """Ask once, then take one's opened answer back for good."""
    tie = request.tie
    if request.method == "POST":
        get_object_or_404(Exchange.objects.between(request.user), pk=pk)
        actions.take_answer_back(author=request.user, pk=pk, at=clock.now())
        messages.success(request, _("Your answer is yours alone again. It may already have been read."))
        return redirect("journal:exchange", pk=pk)
    shown = _look(request, pk, tie, clock.now())
    if shown.state != State.OPENED or shown.taken_back:
        return redirect("journal:exchange", pk=pk)
    return page(request, "journal/take_answer_back.html", tie=tie, exchange=shown)


@require_POST
@unlocked_to_read
@members_only
def ask(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """Send one question about the other's answer."""
    get_object_or_404(Exchange.objects.between(request.user), pk=pk)
    form, at = AskForm(request.POST), clock.now()
    if form.is_valid():
        try:
            actions.ask(author=request.user, pk=pk, text=form.cleaned_data["text"], at=at)
            return redirect("journal:exchange", pk=pk)
        except actions.NothingToAsk:
            form.add_error("text", _("There is no answer to ask about here now. Nothing was sent."))
    return _refused(request, pk, at, form)


@require_POST
@unlocked
def keep_answer(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Keep one's own answer as a private entry."""
    try:
        kept = actions.keep_answer(author=request.user, pk=pk, at=clock.now())
    except actions.NothingToKeep as nothing:
        raise Http404 from nothing
    return redirect("journal:entry", pk=kept.pk)
