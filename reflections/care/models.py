import json
import uuid
from typing import Any, ClassVar, Self

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

from intima.accounts.models import SECOND_FACTORS, Person
from intima.kit.seal import SealedTextField

# Which wording of the terms the site shows. It counts on when what a client agrees to changes; not for a comma.
WORDING = 1


class TherapistQuerySet(models.QuerySet["Therapist"]):
    def approved(self) -> Self:
        """Those whom the practice let in, and whose account is open."""
        return self.filter(approved_at__isnull=False, person__is_active=True)

    def ready(self) -> Self:
        """Those of them who have a second factor: before that nobody is their client."""
        factors = Authenticator.objects.filter(user=OuterRef("person"), type__in=SECOND_FACTORS)
        return self.approved().filter(Exists(factors))


class Therapist(models.Model):
    """What somebody tells clients of themselves as a therapist, and whether the practice let them in."""

    class Secrets(models.TextChoices):
        NONE = "none", _("No secrets")
        LIMITED = "limited", _("Limited secrets")

    person = models.OneToOneField(
        settings.AUTH_USER_MODEL, primary_key=True, on_delete=models.CASCADE, related_name="therapist"
    )
    credentials = models.CharField(max_length=160)
    practice = models.CharField(max_length=160)
    about = models.TextField(blank=True)
    secrets = models.CharField(max_length=8, choices=Secrets.choices, default=Secrets.NONE)
    terms = models.PositiveIntegerField(default=1)  # counts changes of what a client agrees to
    applied_at = models.DateTimeField()
    approved_at = models.DateTimeField(null=True)
    # What the practice looked at, clients go on reading until it has looked at what is said since: another name of the
    # account, and what stands here.
    known_as = models.CharField(max_length=60, blank=True)
    next_credentials = models.CharField(max_length=160, blank=True)
    next_practice = models.CharField(max_length=160, blank=True)

    objects = TherapistQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Therapist {self.pk}"

    @property
    def name(self) -> str:
        """What clients call them: the name that the practice let in."""
        return self.known_as or self.person.name

    @property
    def waits_for_a_look(self) -> bool:
        """Whether they say something of themselves that clients do not read until the practice lets them in anew."""
        return bool(self.next_credentials or self.name != self.person.name)

    @property
    def mark(self) -> str:
        """A keyed hash of whom the practice lets in when it does so now."""
        said = (self.person.name, self.credentials, self.practice, self.next_credentials, self.next_practice)
        return salted_hmac("care.therapist", json.dumps([str(self.pk), *said]), algorithm="sha256").hexdigest()

    @property
    def is_approved(self) -> bool:
        return self.approved_at is not None

    @property
    def keeps_some(self) -> bool:
        """Whether a client may tell them something that stays from the partner."""
        return self.secrets == self.Secrets.LIMITED


class Side(models.TextChoices):
    CLIENT = "client", _("Client")
    THERAPIST = "therapist", _("Therapist")


class CareLinkQuerySet(models.QuerySet["CareLink"]):
    def active(self) -> Self:
        """Those to which the client consents now, with a therapist whom the practice lets in."""
        return self.filter(
            state=CareLink.State.ACTIVE,
            therapist__approved_at__isnull=False,
            therapist__person__is_active=True,
            client__is_active=True,
        )

    def on_terms(self) -> Self:
        """Those of the active ones whose terms, as they are now, the client accepted: nothing is shown without that."""
        return self.active().filter(terms=F("therapist__terms"), wording=WORDING)

    def open(self) -> Self:
        """Active, or waiting for the client to read the terms."""
        return self.exclude(state=CareLink.State.ENDED)


