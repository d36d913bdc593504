import uuid
from datetime import date, datetime, tzinfo
from typing import Any, ClassVar

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

    objects = PersonManager()

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
