"""What is kept of a client's consent to a therapist, and of what the therapist opened and noted."""

from collections.abc import Sequence
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from intima.accounts.models import Person
from intima.kit.keeping import TEXT, WITH_ACCOUNT, Kept, More, Said, opened, register
from reflections.care.actions import notes
from reflections.care.models import CareLink, Invitation, Opening, PrivateNote, Side, Therapist


def _others(person: Person, rows: Sequence[CareLink]) -> list[dict[str, Any]]:
    """The therapist's name to a client; to the therapist the client's, while they may know it.

    That a client lets their partner be known is the therapist's to see once both do, so it is the client's alone here.
    """
    seen = set(CareLink.objects.active().filter(pk__in=[row.pk for row in rows]).values_list("pk", flat=True))
    return [
        {"side": Side.CLIENT.value, "with": row.therapist.name, "knows_partner": row.knows_partner}
        if row.client_id == person.pk
        else {
            "side": Side.THERAPIST.value,
            "with": _name(row) if row.pk in seen or row.state == CareLink.State.ENDED else "",
            "knows_partner": None,
        }
        for row in rows
    ]


def _openers(person: Person, rows: Sequence[Opening]) -> list[dict[str, Any]]:
    return [{"therapist": row.link.therapist.name} for row in rows]


def _about(person: Person, rows: Sequence[PrivateNote]) -> list[dict[str, Any]]:
    return [{"about": _name(row.link)} for row in rows]


def _name(link: CareLink) -> str:
    return opened(lambda: notes.name_of(link))


def _note(person: Person, row: PrivateNote, told: dict[str, Any]) -> Said:
    return Said(_("About %(name)s") % {"name": told["about"]}, [("", row.text)])


register(
    Kept(
        Therapist,
        gettext_lazy("What a therapist tells clients of themselves"),
        WITH_ACCOUNT,
        of=lambda person: Therapist.objects.filter(person=person),
    ),
    Kept(
        CareLink,
        gettext_lazy("Consent to a therapist, and its end"),
        gettext_lazy("As long as both accounts; where the therapist kept notes, as long as theirs."),
        of=lambda person: (
            CareLink.objects.filter(Q(client=person) | Q(therapist=person.pk))
            .select_related("client", "therapist__person")
            .order_by("asked_at", "pk")
        ),
        leave=frozenset({"kept_name", "knows_partner", "ledger_head", "therapist"}),
        more=More(_others, {"side": TEXT, "with": TEXT, "knows_partner": {"type": ["boolean", "null"]}}),
    ),
    Kept(
        Opening,
        gettext_lazy("Each time a therapist opened something of yours"),
        gettext_lazy("As long as both accounts. Nobody can change it unnoticed."),
        of=lambda person: (
            Opening.objects.filter(author=person).select_related("link__therapist__person").order_by("opened_at", "pk")
        ),
        leave=frozenset({"words"}),  # a mark, which means nothing without the site's key
        more=More(_openers, {"therapist": TEXT}),
    ),
    Kept(
        PrivateNote,
        gettext_lazy("A therapist’s own notes"),
        gettext_lazy("Until the therapist deletes them, or their account."),
        of=lambda person: (
            PrivateNote.objects.filter(author=person)
            .select_related("link__client", "link__therapist__person")
            .order_by("written_at", "pk")
        ),
        more=More(_about, {"about": TEXT}),
        said=_note,
    ),
    Kept(
        Invitation,
        gettext_lazy("That a client or a therapist invited the other; of link and code only what can recognize them"),
        WITH_ACCOUNT,
        of=lambda person: Invitation.objects.filter(inviter=person).order_by("made_at", "pk"),
        leave=frozenset({"token_hash", "code_hash"}),
        boxed=frozenset({"token_hash", "code_hash"}),
    ),
)
