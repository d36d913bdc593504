"""Where django-allauth asks us."""

from urllib.parse import urljoin

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    def build_absolute_uri(self, request: HttpRequest | None, location: str, protocol: str | None = None) -> str:
        """Links in letters come from ORIGIN, never from the Host header."""
        return str(urljoin(settings.ORIGIN, location))
