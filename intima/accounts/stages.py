"""The steps of signing in, as django-allauth walks them."""

from allauth.mfa.stages import AuthenticateStage
from django.http import HttpRequest

PROVEN = "second_factor_proven"  # in the state of a sign-in: a second factor was its first step


class SecondStep(AuthenticateStage):  # type: ignore[misc]
    """Asks whoever has a second factor for it, whatever their first step was."""

    def _should_handle(self, request: HttpRequest) -> bool:
        person = self.login.user
        return person is not None and person.has_second_factor and not self.login.state.get(PROVEN)
