"""What is kept of an account, and what the libraries under it keep."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.utils.translation import gettext_lazy as _

from intima.accounts.factors import name_of
from intima.accounts.models import Person, Removal
from intima.kit.keeping import TEXT, WITH_ACCOUNT, Kept, More, opened, register


def _names(person: Person, rows: Sequence[Any]) -> list[dict[str, Any]]:
    webauthn = Authenticator.Type.WEBAUTHN
    return [{"name": opened(partial(name_of, row)) if row.type == webauthn else ""} for row in rows]


register(
    Kept(
        Person,
        _("Your email address, name, language and time zone, and when you joined"),
        WITH_ACCOUNT,
        of=lambda person: Person.objects.filter(pk=person.pk),
        leave=frozenset({"password", "known_round"}),
        boxed=frozenset({"password"}),
    ),
    Kept(
        EmailAddress,
        _("Whether your address is confirmed"),
        WITH_ACCOUNT,
        of=lambda person: EmailAddress.objects.filter(user=person).order_by("pk"),
    ),
    Kept(
        EmailConfirmation,
        _("Links that confirm an address"),
        _("None are made: a code does it."),
        why_not="There are none.",
    ),
    Kept(
        Authenticator,
        _("Passkeys, an authenticator app, recovery codes"),
        _("Until you remove them, or your account goes."),
        of=lambda person: Authenticator.objects.filter(user=person).order_by("created_at", "pk"),
        leave=frozenset({"data"}),
        boxed=frozenset({"data"}),
        more=More(_names, {"name": TEXT}),
    ),
    Kept(
        Removal,
        _("That you asked to remove your last second step"),
        _("For a day; then it is done."),
        leave=frozenset({"factor"}),  # its number counts everybody's
        of=lambda person: Removal.objects.filter(factor__user=person).order_by("asked_at"),
    ),
    Kept(
        LogEntry,
        _("What the people who run this site changed on their pages"),
        _("As long as the account of whoever did it."),
        why_not="It is the practice's record of what its staff did.",
    ),
    Kept(
        Permission,
        _("What staff may do"),
        _("For good: it is the same for every site."),
        why_not="It is of the site, and of nobody.",
    ),
    Kept(
        Group,
        _("Groups of staff"),
        _("Until staff delete them."),
        why_not="It is of the site, and of nobody.",
    ),
    Kept(
        ContentType,
        _("Which kinds of things the site knows"),
        _("For good: it is the same for every site."),
        why_not="It is of the site, and of nobody.",
    ),
)
