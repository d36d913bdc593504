import uuid
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from exercises.loop import wording
from exercises.loop.actions import Loop, Side, cards, loop_of, names, own, sharing
from exercises.loop.forms import CardForm, NameForm, ShareForm
from exercises.loop.models import SharedCard
from exercises.loop.picture import draw
from intima.accounts.doors import ask_first, unlocked, unlocked_to_read
from intima.accounts.lately import journal_closed
from intima.accounts.requests import PersonRequest
from intima.kit import clock
from intima.kit.doors import signed_in
from intima.kit.pages import page
from reflections.releases.actions import standings
from reflections.shares.actions import PreviewOutdated
from reflections.spaces.actions import NotTogether, tie_of
from reflections.spaces.doors import members_only
from reflections.spaces.requests import MemberRequest


@require_safe
@unlocked
def loop(request: PersonRequest) -> HttpResponse:
    """The loop as this person may see it: their own card, and the partner's where it is shared."""
    tie = tie_of(request.user)
    found = loop_of(request.user, tie)
    card = found.kept if found.mine else None
    ties = standings(request.user, SharedCard.share_kind, card.id) if card else []
    return page(
        request,
        "loop/loop.html",
        tie=tie,
        loop=found,
        turns=wording.turns(found),
        topics=wording.topics(found),
        standings=ties,
        therapists=[each.link.therapist.name for each in ties if each.released],
    )


@require_http_methods(["GET", "HEAD", "POST"])
@unlocked_to_read
def card(request: PersonRequest) -> HttpResponse:
    """One's own card. Posting keeps it, private; with `then=keep` it is saved by the way.

    What is posted is all that a refusal shows, so a card that is locked by now shows nothing that it held.
    """
    kept, tie, at = own(request.user), tie_of(request.user), clock.now()
    half = request.POST.get("then") == "keep"
    form = CardForm(request.POST if request.method == "POST" else None, own=kept, half=half)
    saved_at = None
    if form.is_valid():
        sent = form.cleaned_data
        try:
            cards.keep(author=request.user, words=form.words(), base=sent["base"], page=sent["page"], at=at)
            if not half:
                return redirect("loop:loop")
            saved_at = at
        except cards.ChangedMeanwhile:
            form = CardForm({**request.POST.dict(), "base": kept.revision if kept else 0}, own=kept)
            form.add_error(
                None,
                _("Your card was changed in another window meanwhile. Keep this again and it takes its place."),
            )
    seen = sharing.standing(request.user, tie) is not None
    return page(
        request,
        "loop/card.html#saved",
        status=422 if form.errors else 200,
        form=form,
        half=half,
        tie=tie,
        seen=seen,
        kept=kept,
        saved_at=saved_at,
    )


@require_POST
@unlocked
def throw_away(request: PersonRequest) -> HttpResponse:
    """Delete one's own card, and what was shared of it."""
    cards.throw_away(author=request.user)
    messages.success(request, _("Thrown away. Nobody is told."))
    return redirect("loop:loop")


@require_http_methods(["GET", "HEAD", "POST"])
@unlocked
def share(request: PersonRequest) -> HttpResponse:
    """Show exactly what will be seen and by whom; share that, or show it anew when it is no longer so."""
    outdated = False
    if request.method == "POST":
        form = ShareForm(request.POST)
        try:
            if not form.is_valid():
                raise PreviewOutdated
            sent = form.cleaned_data
            sharing.share(author=request.user, space_id=sent["space"], revision=sent["revision"], at=clock.now())
            return redirect("loop:loop")
        except PreviewOutdated:
            outdated = True
    return _preview(request, outdated=outdated)


def _preview(request: PersonRequest, *, outdated: bool) -> HttpResponse:
    status = 422 if outdated else 200
    kept, tie = own(request.user), tie_of(request.user)
    if kept is None or not kept.words.says_something:
        return redirect("loop:card")
    if tie is None:
        return page(request, "loop/share_alone.html", status=status)
    before = sharing.standing(request.user, tie)
    changed = sharing.changes(kept.words, before)
    shown = Loop((Side(request.user.name, tie.mine.colour, kept.words, mine=False, changed=changed),))
    return page(
        request,
        "loop/share.html",
        status=status,
        outdated=outdated,
        tie=tie,
        before=before,
        turns=wording.turns(shown),
        topics=wording.topics(shown),
        form=ShareForm(initial={"revision": kept.revision, "space": tie.space.pk}),
    )


@require_POST
@signed_in
def take_back(request: PersonRequest) -> HttpResponse:
    """Acts on the very next request."""
    sharing.take_back(author=request.user)
    messages.success(request, _("Taken back. Nobody else can see it now. It may already have been seen."))
    return redirect("loop:loop")


@require_http_methods(["GET", "HEAD", "POST"])
@members_only
def name(request: MemberRequest) -> HttpResponse:
    """Propose a name: write it, see how it looks, then send. `then=send` sends what was looked at.

    While the words are locked, what is sent goes in, and the name that the other proposed is not shown.
    """
    if request.method != "POST" and (asked := ask_first(request)):
        return asked
    closed = journal_closed(request)
    proposed = loop_of(request.user, request.tie).proposed
    first = {"key": uuid.uuid4(), "space": request.tie.space.pk, "seen": proposed.id if proposed else None}
    form = NameForm(request.POST if request.method == "POST" else None, initial=first)
    context: dict[str, Any] = {"tie": request.tie, "proposed": None if closed else proposed}
    if not form.is_valid() or request.POST.get("then") == "edit":
        return page(request, "loop/name.html", status=422 if form.errors else 200, form=form, **context)
    sent = form.cleaned_data
    if request.POST.get("then") != "send" or sent["space"] != request.tie.space.pk:
        looked = {**sent, "space": request.tie.space.pk}
        return page(request, "loop/name_look.html", form=NameForm(initial=looked), sent=sent, **context)
    try:
        names.propose(tie=request.tie, key=sent["key"], text=sent["text"], seen=sent["seen"], at=clock.now())
    except NotTogether as gone:
        raise Http404 from gone
    except names.ProposedMeanwhile:
        again = loop_of(request.user, request.tie).proposed
        form = NameForm(initial={**sent, **first, "seen": again.id if again else None})
        context["proposed"] = None if closed else again
        return page(request, "loop/name.html", status=422, form=form, meanwhile=True, **context)
    return redirect("loop:loop")


@require_POST
@members_only
def agree(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """Say yes to the name that the other proposed."""
    try:
        names.agree(tie=request.tie, pk=pk, at=clock.now())
    except (names.NoSuchName, NotTogether) as gone:
        raise Http404 from gone
    return redirect("loop:loop")


@require_POST
@members_only
def let_go(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """Take one's own name back, or no longer agree to one."""
    try:
        names.let_go(tie=request.tie, pk=pk)
    except (names.NoSuchName, NotTogether) as gone:
        raise Http404 from gone
    return redirect("loop:loop")


@require_safe
@unlocked
def picture(request: PersonRequest) -> HttpResponse:
    """The loop as this person may see it, as one picture that needs nothing else."""
    found = loop_of(request.user, tie_of(request.user))
    if not found.sides:
        raise Http404
    answer = render(request, "loop/picture.svg", {"drawing": draw(found)}, content_type="image/svg+xml; charset=utf-8")
    answer.headers["Content-Disposition"] = 'attachment; filename="picture.svg"'
    return answer
