"""The index of the rituals, and a page for each kind of words."""

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from exercises.rituals.actions import jar as thanks
from exercises.rituals.actions import slips
from exercises.rituals.models import Slip
from intima.accounts.doors import unlocked
from intima.accounts.requests import PersonRequest
from intima.kit import clock
from intima.kit.doors import signed_in
from intima.kit.leaf import leaf
from intima.kit.pages import page
from reflections.spaces.actions import tie_of


@require_safe
@signed_in
def rituals(request: PersonRequest) -> HttpResponse:
    """The small rituals, each a row. Nothing here says what was done or not."""
    return page(request, "rituals/rituals.html", tie=tie_of(request.user))


@require_safe
@unlocked
def jar(request: PersonRequest) -> HttpResponse:
    """What came to the person, or with `?from=me`, and for somebody alone, what they wrote."""
    person, tie = request.user, tie_of(request.user)
    mine = request.GET.get("from", "" if tie else "me") == "me"
    found = leaf(thanks.wrote(person) if mine else thanks.came(person), request.GET.get("page"))
    keys = [row[0] for row in found.rows] if mine else found.rows
    return page(request, "rituals/jar.html", leaf=found, lines=thanks.read(person, keys, tie), mine=mine, tie=tie)


@require_safe
@unlocked
def one(request: PersonRequest) -> HttpResponse:
    """One to read on a hard day."""
    tie = tie_of(request.user)
    return page(request, "rituals/one.html", line=thanks.one(request.user, tie), tie=tie)


@require_safe
@unlocked
def touch(request: PersonRequest) -> HttpResponse:
    """One's own card, and the partner's if they sent one."""
    person, tie, at = request.user, tie_of(request.user), clock.now()
    found = slips.read(person, Slip.objects.visible_to(person, at).filter(kind=Slip.Kind.TOUCH), tie)
    mine = next((card for card in found if card.mine), None)
    theirs = next((card for card in found if not card.mine), None)
    return page(request, "rituals/touch.html", mine=mine, theirs=theirs, tie=tie)


@require_safe
@unlocked
def promises(request: PersonRequest) -> HttpResponse:
    """One's own, and those that the partner shares; the newest first."""
    person, tie, at = request.user, tie_of(request.user), clock.now()
    newest = Slip.objects.visible_to(person, at).filter(kind=Slip.Kind.PROMISE).order_by("-written_at", "-pk")
    found = leaf(newest, request.GET.get("page"))
    return page(request, "rituals/promises.html", leaf=found, lines=slips.read(person, found.rows, tie), tie=tie)
