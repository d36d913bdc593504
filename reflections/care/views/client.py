"""What a client reads, decides and ends."""

import uuid
from contextlib import suppress
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intima.accounts.doors import ask_first, prove_first, proven, unlocked
from intima.accounts.requests import PersonRequest
from intima.kit import clock
from intima.kit.doors import signed_in
from intima.kit.pages import page
from reflections.care import ledger
from reflections.care.actions import inviting, links
from reflections.care.forms import TermsForm
from reflections.care.models import WORDING, CareLink, Side


def _own(request: PersonRequest, pk: uuid.UUID) -> CareLink:
    try:
        return links.own_link(request.user, pk)
    except CareLink.DoesNotExist as gone:
        raise Http404 from gone


@require_safe
@unlocked
def care(request: PersonRequest) -> HttpResponse:
    """Whom somebody consents to as their therapist, or how to begin."""
    waiting = inviting.waiting_of(request.user, Side.CLIENT, clock.now()).first()
    return page(request, "care/care.html", links=list(links.own_links(request.user)), waiting=waiting)


@require_safe
@unlocked
def link(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """One therapist: who they are, the terms, what they see, and the end of it."""
    mine = _own(request, pk)
    if not mine.is_active:
        return redirect("care:terms", pk=pk)
    return page(request, "care/link.html", link=mine, therapist=mine.therapist, opened=ledger.last(mine))


@require_http_methods(["GET", "HEAD", "POST"])
@proven
@unlocked
def terms(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """The terms to read, and the consent to them; anew since they changed."""
    mine = _own(request, pk)
    changed, renewed = False, mine.consented_at is not None
    form = TermsForm(request.POST) if request.method == "POST" else None
    if form is not None and form.is_valid():
        try:
            links.consent(link=mine, by=request.user, at=clock.now(), **_accepted(form))
            first = _("You consented. Nothing is released yet; you choose each thing yourself.")
            again = _("You consented anew. What you had released can be opened again; have a look at it.")
            messages.success(request, again if renewed else first)
            return redirect("care:link", pk=pk)
        except links.TermsChanged:
            changed = True
        except links.TheirPartner:
            form.add_error(None, _("You share a space with this person, so they cannot be your therapist here."))
        except links.NotOpen as gone:
            raise Http404 from gone
    read = {"terms": mine.therapist.terms, "wording": WORDING, "knows_partner": mine.knows_partner}
    shown = form if form is not None and not changed else TermsForm(initial=read)
    status = 422 if request.method == "POST" else 200
    return page(
        request,
        "care/terms.html",
        status=status,
        link=mine,
        therapist=mine.therapist,
        form=shown,
        changed=changed,
    )


def _accepted(form: TermsForm) -> dict[str, Any]:
    return {name: form.cleaned_data[name] for name in ("terms", "wording", "knows_partner")}


@require_POST
@signed_in
def partner(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """Let the therapist know who one's partner is, which is asked for like consent; or no more, which never is."""
    mine, on = _own(request, pk), request.POST.get("on") == "1"
    if on and (asked := prove_first(request) or ask_first(request)):
        return asked
    links.let_know(link=mine, knows_partner=on)
    return redirect("care:link", pk=pk)


@require_POST
@signed_in
def end(request: PersonRequest, pk: uuid.UUID) -> HttpResponse:
    """End it at once; nobody is asked, and nobody asks who is there. What is over already is where they wanted it."""
    with suppress(CareLink.DoesNotExist, links.NotOpen):
        links.end(link=links.own_link(request.user, pk), by=request.user, at=clock.now())
    messages.info(request, _("Ended. From now on nothing of yours is there for them to open."))
    return redirect("care:care")


@require_http_methods(["GET", "HEAD", "POST"])
@signed_in
def end_all(request: PersonRequest) -> HttpResponse:
    """The same without a name on the page, so no lock stands before it: it reads alike with a therapist and without."""
    if request.method == "POST":
        links.end_all(client=request.user, at=clock.now())
        messages.info(request, _("No therapist can open anything of yours now."))
        return redirect("today:you")
    return page(request, "care/end_all.html")
