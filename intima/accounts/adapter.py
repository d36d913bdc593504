"""Where django-allauth asks us."""

from typing import Any, ClassVar
from urllib.parse import urlsplit

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from allauth.account.internal.stagekit import clear_login
from allauth.core.internal.ratelimit import truncate_ip
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from intima.accounts import known, letters, visits
from intima.accounts.factors import NO_WAY_IN
from intima.accounts.lately import note_sign_in
from intima.accounts.models import Person
from intima.kit import clock
from intima.kit.box import box, renew
from intima.kit.paths import own_path

FACTORS = b"intima second factors"  # the purpose of their box

# What is worth saying on the next page; of everything else that allauth would say, the page itself tells.
SAID: dict[str, Promise] = {
    "account/messages/password_set.txt": _("Your password is set."),
    "account/messages/password_changed.txt": _("Your password is changed. Elsewhere you are signed out."),
}


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    error_messages: ClassVar[dict[str, Promise]] = {
        **DefaultAccountAdapter.error_messages,
        "email_password_mismatch": _("This address and this password do not go together. A code by email works too."),
        "duplicate_email": _("This is the address you have now."),
        "enter_current_password": _("This is not the password you have now."),
        "incorrect_password": _("This is not the password you have now."),
        "incorrect_code": _("This code does not fit. Look at the newest letter, and try again."),
        "too_many_login_attempts": _("That was one try too many for this code. Ask for a new one."),
        "rate_limited": _("Wait a minute before you ask for another letter."),
    }

    def new_user(self, request: HttpRequest) -> Person:
        """Somebody new reads on in the language that they signed up in."""
        return Person(language=get_language() or "en")

    def network_address(self, request: HttpRequest) -> str:
        """Where the visitor connects from, of IPv6 the /64; a forwarding header that cannot be right is passed over."""
        try:
            return str(truncate_ip(super().get_client_ip(request)))
        except (ImproperlyConfigured, PermissionDenied):
            return str(truncate_ip(request.META.get("REMOTE_ADDR") or "unknown"))

    def get_client_ip(self, request: HttpRequest) -> str:
        """What tries are counted by: the network address, and within it each known browser by itself."""
        address, mark = self.network_address(request), known.mark_of(request)
        return f"{address}+{mark}" if mark else address

    def get_login_stages(self) -> list[str]:
        ours = {"allauth.mfa.stages.AuthenticateStage": "intima.accounts.stages.SecondStep"}
        return [ours.get(stage, stage) for stage in super().get_login_stages()]

    def pre_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponseBase | None:
        """A code that was sent before codes were switched off lets nobody in any more."""
        answer: HttpResponseBase | None = super().pre_login(request, user, **kwargs)
        if answer:
            return answer
        steps = get_authentication_records(request, user)
        if steps and steps[-1]["method"] == "code" and not user.takes_codes:
            clear_login(request)
            return redirect("account_login")
        return None

    def login(self, request: HttpRequest, user: Any) -> None:
        is_first = user.last_login is None  # the one that ends a sign-up
        super().login(request, user)
        note_sign_in(request)
        if not is_first and not known.knows(request, user):
            letters.tell_of_sign_in(user, visits.device_of(request), clock.now())

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """What somebody asked for, at the door or signed in. One too many is not written, and nobody is told."""
        if not known.may_write_to(self.request, email, network=self.network_address(self.request)):
            return
        name = template_prefix.rpartition("/")[2]
        if name == "unknown_account" and getattr(self.request, NO_WAY_IN, False):
            name = "codes_off"
        letters.write(name, to=email, context=context).send()

    def send_notification_mail(
        self, template_prefix: str, user: Any, context: dict[str, Any] | None = None, email: str | None = None
    ) -> None:
        """To every confirmed address; `email` names one that is none any more."""
        name = template_prefix.rpartition("/")[2]
        if email:
            letters.write(name, to=email, context=context or {}).send()
        else:
            letters.tell_everywhere(name, user, **(context or {}))

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        message_context: dict[str, Any] | None = None,
        extra_tags: str = "",
        message: str | None = None,
    ) -> None:
        if said := message or SAID.get(message_template or ""):
            messages.add_message(request, level, str(said), extra_tags=extra_tags)

    def is_safe_url(self, url: str | None) -> bool:
        return bool(own_path(url))

    def is_ajax(self, request: HttpRequest) -> bool:
        """Every page is HTML; nobody gets allauth's JSON."""
        return False

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        return reverse("accounts:ways")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:ways")


class FactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    """Second factors and passkeys. What an app and the recovery codes are made from lies encrypted in the database."""

    error_messages: ClassVar[dict[str, Promise]] = {
        **DefaultMFAAdapter.error_messages,
        "incorrect_code": _("This passkey could not be used here. Try again, or take another way."),
    }

    def encrypt(self, text: str) -> str:
        return box(FACTORS).encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return box(FACTORS).decrypt(encrypted_text.encode()).decode()

    def get_totp_issuer(self) -> str:
        return str(settings.SITE_NAME)

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Passkeys belong to the host of ORIGIN, never to one that a request names."""
        return {"id": urlsplit(settings.ORIGIN).hostname or "", "name": settings.SITE_NAME}

    def get_public_key_credential_user_entity(self, user: Any) -> dict[str, Any]:
        entity: dict[str, Any] = super().get_public_key_credential_user_entity(user)
        return entity | {"display_name": user.email}


def renew_factor(data: dict[str, Any]) -> dict[str, Any]:
    """What an `Authenticator` row holds, with what is encrypted in it under the newest master key."""
    return {name: renew(FACTORS, held) if name in {"secret", "seed", "name"} else held for name, held in data.items()}
