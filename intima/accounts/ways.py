"""How you sign in: the page, and what can be changed about it."""

import base64
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import generate_totp_secret
from allauth.mfa.webauthn.internal import auth as webauthn
from django.contrib import messages
from django.http import HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from intima.accounts import factors, visits
from intima.accounts.doors import proven
from intima.accounts.models import SECOND_FACTORS
from intima.accounts.proofs import FirstAppCode, NewPasskey, PasskeyName, asks_for_question
from intima.accounts.requests import PersonRequest
from intima.accounts.steps import note_factor
from intima.accounts.views import form_page
from intima.kit import clock, errors
from intima.kit.doors import signed_in
from intima.kit.pages import page

KEY = "app_key"  # in the session: the key of an app that is being set up


@require_safe
@signed_in
def ways(request: PersonRequest) -> HttpResponse:
    """All ways in at a glance."""
    return page(request, "accounts/ways.html", ways=factors.ways_of(request.user))


def _is_set_up(request: PersonRequest, said: str, *, is_first: bool) -> HttpResponse:
    """After the first second factor nobody is signed in who did not show one; then come its recovery codes, once."""
    if is_first:
        visits.end_others(person=request.user, request=request)
        elsewhere = _("Elsewhere you are signed out.")
        said = f"{said} {elsewhere}"
    messages.success(request, said)
    if factors.has_unseen_codes(request.user):
        return redirect("accounts:recovery")
    return redirect("accounts:ways")


# --- The app ------------------------------------------------------------------------------------


@form_page
@proven
def app(request: PersonRequest) -> HttpResponse:
    """Set up an authenticator app: scan or type its key, then type the code that it shows."""
    if factors.ways_of(request.user).app:
        return redirect("accounts:ways")
    secret = request.session.setdefault(KEY, generate_totp_secret())
    form = FirstAppCode(request.POST if request.method == "POST" else None, secret=secret)
    if not form.is_valid():
        return page(
            request,
            "accounts/ways_app.html",
            status=422 if form.is_bound else 200,
            form=form,
            secret=" ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
            picture=_picture(request, secret),
        )
    is_first = not request.user.has_second_factor
    note_factor(request, factors.add_app(person=request.user, secret=secret, step=form.step))
    del request.session[KEY]
    said = _("The app is set up. Signing in asks for its code from now on.")
    return _is_set_up(request, said, is_first=is_first)


def _picture(request: PersonRequest, secret: str) -> str:
    """The QR code as the address of a picture."""
    adapter = get_adapter()
    svg = adapter.build_totp_svg(adapter.build_totp_url(request.user, secret))
    return "data:image/svg+xml;base64," + base64.b64encode(svg.encode()).decode()


# --- Passkeys -----------------------------------------------------------------------------------


@form_page
@proven
def passkey(request: PersonRequest) -> HttpResponseBase:
    """Make a passkey: a form for its name, and for static/js/passkey.js what the browser's dialogue needs."""
    if asks_for_question(request):
        return JsonResponse(webauthn.begin_registration(request.user, passwordless=True))
    form = NewPasskey(request.POST if request.method == "POST" else None)
    if not form.is_valid():
        shown: dict[str, Any] = {"form": form, "ways": factors.ways_of(request.user)}
        return page(request, "accounts/ways_passkey.html", status=422 if form.is_bound else 200, **shown)
    is_first = not request.user.has_second_factor
    note_factor(request, factors.add_passkey(person=request.user, **form.cleaned_data))
    return _is_set_up(request, _("The passkey is yours now. It lets you in by itself."), is_first=is_first)


@form_page
@proven
def rename(request: PersonRequest, pk: int) -> HttpResponse:
    """Call a passkey something else."""
    key = get_object_or_404(Authenticator, pk=pk, user=request.user, type=factors.Type.WEBAUTHN)
    if request.method != "POST":
        form = PasskeyName(initial={"name": factors.name_of(key)})
        return page(request, "accounts/ways_rename.html", form=form, pk=pk)
    form = PasskeyName(request.POST)
    if not form.is_valid():
        return page(request, "accounts/ways_rename.html", status=422, form=form, pk=pk)
    factors.rename(passkey=key, name=form.cleaned_data["name"])
    return redirect("accounts:ways")


# --- Removing, and keeping ----------------------------------------------------------------------


@form_page
@proven
def remove(request: PersonRequest, pk: int) -> HttpResponse:
    """Remove a second factor; after a day, unless another has been there for as long."""
    factor = get_object_or_404(Authenticator, pk=pk, user=request.user, type__in=SECOND_FACTORS)
    if request.method != "POST":
        shown = {
            "factor": factor,
            "ways": factors.ways_of(request.user),
            "only": factors.is_only(factor),
            "waits": factors.waits(factor, at=clock.now()),
        }
        name = factors.name_of(factor) if factor.type == factors.Type.WEBAUTHN else ""
        return page(request, "accounts/ways_remove.html", name=name, **shown)
    if factors.remove(person=request.user, factor=factor, at=clock.now()) is None:
        messages.success(request, _("It is removed."))
    return redirect("accounts:ways")


@form_page
@signed_in
def keep(request: PersonRequest) -> HttpResponse:
    """Where the letter's link leads: keep what was about to be removed. It takes no fresh proof: it only protects."""
    mine = factors.ways_of(request.user)
    if request.method != "POST" and mine.goes_at:
        return page(request, "accounts/ways_keep.html", ways=mine)
    if request.method == "POST" and mine.goes_at:
        factors.keep(person=request.user)
        messages.success(request, _("It stays. Signing in asks for it as before."))
    return redirect("accounts:ways")


# --- Recovery codes -----------------------------------------------------------------------------


@form_page
@proven
def recovery(request: PersonRequest) -> HttpResponse:
    """Fresh recovery codes, shown once; later how many are left, and the way to new ones."""
    if request.method == "POST":
        try:
            factors.new_recovery_codes(person=request.user)
        except factors.NothingToStandInFor:
            return redirect("accounts:ways")
        return redirect("accounts:recovery")
    mine = factors.ways_of(request.user)
    if mine.codes_left is None:
        return redirect("accounts:ways")
    codes = factors.show_recovery_codes(person=request.user, at=clock.now())
    return page(request, "accounts/ways_recovery.html", codes=codes, ways=mine)


# --- Codes by email -----------------------------------------------------------------------------


@form_page
@proven
def codes(request: PersonRequest) -> HttpResponse:
    """Switch codes by email off, or on again."""
    if request.method != "POST":
        return page(request, "accounts/ways_codes.html", ways=factors.ways_of(request.user))
    if request.POST.get("codes") not in {"on", "off"}:
        return errors.bad_request(request)
    try:
        factors.take_codes(person=request.user, on=request.POST["codes"] == "on")
    except factors.NoOtherWay:
        return page(request, "accounts/ways_codes.html", status=422, ways=factors.ways_of(request.user))
    return redirect("accounts:ways")
