from datetime import datetime, time, timedelta
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction

from intima.accounts.models import Person
from intima.demo import life, people
from intima.kit import clock, seal
from reflections.reminders import actions as reminders


class Command(BaseCommand):
    help = "Make the demo's people, once, with a reminder for Ada a minute from then; print how to sign in."

    def handle(self, *args: Any, **options: Any) -> None:
        at = clock.now()
        with seal.keyring(), transaction.atomic():
            ada = Person.objects.filter(email=people.address("Ada")).first() or self.make_people(at)
        self.say_how_to_sign_in(ada)

    def make_people(self, at: datetime) -> Person:
        ada, ben, cleo = (
            people.make(name, at=at, days_here=days) for name, days in [("Ada", 31), ("Ben", 31), ("Cleo", 10)]
        )
        tie = life.pair(ada, ben, at=life.evening(ada, at, 30))
        life.live_through(ada, life.ADAS_DAYS, life.ADAS_WORDS, at=at)
        life.live_through(ben, life.BENS_DAYS, life.BENS_WORDS, at=at)
        life.live_through(cleo, life.CLEOS_DAYS, life.CLEOS_WORDS, at=at)
        life.answer_together(tie, at=at)
        life.read(ada, "two-alarms", steps=2, at=life.evening(ada, at, 1))
        life.read(ben, "two-alarms", steps=None, at=life.evening(ben, at, 9))
        soon: time = (at + timedelta(minutes=1)).astimezone(ada.zone).time().replace(microsecond=0)
        reminders.set_schedule(person=ada, local_time=soon, weekdays=range(7), at=at)
        return ada

    def say_how_to_sign_in(self, ada: Person) -> None:
        where = settings.EMAIL_URL.rpartition("@")[2] if settings.EMAIL_URL else f"{settings.ORIGIN}/mailbox/"
        next_at = reminders.schedule_of(ada).next_at
        when = f"{next_at.astimezone(ada.zone):%A at %H:%M:%S} in {people.ZONE}" if next_at else "off"
        names = "".join(f"    {people.address(name)}\n" for name in ("Ada", "Ben", "Cleo"))
        self.stdout.write(
            f"\n  {settings.SITE_NAME} is at {settings.ORIGIN}\n\n"
            f"  Ada and Ben share a space; Cleo is here alone.\n{names}"
            f"  Everybody's password: {people.PASSWORD}\n"
            f"  Letters land at {where}; Ada's next reminder: {when}.\n"
            f"  Ctrl-C stops everything.\n"
        )
