"""'Is it you?', asked within a visit and answered in a way that the person has."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any
from urllib.parse import urlencode

from allauth.account import app_settings as allauth
from allauth.account import forms as entrance
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.code_verification import AbstractCodeVerificationProcess
from allauth.account.internal.flows.login import record_authentication
from allauth.core import ratelimit
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, resolve_url
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from intima.accounts import actions, lately
from intima.accounts.doors import ask_first, proven
from intima.accounts.forms import SignInCode
from intima.accounts.lately import Way
from intima.accounts.proofs import ByPasskey, Code, asks_for_question, question
from intima.accounts.requests import PersonRequest
from intima.accounts.steps import note_factor
from intima.accounts.views import form_page
from intima.kit import errors
from intima.kit.doors import signed_in
from intima.kit.pages import page
from intima.kit.paths import own_path


class Password(entrance.ReauthenticateForm):  # type: ignore[misc]
    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        password = self.fields["password"]
        password.label, password.help_text = _("Your password"), ""
        password.widget.attrs.pop("placeholder", None)
        password.widget.attrs["autofocus"] = True


class MailedCode(AbstractCodeVerificationProcess):  # type: ignore[misc]
    """A code that is on its way to the person's address: good for a quarter of an hour and five tries."""

    KEY = "again_code"

    def __init__(self, request: HttpRequest, state: dict[str, Any]) -> None:
        super().__init__(allauth.LOGIN_BY_CODE_MAX_ATTEMPTS, allauth.LOGIN_BY_CODE_TIMEOUT, state)
        self.request = request

    @classmethod
    def under_way(cls, request: HttpRequest) -> "MailedCode | None":
        state = request.session.get(cls.KEY)
        found: MailedCode | None = cls(request, state).abort_if_invalid() if state else None
        return found

    @classmethod
    def begin(cls, request: PersonRequest) -> None:
        code = cls(request, cls.initial_state(None, request.user.email))
        code.send()
        code.persist()

    def send(self) -> None:
        self.state["code"] = get_adapter().generate_login_code()
        get_adapter().send_mail("account/email/again_code", self.state["email"], {"code": self.code})

    def persist(self) -> None:
        self.request.session[self.KEY] = self.state

    def abort(self) -> None:
        self.request.session.pop(self.KEY, None)


@form_page
@signed_in
def again(request: PersonRequest) -> HttpResponse:
    """Before how somebody signs in is changed: `next` names the page that asked."""
    wanted = _wanted(request) or reverse("accounts:ways")
    if lately.proven(request):
        return redirect(wanted)
    return _ask(request, "accounts/again.html", lately.ways(request.user), wanted, then=_note)


@form_page
@signed_in
def open_journal(request: PersonRequest) -> HttpResponse:
    """Before a locked journal shows a word: the same page, whatever the journal holds."""
    wanted = _wanted(request) or resolve_url(settings.LOGIN_REDIRECT_URL)
    if not lately.journal_closed(request):
        return redirect(wanted)
    offered = lately.own_means(request.user)
    if not offered:  # whoever removed the last of them is not kept out of their own words
        lately.open_journal(request)
        return redirect(wanted)
    return _ask(request, "accounts/open.html", offered, wanted, then=lambda *_form: lately.open_journal(request))


@form_page
@proven
def lock(request: PersonRequest) -> HttpResponse:
    """Have the journal ask who is there, or have it ask no more."""
    own = lately.own_means(request.user)
    if request.method == "POST" and request.POST.get("lock") in {"on", "off"}:
        if request.POST["lock"] == "off" and (asked := ask_first(request)):  # it is no way round itself
            return asked
        with suppress(actions.NothingToOpenItWith):
            actions.lock_journal(person=request.user, on=request.POST["lock"] == "on")
            lately.close_journal(request)
        return redirect("accounts:lock")
    if request.method == "POST":
        return errors.bad_request(request)
    mail_opens = own == [Way.PASSWORD]
    return page(request, "accounts/lock.html", has_means=bool(own), mail_opens=mail_opens)


def _wanted(request: HttpRequest) -> str:
    return own_path(request.POST.get("next") or request.GET.get("next"))


def _note(request: PersonRequest, form: forms.Form) -> None:
    """Shown for the next half hour."""
    if isinstance(form, ByPasskey | Code):
        note_factor(request, form.factor)
    else:
        record_authentication(request, request.user, "password" if isinstance(form, Password) else "code")


def _ask(
    request: PersonRequest,
    template: str,
    offered: list[Way],
    wanted: str,
    *,
    then: Callable[[PersonRequest, forms.Form], None],
) -> HttpResponse:
    """The page with one of these ways, and links to the others. Once shown who it is: `then`, and on to `wanted`."""
    if asks_for_question(request):
        return question(request.user)
    asked = request.POST.get("way") or request.GET.get("way")
    way = Way(asked) if asked in offered else offered[0]
    code = MailedCode.under_way(request) if way == Way.MAIL else None
    form = _form(request, way, code)
    if request.method == "POST":
        if too_many := ratelimit.consume_or_429(request, action="reauthenticate", user=request.user):
            answer: HttpResponse = too_many
            return answer
        if way == Way.MAIL and (code is None or "code" not in request.POST):
            MailedCode.begin(request)
            return redirect(f"{request.path}?{urlencode({'way': way, 'next': wanted})}")
        if form.is_valid():
            if code:
                code.abort()
            then(request, form)
            return redirect(wanted)
        if code:
            code.record_invalid_attempt()
    return page(
        request,
        template,
        status=422 if request.method == "POST" else 200,
        way=way,
        others=[each for each in offered if each != way],
        form=form,
        sent=code is not None,
        next=wanted,
    )


def _form(request: PersonRequest, way: Way, code: MailedCode | None) -> forms.Form:
    person, data = request.user, request.POST if request.method == "POST" else None
    if way == Way.PASSKEY:
        return ByPasskey(data, person=person)
    if way == Way.APP:
        return Code(data, request=request, person=person)
    form: forms.Form = Password(data, user=person) if way == Way.PASSWORD else SignInCode(data, code=code and code.code)
    return form
