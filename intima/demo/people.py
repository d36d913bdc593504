"""The cast of the demo: Ada and Ben share a space, Cleo is here alone. They live at example.org."""

from datetime import datetime, timedelta

from allauth.account.models import EmailAddress

from intima.accounts.models import Person

PASSWORD = "lamplight-by-the-window"  # noqa: S105 (printed at every start; the demo refuses to run on a real address)
ZONE = "Europe/London"


def address(name: str) -> str:
    return f"{name.lower()}@example.org"


def make(name: str, *, at: datetime, days_here: int) -> Person:
    """Somebody who signed up `days_here` days before `at`, with their address confirmed."""
    person = Person.objects.create_user(
        address(name), PASSWORD, name=name, time_zone=ZONE, begun_at=at - timedelta(days=days_here)
    )
    EmailAddress.objects.create(user=person, email=person.email, verified=True, primary=True)
    return person
