from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from intima.kit.staff import StaffModelAdmin
from intima.mail.models import Letter


@admin.register(Letter)
class LetterAdmin(StaffModelAdmin):
    """What became of each letter: no words, no address, nothing to change."""

    list_display = ("id", "kind", "state", "reason", "attempt", "due_at", "finished_at")
    list_filter = ("state", "kind")
    fields = (
        "id",
        "kind",
        "state",
        "reason",
        "attempt",
        "posted_at",
        "due_at",
        "next_try_at",
        "lease_until",
        "finished_at",
    )
    ordering = ("-due_at",)
    show_full_result_count = False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False
