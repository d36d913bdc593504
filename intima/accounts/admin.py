from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from intima.accounts.models import Person
from intima.kit.staff import StaffModelAdmin


@admin.register(Person)
class PersonAdmin(StaffModelAdmin):
    """Who has an account, and whether it is open. Nobody is added or deleted here; only a superuser makes staff."""

    list_display = ("email", "name", "time_zone", "language", "is_active", "is_staff", "joined_at")
    list_filter = ("is_active", "is_staff", "language")
    search_fields = ("email",)
    ordering = ("email",)
    fields = (
        "email",
        "name",
        "time_zone",
        "language",
        "is_active",
        "is_staff",
        "is_superuser",
        "user_permissions",
        "begun_at",
        "joined_at",
    )
    filter_horizontal = ("user_permissions",)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        own = ("email", "name", "time_zone", "language", "begun_at", "joined_at")
        return own if request.user.is_superuser else (*own, "is_staff", "is_superuser", "user_permissions")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Nobody but a superuser closes or changes a superuser's account, or one of the staff."""
        over = obj is None or not (obj.is_superuser or obj.is_staff) or request.user.is_superuser
        return over and super().has_change_permission(request, obj)
