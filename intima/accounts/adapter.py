"""Where django-allauth asks us."""

from typing import Any, ClassVar

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.core.exceptions import ImproperlyConfigured, PermissionDenied
from django.http import HttpRequest
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from intima.accounts import known, letters
from intima.accounts.doors import note_sign_in
from intima.accounts.models import Person
from intima.kit.paths import own_path

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
        "incorrect_code": _("This code does not fit. Look at the newest letter, and try again."),
        "too_many_login_attempts": _("That was one try too many for this code. Ask for a new one."),
        "rate_limited": _("Wait a minute before you ask for another letter."),
    }

    def new_user(self, request: HttpRequest) -> Person:
        """Somebody new reads on in the language that they signed up in."""
        return Person(language=get_language() or "en")

    def network_address(self, request: HttpRequest) -> str:
        """Where the visitor connects from; a forwarding header that cannot be right is passed over."""
        try:
            return str(super().get_client_ip(request))
        except (ImproperlyConfigured, PermissionDenied):
            return request.META.get("REMOTE_ADDR") or "unknown"

    def get_client_ip(self, request: HttpRequest) -> str:
        """What tries are counted by: the network address, and within it each known browser by itself."""
        address, mark = self.network_address(request), known.mark_of(request)
        return f"{address}+{mark}" if mark else address

    def login(self, request: HttpRequest, user: Any) -> None:
        super().login(request, user)
        note_sign_in(request)

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        letters.write(template_prefix.rpartition("/")[2], to=email, context=context).send()

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
        return reverse("accounts:me")

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        return reverse("accounts:me")
