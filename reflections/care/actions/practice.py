"""How somebody becomes a therapist here, and what they say of themselves."""

from datetime import datetime

from django.db import transaction

from intima.accounts.models import Person
from reflections.care.models import Therapist


class SaysSomethingElse(Exception):
    """What somebody says of themselves is not what the practice looked at."""


def of(person: Person) -> Therapist | None:
    """What the person says of themselves as a therapist, approved or not."""
    return Therapist.objects.filter(person=person).select_related("person").first()


def ready(person: Person) -> Therapist | None:
    """The same, where clients may come to them: approved, and with a second factor."""
    return Therapist.objects.ready().filter(person=person).select_related("person").first()


@transaction.atomic
def apply(*, person: Person, credentials: str, practice: str, about: str, secrets: str, at: datetime) -> Therapist:
    """Ask the practice to be let in. A second time changes nothing."""
    said = {"credentials": credentials, "practice": practice, "about": about, "secrets": secrets}
    made, _ = Therapist.objects.get_or_create(person=person, defaults={**said, "applied_at": at})
    return made


@transaction.atomic
def describe(*, person: Person, credentials: str, practice: str, about: str, secrets: str) -> Therapist:
    """Say it otherwise. Other terms count on: each client accepts them anew before anything is shown again.

    Of whom the practice let in, other credentials and another practice wait until it has looked at them.
    """
    mine = Therapist.objects.select_for_update().get(person=person)
    if secrets != mine.secrets:
        mine.secrets = secrets
        mine.terms += 1
    mine.about = about
    mine.next_credentials = mine.next_practice = ""
    if not mine.is_approved:
        mine.credentials, mine.practice = credentials, practice
    elif (credentials, practice) != (mine.credentials, mine.practice):
        mine.next_credentials, mine.next_practice = credentials, practice
    mine.save()
    return mine


@transaction.atomic
def approve(*, therapist: Therapist, seen: str, at: datetime) -> None:
    """The practice lets them in as who it looked at; of one let in before, clients read that from now on.

    `seen` is the mark of what was looked at. Raises SaysSomethingElse when they say otherwise by now.
    """
    mine = Therapist.objects.select_for_update(of=("self",)).select_related("person").get(pk=therapist.pk)
    if mine.mark != seen:
        raise SaysSomethingElse
    mine.approved_at = mine.approved_at or at
    mine.known_as = mine.person.name
    mine.credentials = mine.next_credentials or mine.credentials
    mine.practice = mine.next_practice or mine.practice
    mine.next_credentials = mine.next_practice = ""
    mine.save()


@transaction.atomic
def withdraw_approval(*, therapist: Therapist) -> None:
    """The practice lets them in no more: from the next request on they see no client. The consents stay as they are."""
    Therapist.objects.filter(pk=therapist.pk).update(approved_at=None)
