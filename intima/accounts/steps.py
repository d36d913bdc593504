"""At the door: signing in with a passkey, the second step, and a reset that asks for it too."""

from collections.abc import Callable
from typing import Any

from allauth.account import views as allauth
from allauth.account.internal.decorators import login_stage_required
from allauth.account.internal.flows.login import perform_login, record_authentication
from allauth.account.internal.flows.password_reset_by_code import PasswordResetVerificationProcess
from allauth.account.internal.templatekit import get_entrance_context_data
from allauth.account.models import Login
from allauth.core import ratelimit
from allauth.mfa.models import Authenticator
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from intima.accounts import factors, visits
from intima.accounts.forms import SignIn
from intima.accounts.models import Person
from intima.accounts.proofs import ByPasskey, Code, asks_for_question, question
from intima.accounts.stages import PROVEN, SecondStep
from intima.accounts.views import form_page, says_422, write_again
from intima.kit import errors
from intima.kit.doors import anyone
from intima.kit.pages import page
from intima.kit.paths import own_path


def note_factor(request: HttpRequest, factor: Authenticator) -> None:
    """Remember in the session that this factor was shown: doors ask for it, and the staff admin."""
    record_authentication(request, factor.user, "mfa", id=factor.pk, type=factor.type)


@form_page
@anyone
def by_passkey(request: HttpRequest) -> HttpResponseBase:
    """Sign in with a passkey alone. Whose it is, the passkey tells; no address is typed."""
    wanted = own_path(request.POST.get("next") or request.GET.get("next"))
    if request.user.is_authenticated:
        return redirect(wanted or reverse("today:today"))
    if asks_for_question(request):
        return question()
    if request.method != "POST":
        return redirect("account_login")
    if not ratelimit.consume(request, action="passkey"):
        return errors.too_many(request)
    form = ByPasskey(request.POST)
    if not form.is_valid():
        shown = get_entrance_context_data(request)
        return page(request, "account/login.html", status=422, form=SignIn(), passkey=form, **shown)
    note_factor(request, form.factor)
    visits.share_device(request, shared=request.POST.get("shared") == "on")
    login = Login(user=form.factor.user, redirect_url=wanted or None, state={PROVEN: True})
    answer: HttpResponseBase = perform_login(request, login)
    return answer


class _SignInCode(allauth.ConfirmLoginCodeView):  # type: ignore[misc]
    def _resend_form_valid(self, form: BaseForm) -> HttpResponseBase:
        """Whoever gets no code is written to once more as well: the page takes as long for an unknown address."""
        process = self._process
        if process.user is not None:
            answer: HttpResponseBase = super()._resend_form_valid(form)
            return answer
        asked = Person.objects.filter(emailaddress__email=process.state["email"].lower(), takes_codes=False)
        setattr(self.request, factors.NO_WAY_IN, asked.exists())
        write_again(process)
        return redirect(self.passthrough_next_url(reverse("account_confirm_login_code")))


sign_in_code = form_page(anyone(says_422(_SignInCode.as_view())))


@form_page
@anyone
@login_stage_required(stage=SecondStep.key, redirect_urlname="account_login")  # type: ignore[untyped-decorator]
def second_step(request: HttpRequest) -> HttpResponseBase:
    """After password or emailed code: the app's code, a passkey, or a recovery code."""
    stage = request._login_stage  # type: ignore[attr-defined]

    def go_in(factor: Authenticator) -> HttpResponseBase:
        note_factor(request, factor)
        answer: HttpResponseBase = stage.exit()
        return answer

    return _ask(request, stage.login.user, then=go_in)


def _ask(
    request: HttpRequest, person: Person, *, then: Callable[[Authenticator], HttpResponseBase]
) -> HttpResponseBase:
    if asks_for_question(request):
        return question(person)
    posted = request.POST if request.method == "POST" else None
    by_passkey = posted is not None and "credential" in posted
    passkey = ByPasskey(posted if by_passkey else None, person=person)
    code = Code(None if by_passkey else posted, request=request, person=person)
    tried = passkey if by_passkey else code
    if tried.is_valid():
        return then(tried.factor)
    ways = factors.ways_of(person)
    code.stand_back(ways)
    shown = {"code": code, "passkey": passkey, "ways": ways}
    return page(request, "accounts/second_step.html", status=422 if tried.is_bound else 200, **shown)


# --- A new password -----------------------------------------------------------------------------


def _confirmed(request: HttpRequest) -> PasswordResetVerificationProcess | None:
    """The reset whose emailed code was typed in this browser, and that may go on."""
    process = PasswordResetVerificationProcess.resume(request)
    if process is None or not process.state.get("code_confirmed"):
        return None
    if process.user is None or not factors.opens_by_mail(process.user):  # switched off since the letter went
        process.abort()
        return None
    return process


@form_page
@anyone
def reset_factor(request: HttpRequest) -> HttpResponseBase:
    """Before a new password can be chosen: the second factor of whoever has one."""
    process = _confirmed(request)
    if process is None:
        return redirect("account_reset_password")

    def choose(factor: Authenticator) -> HttpResponse:
        process.state[PROVEN] = factor.pk
        process.persist()
        return redirect("account_complete_password_reset")

    return _ask(request, process.user, then=choose)


class _ResetPassword(allauth.CompletePasswordResetView):  # type: ignore[misc]
    def form_valid(self, form: BaseForm) -> HttpResponseBase:
        """The new password signs in here; whoever had to show a second factor has done so."""
        person, state = self._process.user, self._process.state
        form.save()  # type: ignore[attr-defined]
        self._process.finish()
        record_authentication(self.request, person, "password_reset", email=state["email"])
        if factor := Authenticator.objects.filter(pk=state.get(PROVEN), user=person).first():
            note_factor(self.request, factor)
        login = Login(user=person, email=state["email"], state={PROVEN: True} if factor else {})
        answer: HttpResponseBase = perform_login(self.request, login)
        return answer


_choose = says_422(_ResetPassword.as_view())


@form_page
@anyone
def reset_password(request: HttpRequest, **kwargs: Any) -> HttpResponseBase:
    """Choose a new password: after the emailed code, and after the second factor of whoever has one."""
    process = _confirmed(request)
    if process and PROVEN not in process.state and process.user.has_second_factor:
        return redirect("accounts:reset_factor")
    return _choose(request, **kwargs)
