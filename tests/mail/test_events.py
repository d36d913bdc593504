"""What a mail provider tells afterwards: a letter that came back for good, or that its reader called unwanted."""

import base64
import json
import uuid
from collections.abc import Callable, Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from anymail.signals import tracking
from django.test import Client

from intima.accounts.models import Person
from intima.mail import account, outbox, provider, tasks, walk
from intima.mail.models import Letter, Returned, State
from reflections.reminders import actions as reminders
from tests.cast import EVENING
from tests.mail.conftest import minutes
from tests.mail.office import PostOffice
from tests.reminders.conftest import remind

pytestmark = pytest.mark.django_db
Posting, Ringing = Callable[..., Letter], Callable[..., None]
ADA, BEN = "ada@example.org", "ben@example.org"


def returned(address: str = ADA, *, complained: bool = False, returned_at: datetime = EVENING) -> None:
    outbox.came_back(address, complained=complained, returned_at=returned_at, at=EVENING + minutes(1))


@pytest.mark.parametrize("complained", [False, True])
def test_its_address_rests_at_once_and_nobody_elses(
    complained: bool, post: Posting, ring: Ringing, office: PostOffice
) -> None:
    returned("Ada@Example.org", complained=complained)
    notes = {to: post(to) for to in (ADA, BEN)}
    code = post(kind=account.KIND)
    ring()
    assert sorted(to for to, _raw in office.taken) == [ADA, BEN]
    for letter, state in ((notes[ADA], State.DROPPED), (notes[BEN], State.SENT), (code, State.SENT)):
        letter.refresh_from_db()
        assert letter.state == state
    # The provider takes everything at first: that says nothing of what comes back later.
    assert outbox.is_paused(ADA)


def test_told_again_it_is_the_same_and_after_its_owner_asked_no_news() -> None:
    for _ in range(3):
        returned()
    assert Returned.objects.count() == 1
    outbox.try_again(ADA, at=EVENING + minutes(2))
    assert not outbox.is_paused(ADA)
    returned(returned_at=EVENING)
    assert not outbox.is_paused(ADA)
    outbox.came_back(ADA, complained=False, returned_at=EVENING + minutes(3), at=EVENING + minutes(3))
    assert outbox.is_paused(ADA)


def test_a_time_that_is_still_to_come_is_now() -> None:
    returned(returned_at=EVENING + timedelta(days=9))
    outbox.try_again(ADA, at=EVENING + minutes(2))
    returned(returned_at=EVENING + timedelta(days=9))
    assert not outbox.is_paused(ADA)


def test_after_five_weeks_it_is_tried_again_unless_somebody_complained(time_machine: Any) -> None:
    returned(ADA)
    returned(BEN, complained=True)
    returned(BEN)
    time_machine.move_to(EVENING + walk.KEPT - minutes(1))
    tasks.tidy()
    assert outbox.is_paused(ADA)
    time_machine.move_to(EVENING + walk.KEPT + minutes(1))
    tasks.tidy()
    assert not outbox.is_paused(ADA)
    assert outbox.is_paused(BEN)


def test_it_is_told_in_the_app_and_one_that_is_asked_for_goes(
    ada: Person, browser_of: Callable[..., Client], ring: Ringing, office: PostOffice, time_machine: Any
) -> None:
    time_machine.move_to(EVENING)
    remind(ada)
    returned()
    page = browser_of(ada).get("/reminders/").content.decode()
    assert "Your letters are resting." in page
    assert "The last ones came back" in page
    reminders.send_now(person=ada, key=uuid.uuid4(), at=EVENING + minutes(2))
    assert "Your letters are resting." not in browser_of(ada).get("/reminders/").content.decode()
    ring(EVENING + minutes(2))
    assert [to for to, _raw in office.taken] == [ADA]


