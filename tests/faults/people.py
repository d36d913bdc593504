"""People with a reminder due within so many seconds, half of them already, and account mail for some of them.

Run by `tests.faults` with the settings of its site: `python -m tests.faults.people REMINDERS CODES SECONDS SEED`.
"""

import random
import sys
from datetime import timedelta

import django

UNVERIFIED = 0.01  # whose letters are dropped


def main(reminders: int, codes: int, seconds: float, seed: str) -> None:
    django.setup()
    from allauth.account.models import EmailAddress
    from django.db import transaction

    from intima.accounts.models import Person
    from intima.kit import clock, seal
    from intima.mail import account, outbox
    from intima.mail.kinds import Filled
    from reflections.reminders import posting
    from reflections.reminders.models import Reminder, Want

    chance, at = random.Random(seed), clock.now()
    people = [Person(email=f"reader{number}@example.org", password="!", begun_at=at) for number in range(reminders)]
    rows = []
    for person in people:
        due = at + timedelta(seconds=seconds * max(0.0, chance.uniform(-1, 1)))
        rows.append(
            Reminder(
                person=person,
                local_time=due.time(),
                wants=Want.CHECKIN,
                state=Reminder.State.ON,
                next_day=due.date(),
                next_due_at=due,
            )
        )
    addresses = [
        EmailAddress(user=person, email=person.email, primary=True, verified=chance.random() > UNVERIFIED)
        for person in people
    ]
    with transaction.atomic(), seal.keyring():
        Person.objects.bulk_create(people, batch_size=1000)
        EmailAddress.objects.bulk_create(addresses, batch_size=1000)
        Reminder.objects.bulk_create(rows, batch_size=1000)
        for number in range(codes):
            filled = Filled(f"code{number}@example.org", "Site <account@example.org>", "Your code", "123456\n")
            due = at + timedelta(seconds=seconds * chance.random())
            outbox.post(kind=account.KIND, key=f"code:{number}", payload=account.pack(filled), due_at=due, at=at)
    posting.post_due(at=at)


if __name__ == "__main__":
    main(int(sys.argv[1]), int(sys.argv[2]), float(sys.argv[3]), sys.argv[4])
