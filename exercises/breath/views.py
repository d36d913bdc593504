from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST, require_safe

from exercises.breath import actions
from exercises.breath.forms import StartForm
from intima.accounts.requests import PersonRequest
from intima.kit import clock, errors
from intima.kit.doors import anyone, signed_in
from intima.kit.pages import page
from reflections.spaces.actions import Tie, tie_of
from reflections.spaces.doors import members_only
from reflections.spaces.requests import MemberRequest


@require_safe
@signed_in
def breath(request: PersonRequest) -> HttpResponse:
    """The pacer: for two who share a space, on the same breath; alone, or with `?alone=1`, for oneself."""
    tie = None if request.GET.get("alone") == "1" else tie_of(request.user)
    going = actions.going_on(request.user, clock.now()) if tie else None
    return _breath(request, going, tie=tie)


def _breath(request: PersonRequest, going: actions.Going | None, tie: Tie | None) -> HttpResponse:
    seen = going.seen if going else actions.NONE
    return page(request, "breath/breath.html#breath", going=going, seen=seen, minutes=actions.MINUTES, tie=tie)


@require_safe
@signed_in
def now(request: PersonRequest) -> HttpResponse:
    """For an open page: 204 while `?seen=` is current, else what goes on now.

    Where the space is gone it stays 204: the page breathes to its end, and does not tell when somebody left.
    """
    going = actions.going_on(request.user, clock.now())
    if request.GET.get("seen", "") == (going.seen if going else actions.NONE):
        return HttpResponse(status=204)
    tie = tie_of(request.user)
    return _breath(request, going, tie=tie) if tie else HttpResponse(status=204)


@require_safe
@anyone
def server_clock(request: HttpRequest) -> HttpResponse:
    """The server's clock in milliseconds, for an open page to compare its own with."""
    return HttpResponse(actions.milliseconds(clock.now()), content_type="text/plain")


@require_POST
@members_only
def start(request: MemberRequest) -> HttpResponse:
    form = StartForm(request.POST)
    if not form.is_valid():
        return errors.bad_request(request)
    actions.start(tie=request.tie, minutes=form.cleaned_data["minutes"], at=clock.now())
    return redirect("breath:breath")
