"""The page of where you are signed in."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from intima.accounts import visits
from intima.accounts.requests import PersonRequest
from intima.kit.doors import signed_in
from intima.kit.pages import page


@require_safe
@signed_in
def where(request: PersonRequest) -> HttpResponse:
    return page(request, "accounts/where.html", places=visits.places(request.user, request))


@require_POST
@signed_in
def end(request: PersonRequest) -> HttpResponse:
    """End one of them. It takes no fresh proof: it only protects. What is over already is not spoken of."""
    if visits.end(person=request.user, key=request.POST.get("visit", ""), request=request):
        messages.success(request, _("Signed out there."))
    return redirect("accounts:where")


@require_POST
@signed_in
def end_others(request: PersonRequest) -> HttpResponse:
    visits.end_others(person=request.user, request=request)
    messages.success(request, _("Signed out everywhere else."))
    return redirect("accounts:where")
