"""The staff admin: a 404 to everybody but staff; staff show a second factor, and sign in where everybody does."""

from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.admin import AdminSite, ModelAdmin, site
from django.contrib.admin.apps import AdminConfig
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _


class StaffModelAdmin(ModelAdmin):  # type: ignore[type-arg]
    """A list that can be narrowed by its own filters alone.

    Django takes any column of the row from the address: `?password__startswith=…` would answer what no page shows.
    """

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        return lookup.removesuffix("__exact") in self.get_list_filter(request)

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


def _asks_second_factor(request: HttpRequest) -> HttpResponse | None:
    """None for a member of staff who showed a second factor in this visit; else the way to one."""
    from allauth.account.authentication import get_authentication_records
    from allauth.mfa.utils import is_mfa_enabled

    if any(step["method"] == "mfa" for step in get_authentication_records(request, request.user)):  # type: ignore[arg-type]
        return None
    if is_mfa_enabled(request.user, ["totp", "webauthn"]):  # set up in another visit since this one began
        again = f"{reverse('account_login')}?{urlencode({'next': reverse('admin:index')})}"
        return redirect(f"{reverse('account_logout')}?{urlencode({'next': again})}")
    messages.info(request, _("The staff pages want a second step. Make a passkey or set up an app first."))
    return redirect("accounts:ways")


class StaffSite(AdminSite):
    def admin_view(self, view: Callable[..., Any], cacheable: bool = False) -> Any:
        """Every page of the admin passes through here; so does the answer to an address that it does not know."""
        inside = super().admin_view(view, cacheable)

        def staff_only(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
            if not self.has_permission(request):
                raise Http404
            return _asks_second_factor(request) or inside(request, *args, **kwargs)

        return staff_only

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        if not self.has_permission(request):
            raise Http404
        return redirect("admin:index")

    def logout(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return redirect("account_logout")

    def password_change(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> Any:
        return redirect("account_change_password")

    password_change_done = password_change


class StaffConfig(AdminConfig):
    default_site = "intima.kit.staff.StaffSite"

    def ready(self) -> None:
        """Take out what the libraries put in: whoever can add an address to an account can sign in to it."""
        super().ready()
        for model in list(site._registry):
            if model.__module__.startswith(("allauth.", "django.")):
                site.unregister(model)
