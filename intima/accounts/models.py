import uuid
from datetime import date, datetime, timedelta, tzinfo
from typing import Any, ClassVar

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.contrib.auth.models import (
    AbstractBaseUser,
    BaseUserManager,
    PermissionsMixin,
)
from django.db import models
from django.utils.translation import gettext_lazy as _

from intima.accounts import zones
from intima.kit import clock

SECOND_FACTORS = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)  # recovery codes stand in for them


class PersonManager(BaseUserManager["Person"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        """Make a person; without a password they sign in by emailed code."""
        person = self.model(email=self.normalize_email(email).lower(), **fields)
        person.set_password(password)
        person.save(using=self._db)
        return person

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "Person":
        """Make a member of staff with every permission of the admin, for `manage.py createsuperuser`."""
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class Person(AbstractBaseUser, PermissionsMixin):
    """Somebody with an account: address, name, the zone that their days are counted in, and language."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField(_("email"), unique=True)
    name = models.CharField(_("name"), max_length=60, blank=True)
    time_zone = models.CharField(_("time zone"), max_length=64, default="UTC", validators=[clock.check_zone])
    language = models.CharField(_("language"), max_length=8, choices=settings.LANGUAGES, default="en")
    begun_at = models.DateTimeField(null=True, editable=False)  # when they confirmed name, zone and adulthood
    joined_at = models.DateTimeField(auto_now_add=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    takes_codes = models.BooleanField(default=True)  # whether a code by email may be their first step of signing in
    known_round = models.PositiveIntegerField(default=0, editable=False)  # see `known`: a new one forgets browsers
    goes_at = models.DateTimeField(null=True, editable=False)  # when the account is deleted, unless they keep it
    locks_journal = models.BooleanField(default=False)  # whether their words ask who is there, each time

    objects = PersonManager()

    class Meta:
        indexes: ClassVar[list[Any]] = [
            models.Index("goes_at", condition=models.Q(goes_at__isnull=False), name="accounts_that_go"),
        ]

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    def __str__(self) -> str:
        return f"Person {self.pk}"

    @property
    def has_begun(self) -> bool:
        """Whether they have said a name and confirmed a time zone."""
        return self.begun_at is not None

    @property
    def has_second_factor(self) -> bool:
        """Whether signing in asks for an app or a passkey, too."""
        return bool(Authenticator.objects.filter(user=self, type__in=SECOND_FACTORS).exists())

    @property
    def city(self) -> str:
        """That zone, as the page where they chose it calls it."""
        return zones.city(self.time_zone)

    @property
    def zone(self) -> tzinfo:
        """The zone that their days are counted in."""
        return clock.zone(self.time_zone)

    def today(self, at: datetime) -> date:
        """Their own calendar day at the instant `at`."""
        return clock.local_day(at, self.zone)


class Removal(models.Model):
    """The last second factor of somebody, asked to be removed: it protects for a day longer, and can be kept."""

    WAIT = timedelta(hours=24)

    factor = models.OneToOneField(Authenticator, primary_key=True, on_delete=models.CASCADE)
    asked_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"Removal {self.pk}"

    @property
    def due_at(self) -> datetime:
        """When it is carried out."""
        return self.asked_at + self.WAIT
