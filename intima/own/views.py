"""What is kept, taking one's own along, and deleting the account."""

from allauth.core import ratelimit
from django.conf import settings
from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse, HttpResponseBase, StreamingHttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intima.accounts import actions as accounts
from intima.accounts.doors import proven, unlocked
from intima.accounts.requests import PersonRequest
from intima.kit import clock, errors
from intima.kit.doors import anyone, signed_in
from intima.kit.pages import page
from intima.own.amount import amount_of
from intima.own.forms import NowForm
from intima.own.wording import sections
from intima.own.zipping import stream
from reflections.care.actions import practice
from reflections.spaces.actions import tie_of


@require_safe
@anyone
def kept(request: HttpRequest) -> HttpResponse:
    """Everything that is kept, as the models have it: for how long, and what of it is encrypted."""
    return page(request, "own/kept.html", sections=sections())


@require_safe
@signed_in
def data(request: PersonRequest) -> HttpResponse:
    """One's own data: taking it along, what is kept, and deleting the account."""
    return page(request, "own/data.html")


@require_http_methods(["GET", "HEAD", "POST"])
@proven
@unlocked
def take(request: PersonRequest) -> HttpResponseBase:
    """Roughly how much it is; posted, the file itself, which is written while it is sent."""
    if request.method != "POST":
        return page(request, "own/take.html", amount=amount_of(request.user))
    if not ratelimit.consume(request, action="export", user=request.user):
        return errors.too_many(request, said=_("This page gives five files an hour. Try again in an hour."))
    answer = StreamingHttpResponse(stream(request.user, clock.now()), content_type="application/zip")
    answer.headers["Content-Disposition"] = 'attachment; filename="data.zip"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
@proven
def leave(request: PersonRequest) -> HttpResponse:
    """What goes and what stays; posted, the account is deleted: `when` says in a week or now."""
    when = request.POST.get("when")
    form = NowForm(request.POST if when == "now" else None)
    if request.method == "POST" and when == "in-a-week":
        accounts.ask_to_go(person=request.user, at=clock.now())
        return redirect("own:leave")
    if form.is_valid():
        return _leave_now(request)
    if request.method == "POST" and when != "now":
        return errors.bad_request(request)
    return page(
        request,
        "own/leave.html",
        status=422 if form.errors else 200,
        form=form,
        tie=tie_of(request.user),
        therapist=practice.of(request.user),
    )


def _leave_now(request: PersonRequest) -> HttpResponse:
    person = request.user
    logout(request)
    accounts.delete_account(person=person, at=clock.now())
    answer = page(request, "own/gone.html")
    answer.headers["Clear-Site-Data"] = '"cache", "storage"'
    answer.delete_cookie(settings.KNOWN_COOKIE_NAME)
    return answer


@require_POST
@signed_in
def stay(request: PersonRequest) -> HttpResponse:
    """Keep the account. It takes no fresh proof: it only protects, and a letter tells of it."""
    accounts.stay(person=request.user)
    messages.success(request, _("Your account stays. Nothing was changed."))
    return redirect("own:data")
