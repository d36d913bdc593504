from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from intima.kit import clock
from intima.kit.staff import StaffModelAdmin
from reflections.care.actions import practice
from reflections.care.models import Therapist


def _field(row: Therapist) -> str:
    return f"seen-{row.pk}"


@admin.register(Therapist)
class TherapistAdmin(StaffModelAdmin):
    """Who asked to be let in as a therapist, and who was. Whose therapist somebody is, nobody learns here."""

    list_display = ("address", "called", "credentials", "practice", "waits", "applied_at", "approved_at")
    fields = ("address", "called", "credentials", "practice", "waits", "about", "secrets", "applied_at", "approved_at")
    list_select_related = ("person",)
    search_fields = ("person__email",)
    ordering = ("-applied_at",)
    actions = ("approve", "withdraw")

    def action_checkbox(self, row: Therapist) -> SafeString:
        """With the checkbox goes the mark of what its row shows."""
        seen = format_html('<input type="hidden" name="{}" value="{}">', _field(row), row.mark)
        return super().action_checkbox(row) + seen

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
        """Those who say what the page showed when the button was pressed; the others are to be looked at again."""
        changed = False
        for therapist in chosen:
            try:
                practice.approve(therapist=therapist, seen=request.POST.get(_field(therapist), ""), at=clock.now())
            except practice.SaysSomethingElse:
                changed = True
        if changed:
            again = gettext(
                "Some say something else of themselves by now, or did not stand on the page. They were not let in. "
                "Look again, and then let them in."
            )
            self.message_user(request, again, messages.WARNING)

    @admin.action(description=_("Let them in no more"), permissions=["change"])
    def withdraw(self, request: HttpRequest, chosen: QuerySet[Therapist]) -> None:
        for therapist in chosen:
            practice.withdraw_approval(therapist=therapist)
