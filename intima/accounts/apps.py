from typing import Any

from django.apps import AppConfig
from django.http import HttpRequest


class AccountsConfig(AppConfig):
    name = "intima.accounts"
    label = "accounts"

    def ready(self) -> None:
        from allauth.account import signals
        from allauth.mfa.models import Authenticator
        from django.contrib.auth.signals import user_logged_in

        from intima.accounts import visits
        from intima.accounts.adapter import renew_factor
        from intima.kit.box import Boxed, boxed

        boxed.append(Boxed(Authenticator, "data", renew_factor))

        def end_others(request: HttpRequest, user: Any, **kwargs: Any) -> None:
            """Whoever was signed in before an address or a password changed is signed out, but for this browser."""
            visits.end_others(person=user, request=request)

        user_logged_in.connect(visits.begin, dispatch_uid="accounts.begin")
        for changed in (signals.password_set, signals.password_changed, signals.password_reset, signals.email_changed):
            changed.connect(end_others, weak=False, dispatch_uid="accounts.end_others")
