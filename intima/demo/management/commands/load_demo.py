from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.management.base import BaseCommand, no_translations
from django.db import transaction

from intima.accounts.models import Person
from intima.demo import life, people, script
from intima.kit import clock, seal
from reflections.reminders import actions as reminders


class Command(BaseCommand):
    help = "Make the demo's people, once, with a reminder for Ada a minute from then; print how to sign in."

    @no_translations
    def handle(self, *args: Any, **options: Any) -> None:
        with seal.keyring(), transaction.atomic():
            cast = people.here() or self.make_people(clock.now())
        self.say_how_to_sign_in(cast)

    def make_people(self, at: datetime) -> dict[str, Person]:
        told = script.read()
        password = make_password(people.PASSWORD)  # once for all: hashing it is slow on purpose
        cast = {key: people.make(key, told.who(key), password=password, at=at) for key in people.CAST}
        life.live(told, cast, at=at)
        soon: time = (at + timedelta(minutes=1)).astimezone(cast["ada"].zone).time().replace(microsecond=0)
        reminders.set_schedule(person=cast["ada"], local_time=soon, weekdays=range(7), at=at)
        return cast

    def say_how_to_sign_in(self, cast: dict[str, Person]) -> None:
        where = settings.EMAIL_URL.rpartition("@")[2] if settings.EMAIL_URL else f"{settings.ORIGIN}/mailbox/"
        names = "".join(f"    {person.email:<20}  {people.CAST[key]}\n" for key, person in cast.items())
        self.stdout.write(
            f"\n  {settings.SITE_NAME} is at {settings.ORIGIN}\n\n"
            f"{names}"
            f"  Everybody's password: {people.PASSWORD}\n"
            f"  Letters land at {where}{self.next_reminder(cast)}.\n"
            f"  Ctrl-C stops everything.\n"
        )

    def next_reminder(self, cast: dict[str, Person]) -> str:
        ada = cast.get("ada")
        if ada is None:
            return ""
        next_at = reminders.schedule_of(ada).next_at
        when = f"{next_at.astimezone(ada.zone):%A at %H:%M:%S} in {ada.time_zone}" if next_at else "off"
        return f"; {ada.name}'s next reminder: {when}"
