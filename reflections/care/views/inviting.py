"""A client invites a therapist, or a therapist a client: the link, the code, and where they lead."""

import uuid
from typing import Any

from allauth.account.adapter import get_adapter
from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intima.accounts.doors import unlocked
from intima.accounts.models import Person
from intima.accounts.requests import PersonRequest
from intima.kit import clock, errors
from intima.kit.doors import anyone, signed_in
from intima.kit.pages import page
from reflections.care.actions import inviting, practice
from reflections.care.doors import therapists_only
from reflections.care.forms import CodeForm
from reflections.care.models import Invitation, Side
from reflections.spaces import codes

KEPT = "care_invitation"  # where the session keeps the id of the invitation that somebody was led to


@require_http_methods(["GET", "HEAD", "POST"])
@unlocked
def invite(request: PersonRequest) -> HttpResponse:
    """A client makes a link and a code for their therapist. The answer to the POST shows them, once."""
    return _invite(request, Side.CLIENT, "care/invite.html")


@require_http_methods(["GET", "HEAD", "POST"])
@therapists_only
def invite_client(request: PersonRequest) -> HttpResponse:
    """A therapist makes a link and a code for one client."""
    return _invite(request, Side.THERAPIST, "care/invite_client.html")


def _invite(request: PersonRequest, side: Side, template: str) -> HttpResponse:
    at = clock.now()
    secrets: dict[str, Any] = {}
    if request.method == "POST":
        fresh = inviting.invite(by=request.user, side=side, at=at)
        link = settings.ORIGIN + reverse("care:arrive", args=[fresh.token])
        secrets = {"link": link, "code": codes.spoken(fresh.code), "fresh": fresh.invitation}
    return page(request, template, waiting=inviting.waiting_of(request.user, side, at), **secrets)


@require_POST
@signed_in
def withdraw(request: PersonRequest) -> HttpResponse:
    """The client's own open invitation leads nowhere now."""
    inviting.withdraw(by=request.user, side=Side.CLIENT)
    messages.info(request, _("The invitation is withdrawn. Its link and its code lead nowhere now."))
    return redirect("care:invite")


@require_POST
@therapists_only
def withdraw_client(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    inviting.withdraw(by=request.user, side=Side.THERAPIST, pk=pk)
    messages.info(request, _("The invitation is withdrawn. Its link and its code lead nowhere now."))
    return redirect("care:invite_client")


@require_safe
@anyone
def arrive(request: HttpRequest, token: str) -> HttpResponse:
    """Keep which invitation the link leads to, and leave the link's secret behind. Every link gets the same answer."""
    invitation = inviting.by_token(token, clock.now())
    request.session.pop(KEPT, None)
    if invitation:
        request.session[KEPT] = str(invitation.pk)
    return redirect("care:invitation")


@require_http_methods(["GET", "HEAD", "POST"])
@anyone
def invitation(request: HttpRequest) -> HttpResponse:
    """The invitation that the session leads to: who invites, what it is, go on or not now."""
    here = request.path
    person = request.user if request.user.is_authenticated else None
    if person and not person.has_begun:
        return redirect(f"{reverse('accounts:begin')}?next={here}")
    if request.method != "POST":
        return _invitation_page(request, person)
    answer = request.POST.get("answer")
    if answer == "not_now":
        request.session.pop(KEPT, None)
        return redirect("today:today" if person else "safety:welcome")
    if answer != "go_on":
        return errors.bad_request(request)
    if person is None:
        return redirect(f"{reverse('account_login')}?next={here}")
    return _follow(request, person)


def _follow(request: HttpRequest, person: Person) -> HttpResponse:
    try:
        kept = request.session.get(KEPT)
        if kept is None:
            raise inviting.InvitationSpent
        link = inviting.follow(invitation_id=uuid.UUID(kept), by=person, at=clock.now())
    except (inviting.InvitationSpent, inviting.OwnInvitation, inviting.NoTherapist):
        return _invitation_page(request, person, status=422)
    del request.session[KEPT]
    if link.client_id == person.pk:
        return redirect("care:terms", pk=link.pk)
    messages.success(request, _("You said yes. Once your client has read the terms and consents, you see each other."))
    return redirect("care:profile")


def _invitation_page(request: HttpRequest, person: Person | None, status: int = 200) -> HttpResponse:
    found = None
    if key := request.session.get(KEPT):
        found = Invitation.objects.unanswered(clock.now()).filter(pk=key).select_related("inviter").first()
    context: dict[str, Any] = {"invitation": found, "here": request.path}
    if found and found.side == Side.THERAPIST:
        context["therapist"] = practice.ready(found.inviter)
    elif found and person:
        context["me"] = practice.of(person)
        context["ready"] = practice.ready(person)
    return page(request, "care/invitation.html", status=status, **context)


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def code(request: PersonRequest) -> HttpResponse:
    """Be led to an invitation by its code, with few tries for each person."""
    form = CodeForm(request.POST or None)
    if request.method != "POST":
        return page(request, "care/code.html", form=CodeForm())
    if form.is_valid():
        address = get_adapter().network_address(request)
        if not ratelimit.consume(request, action="care_code", key=address):
            rest = _(
                "There were many tries at a code within one hour. Wait an hour, then go back and try again, or ask for "
                "the link: it has no such limit. Your account is as it was."
            )
            return errors.too_many(request, said=rest)
        found = inviting.by_code(form.cleaned_data["code"], clock.now())
        if found:
            request.session[KEPT] = str(found.pk)
            return redirect("care:invitation")
        form.add_error("code", _("This code is not open. Look at it once more, or ask for a new one."))
    return page(request, "care/code.html", status=422, form=form)
