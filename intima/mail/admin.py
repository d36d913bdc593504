from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from intima.kit.staff import StaffModelAdmin
from intima.mail import outbox
from intima.mail.models import Letter, State

UNSURE = _(
    "It arrived or it did not: the line broke at the last moment. It is not sent again, so that nobody gets it twice. "
    "Whoever misses a code asks for a new one; a note comes again on its next day. Where there are many, somebody has "
    "to look at the mail server."
)
NO_SUCH_ADDRESS = _(
    "The mail server takes nothing for this address. Ask whoever wrote to you about it whether their email address is "
    "right. After three in a row notes rest until its owner asks for one; once it works again, choose ‘Write to these "
    "addresses again’."
)
LETTER_NOT_LIKED = _(
    "The mail server has nothing against the address; it does not want the letter or its sender. Show the reason to "
    "whoever runs the mail server. Nothing can be done about this letter."
)
NO_ADDRESS = _("No mail server can be given such an address. Its owner has to write it anew, under You.")


@admin.register(Letter)
class LetterAdmin(StaffModelAdmin):
    """What became of each letter, and what to do: no words, no address, and nothing to change in a letter."""

    list_display = ("id", "kind", "state", "reason", "what_to_do", "attempt", "due_at", "finished_at")
    list_filter = ("state", "kind")
    fields = (
        "id",
        "kind",
        "state",
        "reason",
        "what_to_do",
        "attempt",
        "posted_at",
        "due_at",
        "next_try_at",
        "lease_until",
        "finished_at",
    )
    readonly_fields = fields
    ordering = ("-due_at",)
    show_full_result_count = False
    actions = ("write_again",)

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_write_again_permission(self, request: HttpRequest) -> bool:
        return request.user.has_perm("mail.change_letter")

    @admin.display(description=_("what to do"))
    def what_to_do(self, letter: Letter) -> str:
        """A sentence for the practice's staff, where something became of it that somebody may have to see to."""
        if letter.state == State.UNKNOWN:
            return str(UNSURE)
        if letter.state != State.REFUSED:
            return ""
        if letter.reason.endswith("at RCPT"):
            return str(NO_SUCH_ADDRESS)
        return str(LETTER_NOT_LIKED if " at " in letter.reason else NO_ADDRESS)

    @admin.action(description=_("Write to these addresses again"), permissions=["write_again"])
    def write_again(self, request: HttpRequest, chosen: QuerySet[Letter]) -> None:
        """Of refused letters alone: what their addresses refused counts no more. A reader's complaint stands."""
        refused = chosen.filter(state=State.REFUSED).exclude(refused_by="")
        marks = set(refused.values_list("refused_by", flat=True))
        outbox.forgive(marks)
        said = ngettext("%(number)d address is tried again.", "%(number)d addresses are tried again.", len(marks))
        messages.info(request, said % {"number": len(marks)})
