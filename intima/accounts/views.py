from functools import wraps
from typing import Any

from allauth.account import views as allauth
from django.conf import settings
from django.contrib import messages
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from intima.accounts import actions
from intima.accounts.doors import proven
from intima.accounts.forms import BeginForm, SignIn, SignInByPassword, WhoForm, described
from intima.accounts.requests import PersonRequest
from intima.kit import clock, errors
from intima.kit.doors import View, anyone, newcomer, signed_in
from intima.kit.pages import page
from intima.kit.paths import own_path

form_page = require_http_methods(["GET", "HEAD", "POST"])


def _onward(request: HttpRequest, *, otherwise: str) -> HttpResponse:
    """Where somebody who has begun goes: to the invitation that brought them, the page they wanted, or `otherwise`."""
    if "invitation" in request.session:
        return redirect("spaces:invitation")
    if request.POST.get("then") == "invite":
        return redirect("spaces:invite", preserve_request=True)  # posted there too: the next page has link and code
    wanted = own_path(request.POST.get("next") or request.GET.get("next"))
    return redirect(otherwise if wanted in ("", reverse("today:today")) else wanted)


@form_page
@newcomer
def begin(request: PersonRequest) -> HttpResponse:
    """Name, time zone, language, adulthood: once, after the first sign-in."""
    if request.user.has_begun:
        return _onward(request, otherwise=reverse("today:today"))
    shown = {"invited": "invitation" in request.session}
    if request.method != "POST":
        form = BeginForm(initial={"language": request.user.language})
        return page(request, "accounts/begin.html", form=form, next=own_path(request.GET.get("next")), **shown)
    form = BeginForm(request.POST)
    if not form.is_valid():
        kept = own_path(request.POST.get("next"))
        return page(request, "accounts/begin.html", form=form, next=kept, status=422, **shown)
    del form.cleaned_data["adult"]
    actions.begin(person=request.user, **form.cleaned_data, at=clock.now())
    return _onward(request, otherwise=reverse("today:tour", args=[1]))


@form_page
@signed_in
def me(request: PersonRequest) -> HttpResponse:
    """Name, time zone and language, to change them."""
    if request.method != "POST":
        return page(request, "accounts/me.html", form=WhoForm(initial=described(request.user)))
    form = WhoForm(request.POST)
    if not form.is_valid():
        return page(request, "accounts/me.html", form=form, status=422)
    actions.describe(person=request.user, **form.cleaned_data, at=clock.now())
    messages.success(request, _("Kept."))
    return redirect("accounts:me")


@require_POST
@anyone
def language(request: HttpRequest) -> HttpResponse:
    """Choose the language of the signed-out pages; a signed-in person's own language is theirs to change under You."""
    chosen = request.POST.get("language", "")
    if chosen not in dict(settings.LANGUAGES):
        return errors.bad_request(request)
    response = redirect(own_path(request.POST.get("next")) or "/")
    response.set_cookie(
        settings.LANGUAGE_COOKIE_NAME,
        chosen,
        max_age=365 * 24 * 3600,
        secure=settings.LANGUAGE_COOKIE_SECURE,
        httponly=settings.LANGUAGE_COOKIE_HTTPONLY,
        samesite=settings.LANGUAGE_COOKIE_SAMESITE,  # type: ignore[arg-type]
    )
    return response


# --- allauth's views ----------------------------------------------------------------------------


def says_422(view: View) -> View:
    """allauth answers an invalid form with 200; here it is 422, as everywhere."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        response = view(request, *args, **kwargs)
        form = (getattr(response, "context_data", None) or {}).get("form")
        if request.method == "POST" and form is not None and form.errors:
            response.status_code = 422
        return response

    return answer


class _Unhurried:
    """Coming back to an entrance shows it, even while a code for another address is on its way."""

    def _redirect_to_pending_stage(self, request: HttpRequest, stage: object) -> None:
        return None


class _SignIn(_Unhurried, allauth.LoginView):
    form_class = SignIn


class _SignInByPassword(_Unhurried, allauth.LoginView):
    form_class = SignInByPassword
    template_name = "accounts/by_password.html"


TRIED = "tried_address"  # in the session: the address whose code was typed wrong once too often


class _SignUp(_Unhurried, allauth.SignupView):
    def get_initial(self) -> dict[str, Any]:
        initial: dict[str, Any] = super().get_initial()
        if tried := self.request.session.pop(TRIED, ""):
            initial["email"] = tried
        return initial


def write_again(process: Any) -> None:
    """What allauth leaves out for an address that gets no code: its letter once more, when another one is asked for."""
    process.send()
    process.record_resend()
    process.persist()


class _AddressCode(allauth.ConfirmEmailVerificationCodeView):
    def _resend_form_valid(self, form: BaseForm) -> HttpResponse:
        if self._process.user is not None:
            answer: HttpResponse = super()._resend_form_valid(form)
            return answer
        write_again(self._process)
        return redirect(self.passthrough_next_url(reverse("account_email_verification_sent")))

    def form_invalid(self, form: BaseForm) -> HttpResponse:
        """After the last try a newcomer is back where they asked for the code, with the address kept."""
        answer: HttpResponse = super().form_invalid(form)
        if answer.status_code == 302 and not self.request.user.is_authenticated:
            self.request.session[TRIED] = self._process.email
            return redirect(self.passthrough_next_url(reverse("account_signup")))
        return answer


sign_in = form_page(anyone(says_422(_SignIn.as_view())))
by_password = form_page(anyone(says_422(_SignInByPassword.as_view())))
sign_up = form_page(anyone(says_422(_SignUp.as_view())))
address_code = form_page(anyone(says_422(_AddressCode.as_view())))
reset = form_page(anyone(says_422(allauth.password_reset)))
reset_code = form_page(anyone(says_422(allauth.confirm_password_reset_code)))
inactive = require_safe(anyone(allauth.account_inactive))
# Asks for the password of now in the very form, which is better proof than any half hour.
change_password = form_page(signed_in(says_422(allauth.password_change)))
set_password = form_page(proven(says_422(allauth.password_set)))
change_address = form_page(proven(says_422(allauth.email)))


@form_page
@anyone
def sign_out(request: HttpRequest) -> HttpResponseBase:
    """End the session, and have the browser forget the pages that it kept."""
    response: HttpResponseBase = allauth.logout(request)
    if request.method == "POST":
        response.headers["Clear-Site-Data"] = '"cache", "storage"'
    return response