class CareLink(models.Model):
    """One client's consent to one therapist: asked for, given, and ended for good by either.

    Whoever come together again do so in a new link, and nothing of the old one revives.
    """

    class State(models.TextChoices):
        ASKED = "asked", _("Waits for the client to read the terms")
        ACTIVE = "active", _("Active")
        ENDED = "ended", _("Ended")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    # None once the link has ended, its client's account is gone, and the therapist kept notes: nobody else meets those.
    client: "models.ForeignKey[Person, Person]" = models.ForeignKey(  # type: ignore[assignment,misc]
        settings.AUTH_USER_MODEL, null=True, on_delete=models.CASCADE, related_name="+"
    )
    # With a therapist's account goes all that they could see; the ledger of it has no reader to be held to.
    therapist = models.ForeignKey(Therapist, on_delete=models.CASCADE, related_name="+")
    state = models.CharField(max_length=6, choices=State.choices, default=State.ASKED)
    invited_by = models.CharField(max_length=9, choices=Side.choices)
    terms = models.PositiveIntegerField(default=0)  # which of the therapist's, and `wording` which of ours
    wording = models.PositiveIntegerField(default=0)  # were accepted last; 0: none yet
    knows_partner = models.BooleanField(default=False)  # the client lets the therapist know who their partner is
    asked_at = models.DateTimeField()
    consented_at = models.DateTimeField(null=True)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.CharField(max_length=9, choices=Side.choices, blank=True)
    # The therapist's own notes stay theirs after the end; what the client was called then says whom they are about.
    kept_name = SealedTextField("care.link.kept_name", author="therapist_id", null=True)
    ledger_head = models.CharField(max_length=64, blank=True)  # the mark of where its ledger ends: see `care.ledger`

    objects = CareLinkQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["client", "therapist"],
                condition=Q(state__in=["asked", "active"]),
                name="one_open_link_a_client_and_therapist",
            ),
            models.CheckConstraint(condition=~Q(client=F("therapist_id")), name="nobody_is_their_own_therapist"),
            models.CheckConstraint(
                condition=~Q(state="active") | Q(consented_at__isnull=False, terms__gt=0, wording__gt=0),
                name="an_active_link_was_consented_to",
            ),
            models.CheckConstraint(
                condition=Q(state="ended", ended_at__isnull=False) & ~Q(ended_by="")
                | ~Q(state="ended") & Q(ended_at=None, ended_by=""),
                name="an_ended_link_knows_when_and_by_whom",
            ),
        ]
        indexes: ClassVar[list[Any]] = [models.Index(fields=["therapist", "state"], name="links_of_therapist")]

    def __str__(self) -> str:
        return f"Care link {self.pk}"

    @property
    def is_active(self) -> bool:
        return self.state == self.State.ACTIVE

    @property
    def is_on_terms(self) -> bool:
        """Whether the client accepted the terms as they are now."""
        return self.is_active and (self.terms, self.wording) == (self.therapist.terms, WORDING)


class InvitationQuerySet(models.QuerySet["Invitation"]):
    def unanswered(self, at: Any) -> Self:
        """Those that somebody could still follow."""
        return self.filter(state=Invitation.State.WAITING, expires_at__gt=at)


class Invitation(models.Model):
    """A client asks a therapist, or a therapist a client, by a link or a code of which the hashes alone are kept."""

    class State(models.TextChoices):
        WAITING = "waiting", "Nobody has answered"
        USED = "used", "Somebody answered"
        ENDED = "ended", "Withdrawn or replaced"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    inviter = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    side = models.CharField(max_length=9, choices=Side.choices)  # which side the inviter is on
    token_hash = models.CharField(max_length=64, unique=True)
    code_hash = models.CharField(max_length=64, unique=True)
    state = models.CharField(max_length=7, choices=State.choices, default=State.WAITING)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    code_expires_at = models.DateTimeField()

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(
                fields=["inviter"],
                condition=Q(side="client", state="waiting"),
                name="one_waiting_invitation_a_client",
            ),
        ]

    def __str__(self) -> str:
        return f"Invitation {self.pk}"


class Opening(models.Model):
    """One line of the ledger: the therapist of a link opened something that its client had released.

    `hash` is a mark of the row and of the one before it, so no line can be altered, put in or taken out unnoticed.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    link = models.ForeignKey(CareLink, on_delete=models.CASCADE, related_name="openings")
    number = models.PositiveIntegerField()  # from 1, without gaps
    subject_kind = models.CharField(max_length=32)
    subject_id = models.UUIDField()
    words = models.CharField(max_length=64, blank=True)  # a mark of the words as they were opened; "": from before it
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    opened_at = models.DateTimeField()
    previous_hash = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints: ClassVar[list[Any]] = [
            models.UniqueConstraint(fields=["link", "number"], name="one_opening_a_number"),
        ]

    def __str__(self) -> str:
        return f"Opening {self.pk}"


class PrivateNoteQuerySet(models.QuerySet["PrivateNote"]):
    def of(self, person: Person) -> Self:
        """The therapist's own, newest first: nobody else ever reads one."""
        return self.filter(author=person).order_by("-written_at", "-pk")


class PrivateNote(models.Model):
    """A therapist's own note about a client; it stays theirs after the link has ended."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    link = models.ForeignKey(CareLink, on_delete=models.CASCADE, related_name="+")
    text = SealedTextField("care.note.text")
    written_at = models.DateTimeField()
    changed_at = models.DateTimeField(null=True)

    objects = PrivateNoteQuerySet.as_manager()

    def __str__(self) -> str:
        return f"Private note {self.pk}"
