"""The walk of two people into a space, and the one step out of it."""

import uuid
from contextlib import suppress
from datetime import datetime
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRefresh

from intima.accounts.models import Person
from intima.accounts.requests import PersonRequest
from intima.kit import clock, errors
from intima.kit.doors import anyone, go_to, signed_in
from intima.kit.pages import page, wants_part
from reflections.spaces import actions, codes
from reflections.spaces.forms import CodeForm
from reflections.spaces.models import Invitation

KEPT = "invitation"  # where the session keeps the id of the invitation that somebody was led to, never its secrets


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def invite(request: PersonRequest) -> HttpResponseBase:
    """Make an invitation and wait for who comes. The answer to the POST is the page that shows link and code, once."""
    at, fresh = clock.now(), None
    if request.method == "POST":
        try:
            fresh = actions.invite(by=request.user, at=at)
        except (actions.SomebodyCame, actions.AlreadyTogether):
            return redirect("spaces:invite")
    state = actions.state_of(request.user, at)
    if state.tie:
        return go_to(request, reverse("today:us"))
    if wants_part(request) and state.invited and not fresh:
        return HttpResponse(status=204)  # nobody came yet: what is on the page stays
    return _invite_page(request, state, fresh)


def _invite_page(
    request: PersonRequest,
    state: actions.State,
    fresh: actions.Fresh | None = None,
    *,
    status: int = 200,
    **context: Any,
) -> HttpResponse:
    if fresh:
        context["link"] = settings.ORIGIN + reverse("spaces:arrive", args=[fresh.token])
        context["code"] = codes.spoken(fresh.code)
    return page(request, "spaces/invite.html#standing", status=status, state=state, inviter=request.user, **context)


@require_POST
@signed_in
def withdraw(request: PersonRequest) -> HttpResponse:
    actions.withdraw(by=request.user)
    messages.info(request, _("The invitation is withdrawn. Its link and its code lead nowhere now."))
    return redirect("spaces:invite")


@require_safe
@anyone
def arrive(request: HttpRequest, token: str) -> HttpResponse:
    """Keep which invitation the link leads to, and leave the link's secret behind. Every link gets the same answer."""
    invitation = actions.by_token(token, clock.now())
    request.session.pop(KEPT, None)
    if invitation:
        request.session[KEPT] = str(invitation.pk)
    return redirect("spaces:invitation")


@require_http_methods(["GET", "HEAD", "POST"])
@anyone
def invitation(request: HttpRequest) -> HttpResponse:
    """The invitation that the session leads to: who invites, what it is, accept or not now."""
    at, here = clock.now(), request.path
    person = request.user if request.user.is_authenticated else None
    if person and not person.has_begun:
        return redirect(f"{reverse('accounts:begin')}?next={here}")
    if request.method != "POST":
        return _while_waiting(request, at) if wants_part(request) else _invitation_page(request, at)
    answer = request.POST.get("answer")
    if answer == "not_now":
        request.session.pop(KEPT, None)
        return redirect("today:us" if person else "safety:welcome")
    if answer not in {"accept", "take_back"}:
        return errors.bad_request(request)
    if person is None:
        return redirect(f"{reverse('account_login')}?next={here}")
    if answer == "accept":
        return _accept(request, person, at)
    actions.take_yes_back(by=person)
    messages.info(request, _("Your yes is taken back."))
    return redirect("today:us")


def _while_waiting(request: HttpRequest, at: datetime) -> HttpResponse:
    """What the waiting page asks every few seconds: nothing new, whatever the inviter does, until the space is open."""
    state = actions.state_of(request.user, at) if request.user.is_authenticated else actions.State()
    if state.tie:
        return page(request, "spaces/opened.html", state=state)
    return HttpResponse(status=204) if state.waiting else HttpResponseClientRefresh()


def _accept(request: HttpRequest, person: Person, at: datetime) -> HttpResponse:
    try:
        kept = request.session.get(KEPT)
        if kept is None:
            raise actions.InvitationSpent
        actions.accept(invitation_id=uuid.UUID(kept), by=person, at=at)
    except (actions.InvitationSpent, actions.OwnInvitation, actions.AlreadyTogether):
        return _invitation_page(request, at, status=422)
    except actions.KeptApart:
        return _invitation_page(request, at, status=422, apart=True)
    del request.session[KEPT]
    return redirect("spaces:invitation")


def _invitation_page(request: HttpRequest, at: datetime, status: int = 200, **context: Any) -> HttpResponse:
    kept = None
    if key := request.session.get(KEPT):
        kept = Invitation.objects.unanswered(at).filter(pk=key).select_related("inviter").first()
    state = actions.State()
    if request.user.is_authenticated:
        state = actions.state_of(request.user, at)
    context |= {"invitation": kept, "state": state, "here": request.path}
    return page(request, "spaces/invitation.html", status=status, **context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def code(request: PersonRequest) -> HttpResponse:
    """Be led to an invitation by its code. Few tries for each person; somebody else's tries take none of them away."""
    form = CodeForm(request.POST or None)
    if request.method != "POST":
        return page(request, "spaces/code.html", form=CodeForm())
    if form.is_valid():
        address = get_adapter().network_address(request)
        if not ratelimit.consume(request, action="space_code", key=address):
            rest = _(
                "There were many tries at a code within one hour. Wait an hour, then go back and try again, or ask for "
                "the link: it has no such limit. Your account is as it was."
            )
            return errors.too_many(request, said=rest)
        invitation = actions.by_code(form.cleaned_data["code"], clock.now())
        if invitation:
            request.session[KEPT] = str(invitation.pk)
            return redirect("spaces:invitation")
        form.add_error("code", _("This code is not open. Look at it once more, or ask for a new one."))
    return page(request, "spaces/code.html", status=422, form=form)


@require_POST
@signed_in
def confirm(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """The inviter's word on who came: the person beside them, or somebody else."""
    mine = get_object_or_404(Invitation.objects.filter(inviter=request.user), pk=pk)
    at = clock.now()
    try:
        match request.POST.get("answer"):
            case "yes":
                actions.confirm(invitation_id=mine.pk, by=request.user, at=at)
                messages.info(request, _("Your space is open for both of you."))
                return redirect("today:us")
            case "no":
                actions.refuse(invitation_id=mine.pk, by=request.user)
                messages.info(request, _("That invitation is closed, and nobody is told. You can make a new one."))
                return redirect("spaces:invite")
            case _:
                return errors.bad_request(request)
    except actions.AlreadyTogether:
        said = _("You share a space already. To open another, leave that one first.")
    except actions.InvitationSpent:
        said = _("This invitation is no longer open. You can make a new one.")
    except actions.KeptApart:
        said = _("One of you is the other’s therapist here, and a shared space does not go with that.")
    return _invite_page(request, actions.state_of(request.user, at), status=422, said=said)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def leave(request: PersonRequest) -> HttpResponse:
    """One step, no questions. Somebody who is alone by now, since the other left first, is where they wanted to be."""
    tie = actions.tie_of(request.user)
    if tie is None:
        return redirect("today:us")
    if request.method != "POST":
        return page(request, "spaces/leave.html", tie=tie)
    with suppress(actions.NotTogether):
        actions.leave(person=request.user, at=clock.now())
        messages.info(request, _("You left the space. What you wrote is yours, as before."))
    return redirect("today:us")


@require_POST
@signed_in
def told(request: PersonRequest) -> HttpResponse:
    actions.put_away(person=request.user)
    return redirect("today:us")
