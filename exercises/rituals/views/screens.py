"""Times without screens, and a word afterwards."""

import uuid
from collections.abc import Callable

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from exercises.rituals.actions import slips, slots
from exercises.rituals.forms import MINUTES, SlotForm, WordForm
from exercises.rituals.models import Slip, Slot
from intima.accounts import lately
from intima.accounts.doors import unlocked
from intima.accounts.requests import PersonRequest
from intima.kit import clock, errors
from intima.kit.doors import signed_in
from intima.kit.leaf import leaf
from intima.kit.pages import page
from reflections.spaces.actions import NotTogether, tie_of
from reflections.spaces.doors import members_only
from reflections.spaces.requests import MemberRequest


def _seen(act: Callable[..., None], **arguments: object) -> None:
    """Do something with a time that the person sees; any other is as one that never was."""
    try:
        act(**arguments)
    except Slot.DoesNotExist as gone:
        raise Http404 from gone


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def screens(request: PersonRequest) -> HttpResponse:
    """A quiet clock while one runs, and nothing beside it; else what is agreed or suggested, and how to suggest."""
    at, person, tie = clock.now(), request.user, tie_of(request.user)
    form = SlotForm(request.POST if request.method == "POST" else None, initial={"key": uuid.uuid4(), "minutes": "30"})
    if form.errors.keys() & {"key", "space", "minutes", "who"}:
        return errors.bad_request(request)
    if form.is_valid():
        given = form.cleaned_data
        asked = given["who"] == "partner"
        if asked and (tie is None or tie.space.pk != given["space"]):
            return redirect("rituals:screens")  # the page was made for another: nobody is asked
        try:
            slots.suggest(
                person=person,
                tie=tie if asked else None,
                key=given["key"],
                starts_at=given["starts_at"],
                minutes=int(given["minutes"]),
                at=at,
            )
        except slots.NotThen:
            form.add_error("starts_at", _("Choose a time to come, two weeks from now at most."))
        except NotTogether as gone:
            raise Http404 from gone
        else:
            return redirect("rituals:screens")
    standing = slots.standing(person, at)
    if standing.running and not form.errors:
        return page(request, "rituals/clock.html", standing=standing, clock=standing.running)
    status = 422 if form.errors else 200
    return page(request, "rituals/screens.html", standing=standing, form=form, minutes=MINUTES, tie=tie, status=status)


@require_safe
@signed_in
def now(request: PersonRequest) -> HttpResponse:
    """For an open page: 204 while the time that runs is `?seen=`, else the clock, or that it is over."""
    standing = slots.standing(request.user, clock.now())
    if request.GET.get("seen", "") == standing.seen:
        return HttpResponse(status=204)
    return page(request, "rituals/turned.html", standing=standing, clock=standing.running)


@require_POST
@members_only
def agree(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    _seen(slots.agree, person=request.user, pk=pk, at=clock.now())
    return redirect("rituals:screens")


@require_POST
@members_only
def put_away(request: MemberRequest, pk: uuid.UUID) -> HttpResponse:
    """Not this time; the proposer learns nothing."""
    _seen(slots.put_away, person=request.user, pk=pk, at=clock.now())
    return redirect("rituals:screens")


@require_POST
@signed_in
def drop(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Take a suggestion back, or give up what is agreed."""
    _seen(slots.drop, person=request.user, pk=pk, at=clock.now())
    return redirect("rituals:screens")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def word(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """A word for a time that is over. It is kept for oneself; sharing it comes next, if at all."""
    at, person = clock.now(), request.user
    try:
        slot = slots.over(person, pk, at)
    except Slot.DoesNotExist as gone:
        raise Http404 from gone
    form = WordForm(request.POST if request.method == "POST" else None, initial={"key": uuid.uuid4()})
    if "key" in form.errors:
        return errors.bad_request(request)
    key = form.cleaned_data["key"] if form.is_valid() else None
    earlier = key and slips.writes_over(author=person, kind=Slip.Kind.WORD, key=key, slot=slot)
    if earlier and not lately.may_write_over(request, f"word {pk}"):
        form.add_error(None, lately.STAYS)
    if not form.is_valid():
        shown = {"form": form, "kind": Slip.Kind.WORD, "slot": slot, "tie": tie_of(person)}
        return page(request, "rituals/write.html", status=422 if form.errors else 200, **shown)
    kept = slips.keep(
        author=person, kind=Slip.Kind.WORD, key=form.cleaned_data["key"], slot=slot, at=at, **form.words()
    )
    lately.note_written(request, f"word {pk}")
    return redirect("rituals:slip", kept)


@require_safe
@unlocked
def words(request: PersonRequest) -> HttpResponse:
    """The words afterwards: one's own, and those that the partner shares."""
    person, tie, at = request.user, tie_of(request.user), clock.now()
    newest = Slip.objects.visible_to(person, at).filter(kind=Slip.Kind.WORD).order_by("-written_at", "-pk")
    found = leaf(newest, request.GET.get("page"))
    return page(request, "rituals/words.html", leaf=found, lines=slips.read(person, found.rows, tie), tie=tie)
