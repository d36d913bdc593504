"""What somebody with an account does with it."""

from datetime import datetime

from django.db import transaction

from intima.accounts import lately
from intima.accounts.models import Person
from intima.kit import clock, news
from intima.kit.models import DataKey


class NothingToOpenItWith(Exception):
    """A lock on the journal is asked for by somebody without password, passkey and app."""


def never_confirmed(email: str) -> Person | None:
    """Whoever signed up with this address and never typed its code: nothing is theirs yet."""
    waiting = Person.objects.filter(emailaddress__email__iexact=email, emailaddress__verified=False)
    return waiting.filter(email__iexact=email, begun_at=None, is_active=True).first()


@transaction.atomic
def begin(*, person: Person, name: str, time_zone: str, language: str, at: datetime) -> None:
    """Somebody new, and an adult, says a name and confirms zone and language. A second time changes nothing."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.has_begun:
        return
    clock.check_zone(time_zone)
    person.name, person.time_zone, person.language, person.begun_at = name, time_zone, language, at
    person.save(update_fields=["name", "time_zone", "language", "begun_at"])


@transaction.atomic
def describe(*, person: Person, name: str, time_zone: str, language: str, at: datetime) -> None:
    """Change name, language and zone. Moving to another zone is news to the rooms above."""
    person.name, person.language = name, language
    person.save(update_fields=["name", "language"])
    if time_zone != person.time_zone:
        move_zone(person=person, time_zone=time_zone, at=at)


@transaction.atomic
def move_zone(*, person: Person, time_zone: str, at: datetime) -> None:
    """From `at` on, count the person's days in another zone. Raises ValidationError for a zone that is none."""
    clock.check_zone(time_zone)
    person.time_zone = time_zone
    person.save(update_fields=["time_zone"])
    news.zone_moved.send(sender=Person, person=person, at=at)


@transaction.atomic
def lock_journal(*, person: Person, on: bool) -> None:
    """Have the person's words ask who is there, each time; or have them ask no more. Raises NothingToOpenItWith."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    if on and not lately.own_means(person):
        raise NothingToOpenItWith
    person.locks_journal = on
    person.save(update_fields=["locks_journal"])


@transaction.atomic
def delete_account(*, person: Person, at: datetime) -> None:
    """Delete somebody with all that is theirs alone, and the keys that open it. The rooms above hear of it first."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    news.account_going.send(sender=Person, person=person, at=at)
    DataKey.objects.destroy(person.pk)
    person.delete()
