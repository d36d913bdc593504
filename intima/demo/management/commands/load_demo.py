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
    help = "Make the demo's people, once, and have Ada reminded a minute from now; print how to sign in."

    def handle(self, *args: Any, **options: Any) -> None:
        at = clock.now()
        with seal.keyring(), transaction.atomic():
            if not Person.objects.filter(email=people.address("Ada")).exists():
                self.make_people(at)
            self.remind_in_a_minute(at)
        self.say_how_to_sign_in()

    def make_people(self, at: datetime) -> None:
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

    def remind_in_a_minute(self, at: datetime) -> None:
        ada = Person.objects.get(email=people.address("Ada"))
        soon: time = (at + timedelta(minutes=1)).astimezone(ada.zone).time().replace(microsecond=0)
        reminders.set_schedule(person=ada, local_time=soon, weekdays=range(7), at=at)

    def say_how_to_sign_in(self) -> None:
        where = settings.EMAIL_URL.rpartition("@")[2] if settings.EMAIL_URL else f"{settings.ORIGIN}/mailbox/"
        self.stdout.write(
            f"\n  {settings.SITE_NAME} is at {settings.ORIGIN}\n\n"
            f"  Ada and Ben share a space; Cleo is here alone.\n"
            + "".join(f"    {people.address(name)}\n" for name in ("Ada", "Ben", "Cleo"))
            + f"  Everybody's password: {people.PASSWORD}\n"
            f"  Letters land at {where}; Ada's reminder is due in a minute.\n"
            f"  Ctrl-C stops everything.\n"
        )
