"""The people of the tests, always the same.

Ada and Ben share a space, Cleo is a stranger, Eve was Ben's partner, Dr Dee is a therapist.
"""

from datetime import UTC, datetime, timedelta
from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.models import Authenticator

from intima.accounts.models import Person
from reflections.care import ledger
from reflections.care.models import WORDING, CareLink, Side, Therapist
from reflections.spaces.models import Membership, Space

EVENING = datetime(2026, 3, 12, 20, 30, tzinfo=UTC)  # a Thursday; half past eight in London


def person(name: str, **fields: Any) -> Person:
    """Somebody who has signed up and said a name. Their address is verified, as sign-up leaves it."""
    fields = {"time_zone": "Europe/London", "begun_at": EVENING - timedelta(days=60), **fields}
    made = Person.objects.create_user(f"{name.lower().replace(' ', '.')}@example.org", name=name, **fields)
    made.emailaddress_set.create(email=made.email, verified=True, primary=True)
    return made


def pair(first: Person, second: Person, *, at: datetime = EVENING - timedelta(days=30)) -> Space:
    """An open space of these two; the first is clay, the second iris."""
    space = Space.objects.create(opened_at=at)
    Membership.objects.create(space=space, person=first, seat=1)
    Membership.objects.create(space=space, person=second, seat=2)
    return space


def part(space: Space, *, who_left: Person, at: datetime) -> None:
    """Close a space as `spaces.actions.leave` leaves it."""
    for seat in space.memberships.all():
        seat.left_at = at
        seat.ending = Membership.Ending.LEFT if seat.person_id == who_left.pk else Membership.Ending.TOLD
        seat.save()
    space.closed_at = at
    space.save()


def therapist(name: str = "Dr Dee", *, secrets: str = Therapist.Secrets.NONE, **fields: Any) -> Therapist:
    """A therapist whom the practice let in, with an authenticator app as a second factor; `.person` signs in."""
    made = person(name, **fields)
    secret = get_adapter().encrypt("JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP")
    data = {"secret": secret, "last_step": 0}
    Authenticator.objects.create(user=made, type=Authenticator.Type.TOTP, data=data)
    return Therapist.objects.create(
        person=made,
        credentials="Licensed couples therapist",
        practice="The Corner Practice",
        secrets=secrets,
        known_as=name,
        applied_at=EVENING - timedelta(days=50),
        approved_at=EVENING - timedelta(days=49),
    )


def care(
    client: Person, therapist: Therapist, *, knows_partner: bool = False, at: datetime = EVENING - timedelta(days=20)
) -> CareLink:
    """An active care link: the therapist invited, and the client accepted the terms."""
    link = CareLink(
        client=client,
        therapist=therapist,
        state=CareLink.State.ACTIVE,
        invited_by=Side.THERAPIST,
        terms=therapist.terms,
        wording=WORDING,
        knows_partner=knows_partner,
        asked_at=at,
        consented_at=at,
    )
    link.ledger_head = ledger.begun(link.pk)
    link.save(force_insert=True)
    return link