def test_nobody_listens_where_no_provider_is_configured(browser_of: Callable[..., Client]) -> None:
    assert browser_of(None).post("/mail/events/", "{}", content_type="application/json").status_code == 404


# --- The door that a provider knocks at ---------------------------------------------------------------

SECRET = "lamp:a-secret-of-the-two-of-them"
BOUNCE = {"RecordType": "Bounce", "Type": "HardBounce", "ID": 7, "Email": ADA, "BouncedAt": "2026-03-12T20:29:00Z"}
COMPLAINT = {**BOUNCE, "RecordType": "SpamComplaint", "Type": "SpamComplaint"}
Tell = Callable[..., int]


@pytest.fixture
def tell(settings: Any, time_machine: Any) -> Iterator[Tell]:
    """Tells the site as Postmark does, with CSRF checks on; gives the status of the answer."""
    time_machine.move_to(EVENING)
    settings.ANYMAIL_ESP, settings.ANYMAIL = "postmark", {"WEBHOOK_SECRET": SECRET}
    provider.listen()

    def post(body: Any, secret: str = SECRET) -> int:
        browser = Client(enforce_csrf_checks=True, raise_request_exception=False, headers={"host": "localhost"})
        known = {"Authorization": f"Basic {base64.b64encode(secret.encode()).decode()}"} if secret else {}
        raw = body if isinstance(body, bytes) else json.dumps(body).encode()
        return browser.post("/mail/events/", raw, content_type="application/json", headers=known).status_code

    yield post
    tracking.disconnect(dispatch_uid="intima.mail")


@pytest.mark.parametrize("event", [BOUNCE, COMPLAINT], ids=["bounce", "complaint"])
def test_what_came_back_for_good_is_heard_however_often(event: dict[str, Any], tell: Tell) -> None:
    assert [tell(event) for _ in range(3)] == [200] * 3
    assert Returned.objects.get().complained == (event is COMPLAINT)
    assert outbox.is_paused(ADA)
    assert not outbox.is_paused(BEN)


@pytest.mark.parametrize(
    "changed",
    [
        {"Type": "Transient"},
        {"Type": "VirusNotification"},
        {"RecordType": "Open"},
        {"RecordType": "Delivery"},
        {"BouncedAt": "2026-01-12T20:29:00Z"},
    ],
)
def test_what_says_nothing_of_the_address_or_is_long_over_changes_nothing(changed: dict[str, str], tell: Tell) -> None:
    assert tell({**BOUNCE, **changed}) == 200
    assert not Returned.objects.exists()


@pytest.mark.parametrize("secret", ["", "lamp:another-one-altogether", "lamp", ":"])
def test_a_wrong_secret_is_refused(secret: str, tell: Tell) -> None:
    assert tell(BOUNCE, secret) == 400
    assert not Returned.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        *[b"", b"{", b"\xff\x00", b"[]", b"7", b'"x"', b"null", b"{}" * 9, b"[" * 9000],
        *[{**BOUNCE, "Email": bad} for bad in (None, 7, [ADA], {})],
        *[{**BOUNCE, "BouncedAt": bad} for bad in ("2026-03-12T20:29:00", "yesterday", 7, "2026-99-99T00:00:00Z")],
        {**BOUNCE, "Metadata": 7},
        {**BOUNCE, "Type": []},
        {"FromFull": ADA},
    ],
)
def test_a_hostile_body_gets_no_more_than_a_plain_refusal(
    body: Any, tell: Tell, caplog: pytest.LogCaptureFixture
) -> None:
    assert tell(body) in {200, 400}
    assert ADA not in caplog.text
    assert Returned.objects.count() <= 1


def test_the_address_reaches_no_log(tell: Tell, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level("DEBUG")
    tell(BOUNCE)
    tell({**BOUNCE, "Email": [ADA]})
    tell(BOUNCE, "lamp:wrong")
    assert "was refused" in caplog.text
    assert ADA not in caplog.text
    assert SECRET not in caplog.text
