"""What somebody with an account does with it."""

from datetime import datetime, timedelta

from django.db import transaction

from intima.accounts import lately, letters
from intima.accounts.models import Person
from intima.kit import clock, news
from intima.kit.models import DataKey, Visit
from intima.kit.sessions import whose
from intima.mail.models import Letter

TO_THINK = timedelta(days=7)  # before an account is deleted, where it is not to be at once


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
def ask_to_go(*, person: Person, at: datetime) -> datetime:
    """Have the account deleted in a week, and tell its owner; the time. Asked again, it stays the time of before."""
    person = Person.objects.select_for_update().get(pk=person.pk)
    if person.goes_at is None:
        person.goes_at = at + TO_THINK
        person.save(update_fields=["goes_at"])
        letters.tell_of_going(person, person.goes_at)
    return person.goes_at


@transaction.atomic
def stay(*, person: Person) -> None:
    """Call that off, and tell the account's owner. Nothing was changed meanwhile. Twice is once."""
    if Person.objects.filter(pk=person.pk, goes_at__isnull=False).update(goes_at=None):
        letters.tell_of_staying(person)


def delete_due(*, at: datetime) -> None:
    """Delete the accounts whose week is over, each by itself.

    One whose data key lies under a master key that is not given waits for that: what they sent would be lost to others.
    """
    waits = DataKey.objects.unopened().values("owner")
    for person in Person.objects.filter(goes_at__lte=at).exclude(pk__in=waits).order_by("goes_at"):
        _delete_if_due(person, at)


@transaction.atomic
def _delete_if_due(person: Person, at: datetime) -> None:
    if Person.objects.select_for_update().filter(pk=person.pk, goes_at__lte=at).exists():  # not kept meanwhile
        delete_account(person=person, at=at)


@transaction.atomic
def delete_account(*, person: Person, at: datetime) -> None:
    """Delete somebody with all that is theirs alone, and the key that opens it; every browser of theirs is signed out.

    The rooms above hear of it first. A letter tells whoever reads their mail. Twice is once.
    """
    going = Person.objects.select_for_update().filter(pk=person.pk).first()
    if going is None:
        return
    letters.tell_of_end(going)
    news.account_going.send(sender=Person, person=going, at=at)
    Visit.objects.filter(whose=whose(person.pk)).delete()
    Letter.objects.filter(person_id=person.pk).delete()
    DataKey.objects.destroy(person.pk)
    going.delete()
