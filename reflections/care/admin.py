from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from intima.kit import clock
from intima.kit.staff import StaffModelAdmin
from reflections.care.actions import practice
from reflections.care.models import Therapist


@admin.register(Therapist)
class TherapistAdmin(StaffModelAdmin):
    """Who asked to be let in as a therapist, and who was. Whose therapist somebody is, nobody learns here."""

    list_display = ("address", "called", "credentials", "practice", "waits", "applied_at", "approved_at")
    fields = ("address", "called", "credentials", "practice", "waits", "about", "secrets", "applied_at", "approved_at")
    list_select_related = ("person",)
    search_fields = ("person__email",)
    ordering = ("-applied_at",)
    actions = ("approve", "withdraw")

    @admin.display(description=_("email"))
    def address(self, row: Therapist) -> str:
        return row.person.email

    @admin.display(description=_("name"))
    def called(self, row: Therapist) -> str:
        return row.name

    @admin.display(description=_("says by now"))
    def waits(self, row: Therapist) -> str:
        """What clients read once it is let in."""
        if not row.waits_for_a_look:
            return ""
        return " · ".join(filter(None, [row.person.name, row.next_credentials, row.next_practice]))

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> tuple[str, ...]:
        return self.fields

    @admin.action(description=_("Let them in as therapists"), permissions=["change"])
    def approve(self, request: HttpRequest, chosen: QuerySet[Therapist]) -> None:
        for therapist in chosen:
            practice.approve(therapist=therapist, at=clock.now())

    @admin.action(description=_("Let them in no more"), permissions=["change"])
    def withdraw(self, request: HttpRequest, chosen: QuerySet[Therapist]) -> None:
        for therapist in chosen:
            practice.withdraw_approval(therapist=therapist)
