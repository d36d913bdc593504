from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from exercises.guide import wording
from exercises.guide.actions import parts
from exercises.guide.actions.months import last_ritual
from exercises.guide.actions.offers import offer_of
from exercises.guide.actions.reading import guide_of
from exercises.guide.forms import PutInForm, RitualsForm
from exercises.guide.models import Part
from exercises.guide.words import Words
from exercises.loop import wording as around
from exercises.loop.actions import Loop
from intima.accounts.doors import unlocked
from intima.accounts.requests import PersonRequest
from intima.kit import clock
from intima.kit.doors import signed_in
from intima.kit.pages import page
from reflections.shares.actions import PreviewOutdated
from reflections.spaces.actions import tie_of


@require_safe
@unlocked
def guide(request: PersonRequest) -> HttpResponse:
    """The guide, to read and to print: what one put in, and what the other put in for both."""
    tie = tie_of(request.user)
    found = guide_of(request.user, tie)
    return page(
        request,
        "guide/guide.html",
        tie=tie,
        guide=found,
        sections=wording.sections(found, alone=tie is None),
        turns=around.turns(found.loop),
        topics=around.topics(found.loop),
    )


@require_safe
@unlocked
def mine(request: PersonRequest) -> HttpResponse:
    """Every part that somebody may put in, and who reads theirs now."""
    tie = tie_of(request.user)
    found = guide_of(request.user, tie)
    standing = {piece.kind: piece.given for piece in found.pieces if piece.mine}
    if found.loop.mine:
        standing[Part.Kind.LOOP] = found.loop.mine.seen
    rows = [(kind, kind in standing, standing.get(kind, False)) for kind in Part.Kind]
    return page(request, "guide/mine.html", tie=tie, rows=rows)


@require_http_methods(["GET", "HEAD", "POST"])
@unlocked
def part(request: PersonRequest, kind: str) -> HttpResponse:
    """Show exactly how one part would stand there; put that in, or show it anew when it is no longer so."""
    _known(kind)
    outdated = False
    if request.method == "POST":
        form = PutInForm(request.POST)
        try:
            if not form.is_valid():
                raise PreviewOutdated
            sent = form.cleaned_data
            space_id = sent["space"] if request.POST.get("then") == "share" else None
            if request.POST.get("then") == "share" and space_id is None:
                raise PreviewOutdated
            parts.put_in(author=request.user, kind=kind, mark=sent["mark"], space_id=space_id, at=clock.now())
            return redirect("guide:mine")
        except PreviewOutdated:
            outdated = True
    return _part(request, kind, outdated=outdated)


def _known(kind: str) -> None:
    if kind not in Part.Kind.values:
        raise Http404


def _part(request: PersonRequest, kind: str, *, outdated: bool) -> HttpResponse:
    person, tie = request.user, tie_of(request.user)
    kept = parts.kept(person, kind)
    offer = offer_of(person, tie, kind, kept)
    if kind == Part.Kind.RITUALS and not offer.says_something and not outdated:
        return redirect("guide:rituals")
    words = Words.of_text(kept.words) if kept else Words()
    anew = kept is not None and words != offer.words
    given = kept is not None and kept.given and (kind != Part.Kind.LOOP or offer.for_both)
    shown = Loop((offer.card,)) if offer.card else Loop(())
    return page(
        request,
        "guide/part.html",
        status=422 if outdated else 200,
        outdated=outdated,
        tie=tie,
        kind=Part.Kind(kind),
        offer=offer,
        said=wording.said(kind, offer.words),
        before=wording.said(kind, words) if anew else [],
        kept=kept is not None,
        given=given,
        anew=anew,
        colour=tie.mine.colour if tie else "clay",
        turns=around.turns(shown),
        topics=around.topics(shown),
        form=PutInForm(initial={"mark": offer.mark, "space": tie.space.pk if tie else None}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@unlocked
def rituals(request: PersonRequest) -> HttpResponse:
    """Choose the rituals that one would like to keep; kept for oneself, and then looked at before it is shown."""
    kept = parts.kept(request.user, Part.Kind.RITUALS)
    if request.method == "POST":
        form = RitualsForm(request.POST)
        if form.is_valid():
            parts.choose_rituals(author=request.user, words=form.words(), at=clock.now())
            return redirect("guide:part", Part.Kind.RITUALS)
    else:
        words = Words.of_text(kept.words) if kept else last_ritual(request.user)
        form = RitualsForm(initial=RitualsForm.filled(words))
    tie, status = tie_of(request.user), 422 if form.errors else 200
    return page(request, "guide/rituals.html", status=status, form=form, tie=tie, kept=kept is not None)


@require_POST
@signed_in
def take_out(request: PersonRequest, kind: str) -> HttpResponse:
    """Acts on the very next request."""
    _known(kind)
    parts.take_out(author=request.user, kind=kind)
    messages.success(request, _("Taken out. Nobody reads it here now. It may already have been read."))
    return redirect("guide:mine")
